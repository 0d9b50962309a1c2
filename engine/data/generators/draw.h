// What a generator is handed: its settings' values, its random numbers, and the part that it fills.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/random.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// The values of a generator's settings; those not given have their fallback.
class Knobs {
public:
    Knobs(spec::Kind kind, spec::Values values) : m_kind(std::move(kind)), m_component{m_kind.key, std::move(values)} {}

    Index integer(const char *key) const { return spec::integerOf(m_component, m_kind, key); }
    double real(const char *key) const { return spec::realOf(m_component, m_kind, key); }
    std::string choice(const char *key) const { return spec::choiceOf(m_component, m_kind, key); }

private:
    spec::Kind m_kind;
    spec::Component m_component;
};

/// What is drawn with these knobs.
struct Description {
    core::Shape shape;
    bool holdsBytes = false;
    bool isWithinUnit = true; ///< whatever the seed
    std::vector<std::string> classNames, featureNames, factorNames;
    std::vector<float> factorPeriods; ///< as Dataset has them
    Index intrinsicDimension = 0;     ///< of what the samples lie on but for noise: 1 a curve, also a closed one, 2 a surface; 0: nothing of that kind
};

/// The period of an angle.
constexpr float wholeTurn = 6.2831853f;

/// One number after the other from a counter of its own. Two calls in the arguments of one function have no order: draw each in a
/// statement of its own, or in braces.
class RandomDraws {
public:
    RandomDraws(const core::Random &random, std::uint64_t part, std::uint64_t sample) : m_random(random), m_part(part), m_sample(sample) {}

    double uniform(double from = 0.0, double to = 1.0) { return from + (to - from) * static_cast<double>(m_random.uniform(m_part, m_sample, m_next++)); }
    double normal() { return static_cast<double>(m_random.normal(m_part, m_sample, m_next++)); }
    /// 0 … bound − 1; bound up to 2^20.
    Index below(Index bound) { return static_cast<Index>(uniform() * static_cast<double>(bound)); }

private:
    const core::Random &m_random;
    std::uint64_t m_part, m_sample, m_next = 0;
};

/// No number of Lots::normal lies farther from 0: uniform numbers have 24 bits.
constexpr double furthestNormal = 5.4;

/// A part to be filled. Its vectors have their sizes already: floats or bytes, labels where there are classes, factors.
struct Draw {
    const Knobs &knobs;
    const Description &description;
    const core::Random &random;
    std::uint64_t number; ///< 0: the training part, 1: the test part
    const Progress &progress;
    Part &to;

    RandomDraws draws(Index sample) const { return {random, number, static_cast<std::uint64_t>(sample)}; }
    /// Of what both parts share: centres, a dictionary, a rotation.
    RandomDraws sharedDraws(Index item) const { return {random, 2, static_cast<std::uint64_t>(item)}; }
    float *floats(Index sample) const { return to.floats.data() + sample * to.features; }
    std::uint8_t *bytes(Index sample) const { return to.bytes.data() + sample * to.features; }
    float *factors(Index sample) const { return to.factors.data() + sample * static_cast<Index>(description.factorNames.size()); }
    void setLabel(Index sample, Index label) const { to.labels[static_cast<std::size_t>(sample)] = static_cast<std::int32_t>(label); }

    /// Calls each(sample, lots) until the person gives up.
    template <class Each>
    void forEachSample(Each each) const {
        for (Index sample = 0; sample < to.samples; ++sample) {
            if (sample % 64 == 0) {
                if (progress.isCancelled())
                    return;
                progress.tell(static_cast<double>(sample) / static_cast<double>(to.samples), "Drawing");
            }
            RandomDraws own = draws(sample);
            each(sample, own);
        }
    }
};

/// Rows of settings. `samples` is what every generator has.
spec::Setting samplesKnob(Index fallback, Index maximum);
spec::Setting integerKnob(const char *key, const char *label, const char *help, Index fallback, Index minimum, Index maximum);
spec::Setting realKnob(const char *key, const char *label, const char *help, double fallback, double minimum, double maximum);

/// "Atom 1", "Atom 2" …
std::vector<std::string> numbered(const char *noun, Index count);

/// 0 … 1 to a byte, rounded; what is outside is cut off.
std::uint8_t toByte(double value);

} // namespace hourglass::data
