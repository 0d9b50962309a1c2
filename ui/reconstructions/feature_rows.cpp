#include "ui/reconstructions/feature_rows.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

double rowHeight() {
    return scaledReal(18);
}

double widestName() {
    return scaledReal(200);
}

double figureWidth() {
    return scaledReal(88);
}

QString tr(const char *text) {
    return QCoreApplication::translate("hourglass::ui::ReconstructionCard", text);
}

struct Figures {
    QString heading;
    const std::vector<float> *values;
    QColor colour;
};

std::vector<Figures> figuresOf(const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    std::vector<Figures> all{{style.originalName.isEmpty() ? tr("original") : style.originalName, &column.original, style.theme.text}};
    if (!column.corrupted.empty())
        all.push_back({tr("corrupted"), &column.corrupted, style.theme.encoder});
    all.push_back({style.reconstructionName.isEmpty() ? tr("reconstruction") : style.reconstructionName, &column.reconstruction, style.theme.decoder});
    if (!column.pca.empty())
        all.push_back({tr("PCA"), &column.pca, style.theme.dim});
    return all;
}

double nameWidth(const ReconstructionStyle &style) {
    double width = scaledReal(60);
    for (const QString &name : style.features)
        width = std::max(width, QFontMetricsF(style.font).horizontalAdvance(name));
    return std::min(width, widestName()) + 8;
}

} // namespace

QString featureText(double value) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    constexpr double smallest = 1e-4, largest = 1e7;
    const double size = std::abs(value);
    const QLocale locale;
    QString text;
    if (size > 0 && (size < smallest || size >= largest))
        text = locale.toString(value, 'g', 3);
    else
        text = locale.toString(value, 'f', size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QSizeF featureRowsSize(const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    return {nameWidth(style) + figureWidth() * static_cast<double>(figuresOf(column, style).size()),
            rowHeight() * static_cast<double>(column.original.size() + 1)};
}

void paintFeatureRows(QPainter &painter, const QRectF &place, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    const std::vector<Figures> figures = figuresOf(column, style);
    const double names = nameWidth(style);
    const auto cell = [&](std::size_t figure, std::size_t row) {
        return QRectF(place.left() + names + figureWidth() * static_cast<double>(figure), place.top() + rowHeight() * static_cast<double>(row), figureWidth(),
                      rowHeight());
    };
    painter.setFont(style.smallFont);
    painter.setPen(style.theme.dim);
    for (std::size_t figure = 0; figure < figures.size(); ++figure)
        painter.drawText(cell(figure, 0), Qt::AlignRight | Qt::AlignVCenter, figures[figure].heading);
    painter.setFont(style.font);
    const QFontMetricsF metrics(style.font);
    for (std::size_t feature = 0; feature < column.original.size(); ++feature) {
        const QRectF name(place.left(), cell(0, feature + 1).top(), names - 8, rowHeight());
        painter.setPen(style.theme.text);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(style.featureName(feature), Qt::ElideMiddle, name.width()));
        for (std::size_t figure = 0; figure < figures.size(); ++figure) {
            painter.setPen(figures[figure].colour);
            if (feature < figures[figure].values->size())
                drawFigures(painter, cell(figure, feature + 1), Qt::AlignRight, featureText(static_cast<double>((*figures[figure].values)[feature])));
        }
    }
}

} // namespace hourglass::ui
