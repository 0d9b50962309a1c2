// Projects in their files: all comes back with every bit; damaged, foreign and newer files are a sentence; one writes, others look; a disk that
// is full takes nothing away.
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fstream>
#include <random>

#include <sys/resource.h>

#include "engine/project/project_writer.h"
#include "engine/project/schema.h"
#include "tests/support/loss_data.h"
#include "tests/support/project_damage.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using project::ProjectFile;
using project::StateKind;

class ProjectTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string pathOf(const char *name) const { return m_folder.filePath(name).toStdString(); }
    const TrainerBench m_bench = projectBench();

private slots:
    void allComesBack() {
        const std::string path = pathOf("all.hourglass");
        const project::Saving saving = someSaving(m_bench, 7);
        {
            auto file = ProjectFile::open(path);
            QVERIFY2(file, file ? "" : file.error().sentence().c_str());
            QVERIFY(!file->obstacle());
            QVERIFY(file->runs().empty());
            QCOMPARE(file->nextRun(), std::int64_t{1});
            QVERIFY(!file->save(saving));
            QVERIFY(!file->save(project::Note{1, 1, 7, 123, "wider is better"}));
            for (const char *text : {"one", "two", "two again"})
                QVERIFY(!file->save(project::StoredSweep{text[0] == 'o' ? 1 : 2, 5, "Widths", text}));
            QVERIFY(!file->removeSweeps({1, 7}));
        }
        QVERIFY(!QFile::exists(QString::fromStdString(path + ".lock")));
        auto file = ProjectFile::open(path);
        QVERIFY(file);
        const auto runs = file->runs();
        QCOMPARE(runs.size(), std::size_t{1});
        const project::RunRecord &run = runs[0].record;
        QVERIFY(run.spec == saving.run.spec && run.data == saving.run.data && run.shuffles == saving.run.shuffles);
        QCOMPARE(run.name, saving.run.name);
        QCOMPARE(run.colour, saving.run.colour);
        QCOMPARE(run.seed, saving.run.seed);
        QCOMPARE(run.created, saving.run.created);
        QVERIFY(runs[0].last());
        QCOMPARE(runs[0].last()->step, Index(7));
        QCOMPARE(runs[0].last()->taken, saving.moment.taken);
        QCOMPARE(file->presentRun(), std::int64_t{1});
        QCOMPARE(file->window().value_or(""), std::string("the window's own"));
        QCOMPARE(file->notes().size(), std::size_t{1});
        QCOMPARE(file->notes()[0].text, std::string("wider is better"));
        QVERIFY(file->sweeps().size() == 1 && file->sweeps()[0].record == "two again" && file->sweeps()[0].title == "Widths");
        const auto state = file->state(runs[0], StateKind::Running, m_bench.plan, m_bench.dataset->train.samples);
        QVERIFY2(state, state ? "" : state.error().sentence().c_str());
        QVERIFY(hasSameBits(**state, *saving.state));
        const auto log = file->log(1);
        const runs::RunLog &was = *saving.log.whole;
        QCOMPARE(log->segments(), was.segments());
        QCOMPARE(log->present().train.size(), was.present().train.size());
        QCOMPARE(log->present().train.last().mean, was.present().train.last().mean);
        QCOMPARE(log->marks().size(), was.marks().size());
        QCOMPARE(log->evaluations().last().terms.size(), std::size_t{2});
        QCOMPARE(log->evaluations().last().terms[1].label, std::string("L1"));
        QCOMPARE(log->heldOutName(), std::string("test"));
        QCOMPARE(log->dataName(), std::string("Smooth"));
        QVERIFY(file->missing().empty());
    }

    void whatComesIsAppended() {
        const std::string path = pathOf("grows.hourglass");
        auto log = std::make_shared<runs::RunLog>("mean squared error", "test");
        project::LogFollower follower;
        auto file = ProjectFile::open(path);
        QVERIFY(file);
        project::Saving saving = someSaving(m_bench, 3);
        const auto save = [&] {
            saving.log = follower.changesOf(log);
            QVERIFY(!file->save(saving));
        };
        const auto isSame = [&] {
            const auto stored = file->log(1);
            const runs::Curve &a = stored->present().train, &b = log->present().train;
            if (stored->segments() != log->segments() || a.size() != b.size() || stored->marks().size() != log->marks().size() ||
                stored->evaluations().records().size() != log->evaluations().records().size() || stored->lastStep() != log->lastStep())
                return false;
            for (Index index = 0; index < a.size(); ++index)
                if (a.span(index).step != b.span(index).step || a.span(index).mean != b.span(index).mean)
                    return false;
            return true;
        };
        log->append(lossSteps(1, 700));
        save();
        QVERIFY(isSame());
        for (int round = 0; round < 4; ++round) {
            log->append(lossSteps(701 + 300 * round, 1000 + 300 * round));
            log->append(heldOut(1000 + 300 * round));
            save();
            QVERIFY(follower.changesOf(log).isNothing);
            QVERIFY(isSame());
        }
        log->append(lossSteps(500, 600)); // back in time
        save();
        QVERIFY(isSame());
        log->changeLoss("binary cross-entropy");
        log->append(lossSteps(601, 900));
        save();
        QVERIFY(isSame());
        log = std::make_shared<runs::RunLog>("mean squared error", "test"); // another run altogether
        log->append(lossSteps(1, 20));
        save();
        QVERIFY(isSame());
    }

    void runsStandBesideTheOneThatGoesOn() {
        const std::string path = pathOf("beside.hourglass");
        auto file = ProjectFile::open(path);
        QVERIFY(file);
        project::LogFollower follower;
        auto log = std::make_shared<runs::RunLog>("mean squared error", "test");
        log->append(lossSteps(1, 20));
        project::Saving present = someSaving(m_bench, 3);
        present.log = follower.changesOf(log);
        QVERIFY(!file->save(present));
        project::Saving other = someSaving(m_bench, 5);
        other.run.id = 2;
        other.run.parent = 1;
        other.run.isPinned = true;
        other.run.isShown = false;
        other.run.origin = 2;
        other.run.branchStep = 4;
        other.run.parameters = 99;
        other.run.codeSize = 2;
        other.isPresent = false;
        QVERIFY(!file->save(other));
        log->append(lossSteps(21, 40));
        present.log = follower.changesOf(log); // what came since alone
        QVERIFY(!present.log.whole);
        QVERIFY(!file->save(present));
        QCOMPARE(file->presentRun(), std::int64_t{1});
        QCOMPARE(file->log(1)->lastStep(), Index(40));
        QCOMPARE(file->log(1)->present().train.size(), Index(40));
        const auto curve = file->log(2)->present().train.size();
        QVERIFY(curve > 0);
        other.run.name = "another name";
        other.log = {};
        other.log.isNothing = true;
        other.state = nullptr;
        QVERIFY(!file->save(other)); // its curve and its state stay
        const auto runs = file->runs();
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[1].record.name, std::string("another name"));
        QVERIFY(runs[1].record == other.run);
        QCOMPARE(runs[1].last()->step, Index(5));
        QCOMPARE(file->log(2)->present().train.size(), curve);
        const std::string copy = pathOf("copy.hourglass");
        QVERIFY(!file->copyTo(copy));
        QVERIFY(!file->remove({2}));
        QCOMPARE(file->runs().size(), std::size_t{1});
        QCOMPARE(file->log(2)->present().train.size(), Index(0));
        QVERIFY(file->isInPlace());
        auto copied = ProjectFile::open(copy);
        QVERIFY(copied && !copied->obstacle());
        QCOMPARE(copied->runs().size(), std::size_t{2});
        QVERIFY(copied->state(copied->runs()[1], StateKind::Running, m_bench.plan, m_bench.dataset->train.samples));
        QVERIFY(QFile::rename(QString::fromStdString(path), QString::fromStdString(path + ".away")));
        QVERIFY(!file->isInPlace());
    }

    void aLongCurveStaysSmall() {
        auto log = std::make_shared<runs::RunLog>("mean squared error", "test");
        log->append(lossSteps(1, 100'000));
        auto file = ProjectFile::open(pathOf("long.hourglass"));
        QVERIFY(file);
        project::Saving saving = someSaving(m_bench, 3);
        saving.log = project::LogFollower().changesOf(log);
        QVERIFY(!file->save(saving));
        const auto stored = file->log(1);
        QVERIFY(stored->present().train.size() <= project::mostStoredSpans);
        QCOMPARE(stored->present().train.last().step, Index(100'000));
        QVERIFY(QFileInfo(QString::fromStdString(file->path())).size() < 2'000'000);
    }

    void theEndStandsBesideWhatItWentOnFrom() {
        auto file = ProjectFile::open(pathOf("end.hourglass"));
        QVERIFY(file);
        QVERIFY(!file->save(someSaving(m_bench, 5)));
        project::Saving end = someSaving(m_bench, 9);
        end.moment.kind = StateKind::End;
        end.moment.taken += 1000;
        end.moment.isFinished = true;
        QVERIFY(!file->save(end));
        auto run = file->runs().front();
        QCOMPARE(run.states.size(), std::size_t{2});
        QCOMPARE(run.last()->step, Index(9));
        const auto running = file->state(run, StateKind::Running, m_bench.plan, 100);
        QVERIFY(running && (*running)->step == 5);
        QVERIFY(!file->save(someSaving(m_bench, 11))); // it goes on
        run = file->runs().front();
        QCOMPARE(run.states.size(), std::size_t{1});
        QCOMPARE(run.last()->step, Index(11));
    }

    void aStateThatIsNotFiniteIsLeftOut() {
        auto file = ProjectFile::open(pathOf("infinite.hourglass"));
        QVERIFY(file);
        QVERIFY(!file->save(someSaving(m_bench, 5)));
        project::Saving bad = someSaving(m_bench, 9);
        auto state = std::make_shared<training::TrainingState>(*bad.state);
        state->parameters[0] = std::numeric_limits<float>::infinity();
        bad.state = state;
        QVERIFY(!file->save(bad));
        QCOMPARE(file->runs().front().last()->step, Index(5));
    }

    void oneWritesAndOthersLook() {
        const std::string path = pathOf("two.hourglass");
        auto first = ProjectFile::open(path);
        QVERIFY(first);
        QVERIFY(!first->save(someSaving(m_bench, 5)));
        {
            auto second = ProjectFile::open(path);
            QVERIFY(second);
            QVERIFY(second->obstacle());
            QVERIFY(second->obstacle()->sentence().find("another window") != std::string::npos);
            QCOMPARE(second->runs().size(), std::size_t{1});
            QVERIFY(second->save(someSaving(m_bench, 9)));
        }
        QVERIFY(!first->save(someSaving(m_bench, 7)));
        QCOMPARE(first->runs().front().last()->step, Index(7));
        { const auto gone = std::move(*first); }
        const auto third = ProjectFile::open(path);
        QVERIFY(third && !third->obstacle());
    }

    void foreignAndNewerFilesAreASentence() {
        const auto sentence = [](const std::string &path) {
            const auto file = ProjectFile::open(path);
            return file ? std::string() : file.error().sentence();
        };
        const std::string foreign = pathOf("foreign.hourglass");
        QVERIFY(!project::Database::open(foreign, project::Database::Access::Write)->execute("CREATE TABLE songs(title TEXT)"));
        QVERIFY2(sentence(foreign).find("another program") != std::string::npos, sentence(foreign).c_str());
        const std::string newer = pathOf("newer.hourglass");
        { QVERIFY(!ProjectFile::open(newer)->save(someSaving(m_bench, 3))); }
        const std::string version = std::to_string(project::schemaVersion() + 1);
        QVERIFY(!project::Database::open(newer, project::Database::Access::Write)->execute("PRAGMA user_version = " + version));
        const QByteArray before = bytesOf(newer);
        QVERIFY2(sentence(newer).find("newer version") != std::string::npos, sentence(newer).c_str());
        QCOMPARE(bytesOf(newer), before);
        const std::string text = pathOf("text.hourglass");
        std::ofstream(text) << "These are no runs at all, but a text that somebody named so, and it is longer than a hundred bytes, as a header is.";
        QVERIFY2(sentence(text).find("no project") != std::string::npos, sentence(text).c_str());
        const std::string nowhere = pathOf("none/at/all.hourglass");
        QVERIFY(!sentence(nowhere).empty());
        QVERIFY(!ProjectFile::openToRead(pathOf("missing.hourglass")));
        std::ofstream(pathOf("empty.hourglass"));
        auto empty = ProjectFile::openToRead(pathOf("empty.hourglass"));
        QVERIFY(empty && empty->runs().empty() && empty->missing().empty());
    }

    void everyVersionIsBroughtUp() {
        for (std::int64_t version = 0; version <= project::schemaVersion(); ++version) {
            const std::string path = pathOf(("version" + std::to_string(version) + ".hourglass").c_str());
            {
                auto database = project::Database::open(path, project::Database::Access::Write);
                QVERIFY(database);
                QVERIFY(version == 0 || !project::bringUp(*database, version));
            }
            auto file = ProjectFile::open(path);
            QVERIFY(file && !file->obstacle());
            QVERIFY(!file->save(someSaving(m_bench, 3)));
            QCOMPARE(file->runs().size(), std::size_t{1});
        }
    }

    void aFullDiskTakesNothingAway() {
        const std::string path = pathOf("full.hourglass");
        auto file = ProjectFile::open(path);
        QVERIFY(file);
        QVERIFY(!file->save(someSaving(m_bench, 5)));
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit small = before;
        small.rlim_cur = static_cast<rlim_t>(QFileInfo(QString::fromStdString(path)).size());
        setrlimit(RLIMIT_FSIZE, &small);
        project::Saving saving = someSaving(m_bench, 9);
        saving.window = std::string(3'000'000, 'x');
        const auto error = file->save(saving);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(error);
        QVERIFY2(error->sentence().find(path) == 0, error->sentence().c_str());
        {
            auto other = ProjectFile::openToRead(path);
            QVERIFY(other);
            const auto run = other->runs().front();
            QCOMPARE(run.last()->step, Index(5));
            QVERIFY(other->state(run, StateKind::Running, m_bench.plan, 100));
        }
        QVERIFY(!file->save(saving)); // there is room again
        QCOMPARE(file->runs().front().last()->step, Index(9));
    }

    void damagedFilesOpenAsFarAsTheyCan() {
        const std::string path = pathOf("sound.hourglass");
        { QVERIFY(!ProjectFile::open(path)->save(someSaving(m_bench, 5))); }
        DamageTally tally;
        for (unsigned seed = 0; seed < 60; ++seed)
            QVERIFY2(isToldOf(damaged(bytesOf(path), seed), pathOf("damaged.hourglass"), m_bench, tally), ("seed " + std::to_string(seed)).c_str());
        QVERIFY2(tally.opened > 10 && tally.refused > 3, (std::to_string(tally.opened) + " opened, " + std::to_string(tally.refused) + " refused").c_str());
    }

    void theWriterAnswersAndKeepsItsPace() {
        auto file = ProjectFile::open(pathOf("thread.hourglass"));
        QVERIFY(file);
        std::atomic<int> answers{0}, errors{0};
        {
            project::ProjectWriter writer(std::move(*file));
            for (Index step = 1; step <= 3; ++step)
                writer.save(someSaving(m_bench, step), [&](const project::SaveOutcome &outcome) {
                    ++answers;
                    errors += outcome.error.has_value();
                });
            writer.finish();
            QCOMPARE(answers.load(), 3);
        }
        QCOMPARE(errors.load(), 0);
        project::SavingPace pace;
        QVERIFY(!pace.note(0.5, 1'000'000)); // small, however slow the machine
        QCOMPARE(pace.seconds(), project::SavingPace::usualSeconds);
        QVERIFY(pace.note(0.5, 400'000'000));
        QVERIFY(pace.seconds() >= 12);
        QVERIFY(!pace.note(0.5, 400'000'000)); // told already
    }
};

QTEST_APPLESS_MAIN(ProjectTest)
#include "project_test.moc"
