#include "ui/reconstructions/reconstruction_sheet.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/plot_export.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

using analysis::ReconstructionColumn;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Reconstructions)
};

/// Paints one picture's sheet: the names of the rows at the left, then the columns.
class SheetPainter {
public:
    SheetPainter(QImage &image, const analysis::ReconstructionPicture &picture, const ReconstructionLayout &layout, const ReconstructionStyle &style)
        : m_painter(&image), m_picture(picture), m_layout(layout), m_style(style) {
        m_count = std::min(layout.columns, static_cast<int>(picture.columns.size()));
        m_mean = meanOf(picture, m_count, [this](const ReconstructionColumn &column) { return numberOf(column); });
        const bool hasPca = m_count > 0 && !picture.columns.front().pca.empty(); // it comes a moment later
        m_pcaMean = hasPca ? meanOf(picture, m_count, [this](const ReconstructionColumn &column) { return column.ofPca(m_style.measure); })
                           : std::numeric_limits<double>::quiet_NaN();
        for (int index = 0; index < m_count; ++index) {
            const ReconstructionColumn &column = picture.columns[static_cast<std::size_t>(index)];
            for (const double number :
                 {numberOf(column), column.pca.empty() || !m_style.rows.has(ReconstructionRow::Pca) ? 0.0 : column.ofPca(m_style.measure)})
                m_largest = std::isfinite(number) ? std::max(m_largest, number) : m_largest;
        }
    }

    void paint() {
        for (int band = 0; band == 0 || (band < m_layout.bands() && band * m_layout.perBand < m_count); ++band) {
            m_painter.save();
            m_painter.translate(0, band * m_layout.bandPitch);
            for (const auto &row : m_layout.rows)
                paintRowName(row);
            paintLineName(m_layout.namesTop, QFontMetricsF(m_style.smallFont).elidedText(m_style.nameOfNames(), Qt::ElideRight, m_layout.labelWidth));
            paintLineName(m_layout.mseTop, measureName(m_style.measure) + QStringLiteral(" ▾"));
            paintLineName(m_layout.pcaTop, Words::tr("%1 of PCA", "a measure").arg(QLatin1String(analysis::factsOf(m_style.measure).name)));
            m_painter.restore();
        }
        for (int index = 0; index < m_count; ++index)
            paintColumn(index, m_picture.columns[static_cast<std::size_t>(index)]);
    }

private:
    double numberOf(const ReconstructionColumn &column) const { return column.of(m_style.measure); }
    bool isBetter(double number, double pcaNumber) const { return analysis::isBetter(m_style.measure, number, pcaNumber); }
    QString text(double number) const { return measureText(m_style.measure, number, m_largest); }

    QRectF labelLine(double top) const { return {m_layout.labelLeft, top, m_layout.labelWidth, m_layout.lineHeight}; }

    void setPen(const QColor &colour, bool isSmall, bool isBold = false) {
        QFont font = isSmall ? m_style.smallFont : m_style.font;
        if (isBold)
            font.setWeight(QFont::DemiBold);
        m_painter.setFont(font);
        m_painter.setPen(colour);
    }

    void paintLineName(double top, const QString &name) {
        if (top < 0)
            return;
        setPen(m_style.theme.dim, true);
        m_painter.drawText(labelLine(top), Qt::AlignLeft | Qt::AlignVCenter, name);
    }

    QString errorName() const { return m_style.errorMap == ErrorMap::Signed ? Words::tr("Error") : Words::tr("|Error|"); }

    QString plainName(ReconstructionRow row) const {
        return row == ReconstructionRow::Original    ? Words::tr("Original")
               : row == ReconstructionRow::Corrupted ? Words::tr("Corrupted")
               : row == ReconstructionRow::Earlier   ? earlierName(m_picture)
               : row == ReconstructionRow::Pca       ? pcaName(m_picture.codeSize)
                                                     : Words::tr("Reconstruction");
    }

    /// The name, and where there is room what is said below it, together in the middle of the row.
    void paintRowName(const ReconstructionLayout::Row &row) {
        const double height = m_layout.lineHeight;
        const auto paintName = [&](const QString &name, double y) {
            setPen(m_style.theme.dim, false);
            const QString shown = QFontMetricsF(m_style.font).elidedText(name, Qt::ElideRight, m_layout.labelWidth);
            m_painter.drawText(QRectF(m_layout.labelLeft, y, m_layout.labelWidth, height), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                               shown); // the line is a small one's
        };
        const double middle = row.top + row.height / 2;
        if (!m_layout.hasSecondLines && row.kind != ReconstructionRow::Values)
            return paintName(row.kind == ReconstructionRow::Error
                                 ? Words::tr("%1 to %2", "name of a row, largest").arg(errorName(), m_style.scaleText(m_style.errorLimit))
                                 : plainName(row.kind),
                             middle - height / 2);
        switch (row.kind) {
        case ReconstructionRow::Original:
        case ReconstructionRow::Corrupted: return paintName(plainName(row.kind), middle - height / 2);
        case ReconstructionRow::Reconstruction: paintName(plainName(row.kind), middle - height); return paintMean(middle, m_mean, isBetter(m_mean, m_pcaMean));
        case ReconstructionRow::Earlier:
            paintName(plainName(row.kind), middle - height);
            return paintMean(middle, meanOf(m_picture, m_count, [this](const ReconstructionColumn &column) { return column.ofEarlier(m_style.measure); }),
                             false);
        case ReconstructionRow::Pca: paintName(plainName(row.kind), middle - height); return paintMean(middle, m_pcaMean, false);
        case ReconstructionRow::Error: paintName(errorName(), middle - height - 1); return paintErrorLegend(middle + 1);
        case ReconstructionRow::Values: return paintChartLegend(row);
        }
    }

    void paintMean(double y, double mean, bool isBold) {
        const QString prefix = Words::tr("mean") + QLatin1Char(' ');
        setPen(m_style.theme.dim, true);
        const QRectF line = labelLine(y);
        m_painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, prefix);
        const double offset = QFontMetricsF(m_style.smallFont).horizontalAdvance(prefix);
        setPen(isBold ? m_style.theme.text : m_style.theme.dim, true, isBold);
        drawFigures(m_painter, line.adjusted(offset, 0, 0, 0), Qt::AlignLeft, text(mean));
    }

    void paintErrorLegend(double y) {
        const bool isSigned = m_style.errorMap == ErrorMap::Signed;
        const QString low = isSigned ? m_style.signedScaleText(-m_style.errorLimit) : QStringLiteral("0");
        const QString high = isSigned ? m_style.signedScaleText(m_style.errorLimit) : m_style.scaleText(m_style.errorLimit);
        setPen(m_style.theme.dim, true);
        const double lowWidth = figuresWidth(QFontMetricsF(m_style.smallFont), low), highWidth = figuresWidth(QFontMetricsF(m_style.smallFont), high);
        const QRectF line = labelLine(y);
        drawFigures(m_painter, line, Qt::AlignLeft, low);
        drawFigures(m_painter, line, Qt::AlignRight, high);
        if (isSigned || m_layout.rows.front().kind != ReconstructionRow::Values)
            paintErrorScale(m_painter, QRectF(line.left() + lowWidth + 4, line.center().y() - 2.5, std::max(4.0, line.width() - lowWidth - highWidth - 8), 5),
                            m_style);
    }

    void paintChartLegend(const ReconstructionLayout::Row &row) {
        const Theme &theme = m_style.theme;
        const bool isCorrupted = m_count > 0 && !m_picture.columns.front().corrupted.empty() && m_style.rows.has(ReconstructionRow::Corrupted);
        const double step = m_layout.lineHeight + 3;
        const auto has = [this](ReconstructionRow kind) { return m_style.rows.has(kind); };
        const bool hasEarlier = m_count > 0 && !m_picture.columns.front().earlier.empty() && has(ReconstructionRow::Earlier);
        const int entries = (hasEarlier ? 1 : 0) + (has(ReconstructionRow::Original) ? 1 : 0) + (isCorrupted ? 1 : 0) +
                            (has(ReconstructionRow::Reconstruction) ? 2 : 0) + (has(ReconstructionRow::Pca) ? 2 : 0);
        double y = row.top + std::max(0.0, (row.height - entries * step) / 2);
        const auto entry = [&](const QString &name, auto paintMark) {
            m_painter.save();
            m_painter.setRenderHint(QPainter::Antialiasing);
            paintMark(QRectF(m_layout.labelLeft + 0.5, y + (m_layout.lineHeight - 9) / 2, 8, 9));
            m_painter.restore();
            setPen(theme.dim, true);
            m_painter.drawText(labelLine(y).adjusted(13, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
            y += step;
        };
        if (has(ReconstructionRow::Original))
            entry(Words::tr("original"), [&](const QRectF &mark) {
                m_painter.setPen(QPen(theme.text, 1));
                m_painter.drawRect(mark);
            });
        if (isCorrupted)
            entry(Words::tr("corrupted"), [&](const QRectF &mark) {
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(theme.encoder);
                m_painter.drawEllipse(mark.center(), 2.5, 2.5);
            });
        if (has(ReconstructionRow::Reconstruction)) {
            entry(Words::tr("reconstruction"), [&](const QRectF &mark) { m_painter.fillRect(mark, theme.decoder); });
            paintMean(y - 3, m_mean, isBetter(m_mean, m_pcaMean));
            y += step - 3;
        }
        if (hasEarlier)
            entry(earlierName(m_picture), [&](const QRectF &mark) {
                m_painter.setPen(QPen(theme.code, 1.2, Qt::DashLine));
                m_painter.drawLine(QPointF(mark.left(), mark.center().y()), QPointF(mark.right(), mark.center().y()));
            });
        if (has(ReconstructionRow::Pca)) {
            entry(pcaName(m_picture.codeSize),
                  [&](const QRectF &mark) { m_painter.fillRect(QRectF(mark.left(), mark.center().y() - 1, mark.width(), 2), theme.dim); });
            paintMean(y - 3, m_pcaMean, false);
        }
    }

    void paintColumn(int index, const ReconstructionColumn &column) {
        const QRectF whole = m_layout.column(index);
        const double down = index / m_layout.perBand * m_layout.bandPitch;
        if (m_layout.namesTop >= 0) {
            setPen(m_style.theme.dim, true);
            const QString name = m_style.columnName(column);
            const QString shown = QFontMetricsF(m_style.smallFont).elidedText(name, Qt::ElideRight, whole.width() - 3);
            m_painter.drawText(QRectF(whole.left(), m_layout.namesTop + down, whole.width(), m_layout.lineHeight), Qt::AlignCenter, shown);
        }
        if (const QColor colour = m_style.columnColour(column); m_layout.barTop >= 0 && colour.isValid()) {
            const QRectF cell = m_layout.cell(index, m_layout.rows.front());
            m_painter.fillRect(QRectF(cell.left(), m_layout.barTop + down, cell.width(), 3), colour);
        }
        for (const auto &row : m_layout.rows)
            paintCell(m_layout.cell(index, row), row.kind, column);
        setPen(m_style.theme.text, true, !column.pca.empty() && isBetter(numberOf(column), column.ofPca(m_style.measure)));
        drawFigures(m_painter, numberLine(whole, m_layout.mseTop + down), Qt::AlignHCenter, text(numberOf(column)));
        if (m_layout.pcaTop >= 0) {
            setPen(m_style.theme.dim, true);
            drawFigures(m_painter, numberLine(whole, m_layout.pcaTop + down), Qt::AlignHCenter,
                        column.pca.empty() ? QString() : text(column.ofPca(m_style.measure)));
        }
    }

    QRectF numberLine(const QRectF &column, double top) const { return {column.left(), top, column.width(), m_layout.lineHeight}; }

    void paintCell(const QRectF &cell, ReconstructionRow row, const ReconstructionColumn &column) {
        if (m_layout.rows.front().kind == ReconstructionRow::Values) {
            if (row == ReconstructionRow::Values)
                paintValueChart(m_painter, cell, column, m_style);
            else
                paintErrorChart(m_painter, cell, column, m_style);
            return;
        }
        const QImage image = tileImage(column, row, m_picture.sample, m_style);
        paintTile(m_painter, cell, image, m_style, image.isNull() && isBroken(valuesOf(column, row)));
    }

    QPainter m_painter;
    const analysis::ReconstructionPicture &m_picture;
    const ReconstructionLayout &m_layout;
    const ReconstructionStyle &m_style;
    int m_count = 0;
    double m_mean = 0, m_pcaMean = 0, m_largest = 0; ///< the last: of all numbers in the two rows
};

} // namespace

QImage composeSheet(const analysis::ReconstructionPicture &picture, const ReconstructionLayout &layout, const ReconstructionStyle &style, const QSize &size) {
    QImage image((QSizeF(size) * layout.ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(layout.ratio);
    image.fill(Qt::transparent);
    SheetPainter(image, picture, layout, style).paint();
    return image;
}

QString earlierName(const analysis::ReconstructionPicture &picture) {
    return Words::tr("Epoch %1").arg(QLocale().toString(picture.earlierEpoch.value_or(0), 'f', 2));
}

QString pcaName(core::Index components) {
    return components == 1 ? Words::tr("PCA, 1 unit") : Words::tr("PCA, %1 units").arg(components);
}

void writeColumns(const analysis::ReconstructionPicture &picture, int columns, const ReconstructionStyle &style, CsvWriter &writer) {
    QStringList heading{QStringLiteral("sample"), QStringLiteral("class"), QStringLiteral("row")};
    for (const analysis::MeasureFacts &facts : analysis::measures)
        heading << QLatin1String(facts.key);
    for (core::Index i = 0; i < picture.sample.size(); ++i)
        heading << QString::number(i);
    writer.row(heading);
    const auto write = [&](const ReconstructionColumn &column, const char *name, double (ReconstructionColumn::*measured)(analysis::Measure) const,
                           const std::vector<float> &values) {
        if (values.empty())
            return;
        const auto number = [](double value) { return std::isfinite(value) ? QString::number(value, 'g', 9) : QString(); };
        QStringList cells{column.sample >= 0 ? QString::number(column.sample) : QString(), style.className(column.label), QLatin1String(name)};
        for (const analysis::MeasureFacts &facts : analysis::measures)
            cells << (measured ? number((column.*measured)(facts.measure)) : QString());
        for (const float value : values)
            cells << number(static_cast<double>(value));
        writer.row(cells);
    };
    for (int index = 0; index < columns; ++index) {
        const ReconstructionColumn &column = picture.columns[static_cast<std::size_t>(index)];
        write(column, "original", nullptr, column.original);
        write(column, "corrupted", nullptr, column.corrupted);
        write(column, "reconstruction", &ReconstructionColumn::of, column.reconstruction);
        write(column, "earlier", &ReconstructionColumn::ofEarlier, column.earlier);
        write(column, "pca", &ReconstructionColumn::ofPca, column.pca);
    }
}

QString numbersHelp(const ReconstructionStyle &style) {
    const QString range = limitText(style.dataRange);
    const QString bold = Words::tr("Bold: the network is better here than PCA with a code of the same size.");
    switch (style.measure) {
    case analysis::Measure::Mse: return Words::tr("The mean squared error of each sample, 0 for a perfect copy. %1").arg(bold);
    case analysis::Measure::Mae: return Words::tr("The mean absolute error of each sample, 0 for a perfect copy. %1").arg(bold);
    case analysis::Measure::Psnr:
        return Words::tr(
                   "The peak signal-to-noise ratio of each sample in decibels: 10 · log₁₀(range² / MSE), with a data range of %1. The larger, the better. %2")
            .arg(range, bold);
    case analysis::Measure::Ssim:
        return Words::tr(
                   "The structural similarity of each sample (Wang et al. 2004), 1 for a perfect copy: windows of 11 × 11 with σ = 1.5, a data range of %1. %2")
            .arg(range, bold);
    }
    return {};
}

QString rowHelp(ReconstructionRow row) {
    switch (row) {
    case ReconstructionRow::Original: return Words::tr("Samples of the test part: the model has not been trained on them.");
    case ReconstructionRow::Corrupted: return Words::tr("What the model is given: the original with noise. It is asked for the original.");
    case ReconstructionRow::Reconstruction:
        return Words::tr("What the decoder makes of the code. Below: the mean of the samples shown, bold where it is better than that of PCA.");
    case ReconstructionRow::Earlier:
        return Words::tr(
            "What an earlier moment of this training made of the same samples: choose it, or none, under Rows. Below: the mean of the samples shown.");
    case ReconstructionRow::Pca:
        return Words::tr("The best that a linear method can do with a code of the same size: principal components, fitted on the training part.");
    case ReconstructionRow::Error:
        return Words::tr("Reconstruction − original, one scale for all columns: blue is too dark, red too bright. One value in two hundred may "
                         "lie beyond the scale.");
    case ReconstructionRow::Values:
        return Words::tr(
            "Each feature of a sample: original, reconstruction and PCA with a code of the same size. Columns of a table that differ in size stand "
            "each between the ends of its own range, and errors are shares of it.");
    }
    return {};
}

} // namespace hourglass::ui
