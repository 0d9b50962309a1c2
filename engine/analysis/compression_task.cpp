#include "engine/analysis/compression_task.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/codes_task.h"
#include "engine/analysis/jpeg.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

constexpr int qualities[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 85, 90, 95, 98, 100};

std::vector<float> originalOf(const data::Dataset &dataset, Index sample) {
    const data::Part &part = data::shownSamples(dataset);
    std::vector<float> values(static_cast<std::size_t>(dataset.features()));
    part.copySample(sample, values.data());
    dataset.invert(part, sample, values.data(), values.data());
    return values;
}

/// Of each unit, over the codes; nothing where one is not finite.
std::optional<std::vector<core::Range>> rangesOf(const CodeTable &codes) {
    std::vector<core::Range> ranges;
    for (Index unit = 0; unit < codes.units; ++unit) {
        core::Range range{codes.values[unit], codes.values[unit]};
        for (Index i = unit; i < codes.values.size(); i += codes.units) {
            if (!std::isfinite(codes.values[i]))
                return {};
            range = {std::min(range.lowest, codes.values[i]), std::max(range.highest, codes.values[i])};
        }
        ranges.push_back(range);
    }
    return ranges;
}

double decoderBytesOf(const plan::Plan &plan) {
    double bytes = 0;
    const std::vector<plan::LayerOutline> &layers = plan.outline().layers;
    for (std::size_t layer = static_cast<std::size_t>(plan.codeLayer()) + 1; layer < layers.size(); ++layer)
        bytes += 4.0 * static_cast<double>(layers[layer].parameters);
    return bytes + 8.0 * static_cast<double>(plan.codeSize());
}

void finish(RatePoint &point, Index images) {
    point.mse /= static_cast<double>(images);
    point.psnr /= static_cast<double>(images);
}

/// The images in rows of a square, as far as they fill it.
struct Sheet {
    const data::Dataset &dataset;
    Index columns = 1, rows = 1;

    Sheet(const data::Dataset &data, Index images)
        : dataset(data), columns(static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(images))))), rows((images + columns - 1) / columns) {}
    JpegPixels blank() const {
        JpegPixels pixels{columns * dataset.shape.width(), rows * dataset.shape.height(), dataset.shape.channels(), {}};
        pixels.bytes.resize(static_cast<std::size_t>(pixels.width * pixels.height * pixels.channels));
        return pixels;
    }
    std::size_t placeOf(Index image, std::size_t value) const {
        const Index width = dataset.shape.width(), height = dataset.shape.height(), at = static_cast<Index>(value);
        const Index x = at % width + image % columns * width, y = at / width % height + image / columns * height;
        return static_cast<std::size_t>((y * columns * width + x) * dataset.shape.channels() + at / (width * height));
    }
};

} // namespace

std::shared_ptr<const CompressionPicture> CompressionTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    auto picture = std::make_shared<CompressionPicture>();
    picture->moment = context.moment();
    picture->sample = dataset.shape;
    picture->range = dataset.originalRange;
    picture->obstacle = compressionObstacle(dataset);
    if (picture->obstacle)
        return picture;
    const auto training = gatherCodes(context, dataset.train, mostCodes);
    if (!training)
        return nullptr;
    const auto ranges = rangesOf(*training);
    if (!ranges) {
        picture->obstacle = core::Error{"Some codes are not finite numbers", {}, "Train with a lower learning rate."};
        return picture;
    }
    plan::Network &network = context.network();
    const std::vector<Index> samples = comparedSamples(dataset);
    const data::Part &part = data::shownSamples(dataset);
    picture->units = network.plan().codeSize();
    picture->images = static_cast<Index>(samples.size());
    picture->decoderBytes = decoderBytesOf(network.plan());
    for (int bits = 1; bits <= mostBits + 1; ++bits) {
        RatePoint &point = picture->points.emplace_back();
        point.setting = bits <= mostBits ? bits : 0;
        point.bytes = static_cast<double>(picture->units) * (point.setting > 0 ? point.setting / 8.0 : 4.0);
    }
    const Index inputStride = core::strideOf(dataset.features()), codeStride = core::strideOf(picture->units);
    core::Floats inputs(inputStride * network.block()), codes(codeStride * network.block()), coarse(codeStride * network.block());
    for (Index first = 0; first < picture->images; first += network.block()) {
        const Index count = std::min(network.block(), picture->images - first);
        const core::View x{inputs.data(), dataset.features(), count, inputStride};
        part.gather(samples.data() + first, count, x);
        const core::ConstView code = network.encode(x);
        for (Index column = 0; column < count; ++column)
            std::copy_n(code.column(column), picture->units, codes.data() + column * codeStride);
        std::vector<std::vector<float>> originals;
        for (Index column = 0; column < count; ++column) {
            originals.push_back(originalOf(dataset, samples[static_cast<std::size_t>(first + column)]));
            if (first + column < shownImages)
                picture->originals.push_back(originals.back());
        }
        for (RatePoint &point : picture->points) {
            if (isCancelled(context.cancelled()))
                return nullptr;
            for (Index column = 0; column < count; ++column)
                for (Index unit = 0; unit < picture->units; ++unit) {
                    const float value = codes[column * codeStride + unit];
                    coarse[column * codeStride + unit] = point.setting > 0 ? quantised(value, (*ranges)[static_cast<std::size_t>(unit)], point.setting) : value;
                }
            const core::ConstView decoded = network.decode({coarse.data(), picture->units, count, codeStride});
            for (Index column = 0; column < count; ++column) {
                std::vector<float> values(decoded.column(column), decoded.column(column) + decoded.rows);
                dataset.invert(part, samples[static_cast<std::size_t>(first + column)], values.data(), values.data());
                addImage(point, originals[static_cast<std::size_t>(column)], std::move(values), dataset.originalRange);
            }
        }
    }
    for (RatePoint &point : picture->points)
        finish(point, picture->images);
    return picture;
}

std::shared_ptr<const JpegCurve> JpegTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    auto curve = std::make_shared<JpegCurve>();
    curve->obstacle = compressionObstacle(dataset);
    if (!curve->obstacle && dataset.shape.channels() != 1 && dataset.shape.channels() != 3)
        curve->obstacle =
            core::Error{"JPEG has no pictures of " + std::to_string(dataset.shape.channels()) + " channels", {}, "Look at the curve of the code alone."};
    if (curve->obstacle)
        return curve;
    const std::vector<Index> samples = comparedSamples(dataset);
    curve->images = static_cast<Index>(samples.size());
    const Sheet sheet(dataset, curve->images);
    const core::Range range = dataset.originalRange;
    const float scale = range.highest - range.lowest;
    std::vector<std::vector<float>> originals;
    JpegPixels pixels = sheet.blank();
    for (Index image = 0; image < curve->images; ++image) {
        originals.push_back(originalOf(dataset, samples[static_cast<std::size_t>(image)]));
        for (std::size_t i = 0; i < originals.back().size(); ++i) {
            const float share = (originals.back()[i] - range.lowest) / scale;
            pixels.bytes[sheet.placeOf(image, i)] = static_cast<std::uint8_t>(std::lround(255 * (share > 0 ? std::min(share, 1.0f) : 0.0f)));
        }
    }
    for (const int quality : qualities) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const auto file = encodeJpeg(pixels, quality);
        const auto read = file ? decodeJpeg(*file) : core::Result<JpegPixels>(file.error());
        if (!read) {
            curve->points.clear();
            curve->obstacle = read.error();
            return curve;
        }
        RatePoint &point = curve->points.emplace_back();
        point.setting = quality;
        point.bytes = static_cast<double>(file->size()) / static_cast<double>(curve->images);
        for (Index image = 0; image < curve->images; ++image) {
            std::vector<float> values(originals[static_cast<std::size_t>(image)].size());
            for (std::size_t i = 0; i < values.size(); ++i)
                values[i] = range.lowest + scale * static_cast<float>(read->bytes[sheet.placeOf(image, i)]) / 255.0f;
            addImage(point, originals[static_cast<std::size_t>(image)], std::move(values), range);
        }
        finish(point, curve->images);
    }
    return curve;
}

} // namespace hourglass::analysis
