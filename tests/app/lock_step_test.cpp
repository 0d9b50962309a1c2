// Two stacks in lock step, as a session has them: who trains beside, what restarts and ends it, undo, and what a project keeps of it.
#include <QTemporaryDir>

#include <cstring>

#include "app/background/compared_reconstructions_feed.h"
#include "app/session/lock_step.h"
#include "app/session/project_keeper.h"
#include "app/session/run_comparison.h"
#include "engine/spec/json.h"
#include "tests/support/command_run.h"
#include "tests/support/window_bench.h"
#include "ui/runs/runs_panel.h"
#include "ui/window/beside_chip.h"
#include "ui/window/beside_menu.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using training::State;

namespace {

constexpr int patience = SessionBench::patience;

/// Losses of single steps, as the curve has them.
std::vector<float> lossesOf(const runs::RunLog &log) {
    std::vector<float> losses;
    const runs::Curve &curve = log.present().train;
    for (Index i = 0; i < curve.size(); ++i)
        losses.push_back(curve.span(i).mean);
    return losses;
}

bool areSameBits(const std::vector<float> &a, const std::vector<float> &b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

struct PairBench : SessionBench {
    QStringList told, taken;

    PairBench() {
        QObject::connect(&session, &app::Session::told, &session, [this](const QString &sentence) { told << sentence; });
        QObject::connect(&session, &app::Session::besideTold, &session, [this](const QString &sentence) { taken << sentence; });
    }
    const app::LockStep &lockStep() const { return session.lockStep(); }
    runs::RunList &list() { return session.runList(); }
    const runs::NamedRun &beside() { return *list().find(list().beside()); }
    /// Both have done so many steps, and their records are here.
    void bothAt(Index step) {
        QTRY_COMPARE_WITH_TIMEOUT(session.status().step, step, patience);
        QTRY_COMPARE_WITH_TIMEOUT(lockStep().status().step, step, patience);
        QTRY_COMPARE_WITH_TIMEOUT(session.runs().present->lastStep(), step, patience);
        QTRY_COMPARE_WITH_TIMEOUT(beside().log->lastStep(), step, patience);
    }
};

app::Rival diverging() {
    app::Rival rival{.name = "Wild", .spec = smallSpec()};
    rival.spec.name = "Wild";
    rival.spec.model.layers.back() = output("identity");
    rival.spec.training = settings(squaredError, "sgd", 128, 1000);
    rival.spec.training.optimiser.values["rate"] = 1e6;
    return rival;
}

} // namespace

class LockStepTest : public QObject {
    Q_OBJECT

private slots:
    void aCopyLearnsTheSame() {
        PairBench bench;
        bench.open();
        bench.step(3);
        bench.session.trainBesideCopy(false);
        QVERIFY(bench.lockStep().isOn());
        bench.bothAt(0);
        bench.step(11);
        bench.bothAt(11);
        QCOMPARE(bench.list().runs().size(), std::size_t(3));
        QCOMPARE(bench.beside().name, std::string("Small 3"));
        QVERIFY(bench.beside().spec == bench.session.spec());
        QVERIFY(areSameBits(lossesOf(*bench.session.runs().present), lossesOf(*bench.beside().log)));
        QCOMPARE(bench.beside().log->present().heldOut.size(), bench.session.runs().present->present().heldOut.size());
        QCOMPARE(bench.beside().log->present().heldOut.last().mean, bench.session.runs().present->present().heldOut.last().mean);
        QVERIFY(bench.beside().isShown); // its curve lies over the present one
        QVERIFY(bench.taken.isEmpty());
        QVERIFY(bench.problems.empty());

        bench.session.undo(); // to where it trained alone
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(3), patience);
        QVERIFY(!bench.lockStep().isOn());
        QCOMPARE(bench.list().runs().size(), std::size_t(3)); // what it learned stays
        bench.session.redo();                                 // both are where they were left
        bench.bothAt(11);
        bench.step(4);
        bench.bothAt(15);
        QVERIFY(areSameBits(lossesOf(*bench.session.runs().present), lossesOf(*bench.beside().log)));
        QCOMPARE(bench.list().runs().size(), std::size_t(3));
    }

    void anEditOfTheStackRestartsBoth() {
        PairBench bench;
        bench.open();
        bench.session.trainBesideCopy(false);
        bench.step(5);
        bench.bothAt(5);
        const std::uint64_t first = bench.list().beside();
        const std::vector<float> before = lossesOf(*bench.beside().log);
        bench.widen(16, "wider");
        bench.bothAt(0);
        QVERIFY(bench.list().beside() != first);
        QVERIFY(areSameBits(lossesOf(*bench.list().find(first)->log), before));
        bench.step(5);
        bench.bothAt(5);
        QVERIFY(areSameBits(lossesOf(*bench.beside().log), before)); // the copy is what it was, from the same beginning
        QVERIFY(!areSameBits(lossesOf(*bench.session.runs().present), before));
        QVERIFY(bench.beside().parameters < bench.list().find(bench.list().present())->parameters);

        bench.session.undo(); // the pair of before
        bench.bothAt(5);
        QCOMPARE(bench.list().beside(), first);
        bench.session.reset();
        bench.bothAt(0);
        bench.session.startWithNewSeed();
        bench.bothAt(0);
        bench.step(2);
        bench.bothAt(2);
        QCOMPARE(bench.beside().spec.training.seed, bench.session.spec().training.seed); // the order of the samples is common to both
    }

    void otherFirstWeightsAndALiveSetting() {
        PairBench bench;
        bench.open();
        bench.session.trainBesideCopy(true);
        bench.step(1);
        bench.bothAt(1);
        QVERIFY(!areSameBits(lossesOf(*bench.session.runs().present), lossesOf(*bench.beside().log)));
        QVERIFY(!bench.beside().log->marks().empty());
        bench.session.trainBesideCopy(false);
        bench.step(4);
        bench.setRate(0.05); // of this one alone
        bench.step(4);
        bench.bothAt(8);
        const std::vector<float> one = lossesOf(*bench.session.runs().present), other = lossesOf(*bench.beside().log);
        QVERIFY(areSameBits({one.begin(), one.begin() + 5}, {other.begin(), other.begin() + 5})); // a loss is that before its step
        QVERIFY(!areSameBits(one, other));
        QCOMPARE(std::get<double>(bench.session.spec().training.optimiser.values.at("rate")), 0.05);
        QCOMPARE(bench.beside().spec.training.optimiser.values.count("rate"), std::size_t(0));
        bench.editTraining([](spec::TrainingSpec &training) { training.epochs = 700; }, "Epochs"); // which both have in common
        QTRY_COMPARE_WITH_TIMEOUT(bench.beside().spec.training.epochs, Index(700), patience);
        bench.step(1);
        bench.bothAt(9);
    }

    void whatItTakesIsSaid() {
        PairBench bench;
        bench.open();
        bench.session.trainBesidePreset("deep");
        QVERIFY(bench.lockStep().isOn());
        QCOMPARE(bench.taken.size(), 1);
        QVERIFY2(bench.taken[0].contains("the batch size (128)") && bench.taken[0].contains("the epochs (1000)"), qPrintable(bench.taken[0]));
        QCOMPARE(bench.beside().spec.training.batch, Index(128));
        QCOMPARE(bench.beside().preset, std::string("deep"));
        bench.step(3);
        bench.bothAt(3);
        QTemporaryDir folder;
        QFile file(folder.filePath("narrow.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        spec::Spec spec = smallSpec();
        spec.model.layers[0] = dense(3, "relu");
        file.write(QByteArray::fromStdString(spec::writeSpec(spec)));
        file.close();
        bench.session.trainBesideFile(file.fileName());
        QCOMPARE(std::get<Index>(bench.beside().spec.model.layers[0].values.at("units")), Index(3));
        bench.session.trainBesideFile(folder.filePath("nowhere.json")); // a sentence, and all stays
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY(bench.lockStep().isOn());
    }

    void whatCannotGoAlongIsRefusedOrEnds() {
        PairBench bench;
        bench.open();
        app::Rival whole{.name = "Whole", .spec = smallSpec()};
        whole.spec.training = settings(crossEntropy, "lbfgs", 128, 10);
        bench.step(2);
        bench.session.trainBeside(whole);
        QVERIFY(!bench.lockStep().isOn());
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY2(bench.problems[0].sentence().find("L-BFGS") != std::string::npos, bench.problems[0].sentence().c_str());
        QCOMPARE(bench.session.status().step, Index(2)); // and nothing started anew
        bench.problems.clear();

        bench.session.trainBesidePreset("convolutional");
        QVERIFY(bench.lockStep().isOn());
        bench.step(1);
        bench.session.openSource("moons"); // no pictures
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 2, patience);
        QVERIFY(!bench.lockStep().isOn());
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY2(bench.problems[0].sentence().find("no longer") != std::string::npos, bench.problems[0].sentence().c_str());
        bench.problems.clear();
        bench.session.trainBesideCopy(false);
        bench.session.openSource("blobs"); // goes along
        QTRY_COMPARE_WITH_TIMEOUT(bench.datasets, 3, patience);
        bench.step(2);
        bench.bothAt(2);
    }

    void itEndsWhereTheOtherGoesElsewhere() {
        PairBench bench;
        bench.open();
        bench.session.trainBesideCopy(false);
        bench.step(4);
        bench.setRate(0.01);
        bench.session.finishEdit();
        bench.step(4);
        bench.bothAt(8);
        const std::uint64_t other = bench.list().beside();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.session.runs().present->marks().empty() && bench.session.runs().present->marks()[0].before->state, patience);
        bench.told.clear();
        bench.session.goBackBefore(0);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(4), patience);
        QVERIFY(!bench.lockStep().isOn());
        QVERIFY2(bench.told.join('|').contains("no longer"), qPrintable(bench.told.join('|')));
        bench.session.reset(); // and it does not come back by itself
        QVERIFY(!bench.lockStep().isOn());

        bench.session.goOnFrom(other); // it can be gone on from as any other
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(8), patience);
        QCOMPARE(bench.list().present(), other);
        bench.session.trainBesideRun(bench.list().runs().front().id);
        bench.step(2);
        bench.bothAt(2);
        bench.session.goOnFrom(bench.list().beside()); // while it trains
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(2), patience);
        QVERIFY(!bench.lockStep().isOn());
        bench.session.undo();
        bench.bothAt(2);
        bench.session.endBeside();
        QVERIFY(!bench.lockStep().isOn());
        bench.step(3); // alone
        QCOMPARE(bench.session.status().step, Index(5));
        QVERIFY(bench.problems.empty());
    }

    void itDivergesAndTheFirstGoesOn() {
        PairBench bench;
        bench.open();
        bench.session.trainBeside(diverging());
        QVERIFY(bench.lockStep().isOn());
        bench.step(40);
        QTRY_COMPARE_WITH_TIMEOUT(bench.lockStep().status().state, State::Diverged, patience);
        QCOMPARE(bench.session.status().step, Index(40));
        QCOMPARE(bench.problems.size(), std::size_t(1));
        QVERIFY2(bench.problems[0].sentence().find("Wild: The ") == 0 || bench.problems[0].sentence().find("Wild: The ") != std::string::npos,
                 bench.problems[0].sentence().c_str());
        bench.step(2);
        QCOMPARE(bench.problems.size(), std::size_t(1)); // said once
        QCOMPARE(bench.list().remove({bench.list().beside()}), std::size_t(0));
        bench.session.reset(); // both again
        bench.bothAt(0);
        bench.session.endBeside();
        QVERIFY(!bench.lockStep().isOn());
    }

    void comparedAsItLearns() {
        PairBench bench;
        app::RunComparison comparison(bench.session);
        app::ComparedReconstructionsFeed feed(bench.session.snapshotFeed(), bench.view);
        std::vector<std::shared_ptr<const analysis::ReconstructionPicture>> pictures;
        QObject::connect(&comparison, &app::RunComparison::changed, &feed, [&] { feed.setModels(app::modelsOf(comparison.runs())); });
        QObject::connect(&feed, &app::ComparedReconstructionsFeed::arrived, &feed, [&](const auto &arrived) { pictures = arrived; });
        feed.setWatched(20);
        comparison.setWatched(&feed, true);
        bench.open();
        bench.step(2); // another run that might be compared with
        bench.session.trainBesideCopy(false);
        bench.step(6);
        bench.bothAt(6);
        QTRY_VERIFY_WITH_TIMEOUT(comparison.runs().size() == 2 && comparison.runs()[1].model.isBeside, patience);
        const auto areBothAt = [&](Index step) {
            return pictures.size() == 2 && pictures[0] && pictures[1] && pictures[0]->moment.step == step && pictures[1]->moment.step == step;
        };
        const auto reconstructions = [&](std::size_t place) {
            std::vector<std::vector<float>> made;
            for (const auto &column : pictures[place]->columns)
                made.push_back(column.reconstruction);
            return made;
        };
        QTRY_VERIFY_WITH_TIMEOUT(areBothAt(6), patience);
        QCOMPARE(reconstructions(0), reconstructions(1));
        bench.setRate(0.05);
        bench.step(3);
        QTRY_VERIFY_WITH_TIMEOUT(areBothAt(9), patience);
        QVERIFY(reconstructions(0) != reconstructions(1));
        // A past moment is one of both.
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.keyFrames().nearest(4), patience);
        const auto past = bench.session.keyFrames().frames()[*bench.session.keyFrames().nearest(4)].snapshot;
        bench.session.snapshotFeed().showPast(past);
        QTRY_VERIFY_WITH_TIMEOUT(areBothAt(past->step), patience);
        QCOMPARE(reconstructions(0), reconstructions(1));
        bench.session.snapshotFeed().showPresent();
        QTRY_VERIFY_WITH_TIMEOUT(areBothAt(9), patience);
    }

    void aProjectKeepsBothAtTheSameStep() {
        const QTemporaryDir folder;
        const QString works = folder.filePath("works"), file = folder.filePath("pair.hourglass");
        std::vector<float> losses;
        {
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            keeper.saveAs(file);
            QTRY_COMPARE_WITH_TIMEOUT(keeper.file(), file, patience);
            bench.session.trainBesideCopy(false);
            bench.session.toggleTraining();
            bench.waitForSteps(30);
            QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(file).size() > 0, patience); // saved while both run
            bench.pause();
            bench.bothAt(bench.session.status().step);
            losses = lossesOf(*bench.beside().log);
            bench.session.toggleTraining(); // and the program ends while both run
            bench.waitForSteps(5);
        }
        auto kept = project::ProjectFile::openToRead(file.toStdString());
        QVERIFY(kept);
        const std::vector<project::StoredRun> all = kept->runs();
        QCOMPARE(all.size(), std::size_t(2));
        QVERIFY(all[0].last() && all[1].last());
        QCOMPARE(all[0].last()->step, all[1].last()->step);
        QVERIFY(all[0].last()->step > 30);
        QCOMPARE(all[1].record.name, std::string("Small 2"));
        const auto log = kept->log(all[1].record.id);
        QVERIFY(log->lastStep() + 200 >= all[1].last()->step && log->lastStep() >= static_cast<Index>(losses.size()));
        const std::vector<float> read = lossesOf(*log);
        QVERIFY(read.size() >= losses.size() && areSameBits({read.begin(), read.begin() + static_cast<std::ptrdiff_t>(losses.size())}, losses));

        PairBench bench; // both go on together
        app::ProjectKeeper keeper(bench.session, works);
        bench.open();
        bench.session.openPath(file);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, all[0].last()->step, patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.lockStep().status().step, all[0].last()->step, patience);
        QVERIFY(bench.lockStep().isOn());
        QCOMPARE(bench.list().runs().size(), std::size_t(2));
        QCOMPARE(bench.beside().name, std::string("Small 2"));
        bench.session.goOnFrom(bench.list().runs()[1].id); // or the other from its end, as any run
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, all[1].last()->step, patience);
        QVERIFY(!bench.lockStep().isOn());
        bench.step(1);
        QVERIFY2(bench.problems.empty(), bench.problems.empty() ? "" : bench.problems[0].sentence().c_str());
    }

    void aReopenedProjectGoesOnWithBoth() {
        const QTemporaryDir folder;
        const QString works = folder.filePath("works"), file = folder.filePath("pair.hourglass");
        app::Rival rival{.name = "Narrow", .spec = smallSpec(), .presetKey = "map"};
        rival.spec.name = "Narrow";
        rival.spec.model.layers[0] = dense(5, "tanh");
        rival.spec.training.seed = 77; // of its first weights
        std::vector<float> one, other;
        QByteArray oneHash;
        const auto train = [&](PairBench &bench, int steps) {
            bench.step(steps);
            bench.bothAt(bench.session.status().step);
        };
        { // without a break
            PairBench bench;
            bench.open();
            bench.session.trainBeside(rival);
            train(bench, 12);
            bench.setRate(0.02);
            train(bench, 9);
            one = lossesOf(*bench.session.runs().present);
            other = lossesOf(*bench.beside().log);
            oneHash = QByteArray::fromStdString(bench.hash());
        }
        {
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            keeper.saveAs(file);
            QTRY_COMPARE_WITH_TIMEOUT(keeper.file(), file, patience);
            bench.session.trainBeside(rival);
            train(bench, 12);
        }
        std::uint64_t besides = 0;
        {
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            bench.session.openPath(file);
            QTRY_VERIFY_WITH_TIMEOUT(bench.lockStep().isOn(), patience);
            bench.bothAt(12);
            QVERIFY2(bench.told.join('|').contains("with Narrow beside it"), qPrintable(bench.told.join('|')));
            QCOMPARE(bench.list().runs().size(), std::size_t(2));
            QCOMPARE(bench.beside().preset, std::string("map"));
            besides = bench.beside().id;
            bench.setRate(0.02);
            train(bench, 9);
            QVERIFY(areSameBits(lossesOf(*bench.session.runs().present), one));
            QVERIFY(areSameBits(lossesOf(*bench.beside().log), other));
            QCOMPARE(QByteArray::fromStdString(bench.hash()), oneHash);
        }
        { // once more: what came since is in the file, and both begin again as they did the first time
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            bench.session.openPath(file);
            QTRY_VERIFY_WITH_TIMEOUT(bench.lockStep().isOn(), patience);
            bench.bothAt(21);
            QCOMPARE(bench.beside().id, besides);
            QVERIFY(areSameBits(lossesOf(*bench.beside().log), other));
            bench.session.reset();
            bench.bothAt(0);
            train(bench, 12);
            const std::vector<float> again = lossesOf(*bench.beside().log);
            QVERIFY(areSameBits(again, {other.begin(), other.begin() + static_cast<std::ptrdiff_t>(again.size())}));
            QVERIFY2(bench.problems.empty(), bench.problems.empty() ? "" : bench.problems[0].sentence().c_str());
            bench.session.endBeside();
            bench.step(1);
        }
        PairBench bench; // who was sent away does not come back
        app::ProjectKeeper keeper(bench.session, works);
        bench.open();
        bench.session.openPath(file);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(13), patience);
        QVERIFY(!bench.lockStep().isOn() && bench.taken.isEmpty());
    }

    void whatCannotBeBroughtTogetherIsSaid() {
        const QTemporaryDir folder;
        const QString works = folder.filePath("works"), file = folder.filePath("pair.hourglass");
        QByteArray beside, leader;
        {
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            keeper.saveAs(file);
            QTRY_COMPARE_WITH_TIMEOUT(keeper.file(), file, patience);
            bench.session.trainBesideCopy(true);
            bench.step(7);
            bench.bothAt(7);
            beside = QByteArray::number(static_cast<qulonglong>(bench.beside().id));
            leader = QByteArray::number(static_cast<qulonglong>(bench.list().present()));
        }
        const auto opened = [&](const char *sentence, Index step = 7) {
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            bench.session.openPath(file);
            QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, step, patience);
            QVERIFY(!bench.lockStep().isOn());
            QCOMPARE(bench.taken.size(), 1);
            QVERIFY2(bench.taken[0].contains(sentence) && bench.taken[0].contains("does not go on"), qPrintable(bench.taken[0]));
            QVERIFY(bench.problems.empty() || bench.problems[0].sentence().find("damaged") != std::string::npos);
        };
        const auto change = [&](const QByteArray &commands) {
            auto database = project::Database::open(file.toStdString(), project::Database::Access::Write);
            QVERIFY(!database->execute(commands.toStdString()));
        };
        const QString whole = folder.filePath("whole.hourglass");
        QVERIFY(QFile::copy(file, whole));
        change("DELETE FROM arrays WHERE state IN (SELECT id FROM states WHERE run = " + beside + ")");
        opened("is not there");
        QVERIFY(QFile::remove(file) && QFile::copy(whole, file));
        change("DELETE FROM states WHERE run = " + beside);
        opened("nothing of its weights was saved");
        QVERIFY(QFile::remove(file) && QFile::copy(whole, file));
        const Run trained = run({"train", file.toStdString(), "--run", leader.toStdString(), "--steps", "3"}); // alone
        QVERIFY2(trained.status == 0, trained.err.c_str());
        opened("the project has it at step 7, and this one at step 10", 10);
    }

    void anotherProjectLeavesThePairWhole() {
        const QTemporaryDir folder;
        const QString works = folder.filePath("works"), first = folder.filePath("first.hourglass"), second = folder.filePath("second.hourglass");
        for (const QString &file : {second, first}) {
            PairBench bench;
            app::ProjectKeeper keeper(bench.session, works);
            bench.open();
            keeper.saveAs(file);
            QTRY_COMPARE_WITH_TIMEOUT(keeper.file(), file, patience);
            bench.step(2);
            bench.session.trainBesideCopy(true);
            bench.step(7);
            bench.bothAt(7);
            if (file != first)
                continue;
            bench.session.openPath(second);
            QTRY_VERIFY_WITH_TIMEOUT(keeper.file() == second, patience);
            QVERIFY(bench.lockStep().isOn()); // the pair of that one
            bench.bothAt(7);
            bench.step(1);
            bench.bothAt(8);
        }
        for (const QString &file : {first, second}) {
            auto kept = project::ProjectFile::openToRead(file.toStdString());
            QVERIFY(kept);
            std::vector<Index> steps;
            for (const project::StoredRun &run : kept->runs())
                steps.push_back(run.last() ? run.last()->step : -1);
            QCOMPARE(steps, file == second ? std::vector<Index>({2, 8, 8}) : std::vector<Index>({2, 7, 7}));
        }
    }

    void chosenTrainedAndEndedInTheWindow() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open();
        auto *chip = bench.window.besideChip();
        QAction *end = bench.window.commands().endBeside;
        QVERIFY(!chip->isVisible() && !end->isEnabled());
        auto *copy = bench.window.findChild<QAction *>("besideCopy");
        QVERIFY(copy);
        copy->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(chip->isVisible() && end->isEnabled(), patience);
        QVERIFY2(chip->text().contains("in lock step"), qPrintable(chip->text()));
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().epoch > 1, patience);
        bench.session.toggleTraining();
        bench.rest();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.lockStep().status().step, bench.session.status().step, patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.views.loss->others().size(), std::size_t(1), patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.views.loss->others()[0].run.lastStep(), bench.views.loss->run().lastStep(), patience);
        QVERIFY(!bench.views.loss->others()[0].run.present().of->heldOut.isEmpty());

        auto *runs = bench.program.panels().view<ui::RunsPanel>();
        auto *dock = qobject_cast<ui::Dock *>(runs->parentWidget());
        QVERIFY(dock);
        dock->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(runs->isVisible() && runs->table()->model()->rowCount() == 2, patience);
        runs->table()->selectRow(1); // the one beside
        const auto entry = [runs](const char *word) {
            for (QAction *action : runs->contextMenu()->actions())
                if (action->text().startsWith(word))
                    return action;
            return static_cast<QAction *>(nullptr);
        };
        QVERIFY(!entry("Train beside")->isEnabled() && !entry("Delete")->isEnabled());
        runs->table()->selectRow(0);
        QVERIFY(entry("Train beside")->isEnabled());
        QTest::mouseClick(chip->endButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!chip->isVisible() && !end->isEnabled(), patience);
        runs->table()->selectRow(1);
        QTRY_VERIFY_WITH_TIMEOUT(entry("Train beside")->isEnabled(), patience);
        entry("Train beside")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(chip->isVisible() && bench.session.status().step == 0, patience);
    }
};

QTEST_MAIN(LockStepTest)
#include "lock_step_test.moc"
