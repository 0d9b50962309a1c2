// What colours the samples, in every view at once: their class, a number that is known of each, or nothing. A value that views share.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engine/data/sample_id.h"
#include "ui/colouring/colour_scale.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

enum class ColouringKind { None, Class, Group, Factor, Feature, Cluster, Predicted, Density, Error, Part, Number };

/// Whether it is no property of the data, but measured of a model: values come after the choice, and again as it learns.
constexpr bool isMeasured(ColouringKind kind) {
    return kind == ColouringKind::Cluster || kind == ColouringKind::Predicted || kind == ColouringKind::Density || kind == ColouringKind::Error;
}

/// What was measured, of each sample of the shown part, or why it could not be.
struct MeasuredValues {
    ColouringKind kind = ColouringKind::None;
    std::vector<float> values;
    ColourScale scale;
    QString note = {}; ///< why there are none; else empty
};

struct Colouring {
    ColouringKind kind = ColouringKind::Class;
    int column = -1;                                 ///< of the factors or features
    QString name;                                    ///< "Rotation"
    std::array<std::vector<float>, 3> values;        ///< by part, one a sample, in the source's numbers less the scale's offset; NaN: unknown
    data::PartKind shownPart = data::PartKind::Test; ///< whose samples stand in pictures of the model
    ColourScale scale;
    QString note = {}; ///< why nothing is known of the samples; else empty

    bool hasValues() const { return kind != ColouringKind::None && kind != ColouringKind::Class; }
    /// Some sample of the shown part has a value: of what is measured there may be none yet.
    bool isKnown() const { return !values[static_cast<std::size_t>(shownPart)].empty(); }
    /// NaN where it is unknown, or there is no such sample.
    float valueOf(const data::SampleId &place) const;
    float shownValue(core::Index sample) const { return valueOf({shownPart, sample}); }
    /// Of each level of the scale, then that of what is unknown.
    std::vector<QColor> palette(const Theme &theme) const;
    QColor colourOf(float value, const Theme &theme) const;
    /// "Rotation 1.57"
    QString describe(float value) const;
};

/// Null stands for classes.
using SharedColouring = std::shared_ptr<const Colouring>;

inline bool isByClass(const SharedColouring &colouring) {
    return !colouring || colouring->kind == ColouringKind::Class;
}
inline bool isByValue(const SharedColouring &colouring) {
    return colouring && colouring->hasValues();
}

/// Of a sample with this label and this value; an invalid colour where it has none.
QColor sampleColour(const SharedColouring &colouring, int label, float value, const Theme &theme);

} // namespace hourglass::ui
