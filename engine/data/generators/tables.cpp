#include "engine/data/generators/tables.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace hourglass::data {

namespace {

constexpr const char *group = "Tables";

/// rows × columns normal numbers that both parts share, row after row.
std::vector<double> sharedNormals(const Draw &draw, Index rows, Index columns) {
    std::vector<double> numbers;
    numbers.reserve(static_cast<std::size_t>(rows * columns));
    for (Index row = 0; row < rows; ++row) {
        RandomDraws draws = draw.sharedDraws(row);
        for (Index column = 0; column < columns; ++column)
            numbers.push_back(draws.normal());
    }
    return numbers;
}

spec::Kind blobsKind() {
    return {.key = "blobs",
            .label = "Gaussian blobs",
            .help = "Clouds around centres that are uniform in a cube of many dimensions, a class for each.",
            .settings = {samplesKnob(2000, 100'000), integerKnob("centres", "Centres", "How many clouds there are.", 8, 1, 100),
                         integerKnob("dimensions", "Dimensions", "Numbers of a sample.", 20, 1, 1000),
                         realKnob("spread", "Spread", "Deviation of a cloud in each dimension; the cube reaches from −1 to 1.", 0.15, 0.0, 2.0)},
            .group = "Clusters"};
}

Description describeBlobs(const Knobs &knobs) {
    return {.shape = core::Shape(knobs.integer("dimensions")), .classNames = numbered("Blob", knobs.integer("centres"))};
}

/// All numbers lie in [0, 1]: one scale for all, and no normal number is larger than furthestNormal.
void drawBlobs(const Draw &draw) {
    const Index centres = draw.knobs.integer("centres"), dimensions = draw.to.features;
    const double spread = draw.knobs.real("spread"), scale = 0.5 / (1.0 + furthestNormal * spread);
    std::vector<double> places;
    for (Index centre = 0; centre < centres; ++centre) {
        RandomDraws draws = draw.sharedDraws(centre);
        for (Index d = 0; d < dimensions; ++d)
            places.push_back(draws.uniform(-1.0, 1.0));
    }
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        const Index label = draws.below(centres);
        draw.setLabel(sample, label);
        const double *place = places.data() + label * dimensions;
        float *to = draw.floats(sample);
        for (Index d = 0; d < dimensions; ++d)
            to[d] = static_cast<float>(0.5 + scale * (place[d] + spread * draws.normal()));
    });
}

spec::Kind correlatedKind() {
    return {.key = "correlated",
            .label = "Correlated table",
            .help = "Gaussian columns that mix a few hidden factors, and noise: what PCA was made for, and no autoencoder beats it here.",
            .settings = {samplesKnob(2000, 100'000), integerKnob("dimensions", "Columns", "Numbers of a sample.", 20, 10, 1000),
                         integerKnob("rank", "Hidden factors", "A code of as many numbers holds all but the noise.", 3, 1, 10),
                         realKnob("noise", "Noise", "Its deviation in each column; the strongest factor has 1 in the middle of the columns.", 0.1, 0.0, 1.0)},
            .group = group};
}

Description describeCorrelated(const Knobs &knobs) {
    return {.shape = core::Shape(knobs.integer("dimensions")),
            .factorNames = numbered("Factor", knobs.integer("rank")),
            .intrinsicDimension = knobs.integer("rank")};
}

/// x = W z + noise, z standard normal, the columns of W weaker from 1 to 0.3, so that PCA can tell them apart. Five deviations of the
/// widest column fit into [0, 1] on either side of ½; of ten million numbers some six lie beyond, and are cut off.
void drawCorrelated(const Draw &draw) {
    const Index rank = draw.knobs.integer("rank"), dimensions = draw.to.features;
    const double noise = draw.knobs.real("noise");
    std::vector<double> mixing = sharedNormals(draw, rank, dimensions);
    double widest = 0.0;
    for (Index d = 0; d < dimensions; ++d) {
        double square = noise * noise;
        for (Index k = 0; k < rank; ++k) {
            double &weight = mixing[static_cast<std::size_t>(k * dimensions + d)];
            weight *= 1.0 - 0.7 * static_cast<double>(k) / static_cast<double>(rank);
            square += weight * weight;
        }
        widest = std::max(widest, std::sqrt(square));
    }
    const double scale = 0.5 / (5.0 * widest);
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        float *to = draw.floats(sample), *factors = draw.factors(sample);
        for (Index k = 0; k < rank; ++k)
            factors[k] = static_cast<float>(draws.normal());
        for (Index d = 0; d < dimensions; ++d) {
            double value = noise * draws.normal();
            for (Index k = 0; k < rank; ++k)
                value += mixing[static_cast<std::size_t>(k * dimensions + d)] * static_cast<double>(factors[k]);
            to[d] = static_cast<float>(std::clamp(0.5 + scale * value, 0.0, 1.0));
        }
    });
}

spec::Kind sparseKind() {
    return {.key = "sparse-codes",
            .label = "Sparse codes",
            .help = "Each sample is the sum of a few atoms out of a dictionary: the case of sparse autoencoders.",
            .settings = {samplesKnob(5000, 50'000), integerKnob("dimensions", "Dimensions", "Numbers of a sample.", 64, 1, 1000),
                         integerKnob("atoms", "Atoms", "Size of the dictionary. With more atoms than dimensions it is overcomplete.", 128, 16, 512),
                         integerKnob("active", "Active atoms", "How many a sample is made of, each with a weight from ½ to 1.", 4, 1, 16)},
            .group = group};
}

Description describeSparse(const Knobs &knobs) {
    return {.shape = core::Shape(knobs.integer("dimensions")), .factorNames = numbered("Atom", knobs.integer("atoms"))};
}

/// One scale for all: in no dimension can the `active` largest numbers of the atoms add up to more than ½.
double scaleOf(const std::vector<double> &dictionary, Index atoms, Index dimensions, Index active) {
    double largest = 0.0;
    std::vector<double> sizes(static_cast<std::size_t>(atoms));
    for (Index d = 0; d < dimensions; ++d) {
        for (Index atom = 0; atom < atoms; ++atom)
            sizes[static_cast<std::size_t>(atom)] = std::abs(dictionary[static_cast<std::size_t>(atom * dimensions + d)]);
        std::partial_sort(sizes.begin(), sizes.begin() + active, sizes.end(), std::greater<>());
        double sum = 0.0;
        for (Index i = 0; i < active; ++i)
            sum += sizes[static_cast<std::size_t>(i)];
        largest = std::max(largest, sum);
    }
    return 0.5 / largest;
}

void drawSparse(const Draw &draw) {
    const Index atoms = draw.knobs.integer("atoms"), active = draw.knobs.integer("active"), dimensions = draw.to.features;
    const std::vector<double> dictionary = sharedNormals(draw, atoms, dimensions);
    const double scale = scaleOf(dictionary, atoms, dimensions, active);
    std::vector<double> sum(static_cast<std::size_t>(dimensions));
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        float *factors = draw.factors(sample), *to = draw.floats(sample);
        std::fill(sum.begin(), sum.end(), 0.0);
        for (Index found = 0; found < active;) {
            const Index atom = draws.below(atoms);
            if (factors[atom] != 0.0f)
                continue;
            const double weight = draws.uniform(0.5, 1.0);
            factors[atom] = static_cast<float>(weight);
            for (Index d = 0; d < dimensions; ++d)
                sum[static_cast<std::size_t>(d)] += weight * dictionary[static_cast<std::size_t>(atom * dimensions + d)];
            ++found;
        }
        for (Index d = 0; d < dimensions; ++d)
            to[d] = static_cast<float>(std::clamp(0.5 + scale * sum[static_cast<std::size_t>(d)], 0.0, 1.0)); // of rounding alone
    });
}

} // namespace

Generator blobs() {
    return {blobsKind, describeBlobs, drawBlobs};
}

Generator correlated() {
    return {correlatedKind, describeCorrelated, drawCorrelated};
}

Generator sparseCodes() {
    return {sparseKind, describeSparse, drawSparse};
}

} // namespace hourglass::data
