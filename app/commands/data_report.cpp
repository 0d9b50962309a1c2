#include "app/commands/data_report.h"

#include <algorithm>
#include <cstdio>
#include <iomanip>
#include <numeric>
#include <sstream>

#include "app/commands/data_facts.h"

namespace hourglass::app {

namespace {

using analysis::DataStatistics;
using analysis::Duplicates;
using core::Index;

constexpr std::size_t mostListed = 10;

std::string brief(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", number);
    return text;
}

class Lines {
public:
    std::ostream &line(const std::string &head) {
        m_out << (m_isBegun ? "\n" : "") << std::left << std::setw(12) << head;
        m_isBegun = true;
        return m_out;
    }
    std::string text() const { return m_out.str() + "\n"; }

private:
    std::ostringstream m_out;
    bool m_isBegun = false;
};

void addClasses(Lines &lines, const data::Dataset &dataset, const DataStatistics &statistics) {
    if (statistics.classes.empty()) {
        lines.line("classes") << "none";
        return;
    }
    lines.line("classes") << statistics.classes.size();
    for (std::size_t label = 0; label < statistics.classes.size(); ++label) {
        const auto &counts = statistics.classes[label];
        lines.line("") << "  " << std::accumulate(counts.begin(), counts.end(), Index{0}) << "  " << dataset.classNames[label];
        if (label + 1 == 2 * mostListed && statistics.classes.size() > 2 * mostListed) {
            lines.line("") << "  … and " << statistics.classes.size() - 2 * mostListed << " more";
            break;
        }
    }
    const Index without = std::accumulate(statistics.unlabelled.begin(), statistics.unlabelled.end(), Index{0});
    if (without > 0)
        lines.line("") << "  " << without << "  without a class";
}

void addGroups(Lines &lines, const data::Dataset &dataset) {
    if (dataset.groupNames.empty())
        return;
    const GroupSizes sizes(dataset);
    std::ostream &out = lines.line("groups");
    out << sizes.count();
    for (const auto &[head, group] : {std::pair{", the smallest ", sizes.smallest()}, {", the largest ", sizes.largest()}})
        out << head << dataset.groupNames[group] << " with " << sizes.samples[group] << (sizes.samples[group] == 1 ? " sample" : " samples");
    if (sizes.torn() > 0)
        lines.line("") << sizes.torn() << (sizes.torn() == 1 ? " stands" : " stand")
                       << " in several parts: the model has seen something of what it is judged by";
}

void addMissing(Lines &lines, const data::ReadReport &report) {
    std::string head = "missing";
    for (std::size_t i = 0; i < std::min(mostListed, report.missing.size()); ++i) {
        lines.line(head) << report.missing[i].sentence();
        head.clear();
    }
    if (report.missing.size() > mostListed)
        lines.line("") << "… and " << report.missing.size() - mostListed << " more columns";
}

void addDuplicates(Lines &lines, const Duplicates &duplicates) {
    if (duplicates.samples == 0) {
        lines.line("duplicates") << "none";
        return;
    }
    lines.line("duplicates") << duplicates.samples << (duplicates.samples == 1 ? " sample equals" : " samples equal") << " one before";
    for (const auto &[count, part] : {std::pair{duplicates.leakedTest, "test"}, {duplicates.leakedValidation, "validation"}})
        if (count > 0)
            lines.line("") << count << " of the " << part << " part " << (count == 1 ? "stands" : "stand")
                           << " in the training part as well: the model has seen what it is judged by";
    const auto &pairs = duplicates.leaks.empty() ? duplicates.pairs : duplicates.leaks;
    for (std::size_t i = 0; i < std::min(mostListed, pairs.size()); ++i)
        lines.line("") << "  sample " << pairs[i].firstNumber << " (" << nameOf(pairs[i].first.part) << ") = sample " << pairs[i].secondNumber << " ("
                       << nameOf(pairs[i].second.part) << ")";
    if (pairs.size() > mostListed)
        lines.line("") << "  …";
}

void addReport(Lines &lines, const data::Dataset &dataset) {
    const auto reader = readerOf(dataset);
    std::string head = "assumed";
    for (const auto &[key, value] : dataset.report.assumed) {
        const spec::Setting *setting = reader ? reader->find(key) : nullptr;
        lines.line(head) << (setting ? setting->label : key) << ": " << readable(value, setting) << "  (data.options." << key << ")";
        head.clear();
    }
    head = "remarks";
    for (const std::string &remark : dataset.report.remarks) {
        lines.line(head) << remark;
        head.clear();
    }
    head = "in doubt";
    for (const data::Doubt &doubt : dataset.report.doubts) {
        lines.line(head) << doubt.sentence << ' ' << doubt.offer << ": " << assignmentOf(doubt);
        head.clear();
    }
    addMissing(lines, dataset.report);
    if (dataset.report.problemCount == 0)
        return;
    lines.line("problems") << dataset.report.problemCount;
    for (std::size_t i = 0; i < std::min(mostListed, dataset.report.problems.size()); ++i) {
        const data::Problem &problem = dataset.report.problems[i];
        std::ostream &out = lines.line("");
        out << "  " << problem.file;
        for (const Index place : {problem.line, problem.column})
            if (place > 0)
                out << ':' << place;
        out << (problem.file.empty() && problem.line == 0 ? "" : ": ") << problem.what << '.';
    }
    if (dataset.report.problemCount > static_cast<Index>(mostListed))
        lines.line("") << "  … and " << dataset.report.problemCount - static_cast<Index>(mostListed) << " more";
}

} // namespace

std::string dataReportText(const data::Dataset &dataset, const DataStatistics &statistics) {
    Lines lines;
    const auto reader = readerOf(dataset);
    lines.line("data") << dataset.title;
    if (!dataset.origin.empty())
        lines.line("origin") << dataset.origin;
    if (reader)
        lines.line("read as") << reader->label;
    lines.line("sample") << toText(dataset.shape) << (dataset.features() == 1 ? " number" : " numbers") << ", "
                         << (anyPart(dataset).holdsBytes() ? "bytes" : "floats");
    lines.line("samples") << statistics.samples << ": " << dataset.train.samples << " training, " << dataset.validation.samples << " validation, "
                          << dataset.test.samples << " test";
    addClasses(lines, dataset, statistics);
    addGroups(lines, dataset);
    if (statistics.isDrawn())
        lines.line("measured") << "on a seeded draw of " << statistics.measured << " samples";
    if (statistics.measured > 0)
        lines.line("values") << brief(statistics.valueMinimum) << " … " << brief(statistics.valueMaximum) << ", mean " << brief(statistics.valueMean)
                             << ", standard deviation " << brief(statistics.valueDeviation);
    const auto &constant = statistics.constantFeatures;
    if (constant.empty()) {
        lines.line("constant") << "no feature";
    } else {
        std::ostream &out = lines.line("constant");
        out << constant.size() << " of " << dataset.features() << (dataset.features() == 1 ? " feature: " : " features: ");
        for (std::size_t i = 0; i < std::min(mostListed, constant.size()); ++i)
            out << (i > 0 ? ", " : "") << featureName(dataset, constant[i]);
        out << (constant.size() > mostListed ? " …" : "");
    }
    addDuplicates(lines, statistics.duplicates);
    addReport(lines, dataset);
    return lines.text();
}

} // namespace hourglass::app
