// Runs side by side: which are looked at, with which models, and that their reconstructions are those of these models.
#include "app/background/compared_maps_feed.h"
#include "app/background/compared_reconstructions_feed.h"
#include "app/session/curve_exporter.h"
#include "app/session/project_keeper.h"
#include "app/session/run_comparison.h"
#include "engine/data/shown_part.h"
#include "tests/support/session_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using app::ComparedRun;
using app::RunComparison;

namespace {

constexpr int patience = SessionBench::patience;
using Pictures = std::vector<std::shared_ptr<const analysis::ReconstructionPicture>>;

bool areAlike(const analysis::ReconstructionPicture &a, const analysis::ReconstructionPicture &b) {
    return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(), [](const auto &one, const auto &other) {
        return one.sample == other.sample && one.reconstruction == other.reconstruction && one.mse == other.mse && one.original == other.original;
    });
}

struct ComparisonBench : SessionBench {
    RunComparison comparison{session};
    app::ComparedReconstructionsFeed feed{session.snapshotFeed(), view};
    Pictures pictures;

    ComparisonBench() {
        QObject::connect(&comparison, &RunComparison::changed, &feed, [this] {
            pictures.clear();
            feed.setModels(app::modelsOf(comparison.runs()));
        });
        QObject::connect(&feed, &app::ComparedReconstructionsFeed::arrived, &feed, [this](const Pictures &arrived) { pictures = arrived; });
        feed.setWatched(20);
        comparison.setWatched(&feed, true);
    }
    runs::RunList &list() { return session.runList(); }
    /// Of each run that has a model; waits for them.
    void awaitPictures(std::size_t wanted) {
        const bool came = QTest::qWaitFor([&] { return comparison.runs().size() == wanted && pictures.size() == wanted; }, patience);
        if (!came)
            qFatal("no pictures came");
    }
    /// Whether the row has come, and is this one. What changes among the runs takes all rows away until they come again.
    bool shows(std::size_t row, const analysis::ReconstructionPicture &expected) const {
        return row < pictures.size() && pictures[row] && areAlike(*pictures[row], expected);
    }
    /// As the present parameters make the feed's samples, without feed or inspector.
    std::shared_ptr<const analysis::ReconstructionPicture> madeByHand() {
        hash(); // waits for the snapshot
        const auto snapshot = session.snapshotFeed().snapshot();
        plan::Network network(snapshot->plan, snapshot->parameters.data(), snapshot->state.data(), 4);
        return analysis::makeReconstructions(network, {}, *session.dataset(), view.task());
    }
};

} // namespace

class RunComparisonTest : public QObject {
    Q_OBJECT

private slots:
    void theRunBeforeStandsBesideThePresentOne() {
        ComparisonBench bench;
        bench.open();
        bench.step(5);
        QCOMPARE(bench.comparison.runs().size(), std::size_t(1)); // nothing to compare it with
        const auto first = bench.madeByHand();
        bench.widen(16, "wider");
        bench.step(3);
        const auto second = bench.madeByHand();
        bench.awaitPictures(2);
        QCOMPARE(first->columns.size(), std::size_t(20)); // as many as the other view has room for
        QVERIFY(!areAlike(*first, *second));
        QTRY_VERIFY_WITH_TIMEOUT(bench.shows(0, *first) && bench.shows(1, *second), patience);
        QVERIFY(!bench.comparison.runs()[0].model.isShown && bench.comparison.runs()[1].model.isShown);

        bench.step(2); // what trains goes on in its row, the other stays
        const auto third = bench.madeByHand();
        QTRY_VERIFY_WITH_TIMEOUT(bench.shows(0, *first) && bench.shows(1, *third), patience);

        bench.view.setChoice({analysis::SampleChoice::Kind::Class, 3}); // the samples are chosen elsewhere
        const auto areThrees = [&bench] {
            return bench.pictures.size() == 2 &&
                   std::all_of(bench.pictures.begin(), bench.pictures.end(), [](const auto &each) { return each && each->columns.front().label == 3; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(areThrees(), patience);
        QCOMPARE(bench.pictures[0]->columns.back().sample, bench.pictures[1]->columns.back().sample);
    }

    void thoseSelectedAreComparedAndNoMoreThanFit() {
        ComparisonBench bench;
        bench.open();
        for (int units : {8, 9, 10, 11, 13}) {
            bench.step(2);
            bench.widen(units, "Units");
        }
        bench.step(2);
        QTRY_COMPARE_WITH_TIMEOUT(bench.list().runs().size(), std::size_t(6), patience);
        const auto idOf = [&](std::size_t index) { return bench.list().runs()[index].id; };
        bench.comparison.select({idOf(1), idOf(3)}); // neither is the present one
        bench.awaitPictures(2);
        QCOMPARE(bench.comparison.runs()[0].id, idOf(1));
        QCOMPARE(bench.comparison.runs()[1].id, idOf(3));
        bench.list().rename(idOf(3), "ten units");
        QTRY_COMPARE_WITH_TIMEOUT(bench.comparison.runs()[1].name, QString("ten units"), patience);
        bench.comparison.select({idOf(2)}); // one: beside the present one
        QCOMPARE(bench.comparison.runs().size(), std::size_t(2));
        QCOMPARE(bench.comparison.runs()[1].id, bench.list().present());
        bench.comparison.select({idOf(0), idOf(1), idOf(2), idOf(3), idOf(4)});
        QCOMPARE(bench.comparison.runs().size(), RunComparison::most);
        QCOMPARE(bench.comparison.leftOut(), std::size_t(1));
        bench.list().remove({idOf(1)}); // what is gone is not asked for
        QTRY_COMPARE_WITH_TIMEOUT(bench.comparison.leftOut(), std::size_t(0), patience);
    }

    void otherDataAndLostWeightsAreSaid() {
        ComparisonBench bench;
        bench.open();
        bench.step(3);
        const std::uint64_t first = bench.list().present();
        bench.widen(9, "Units");
        bench.step(3);
        bench.session.setMemoryBudget(0); // nothing to go on from is kept
        QTRY_VERIFY_WITH_TIMEOUT(!bench.list().find(first)->canGoOn(), patience);
        bench.comparison.select({first});
        QCOMPARE(bench.comparison.runs().size(), std::size_t(2));
        QVERIFY2(bench.comparison.runs()[0].obstacle.contains("no more memory") && bench.comparison.runs()[0].obstacle.contains("Start it again"),
                 qPrintable(bench.comparison.runs()[0].obstacle));
        QVERIFY(!bench.comparison.runs()[0].model.kept && bench.comparison.runs()[1].model.isShown);
        bench.awaitPictures(2); // the other row is there all the same
        QTRY_VERIFY_WITH_TIMEOUT(bench.pictures.size() == 2 && !bench.pictures[0] && bench.pictures[1], patience);

        bench.session.setMemoryBudget(512'000'000);
        bench.session.openSource("moons");
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        bench.step(2);
        bench.comparison.select({first, bench.list().present()});
        QVERIFY2(bench.comparison.runs()[0].obstacle.contains("other data"), qPrintable(bench.comparison.runs()[0].obstacle));
        bench.comparison.select({}); // and none of those stands beside the present one by itself
        QCOMPARE(bench.comparison.runs().size(), std::size_t(1));
    }

    /// As the window lists a training of a sweep: with what was measured after each epoch, and nothing else.
    void whatASweepTrainedHasNoWeightsAndSaysSo() {
        ComparisonBench bench;
        bench.open();
        bench.step(3);
        runs::RunLog measured("binary cross-entropy", "validation");
        training::EvaluationRecord evaluation;
        evaluation.step = 40;
        evaluation.epoch = 1;
        evaluation.heldOutLoss = evaluation.validationLoss = 0.4;
        evaluation.endsEpoch = true;
        measured.append(evaluation);
        runs::NamedRun swept{.name = "Sweep: 3",
                             .log = std::make_shared<runs::RunLog>("validation", std::vector<runs::Segment>{measured.present()}, std::vector<runs::Mark>{},
                                                                   measured.evaluations(), 40, 1.0)};
        swept.spec = bench.session.trained();
        swept.spec.data.validation = 0.1; // a sweep measures on such a part
        const std::uint64_t id = bench.list().add(swept);
        bench.comparison.select({id});
        QCOMPARE(bench.comparison.runs().size(), std::size_t(2));
        const QString said = bench.comparison.runs()[1].obstacle;
        QVERIFY2(said.startsWith("Sweep: 3 was trained by a sweep") && said.contains("Start it again") && !said.contains("memory"), qPrintable(said));
        bench.session.goOnFrom(id);
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY2(bench.problems[0].what.find("keeps the curves of its trainings and no weights") != std::string::npos, bench.problems[0].what.c_str());
    }

    void modelsAreReadFromTheProject() {
        QTemporaryDir folder;
        const QString path = folder.filePath("two.hourglass");
        std::shared_ptr<const analysis::ReconstructionPicture> first;
        {
            ComparisonBench bench;
            app::ProjectKeeper keeper(bench.session, folder.filePath("works"));
            bench.open();
            keeper.saveAs(path);
            QTRY_COMPARE_WITH_TIMEOUT(keeper.file(), path, patience);
            bench.step(6);
            first = bench.madeByHand();
            bench.widen(9, "Units");
            bench.step(2);
            keeper.finish();
        }
        ComparisonBench bench;
        app::ProjectKeeper keeper(bench.session, folder.filePath("works"));
        bench.session.openPath(path);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(2), patience);
        QVERIFY(!bench.list().runs()[0].stretch); // its weights are in the file alone
        bench.awaitPictures(2);
        QTRY_COMPARE_WITH_TIMEOUT(bench.comparison.runs()[0].obstacle, QString(), patience); // a thread reads them
        QTRY_VERIFY_WITH_TIMEOUT(bench.shows(0, *first), patience);
    }

    void mapsHaveTheCodesOfEachModel() {
        ComparisonBench bench;
        app::ComparedMapsFeed feed(bench.session.snapshotFeed());
        std::vector<std::shared_ptr<const analysis::LatentPicture>> maps;
        QObject::connect(&feed, &app::ComparedMapsFeed::arrived, &feed, [&](const auto &arrived) { maps = arrived; });
        QObject::connect(&bench.comparison, &RunComparison::changed, &feed, [&] {
            maps.clear();
            feed.setModels(app::modelsOf(bench.comparison.runs()));
        });
        feed.setWatched(true);
        bench.open();
        bench.step(5);
        bench.hash();
        const auto first = bench.session.snapshotFeed().snapshot();
        spec::ModelSpec model = bench.session.spec().model; // another stack, with a code of three units
        model.layers[1] = dense(3, "identity");
        model.layers[0] = model.layers[2] = dense(10, "tanh");
        bench.session.editModel(model, "three");
        bench.step(2);
        QTRY_VERIFY_WITH_TIMEOUT(maps.size() == 2 && maps[0] && maps[1], patience);
        QCOMPARE(maps[0]->units, core::Index(2));
        QVERIFY(maps[0]->axes.kind == analysis::LatentAxes::Kind::Units);
        QCOMPARE(maps[1]->units, core::Index(3));
        QVERIFY(maps[1]->axes.kind == analysis::LatentAxes::Kind::Principal);
        QCOMPARE(maps[0]->samples, maps[1]->samples);
        // The obvious way, of one sample.
        const data::Part &part = data::shownSamples(*bench.session.dataset());
        core::Floats input(784);
        part.copySample(maps[0]->samples[17], input.data());
        plan::Network network(first->plan, first->parameters.data(), first->state.data(), 1);
        const core::ConstView code = network.encode({input.data(), 784, 1, 784});
        QVERIFY(std::abs(code.column(0)[0] - maps[0]->x[17]) < 1e-5f && std::abs(code.column(0)[1] - maps[0]->y[17]) < 1e-5f);
    }

    void curvesAreWrittenBesideTheTraining() {
        QTemporaryDir folder;
        SessionBench bench;
        app::CurveExporter exporter(bench.session);
        QStringList told;
        QObject::connect(&bench.session, &app::Session::told, &exporter, [&](const QString &sentence) { told << sentence; });
        bench.open();
        bench.step(4);
        const std::uint64_t run = bench.session.runList().present();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.runList().find(run)->log->lastStep(), core::Index(4), patience);
        exporter.write({run, 999}, app::CurveExporter::Form::Csv, folder.filePath("curves.csv"));
        exporter.write({run}, app::CurveExporter::Form::TensorBoard, folder.filePath("board"));
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, patience);
        QFile file(folder.filePath("curves.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split("\r\n", Qt::SkipEmptyParts);
        QCOMPARE(lines.filter("Small,loss/train,").size(), 4);
        QCOMPARE(QDir(folder.filePath("board/Small")).entryList(QDir::Files).size(), 1);
        exporter.write({run}, app::CurveExporter::Form::Csv, folder.filePath("nowhere/curves.csv"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.problems.size(), std::size_t(1), patience);
    }

    void nothingIsReadWhileNobodyLooks() {
        ComparisonBench bench;
        bench.comparison.setWatched(&bench.feed, false);
        bench.open();
        bench.step(2);
        bench.widen(9, "Units");
        bench.step(2);
        QVERIFY(bench.comparison.runs().empty());
        bench.comparison.setWatched(&bench.feed, true);
        QCOMPARE(bench.comparison.runs().size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(RunComparisonTest)
#include "run_comparison_test.moc"
