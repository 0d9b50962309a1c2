// PCA, discriminants, chance, and what all methods refuse.
#include <QTest>

#include <array>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/core/random.h"
#include "engine/projections/projection.h"
#include "tests/support/projection_reference.h"

using namespace hourglass;
using namespace hourglass::projections;

namespace {

Layout layoutOf(const std::string &method, const Subject &subject) {
    auto projection = project(method, {}, subject);
    if (!projection)
        qFatal("%s", projection.error().sentence().c_str());
    return (*projection)->layout();
}

QString refusal(const std::string &method, const Subject &subject, const spec::Values &settings = {}) {
    const auto projection = project(method, settings, subject);
    return projection ? QString() : QString::fromStdString(projection.error().sentence());
}

/// |correlation| of two lists.
double likeness(std::span<const float> a, const std::vector<double> &b) {
    double ab = 0, aa = 0, bb = 0, meanA = 0, meanB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        meanA += static_cast<double>(a[i]) / static_cast<double>(a.size());
        meanB += b[i] / static_cast<double>(a.size());
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = static_cast<double>(a[i]) - meanA, y = b[i] - meanB;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return std::abs(ab) / std::sqrt(aa * bb);
}

double deviation(std::span<const float> values) {
    double sum = 0, square = 0;
    for (const float value : values) {
        sum += static_cast<double>(value);
        square += static_cast<double>(value) * static_cast<double>(value);
    }
    const double mean = sum / static_cast<double>(values.size());
    return std::sqrt(square / static_cast<double>(values.size()) - mean * mean);
}

} // namespace

class ProjectionLinearTest : public QObject {
    Q_OBJECT

private slots:
    void discriminantsAreThoseOfScikitLearn() {
        const ProjectionReference reference;
        const Layout plane = layoutOf("lda", {reference.codeView(), reference.labels});
        const std::vector<double> theirs = ProjectionReference::numbers(reference.all["discriminants"]);
        std::vector<double> first, second;
        double square = 0;
        for (std::size_t i = 0; i < theirs.size(); i += 2) {
            first.push_back(theirs[i]);
            second.push_back(theirs[i + 1]);
            square += theirs[i] * theirs[i];
        }
        QVERIFY(likeness(plane.x.span(), first) > 1 - 1e-5);
        QVERIFY(likeness(plane.y.span(), second) > 1 - 1e-5);
        const double theirDeviation = std::sqrt(square / static_cast<double>(first.size()));
        QVERIFY2(std::abs(deviation(plane.x.span()) - theirDeviation) < 1e-3 * theirDeviation,
                 qPrintable(QString("%1 for %2").arg(deviation(plane.x.span())).arg(theirDeviation)));
    }

    void twoClassesLeaveTheSecondDirectionToVariance() {
        const ProjectionReference reference;
        std::vector<int> labels = reference.labels;
        for (int &label : labels)
            label = std::min(label, 1);
        labels[5] = -1; // placed, but not asked
        const Layout plane = layoutOf("lda", {reference.codeView(), labels});
        QVERIFY(deviation(plane.y.span()) > 0.1);
        std::vector<double> x(plane.x.span().begin(), plane.x.span().end());
        QVERIFY(std::isfinite(plane.x[5]));
    }

    void pcaSaysWhatItShows() {
        const ProjectionReference reference;
        auto projection = project("pca", {}, {reference.codeView()});
        QVERIFY(projection);
        QVERIFY(QString::fromStdString((*projection)->warnings().front()).contains("% of the variance"));
        const Layout plane = (*projection)->layout();
        QVERIFY(deviation(plane.x.span()) > deviation(plane.y.span()));
        core::ThreadPool pool(1);
        QVERIFY(!(*projection)->advance({}, pool));
        QVERIFY((*projection)->isFinished());
    }

    void chanceHangsOnTheSeedAlone() {
        const ProjectionReference reference;
        Subject other{reference.codeView()};
        other.seed = 1;
        const Layout first = layoutOf("random", {reference.codeView()}), again = layoutOf("random", {reference.codeView()}), second = layoutOf("random", other);
        QVERIFY(std::ranges::equal(first.x.span(), again.x.span()));
        QVERIFY(!std::ranges::equal(first.x.span(), second.x.span()));
    }

    void oneDimensionIsALine() {
        std::vector<float> codes(50);
        for (std::size_t i = 0; i < codes.size(); ++i)
            codes[i] = static_cast<float>(i * i);
        core::ThreadPool pool(1);
        for (const char *method : {"pca", "tsne", "umap", "pacmap", "random"}) {
            auto projection = project(method, {}, {{codes.data(), 1, 50, 1}});
            QVERIFY2(projection, method);
            QVERIFY(!(*projection)->advance({}, pool));
            const Layout plane = (*projection)->layout();
            for (Index i = 0; i < 50; ++i)
                QVERIFY2(std::isfinite(plane.x[i]) && std::isfinite(plane.y[i]), method);
        }
    }

    void refusesWithASentence() {
        const ProjectionReference reference;
        std::vector<float> codes = reference.codes;
        const core::ConstView view{codes.data(), reference.dimensions, reference.samples, reference.dimensions};
        QCOMPARE(refusal("tsne", {view.columnsFrom(0, 1)}),
                 QString("t-SNE needs at least 4 samples, and there is 1. Project more of them, or look at the codes themselves."));
        QVERIFY(refusal("lda", {view}).startsWith("LDA needs labels"));
        QVERIFY(refusal("lda", {view, std::vector<int>(120, 3)}).startsWith("all samples that have a label are of one class"));
        QVERIFY(refusal("lda", {view, std::vector<int>(7, 3)}).startsWith("there are 7 labels for 120 codes"));
        QVERIFY(refusal("sne", {view}).contains("tsne"));
        Subject space{{codes.data(), 2, 60, 2}};
        space.dimensions = 3;
        QCOMPARE(refusal("tsne", space), QString("dimensions: codes of 2 dimensions fill no space. Ask for 2 dimensions."));
        space = {view};
        space.dimensions = 3;
        space.start = Layout(view.columns);
        QCOMPARE(refusal("umap", space), QString("the layout to start from has 2 dimensions, not 3. Start anew."));
        QVERIFY(refusal("tsne", {view}, {{"perplexity", 0.5}}).contains("perplexity"));
        QVERIFY(refusal("tsne", {view}, {{"neighbours", Index{5}}}).contains("neighbours"));
        codes[7] = std::numeric_limits<float>::infinity();
        for (const char *method : {"pca", "tsne", "umap", "pacmap", "random"})
            QCOMPARE(refusal(method, {view}),
                     QString("the code of sample 1 is not finite. Project codes of a model that has not diverged, or leave this sample out."));
        std::ranges::fill(codes, 0.5f);
        for (const char *method : {"pca", "tsne", "umap", "pacmap", "random"})
            QVERIFY(refusal(method, {view}).startsWith("all 120 codes are equal"));
    }

    void similarityIsThatOfScipy() {
        // scipy.spatial.procrustes' disparity, and (by numpy's SVD) where the second set comes to lie on the first.
        constexpr std::array<float, 12> first{0, 0, 1, 0.2f, 2, -0.5f, 0.5f, 1.5f, -1, 0.75f, 1.5f, 2.25f},
            second{3, 1, 2.5f, -1.5f, 4.5f, -3, 0.25f, 0.5f, 2, 4, -1, -2};
        constexpr std::array<double, 12> expected{0.12413030363965416, 0.19965815403177167, 1.267343655741001,  0.40195053287753885,
                                                  1.9299617936859037,  -0.5237683490850588, 0.3796300020108588, 1.446551377438166,
                                                  -1.2315101548361147, 0.6853207319525437,  1.5304443997586965, 1.990287552785039};
        const Layout reference(hourglass::core::ConstView{first.data(), 2, 6, 2}), plane(hourglass::core::ConstView{second.data(), 2, 6, 2});
        const Similarity found = similarityOnto(plane, reference);
        QVERIFY(std::abs(found.misfit - 0.02862114044324657) < 1e-7);
        QVERIFY(std::abs(found.scale - 0.4553711884000835) < 1e-7);
        QCOMPARE(found.mirror, -1.0);
        for (Index i = 0; i < 6; ++i) {
            const auto [x, y] = found(plane.x[i], plane.y[i]);
            const auto at = static_cast<std::size_t>(2 * i);
            QVERIFY2(std::abs(static_cast<double>(x) - expected[at]) < 1e-6 && std::abs(static_cast<double>(y) - expected[at + 1]) < 1e-6,
                     qPrintable(QString("point %1: %2 %3").arg(i).arg(x).arg(y)));
        }
        const Similarity none = similarityOnto(Layout(6), reference); // all in one place
        QCOMPARE(none.misfit, 1.0);
        QCOMPARE(none.scale, 1.0);
    }

    void alignmentInSpaceUndoesTurnsAndMirrors() {
        const core::Random random(9, core::Stream::Data);
        Layout space(60, 3);
        for (Index axis = 0; axis < 3; ++axis)
            for (Index i = 0; i < 60; ++i)
                space.axis(axis)[i] = random.normal(0, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(axis)) * static_cast<float>(3 - axis);
        for (const bool isMirrored : {false, true}) {
            Layout turned(60, 3);
            for (Index i = 0; i < 60; ++i) {
                const float x = isMirrored ? -space.x[i] : space.x[i], y = 0.6f * space.y[i] - 0.8f * space.z[i], z = 0.8f * space.y[i] + 0.6f * space.z[i];
                turned.x[i] = 0.28f * x - 0.96f * z + 12;
                turned.y[i] = y - 5;
                turned.z[i] = 0.96f * x + 0.28f * z;
            }
            align(turned, space);
            for (Index axis = 0; axis < 3; ++axis)
                for (Index i = 0; i < 60; ++i)
                    QVERIFY(std::abs(turned.axis(axis)[i] - space.axis(axis)[i]) < 1e-4f);
        }
        Layout still(60, 3); // all in one place: nothing tells one way from another
        align(still, space);
        QVERIFY(still.extent() == 0);
    }

    void alignmentInSpaceLeavesLeast() {
        // |a|² + |b|² − 2 Σ σ (Schönemann 1966), the singular values σ of the two sets' product by Jacobi's rotations in Python.
        constexpr std::array<float, 15> first{0, 0, 1, 1, 0.2f, 2, -0.5f, 0.5f, 1.5f, -1, 0.75f, 1.5f, 2.25f, -1, 0.5f},
            second{3, 1, 2.5f, -1.5f, 4.5f, -3, 0.25f, 0.5f, 2, 4, -1, -2, 1, 2, 0.5f};
        Layout moved(core::ConstView{second.data(), 3, 5, 3});
        const Layout reference(core::ConstView{first.data(), 3, 5, 3});
        align(moved, reference);
        double left = 0;
        for (Index axis = 0; axis < 3; ++axis)
            for (Index i = 0; i < 5; ++i)
                left += std::pow(static_cast<double>(moved.axis(axis)[i]) - static_cast<double>(reference.axis(axis)[i]), 2);
        QVERIFY2(std::abs(left - 42.02791106955111) < 1e-4, qPrintable(QString::number(left, 'g', 9)));
    }

    void inSpaceThereIsAThirdDirection() {
        const ProjectionReference reference;
        Subject subject{reference.codeView(), reference.labels};
        subject.dimensions = 3;
        const Layout plane = layoutOf("pca", {reference.codeView()}), space = layoutOf("pca", subject);
        for (Index i = 0; i < reference.samples; ++i)
            QVERIFY(std::abs(plane.x[i] - space.x[i]) < 1e-4f && std::abs(plane.y[i] - space.y[i]) < 1e-4f);
        QVERIFY(deviation(space.y.span()) > deviation(space.z.span()) && deviation(space.z.span()) > 0);
        for (int classes = 2; classes < 4; ++classes) { // fewer discriminants than dimensions: the rest is variance
            subject.labels = reference.labels;
            for (int &label : subject.labels)
                label = std::min(label, classes - 1);
            auto projection = project("lda", {}, subject);
            QVERIFY(projection);
            const Layout lda = (*projection)->layout();
            QVERIFY(deviation(lda.y.span()) > 0.05 && deviation(lda.z.span()) > 0.05);
            QVERIFY(QString::fromStdString((*projection)->warnings().at(1)).startsWith(QString::number(classes) + " classes lie apart in "));
        }
        QVERIFY(deviation(layoutOf("random", subject).z.span()) > 0);
    }

    void alignmentUndoesTurnsAndMirrors() {
        const ProjectionReference reference;
        const Layout plane(reference.planeView());
        for (const bool isMirrored : {false, true}) {
            Layout turned(plane.samples());
            for (Index i = 0; i < plane.samples(); ++i) {
                const float x = isMirrored ? -plane.x[i] : plane.x[i];
                turned.x[i] = 0.6f * x - 0.8f * plane.y[i] + 12;
                turned.y[i] = 0.8f * x + 0.6f * plane.y[i] - 5;
            }
            align(turned, plane);
            for (Index i = 0; i < plane.samples(); ++i)
                QVERIFY(std::abs(turned.x[i] - plane.x[i]) < 1e-4f && std::abs(turned.y[i] - plane.y[i]) < 1e-4f);
        }
    }
};

QTEST_GUILESS_MAIN(ProjectionLinearTest)
#include "projection_linear_test.moc"
