#include "ui/colouring/colouring_entry.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/shown_part.h"
#include "engine/data/source_numbers.h"

namespace hourglass::ui {

using core::Index;
using data::PartKind;

namespace {

constexpr Index mostColumns = 64, mostNumbers = Index{1} << 26;

struct EntryTexts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(Colouring)
};

std::vector<float> factorOf(const data::Part &part, std::size_t factor, std::size_t factors) {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(part.samples));
    for (std::size_t at = factor; at < part.factors.size(); at += factors)
        values.push_back(part.factors[at]);
    return values;
}

std::vector<float> featureOf(const data::Dataset &dataset, const data::Part &part, int feature) {
    std::vector<float> values(static_cast<std::size_t>(part.samples)), sample(static_cast<std::size_t>(dataset.features()));
    for (Index i = 0; i < part.samples; ++i) {
        part.copySample(i, sample.data());
        dataset.invert(part, i, sample.data(), sample.data());
        values[static_cast<std::size_t>(i)] = sample[static_cast<std::size_t>(feature)];
    }
    return values;
}

/// Numbers that were whole before they were scaled are so again, in spite of the rounding on the way there and back.
void restoreWholeNumbers(std::vector<float> &values) {
    float lowest = std::numeric_limits<float>::infinity(), highest = -lowest;
    for (const float value : values) {
        if (!std::isfinite(value))
            continue;
        if (std::abs(value - std::round(value)) > 1e-5f * std::max(1.0f, std::abs(value)))
            return;
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
    }
    if (highest - lowest < 0.5f) // all of them may be tiny
        return;
    for (float &value : values)
        value = std::round(value);
}

std::vector<float> valuesOf(const data::Dataset &dataset, const ColouringEntry &entry, PartKind kind) {
    const data::Part &part = partOf(dataset, kind);
    std::vector<float> values;
    switch (entry.kind) {
    case ColouringKind::Group: return {part.groups.begin(), part.groups.end()};
    case ColouringKind::Factor: return factorOf(part, static_cast<std::size_t>(entry.column), dataset.factorNames.size());
    case ColouringKind::Feature: return featureOf(dataset, part, entry.column);
    case ColouringKind::Part: values.assign(static_cast<std::size_t>(part.samples), static_cast<float>(kind)); break;
    case ColouringKind::Number:
        for (Index i = 0; i < part.samples; ++i)
            values.push_back(static_cast<float>(numberOf(dataset, {kind, i})));
        break;
    case ColouringKind::Cluster: // not known of the data
    case ColouringKind::Predicted:
    case ColouringKind::Density:
    case ColouringKind::Error:
    case ColouringKind::None:
    case ColouringKind::Class: break;
    }
    return values;
}

int parts(const data::Dataset &dataset) {
    return static_cast<int>(std::count_if(data::partKinds.begin(), data::partKinds.end(), [&](PartKind kind) { return !partOf(dataset, kind).isEmpty(); }));
}

} // namespace

std::vector<ColouringEntry> colouringsOf(const data::Dataset &dataset) {
    std::vector<ColouringEntry> entries;
    if (!dataset.classNames.empty())
        entries.push_back({ColouringKind::Class, -1, EntryTexts::tr("Class")});
    if (!dataset.groupNames.empty())
        entries.push_back({ColouringKind::Group, -1, EntryTexts::tr("Group")});
    const auto addAll = [&entries](ColouringKind kind, const std::vector<std::string> &names) {
        for (std::size_t i = 0; i < names.size(); ++i)
            entries.push_back({kind, static_cast<int>(i), QString::fromStdString(names[i])});
    };
    addAll(ColouringKind::Factor, dataset.factorNames);
    const auto columns = static_cast<Index>(dataset.featureNames.size());
    if (columns == dataset.features() && columns <= mostColumns && dataset.samples() * columns <= mostNumbers)
        addAll(ColouringKind::Feature, dataset.featureNames);
    entries.push_back({ColouringKind::Cluster, -1, EntryTexts::tr("Cluster")});
    if (dataset.classNames.size() > 1 && dataset.classNames.size() <= static_cast<std::size_t>(ColourScale::levels))
        entries.push_back({ColouringKind::Predicted, -1, EntryTexts::tr("Predicted class")});
    entries.push_back({ColouringKind::Density, -1, EntryTexts::tr("Density")});
    entries.push_back({ColouringKind::Error, -1, EntryTexts::tr("Error (MSE)")});
    if (parts(dataset) > 1)
        entries.push_back({ColouringKind::Part, -1, EntryTexts::tr("Part")});
    entries.push_back({ColouringKind::Number, -1, EntryTexts::tr("Number in the source")});
    entries.push_back({ColouringKind::None, -1, EntryTexts::tr("None")});
    return entries;
}

ColouringEntry entryLike(const std::vector<ColouringEntry> &entries, const ColouringEntry &wanted) {
    const auto find = [&entries](auto isLike) {
        const auto found = std::find_if(entries.begin(), entries.end(), isLike);
        return found == entries.end() ? nullptr : &*found;
    };
    if (const auto *same = find([&](const ColouringEntry &entry) { return entry.kind == wanted.kind && entry.name == wanted.name; }))
        return *same;
    const bool isColumn = wanted.kind == ColouringKind::Factor || wanted.kind == ColouringKind::Feature;
    if (const auto *named = find([&](const ColouringEntry &entry) { return isColumn && entry.column >= 0 && entry.name == wanted.name; }))
        return *named;
    if (const auto *byClass = find([](const ColouringEntry &entry) { return entry.kind == ColouringKind::Class; }))
        return *byClass;
    if (const auto *byFactor = find([](const ColouringEntry &entry) { return entry.kind == ColouringKind::Factor; }))
        return *byFactor;
    return {ColouringKind::None, -1, EntryTexts::tr("None")};
}

Colouring makeColouring(const data::Dataset &dataset, const ColouringEntry &entry) {
    Colouring colouring;
    colouring.kind = entry.kind;
    colouring.column = entry.column;
    colouring.name = entry.name;
    colouring.shownPart = data::shownPart(dataset);
    if (!colouring.hasValues() || isMeasured(entry.kind))
        return colouring;
    std::vector<float> all;
    for (const PartKind kind : data::partKinds) {
        std::vector<float> &values = colouring.values[static_cast<std::size_t>(kind)];
        values = valuesOf(dataset, entry, kind);
        if (entry.kind == ColouringKind::Feature && dataset.scaling)
            restoreWholeNumbers(values);
        all.insert(all.end(), values.begin(), values.end());
    }
    const auto column = static_cast<std::size_t>(entry.column);
    const bool hasPeriod = entry.kind == ColouringKind::Factor && column < dataset.factorPeriods.size();
    colouring.scale = ColourScale::of(std::move(all), hasPeriod ? static_cast<double>(dataset.factorPeriods[column]) : 0.0);
    if (entry.kind == ColouringKind::Factor && column < dataset.factorWords.size())
        for (const std::string &word : dataset.factorWords[column])
            colouring.scale.names << QString::fromStdString(word);
    if (entry.kind == ColouringKind::Feature)
        colouring.scale.offset = data::offsetOf(dataset, entry.column);
    if (entry.kind == ColouringKind::Part)
        colouring.scale.names = {EntryTexts::tr("training"), EntryTexts::tr("validation"), EntryTexts::tr("test")};
    if (entry.kind == ColouringKind::Group)
        for (const std::string &name : dataset.groupNames)
            colouring.scale.names << QString::fromStdString(name);
    return colouring;
}

Colouring makeColouring(const data::Dataset &dataset, const ColouringEntry &entry, const MeasuredValues &measured) {
    Colouring colouring = makeColouring(dataset, entry);
    if (!isMeasured(entry.kind))
        return colouring;
    const auto samples = static_cast<std::size_t>(partOf(dataset, colouring.shownPart).samples);
    const bool isKnown = measured.kind == entry.kind && measured.values.size() == samples;
    if (measured.kind == entry.kind) {
        colouring.scale = measured.scale;
        colouring.note = measured.note;
    }
    if (!isKnown)
        colouring.scale.unknown = colouring.note.isEmpty() ? EntryTexts::tr("measuring …") : EntryTexts::tr("not measured");
    if (isKnown)
        colouring.values[static_cast<std::size_t>(colouring.shownPart)] = measured.values;
    colouring.scale.hasUnknown = !isKnown || std::any_of(measured.values.begin(), measured.values.end(), [](float value) { return !std::isfinite(value); });
    return colouring;
}

} // namespace hourglass::ui
