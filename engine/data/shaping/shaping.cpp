#include "engine/data/shaping/shaping.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/data/shaping/class_list.h"
#include "engine/data/shaping/kinds.h"
#include "engine/data/shaping/part_cut.h"
#include "engine/data/shaping/scaling.h"
#include "engine/data/shaping/split.h"
#include "engine/data/shaping/subset.h"
#include "engine/data/shaping/windows.h"
#include "engine/spec/check.h"

namespace hourglass::data {

namespace {

Windows windowsOf(const spec::Component &window) {
    const std::vector<spec::Kind> kinds = windowKinds();
    const spec::Kind &kind = *spec::find(kinds, window.kind);
    if (kind.settings.empty())
        return {};
    return {spec::integerOf(window, kind, "length"), spec::integerOf(window, kind, "step"), {}};
}

/// Sets test and validation parts aside, by one rule.
class Splitter {
public:
    Splitter(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Windows &windows)
        : m_dataset(dataset), m_split(data.split), m_kinds(splitKinds()), m_kind(*spec::find(m_kinds, m_split.kind)), m_seed(seed), m_windows(windows) {}

    std::optional<core::Error> operator()(double validation) {
        const double test = spec::realOf(m_split, m_kind, "test");
        const bool hasOwnTest = !m_dataset.test.isEmpty(), isDrawn = m_split.kind != "order";
        if (auto error = holdBack())
            return error;
        if (auto error = lacksLabels())
            return error;
        m_dataset.dependsOnSeed = m_dataset.dependsOnSeed || (isDrawn && ((!hasOwnTest && test > 0) || validation > 0));
        if (!hasOwnTest) {
            choose(m_dataset.train, m_split.kind, test, m_seed, SplitOff::Test, m_isTest);
            m_dataset.test = takeOut(m_dataset.train, m_isTest);
        } else if (std::find(m_isTest.begin(), m_isTest.end(), true) != m_isTest.end()) {
            if (m_dataset.train.file || m_dataset.test.file)
                return core::Error{"classes are to be held back, and the samples of " + m_dataset.title + " stay in their files", "data.split.held_back",
                                   "Set data.options.storage to memory, or hold nothing back."};
            numberOwnParts(m_dataset);
            append(m_dataset.test, takeOut(m_dataset.train, m_isTest));
        }
        keepApart(m_dataset.test);
        if (m_dataset.validation.isEmpty()) { // a source may have its own
            std::vector<bool> isValidation(static_cast<std::size_t>(m_dataset.train.samples));
            choose(m_dataset.train, m_split.kind, validation, m_seed, SplitOff::Validation, isValidation);
            m_dataset.validation = takeOut(m_dataset.train, isValidation);
            keepApart(m_dataset.validation);
        }
        if (m_dataset.train.isEmpty())
            return core::Error{"no window of " + m_dataset.title + " is left to train on", "data.window", "Choose a smaller length."};
        return {};
    }

private:
    /// Marks what is never trained on.
    std::optional<core::Error> holdBack() {
        const Part &train = m_dataset.train;
        m_isTest.resize(static_cast<std::size_t>(train.samples));
        const char *const place = "data.split.held_back";
        const auto labels = labelsOf(spec::choiceOf(m_split, m_kind, "held_back"), m_dataset, place);
        if (!labels)
            return labels.error();
        if (labels->empty())
            return {};
        for (std::size_t i = 0; i < m_isTest.size(); ++i)
            m_isTest[i] = labels->contains(train.labels[i]);
        if (std::find(m_isTest.begin(), m_isTest.end(), false) == m_isTest.end())
            return core::Error{"every training sample of " + m_dataset.title + " is held back", place, "Name fewer classes."};
        return {};
    }

    std::optional<core::Error> lacksLabels() const {
        if (m_split.kind != "stratified" || !m_dataset.train.labels.empty())
            return {};
        return core::Error{"parts are to be set aside by class, and " + m_dataset.title + " has no labels", "data.split", "Choose random or order."};
    }

    /// Windows that share rows with those set aside: left out in order of time; told where parts are drawn, which would leave none.
    void keepApart(const Part &part) {
        std::vector<std::string> &remarks = m_dataset.report.remarks;
        if (!m_windows.overlap() || part.isEmpty())
            return;
        const bool isTest = &part == &m_dataset.test;
        if (m_split.kind != "order") {
            const char *const sentence = "Windows overlap and parts are drawn, so that they share rows: the split by order keeps them apart.";
            if (remarks.empty() || remarks.back() != sentence)
                remarks.push_back(sentence);
        } else if (const Index dropped = dropOverlapping(m_dataset.train, part, m_windows); dropped > 0) {
            remarks.push_back(std::to_string(dropped) + (dropped == 1 ? " window that shares" : " windows that share") + " rows with the " +
                              (isTest ? "test" : "validation") + " part " + (dropped == 1 ? "was" : "were") + " left out.");
        }
    }

    Dataset &m_dataset;
    const spec::Component &m_split;
    std::vector<spec::Kind> m_kinds;
    const spec::Kind &m_kind;
    std::uint64_t m_seed;
    const Windows &m_windows;
    std::vector<bool> m_isTest;
};

} // namespace

core::Result<spec::DataSpec> checkedShaping(const spec::DataSpec &data) {
    spec::DataSpec checked = data;
    const spec::Place place{{}, "data", -1};
    for (const auto &[component, kinds, key] : {std::tuple{&checked.window, windowKinds(), "window"}, std::tuple{&checked.subset, subsetKinds(), "subset"},
                                                std::tuple{&checked.split, splitKinds(), "split"}, std::tuple{&checked.scaling, scalingKinds(), "scaling"}}) {
        const auto result = spec::checkedComponent(*component, kinds, key, place.at(key));
        if (!result)
            return result.error();
        *component = *result;
    }
    return checked;
}

std::optional<core::Error> shape(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Progress &progress) {
    Windows windows = windowsOf(data.window);
    if (windows.length > 0)
        if (auto error = makeWindows(dataset, windows))
            return error;
    if (!(data.subset == spec::Component{"all", {}}))
        if (auto error = takeSubset(dataset, data.subset, seed))
            return error;
    dataset.dependsOnSeed = dataset.dependsOnSeed || data.subset.kind == "random";
    if (auto error = Splitter(dataset, data, seed, windows)(data.validation))
        return error;
    return scale(dataset, data.scaling, progress);
}

} // namespace hourglass::data
