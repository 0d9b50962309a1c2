#include "engine/analysis/mix_task.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "engine/analysis/value_ranges.h"
#include "engine/core/random.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

std::vector<double> normalsOf(Index units, std::uint64_t draw) {
    const core::Random random(draw, core::Stream::Selection);
    std::vector<double> normals;
    for (Index unit = 0; unit < units; ++unit)
        normals.push_back(static_cast<double>(random.normal(0, 0, static_cast<std::uint64_t>(unit))));
    return normals;
}

void takeSample(MixPicture &picture, TaskContext &context) {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    const Index sample = picture.centre.sample;
    core::Floats input(core::strideOf(dataset.features()));
    part.copySample(sample, input.data());
    picture.original.resize(static_cast<std::size_t>(dataset.features()));
    dataset.invert(part, sample, input.data(), picture.original.data());
    picture.label = part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(sample)];
    const core::ConstView code = context.network().encode({input.data(), dataset.features(), 1, core::strideOf(dataset.features())});
    picture.code.assign(code.data, code.data + code.rows);
}

} // namespace

bool hasPrior(const spec::ModelSpec &model) {
    const std::string &kind = model.layers[model.code].kind;
    return kind == "variational" || kind == "mmd";
}

std::vector<float> directionOf(const CodeAttribute &attribute, const CodeTable &codes) {
    std::unordered_set<Index> samples;
    if (attribute.samples)
        samples.insert(attribute.samples->begin(), attribute.samples->end());
    const auto isMeant = [&](std::size_t code) {
        if (attribute.kind == CodeAttribute::Kind::Class)
            return code < codes.labels.size() && codes.labels[code] == attribute.label;
        return attribute.kind == CodeAttribute::Kind::Samples && samples.contains(codes.samples[code]);
    };
    const auto units = static_cast<std::size_t>(codes.units);
    std::vector<double> sums[2] = {std::vector<double>(units), std::vector<double>(units)}; // of the rest, of those meant
    double counts[2] = {0, 0};
    for (std::size_t i = 0; i < codes.samples.size(); ++i) {
        const float *code = codes.view().column(static_cast<Index>(i));
        if (!std::all_of(code, code + units, [](float value) { return std::isfinite(value); }))
            continue;
        const std::size_t side = isMeant(i) ? 1 : 0;
        counts[side] += 1;
        for (std::size_t unit = 0; unit < units; ++unit)
            sums[side][unit] += static_cast<double>(code[unit]);
    }
    std::vector<float> way;
    if (counts[0] > 0 && counts[1] > 0)
        for (std::size_t unit = 0; unit < units; ++unit)
            way.push_back(static_cast<float>(sums[1][unit] / counts[1] - sums[0][unit] / counts[0]));
    return way;
}

std::optional<std::vector<double>> effectsOf(const CodeSpread &spread, plan::Network &network, const std::atomic<bool> *cancelled) {
    const Index stride = core::strideOf(spread.units), pairs = std::max<Index>(1, network.block() / 2);
    core::Floats codes(stride * 2 * pairs);
    std::vector<double> effects(static_cast<std::size_t>(spread.axes)), offsets(static_cast<std::size_t>(spread.axes));
    for (Index first = 0; first < spread.axes; first += pairs) {
        if (isCancelled(cancelled))
            return {};
        const Index count = std::min(pairs, spread.axes - first);
        for (Index i = 0; i < 2 * count; ++i) {
            double &offset = offsets[static_cast<std::size_t>(first + i / 2)];
            offset = i % 2 == 0 ? -1 : 1;
            const std::vector<float> code = moved(spread, spread.mean, offsets);
            offset = 0;
            std::copy(code.begin(), code.end(), codes.data() + i * stride);
        }
        const core::ConstView decoded = network.decode({codes.data(), spread.units, 2 * count, stride});
        for (Index i = 0; i < count; ++i) {
            const auto axis = static_cast<std::size_t>(first + i);
            double squares = 0;
            for (Index row = 0; row < decoded.rows; ++row) {
                const double half = (static_cast<double>(decoded.column(2 * i + 1)[row]) - static_cast<double>(decoded.column(2 * i)[row])) / 2;
                squares += half * half;
            }
            if (spread.deviation[axis] > 0)
                effects[axis] = std::sqrt(squares / static_cast<double>(decoded.rows));
        }
    }
    return effects;
}

std::shared_ptr<const MixPicture> MixTask::run(TaskContext &context) const {
    const auto table = gatherCodes(context, context.atMost(mostCodes));
    if (!table)
        return nullptr;
    const data::Dataset &dataset = *context.dataset();
    const MixPicture *before = latest->picture.get();
    auto picture = std::make_shared<MixPicture>();
    picture->moment = context.moment();
    picture->sample = dataset.shape;
    picture->range = dataset.originalRange;
    if (!dataset.shape.isImage())
        picture->valueRanges = rangesOf(dataset);
    picture->hasPrior = analysis::hasPrior(context.network().plan().model());
    picture->centre = centre;
    if (centre.kind == CodeCentre::Kind::Sample && (centre.sample < 0 || centre.sample >= data::shownSamples(dataset).samples))
        picture->centre = {};
    const bool isFitted = picture->centre.kind == CodeCentre::Kind::Draw && !picture->hasPrior;
    const auto fit = fitCodes(table->view(), basis, isFitted, before && !before->obstacle ? &before->spread : nullptr, context.cancelled());
    if (isCancelled(context.cancelled()))
        return nullptr;
    if (!fit) {
        picture->obstacle = fit.error();
    } else {
        picture->spread = fit->spread;
        const Index units = picture->spread.units;
        switch (picture->centre.kind) {
        case CodeCentre::Kind::Mean: picture->code = picture->spread.mean; break;
        case CodeCentre::Kind::Zero: picture->code.assign(static_cast<std::size_t>(units), 0.0f); break;
        case CodeCentre::Kind::Sample: takeSample(*picture, context); break;
        case CodeCentre::Kind::Draw: {
            const std::vector<double> normals = normalsOf(units, centre.draw);
            if (isFitted)
                picture->code = drawn(*fit->gaussian, normals);
            else
                picture->code.assign(normals.begin(), normals.end());
            break;
        }
        }
        picture->attribute = attribute;
        if (attribute.kind != CodeAttribute::Kind::None)
            picture->attributeWay = directionOf(attribute, *table);
        if (measuresEffects) {
            auto effects = effectsOf(picture->spread, context.network(), context.cancelled());
            if (!effects)
                return nullptr;
            picture->effects = std::move(*effects);
        }
    }
    latest->centre = centre;
    latest->picture = picture;
    latest->codes = table;
    return picture;
}

} // namespace hourglass::analysis
