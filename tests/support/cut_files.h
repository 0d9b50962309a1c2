// A sound file cut off anywhere is read as far as it goes, or refused with a sentence; what was read holds together.
#pragma once

#include <cmath>

#include "tests/support/csv_files.h"

namespace hourglass::tests {

/// Why a data set does not hold together, or an empty text.
inline QString flawOf(const data::Dataset &dataset) {
    if (dataset.train.isEmpty())
        return "nothing to train on";
    for (const data::Part *part : {&dataset.train, &dataset.validation, &dataset.test}) {
        if (part->isEmpty())
            continue;
        const auto count = static_cast<std::size_t>(part->samples);
        if (part->features != dataset.features() || part->floats.size() + part->bytes.size() != count * static_cast<std::size_t>(part->features))
            return "a part has other numbers than the shape says";
        if (!part->labels.empty() && part->labels.size() != count)
            return "not a label a sample";
        for (const std::int32_t label : part->labels)
            if (label < -1 || label >= static_cast<std::int32_t>(dataset.classNames.size()))
                return "a label that is no class";
        if (part->groups.empty() != dataset.groupNames.empty() || part->factors.size() != count * dataset.factorNames.size())
            return "groups or factors that do not fit";
        for (const float value : part->floats)
            if (!std::isfinite(value))
                return "a number that is not finite";
    }
    return {};
}

/// Reads the first bytes of the file, `step` more each time; what is wrong with the first that is not as it should be, or an
/// empty text.
inline QString flawOfCuts(const CsvFiles &files, const std::string &content, const QString &name, std::size_t step = 64) {
    for (std::size_t size = 0; size <= content.size(); size += step) {
        const auto dataset = files.read(content.substr(0, size), {}, name);
        const QString flaw = dataset ? flawOf(*dataset) : dataset.error().what.empty() ? QString("no sentence") : QString();
        if (!flaw.isEmpty())
            return QString("after %1 bytes: %2").arg(size).arg(flaw);
    }
    return {};
}

} // namespace hourglass::tests
