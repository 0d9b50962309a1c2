#include "engine/data/readers/array_set.h"

#include <algorithm>
#include <utility>

#include "engine/data/float_offsets.h"
#include "engine/data/readers/array_beside.h"
#include "engine/data/readers/array_described.h"
#include "engine/data/readers/array_missing.h"
#include "engine/data/readers/array_offers.h"
#include "engine/data/readers/array_part.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/readers/small_bytes.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

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
    if (dataset.shape.isImage() && !offsets.empty())
        told.emplace_back("all numbers", offsets[0]);
    for (std::size_t i = 0; i < offsets.size() && !dataset.shape.isImage(); ++i)
        if (offsets[i] != 0)
            told.emplace_back(dataset.featureNames.empty() ? "number " + std::to_string(i + 1) + " of a sample" : dataset.featureNames[i], offsets[i]);
    if (!told.empty())
        dataset.report.remarks.push_back(offsetsSentence(told));
}

/// Something found by itself does not fit: a remark instead of an error, unless reading was cancelled.
std::optional<Error> leaveOut(const std::string &name, const Error &error, const Progress &progress, ReadReport &report) {
    if (progress.isCancelled())
        return error;
    report.remarks.push_back(name + " is left out: " + error.what + ".");
    return {};
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

std::string textOption(const ReadOrder &order, const std::string &key) {
    const auto found = order.options.find(key);
    const std::string *text = found == order.options.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text ? *text : std::string();
}

Result<Dataset> datasetOf(ArraySet &set, int samples, const ReadOrder &order) {
    std::string channels = textOption(order, "channels");
    if (channels.empty())
        channels = "automatic";
    auto choice = chooseByOptions(set, samples, order);
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
    const auto featureNames = nameFeatures(set, order.progress.between(0.0, 0.0), dataset);
    if (!featureNames)
        return featureNames.error();
    auto train = readPart(set, samples, *form, {true, form->shape.isImage(), {}}, share(samples), dataset.report);
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
    if (auto error = take(choice->validation.samples, isNamed("validation"), [&] {
            return readOther(set, choice->validation.samples, PartKind::Validation, channels, {false, false, train->offsets}, share(choice->validation.samples),
                             dataset);
        }))
        return *error;
    if (auto error = take(choice->test.samples, isNamed("test"), [&] {
            return readOther(set, choice->test.samples, PartKind::Test, channels, {false, false, train->offsets}, share(choice->test.samples), dataset);
        }))
        return *error;
    std::vector<std::pair<PartKind, ClassLabels>> classes, groups;
    for (const auto &[kind, part] :
         {std::pair{PartKind::Train, &choice->train}, std::pair{PartKind::Validation, &choice->validation}, std::pair{PartKind::Test, &choice->test}}) {
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
    auto described = giveFactors(set, choice->train.labels, order.progress.between(1.0, 1.0), dataset);
    if (!described)
        return described.error();
    described->push_back(*featureNames);
    const auto classNames = nameClasses(set, order.progress.between(1.0, 1.0), dataset);
    if (!classNames)
        return classNames.error();
    described->push_back(*classNames);
    if (!dataset.groupNames.empty())
        dataset.report.remarks.push_back(set.nameOf(choice->train.groups) + " says which samples belong together: " +
                                         std::to_string(dataset.groupNames.size()) + (dataset.groupNames.size() == 1 ? " group." : " groups."));
    if (set.isArchive()) {
        sayUnread(set, *choice, *described, dataset.report);
        offerArrays(set, *choice, order, dataset.train.samples, dataset.report);
    }
    treatSmallBytes(order.mostInMemory, dataset);
    if (auto error = treatMissing(textOption(order, "missing"), dataset))
        return *error;
    pointOutCodes(dataset);
    if (choice->train.labels < 0 && dataset.test.isEmpty() && mayBeOnePicture(dataset.train, extents))
        dataset.report.remarks.push_back(set.nameOf(samples) + " (" + extentsText(extents) + ") looks like one picture: its " +
                                         std::to_string(extents.front()) + " rows are taken for samples.");
    dataset.report.assumed = {{"channels", form->channels},
                              {"missing", textOption(order, "missing").empty() ? std::string("mean") : textOption(order, "missing")},
                              {"labels", nameOrNone(set, choice->train.labels)},
                              {"validation", nameOrNone(set, choice->validation.samples)},
                              {"test", nameOrNone(set, choice->test.samples)}};
    return dataset;
}

} // namespace hourglass::data
