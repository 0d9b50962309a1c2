// Starts from a layout that know who was near whom: as good as from the beginning, the same bits on any number of threads, and no worse for what was known.
#include <QTest>

#include <cmath>

#include "engine/core/random.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"
#include "tests/support/projection_reference.h"

using namespace hourglass;
using namespace hourglass::projections;
using core::ThreadPool;

namespace {

struct Ended {
    Layout layout;
    std::shared_ptr<const KnownNeighbours> known;
};

/// `from`: warm, from there.
Ended ended(const std::string &method, core::ConstView codes, const Ended *from, int threads, Index slice = 1'000'000) {
    Subject subject{codes};
    if (from) {
        subject.start = from->layout;
        subject.known = from->known;
    }
    auto projection = project(method, {}, subject);
    ThreadPool pool(threads);
    Slice steps;
    steps.steps = slice;
    while (projection && !(*projection)->isFinished())
        if ((*projection)->advance(steps, pool))
            return {};
    if (!projection)
        return {};
    Ended end{(*projection)->layout(), nullptr};
    end.known = (*projection)->giveNeighbours();
    return end;
}

std::vector<float> moved(const ProjectionReference &reference, std::uint64_t turn, float by) {
    const core::ConstView codes = reference.codeView();
    const core::Random random(turn, core::Stream::Data);
    std::vector<float> numbers;
    for (Index sample = 0; sample < codes.columns; ++sample)
        for (Index row = 0; row < codes.rows; ++row)
            numbers.push_back(codes.column(sample)[row] + by * random.normal(0, static_cast<std::uint64_t>(sample), static_cast<std::uint64_t>(row)));
    return numbers;
}

double trustOf(core::ConstView codes, const Layout &layout) {
    ThreadPool pool(1);
    const core::Floats columns = layout.toColumns();
    const auto quality = judge(codes, {columns.data(), 2, codes.columns, 2}, 15, pool);
    return quality ? quality->trustworthiness : 0;
}

bool areSame(const Layout &a, const Layout &b) {
    return std::ranges::equal(a.x.span(), b.x.span()) && std::ranges::equal(a.y.span(), b.y.span());
}

} // namespace

class ProjectionWarmTest : public QObject {
    Q_OBJECT

private slots:
    void knownNeighboursServe_data() {
        QTest::addColumn<QString>("method");
        QTest::newRow("tsne") << "tsne";
        QTest::newRow("pacmap") << "pacmap";
    }
    void knownNeighboursServe() {
        QFETCH(QString, method);
        const std::string key = method.toStdString();
        const ProjectionReference reference;
        const core::ConstView codes = reference.codeView();
        Ended end = ended(key, codes, nullptr, 1);
        QVERIFY(end.known && std::ssize(end.known->starts) == codes.columns + 1);
        QCOMPARE(end.known->turn, Index{0});
        const float by = 0.02f * extentOf(codes);
        for (std::uint64_t turn = 1; turn <= 4; ++turn) { // away from the first codes by and by
            const std::vector<float> numbers = moved(reference, turn, by);
            const core::ConstView later{numbers.data(), codes.rows, codes.columns, codes.rows};
            const Ended one = ended(key, later, &end, 1), other = ended(key, later, &end, 3, 2);
            QVERIFY(areSame(one.layout, other.layout));
            QCOMPARE(one.known->turn, static_cast<Index>(turn));
            QVERIFY(one.known->columns == other.known->columns);
            const double cold = trustOf(later, ended(key, later, nullptr, 2).layout), warm = trustOf(later, one.layout);
            QVERIFY2(warm > 0.98 * cold, qPrintable(QString("%1 for %2").arg(warm).arg(cold)));
            end = one;
        }
    }

    void whatIsKnownOfOtherCodesIsLeftAside_data() { knownNeighboursServe_data(); }
    void whatIsKnownOfOtherCodesIsLeftAside() {
        QFETCH(QString, method);
        const std::string key = method.toStdString();
        const ProjectionReference reference;
        const core::ConstView codes = reference.codeView();
        std::vector<float> numbers;
        for (Index sample = 0; sample < codes.columns; ++sample)
            numbers.insert(numbers.end(), codes.column((sample * 7 + 1) % codes.columns), codes.column((sample * 7 + 1) % codes.columns) + codes.rows);
        const core::ConstView others{numbers.data(), codes.rows, codes.columns, codes.rows};
        const Ended end = ended(key, codes, nullptr, 1), without{end.layout, nullptr};
        QVERIFY(areSame(ended(key, others, &end, 1).layout, ended(key, others, &without, 1).layout)); // as if nothing had been known
    }

    void whoGivesHasDone() {
        const ProjectionReference reference;
        for (const char *method : {"tsne", "pacmap"}) {
            auto projection = project(method, {}, {reference.codeView()});
            ThreadPool pool(1);
            QVERIFY(!(*projection)->giveNeighbours()); // it knows nobody yet
            QVERIFY(!(*projection)->isFinished());
            Slice some;
            some.steps = 3;
            QVERIFY(!(*projection)->advance(some, pool));
            QVERIFY((*projection)->giveNeighbours());
            QVERIFY((*projection)->isFinished());
            QVERIFY(!(*projection)->advance(some, pool));
            QCOMPARE((*projection)->step(), Index{3});
        }
        auto projection = project("pca", {}, {reference.codeView()});
        ThreadPool pool(1);
        QVERIFY(!(*projection)->advance({}, pool));
        QVERIFY(!(*projection)->giveNeighbours());
    }

private:
    static float extentOf(core::ConstView codes) {
        float low = codes.column(0)[0], high = low;
        for (Index sample = 0; sample < codes.columns; ++sample)
            for (Index row = 0; row < codes.rows; ++row) {
                low = std::min(low, codes.column(sample)[row]);
                high = std::max(high, codes.column(sample)[row]);
            }
        return high - low;
    }
};

QTEST_GUILESS_MAIN(ProjectionWarmTest)
#include "projection_warm_test.moc"
