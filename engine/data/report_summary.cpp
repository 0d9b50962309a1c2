#include "engine/data/report_summary.h"

#include <algorithm>

namespace hourglass::data {

using core::Index;

namespace {

constexpr std::size_t mostColumnsNamed = 4; // columns by name

std::string counted(Index count, const char *one, const char *many) {
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

/// "column 1 (id), column 4 (date) and 3 more"
std::string listed(const std::vector<std::string> &titles) {
    std::string text;
    for (std::size_t i = 0; i < std::min(mostColumnsNamed, titles.size()); ++i) {
        text += i == 0 ? "" : ", ";
        const bool isColumn = titles[i].starts_with("Column ");
        text += isColumn ? 'c' + titles[i].substr(1) : titles[i];
    }
    return titles.size() > mostColumnsNamed ? text + " and " + std::to_string(titles.size() - mostColumnsNamed) + " more" : text;
}

} // namespace

std::string ReportSummary::sentence() const {
    std::string text;
    for (const std::string &fact : facts) {
        text += text.empty() ? "" : "; ";
        text += fact;
    }
    return text.empty() ? text : text + '.';
}

ReportSummary summaryOf(const ReadReport &report) {
    ReportSummary summary;
    const auto add = [&summary](std::string fact) { summary.facts.push_back(std::move(fact)); };
    const auto columns = [](const std::vector<std::string> &titles) { return static_cast<Index>(titles.size()); };
    if (!report.leftOutColumns.empty())
        add(counted(columns(report.leftOutColumns), "column is", "columns are") + " left out: " + listed(report.leftOutColumns));
    if (!report.wordColumns.empty())
        add(counted(columns(report.wordColumns), "column of words is", "columns of words are") + " turned into numbers: " + listed(report.wordColumns));
    if (report.leftOutSamples > 0)
        add(counted(report.leftOutSamples, "sample is", "samples are") + " left out");
    Index missing = 0;
    for (const MissingValues &column : report.missing)
        missing += column.count;
    if (missing > 0)
        add(counted(missing, "value is", "values are") + " missing in " + counted(static_cast<Index>(report.missing.size()), "column", "columns") + ": " +
            report.missing.front().done);
    if (report.problemCount > 0)
        add(counted(report.problemCount, "thing", "things") + " could not be used as " + (report.problemCount == 1 ? "it stands" : "they stand"));
    if (!report.doubts.empty())
        add(counted(static_cast<Index>(report.doubts.size()), "thing", "things") + " may be read in two ways");
    summary.needsALook = report.problemCount > 0 || report.leftOutSamples > 0 || !report.doubts.empty();
    return summary;
}

} // namespace hourglass::data
