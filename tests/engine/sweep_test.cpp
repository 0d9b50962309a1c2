// What a sweep lists: axes as they are written, combinations, depth, halving, and the tables of what came of it.
#include <QtTest>

#include <set>

#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/sweeps/halving.h"
#include "engine/sweeps/ready_made.h"
#include "engine/sweeps/results.h"
#include "engine/training/catalogue.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using sweeps::Axis;
using sweeps::Sweep;
using sweeps::Trial;
using tests::Index;

namespace {

spec::Spec preset(const char *key) {
    return spec::findPreset(key)->spec;
}

using Words = std::vector<std::string>;

Words valuesOf(const char *text) {
    const auto axis = sweeps::readAxis(text);
    return axis ? axis->values : Words{axis.error().sentence()};
}

std::vector<Index> widthsOf(const spec::ModelSpec &model) {
    std::vector<Index> widths;
    for (const spec::LayerSpec &layer : model.layers) {
        const auto found = layer.values.find("units");
        const Index *units = found == layer.values.end() ? nullptr : std::get_if<Index>(&found->second);
        widths.push_back(units ? *units : 0);
    }
    return widths;
}

} // namespace

class SweepTest : public QObject {
    Q_OBJECT

private slots:
    void readsAxes() {
        QCOMPARE(valuesOf("layers.code.units=2,4, 8"), (Words{"2", "4", "8"}));
        QCOMPARE(valuesOf("depth=1..5/3"), (Words{"1", "3", "5"}));
        QCOMPARE(valuesOf("training.optimiser.rate=0.0001..0.1/4"), (Words{"0.0001", "0.001", "0.01", "0.1"})); // by the factor 10
        QCOMPARE(valuesOf("x=1..64/7"), (Words{"1", "2", "4", "8", "16", "32", "64"}));
        QCOMPARE(valuesOf("x=1..3/9"), (Words{"1", "2", "3"})); // whole numbers, each once
        QCOMPARE(valuesOf("x=0..1/3"), (Words{"0", "1"}));
        QCOMPARE(valuesOf("x=0.0..1/3"), (Words{"0", "0.5", "1"}));
        const auto span = sweeps::readAxis("x=0.001..1");
        QVERIFY(span && span->values.empty() && span->span && span->span->isLogarithmic && !span->span->isWhole);
    }

    void saysWhatIsWrongWithAnAxis_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("nothing") << ""
                                 << "varies nothing";
        QTest::newRow("no values") << "layers.code.units"
                                   << "varies nothing";
        QTest::newRow("empty values") << "layers.code.units="
                                      << "There are no values";
        QTest::newRow("commas alone") << "x=,,"
                                      << "There are no values";
        QTest::newRow("a gap") << "x=1,,2"
                               << "A value is empty";
        QTest::newRow("twice") << "x=1,2,1"
                               << "twice";
        QTest::newRow("backwards") << "x=5..2"
                                   << "no range";
        QTest::newRow("half a range") << "x=..2"
                                      << "no range";
        QTest::newRow("one value") << "x=1..2/1"
                                   << "no number of values";
        QTest::newRow("part of a value") << "x=1..2/2.5"
                                         << "no number of values";
    }
    void saysWhatIsWrongWithAnAxis() {
        QFETCH(QString, text);
        QFETCH(QString, said);
        const auto axis = sweeps::readAxis(text.toStdString());
        QVERIFY(!axis);
        QVERIFY2(QString::fromStdString(axis.error().sentence()).contains(said), axis.error().sentence().c_str());
    }

    void listsAllCombinationsWithTheirSeeds() {
        spec::Spec base = preset("deep");
        base.training.seed = 7;
        const auto trials = sweeps::trialsOf({base, {{"layers.code.units", {"4", "8"}}, {"training.optimiser.rate", {"0.1", "0.01", "0.001"}}}, 0, 2});
        QVERIFY(trials);
        QCOMPARE(trials->size(), std::size_t(12));
        const Trial &third = (*trials)[2], &last = trials->back();
        QCOMPARE(third.combination, Index(1));
        QCOMPARE(third.values, (Words{"4", "0.01"}));
        QCOMPARE(third.spec.training.seed, std::uint64_t(7));
        QCOMPARE((*trials)[3].spec.training.seed, std::uint64_t(8));
        QCOMPARE(last.combination, Index(5));
        QCOMPARE(widthsOf(last.spec.model), (std::vector<Index>{128, 64, 8, 64, 128, 0}));
        QCOMPARE(std::get<double>(last.spec.training.optimiser.values.at("rate")), 0.001);
        for (const Trial &trial : *trials)
            QCOMPARE(trial.spec.data.validation, 0.1); // kept back: it is chosen by
        base.data.validation = 0.3;
        QCOMPARE(sweeps::trialsOf({base, {{"depth", {"1"}}}})->front().spec.data.validation, 0.3);
    }

    void changesTheMirrorTooAndNothingElse() {
        const spec::Spec base = preset("deep");
        const auto changed = sweeps::withValue(base, "layers.1.units", "50");
        QVERIFY(changed);
        QCOMPARE(widthsOf(changed->model), (std::vector<Index>{128, 50, 32, 50, 128, 0}));
        spec::Spec alone = base;
        alone.model.mirror = false;
        QCOMPARE(widthsOf(sweeps::withValue(alone, "model.layers.1.units", "50")->model), (std::vector<Index>{128, 50, 32, 64, 128, 0}));
        // Without a mirror it is what --set does.
        QVERIFY(*sweeps::withValue(alone, "training.batch", "64") == *spec::withSetting(alone, "training.batch=64", training::catalogue()));
    }

    void makesStacksDeeper() {
        const spec::ModelSpec deep = preset("deep").model;
        const auto widths = [&deep](Index depth) { return widthsOf(*sweeps::withDepth(deep, depth)); };
        QCOMPARE(widths(2), (std::vector<Index>{128, 64, 32, 64, 128, 0})); // as it is: by the factor 2
        QCOMPARE(widths(0), (std::vector<Index>{32, 0}));
        QCOMPARE(widths(1), (std::vector<Index>{128, 32, 128, 0}));
        QCOMPARE(widths(4), (std::vector<Index>{128, 91, 64, 45, 32, 45, 64, 91, 128, 0}));
        QVERIFY(*sweeps::withDepth(deep, 2) == deep);
        QVERIFY(!sweeps::withDepth(preset("convolutional").model, 2));
        QVERIFY(!sweeps::withDepth(preset("linear").model, 2)); // nothing stands before its code
        QVERIFY(!sweeps::withDepth(deep, 40));
        const auto trials = sweeps::trialsOf({preset("deep"), {{"layers.0.units", {"100"}}, {"depth", {"1", "3"}}}});
        QVERIFY(trials && !trials->front().error);
        QCOMPARE(widthsOf(trials->front().spec.model), (std::vector<Index>{100, 32, 100, 0})); // the depth first, whatever their order
    }

    void drawsByLot() {
        Sweep sweep{
            preset("map"),
            {*sweeps::readAxis("training.optimiser.rate=0.0001..0.1"), {"layers.code.units", {"2", "4", "8"}}, *sweeps::readAxis("training.batch=16..512")},
            40};
        const auto trials = sweeps::trialsOf(sweep);
        QVERIFY(trials);
        QCOMPARE(trials->size(), std::size_t(40));
        std::set<Words> seen;
        int below = 0;
        for (const Trial &trial : *trials) {
            QVERIFY2(!trial.error, trial.error ? trial.error->sentence().c_str() : "");
            QVERIFY(seen.insert(trial.values).second);
            const double rate = std::get<double>(trial.spec.training.optimiser.values.at("rate"));
            QVERIFY(rate >= 0.0001 && rate <= 0.1 && trial.spec.training.batch >= 16 && trial.spec.training.batch <= 512);
            below += rate < 0.00316 ? 1 : 0; // half of the logarithm
        }
        QVERIFY2(below > 8 && below < 32, qPrintable(QString::number(below)));
        QCOMPARE(sweeps::trialsOf(sweep)->front().values, trials->front().values); // again the same
        sweep.base.training.seed = 1;
        QVERIFY(sweeps::trialsOf(sweep)->front().values != trials->front().values);
        sweep.axes = {{"layers.code.units", {"2", "4", "8"}}};
        QCOMPARE(sweeps::trialsOf(sweep)->size(), std::size_t(3)); // there are no more
    }

    void whatIsImpossibleForAllIsAnErrorAndForOneARow() {
        const spec::Spec base = preset("map");
        const auto errorOf = [&base](std::vector<Axis> axes) { return QString::fromStdString(sweeps::trialsOf({base, std::move(axes)}).error().sentence()); };
        QVERIFY(errorOf({{"layers.code.unit", {"2", "4"}}}).contains("Did you mean \"units\"?"));
        QVERIFY(errorOf({{"layers.17.units", {"2"}}}).contains("is not there"));
        QVERIFY(errorOf({}).contains("Nothing is varied"));
        QVERIFY(errorOf({{"depth", {}}}).contains("no values"));
        QVERIFY(errorOf({{"layers.2.units", {"2"}}, {"model.layers.code.units", {"4"}}}).contains("varied twice"));
        QVERIFY(errorOf({*sweeps::readAxis("training.batch=1..9")}).contains("Say how many"));
        const Words many(101, "1");
        QVERIFY(errorOf({{"training.batch", many}, {"training.epochs", many}}).contains("more than 10000"));
        const auto trials = sweeps::trialsOf({base, {{"layers.code.units", {"2", "0", "many", "4"}}}});
        QVERIFY(trials);
        QVERIFY(!trials->front().error && !trials->back().error);
        QVERIFY((*trials)[1].error && (*trials)[2].error);
    }

    void measuresByTheErrorWhereTheLossItselfVaries() {
        const auto measure = [](const char *key, std::vector<Axis> axes) { return sweeps::measureOf(*sweeps::trialsOf({preset(key), std::move(axes)})); };
        QCOMPARE(measure("map", {{"layers.code.units", {"2", "4"}}}), sweeps::Measure::Loss);
        QCOMPARE(measure("map", {{"training.loss.kind", {"mean_squared_error", "binary_cross_entropy"}}}), sweeps::Measure::SquaredError);
        QCOMPARE(measure("variational", {{"layers.1.beta", {"1", "2"}}}), sweeps::Measure::SquaredError);
        QCOMPARE(measure("sparse", {{"training.penalties.0.weight", {"1e-4", "1e-3"}}}), sweeps::Measure::SquaredError);
    }

    void readyMadesFitTheirStacks() {
        for (const sweeps::ReadyMade &row : sweeps::readyMades()) {
            const auto sweep = row.of(preset(row.key == "beta" ? "variational" : "map"));
            QVERIFY2(sweep, row.key.c_str());
            const auto trials = sweeps::trialsOf(*sweep);
            QVERIFY2(trials && trials->size() >= 5, row.key.c_str());
            for (const Trial &trial : *trials)
                QVERIFY2(!trial.error, row.key.c_str());
        }
        QVERIFY(!sweeps::findReadyMade("beta")->of(preset("map")));
        QVERIFY(!sweeps::findReadyMade("depth")->of(preset("recurrent")));
        QVERIFY(QString::fromStdString(sweeps::findReadyMade("bottelneck").error().sentence()).contains("Did you mean \"bottleneck\"?"));
    }

    /// The table of Li et al. 2018 (their table 1, R = 81, η = 3): the bracket s = 4, and those of fewer epochs.
    void halvesAsThePaperDoes() {
        using sweeps::Rung;
        QCOMPARE(sweeps::rungsOf(81, 81, 3), (std::vector<Rung>{{1, 81}, {3, 27}, {9, 9}, {27, 3}, {81, 1}}));
        QCOMPARE(sweeps::rungsOf(27, 81, 3), (std::vector<Rung>{{3, 27}, {9, 9}, {27, 3}, {81, 1}}));
        QCOMPARE(sweeps::rungsOf(9, 81, 3), (std::vector<Rung>{{9, 9}, {27, 3}, {81, 1}}));
        QCOMPARE(sweeps::rungsOf(5, 8, 2), (std::vector<Rung>{{1, 5}, {2, 3}, {4, 2}, {8, 1}}));
        QCOMPARE(sweeps::rungsOf(100, 5, 2), (std::vector<Rung>{{1, 100}, {2, 50}, {5, 25}})); // no more epochs to halve
        QCOMPARE(sweeps::rungsOf(9, 30, 0), (std::vector<Rung>{{30, 9}}));
        QCOMPARE(sweeps::rungsOf(1, 30, 3), (std::vector<Rung>{{30, 1}}));
        const double nan = training::none, infinite = std::numeric_limits<double>::infinity();
        QCOMPARE(sweeps::survivors({0.3, 0.1, nan, 0.2, infinite, 0.1}, 3), (std::vector<std::size_t>{1, 3, 5}));
        QCOMPARE(sweeps::survivors({0.2, 0.1, 0.1}, 1), (std::vector<std::size_t>{1}));
        QCOMPARE(sweeps::survivors({nan, 0.4}, 2), (std::vector<std::size_t>{1}));
    }

    void sumsUpOverSeedsAndRanks() {
        const auto trials = *sweeps::trialsOf({preset("map"), {{"layers.code.units", {"2", "4", "8", "16"}}}, 0, 3});
        std::vector<sweeps::TrialProgress> progress(trials.size());
        const auto set = [&](std::size_t trial, sweeps::TrialState state, double epoch, double loss) {
            progress[trial].state = state;
            progress[trial].epoch = epoch;
            progress[trial].loss = loss;
        };
        for (std::size_t seed = 0; seed < 3; ++seed) {
            set(seed, sweeps::TrialState::Done, 9, 0.5 + 0.1 * static_cast<double>(seed));
            set(3 + seed, sweeps::TrialState::Done, 9, 0.4);
            set(6 + seed, sweeps::TrialState::Stopped, 3, 0.1);
        }
        set(9, sweeps::TrialState::Failed, 2, 0.01);
        const std::vector<sweeps::Summary> all = sweeps::summariesOf(trials, progress, sweeps::Measure::Loss);
        QCOMPARE(all.size(), std::size_t(4));
        QVERIFY(std::abs(all[0].mean - 0.6) < 1e-12 && std::abs(all[0].spread - 0.1) < 1e-12); // n − 1
        QCOMPARE(all[3].failed, Index(1));
        QVERIFY(std::isnan(all[3].mean));                                      // what failed has no number, whatever was measured before
        QCOMPARE(sweeps::ranked(all), (std::vector<std::size_t>{1, 0, 2, 3})); // the stopped one is not better for having been measured early
        progress[3].sentence = "Says \"no\", twice";
        const QString csv = QString::fromStdString(sweeps::csvOf({{"layers.code.units", {}}}, trials, progress));
        const QStringList lines = csv.split("\r\n", Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 13);
        QVERIFY(lines[0].startsWith("trial,combination,layers.code.units,seed,state,epochs,"));
        QVERIFY(lines[4].startsWith("4,2,4,0,done,9,0,0,,0.4,,"));
        QVERIFY(lines[4].endsWith("\"Says \"\"no\"\", twice\""));
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
