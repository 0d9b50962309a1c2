// The data space: samples, reconstructions and the learned curve or sheet, against a loop over one sample after the other.
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/analysis/data_space_task.h"
#include "engine/core/floating_point.h"
#include "tests/support/shaped_data.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using analysis::DataSpacePicture;
using analysis::DataSpaceTask;

namespace {

/// Hundreds on a bent line, standardised.
std::shared_ptr<const data::Dataset> bentLine(Index features, Index samples = 150) {
    data::Part train, test;
    for (data::Part *part : {&train, &test}) {
        part->samples = samples;
        part->features = features;
        for (Index i = 0; i < samples; ++i) {
            const double t = static_cast<double>(i) / static_cast<double>(samples) * 4 - 2;
            const double place[] = {200 * t, 300 + 90 * t * t, 50 * std::sin(2 * t)};
            for (Index f = 0; f < features; ++f)
                part->floats.push_back(static_cast<float>(f < 3 ? place[f] : t));
            part->labels.push_back(static_cast<std::int32_t>(i % 3));
        }
    }
    auto dataset = std::make_shared<data::Dataset>(datasetOf(train, test));
    spec::DataSpec wanted;
    wanted.scaling = {"standardise", {}};
    if (!shaped(*dataset, wanted).empty())
        qFatal("cannot be shaped");
    return dataset;
}

struct Bench {
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};

    explicit Bench(std::shared_ptr<const data::Dataset> data, Index code) : dataset(std::move(data)) {
        core::setFloatingPointMode();
        snapshot->plan = *plan::compile({{dense(7, "tanh"), dense(code, "identity"), dense(6, "tanh"), output("identity")}, 1, false}, dataset->shape);
        snapshot->run = 3;
        snapshot->step = 14;
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats() + 1);
        plan::initialise(*snapshot->plan, 5, snapshot->parameters.data(), snapshot->state.data());
    }
    std::shared_ptr<const DataSpacePicture> run(Index most = 10'000) {
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return DataSpaceTask{most}.run(context);
    }
    /// Dense layers `first` … `last`, one number after the other.
    std::vector<double> slowly(std::vector<double> x, std::size_t first, std::size_t last) const {
        for (std::size_t layer = first; layer <= last; ++layer) {
            const plan::PlacedLayer &placed = snapshot->plan->layers()[layer];
            const Index inputs = static_cast<Index>(x.size()), outputs = placed.traits().output.size();
            const float *weight = snapshot->parameters.data() + placed.parameters, *bias = weight + core::padded(inputs * outputs);
            std::vector<double> y;
            for (Index o = 0; o < outputs; ++o) {
                auto z = static_cast<double>(bias[o]);
                for (Index i = 0; i < inputs; ++i)
                    z += static_cast<double>(weight[o * inputs + i]) * x[static_cast<std::size_t>(i)];
                y.push_back(layer == 0 || layer == 2 ? std::tanh(z) : z);
            }
            x = y;
        }
        return x;
    }
    std::vector<double> codeOf(Index sample) const {
        std::vector<float> x(static_cast<std::size_t>(dataset->features()));
        dataset->test.copySample(sample, x.data());
        return slowly({x.begin(), x.end()}, 0, 1);
    }
    /// In the source's numbers.
    std::vector<double> decoded(const std::vector<double> &code) const {
        const std::vector<double> y = slowly(code, 2, 3);
        std::vector<float> scaled(y.begin(), y.end()), original(y.size());
        dataset->invert(scaled.data(), original.data());
        return {original.begin(), original.end()};
    }
};

/// To a ten-thousandth of the hundreds that they are.
bool areNear(const float *values, const std::vector<double> &shouldBe) {
    for (std::size_t i = 0; i < shouldBe.size(); ++i)
        if (!(std::abs(static_cast<double>(values[i]) - shouldBe[i]) < 0.02))
            return false;
    return true;
}

} // namespace

class DataSpaceTest : public QObject {
    Q_OBJECT

private slots:
    void everyNumberIsThatOfTheSlowLoop_data() {
        QTest::addColumn<int>("features");
        QTest::addColumn<int>("code");
        for (const int features : {2, 3})
            for (const int code : {1, 2})
                QTest::addRow("%d features, code of %d", features, code) << features << code;
    }
    void everyNumberIsThatOfTheSlowLoop() {
        QFETCH(int, features);
        QFETCH(int, code);
        Bench bench(bentLine(features), code);
        const auto picture = bench.run();
        QVERIFY(picture);
        QCOMPARE(picture->moment.step, Index{14});
        QCOMPARE(picture->dimensions, Index{features});
        QCOMPARE(picture->units, Index{code});
        QCOMPARE(picture->samples.size(), std::size_t(150));
        std::vector<double> low(static_cast<std::size_t>(code), 1e9), high(static_cast<std::size_t>(code), -1e9);
        for (Index i = 0; i < 150; ++i) {
            QCOMPARE(picture->samples[static_cast<std::size_t>(i)], i);
            QCOMPARE(picture->labels[static_cast<std::size_t>(i)], std::int32_t(i % 3));
            const double t = static_cast<double>(i) / 150 * 4 - 2;
            std::vector<double> source{200 * t, 300 + 90 * t * t, 50 * std::sin(2 * t)};
            source.resize(static_cast<std::size_t>(features));
            QVERIFY(areNear(picture->points.data() + i * features, source));
            const std::vector<double> z = bench.codeOf(i);
            QVERIFY(areNear(picture->reconstructions.data() + i * features, bench.decoded(z)));
            for (std::size_t unit = 0; unit < z.size(); ++unit) {
                low[unit] = std::min(low[unit], z[unit]);
                high[unit] = std::max(high[unit], z[unit]);
            }
        }
        const analysis::LearnedSheet &sheet = picture->sheet;
        QCOMPARE(sheet.isCurve(), code == 1);
        QCOMPARE(sheet.columns, code == 1 ? DataSpaceTask::curvePlaces : DataSpaceTask::sheetPlaces);
        QCOMPARE(sheet.rows, code == 1 ? Index{1} : DataSpaceTask::sheetPlaces);
        for (Index row = 0; row < sheet.rows; ++row)
            for (Index column = 0; column < sheet.columns; ++column) {
                std::vector<double> z{low[0] + (high[0] - low[0]) * static_cast<double>(column) / static_cast<double>(sheet.columns - 1)};
                if (code == 2)
                    z.push_back(low[1] + (high[1] - low[1]) * static_cast<double>(row) / static_cast<double>(sheet.rows - 1));
                QVERIFY(areNear(sheet.at(column, row, features), bench.decoded(z)));
            }
    }

    /// The codes of a line fill no plane: where none of them is near, nothing was learned.
    void cellsWithoutACodeAreKnown() {
        Bench bench(bentLine(3), 2);
        const analysis::LearnedSheet sheet = bench.run()->sheet;
        std::vector<double> low{1e9, 1e9}, high{-1e9, -1e9};
        for (Index i = 0; i < 150; ++i)
            for (std::size_t unit = 0; unit < 2; ++unit) {
                low[unit] = std::min(low[unit], bench.codeOf(i)[unit]);
                high[unit] = std::max(high[unit], bench.codeOf(i)[unit]);
            }
        const Index cells = sheet.columns - 1;
        Index visited = 0;
        for (Index row = 0; row < cells; ++row)
            for (Index column = 0; column < cells; ++column) {
                double nearest = 1e9; // in cells, from the middle
                for (Index i = 0; i < 150; ++i) {
                    const std::vector<double> z = bench.codeOf(i);
                    const double x = (z[0] - low[0]) / (high[0] - low[0]) * static_cast<double>(cells),
                                 y = (z[1] - low[1]) / (high[1] - low[1]) * static_cast<double>(cells);
                    nearest = std::min(nearest, std::max(std::abs(x - static_cast<double>(column) - 0.5), std::abs(y - static_cast<double>(row) - 0.5)));
                }
                visited += sheet.isCellVisited(column, row);
                if (std::abs(nearest - 1.5) > 1e-3)
                    QCOMPARE(sheet.isCellVisited(column, row), nearest < 1.5);
            }
        QVERIFY(visited > cells && visited < cells * cells / 2);
    }

    void ofMoreUnitsThereAreReconstructionsAlone() {
        Bench bench(bentLine(3), 4);
        const auto picture = bench.run();
        QVERIFY(picture && picture->sheet.isEmpty());
        QVERIFY(areNear(picture->reconstructions.data() + 21, bench.decoded(bench.codeOf(7))));
    }

    void tooManySamplesAreThinned() {
        Bench bench(bentLine(2), 1);
        const auto picture = bench.run(40);
        QCOMPARE(picture->samples.size(), std::size_t(40));
        for (std::size_t i = 0; i < 40; ++i) {
            QCOMPARE(picture->samples[i], static_cast<Index>(i) * 150 / 40);
            QVERIFY(areNear(picture->reconstructions.data() + 2 * i, bench.decoded(bench.codeOf(picture->samples[i]))));
        }
    }

    void otherDataAndWhatIsGivenUpHaveNone() {
        Bench wide(bentLine(5), 2), narrow(bentLine(3), 2);
        QVERIFY(!wide.run());
        QVERIFY(!DataSpaceTask::canShow(*wide.dataset) && DataSpaceTask::canShow(*narrow.dataset));
        narrow.isCancelled = true;
        QVERIFY(!narrow.run());
    }

    void numbersThatAreNoneDoNoHarm() {
        Bench bench(bentLine(3), 2);
        for (Index i = 0; i < bench.snapshot->parameters.size(); ++i)
            bench.snapshot->parameters[i] = std::numeric_limits<float>::quiet_NaN();
        const auto picture = bench.run();
        QVERIFY(picture && picture->sheet.isEmpty());
        QVERIFY(std::isnan(picture->reconstructions[0]) && std::isfinite(picture->points[0]));
        auto constant = std::make_shared<data::Dataset>(*bentLine(3));
        std::fill(constant->test.floats.begin(), constant->test.floats.end(), 0.5f);
        Bench still(constant, 2);
        const auto point = still.run();
        QVERIFY(areNear(point->sheet.at(40, 40, 3), still.decoded(still.codeOf(0)))); // all codes are one
    }
};

QTEST_MAIN(DataSpaceTest)
#include "data_space_test.moc"
