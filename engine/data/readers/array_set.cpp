#include "engine/data/readers/array_set.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <numeric>

#include "engine/data/float_offsets.h"
#include "engine/data/readers/array_missing.h"
#include "engine/data/readers/array_offers.h"
#include "engine/data/readers/array_offsets.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/row_file.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

struct ReadPart {
    Part part;
    bool isWithinUnit = true;
    std::vector<double> offsets; ///< as the numbers lie in the file, or empty
};

/// Which offsets the numbers of a sample get: those that they need, none, or those of another part.
struct Offsets {
    bool areFound = false;
    std::vector<double> given; ///< as the numbers lie
};

/// Progress of one array: its share of all bytes.
class Shares {
public:
    Shares(const ArraySet &set, const ArrayChoice &choice) {
        for (const PartChoice &part : {choice.train, choice.validation, choice.test})
            for (const int array : {part.samples, part.labels, part.groups})
                if (array >= 0)
                    m_total += bytesOf(set, array);
    }
    Progress next(const ArraySet &set, int array, const Progress &progress) {
        const double from = m_done / m_total;
        m_done += bytesOf(set, array);
        return progress.between(from, std::min(1.0, m_done / m_total));
    }

private:
    static double bytesOf(const ArraySet &set, int array) { return static_cast<double>(set.arrays()[static_cast<std::size_t>(array)].bytes); }

    double m_total = 1, m_done = 0;
};

std::string inGigabytes(Index bytes) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f GB", static_cast<double>(bytes) / 1e9);
    return text.data();
}

/// `rows`, or the same file giving out differences.
Result<std::vector<double>> applyOffsets(std::shared_ptr<const SampleFile> &rows, const Offsets &offsets, const Progress &progress) {
    auto file = std::dynamic_pointer_cast<const RowFile>(rows);
    if (!file || (!offsets.areFound && offsets.given.empty()))
        return std::vector<double>();
    std::vector<double> taken = offsets.given;
    if (offsets.areFound) {
        auto found = takeOffsets(file, progress);
        if (!found)
            return found;
        taken = std::move(*found);
    } else {
        auto less = file->less(taken);
        if (!less)
            return less.error();
        file = *less;
    }
    rows = file;
    return taken;
}

Result<ReadPart> openPart(const ArraySet &set, int array, std::shared_ptr<const SampleFile> rows, const Offsets &offsets, const Progress &progress,
                          ReadReport &report) {
    const std::string name = set.nameOf(array);
    auto taken = applyOffsets(rows, offsets, progress);
    if (!taken)
        return taken.error();
    const auto seen = lookAtRows(*rows, name, progress);
    if (!seen)
        return stayingInFile(seen.error());
    ReadPart result;
    result.part.samples = rows->rows();
    result.part.features = rows->features();
    result.part.file = std::move(rows);
    result.isWithinUnit = seen->areWithinUnit;
    result.offsets = std::move(*taken);
    std::string remark = name + " (" + inGigabytes(set.arrays()[static_cast<std::size_t>(array)].bytes) + ") stays in its file, and its rows are read when they are wanted. ";
    remark += std::to_string(seen->count) + " of " + std::to_string(result.part.samples) + " rows were looked at: ";
    remark += seen->areWithinUnit ? "all their values lie between 0 and 1." : "not all their values lie between 0 and 1.";
    report.remarks.push_back(std::move(remark));
    return result;
}

Result<ReadPart> readPart(const ArraySet &set, int array, const SampleForm &form, const Offsets &offsets, const Progress &progress, ReadReport &report) {
    auto rows = set.openRows(array, form);
    if (!rows)
        return rows.error();
    if (*rows)
        return openPart(set, array, std::move(*rows), offsets, progress, report);
    auto read = offsets.given.empty() ? set.read(array, progress) : set.readDifferences(array, offsets.given, progress);
    if (!read)
        return read.error();
    ReadPart result;
    if (offsets.areFound) {
        auto taken = takeOffsets(set, array, progress, *read);
        if (!taken)
            return taken.error();
        result.offsets = std::move(*taken);
    }
    result.part.samples = read->count();
    result.part.features = read->sampleSize();
    result.part.bytes = std::move(read->bytes);
    result.part.floats = std::move(read->floats);
    if (const Index matrixRows = form.transposedRows; matrixRows > 0) {
        transposeSamples(result.part.bytes, matrixRows, result.part.features / matrixRows);
        transposeSamples(result.part.floats, matrixRows, result.part.features / matrixRows);
    }
    result.isWithinUnit = liesWithinUnit(result.part);
    return result;
}

Result<ClassLabels> readLabels(const ArraySet &set, int array, Index samples, const Progress &progress) {
    const NamedArray &named = set.arrays()[static_cast<std::size_t>(array)];
    if (named.rank() < 1 || named.extents.front() != samples || named.rank() > 2) // before it is read
        return classesIn({set.nameOf(array), named.extents.empty() ? std::vector<Index>{0} : named.extents, {}, {}, false, {}}, samples);
    if (named.isText)
        return set.readWords(array, progress);
    auto read = set.read(array, progress);
    if (!read)
        return read.error();
    read->name = set.nameOf(array);
    return classesIn(*read, samples);
}

std::optional<Error> checkPart(const Dataset &dataset, const core::Shape &shape, PartKind kind, const std::string &name) {
    auto error = checkTestPart(dataset, shape, partOf(dataset, kind), name);
    if (error && kind == PartKind::Validation)
        error->what.replace(0, std::string("the test").size(), "the validation");
    return error;
}

std::optional<Error> readOther(const ArraySet &set, int array, PartKind kind, const std::string &channels, const Offsets &offsets, const Progress &progress,
                               Dataset &dataset) {
    const std::string name = set.nameOf(array);
    const auto form = sampleForm(set.arrays()[static_cast<std::size_t>(array)].extents, channels, name);
    if (!form)
        return form.error();
    if (form->shape != dataset.shape) // before it is read
        return checkPart(dataset, form->shape, kind, name);
    const std::size_t remarks = dataset.report.remarks.size();
    auto other = readPart(set, array, *form, offsets, progress, dataset.report);
    if (!other)
        return other.error();
    partOf(dataset, kind) = std::move(other->part);
    auto error = checkPart(dataset, form->shape, kind, name);
    if (error) {
        partOf(dataset, kind) = Part();
        dataset.report.remarks.resize(remarks);
    } else {
        dataset.isWithinUnit = dataset.isWithinUnit && other->isWithinUnit;
    }
    return error;
}

/// Of numbers that lie as `offsets` do.
void setOffsets(const std::vector<double> &offsets, Index transposedRows, Dataset &dataset) {
    dataset.offsets = offsets;
    if (transposedRows > 0)
        transposeSamples(dataset.offsets, transposedRows, static_cast<Index>(offsets.size()) / transposedRows);
    std::vector<std::pair<std::string, double>> told;
    for (std::size_t i = 0; i < offsets.size(); ++i)
        if (offsets[i] != 0)
            told.emplace_back("number " + std::to_string(i + 1) + " of a sample", offsets[i]);
    if (!told.empty())
        dataset.report.remarks.push_back(offsetsSentence(told));
}

/// What the options say, or what is found beside the samples.
Result<ArrayChoice> choose(ArraySet &set, int samples, const ReadOrder &order) {
    ArrayChoice choice{.train = {.samples = samples}};
    const std::string labels = textOption(order, "labels"), validation = textOption(order, "validation"), test = textOption(order, "test");
    for (const auto &[text, array] : {std::pair{&labels, &choice.train.labels}, std::pair{&validation, &choice.validation.samples}, std::pair{&test, &choice.test.samples}}) {
        if (text->empty() || *text == "none")
            continue;
        const auto found = set.find(*text);
        if (!found)
            return found.error();
        *array = *found;
    }
    const ArrayChoice beside = chooseBeside(set.arrays(), samples);
    if (labels.empty())
        choice.train.labels = beside.train.labels;
    choice.train.groups = beside.train.groups;
    if (validation.empty())
        choice.validation = beside.validation;
    if (test.empty())
        choice.test = beside.test;
    for (PartChoice *part : {&choice.validation, &choice.test})
        if (part->samples >= 0)
            *part = chooseColumns(set.arrays(), part->samples);
    if (labels == "none")
        choice.validation.labels = choice.test.labels = -1;
    return choice;
}

/// Something found by itself does not fit: a remark instead of an error, unless reading was cancelled.
std::optional<Error> leaveOut(const std::string &name, const Error &error, const Progress &progress, ReadReport &report) {
    if (progress.isCancelled())
        return error;
    report.remarks.push_back(name + " is left out: " + error.what + ".");
    return {};
}

/// The arrays that are nothing to the data set.
void sayUnread(const ArraySet &set, const ArrayChoice &choice, ReadReport &report) {
    constexpr std::size_t mostNamed = 20;
    std::string names;
    std::size_t count = 0;
    for (int array = 0; array < static_cast<int>(set.arrays().size()); ++array) {
        bool isTaken = false;
        for (const PartChoice &part : {choice.train, choice.validation, choice.test})
            isTaken = isTaken || array == part.samples || array == part.labels || array == part.groups;
        const auto isToldOf = [name = set.nameOf(array) + " is left out: "](const std::string &remark) { return remark.starts_with(name); };
        if (isTaken || std::any_of(report.remarks.begin(), report.remarks.end(), isToldOf))
            continue;
        if (count++ < mostNamed)
            names += (names.empty() ? "" : ", ") + set.nameOf(array);
    }
    if (count > 0)
        report.remarks.push_back(names + (count > mostNamed ? " and " + std::to_string(count - mostNamed) + " more" : std::string()) + (count == 1 ? " is" : " are") + " not read.");
}

std::string nameOrNone(const ArraySet &set, int array) {
    return array < 0 ? "none" : set.nameOf(array);
}

} // namespace

Result<Array> ArraySet::readDifferences(int array, const std::vector<double> &, const Progress &progress) const {
    return read(array, progress);
}

Result<std::shared_ptr<const SampleFile>> ArraySet::openRows(int, const SampleForm &) const {
    return std::shared_ptr<const SampleFile>();
}

std::vector<spec::Setting> besideSettings() {
    return {{.key = "labels",
             .label = "Labels",
             .help = "Whole numbers or words, one a sample, or one-hot: the name of the array, or none. Where nothing is said they are found by their name (y_train for X_train).",
             .kind = spec::SettingKind::Text,
             .fallback = std::string()},
            {.key = "validation",
             .label = "Validation part",
             .help = "Further samples to watch while training: the name of the array, or none. Where nothing is said they are found by their name (X_val for X_train).",
             .kind = spec::SettingKind::Text,
             .fallback = std::string()},
            {.key = "test",
             .label = "Test part",
             .help = "Further samples to test with: the name of the array, or none. Where nothing is said they are found by their name (X_test for X_train).",
             .kind = spec::SettingKind::Text,
             .fallback = std::string()},
            missingSetting()};
}

std::string textOption(const ReadOrder &order, const std::string &key) {
    const auto found = order.options.find(key);
    const std::string *text = found == order.options.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text ? *text : std::string();
}

Result<Dataset> datasetOf(ArraySet &set, int samples, const ReadOrder &order) {
    std::string channels = textOption(order, "channels");
    if (channels.empty())
        channels = "automatic";
    auto choice = choose(set, samples, order);
    if (!choice)
        return choice.error();
    const auto form = sampleForm(set.arrays()[static_cast<std::size_t>(samples)].extents, channels, set.nameOf(samples));
    if (!form)
        return form.error();
    Shares shares(set, *choice);
    const auto share = [&](int array) { return shares.next(set, array, order.progress); };
    Dataset dataset;
    dataset.key = order.path;
    dataset.shape = form->shape;
    const std::vector<Index> &extents = set.arrays()[static_cast<std::size_t>(samples)].extents;
    dataset.fileLayout = FileLayout{{extents.begin() + 1, extents.end()}, form->transposedRows};
    // Pictures are shown and scaled as they are: only numbers of tables and series get offsets.
    auto train = readPart(set, samples, *form, {!form->shape.isImage(), {}}, share(samples), dataset.report);
    if (!train)
        return train.error();
    dataset.train = std::move(train->part);
    dataset.isWithinUnit = train->isWithinUnit;
    setOffsets(train->offsets, form->transposedRows, dataset);
    const auto isNamed = [&](const char *key) { return !textOption(order, key).empty(); };
    /// Reads what belongs to the samples; what cannot be taken becomes -1.
    const auto take = [&](int &array, bool mustFit, auto readIt) -> std::optional<Error> {
        if (array < 0)
            return {};
        const auto error = readIt();
        if (!error)
            return {};
        const std::string name = set.nameOf(array);
        array = -1;
        return mustFit ? error : leaveOut(name, *error, order.progress, dataset.report);
    };
    if (auto error = take(choice->validation.samples, isNamed("validation"),
                          [&] { return readOther(set, choice->validation.samples, PartKind::Validation, channels, {false, train->offsets}, share(choice->validation.samples), dataset); }))
        return *error;
    if (auto error = take(choice->test.samples, isNamed("test"), [&] { return readOther(set, choice->test.samples, PartKind::Test, channels, {false, train->offsets}, share(choice->test.samples), dataset); }))
        return *error;
    std::vector<std::pair<PartKind, ClassLabels>> classes, groups;
    for (const auto &[kind, part] : {std::pair{PartKind::Train, &choice->train}, std::pair{PartKind::Validation, &choice->validation}, std::pair{PartKind::Test, &choice->test}}) {
        const Index count = partOf(dataset, kind).samples;
        for (const auto &[array, columns] : {std::pair{&part->labels, &classes}, std::pair{&part->groups, &groups}}) {
            const auto readIt = [&, kind = kind, array = array, columns = columns]() -> std::optional<Error> {
                auto read = readLabels(set, *array, count, share(*array));
                if (!read)
                    return read.error();
                columns->emplace_back(kind, std::move(*read));
                return {};
            };
            if (part->samples < 0)
                *array = -1;
            else if (auto error = take(*array, kind == PartKind::Train && columns == &classes && isNamed("labels"), readIt))
                return *error;
        }
    }
    const std::string target = choice->train.labels < 0 ? std::string() : set.arrays()[static_cast<std::size_t>(choice->train.labels)].name;
    giveClasses(std::move(classes), target, dataset);
    giveGroups(std::move(groups), dataset);
    if (!dataset.factorNames.empty())
        dataset.report.remarks.push_back(target + " holds numbers that are no classes: samples may be coloured by them.");
    if (!dataset.groupNames.empty())
        dataset.report.remarks.push_back(set.nameOf(choice->train.groups) + " says which samples belong together: " + std::to_string(dataset.groupNames.size()) +
                                         (dataset.groupNames.size() == 1 ? " group." : " groups."));
    if (set.isArchive()) {
        sayUnread(set, *choice, dataset.report);
        offerArrays(set, *choice, order, dataset.train.samples, dataset.report);
    }
    if (auto error = treatMissing(textOption(order, "missing"), dataset))
        return *error;
    pointOutCodes(dataset);
    if (choice->train.labels < 0 && dataset.test.isEmpty() && mayBeOnePicture(dataset.train, extents))
        dataset.report.remarks.push_back(set.nameOf(samples) + " (" + extentsText(extents) + ") looks like one picture: its " + std::to_string(extents.front()) + " rows are taken for samples.");
    dataset.report.assumed = {{"channels", form->channels},
                              {"missing", textOption(order, "missing").empty() ? std::string("mean") : textOption(order, "missing")},
                              {"labels", nameOrNone(set, choice->train.labels)},
                              {"validation", nameOrNone(set, choice->validation.samples)},
                              {"test", nameOrNone(set, choice->test.samples)}};
    return dataset;
}

} // namespace hourglass::data
