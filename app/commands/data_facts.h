// Facts about data that both reports of `inspect` tell, as text and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/spec/setting.h"

namespace hourglass::app {

/// The reader's description; none for data that are not read from a path.
std::optional<spec::Kind> readerOf(const data::Dataset &dataset);

/// As --set takes it: yes, 12, 0.5, text.
std::string textOf(const spec::Value &value);
/// As a person reads it: the label of a choice, words in quotes. `setting` may be null.
std::string readable(const spec::Value &value, const spec::Setting *setting);
/// "--set data.options.header=yes": what gives the other reading.
std::string assignmentOf(const data::Doubt &doubt);

const data::Part &anyPart(const data::Dataset &dataset);
/// Its name, or its number from 0.
std::string featureName(const data::Dataset &dataset, core::Index feature);

/// How many samples each group has, and in how many parts it stands.
struct GroupSizes {
    std::vector<core::Index> samples, parts;

    explicit GroupSizes(const data::Dataset &dataset);
    core::Index count() const; ///< of those with samples
    core::Index torn() const;  ///< of those in several parts
    /// Of those with samples; of equal ones the first.
    std::size_t smallest() const;
    std::size_t largest() const;
};

} // namespace hourglass::app
