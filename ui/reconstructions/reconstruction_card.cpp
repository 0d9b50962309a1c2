#include "ui/reconstructions/reconstruction_card.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/reconstructions/feature_rows.h"
#include "ui/reconstructions/reconstruction_sheet.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int shadow = 8, padding = 12, cardGap = 6, distance = 2;
constexpr double comfortableTile = 128, chartHeight = 150, errorChartHeight = 60;

int titleHeight() {
    return scaled(24);
}

int captionHeight() {
    return scaled(18);
}

int axisWidth() {
    return scaled(34);
}

} // namespace

ReconstructionCard::ReconstructionCard(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("reconstructionCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void ReconstructionCard::showColumn(std::shared_ptr<const analysis::ReconstructionPicture> picture,
                                    std::shared_ptr<const analysis::ReconstructionPicture> charted, int column, const ReconstructionStyle &style) {
    m_picture = std::move(picture);
    m_charted = std::move(charted);
    m_column = column;
    m_style = style;
    update();
}

void ReconstructionCard::setPlace(const SamplePlace &place) {
    if (m_place == place)
        return;
    m_place = place;
    setAccessibleDescription(placeSentence());
    update();
}

QString ReconstructionCard::placeSentence() const {
    if (!m_picture || m_place.isNowhere() || m_column < 0 || m_column >= static_cast<int>(m_picture->columns.size()))
        return {};
    QStringList numbers;
    for (const Tile &tile : tiles())
        if (const QString text = placeText(m_picture->columns[static_cast<std::size_t>(m_column)], tile.row, m_place, m_picture->sample, m_style);
            !text.isEmpty())
            numbers << tile.caption + QLatin1Char(' ') + text;
    const QString where = m_place.pixel          ? tr("pixel %1, %2").arg(m_place.pixel->x() + 1).arg(m_place.pixel->y() + 1)
                          : m_style.stepFeatures ? tr("step %1").arg(*m_place.feature + 1)
                                                 : m_style.featureName(static_cast<std::size_t>(*m_place.feature));
    return where + QStringLiteral(": ") + numbers.join(QStringLiteral(", "));
}

void ReconstructionCard::placeBeside(const QRect &column, const QRect &grid) {
    const QRect room = parentWidget()->rect();
    const QSize size = sizeHint().boundedTo(room.size());
    int x = column.center().x() - size.width() / 2;
    int y = grid.top() - distance - size.height() + shadow;
    if (y < room.top()) {
        y = grid.bottom() + distance - shadow;
        if (y + size.height() > room.bottom() + 1) { // neither above nor below: beside the column and its next neighbour
            const int neighbour = column.width();
            const bool goesRight = column.center().x() < room.center().x();
            x = goesRight ? column.right() + neighbour : column.left() - neighbour - size.width();
            y = grid.center().y() - size.height() / 2;
        }
    }
    x = std::clamp(x, room.left(), std::max(room.left(), room.right() + 1 - size.width()));
    y = std::clamp(y, room.top(), std::max(room.top(), room.bottom() + 1 - size.height()));
    setGeometry(QRect(QPoint(x, y), size));
}

bool ReconstructionCard::isChart() const {
    return !m_picture->sample.isImage();
}

bool ReconstructionCard::isRows() const {
    return m_picture->sample.rank == 1 && !m_style.features.isEmpty() && m_picture->sample.size() <= mostFeatureRows;
}

std::vector<ReconstructionCard::Tile> ReconstructionCard::tiles() const {
    const auto &column = m_picture->columns[static_cast<std::size_t>(m_column)];
    std::vector<Tile> result;
    const auto add = [&](ReconstructionRow row, const QString &caption) {
        if (m_style.rows.has(row))
            result.push_back({row, caption});
    };
    add(ReconstructionRow::Original, tr("original"));
    if (!column.corrupted.empty())
        add(ReconstructionRow::Corrupted, tr("corrupted"));
    add(ReconstructionRow::Reconstruction, tr("reconstruction"));
    if (!column.earlier.empty())
        add(ReconstructionRow::Earlier, earlierName(*m_picture));
    add(ReconstructionRow::Pca, pcaName(m_picture->codeSize));
    add(ReconstructionRow::Error, m_style.errorMap == ErrorMap::Signed || !m_place.isNowhere() ? tr("error") : tr("|error|"));
    if (result.empty())
        result.push_back({ReconstructionRow::Original, tr("original")});
    return result;
}

/// By whole factors up to a comfortable size, 1 : 1 for larger images, shrunk only where the window is too small for that.
QSizeF ReconstructionCard::tileSize() const {
    const double width = static_cast<double>(m_picture->sample.width()), height = static_cast<double>(m_picture->sample.height());
    const double count = static_cast<double>(tiles().size());
    const double frame = 2.0 * (shadow + padding);
    const double room = (parentWidget()->width() - frame - (count - 1) * cardGap) / count;
    const double roomBelow = parentWidget()->height() - frame - titleHeight() - 2 * captionHeight();
    const double largest = std::min(room / width, roomBelow / height);
    double scale = std::max(1.0, std::floor(comfortableTile / std::max(width, height)));
    if (scale > largest)
        scale = largest >= 1 ? std::floor(largest) : std::max(0.05, largest);
    return {std::round(width * scale), std::round(height * scale)};
}

QSize ReconstructionCard::sizeHint() const {
    if (!m_picture)
        return {};
    QSizeF inside;
    if (isRows()) {
        inside = featureRowsSize(m_picture->columns[static_cast<std::size_t>(m_column)], m_style);
    } else if (isChart()) {
        const double width = std::clamp(static_cast<double>(m_picture->sample.size()) * 18, 300.0, 560.0);
        inside = {width + axisWidth(), chartHeight + cardGap + errorChartHeight + 2 * captionHeight()};
    } else {
        const QSizeF tile = tileSize();
        const double count = static_cast<double>(tiles().size());
        inside = {std::max(tile.width() * count + cardGap * (count - 1), scaledReal(300)), tile.height() + 2 * captionHeight()};
    }
    return {static_cast<int>(std::ceil(inside.width())) + 2 * (shadow + padding),
            static_cast<int>(std::ceil(inside.height())) + titleHeight() + 2 * (shadow + padding) - 4};
}

void ReconstructionCard::paintEvent(QPaintEvent *) {
    if (!m_picture || m_column < 0 || m_column >= static_cast<int>(m_picture->columns.size()))
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(shadow, shadow, -shadow, -shadow);
    painter.setPen(Qt::NoPen);
    for (int ring = shadow; ring > 0; --ring) {
        painter.setBrush(QColor(0, 0, 0, m_style.theme.isDark ? 12 : 3));
        painter.drawRoundedRect(card.adjusted(-ring, -ring + 2, ring, ring), panelRadius + ring, panelRadius + ring);
    }
    painter.setPen(QPen(m_style.theme.line, 1));
    painter.setBrush(m_style.theme.panel);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), panelRadius, panelRadius);

    const QRectF inside = card.adjusted(padding, padding - 4, -padding, -padding);
    paintTitle(painter, {inside.left(), inside.top(), inside.width(), static_cast<double>(titleHeight())});
    if (isRows())
        paintFeatureRows(painter, inside.adjusted(0, titleHeight() + 4, 0, 0), m_picture->columns[static_cast<std::size_t>(m_column)], m_style);
    else if (isChart())
        paintCharts(painter, inside.adjusted(0, titleHeight() + 4, 0, 0));
    else
        paintPictures(painter, {inside.left(), inside.top() + titleHeight()});
}

void ReconstructionCard::paintTitle(QPainter &painter, const QRectF &line) const {
    const auto &column = m_picture->columns[static_cast<std::size_t>(m_column)];
    QFont bold = m_style.font;
    bold.setWeight(QFont::DemiBold);
    double x = line.left();
    const auto write = [&](const QString &text, const QFont &font, const QColor &colour, double space) {
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(QRectF(x, line.top(), line.right() - x, line.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += QFontMetricsF(font).horizontalAdvance(text) + space;
    };
    constexpr double widestName = 160;
    const QString whole = (m_style.nameOfNames() + QLatin1Char(' ') + m_style.columnName(column)).trimmed();
    const QString name = QFontMetricsF(bold).elidedText(whole, Qt::ElideMiddle, widestName);
    if (const QColor colour = m_style.columnColour(column); !name.isEmpty() && colour.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(x + 4, line.center().y()), 4, 4);
        x += 14;
    }
    if (!name.isEmpty())
        write(name, bold, m_style.theme.text, 8);
    if (column.sample >= 0)
        write(tr("no. %1").arg(QLocale().toString(static_cast<qlonglong>(column.sample))), m_style.font, m_style.theme.dim, 0);

    double right = line.right();
    const auto writeRight = [&](const QString &text, const QFont &font, const QColor &colour, double space) {
        painter.setFont(font);
        painter.setPen(colour);
        drawFigures(painter, QRectF(line.left(), line.top(), right - line.left(), line.height()), Qt::AlignRight, text);
        right -= figuresWidth(QFontMetricsF(font), text) + space;
    };
    if (!column.pca.empty() && m_style.rows.has(ReconstructionRow::Pca)) {
        const double number = column.ofPca(m_style.measure);
        writeRight(measureText(m_style.measure, number, number), m_style.font, m_style.theme.dim, 4);
        writeRight(tr("PCA"), m_style.font, m_style.theme.dim, 12);
    }
    const double number = column.of(m_style.measure);
    writeRight(measureText(m_style.measure, number, number), bold, m_style.theme.text, 4);
    writeRight(measureName(m_style.measure), m_style.font, m_style.theme.dim, 0);
}

void ReconstructionCard::paintPictures(QPainter &painter, QPointF at) const {
    const auto &column = m_picture->columns[static_cast<std::size_t>(m_column)];
    const QSizeF size = tileSize();
    for (const Tile &tile : tiles()) {
        const QImage image = tileImage(column, tile.row, m_picture->sample, m_style);
        paintTile(painter, QRectF(at, size), image, m_style, image.isNull() && isBroken(valuesOf(column, tile.row)));
        if (tile.row == ReconstructionRow::Error) {
            painter.setPen(QPen(m_style.theme.line, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(at, size).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        }
        painter.setFont(m_style.smallFont);
        painter.setPen(m_style.theme.dim);
        const QRectF caption(at.x() - cardGap / 2.0, at.y() + size.height() + 2, size.width() + cardGap, captionHeight() - 2);
        painter.drawText(caption, Qt::AlignCenter, QFontMetricsF(m_style.smallFont).elidedText(tile.caption, Qt::ElideRight, caption.width()));
        if (m_place.pixel) {
            markPlace(painter, QRectF(at, size), m_place, m_picture->sample, m_style);
            painter.setPen(m_style.theme.text);
            drawFigures(painter, caption.translated(0, captionHeight() - 2), Qt::AlignCenter, placeText(column, tile.row, m_place, m_picture->sample, m_style));
        }
        at.rx() += size.width() + cardGap;
    }
}

void ReconstructionCard::paintCharts(QPainter &painter, const QRectF &place) const {
    const auto &column = m_charted->columns[static_cast<std::size_t>(m_column)];
    const double errorHeight = errorChartHeight;
    const QRectF values(place.left() + axisWidth(), place.top(), place.width() - axisWidth(), place.height() - errorHeight - cardGap - 2 * captionHeight());
    const QRectF errors(values.left(), values.bottom() + cardGap, values.width(), errorHeight);
    paintValueChart(painter, values, column, m_style);
    paintErrorChart(painter, errors, column, m_style);
    for (const QRectF &chart : {values, errors})
        markPlace(painter, chart, m_place, m_picture->sample, m_style);

    painter.setFont(m_style.smallFont);
    painter.setPen(m_style.theme.dim);
    const auto axisText = [&](double y, const QString &text) {
        drawFigures(painter, QRectF(place.left(), y - scaledReal(7), axisWidth() - 6, scaledReal(14)), Qt::AlignRight, text);
    };
    axisText(values.top() + 6, m_style.scaleText(m_style.highestValue));
    axisText(values.bottom() - 6, m_style.scaleText(m_style.lowestValue));
    const bool isSigned = m_style.errorMap == ErrorMap::Signed;
    axisText(errors.top() + 6, isSigned ? m_style.signedScaleText(m_style.errorLimit) : m_style.scaleText(m_style.errorLimit));
    axisText(errors.bottom() - 6, isSigned ? m_style.signedScaleText(-m_style.errorLimit) : QStringLiteral("0"));
    const QRectF line(values.left(), errors.bottom() + 2, values.width(), captionHeight() - 2);
    if (m_place.feature) {
        painter.setPen(m_style.theme.text);
        painter.drawText(QRectF(place.left(), line.bottom() + 2, place.width(), line.height()), Qt::AlignCenter,
                         QFontMetricsF(m_style.smallFont).elidedText(placeSentence(), Qt::ElideRight, place.width()));
        painter.setPen(m_style.theme.dim);
    }
    const bool isSeries = m_style.stepFeatures > 0;
    const core::Index places = isSeries ? m_picture->sample.extents[0] : m_picture->sample.size();
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, isSeries ? tr("step 1") : m_style.featureName(0));
    if (places > 1 && !isSeries && !m_style.features.isEmpty())
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_style.featureName(static_cast<std::size_t>(places - 1)));
    else if (places > 1)
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(static_cast<qlonglong>(places)));
}

} // namespace hourglass::ui
