#include "ui/compare/compared_sheet.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/compare/closest.h"
#include "ui/plots/plot_export.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

using analysis::ReconstructionColumn;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ComparedReconstructions)
};

/// |b − original| − |a − original| of a pixel, mean over channels: above zero a is closer.
double leadAt(const ReconstructionColumn &a, const ReconstructionColumn &b, std::size_t pixel, std::size_t pixels) {
    double sum = 0;
    std::size_t channels = 0;
    for (std::size_t at = pixel; at < a.original.size(); at += pixels, ++channels)
        sum += std::abs(static_cast<double>(b.reconstruction[at]) - static_cast<double>(a.original[at])) -
               std::abs(static_cast<double>(a.reconstruction[at]) - static_cast<double>(a.original[at]));
    return channels > 0 ? sum / static_cast<double>(channels) : 0;
}

bool areComparable(const ReconstructionColumn &a, const ReconstructionColumn &b) {
    return a.reconstruction.size() == a.original.size() && b.reconstruction.size() == a.original.size();
}

QColor mixed(const QColor &from, const QColor &to, double share) {
    const auto between = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return QColor(between(from.red(), to.red()), between(from.green(), to.green()), between(from.blue(), to.blue()));
}

class ComparedPainter {
public:
    ComparedPainter(QImage &image, const std::vector<ComparedRow> &rows, const ReconstructionLayout &layout, const ReconstructionStyle &style)
        : m_painter(&image), m_rows(rows), m_layout(layout), m_style(style), m_first(*firstPicture(rows)) {
        m_count = std::min(layout.columns, static_cast<int>(m_first.columns.size()));
        for (const ComparedRow &row : rows)
            for (int column = 0; row.picture && column < m_count; ++column)
                if (const double number = row.picture->columns[static_cast<std::size_t>(column)].of(style.measure); std::isfinite(number))
                    m_largest = std::max(m_largest, number);
    }

    void paint() {
        std::size_t run = 0;
        for (const ReconstructionLayout::Row &row : m_layout.rows) {
            if (row.kind == ReconstructionRow::Original) {
                paintName(Words::tr("Original"), row.top + row.height / 2 - m_layout.lineHeight / 2, 0);
                paintOriginals(row);
            } else if (row.kind == ReconstructionRow::Error) {
                paintDifferenceName(row);
                paintDifferences(row);
            } else {
                paintRun(row, run++);
            }
        }
        for (int index = 0; index < m_count; ++index)
            paintEnds(index);
    }

private:
    QRectF labelLine(double top, double indent) const { return {m_layout.labelLeft + indent, top, m_layout.labelWidth - indent, m_layout.lineHeight}; }
    const ReconstructionColumn &column(std::size_t run, int index) const { return m_rows[run].picture->columns[static_cast<std::size_t>(index)]; }
    bool hasPair() const { return m_rows.size() == 2 && m_rows[0].picture && m_rows[1].picture; }

    void setPen(const QColor &colour, bool isSmall, bool isBold = false) {
        QFont font = isSmall ? m_style.smallFont : m_style.font;
        if (isBold)
            font.setWeight(QFont::DemiBold);
        m_painter.setFont(font);
        m_painter.setPen(colour);
    }

    void paintName(const QString &name, double top, double indent, bool isRun = false) {
        setPen(isRun ? m_style.theme.text : m_style.theme.dim, false);
        const QRectF line = labelLine(top, indent);
        m_painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                           QFontMetricsF(m_style.font).elidedText(name, Qt::ElideRight, line.width()));
    }

    void paintOriginals(const ReconstructionLayout::Row &row) {
        for (int index = 0; index < m_count; ++index)
            paintPicture(m_layout.cell(index, row), m_first.columns[static_cast<std::size_t>(index)], ReconstructionRow::Original);
    }

    void paintPicture(const QRectF &cell, const ReconstructionColumn &column, ReconstructionRow row) {
        const QImage image = tileImage(column, row, m_first.sample, m_style);
        paintTile(m_painter, cell, image, m_style, image.isNull() && isBroken(valuesOf(column, row)));
    }

    /// The run's name beside its dot, and the mean of its numbers below.
    void paintRun(const ReconstructionLayout::Row &row, std::size_t run) {
        const ComparedRow &shown = m_rows[run];
        const double indent = 16, top = row.top + (row.height + m_layout.lineHeight) / 2 - m_layout.lineHeight - 1;
        paintRunDot(m_painter, {m_layout.labelLeft, top + m_layout.lineHeight / 2 - 4.5, 9, 9}, shown.mark, m_style.theme);
        paintName(shown.name, top, indent, true);
        if (!shown.picture) {
            setPen(m_style.theme.dim, true);
            const QRectF place(m_layout.left, row.top, m_layout.pitch * m_layout.columns, row.height + m_layout.lineHeight);
            m_painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, shown.obstacle);
            return;
        }
        const double mean = meanOf(*shown.picture, m_count, [this](const ReconstructionColumn &each) { return each.of(m_style.measure); });
        setPen(m_style.theme.dim, true);
        drawFigures(m_painter, labelLine(top + m_layout.lineHeight + 1, indent), Qt::AlignLeft,
                    Words::tr("%1 %2", "measure, its mean").arg(QLatin1String(analysis::factsOf(m_style.measure).name), text(mean)));
        ReconstructionStyle ofRun = m_style;
        ofRun.theme.decoder = shown.mark.one(m_style.theme);
        for (int index = 0; index < m_count; ++index) {
            const QRectF cell = m_layout.cell(index, row);
            if (row.kind == ReconstructionRow::Values)
                paintValueChart(m_painter, cell, column(run, index), ofRun);
            else
                paintPicture(cell, column(run, index), ReconstructionRow::Reconstruction);
            const bool isClosest = closest(m_style.measure, m_rows, static_cast<std::size_t>(index)) == run;
            const QColor colour = shown.mark.one(m_style.theme);
            if (isClosest && row.kind != ReconstructionRow::Values) {
                m_painter.save();
                m_painter.setRenderHint(QPainter::Antialiasing);
                m_painter.setPen(QPen(colour, 2));
                m_painter.setBrush(Qt::NoBrush);
                m_painter.drawRoundedRect(cell.adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3);
                m_painter.restore();
            }
            setPen(isClosest ? m_style.theme.readable(colour) : m_style.theme.dim, true, isClosest);
            drawFigures(m_painter, numberLine(index, row.top + row.height), Qt::AlignHCenter, text(column(run, index).of(m_style.measure)));
        }
    }

    QString text(double number) const { return measureText(m_style.measure, number, m_largest); }
    QRectF numberLine(int index, double top) const {
        const QRectF whole = m_layout.column(index);
        return {whole.left(), top, whole.width(), m_layout.lineHeight};
    }

    /// "Difference", and whose colour is whose where there is room.
    void paintDifferenceName(const ReconstructionLayout::Row &row) {
        const bool hasRoom = row.height + m_layout.lineHeight >= 3 * m_layout.lineHeight;
        double top = row.top + row.height / 2 - (hasRoom ? 1.5 : 0.5) * m_layout.lineHeight;
        paintName(Words::tr("Difference"), top, 0);
        for (std::size_t run = 0; hasRoom && run < m_rows.size(); ++run) {
            top += m_layout.lineHeight;
            m_painter.fillRect(QRectF(m_layout.labelLeft, top + m_layout.lineHeight / 2 - 4, 8, 8), m_rows[run].mark.one(m_style.theme));
            setPen(m_style.theme.dim, true);
            const QRectF line = labelLine(top, 13);
            m_painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                               QFontMetricsF(m_style.smallFont).elidedText(Words::tr("%1 closer").arg(m_rows[run].name), Qt::ElideMiddle, line.width()));
        }
    }

    void paintDifferences(const ReconstructionLayout::Row &row) {
        for (int index = 0; hasPair() && index < m_count; ++index) {
            const QImage image = differenceImage(column(0, index), column(1, index), m_first.sample, m_style.errorLimit, m_rows[0].mark.one(m_style.theme),
                                                 m_rows[1].mark.one(m_style.theme), m_style.theme.isDark ? QColor(Qt::black) : m_style.theme.background);
            paintTile(m_painter, m_layout.cell(index, row), image, m_style, image.isNull());
        }
    }

    /// The bar of the class above a column, and below it by how much one run is closer.
    void paintEnds(int index) {
        const ReconstructionColumn &shown = m_first.columns[static_cast<std::size_t>(index)];
        if (const QColor colour = m_style.columnColour(shown); m_layout.barTop >= 0 && colour.isValid()) {
            const QRectF cell = m_layout.cell(index, m_layout.rows.front());
            m_painter.fillRect(QRectF(cell.left(), m_layout.barTop, cell.width(), 3), colour);
        }
        if (m_layout.mseTop < 0 || !hasPair())
            return;
        const auto best = closest(m_style.measure, m_rows, static_cast<std::size_t>(index));
        setPen(best ? m_style.theme.readable(m_rows[*best].mark.one(m_style.theme)) : m_style.theme.dim, true, best.has_value());
        drawFigures(m_painter, numberLine(index, m_layout.mseTop), Qt::AlignHCenter,
                    best ? leadText(m_style.measure, column(*best, index).of(m_style.measure), column(1 - *best, index).of(m_style.measure))
                         : Words::tr("even"));
    }

    QPainter m_painter;
    const std::vector<ComparedRow> &m_rows;
    const ReconstructionLayout &m_layout;
    const ReconstructionStyle &m_style;
    const analysis::ReconstructionPicture &m_first;
    int m_count = 0;
    double m_largest = 0; ///< of all numbers
};

} // namespace

QImage differenceImage(const ReconstructionColumn &a, const ReconstructionColumn &b, const core::Shape &shape, double limit, const QColor &colourA,
                       const QColor &colourB, const QColor &even) {
    if (!areComparable(a, b) || isBroken(a.original) || isBroken(a.reconstruction) || isBroken(b.reconstruction))
        return {};
    const int width = static_cast<int>(shape.width()), height = static_cast<int>(shape.height());
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const double lead = leadAt(a, b, static_cast<std::size_t>(y * width + x), static_cast<std::size_t>(width * height));
            line[x] = mixed(even, lead > 0 ? colourA : colourB, limit > 0 ? std::min(1.0, std::abs(lead) / limit) : 0).rgb();
        }
    }
    return image;
}

double typicalDifference(const analysis::ReconstructionPicture &a, const analysis::ReconstructionPicture &b, int columns) {
    std::vector<double> sizes;
    const auto pixels = static_cast<std::size_t>(a.sample.width() * a.sample.height());
    for (std::size_t index = 0; index < std::min({static_cast<std::size_t>(std::max(0, columns)), a.columns.size(), b.columns.size()}); ++index)
        for (std::size_t pixel = 0; areComparable(a.columns[index], b.columns[index]) && pixel < pixels; ++pixel)
            if (const double size = std::abs(leadAt(a.columns[index], b.columns[index], pixel, pixels)); std::isfinite(size))
                sizes.push_back(size);
    if (sizes.empty())
        return 0;
    const auto rank = static_cast<std::ptrdiff_t>(static_cast<double>(sizes.size() - 1) * 0.995);
    std::nth_element(sizes.begin(), sizes.begin() + rank, sizes.end());
    return sizes[static_cast<std::size_t>(rank)];
}

QImage composeCompared(const std::vector<ComparedRow> &rows, const ReconstructionLayout &layout, const ReconstructionStyle &style, const QSize &size) {
    QImage image((QSizeF(size) * layout.ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(layout.ratio);
    image.fill(Qt::transparent);
    if (firstPicture(rows))
        ComparedPainter(image, rows, layout, style).paint();
    return image;
}

QString leadText(analysis::Measure measure, double better, double other) {
    const QLocale locale;
    if (analysis::factsOf(measure).isLargerBetter)
        return QLatin1Char('+') + locale.toString(better - other, 'f', measure == analysis::Measure::Psnr ? 1 : 3);
    return Words::tr("−%1 %").arg(locale.toString(100 * (1 - better / other), 'f', 0));
}

void writeCompared(const std::vector<ComparedRow> &rows, int columns, const ReconstructionStyle &style, CsvWriter &writer) {
    QStringList heading{QStringLiteral("sample"), QStringLiteral("class"), QStringLiteral("run")};
    for (const analysis::MeasureFacts &facts : analysis::measures)
        heading << QLatin1String(facts.key);
    writer.row(heading);
    for (int index = 0; index < columns; ++index)
        for (const ComparedRow &row : rows) {
            if (!row.picture)
                continue;
            const ReconstructionColumn &column = row.picture->columns[static_cast<std::size_t>(index)];
            writer.row({column.sample >= 0 ? QString::number(column.sample) : QString(), style.className(column.label), row.name},
                       {column.mse, column.mae, column.psnr, column.ssim});
        }
}

} // namespace hourglass::ui
