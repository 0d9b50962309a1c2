#include "ui/latent/neighbour_rows.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

#include "ui/theme/pictures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int rowDistance = 4, barHeight = 3, rowGap = 5;

struct RowTexts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(hourglass::ui::LatentMap)
};

int rowHeadingHeight() {
    return scaled(17);
}

/// "Nearest in the code · 4 of 5 of its class"
QString headingOf(const QString &name, const std::vector<analysis::NearSample> &found, std::size_t shown, int label) {
    if (label < 0)
        return name;
    const auto same = std::count_if(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown),
                                    [label](const analysis::NearSample &near) { return near.label == label; });
    return RowTexts::tr("%1 · %2 of %3 of its class").arg(name).arg(same).arg(shown);
}

} // namespace

void NeighbourRows::show(const analysis::SampleNeighbours &neighbours, const std::function<QImage(const std::vector<float> &)> &pictureOf) {
    m_rows.clear();
    const auto add = [&](const QString &name, const std::vector<analysis::NearSample> &found) {
        Row row;
        for (const analysis::NearSample &near : found)
            if (!near.values.empty()) {
                row.pictures.push_back(pictureOf(near.values));
                row.labels.push_back(near.label);
            }
        if (row.pictures.empty())
            return;
        row.heading = headingOf(name, found, row.pictures.size(), neighbours.label);
        m_rows.push_back(std::move(row));
    };
    add(RowTexts::tr("Nearest in the code"), neighbours.inCode);
    add(RowTexts::tr("Nearest in the data"), neighbours.inData);
}

QSize NeighbourRows::cell() const {
    QSize cell(0, 0);
    for (const Row &row : m_rows)
        for (const QImage &picture : row.pictures)
            cell = cell.expandedTo(logicalSize(picture));
    return cell;
}

QSize NeighbourRows::size(const QFont &font) const {
    if (m_rows.empty())
        return {0, 0};
    const QFontMetrics metrics(font);
    int width = 0;
    for (const Row &row : m_rows) {
        const int pictures = static_cast<int>(row.pictures.size());
        width = std::max({width, metrics.horizontalAdvance(row.heading) + 2, pictures * (cell().width() + rowDistance) - rowDistance});
    }
    const int rows = static_cast<int>(m_rows.size());
    return {width, rows * (rowHeadingHeight() + cell().height() + 1 + barHeight + rowGap) - rowGap};
}

void NeighbourRows::paint(QPainter &painter, const QPoint &corner, const QFont &font, const Theme &theme) const {
    painter.setFont(font);
    const QSize picture = cell();
    int y = corner.y();
    for (const Row &row : m_rows) {
        painter.setPen(theme.dim);
        painter.drawText(QRect(corner.x(), y, size(font).width(), rowHeadingHeight() - 2), Qt::AlignLeft | Qt::AlignVCenter, row.heading);
        y += rowHeadingHeight();
        int x = corner.x();
        for (std::size_t i = 0; i < row.pictures.size(); ++i) {
            painter.drawImage(QPoint(x, y), row.pictures[i]);
            if (row.labels[i] >= 0)
                painter.fillRect(QRect(x, y + picture.height() + 1, picture.width(), barHeight), classColour(row.labels[i]));
            x += picture.width() + rowDistance;
        }
        y += picture.height() + 1 + barHeight + rowGap;
    }
}

} // namespace hourglass::ui
