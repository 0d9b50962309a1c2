#include "engine/projections/linear.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>

#include "engine/analysis/covariance.h"
#include "engine/analysis/decompositions.h"
#include "engine/analysis/pca.h"
#include "engine/core/random.h"

namespace hourglass::projections {

namespace {

constexpr Index samplesOfBlock = 256;

/// Nothing is left to do: the plane is there from the beginning.
class Finished : public Projection {
public:
    Finished(Layout layout, std::vector<std::string> warnings) : Projection(std::move(layout), 1) { m_warnings = std::move(warnings); }

private:
    std::optional<core::Error> makeStep(Index, const std::atomic<bool> *, core::ThreadPool &) override { return {}; }
};

core::Result<std::unique_ptr<Projection>> finished(Layout layout, std::vector<std::string> warnings) {
    return std::unique_ptr<Projection>(std::make_unique<Finished>(std::move(layout), std::move(warnings)));
}

Layout layoutOf(const analysis::Pca &pca, core::ConstView codes, Index dimensions) {
    Layout layout(codes.columns, dimensions);
    core::Floats columns(pca.components * codes.columns);
    analysis::project(pca, codes, {columns.data(), pca.components, codes.columns, pca.components});
    for (Index axis = 0; axis < std::min(dimensions, pca.components); ++axis)
        for (Index sample = 0; sample < codes.columns; ++sample)
            layout.axis(axis)[sample] = columns[sample * pca.components + axis];
    return layout;
}

/// Means of classes and the scatter within and between them, of those samples that have a label.
struct Scatter {
    Index dimensions, classes = 0, counted = 0;
    std::vector<double> mean, within, between; ///< within and between: dimensions²

    Scatter(core::ConstView codes, const std::vector<int> &labels) : dimensions(codes.rows), mean(size()), between(size() * size()) {
        std::map<int, std::vector<double>> sums;
        std::map<int, Index> counts;
        for (Index sample = 0; sample < codes.columns; ++sample)
            if (const int label = labels[static_cast<std::size_t>(sample)]; label >= 0) {
                auto &sum = sums[label];
                sum.resize(size());
                for (std::size_t row = 0; row < size(); ++row) {
                    sum[row] += static_cast<double>(codes.column(sample)[row]);
                    mean[row] += static_cast<double>(codes.column(sample)[row]);
                }
                ++counts[label];
                ++counted;
            }
        classes = static_cast<Index>(counts.size());
        if (classes < 2)
            return;
        for (double &each : mean)
            each /= static_cast<double>(counted);
        std::vector<double> way(size());
        for (auto &[label, sum] : sums) {
            const auto count = static_cast<double>(counts[label]);
            for (std::size_t row = 0; row < size(); ++row) {
                sum[row] /= count;
                way[row] = sum[row] - mean[row];
            }
            addOuter(way, count, between);
        }
        // A block of samples without the means of their classes after another.
        analysis::OuterProductSum sum(dimensions);
        core::Floats block(dimensions * samplesOfBlock);
        Index filled = 0;
        const auto flush = [&] {
            sum.add({block.data(), dimensions, filled, dimensions});
            filled = 0;
        };
        for (Index sample = 0; sample < codes.columns; ++sample)
            if (const int label = labels[static_cast<std::size_t>(sample)]; label >= 0) {
                const std::vector<double> &middle = sums[label];
                for (Index row = 0; row < dimensions; ++row)
                    block[filled * dimensions + row] =
                        static_cast<float>(static_cast<double>(codes.column(sample)[row]) - middle[static_cast<std::size_t>(row)]);
                if (++filled == samplesOfBlock)
                    flush();
            }
        if (filled > 0)
            flush();
        within = sum.take();
    }

    std::size_t size() const { return static_cast<std::size_t>(dimensions); }

private:
    void addOuter(const std::vector<double> &way, double weight, std::vector<double> &to) const {
        for (std::size_t column = 0; column < size(); ++column)
            for (std::size_t row = column; row < size(); ++row)
                to[row + column * size()] += weight * way[row] * way[column];
    }
};

/// matrix · vector of a symmetric matrix of which the lower triangle is filled.
std::vector<double> timesSymmetric(const std::vector<double> &matrix, const double *vector, std::size_t size) {
    std::vector<double> product(size);
    for (std::size_t column = 0; column < size; ++column)
        for (std::size_t row = column; row < size; ++row) {
            product[row] += matrix[row + column * size] * vector[column];
            if (row != column)
                product[column] += matrix[row + column * size] * vector[row];
        }
    return product;
}

/// At most so many directions w that maximise wᵀ B w / wᵀ W w, by whitening W; its directions without variance are left out. Each has the length
/// at which the variance within the classes is 1 along it.
std::vector<std::vector<double>> discriminants(const Scatter &scatter, Index most) {
    const std::size_t size = scatter.size();
    const analysis::Eigenpairs within = analysis::leadingEigenpairs(scatter.within, scatter.dimensions, scatter.dimensions);
    std::vector<std::vector<double>> white;
    const auto share = static_cast<double>(scatter.counted);
    for (std::size_t i = 0; i < size; ++i)
        if (within.values[i] > 1e-10 * within.values[0] && within.values[i] > 0) {
            std::vector<double> direction(within.vectors.begin() + static_cast<std::ptrdiff_t>(i * size),
                                          within.vectors.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
            for (double &each : direction)
                each *= std::sqrt(share / within.values[i]);
            white.push_back(std::move(direction));
        }
    const std::size_t kept = white.size();
    std::vector<double> between(kept * kept);
    for (std::size_t column = 0; column < kept; ++column) {
        const std::vector<double> product = timesSymmetric(scatter.between, white[column].data(), size);
        for (std::size_t row = 0; row < kept; ++row)
            for (std::size_t i = 0; i < size; ++i)
                between[row + column * kept] += white[row][i] * product[i];
    }
    const Index wanted = std::min<Index>({most, static_cast<Index>(kept), scatter.classes - 1});
    std::vector<std::vector<double>> found;
    if (wanted < 1)
        return found;
    const analysis::Eigenpairs pairs = analysis::leadingEigenpairs(between, static_cast<Index>(kept), wanted);
    for (std::size_t pair = 0; pair < static_cast<std::size_t>(wanted); ++pair) {
        std::vector<double> direction(size);
        for (std::size_t i = 0; i < kept; ++i)
            for (std::size_t row = 0; row < size; ++row)
                direction[row] += pairs.vectors[pair * kept + i] * white[i][row];
        // Of the two signs the one whose largest number is positive.
        const auto largest = std::max_element(direction.begin(), direction.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
        if (*largest < 0)
            for (double &each : direction)
                each = -each;
        found.push_back(std::move(direction));
    }
    return found;
}

core::Floats along(core::ConstView codes, const std::vector<double> &mean, const std::vector<double> &direction) {
    core::Floats places(codes.columns);
    for (Index sample = 0; sample < codes.columns; ++sample) {
        double sum = 0;
        for (std::size_t row = 0; row < direction.size(); ++row)
            sum += (static_cast<double>(codes.column(sample)[row]) - mean[row]) * direction[row];
        places[sample] = static_cast<float>(sum);
    }
    return places;
}

double product(const std::vector<double> &a, const std::vector<double> &b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The principal components of what is left of the codes beside some directions.
core::Result<Layout> besides(core::ConstView codes, std::vector<std::vector<double>> directions, Index dimensions) {
    core::Floats rest(codes.rows * codes.columns);
    core::ConstView left = codes;
    const std::vector<double> origin(static_cast<std::size_t>(codes.rows));
    for (std::size_t each = 0; each < directions.size(); ++each) {
        std::vector<double> &direction = directions[each];
        for (std::size_t earlier = 0; earlier < each; ++earlier) { // at a right angle to those before it
            const double share = product(direction, directions[earlier]) / product(directions[earlier], directions[earlier]);
            for (std::size_t row = 0; row < direction.size(); ++row)
                direction[row] -= share * directions[earlier][row];
        }
        const double square = product(direction, direction);
        const core::Floats places = along(left, origin, direction);
        for (Index sample = 0; sample < codes.columns; ++sample)
            for (Index row = 0; row < codes.rows; ++row)
                rest[row + sample * codes.rows] =
                    left.column(sample)[row] - static_cast<float>(static_cast<double>(places[sample]) * direction[static_cast<std::size_t>(row)] / square);
        left = {rest.data(), codes.rows, codes.columns, codes.rows};
    }
    return principalLayout(left, dimensions);
}

const char *shapeOf(Index dimensions) {
    return dimensions > 2 ? "space" : "plane";
}

} // namespace

core::Result<Layout> principalLayout(core::ConstView codes, Index dimensions) {
    const auto pca = analysis::fitPca(analysis::SampleBlocks(codes), dimensions);
    if (!pca)
        return pca.error();
    return layoutOf(*pca, codes, dimensions);
}

spec::Kind pcaKind() {
    return {"pca", "PCA", "The directions in which the codes vary most; what lies apart along them does lie apart.", {}};
}

core::Result<std::unique_ptr<Projection>> makePca(const spec::Component &, const Subject &subject) {
    const auto pca = analysis::fitPca(analysis::SampleBlocks(subject.codes), subject.dimensions);
    if (!pca)
        return pca.error();
    char text[96];
    std::snprintf(text, sizeof text, "The %s shows %.0f %% of the variance of the codes.", shapeOf(subject.dimensions), 100 * pca->explained());
    return finished(layoutOf(*pca, subject.codes, subject.dimensions), {text});
}

spec::Kind ldaKind() {
    return {"lda", "LDA", "The directions in which the classes lie furthest apart; it needs labels.", {}};
}

core::Result<std::unique_ptr<Projection>> makeLda(const spec::Component &, const Subject &subject) {
    if (subject.labels.empty())
        return core::Error{"LDA needs labels, and there are none", "", "Give labels, or choose PCA."};
    const Scatter scatter(subject.codes, subject.labels);
    if (scatter.classes < 2)
        return core::Error{scatter.classes == 0 ? "no sample has a label" : "all samples that have a label are of one class", "",
                           "LDA needs two classes or more: choose PCA."};
    const Index dimensions = subject.dimensions;
    const auto directions = discriminants(scatter, dimensions);
    if (directions.empty())
        return core::Error{"within each class all codes are equal: there is no scatter to measure the classes by", "", "Choose PCA."};
    Layout layout(subject.codes.columns, dimensions);
    const auto found = static_cast<Index>(directions.size());
    for (Index axis = 0; axis < found; ++axis)
        layout.axis(axis) = along(subject.codes, scatter.mean, directions[static_cast<std::size_t>(axis)]);
    std::vector<std::string> warnings{"LDA was shown the classes: that they lie apart is what it was made for."};
    if (const Index left = std::min(dimensions, subject.codes.rows) - found; left > 0) {
        auto others = besides(subject.codes, directions, 2);
        if (!others)
            return others.error();
        for (Index axis = 0; axis < left; ++axis)
            layout.axis(found + axis) = std::move(others->axis(axis));
        warnings.push_back(std::to_string(scatter.classes) + " classes lie apart in " + std::to_string(found) +
                           (found == 1 ? " direction: the" : " directions: the") + (left == 1 ? " last axis shows" : " other axes show") +
                           " the variance that is left.");
    }
    return finished(std::move(layout), std::move(warnings));
}

spec::Kind randomKind() {
    return {"random", "Random", "Directions drawn by lot: what any other picture is to be better than.", {}};
}

core::Result<std::unique_ptr<Projection>> makeRandom(const spec::Component &, const Subject &subject) {
    const core::Random random(subject.seed, core::Stream::Projection);
    const std::vector<double> origin(static_cast<std::size_t>(subject.codes.rows));
    Layout layout(subject.codes.columns, subject.dimensions);
    for (Index axis = 0; axis < subject.dimensions; ++axis) {
        std::vector<double> direction;
        for (Index row = 0; row < subject.codes.rows; ++row)
            direction.push_back(static_cast<double>(random.normal(static_cast<std::uint64_t>(axis), 0, static_cast<std::uint64_t>(row))) /
                                std::sqrt(static_cast<double>(subject.dimensions)));
        layout.axis(axis) = along(subject.codes, origin, direction);
    }
    return finished(std::move(layout), {});
}

} // namespace hourglass::projections
