// The numbers of the data view's charts, as tables for other programs.
#include "ui/plots/plot_export.h"
#include "ui/samples/statistics_charts.h"

namespace hourglass::ui {

void ClassBars::writeNumbers(CsvWriter &writer) const {
    writer.row(QStringList{QStringLiteral("class"), QStringLiteral("training"), QStringLiteral("validation"), QStringLiteral("test")});
    for (std::size_t label = 0; label < m_counts.size(); ++label) {
        const auto &counts = m_counts[label];
        writer.row({QString::fromStdString(m_names[label])}, {static_cast<double>(counts[0]), static_cast<double>(counts[1]), static_cast<double>(counts[2])});
    }
}

void HistogramChart::writeNumbers(CsvWriter &writer) const {
    writer.row(QStringList{QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("values")});
    const double width = (m_histogram.to - m_histogram.from) / analysis::ValueHistogram::bins;
    for (std::size_t bin = 0; bin < m_histogram.counts.size(); ++bin) {
        const double from = m_histogram.from + width * static_cast<double>(bin);
        writer.row({from, from + width, static_cast<double>(m_histogram.counts[bin])});
    }
}

void FeatureChart::writeNumbers(CsvWriter &writer) const {
    writer.row(QStringList{QStringLiteral("feature"), m_title});
    for (std::size_t i = 0; i < m_values.size(); ++i)
        writer.row({i < m_names.size() ? QString::fromStdString(m_names[i]) : QString::number(i)}, {static_cast<double>(m_values[i])});
}

} // namespace hourglass::ui
