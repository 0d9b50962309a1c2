// The moments of timelines in a project's file: they come back with every bit, within a budget that the runs share, the most telling first; what memory
// gave up goes, what it never had stays; damage is told.
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

#include "engine/project/schema.h"
#include "tests/support/project_damage.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using project::FrameKeeping;
using project::FramesKept;
using project::ProjectFile;
using project::StoredFrame;
using runs::KeyFrames;

namespace {

constexpr Index plenty = 1'000'000'000;

std::vector<Index> stepsOf(const std::vector<StoredFrame> &frames) {
    std::vector<Index> steps;
    for (const StoredFrame &frame : frames)
        steps.push_back(frame.step());
    return steps;
}

bool isSame(const core::Floats &a, const core::Floats &b) {
    return std::equal(a.span().begin(), a.span().end(), b.span().begin(), b.span().end());
}

Index bytesOf(const std::vector<StoredFrame> &frames) {
    Index sum = 0;
    for (const StoredFrame &frame : frames)
        sum += frame.bytes();
    return sum;
}

} // namespace

class ProjectFramesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const TrainerBench m_bench = projectBench();

    std::string pathOf(const char *name) const { return m_folder.filePath(name).toStdString(); }
    /// A training's moments at these steps, each `everyState`th to go on from.
    std::vector<KeyFrames::Frame> frames(const std::vector<Index> &steps, std::size_t everyState = 2) const {
        const auto stepper = m_bench.stepper();
        std::vector<KeyFrames::Frame> all;
        for (const Index step : steps) {
            while (stepper->state().step < step)
                stepper->step();
            auto state = std::make_shared<training::TrainingState>(stepper->state());
            KeyFrames::Frame frame{.snapshot = runs::snapshotOf(*state, 1, stepper->epochsDone())};
            if (all.size() % everyState == 0)
                frame.state = std::move(state);
            all.push_back(std::move(frame));
        }
        return all;
    }
    static runs::KeptLayout layoutOf(const KeyFrames::Frame &frame, const char *method, float scale) {
        auto layout = std::make_shared<runs::MomentLayout>();
        layout->key = {.method = method, .settings = R"({"perplexity":30})", .seed = 5, .layer = 0, .dimensions = 2};
        layout->model = runs::fingerprintOf(*frame.snapshot);
        layout->warnings = {"One sentence.", "Another one."};
        std::vector<float> places;
        for (int i = 0; i < 20; ++i)
            places.push_back(scale * static_cast<float>(i * i));
        return layout->setPlaces({places, places}) ? layout : nullptr;
    }
    project::FramePlans plans() const { return {1, m_bench.plan, m_bench.dataset->shape, m_bench.dataset->train.samples}; }
    ProjectFile opened(const std::string &path) const {
        auto file = ProjectFile::open(path);
        if (!file || file->obstacle() || file->save(someSaving(m_bench, 3)))
            qFatal("the project cannot be made");
        return std::move(*file);
    }
    static FrameKeeping keeping(std::vector<KeyFrames::Frame> frames, Index budget = plenty, Index most = plenty, std::int64_t run = 1) {
        return {.run = run, .frames = std::move(frames), .startStep = 0, .byteBudget = budget, .number = 0, .mostBytes = most};
    }

private slots:
    void comesBackWithEveryBit() {
        const std::string path = pathOf("all.hourglass");
        auto all = frames({0, 1, 2, 4, 7, 12});
        all[3].heldOutLoss = 0.25;
        all[3].isOfSpread = false;
        all[2].heldOutLoss = 0.5; // was it before
        all[1].isBeforeEdit = true;
        {
            ProjectFile file = opened(path);
            const auto kept = file.keep(keeping(all));
            QVERIFY2(kept, kept ? "" : kept.error().sentence().c_str());
            QVERIFY(kept->isAll && kept->bytes > 0 && kept->inFile == kept->bytes);
            const auto again = file.keep(keeping(all));
            QVERIFY(again && again->bytes == 0 && again->inFile == kept->inFile);
        }
        auto file = ProjectFile::openToRead(path);
        QVERIFY(file);
        const auto stored = file->frames(1);
        QCOMPARE(stored.size(), all.size());
        project::FramePlans plans = this->plans();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto frame = file->frame(stored[i], plans);
            QVERIFY2(frame, frame ? "" : frame.error().sentence().c_str());
            QCOMPARE(frame->step(), all[i].step());
            QCOMPARE(frame->epoch(), all[i].epoch());
            QCOMPARE(frame->snapshot->run, std::uint64_t(1));
            QCOMPARE(frame->snapshot->plan, m_bench.plan);
            QVERIFY(isSame(frame->snapshot->parameters, all[i].snapshot->parameters) && isSame(frame->snapshot->state, all[i].snapshot->state));
            QCOMPARE(frame->state != nullptr, all[i].state != nullptr);
            QVERIFY(!frame->state || hasSameBits(*frame->state, *all[i].state));
            QCOMPARE(frame->isBest(), i == 3);
            QCOMPARE(frame->isBeforeEdit, i == 1);
            QCOMPARE(frame->isOfSpread, i != 3);
        }
        QVERIFY(file->frames(2).empty());
        QVERIFY(file->missing().empty());
    }

    void theBudgetIsKeptAndShared() {
        const std::string path = pathOf("budget.hourglass");
        std::vector<Index> steps;
        for (Index step = 0; step < 40; ++step)
            steps.push_back(step);
        const auto all = frames(steps, 100);
        const Index each = (all[1].snapshot->parameters.size() + all[1].snapshot->state.size()) * 4;
        ProjectFile file = opened(path);
        const auto first = file.keep(keeping(all, 20 * each));
        QVERIFY(first && first->isAll);
        auto stored = file.frames(1);
        QVERIFY(bytesOf(stored) <= 20 * each && stored.size() >= 15);
        QCOMPARE(stored.front().step(), Index(0));
        QCOMPARE(stored.back().step(), Index(39));
        QVERIFY(stepsOf(stored)[2] <= 3); // even in the logarithm
        project::Saving other = someSaving(m_bench, 5);
        other.run.id = 2;
        QVERIFY(!file.save(other));
        QVERIFY(file.keep(keeping(all, 20 * each, plenty, 2)));
        QVERIFY(file.frames(1).size() >= 8 && file.frames(2).size() >= 8);
        QVERIFY(bytesOf(file.frames(1)) + bytesOf(file.frames(2)) <= 20 * each);
        const auto onlySmall = file.keep(keeping({all.begin(), all.begin() + 3}, 20 * each, plenty, 2)); // what the other does not need
        QVERIFY(onlySmall);
        QCOMPARE(file.frames(2).size(), std::size_t{3});
        QVERIFY(file.keep(keeping(all, 0, plenty, 2)));
        QVERIFY(file.frames(1).empty() && file.frames(2).empty());
        auto database = project::Database::open(path, project::Database::Access::Read);
        QVERIFY(database);
        const auto arrays = database->integer("SELECT count(*) FROM frame_arrays");
        QVERIFY(arrays && *arrays == 0);
    }

    void theMostTellingGoFirst() {
        std::vector<Index> steps;
        for (Index step = 0; step <= 30; ++step)
            steps.push_back(step);
        auto all = frames(steps, 100);
        all[0].state = nullptr;
        all[17].heldOutLoss = 0.1;
        const Index each = (all[1].snapshot->parameters.size() + all[1].snapshot->state.size()) * 4;
        ProjectFile file = opened(pathOf("first.hourglass"));
        const auto none = file.keep(keeping(all, plenty, 0));
        QVERIFY(none && !none->isAll && none->bytes == 0 && file.frames(1).empty());
        const auto three = file.keep(keeping(all, plenty, 3 * each));
        QVERIFY(three && !three->isAll);
        QCOMPARE(stepsOf(file.frames(1)), (std::vector<Index>{0, 17, 30}));
        const auto next = file.keep(keeping(all, plenty, each));
        QVERIFY(next && !next->isAll);
        QVERIFY(stepsOf(file.frames(1))[1] >= 3 && stepsOf(file.frames(1))[1] <= 4); // the middle of the logarithm between 0 and 17
        const auto rest = file.keep(keeping(all));
        QVERIFY(rest && rest->isAll);
        QCOMPARE(file.frames(1).size(), all.size());
    }

    void whatMemoryGaveUpGoes() {
        const std::string path = pathOf("gone.hourglass");
        const auto all = frames({0, 2, 4, 6, 8, 10});
        {
            ProjectFile file = opened(path);
            QVERIFY(file.keep(keeping(all)));
            QVERIFY(file.keep(keeping({all[0], all[2], all[4], all[5]}))); // two of them were thinned
            QCOMPARE(stepsOf(file.frames(1)), (std::vector<Index>{0, 4, 8, 10}));
        }
        ProjectFile file = opened(path);
        FrameKeeping later = keeping(frames({6, 7}));
        later.startStep = 6; // it went on from there: what was behind is of another stretch, what was before is not in memory yet
        QVERIFY(file.keep(later));
        QCOMPARE(stepsOf(file.frames(1)), (std::vector<Index>{0, 4, 6, 7}));
        QVERIFY(!file.remove({1}));
        QVERIFY(file.frames(1).empty());
    }

    void aMomentWithoutItsStateIsStillToBeLookedAt() {
        ProjectFile file = opened(pathOf("picture.hourglass"));
        const auto all = frames({0, 2, 4, 6, 8, 10}, 1);
        QVERIFY(file.keep(keeping(all)));
        const Index picture = (all[1].snapshot->parameters.size() + all[1].snapshot->state.size()) * 4;
        QVERIFY(file.keep(keeping(all, 12 * picture)));
        const auto stored = file.frames(1);
        const auto withState = std::count_if(stored.begin(), stored.end(), [](const StoredFrame &frame) { return frame.stateBytes() > 0; });
        QVERIFY(withState < 6 && stored.size() == 6);
        project::FramePlans plans = this->plans();
        for (std::size_t i = 0; i < stored.size(); ++i) {
            const auto frame = file.frame(stored[i], plans);
            QVERIFY2(frame, frame ? "" : frame.error().sentence().c_str());
            QCOMPARE(frame->state != nullptr, stored[i].stateBytes() > 0);
            QVERIFY(isSame(frame->snapshot->parameters, all[i].snapshot->parameters) && isSame(frame->snapshot->state, all[i].snapshot->state));
        }
        QVERIFY(file.keep(keeping(all, 12 * picture))->bytes == 0); // and it is not written again
    }

    void aMomentThatIsWrittenAgainMeanwhileIsRead() {
        const std::string path = pathOf("again.hourglass");
        auto all = frames({0, 2, 4}, 10);
        ProjectFile file = opened(path);
        QVERIFY(file.keep(keeping(all)));
        const auto listed = file.frames(1); // and while they are read one by one …
        all[2].heldOutLoss = 0.5;
        QVERIFY(file.keep(keeping(all)));
        QVERIFY(file.frames(1)[2].id != listed[2].id);
        project::FramePlans plans = this->plans();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto frame = file.frame(listed[i], plans);
            QVERIFY2(frame, frame ? "" : frame.error().sentence().c_str());
            QVERIFY(isSame(frame->snapshot->parameters, all[i].snapshot->parameters));
        }
    }

    void layoutsComeBackWithTheirMoments() {
        const std::string path = pathOf("layouts.hourglass");
        auto all = frames({0, 2, 4, 6});
        all[1].layouts = {layoutOf(all[1], "tsne", 0.5f), layoutOf(all[1], "umap", 7)};
        all[3].layouts = {layoutOf(all[3], "tsne", 2)};
        const auto read = [&](std::size_t i) {
            auto file = ProjectFile::openToRead(path);
            project::FramePlans plans = this->plans();
            const auto frame = file->frame(file->frames(1).at(i), plans);
            return frame ? frame->layouts : std::vector<runs::KeptLayout>();
        };
        Index inFile = 0;
        {
            ProjectFile file = opened(path);
            const auto bare = file.keep(keeping(frames({0, 2, 4, 6})));
            QVERIFY(bare && bare->isAll);
            const auto kept = file.keep(keeping(all)); // they come later than their moments, which are not written again
            QVERIFY2(kept && kept->isAll, kept ? "" : kept.error().sentence().c_str());
            QCOMPARE(kept->bytes, static_cast<Index>(3 * all[1].layouts[0]->packed().size()));
            QCOMPARE(kept->inFile, bare->inFile + kept->bytes);
            QCOMPARE(file.keep(keeping(all))->bytes, Index(0));
            inFile = kept->inFile;
        }
        QVERIFY(read(0).empty() && read(2).empty());
        QCOMPARE(read(1).size(), std::size_t(2));
        for (const runs::KeptLayout &layout : read(1)) {
            const auto &was = all[1].layouts[layout->key.method == "tsne" ? 0 : 1];
            QVERIFY(layout->key == was->key && layout->model == was->model && layout->trust == was->trust && layout->warnings == was->warnings);
            QCOMPARE(layout->packed(), was->packed());
            QCOMPARE(layout->samples(), Index(20));
        }
        {
            ProjectFile file = opened(path); // another day
            auto judged = std::make_shared<runs::MomentLayout>(*all[1].layouts[0]);
            judged->trust = {15, 0.75, 0.5};
            all[1].layouts[0] = judged;
            all[1].heldOutLoss = 0.25; // the moment is written again, and keeps what lies beside it
            all[3].layouts.clear();    // memory has not read it
            const auto kept = file.keep(keeping(all));
            QVERIFY(kept && kept->isAll && kept->inFile == inFile);
        }
        QCOMPARE(read(1).size(), std::size_t(2));
        QCOMPARE(read(3).size(), std::size_t(1));
        const auto tsne = read(1)[read(1)[0]->key.method == "tsne" ? 0 : 1];
        QVERIFY((tsne->trust == runs::LayoutTrust{15, 0.75, 0.5}));
        {
            ProjectFile file = opened(path);
            auto fewer = all;
            fewer.erase(fewer.begin() + 1); // given up in memory, which had it
            QVERIFY(file.keep(keeping(all)) && file.keep(keeping(fewer)));
            QCOMPARE(file.frames(1).size(), std::size_t(3));
        }
        auto database = project::Database::open(path, project::Database::Access::Read);
        QCOMPARE(*database->integer("SELECT count(*) FROM frame_layouts"), std::int64_t{1});
        {
            ProjectFile file = opened(path);
            QVERIFY(!file.remove({1}));
        }
        QCOMPARE(*database->integer("SELECT count(*) FROM frame_layouts"), std::int64_t{0});
    }

    void aLayoutOfOtherNumbersIsNotShown() {
        const std::string path = pathOf("others.hourglass");
        auto all = frames({0, 2});
        all[1].layouts = {layoutOf(all[0], "tsne", 1)}; // as another stretch of the run would have left it at this step
        ProjectFile file = opened(path);
        QVERIFY(file.keep(keeping(all)));
        QCOMPARE(file.frames(1)[1].layouts.size(), std::size_t(1));
        project::FramePlans plans = this->plans();
        const auto frame = file.frame(file.frames(1)[1], plans);
        QVERIFY(frame && frame->layouts.empty() && file.missing().empty());
    }

    void layoutsKeepToTheBudgetAndTheTurn() {
        const std::string path = pathOf("turns.hourglass");
        auto all = frames({0, 2, 4, 6, 8}, 10);
        for (KeyFrames::Frame &frame : all)
            frame.layouts = {layoutOf(frame, "tsne", 1)};
        const Index layout = static_cast<Index>(all[0].layouts[0]->packed().size());
        ProjectFile file = opened(path);
        QVERIFY(file.keep(keeping(frames({0, 2, 4, 6, 8}, 10))));
        const auto first = file.keep(keeping(all, plenty, 2 * layout));
        QVERIFY(first && !first->isAll);
        QCOMPARE(first->bytes, 2 * layout);
        const auto second = file.keep(keeping(all, plenty, 8 * layout));
        QVERIFY(second && second->isAll);
        QCOMPARE(second->bytes, 3 * layout);
        const Index one = all[1].bytes() - all[1].layouts[0]->bytes() + layout;
        const auto fewer = file.keep(keeping(all, all[0].snapshot->parameters.size() * 4 * 20 + one));
        QVERIFY(fewer && fewer->inFile <= all[0].snapshot->parameters.size() * 4 * 20 + one);
    }

    void aDamagedLayoutIsLeftOut() {
        const std::string path = pathOf("damaged.hourglass");
        auto all = frames({0, 2});
        all[1].layouts = {layoutOf(all[1], "tsne", 1), layoutOf(all[1], "umap", 1)};
        QVERIFY(opened(path).keep(keeping(all)));
        {
            auto database = project::Database::open(path, project::Database::Access::Write);
            QVERIFY(!database->execute("UPDATE frame_layouts SET places = zeroblob(length(places)) WHERE method = 'tsne'"));
        }
        auto file = ProjectFile::openToRead(path);
        project::FramePlans plans = this->plans();
        const auto frame = file->frame(file->frames(1)[1], plans);
        QVERIFY(frame && frame->layouts.size() == 1 && frame->layouts[0]->key.method == "umap"); // the moment is there all the same
        QCOMPARE(file->missing(), (std::vector<std::string>{"layouts of the timeline of run 1"}));
    }

    void anOlderFileHasNoneAndGetsThem() {
        for (std::int64_t version = 1; version < project::schemaVersion(); ++version) {
            const std::string path = pathOf(("version" + std::to_string(version) + ".hourglass").c_str());
            {
                auto database = project::Database::open(path, project::Database::Access::Write);
                QVERIFY(database && !project::bringUp(*database, version));
            }
            {
                auto look = ProjectFile::openToRead(path);
                QVERIFY(look && look->frames(1).empty() && look->missing().empty());
            }
            ProjectFile file = opened(path);
            auto all = frames({0, 3, 5});
            all[2].layouts = {layoutOf(all[2], "tsne", 1)};
            QVERIFY(file.keep(keeping(all)));
            QCOMPARE(file.frames(1).size(), std::size_t{3});
            project::FramePlans plans = this->plans();
            QCOMPARE(file.frame(file.frames(1)[2], plans)->layouts.size(), std::size_t{1});
        }
    }

    void momentsOfAnOlderFileStayAndGetLayouts() {
        const std::string path = pathOf("before.hourglass"); // as version 4 left it: with moments, without layouts
        const auto all = frames({0, 3, 5});
        QVERIFY(opened(path).keep(keeping(all)));
        {
            auto database = project::Database::open(path, project::Database::Access::Write);
            QVERIFY(!database->execute("DROP TABLE frame_layouts; PRAGMA user_version = 4;"));
        }
        const auto isWhole = [&](ProjectFile &file) {
            project::FramePlans plans = this->plans();
            const auto stored = file.frames(1);
            for (std::size_t i = 0; i < stored.size(); ++i)
                if (const auto frame = file.frame(stored[i], plans);
                    !frame || !isSame(frame->snapshot->parameters, all[i].snapshot->parameters) || !frame->layouts.empty())
                    return false;
            return stored.size() == all.size() && file.missing().empty();
        };
        {
            auto look = ProjectFile::openToRead(path);
            QVERIFY(look && isWhole(*look));
        }
        ProjectFile file = opened(path);
        QVERIFY(isWhole(file));
        auto later = all;
        later[1].layouts = {layoutOf(later[1], "umap", 1)};
        QVERIFY(file.keep(keeping(later)));
        project::FramePlans plans = this->plans();
        QCOMPARE(file.frame(file.frames(1)[1], plans)->layouts.size(), std::size_t{1});
    }

    void damageIsTold() {
        const std::string path = pathOf("sound.hourglass"), spoilt = pathOf("spoilt.hourglass");
        const auto all = frames({0, 2, 5, 9});
        QVERIFY(opened(path).keep(keeping(all)));
        const QByteArray sound = tests::bytesOf(path);
        int read = 0, lost = 0;
        for (unsigned seed = 0; seed < 90; ++seed) {
            {
                QFile file(QString::fromStdString(spoilt));
                QVERIFY(file.open(QIODevice::WriteOnly) && file.write(damaged(sound, seed)) >= 0);
            }
            auto file = ProjectFile::openToRead(spoilt);
            if (!file)
                continue;
            const auto stored = file->frames(1);
            QVERIFY(stored.size() == all.size() || !file->missing().empty() || file->runs().empty());
            project::FramePlans plans = this->plans();
            for (const StoredFrame &each : stored) {
                const auto frame = file->frame(each, plans);
                if (!frame) {
                    QVERIFY(!frame.error().what.empty());
                    ++lost;
                    continue;
                }
                const auto was = std::find_if(all.begin(), all.end(), [&](const KeyFrames::Frame &one) { return one.step() == frame->step(); });
                QVERIFY2(was != all.end() && isSame(frame->snapshot->parameters, was->snapshot->parameters), qPrintable(QString::number(seed)));
                QVERIFY(!frame->state || hasSameBits(*frame->state, *was->state));
                ++read;
            }
        }
        QVERIFY2(read > 40 && lost > 2, qPrintable(QStringLiteral("%1 read, %2 lost").arg(read).arg(lost)));
    }

    void theyTakeAFiftiethOfAProcessor() {
        project::FramePace pace;
        QVERIFY(pace.isDue(1));
        pace.note(0.1);
        QVERIFY(!pace.isDue(2));
        QVERIFY(!pace.isDue(2));
        QVERIFY(pace.isDue(1.5));
    }
};

QTEST_APPLESS_MAIN(ProjectFramesTest)
#include "project_frames_test.moc"
