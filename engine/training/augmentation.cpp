#include "engine/training/augmentation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::training {

namespace {

using Kind = Augmentation::Kind;

constexpr Index nodeSpacing = 7;               ///< pixels between the nodes of an elastic field
constexpr std::uint64_t drawsOfOne = 1u << 20; ///< a variation's own random numbers: more than any sample has

enum class Needs { Nothing, Image, Series };

struct Row {
    spec::Kind kind;
    Augmentation::Kind does;
    Needs needs;
};

spec::Setting amount(const char *key, const char *label, const char *help, double fallback, double maximum, double usual = 0) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = spec::SettingKind::Real,
            .fallback = fallback,
            .minimum = 0.0,
            .maximum = maximum,
            .usualMinimum = 0.0,
            .usualMaximum = usual};
}

/// The first setting of each is its amount.
const std::vector<Row> &rows() {
    static const std::vector<Row> all{
        {{"shift",
          "Shift",
          "Each picture is moved in both directions by up to this share of its sides; what moves in is what its rim holds.",
          {amount("amount", "Share of the sides", "How far at most.", 0.1, 0.5)}},
         Kind::Shift,
         Needs::Image},
        {{"rotate",
          "Rotate",
          "Each picture is turned about its centre by up to so many degrees, either way.",
          {amount("degrees", "Degrees", "How far at most.", 10.0, 180.0, 45.0)}},
         Kind::Rotate,
         Needs::Image},
        {{"zoom",
          "Zoom",
          "Each picture grows or shrinks about its centre by up to this share.",
          {amount("amount", "Share", "How much at most.", 0.1, 0.9, 0.5)}},
         Kind::Zoom,
         Needs::Image},
        {{"flip",
          "Flip",
          "Half of the pictures, drawn by lot, are mirrored.",
          {{.key = "direction",
            .label = "Direction",
            .help = "What changes places.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("horizontal"),
            .choices = {{"horizontal", "Left and right", "As in a mirror."},
                        {"vertical", "Top and bottom", "As in water."},
                        {"both", "Both", "Each by a lot of its own."}}}}},
         Kind::Flip,
         Needs::Image},
        {{"elastic",
          "Elastic",
          "Each picture is bent as if drawn on rubber: points 7 pixels apart move at random, those between them smoothly along (after Simard et al. 2003).",
          {amount("pixels", "Pixels", "Standard deviation of the way that points move.", 1.0, 10.0, 4.0)}},
         Kind::Elastic,
         Needs::Image},
        {{"brightness",
          "Brightness",
          "To all numbers of a sample one number is added, drawn from both sides of zero.",
          {amount("amount", "Amount", "The most that is added or taken.", 0.2, 2.0, 0.5)}},
         Kind::Brightness,
         Needs::Nothing},
        {{"noise",
          "Noise",
          "To each number another one is added, which the model is asked to keep; of series this is called jitter. To have noise taken out, corrupt the input instead.",
          {amount("strength", "Strength", "Standard deviation.", 0.05, 2.0, 0.5)}},
         Kind::Noise,
         Needs::Nothing},
        {{"scale",
          "Scale",
          "All numbers of a sample are multiplied by one number around 1 (Um et al. 2017).",
          {amount("strength", "Strength", "Standard deviation of that number.", 0.1, 1.0, 0.5)}},
         Kind::Scale,
         Needs::Nothing},
        {{"window",
          "Window",
          "A run of each series, at a random place, is stretched to the whole length (Le Guennec et al. 2016).",
          {amount("cut", "Cut away", "The share that is left out at both ends together.", 0.1, 0.9)}},
         Kind::Window,
         Needs::Series}};
    return all;
}

bool isSeries(const core::Shape &shape) {
    return shape.rank == 2 && shape.extents[0] > 1;
}

} // namespace

/// Where the pixels of a variant come from: row = r0 + rr · row + rc · column of the variant, likewise the column; all from the centre.
struct Augmentation::Move {
    float r0 = 0, rr = 1, rc = 0, c0 = 0, cr = 0, cc = 1;
};

std::vector<spec::Kind> augmentationKinds() {
    std::vector<spec::Kind> kinds;
    for (const Row &row : rows())
        kinds.push_back(row.kind);
    return kinds;
}

core::Result<Augmentation> makeAugmentation(const std::vector<spec::Component> &components, const core::Shape &shape, bool isWithinUnit) {
    Augmentation result;
    result.m_shape = shape;
    result.m_staysWithinUnit = isWithinUnit;
    for (std::size_t index = 0; index < components.size(); ++index) {
        const auto row = std::find_if(rows().begin(), rows().end(), [&](const Row &known) { return known.kind.key == components[index].kind; });
        const bool fits = row->needs == Needs::Nothing || (row->needs == Needs::Image ? shape.isImage() : isSeries(shape));
        if (!fits) {
            std::string what = row->kind.label;
            what += row->needs == Needs::Image ? " needs pictures" : " needs series";
            what += ", and a sample here is " + core::toText(shape);
            return core::Error{what, "training.augmentation." + std::to_string(index), "Take this variation away, or choose other data."};
        }
        Augmentation::Variation variation{.kind = row->does, .draws = index * drawsOfOne};
        if (row->does == Kind::Flip) {
            const std::string direction = spec::choiceOf(components[index], row->kind, "direction");
            variation.isAcross = direction != "vertical";
            variation.isDown = direction != "horizontal";
        } else {
            variation.amount = static_cast<float>(spec::realOf(components[index], row->kind, row->kind.settings.front().key));
            if (variation.amount == 0)
                continue;
        }
        (row->needs == Needs::Image ? result.m_moves : result.m_changes).push_back(variation);
    }
    if (!result.m_moves.empty()) // the picture as it was, where its pixels come from, and the nodes of an elastic field
        result.m_workspace = core::padded(shape.size()) + 2 * core::padded(shape.height() * shape.width()) +
                             2 * result.nodesAlong(shape.height()) * result.nodesAlong(shape.width());
    else if (result.isOn())
        result.m_workspace = core::padded(shape.size());
    return result;
}

Index Augmentation::nodesAlong(Index side) const {
    return (side - 1) / nodeSpacing + 2;
}

void Augmentation::apply(float *x, float *workspace, const core::Random &random, std::uint64_t step, Index sample) const {
    const auto number = static_cast<std::uint64_t>(sample);
    if (!m_moves.empty())
        moveImage(x, workspace, random, step, number);
    for (const Variation &variation : m_changes)
        change(variation, x, workspace, random, step, number);
    if (m_staysWithinUnit && !m_changes.empty())
        for (Index i = 0; i < m_shape.size(); ++i)
            x[i] = std::clamp(x[i], 0.0f, 1.0f);
}

/// The maps from the variant back to the picture, one after the other.
Augmentation::Move Augmentation::moveOf(const core::Random &random, std::uint64_t step, std::uint64_t sample) const {
    Move move;
    for (const Variation &variation : m_moves) {
        const auto drawn = [&](std::uint64_t element) { return 2 * random.uniform(step, sample, variation.draws + element) - 1; };
        switch (variation.kind) {
        case Kind::Shift:
            move.r0 += drawn(0) * variation.amount * static_cast<float>(m_shape.height());
            move.c0 += drawn(1) * variation.amount * static_cast<float>(m_shape.width());
            break;
        case Kind::Rotate: {
            const float angle = drawn(0) * variation.amount * 0.017453292519943295f, cosine = std::cos(angle), sine = std::sin(angle);
            move = {cosine * move.r0 + sine * move.c0,  cosine * move.rr + sine * move.cr,  cosine * move.rc + sine * move.cc,
                    -sine * move.r0 + cosine * move.c0, -sine * move.rr + cosine * move.cr, -sine * move.rc + cosine * move.cc};
            break;
        }
        case Kind::Zoom: {
            const float factor = 1 / (1 + drawn(0) * variation.amount);
            move = {factor * move.r0, factor * move.rr, factor * move.rc, factor * move.c0, factor * move.cr, factor * move.cc};
            break;
        }
        case Kind::Flip:
            if (variation.isDown && drawn(0) < 0)
                move.r0 = -move.r0, move.rr = -move.rr, move.rc = -move.rc;
            if (variation.isAcross && drawn(1) < 0)
                move.c0 = -move.c0, move.cr = -move.cr, move.cc = -move.cc;
            break;
        default: break;
        }
    }
    return move;
}

void Augmentation::moveImage(float *x, float *workspace, const core::Random &random, std::uint64_t step, std::uint64_t sample) const {
    const Index height = m_shape.height(), width = m_shape.width(), pixels = height * width;
    float *before = workspace, *rows = before + core::padded(m_shape.size()), *columns = rows + core::padded(pixels), *nodes = columns + core::padded(pixels);
    const Move move = moveOf(random, step, sample);
    const float middleRow = 0.5f * static_cast<float>(height - 1), middleColumn = 0.5f * static_cast<float>(width - 1);
    for (Index row = 0; row < height; ++row)
        for (Index column = 0; column < width; ++column) {
            const float down = static_cast<float>(row) - middleRow, across = static_cast<float>(column) - middleColumn;
            rows[row * width + column] = middleRow + move.r0 + move.rr * down + move.rc * across;
            columns[row * width + column] = middleColumn + move.c0 + move.cr * down + move.cc * across;
        }
    for (const Variation &variation : m_moves)
        if (variation.kind == Kind::Elastic)
            bend(variation, rows, columns, nodes, random, step, sample);
    std::copy_n(x, m_shape.size(), before);
    for (Index channel = 0; channel < m_shape.channels(); ++channel)
        kernels::resampleImage(height, width, before + channel * pixels, rows, columns, x + channel * pixels);
}

/// Nodes move by normal numbers; between four of them the way is theirs by the weights 3t² − 2t³ of each side, which leaves no creases.
void Augmentation::bend(const Variation &elastic, float *rows, float *columns, float *nodes, const core::Random &random, std::uint64_t step,
                        std::uint64_t sample) const {
    const Index height = m_shape.height(), width = m_shape.width(), nodeRows = nodesAlong(height), nodeColumns = nodesAlong(width),
                count = nodeRows * nodeColumns;
    for (Index node = 0; node < 2 * count; ++node)
        nodes[node] = elastic.amount * random.normal(step, sample, elastic.draws + static_cast<std::uint64_t>(node));
    std::array<float, nodeSpacing> weights{};
    for (Index i = 0; i < nodeSpacing; ++i) {
        const float t = static_cast<float>(i) / nodeSpacing;
        weights[static_cast<std::size_t>(i)] = t * t * (3 - 2 * t);
    }
    for (Index row = 0; row < height; ++row) {
        const float down = weights[static_cast<std::size_t>(row % nodeSpacing)];
        for (Index column = 0; column < width; ++column) {
            const float across = weights[static_cast<std::size_t>(column % nodeSpacing)];
            const float *at = nodes + row / nodeSpacing * nodeColumns + column / nodeSpacing;
            const auto way = [&](const float *corner) {
                const float top = corner[0] + across * (corner[1] - corner[0]),
                            bottom = corner[nodeColumns] + across * (corner[nodeColumns + 1] - corner[nodeColumns]);
                return top + down * (bottom - top);
            };
            rows[row * width + column] += way(at);
            columns[row * width + column] += way(at + count);
        }
    }
}

void Augmentation::change(const Variation &variation, float *x, float *workspace, const core::Random &random, std::uint64_t step, std::uint64_t sample) const {
    const Index size = m_shape.size();
    switch (variation.kind) {
    case Kind::Brightness: {
        const float added = (2 * random.uniform(step, sample, variation.draws) - 1) * variation.amount;
        for (Index i = 0; i < size; ++i)
            x[i] += added;
        break;
    }
    case Kind::Noise: {
        // The numbers of a sample begin at 0 in the kernel: another key in place of another beginning.
        auto key = random.key();
        key[1] ^= static_cast<std::uint32_t>(variation.draws / drawsOfOne + 1) * 0x9E3779B9u;
        kernels::addNormal(size, x, variation.amount, key.data(), step, sample);
        break;
    }
    case Kind::Scale: {
        const float factor = 1 + variation.amount * random.normal(step, sample, variation.draws);
        for (Index i = 0; i < size; ++i)
            x[i] *= factor;
        break;
    }
    case Kind::Window: {
        const Index steps = m_shape.extents[0], features = m_shape.extents[1];
        const float last = static_cast<float>(steps - 1), first = random.uniform(step, sample, variation.draws) * variation.amount * last;
        std::copy_n(x, size, workspace);
        for (Index row = 0; row < steps; ++row) {
            const float place = std::min(first + static_cast<float>(row) * (1 - variation.amount), last);
            const Index at = std::min(static_cast<Index>(place), steps - 2);
            const float share = place - static_cast<float>(at), *from = workspace + at * features;
            for (Index feature = 0; feature < features; ++feature)
                x[row * features + feature] = from[feature] + share * (from[features + feature] - from[feature]);
        }
        break;
    }
    default: break;
    }
}

} // namespace hourglass::training
