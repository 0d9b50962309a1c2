#include "engine/data/generators/generator.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/data/generators/ecg.h"
#include "engine/data/generators/manifolds.h"
#include "engine/data/generators/movies.h"
#include "engine/data/generators/noise.h"
#include "engine/data/generators/sines.h"
#include "engine/data/generators/sprites.h"
#include "engine/data/generators/strokes.h"
#include "engine/data/generators/tables.h"
#include "engine/spec/check.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr double largestSize = 2e9; ///< bytes of both parts

const std::array<Generator, 19> table{noise(),   tabular(), halves(), uniform(),    strokes(),     sprites(),   swissRoll(),    sCurve(), trefoil(), torus(),
                                      circles(), moons(),   blobs(),  correlated(), sparseCodes(), movingDot(), bouncingBall(), sines(),  ecg()};

Part sizedPart(const Description &description, Index samples) {
    Part part;
    part.samples = samples;
    part.features = description.shape.size();
    const auto count = static_cast<std::size_t>(samples), numbers = count * static_cast<std::size_t>(part.features);
    if (description.holdsBytes)
        part.bytes.resize(numbers);
    else
        part.floats.resize(numbers);
    part.labels.resize(description.classNames.empty() ? 0 : count);
    part.factors.resize(count * description.factorNames.size());
    return part;
}

core::Result<spec::Component> checkedOptions(const spec::Kind &kind, const spec::Values &options) {
    return spec::checkedComponent({kind.key, options}, {kind}, "generator", {{}, "data.options", -1});
}

double bytesOf(const Description &description, Index samples) {
    const double numbers = static_cast<double>(description.shape.size()) * (description.holdsBytes ? 1 : sizeof(float));
    return static_cast<double>(samples) * (numbers + static_cast<double>(description.factorNames.size() * sizeof(float)));
}

} // namespace

std::span<const Generator> generators() {
    return table;
}

const Generator *findGenerator(const std::string &key) {
    const auto found = std::find_if(table.begin(), table.end(), [&key](const Generator &generator) { return generator.kind().key == key; });
    return found == table.end() ? nullptr : &*found;
}

core::Result<core::Shape> shapeOf(const Generator &generator, const spec::Values &options) {
    const spec::Kind kind = generator.kind();
    const auto checked = checkedOptions(kind, options);
    if (!checked)
        return checked.error();
    return generator.describe(Knobs(kind, checked->values)).shape;
}

Index intrinsicDimension(const Dataset &dataset) {
    const Generator *generator = findGenerator(dataset.key);
    if (!generator)
        return 0;
    const spec::Kind kind = generator->kind();
    const auto checked = checkedOptions(kind, dataset.report.assumed);
    if (!checked)
        return 0;
    const Description description = generator->describe(Knobs(kind, checked->values));
    return description.shape == dataset.shape ? description.intrinsicDimension : 0;
}

core::Result<Dataset> generate(const Generator &generator, const spec::Values &options, std::uint64_t seed, const Progress &progress) {
    const spec::Kind kind = generator.kind();
    const auto checked = checkedOptions(kind, options);
    if (!checked)
        return checked.error();
    const Knobs knobs(kind, checked->values);
    const Description description = generator.describe(knobs);
    const Index samples = knobs.integer("samples"), testSamples = std::min(samples, largestTestPart);
    if (const double size = bytesOf(description, samples + testSamples); size > largestSize)
        return spec::Location{{}, "data.options.samples", -1}.error("so many samples of " + core::toText(description.shape) + " numbers would take " +
                                                                        spec::shortest(std::round(size / 1e6)) + " MB",
                                                                    "Ask for fewer or smaller ones: 2000 MB are the most.");
    const core::Random random(seed, core::Stream::Data);
    Dataset dataset;
    dataset.key = kind.key;
    dataset.title = kind.label;
    dataset.origin = "Drawn with seed ";
    dataset.origin += std::to_string(seed) + ". " + kind.help;
    dataset.shape = description.shape;
    dataset.train = sizedPart(description, samples);
    dataset.test = sizedPart(description, testSamples);
    const double share = static_cast<double>(samples) / static_cast<double>(samples + testSamples);
    generator.draw({knobs, description, random, 0, progress.between(0.0, share), dataset.train});
    generator.draw({knobs, description, random, 1, progress.between(share, 1.0), dataset.test});
    if (progress.isCancelled())
        return cancelledError(kind.key);
    dataset.classNames = description.classNames;
    dataset.featureNames = description.featureNames;
    dataset.factorNames = description.factorNames;
    dataset.factorPeriods = description.factorPeriods;
    dataset.isWithinUnit = description.isWithinUnit;
    dataset.report.assumed = checked->values;
    for (const spec::Setting &setting : kind.settings)
        dataset.report.assumed.emplace(setting.key, setting.fallback);
    return dataset;
}

} // namespace hourglass::data
