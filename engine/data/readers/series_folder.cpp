#include "engine/data/readers/series_folder.h"

#include <algorithm>
#include <limits>
#include <new>
#include <string>
#include <thread>
#include <utility>

#include "engine/data/readers/csv.h"
#include "engine/data/readers/csv_beginning.h"
#include "engine/data/readers/csv_planned.h"
#include "engine/data/readers/series_finish.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr double looked = 0.1; ///< the share of the progress that looking at the files takes
const char *const notOfSeries[] = {"group", "shape"}; // settings of one text: a file is the group, and a row is a row

/// How a file begins, as far as all must begin alike.
std::string signatureOf(const CsvBeginning &beginning) {
    std::string text = std::to_string(beginning.names.size());
    for (const std::string &name : beginning.names)
        text.append(1, '\n').append(name);
    return text;
}

std::string describe(const CsvBeginning &beginning) {
    constexpr std::size_t mostNamed = 5;
    std::string text = std::to_string(beginning.names.size()) + (beginning.names.size() == 1 ? " column" : " columns");
    for (std::size_t i = 0; beginning.hasNames && i < std::min(mostNamed, beginning.names.size()); ++i)
        text.append(i == 0 ? ": " : ", ").append(spec::quoted(beginning.names[i], 20));
    return text + (beginning.hasNames && beginning.names.size() > mostNamed ? " …" : "");
}

/// What was made of each file before any was read whole.
struct Looks {
    std::vector<std::string> problems; ///< one a file; empty where it is to be read
    CsvBeginning beginning;            ///< of the first with the columns that most have
    CsvPassOrder pass;                 ///< how that one is written
    std::vector<CsvPassOrder> passes;  ///< one a file: where its samples begin and end
    std::string first;                 ///< its name
};

Result<Looks> lookAt(const SeriesTree &tree, const CsvOptions &options, const ReadOrder &order) {
    std::vector<CsvBeginning> beginnings;
    std::vector<CsvPassOrder> passes;
    std::vector<std::string> signatures;
    std::vector<std::size_t> sound;
    Looks looks{std::vector<std::string>(tree.files.size()), {}, {}, std::vector<CsvPassOrder>(tree.files.size()), {}};
    const Progress progress = order.progress.between(0.0, looked);
    for (std::size_t i = 0; i < tree.files.size(); ++i) {
        if (progress.isCancelled())
            return cancelledError(order.path);
        progress.tell(static_cast<double>(i) / static_cast<double>(tree.files.size()), "Looking at " + tree.files[i].name);
        CsvPassOrder pass{.path = tree.files[i].path, .progress = {}};
        auto beginning = readBeginning(options, pass);
        if (!beginning) {
            looks.problems[i] = beginning.error().what;
            continue;
        }
        signatures.push_back(signatureOf(*beginning));
        if (!sound.empty())
            beginning->rows.resize(0); // the rows of one are enough to plan by, and cheap to read again
        beginnings.push_back(std::move(*beginning));
        passes.push_back(std::move(pass));
        sound.push_back(i);
    }
    if (sound.empty())
        return Error{"none of the files can be read; the first is " + tree.files.front().name + ": " + looks.problems.front(), shownName(order.path),
                     "Open it with another program to see whether it is sound."};
    const std::size_t chosen = firstOfMost(signatures);
    looks.first = tree.files[sound[chosen]].name;
    looks.pass = passes[chosen];
    auto again = readBeginning(options, looks.pass);
    if (!again)
        return again.error();
    looks.beginning = std::move(*again);
    CsvOptions given = options; // what holds for all
    given.encoding = looks.pass.encoding;
    given.given = {looks.pass.dialect.delimiter, looks.pass.dialect.point, looks.pass.dialect.quote, looks.pass.dialect.comment, looks.pass.hasHeader};
    for (std::size_t i = 0; i < sound.size(); ++i) {
        CsvPassOrder pass{.path = passes[i].path, .progress = {}};
        const auto beginning = readBeginning(given, pass);
        if (!beginning)
            looks.problems[sound[i]] = beginning.error().what;
        else if (signatureOf(*beginning) != signatures[chosen])
            looks.problems[sound[i]] = "has other columns than most of the files (" + describe(beginnings[i]) + " where those have " +
                                       describe(looks.beginning) + ")";
        looks.passes[sound[i]] = std::move(pass);
        if (progress.isCancelled())
            return cancelledError(order.path);
    }
    return looks;
}

/// Reads all files behind one another, as if they were one.
class FileRun {
public:
    FileRun(const SeriesTree &tree, const Looks &looks) : m_tree(tree), m_problems(looks.problems), m_passes(looks.passes) {}

    Result<CsvPassResult> operator()(const CsvTable &table, const CsvPassOrder &order) {
        CsvPassResult all;
        all.counts.resize(table.columns.size());
        all.lowest.assign(static_cast<std::size_t>(table.features), std::numeric_limits<float>::infinity());
        all.highest.assign(static_cast<std::size_t>(table.features), -std::numeric_limits<float>::infinity());
        m_rows.assign(m_tree.files.size(), 0);
        const auto count = static_cast<double>(m_tree.files.size());
        std::string first;
        bool isAnyRead = false;
        for (std::size_t i = 0; i < m_tree.files.size(); ++i) {
            std::string problem = m_problems[i];
            if (problem.empty()) {
                CsvPassOrder one = order;
                one.path = m_tree.files[i].path;
                one.skippedLines = m_passes[i].skippedLines;
                one.heldBack = m_passes[i].heldBack;
                one.progress = order.progress.between(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
                auto result = runPass(table, one);
                if (order.progress.isCancelled())
                    return cancelledError(order.path);
                if (result) {
                    isAnyRead = true;
                    if (!add(table, std::move(*result), i, all))
                        return Error{"the series take more memory than the machine has", order.path, "Leave out columns, or take fewer files."};
                } else {
                    problem = result.error().what;
                }
            }
            if (!problem.empty()) {
                first = first.empty() ? m_tree.files[i].name + ": " + problem : first;
                all.report.add({problem + "; the file is left out", m_tree.files[i].name});
            }
        }
        if (!isAnyRead)
            return Error{"none of the files can be read; the first is " + first, order.path, "Open it with another program to see whether it is sound."};
        return all;
    }
    /// Of each file, in the last run.
    const std::vector<Index> &rows() const { return m_rows; }

private:
    bool add(const CsvTable &table, CsvPassResult more, std::size_t file, CsvPassResult &to) {
        m_rows[file] = more.rows;
        if (static_cast<double>(to.values.size() + more.values.size()) * sizeof(float) > physicalMemory())
            return false;
        to.rows += more.rows;
        to.dropped += more.dropped;
        to.leftOut += more.leftOut;
        to.firstEmpty = to.emptyRows == 0 ? more.firstEmpty : to.firstEmpty;
        to.emptyRows += more.emptyRows;
        to.values.insert(to.values.end(), more.values.begin(), more.values.end());
        to.labels.insert(to.labels.end(), more.labels.begin(), more.labels.end());
        for (std::size_t i = 0; i < to.lowest.size(); ++i) {
            to.lowest[i] = std::min(to.lowest[i], more.lowest[i]);
            to.highest[i] = std::max(to.highest[i], more.highest[i]);
        }
        for (std::size_t i = 0; i < to.counts.size(); ++i)
            addCounts(to.counts[i], more.counts[i], table.mostWordsIn(static_cast<Index>(i)));
        const auto told = static_cast<Index>(more.report.problems.size());
        for (Problem &problem : more.report.problems) {
            problem.file = m_tree.files[file].name;
            to.report.add(std::move(problem));
        }
        to.report.problemCount += more.report.problemCount - told;
        return true;
    }

    const SeriesTree &m_tree;
    const std::vector<std::string> &m_problems;
    const std::vector<CsvPassOrder> &m_passes;
    std::vector<Index> m_rows;
};

} // namespace

spec::Kind seriesKind() {
    spec::Kind kind = csvKind();
    kind.key = "series_folder";
    kind.label = "Folder of series";
    kind.help = "A folder of tables as text with the same columns: every file is a group of rows that belong together.";
    std::erase_if(kind.settings, [](const spec::Setting &setting) {
        return std::find(std::begin(notOfSeries), std::end(notOfSeries), setting.key) != std::end(notOfSeries);
    });
    return kind;
}

bool looksLikeSeries(const std::string &path) {
    return holdsSeries(path, false);
}

Result<Dataset> readSeries(const ReadOrder &order, int threads) try {
    const auto tree = findSeries(order.path, order.progress);
    if (!tree)
        return tree.error();
    if (tree->files.empty())
        return Error{"the folder holds no series", shownName(order.path), "Put a file of delimited text for each series into it."};
    spec::Values values = order.options;
    values.insert_or_assign("group", std::string("none"));
    values.insert_or_assign("shape", std::string("table"));
    CsvOptions options = csvOptions(values);
    options.whole = "all files";
    auto looks = lookAt(*tree, options, order);
    if (!looks)
        return looks.error();
    auto table = planTable(looks->beginning.rows, looks->beginning.names, looks->beginning.hasNames, looks->pass.dialect.point, options);
    if (!table)
        return table.error();
    table->least = static_cast<Index>(looks->beginning.least);
    CsvPassOrder pass = looks->pass;
    pass.path = order.path;
    pass.threads = threads > 0 ? threads : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
    FileRun run(*tree, *looks);
    auto dataset = readPlanned(std::move(*table), pass, options, order.progress.between(looked, 1.0), std::ref(run));
    if (!dataset)
        return dataset;
    for (const char *setting : notOfSeries)
        dataset->report.assumed.erase(setting);
    if (!options.skipTop) // each file has its own lines above and below
        dataset->report.assumed.insert_or_assign("skip_top", std::string("automatic"));
    if (!options.skipBottom)
        dataset->report.assumed.insert_or_assign("skip_bottom", std::string("automatic"));
    dataset->report.remarks.push_back("How the text is written and what is left out was found from " + looks->first +
                                      ", and holds for all files.");
    tellOfBeginning(looks->beginning, dataset->report);
    if (auto error = finishSeries(*tree, run.rows(), order.path, *dataset))
        return *error;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", shownName(order.path), "Close other programs or take fewer files."};
}

} // namespace hourglass::data
