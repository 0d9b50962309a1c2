#include "engine/data/readers/folders/text_set_reader.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <new>
#include <thread>
#include <utility>

#include "engine/data/readers/csv.h"
#include "engine/data/readers/csv_planned.h"
#include "engine/data/readers/folders/text_set.h"
#include "engine/data/readers/folders/text_set_plan.h"
#include "engine/data/readers/folders/words_beside.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/readers/image_folder.h"
#include "engine/data/readers/part_name.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostFilesNamed = 10, mostNamesInList = 1000;

std::string listed(const std::vector<std::string> &names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), mostFilesNamed); ++i)
        text.append(i == 0 ? "" : ", ").append(names[i]);
    return names.size() > mostFilesNamed ? text + " and " + std::to_string(names.size() - mostFilesNamed) + " more" : text;
}

/// What was read of the tables.
struct ReadSet {
    const TextSet &set;
    const FileRun &run;
    const TextSetPlan &plan;
    Dataset &dataset;

    void say(std::string remark) { dataset.report.remarks.push_back(std::move(remark)); }
};

using WordsOfParts = std::map<PartKind, std::vector<std::string>>;

/// From a list such as activity_labels.txt of UCI HAR, which has a name for every word.
void nameClasses(ReadSet &read, WordsOfParts &words) {
    for (const TextSet::Beside &file : read.set.others) {
        std::map<std::string, std::string> names;
        for (const auto &[word, name] : readNameList(file.path, mostNamesInList))
            names.emplace(word, name);
        const auto areNamed = [&](const auto &part) {
            return std::all_of(part.second.begin(), part.second.end(), [&](const std::string &word) { return names.contains(word); });
        };
        if (names.empty() || !std::all_of(words.begin(), words.end(), areNamed))
            continue;
        for (auto &[part, own] : words)
            for (std::string &word : own)
                word = names[word];
        return read.say(file.name + " names the classes.");
    }
}

/// Classes or groups of the parts, from the files beside them. An error where reading was cancelled.
std::optional<Error> addBeside(ReadSet &read, bool areGroups, const Progress &progress) {
    WordsOfParts words;
    std::vector<std::string> names;
    const bool areCertain = read.dataset.report.problemCount == 0 && read.plan.options.missing != "drop_row";
    for (const TextSet::Beside &file : read.set.beside) {
        const Index rows = partOf(read.dataset, file.part).samples;
        if (file.areGroups != areGroups || rows == 0 || words.contains(file.part))
            continue;
        auto found = readWordsBeside(file.path, {rows, read.plan.hasNames, areCertain}, progress);
        if (progress.isCancelled())
            return cancelledError(file.path);
        if (!found) {
            read.say(file.name + " is left out: " + found.error().what + ".");
            continue;
        }
        words[file.part] = std::move(*found);
        names.push_back(file.name);
    }
    if (!words.contains(PartKind::Train))
        return {};
    if (!areGroups)
        nameClasses(read, words);
    std::vector<std::pair<PartKind, ClassLabels>> columns;
    for (const auto &[part, own] : words)
        if (auto classes = classesOf(own))
            columns.emplace_back(part, std::move(*classes));
    Dataset &dataset = read.dataset;
    const std::size_t factors = dataset.factorNames.size();
    areGroups ? giveGroups(std::move(columns), dataset) : giveClasses(std::move(columns), "y", dataset);
    const std::string what = areGroups && !dataset.groupNames.empty() ? "which samples belong together, " + std::to_string(dataset.groupNames.size()) +
                                                                            (dataset.groupNames.size() == 1 ? " group" : " groups")
                             : areGroups                            ? "no groups of all samples, and left out"
                             : dataset.factorNames.size() > factors ? "numbers that are no classes; samples may be coloured by them"
                             : dataset.classNames.empty()           ? "no classes, and left out"
                                                                    : "the classes of the samples";
    read.say(listed(names) + ": " + what + '.');
    return {};
}

/// Which part is from which file, and what the parts lack. An error where a column that was named for groups says the parts, too.
std::optional<Error> moveAndSay(ReadSet &read) {
    Dataset &dataset = read.dataset;
    if (read.set.tables.size() < 2)
        return {};
    if (!dataset.validation.isEmpty() || !dataset.test.isEmpty())
        return Error{"the column of groups says the parts, and so do the names of the files", "data.options.group",
                     "Set it to \"none\", or data.options.beside to \"none\"."};
    std::vector<PartKind> parts;
    std::string told;
    for (std::size_t i = 0; i < read.set.tables.size(); ++i) {
        const TextSet::Table &table = read.set.tables[i];
        const Index rows = read.run.rows()[i];
        parts.insert(parts.end(), static_cast<std::size_t>(rows), table.part);
        if (rows > 0)
            told += (told.empty() ? "" : ", ") + table.name + (told.empty() ? " is the " : " the ") +
                    (table.part == PartKind::Train ? "training" : nameOf(table.part)) + " part (" + std::to_string(rows) + (rows == 1 ? " row)" : " rows)");
    }
    moveToParts(dataset, std::move(parts));
    read.say(told + '.');
    for (std::size_t i = 0; i < read.set.tables.size(); ++i) {
        Part &part = partOf(dataset, read.set.tables[i].part);
        const bool isUnlabelled = std::all_of(part.labels.begin(), part.labels.end(), [](std::int32_t label) { return label < 0; });
        if (part.labels.empty() || !(read.run.lacksLabel(i) || isUnlabelled))
            continue;
        part.labels.clear();
        read.say(read.set.tables[i].name + " has no classes.");
    }
    return {};
}

void sayOthers(ReadSet &read) {
    std::vector<std::string> others;
    for (const TextSet::Beside &file : read.set.others)
        others.push_back(file.name);
    if (!others.empty())
        read.say("Of the folder, " + listed(others) + (others.size() == 1 ? " is" : " are") + " no part of this set.");
}

Result<Dataset> readSet(const TextSet &set, const ReadOrder &order, bool takesTarget) {
    auto plan = planTextSet(set, order, takesTarget);
    if (!plan)
        return plan.error();
    CsvPassOrder pass = plan->pass;
    pass.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 16u));
    FileRun run(plan->files);
    auto dataset = readPlanned(plan->table, pass, plan->options, order.progress.between(0.05, 0.95), std::ref(run));
    if (!dataset) // what is to be predicted may be no class
        return plan->isTargetTaken && !order.progress.isCancelled() ? readSet(set, order, false) : dataset;
    dataset->report.assumed["beside"] = std::string("automatic");
    for (std::string &remark : plan->remarks)
        dataset->report.remarks.push_back(std::move(remark));
    dataset->report.doubts.insert(dataset->report.doubts.begin(), plan->doubts.begin(), plan->doubts.end());
    ReadSet read{set, run, *plan, *dataset};
    if (auto error = moveAndSay(read))
        return *error;
    for (const bool areGroups : {false, true})
        if ((areGroups ? dataset->groupNames : dataset->classNames).empty())
            if (auto error = addBeside(read, areGroups, order.progress))
                return *error;
    sayOthers(read);
    dropEmptyClasses(*dataset);
    if (dataset->train.isEmpty())
        return Error{"no row of the training part can be used", shownName(set.tables.front().path), "Correct the file, or set delimiter and decimal sign."};
    return dataset;
}

bool isFolder(const std::string &path) {
    std::error_code failure;
    return fs::is_directory(path, failure);
}

/// Those by their names whose files beside them may be what they say.
std::vector<TextSet> setsAt(const std::string &path) {
    std::vector<TextSet> sets = findTextSets(path);
    for (TextSet &set : sets) {
        const auto isOther = [](const TextSet::Beside &file) { return !mayHoldWords(file.path); };
        std::copy_if(set.beside.begin(), set.beside.end(), std::back_inserter(set.others), isOther);
        std::erase_if(set.beside, isOther);
    }
    std::erase_if(sets, [](const TextSet &set) { return set.tables.size() + set.beside.size() < 2; });
    return sets;
}

Error severalSets(const std::vector<TextSet> &sets, const std::string &folder) {
    std::vector<std::string> names;
    for (const TextSet &set : sets)
        names.push_back(set.tables.front().name);
    return {"the folder holds " + std::to_string(sets.size()) + " sets of tables, to train on " + listed(names), shownName(folder),
            "Name one of these files: what belongs to it is taken with it."};
}

} // namespace

spec::Kind textSetKind() {
    spec::Kind kind = csvKind();
    kind.key = "table_set";
    kind.label = "Tables of one set";
    kind.help = "Delimited texts for training, validation and test, with classes and groups in files beside them, told by their names.";
    kind.settings.push_back({.key = "beside",
                             .label = "Files beside",
                             .help = "Whether the tables of other parts, classes and groups are taken from files beside the one that was named.",
                             .kind = spec::SettingKind::Choice,
                             .fallback = std::string("automatic"),
                             .choices = {{"automatic", "Automatic", "Those whose names say that they belong to it: X_train with y_train and X_test."},
                                         {"none", "None", "The file is read alone."}}});
    return kind;
}

bool looksLikeTextSet(const std::string &path) {
    return !setsAt(path).empty() && !(isFolder(path) && looksLikeImages(path));
}

Result<Dataset> readTextSet(const ReadOrder &order) try {
    const std::vector<TextSet> sets = setsAt(order.path);
    const auto beside = order.options.find("beside");
    const bool isAlone = !isFolder(order.path) && beside != order.options.end() && beside->second == spec::Value(std::string("none"));
    if (isAlone || sets.empty()) {
        ReadOrder alone = order;
        alone.options.erase("beside");
        auto dataset = readCsv(alone);
        if (dataset)
            dataset->report.assumed["beside"] = std::string("none");
        return dataset;
    }
    if (sets.size() > 1)
        return severalSets(sets, order.path);
    auto dataset = readSet(sets.front(), order, true);
    if (!dataset)
        return dataset;
    if (!isFolder(order.path)) {
        std::vector<std::string> names;
        for (std::size_t i = 1; i < sets.front().tables.size(); ++i)
            names.push_back(sets.front().tables[i].name);
        for (const TextSet::Beside &file : sets.front().beside)
            names.push_back(file.name);
        const std::string name = shownName(fs::path(order.path).filename().string());
        dataset->report.doubts.push_back(
            {listed(names) + (names.size() == 1 ? " lies" : " lie") + " beside " + name + " and " + (names.size() == 1 ? "is" : "are") + " taken with it.",
             "beside", std::string("none"), "Read " + name + " alone"});
        return dataset;
    }
    std::error_code failure;
    fs::path whole = fs::absolute(order.path, failure).lexically_normal();
    if (!whole.has_filename())
        whole = whole.parent_path();
    dataset->title = shownName(whole.filename().string());
    dataset->origin = "Tables in " + shownName(order.path);
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", shownName(order.path), "Close other programs or take smaller files."};
}

} // namespace hourglass::data
