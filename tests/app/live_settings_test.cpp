// A layer's live settings, edited while it trains: the training goes on, its curve with it, and a drag is one edit.
#include <QtTest>

#include "tests/support/session_bench.h"

using namespace hourglass;
using tests::SessionBench;

namespace {

spec::Spec variationalSpec() {
    spec::Spec spec = tests::smallSpec();
    spec.model.layers[1] = {"variational", {{"units", core::Index(2)}, {"beta", 1.0}}};
    return spec;
}

void setBeta(SessionBench &bench, double beta, const QString &what = "Beta") {
    spec::ModelSpec model = bench.session.spec().model;
    model.layers[1].values["beta"] = beta;
    bench.session.editModel(model, what);
}

double beta(const SessionBench &bench) {
    return std::get<double>(bench.session.spec().model.layers[1].values.at("beta"));
}

} // namespace

class LiveSettingsTest : public QObject {
    Q_OBJECT

private slots:
    void theTrainingAndItsCurveGoOn() {
        SessionBench bench;
        bench.open(variationalSpec());
        bench.step(5);
        const std::string learned = bench.hash();
        const auto plan = bench.session.plan();
        setBeta(bench, 4.0);
        QVERIFY(bench.session.plan() != plan);
        QCOMPARE(bench.runs, 1); // a run that starts clears the curve
        QCOMPARE(bench.session.status().step, core::Index(5));
        QCOMPARE(bench.hash(), learned);
        bench.session.finishEdit();
        QCOMPARE(bench.marks, QStringList{"Beta"});
        bench.step(1);
        QCOMPARE(bench.session.status().step, core::Index(6));
        QCOMPARE(bench.steps, core::Index(6));
        QVERIFY(bench.hash() != learned);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.snapshotFeed().snapshot()->plan == bench.session.plan(), SessionBench::patience);
    }

    void theNewValueActs() {
        std::string hashes[2];
        for (const int changes : {0, 1}) {
            SessionBench bench;
            bench.open(variationalSpec());
            bench.step(2);
            if (changes)
                setBeta(bench, 100.0);
            bench.step(2);
            hashes[changes] = bench.hash();
        }
        QVERIFY(hashes[0] != hashes[1]);
    }

    void aDragIsOneEdit() {
        SessionBench bench;
        bench.open(variationalSpec());
        bench.session.toggleTraining();
        bench.waitForSteps(2);
        for (const double value : {1.5, 2.0, 2.5, 3.0})
            setBeta(bench, value);
        bench.session.finishEdit();
        QCOMPARE(bench.session.status().state, training::State::Running);
        bench.waitForSteps(2);
        QCOMPARE(bench.runs, 1);
        const core::Index step = bench.session.status().step;
        bench.session.undo();
        QCOMPARE(beta(bench), 1.0);
        QVERIFY(!bench.canUndo);
        QVERIFY(bench.session.status().step >= step); // nothing was lost by taking it back
        QCOMPARE(bench.runs, 1);
        bench.session.redo();
        QCOMPARE(beta(bench), 3.0);
        QCOMPARE(bench.runs, 1);
    }

    void anUndoneStackComesBackWithItsLiveSettings() {
        SessionBench bench;
        bench.open(variationalSpec());
        bench.step(3);
        setBeta(bench, 4.0);
        bench.session.finishEdit();
        const std::string learned = bench.hash();
        spec::ModelSpec wider = bench.session.spec().model;
        wider.layers[0] = tests::dense(20, "tanh");
        bench.session.editModel(wider, "Wider");
        QCOMPARE(bench.runs, 2);
        bench.step(1);
        bench.session.undo();
        QCOMPARE(bench.runs, 3);
        QCOMPARE(beta(bench), 4.0);
        QCOMPARE(bench.session.status().step, core::Index(3));
        QCOMPARE(bench.hash(), learned);
        bench.session.undo(); // and on, without leaving this training
        QCOMPARE(bench.runs, 3);
        QCOMPARE(beta(bench), 1.0);
        QCOMPARE(bench.hash(), learned);
    }

    void aValueThatCannotBeIsRefused() {
        SessionBench bench;
        spec::Spec spec = tests::smallSpec();
        spec.model.layers.insert(spec.model.layers.begin() + 1, {"k_sparse", {{"k", core::Index(3)}}});
        spec.model.code = 2;
        bench.open(spec);
        bench.step(2);
        spec::ModelSpec model = spec.model;
        model.layers[1].values["k"] = core::Index(13); // of 12
        bench.session.editModel(model, "k");
        QCOMPARE(bench.impossible.size(), std::size_t(1));
        QCOMPARE(bench.session.status().step, core::Index(2));
        model.layers[1].values["k"] = core::Index(5);
        bench.session.editModel(model, "k");
        QCOMPARE(bench.runs, 1);
        bench.step(1);
        QCOMPARE(bench.session.status().step, core::Index(3));
    }
};

QTEST_MAIN(LiveSettingsTest)
#include "live_settings_test.moc"
