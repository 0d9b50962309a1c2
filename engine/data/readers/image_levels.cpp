#include "engine/data/readers/image_levels.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

namespace hourglass::data {

using core::Index;

namespace {

constexpr std::size_t sorts = 3; ///< of PictureNumbers
constexpr const char *names[sorts] = {"8 bits", "whole numbers of more than 8 bits", "floating point"};
constexpr int darkBelow = 32; ///< of 255

/// What one sort of numbers reaches, less the base.
struct Reach {
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;

    bool isEmpty() const { return lowest > highest; }
    void join(float value) {
        lowest = std::min(lowest, static_cast<double>(value));
        highest = std::max(highest, static_cast<double>(value));
    }
};

/// A number that becomes 0, and one that becomes 1.
struct Ends {
    double zero = 0, one = 1;
};

std::array<Part *, 3> partsOf(Dataset &dataset) {
    return {&dataset.train, &dataset.validation, &dataset.test};
}

/// Calls work(sort, first, count) for each sample.
template <class Work>
void eachSample(Dataset &dataset, const std::array<std::vector<PictureNumbers>, 3> &numbers, Work work) {
    const auto parts = partsOf(dataset);
    for (std::size_t p = 0; p < parts.size(); ++p)
        for (Index sample = 0; sample < parts[p]->samples; ++sample)
            work(static_cast<std::size_t>(numbers[p][static_cast<std::size_t>(sample)]), parts[p]->floats.data() + sample * parts[p]->features,
                 parts[p]->features);
}

std::string shown(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.7g", number);
    return text;
}

/// Says which ends were taken, and offers others where nobody chose these.
void tell(Dataset &dataset, const std::array<Reach, sorts> &reach, const std::array<Ends, sorts> &ends, double base, bool isChosen) {
    for (std::size_t sort = 1; sort < sorts; ++sort) {
        if (reach[sort].isEmpty() || (ends[sort].zero == 0 && ends[sort].one == 1))
            continue;
        const bool areWhole = sort == static_cast<std::size_t>(PictureNumbers::Integers);
        std::string sentence = std::string("The pictures hold ") + names[sort] + ", from " + shown(reach[sort].lowest + base) + " to " +
                               shown(reach[sort].highest + base) + ": this range is 0 to 1 here.";
        if (isChosen)
            dataset.report.remarks.push_back(std::move(sentence));
        else
            dataset.report.doubts.push_back({std::move(sentence), "levels", std::string(areWhole ? "full" : "source"),
                                             areWhole ? "Scale by the full range" : "Leave the numbers as they are"});
    }
    if (!reach[0].isEmpty() && (!reach[1].isEmpty() || !reach[2].isEmpty()))
        dataset.report.remarks.push_back("Others hold 8 bits: of those, 0 to 255 is 0 to 1.");
}

} // namespace

spec::Setting levelsSetting() {
    return {.key = "levels",
            .label = "Levels",
            .help = "Which numbers of the pictures are black (0) and white (1).",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("automatic"),
            .choices = {
                {"automatic", "Automatic", "Of 8 bits the full range; of more bits the range that the pictures use; floats between 0 and 1 stay as they are."},
                {"used", "Range used", "The lowest number of all samples is 0, the highest 1."},
                {"full", "Full range", "0 to 1 is all that the type can hold: 0 to 65535 of 16 bits."},
                {"source", "As they are", "The numbers of the files, not scaled."}}};
}

Levels levelsOf(const spec::Value &setting) {
    const auto *key = std::get_if<std::string>(&setting);
    return !key || *key == "automatic" ? Levels::Automatic : *key == "used" ? Levels::Used : *key == "full" ? Levels::Full : Levels::Source;
}

void applyLevels(Dataset &dataset, const std::array<std::vector<PictureNumbers>, 3> &numbers, Levels levels, double base) {
    std::array<Reach, sorts> reach;
    eachSample(dataset, numbers, [&](std::size_t sort, const float *sample, Index count) {
        for (Index i = 0; i < count; ++i)
            if (!std::isnan(sample[i]))
                reach[sort].join(sample[i]);
    });
    std::array<Ends, sorts> ends;
    bool isScaled = false, isWithinUnit = true;
    for (std::size_t sort = 0; sort < sorts; ++sort) {
        const bool liesWithinUnit = reach[sort].isEmpty() || (reach[sort].lowest >= 0 && reach[sort].highest <= 1);
        const bool isByte = sort == static_cast<std::size_t>(PictureNumbers::Bytes), isReal = sort == static_cast<std::size_t>(PictureNumbers::Reals);
        if (levels == Levels::Full || levels == Levels::Source || (levels == Levels::Automatic && isReal && liesWithinUnit && base == 0))
            isWithinUnit = isWithinUnit && liesWithinUnit;
        else if (levels == Levels::Automatic && isByte)
            ends[sort] = {0, 255};
        else if (!reach[sort].isEmpty()) {
            ends[sort] = {reach[sort].lowest, reach[sort].highest > reach[sort].lowest ? reach[sort].highest : reach[sort].lowest + 1};
            isScaled = true;
        }
    }
    if (levels == Levels::Source && base != 0)
        dataset.offsets.assign(static_cast<std::size_t>(dataset.features()), base);
    eachSample(dataset, numbers, [&](std::size_t sort, float *sample, Index count) {
        const auto [zero, one] = ends[sort];
        const bool isUnchanged = zero == 0 && one == 1;
        const auto lowest = static_cast<float>(levels == Levels::Full ? 0.0 : reach[sort].lowest); // of what lies beside pictures
        const double lessBase = levels == Levels::Source && sort == static_cast<std::size_t>(PictureNumbers::Bytes) ? base : 0;
        for (Index i = 0; i < count; ++i) {
            const float value = std::isnan(sample[i]) ? lowest : sample[i];
            sample[i] = isUnchanged ? static_cast<float>(value - lessBase) : static_cast<float>((static_cast<double>(value) - zero) / (one - zero));
        }
    });
    dataset.isWithinUnit = isWithinUnit;
    tell(dataset, reach, ends, base, levels != Levels::Automatic);
    const bool isOneSort = std::count_if(reach.begin(), reach.end(), [](const Reach &one) { return !one.isEmpty(); }) == 1;
    if (levels == Levels::Automatic && isOneSort)
        dataset.report.assumed["levels"] = std::string(isScaled ? "used" : "source");
}

void doubtDarkBytes(Dataset &dataset) {
    int highest = 0;
    for (const Part *part : partsOf(dataset))
        for (const std::uint8_t byte : part->bytes)
            highest = std::max<int>(highest, byte);
    if (highest > 0 && highest < darkBelow)
        dataset.report.doubts.push_back({"The largest number of all pictures is " + std::to_string(highest) + " of 255, so that they are nearly black.",
                                         "levels", std::string("used"), "Scale by the range that they use"});
}

} // namespace hourglass::data
