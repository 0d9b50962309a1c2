#include "engine/data/readers/series_folder.h"

#include <algorithm>
#include <new>
#include <string>
#include <thread>
#include <utility>

#include "engine/data/readers/csv.h"
#include "engine/data/readers/csv_beginning.h"
#include "engine/data/readers/csv_planned.h"
#include "engine/data/readers/folders/file_look.h"
#include "engine/data/readers/folders/file_run.h"
#include "engine/data/readers/folders/one_kind.h"
#include "engine/data/readers/series_finish.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr double looked = 0.1;                        ///< the share of the progress that looking at the files takes
const char *const notOfSeries[] = {"group", "shape"}; // settings of one text: a file is the group, and a row is a row

/// What was made of each file before any was read whole.
struct Looks {
    std::vector<std::string> problems; ///< one a file; empty where it is to be read
    CsvBeginning beginning;            ///< of the first with the columns that most have
    CsvPassOrder pass;                 ///< how that one is written
    std::vector<CsvPassOrder> passes;  ///< one a file: how it is written, where its samples begin and end
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
    std::vector<KindOfFile> files;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const SeriesFile &file = tree.files[sound[i]];
        files.push_back({file.name, signatures[i], beginnings[i].hasNames, nameBelow(file.path, order.path) + " (" + describeColumns(beginnings[i]) + ')'});
    }
    if (auto error = tree.hasParts ? std::nullopt : checkOneKind(files, chosen, order.options, order.path))
        return *error;
    looks.first = tree.files[sound[chosen]].name;
    looks.pass = passes[chosen];
    auto again = readBeginning(options, looks.pass);
    if (!again)
        return again.error();
    looks.beginning = std::move(*again);
    const CsvOptions given = writtenAs(looks.pass, options); // what holds for all
    for (std::size_t i = 0; i < sound.size(); ++i) {
        CsvPassOrder pass{.path = passes[i].path, .progress = {}};
        const auto beginning = readBeginning(given, pass);
        if (!beginning)
            looks.problems[sound[i]] = beginning.error().what;
        else if (signatureOf(*beginning) != signatures[chosen])
            looks.problems[sound[i]] =
                "has other columns than most of the files (" + describeColumns(beginnings[i]) + " where those have " + describeColumns(looks.beginning) + ")";
        looks.passes[sound[i]] = std::move(pass);
        if (progress.isCancelled())
            return cancelledError(order.path);
    }
    return looks;
}

} // namespace

spec::Kind seriesKind() {
    spec::Kind kind = csvKind();
    kind.key = "series_folder";
    kind.label = "Folder of series";
    kind.help = "A folder of tables as text with the same columns: every file is a group of rows that belong together.";
    std::erase_if(kind.settings,
                  [](const spec::Setting &setting) { return std::find(std::begin(notOfSeries), std::end(notOfSeries), setting.key) != std::end(notOfSeries); });
    kind.settings.push_back(togetherSetting());
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
    std::vector<RunFile> files;
    for (std::size_t i = 0; i < tree->files.size(); ++i)
        files.push_back({looks->passes[i], tree->files[i].name, looks->problems[i], {}});
    FileRun run(std::move(files));
    auto dataset = readPlanned(std::move(*table), pass, options, order.progress.between(looked, 1.0), std::ref(run));
    if (!dataset)
        return dataset;
    for (const char *setting : notOfSeries)
        dataset->report.assumed.erase(setting);
    if (!options.skipTop) // each file has its own lines above and below
        dataset->report.assumed.insert_or_assign("skip_top", std::string("automatic"));
    if (!options.skipBottom)
        dataset->report.assumed.insert_or_assign("skip_bottom", std::string("automatic"));
    dataset->report.remarks.push_back("How the text is written and what is left out was found from " + looks->first + ", and holds for all files.");
    tellOfBeginning(looks->beginning, dataset->report);
    if (auto error = finishSeries(*tree, run.rows(), order.path, *dataset))
        return *error;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", shownName(order.path), "Close other programs or take fewer files."};
}

} // namespace hourglass::data
