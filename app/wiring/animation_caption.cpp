#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "app/session/session.h"
#include "app/wiring/animation_wiring.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

namespace hourglass::app {

namespace {

/// Four decimals, so that the figures keep their places.
QString lossText(double loss) {
    return std::abs(loss) < 1000 ? QLocale().toString(loss, 'f', 4) : QLocale().toString(loss, 'e', 2);
}

struct Column {
    QString text, widest;
    QColor colour;
};

std::vector<Column> columnsOf(const AnimationCaption &caption, const ui::Theme &theme, bool isShort) {
    const QString widest = QLocale().toString(caption.lastEpoch, 'f', 2), number = lossText(0);
    std::vector<Column> columns{
        {Session::tr("epoch %1").arg(QLocale().toString(caption.moment.epoch(), 'f', 2)), Session::tr("epoch %1").arg(widest), theme.text}};
    const auto add = [&](bool isThere, double loss, const QString &name, const QColor &colour) {
        const QString said = std::isfinite(loss) ? lossText(loss) : QStringLiteral("–");
        if (isThere)
            columns.push_back({isShort ? said : Session::tr("%1 loss %2").arg(name, said), isShort ? number : Session::tr("%1 loss %2").arg(name, number),
                               theme.readable(colour)});
    };
    add(caption.hasTrainLoss, caption.moment.trainLoss, Session::tr("training"), theme.encoder);
    add(caption.hasHeldOutLoss, caption.moment.heldOutLoss, caption.heldOutName, theme.code);
    return columns;
}

} // namespace

QImage withCaption(const QImage &picture, const AnimationCaption &caption, const ui::Theme &theme) {
    const int letters = std::clamp(picture.width() / 55, 11, 28);
    int band = 2 * letters + 4;
    band += (picture.height() + band) % 2;
    QImage whole(picture.width(), picture.height() + band, QImage::Format_RGB32);
    whole.fill(theme.panel);
    QPainter painter(&whole);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawImage(0, 0, picture);
    const QRectF line(0, picture.height(), picture.width(), std::max(2, letters / 6));
    painter.fillRect(line, theme.track());
    painter.fillRect(QRectF(line.topLeft(), QSizeF(line.width() * std::clamp(caption.place, 0.0, 1.0), line.height())), theme.code);
    QFont font = ui::interfaceFont();
    font.setPixelSize(letters);
    const QFontMetricsF metrics(font);
    const double gap = 1.4 * letters, edge = 0.9 * letters;
    const auto widthOf = [&](const std::vector<Column> &columns) {
        double width = -gap;
        for (const Column &column : columns)
            width += gap + std::max(ui::figuresWidth(metrics, column.text), ui::figuresWidth(metrics, column.widest));
        return width;
    };
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF titleMetrics(strong);
    // The title has room before the words that say what the figures are.
    const double title = caption.title.isEmpty() ? 0 : gap + std::min(titleMetrics.horizontalAdvance(caption.title), 0.5 * picture.width());
    std::vector<Column> columns = columnsOf(caption, theme, false);
    if (widthOf(columns) + title > picture.width() - 2 * edge)
        columns = columnsOf(caption, theme, true);
    while (columns.size() > 1 && widthOf(columns) > picture.width() - 2 * edge)
        columns.pop_back();
    double x = picture.width() - edge - widthOf(columns);
    const QRectF row(edge, line.bottom(), x - edge - gap, whole.height() - line.bottom());
    painter.setFont(font);
    for (const Column &column : columns) {
        const double width = std::max(ui::figuresWidth(metrics, column.text), ui::figuresWidth(metrics, column.widest));
        painter.setPen(column.colour);
        ui::drawFigures(painter, QRectF(x, row.top(), width, row.height()), Qt::AlignLeft | Qt::AlignVCenter, column.text);
        x += width + gap;
    }
    painter.setFont(strong);
    painter.setPen(theme.text);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, titleMetrics.elidedText(caption.title, Qt::ElideRight, row.width()));
    return whole;
}

} // namespace hourglass::app
