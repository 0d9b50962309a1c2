#include "engine/data/shaping/parts.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/data/part_cut.h"
#include "engine/data/shaping/class_list.h"
#include "engine/data/shaping/group_choice.h"
#include "engine/data/shaping/kinds.h"
#include "engine/data/shaping/split.h"

namespace hourglass::data {

namespace {

/// Sets test and validation parts aside, by one rule.
class Splitter {
public:
    Splitter(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Windows &windows)
        : m_dataset(dataset), m_split(data.split), m_kinds(splitKinds()), m_kind(*spec::find(m_kinds, m_split.kind)), m_seed(seed), m_windows(windows) {}

    std::optional<core::Error> operator()(double validation) {
        if (auto error = holdBack())
            return error;
        if (auto error = lacksWhatItNeeds())
            return error;
        if (auto error = setTestAside())
            return error;
        if (auto error = setValidationAside(validation))
            return error;
        if (m_dataset.train.isEmpty())
            return core::Error{"no window of " + m_dataset.title + " is left to train on", "data.window", "Choose a smaller length."};
        tellOfTornGroups();
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

    std::optional<core::Error> lacksWhatItNeeds() const {
        if (m_split.kind == "stratified" && m_dataset.train.labels.empty())
            return core::Error{"parts are to be set aside by class, and " + m_dataset.title + " has no labels", "data.split", "Choose random or order."};
        if (isByGroup() && m_dataset.train.groups.empty())
            return core::Error{"parts are to be set aside by group, and " + m_dataset.title + " has no groups", "data.split",
                               "Choose another split, or name the column that holds the groups (data.options.group)."};
        return {};
    }

    std::optional<core::Error> setTestAside() {
        const double share = spec::realOf(m_split, m_kind, "test");
        const bool hasOwn = !m_dataset.test.isEmpty();
        if (isByGroup()) {
            if (auto error = chooseGroups(m_dataset, m_split, hasOwn ? 0.0 : share, m_seed, SplitOff::Test, m_isTest))
                return error;
        } else if (!hasOwn) {
            choose(m_dataset.train, m_split.kind, share, m_seed, SplitOff::Test, m_isTest);
        }
        m_dataset.dependsOnSeed = m_dataset.dependsOnSeed || (!hasOwn && share > 0 && isDrawn("test_groups"));
        return setAside(m_isTest, m_dataset.test);
    }

    std::optional<core::Error> setValidationAside(double share) {
        const bool hasOwn = !m_dataset.validation.isEmpty();
        std::vector<bool> isValidation(static_cast<std::size_t>(m_dataset.train.samples));
        if (isByGroup()) {
            if (auto error = chooseGroups(m_dataset, m_split, hasOwn ? 0.0 : share, m_seed, SplitOff::Validation, isValidation))
                return error;
        } else if (!hasOwn) {
            choose(m_dataset.train, m_split.kind, share, m_seed, SplitOff::Validation, isValidation);
        }
        m_dataset.dependsOnSeed = m_dataset.dependsOnSeed || (share > 0 && isDrawn("validation_groups"));
        if (isByGroup() && !hasOwn && share > 0 && std::find(isValidation.begin(), isValidation.end(), true) == isValidation.end())
            m_dataset.report.remarks.push_back("There is no validation part: a single group is left to train on.");
        return setAside(isValidation, m_dataset.validation);
    }

    bool isByGroup() const { return m_split.kind == "group"; }

    /// Whether the seed says what goes to a part.
    bool isDrawn(const char *names) const { return isByGroup() ? spec::choiceOf(m_split, m_kind, names).empty() : m_split.kind != "order"; }

    /// Moves what is marked behind what the part has.
    std::optional<core::Error> setAside(const std::vector<bool> &isMarked, Part &part) {
        const bool isOwn = !part.isEmpty();
        if (isOwn && std::find(isMarked.begin(), isMarked.end(), true) == isMarked.end())
            return {};
        if (isOwn && (m_dataset.train.file || part.file))
            return core::Error{"classes are to be held back, and the samples of " + m_dataset.title + " stay in their files", "data.split.held_back",
                               "Set data.options.storage to memory, or hold nothing back."};
        if (isOwn) {
            numberOwnParts(m_dataset);
            append(part, takeOut(m_dataset.train, isMarked));
        } else {
            part = takeOut(m_dataset.train, isMarked);
        }
        keepApart(part);
        return {};
    }

    /// Samples of one group that stand in several parts are no secret to the model.
    void tellOfTornGroups() const {
        std::vector<int> parts(m_dataset.groupNames.size());
        for (const Part *part : {&m_dataset.train, &m_dataset.validation, &m_dataset.test}) {
            const std::set<std::int32_t> groups(part->groups.begin(), part->groups.end());
            for (const std::int32_t group : groups)
                ++parts[static_cast<std::size_t>(group)];
        }
        const auto torn = std::count_if(parts.begin(), parts.end(), [](int count) { return count > 1; });
        if (torn == 0)
            return;
        std::string text = std::to_string(torn) + " of " + std::to_string(parts.size()) + " groups " + (torn == 1 ? "stands" : "stand");
        text += " in several parts, so that the model has seen something of what it is judged by";
        m_dataset.report.remarks.push_back(text + (isByGroup() ? "." : ": the split by group keeps each in one."));
    }

    /// Windows that share rows with those set aside: left out in order of time; told where parts are drawn, which would leave none.
    void keepApart(const Part &part) {
        std::vector<std::string> &remarks = m_dataset.report.remarks;
        if (!m_windows.overlap() || part.isEmpty())
            return;
        const bool isTest = &part == &m_dataset.test;
        if (isByGroup())
            return; // no row is of two groups
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

std::optional<core::Error> setPartsAside(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Windows &windows) {
    return Splitter(dataset, data, seed, windows)(data.validation);
}

} // namespace hourglass::data
