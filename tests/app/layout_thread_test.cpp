#include <QtTest>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/background/layout_thread.h"
#include "engine/runs/moment_layout.h"
#include "tests/support/trainer_bench.h"

using namespace hourglass;
using app::LayoutThread;
using core::Index;

namespace {

constexpr int patience = 60'000;
using Picture = std::shared_ptr<const analysis::LatentPicture>;

/// Clouds of eight dimensions about `classes` corners; `shift` moves each code a little, as a training does.
std::shared_ptr<const analysis::CodeTable> clouds(Index samples, int classes = 3, float shift = 0) {
    auto table = std::make_shared<analysis::CodeTable>();
    table->units = 8;
    table->values = core::Floats(8 * samples);
    unsigned state = 7;
    const auto lot = [&state] {
        state = state * 1664525u + 1013904223u;
        return static_cast<float>(state >> 8) / static_cast<float>(1u << 24);
    };
    for (Index sample = 0; sample < samples; ++sample) {
        table->samples.push_back(sample);
        table->labels.push_back(static_cast<std::int32_t>(sample) % classes);
        for (Index unit = 0; unit < 8; ++unit) {
            const float noise = lot(), drift = lot();
            table->values.data()[sample * 8 + unit] = noise + shift * drift + (unit == sample % classes ? 6.0f : 0.0f);
        }
    }
    return table;
}

Picture next(LayoutThread &thread) {
    Picture picture;
    QElapsedTimer timer;
    timer.start();
    while (!(picture = thread.take()) && timer.elapsed() < patience)
        QTest::qWait(2);
    return picture;
}

bool isJudged(const Picture &picture) {
    return picture && (picture->obstacle || (picture->layout && picture->layout->neighbours > 0));
}

/// The judged picture; `newest` is what was taken before, which may be it, as one picture replaces another that nobody took.
Picture settled(LayoutThread &thread, Picture newest = nullptr) {
    while (!isJudged(newest))
        if (!(newest = next(thread)))
            break;
    return newest;
}

/// Mean distance between where a sample was and where it is, as a share of the picture's width.
double meanWay(const Picture &before, const Picture &after) {
    double sum = 0;
    float least = before->x[0], most = before->x[0];
    for (std::size_t i = 0; i < before->x.size(); ++i) {
        sum += std::hypot(before->x[i] - after->x[i], before->y[i] - after->y[i]);
        least = std::min(least, before->x[i]);
        most = std::max(most, before->x[i]);
    }
    return sum / static_cast<double>(before->x.size()) / static_cast<double>(most - least);
}

} // namespace

class LayoutThreadTest : public QObject {
    Q_OBJECT
private slots:
    void eachMethodSettlesAndIsJudged_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("dimensions");
        for (const int dimensions : {2, 3})
            for (const char *method : {"tsne", "umap", "pacmap", "lda"})
                QTest::addRow("%s in %d dimensions", method, dimensions) << method << dimensions;
    }
    void eachMethodSettlesAndIsJudged() {
        QFETCH(QString, method);
        QFETCH(int, dimensions);
        LayoutThread thread(2);
        thread.setMethod(method.toStdString(), dimensions);
        thread.show(clouds(400));
        const Picture first = next(thread);
        QVERIFY(first && !first->obstacle && first->layout);
        const Picture last = settled(thread, first);
        QVERIFY(last && !last->obstacle);
        QVERIFY(last->layout->isSettled());
        QCOMPARE(last->axes.method, method.toStdString());
        QCOMPARE(last->x.size(), 400u);
        QCOMPARE(last->y.size(), 400u);
        QCOMPARE(last->z.size(), dimensions > 2 ? 400u : 0u);
        QCOMPARE(last->axes.dimensions(), Index{dimensions});
        QCOMPARE(last->labels.size(), 400u);
        QVERIFY(!last->plane);
        const double wanted = method == "lda" ? 0.6 : 0.8;
        QVERIFY2(last->layout->trustworthiness > wanted && last->layout->trustworthiness <= 1, qPrintable(QString::number(last->layout->trustworthiness)));
        QVERIFY(last->layout->continuity > wanted && last->layout->continuity <= 1);
        QTest::qWait(100);
        QVERIFY(!thread.take()); // it has stopped
    }

    void whatHasSettledRests() {
        LayoutThread thread(2);
        thread.setMethod("tsne");
        const auto codes = clouds(400);
        thread.show(codes);
        const Picture last = settled(thread);
        QVERIFY(last && last->layout->isSettled());
        const auto processorTime = [] {
            rusage usage{};
            getrusage(RUSAGE_SELF, &usage);
            return 1'000'000 * (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
        };
        QTest::qWait(20); // its threads go to sleep
        const long before = processorTime();
        QTest::qWait(300);
        const long used = processorTime() - before;
        QVERIFY2(used < 60'000, qPrintable(QString::number(used))); // microseconds; a thread that went on would take 300 000
        QVERIFY(!thread.take());
        // Neither the same codes nor a pause that ends set it off again.
        thread.show(codes);
        thread.setPaused(true);
        thread.setPaused(false);
        QTest::qWait(200);
        QVERIFY(!thread.take());
        QVERIFY(thread.takeSettled().empty());
    }

    void newerCodesGoOnFromTheLayoutBefore() {
        LayoutThread thread(2);
        thread.setMethod("tsne");
        thread.show(clouds(400));
        const Picture before = settled(thread);
        thread.show(clouds(400, 3, 0.1f));
        const Picture first = next(thread);
        QVERIFY2(meanWay(before, first) < 0.1, qPrintable(QString::number(meanWay(before, first)))); // the newest, not always the very first
        const Picture after = settled(thread, first);
        QVERIFY(after->x != before->x);
        QVERIFY2(meanWay(before, after) < 0.1, qPrintable(QString::number(meanWay(before, after))));
        thread.forget(); // of another training: from the beginning
        thread.show(clouds(400, 3, 0.1f));
        QVERIFY(meanWay(after, next(thread)) > 0.2);
    }

    void aLayoutThatIsKnownIsJudgedAndNotMadeAgain() {
        LayoutThread thread(2);
        thread.setMethod("tsne");
        thread.show(clouds(400));
        const Picture made = settled(thread);
        auto known = std::make_shared<analysis::LatentPicture>(*made);
        known->layout->of = analysis::LayoutReport::Of::Kept;
        known->layout->neighbours = 0; // it was left before it was judged
        thread.show(clouds(400, 3, 0.1f));
        QVERIFY(next(thread));
        thread.show(clouds(400), {.settled = known, .near = nullptr}); // at once, though another is on its way
        const Picture judged = settled(thread);
        QCOMPARE(judged->x, made->x);
        QCOMPARE(judged->y, made->y);
        QVERIFY(judged->layout->of == analysis::LayoutReport::Of::Kept && judged->layout->isSettled());
        QCOMPARE(judged->layout->trustworthiness, made->layout->trustworthiness);
        thread.show(clouds(400), {.settled = judged, .near = nullptr});
        QTest::qWait(100);
        QVERIFY(!thread.take());           // nothing is to be done
        thread.show(clouds(400, 3, 0.1f)); // and what follows goes on from it
        QVERIFY(meanWay(judged, next(thread)) < 0.1);
        thread.show(clouds(300), {.settled = judged, .near = nullptr}); // of other samples: it is made
        QCOMPARE(settled(thread)->x.size(), 300u);
    }

    void aNearerMomentIsGoneOnFrom() {
        const auto at = [](core::Index step, float shift = 0) {
            auto codes = std::make_shared<analysis::CodeTable>(*clouds(400, 3, shift));
            codes->moment.step = step;
            return codes;
        };
        LayoutThread thread(2);
        thread.setMethod("tsne");
        thread.show(at(1000));
        const Picture late = settled(thread);
        auto mirrored = std::make_shared<analysis::LatentPicture>(*late);
        for (float &x : mirrored->x)
            x = -x;
        mirrored->moment.step = 10;
        thread.show(at(12, 0.05f), {.settled = nullptr, .near = mirrored});
        const Picture early = next(thread);
        QVERIFY2(meanWay(mirrored, early) < 0.1 && meanWay(late, early) > 0.2, qPrintable(QString::number(meanWay(mirrored, early))));
        mirrored->moment.step = 1;
        thread.show(at(11, 0.1f), {.settled = nullptr, .near = mirrored}); // the one before is nearer
        QVERIFY(meanWay(early, next(thread)) < 0.1);
    }

    void whatSettlesIsHandedOutEvenWhereTheNextReplacesIt() {
        plan::Snapshot model;
        const tests::TrainerBench bench({100, 9, 20, 40}, {tests::dense(8, "relu"), tests::output()});
        model.plan = bench.plan;
        model.parameters = core::Floats(bench.plan->parameterFloats());
        const auto at = [&model](core::Index step) {
            auto codes = std::make_shared<analysis::CodeTable>(*clouds(400, 3, 0.01f * static_cast<float>(step)));
            auto moment = std::make_shared<plan::Snapshot>(model);
            moment->step = codes->moment.step = step;
            codes->snapshot = moment;
            return codes;
        };
        LayoutThread thread(2);
        thread.setMethod("umap");
        std::vector<LayoutThread::Settled> all;
        const auto takeAll = [&] {
            for (auto &each : thread.takeSettled())
                all.push_back(std::move(each));
            return all.size();
        };
        thread.show(at(1));
        QTRY_VERIFY_WITH_TIMEOUT(takeAll() >= 1, patience); // nobody took a picture
        QCOMPARE(all[0].moment->step, core::Index(1));
        QCOMPARE(all[0].layout->samples(), core::Index(400));
        QCOMPARE(all[0].layout->key.method, std::string("umap"));
        QCOMPARE(all[0].layout->model, runs::fingerprintOf(*all[0].moment));
        thread.show(at(2));
        QTRY_VERIFY_WITH_TIMEOUT(takeAll() >= 2 && all.back().moment->step == 2 && all.back().layout->trust.neighbours > 0, patience);
        const Picture last = settled(thread);
        const std::vector<float> kept = all.back().layout->places(0);
        const auto [least, most] = std::minmax_element(last->x.begin(), last->x.end());
        for (std::size_t i = 0; i < kept.size(); ++i)
            QVERIFY(std::abs(kept[i] - last->x[i]) <= (*most - *least) / 65535);
        // Where units are changed for the views it is a layout of another network.
        auto changed = std::make_shared<plan::Snapshot>(model);
        changed->changes = std::make_shared<plan::UnitChanges>(plan::UnitChanges{{.layer = 0, .unit = 1}});
        auto codes = std::make_shared<analysis::CodeTable>(*at(3));
        codes->snapshot = changed;
        thread.show(codes);
        QVERIFY(settled(thread, next(thread)));
        all.clear();
        QCOMPARE(takeAll(), std::size_t(0));
    }

    void inSpaceNewerCodesGoOnFromTheLayoutBefore() {
        LayoutThread thread(2);
        thread.setMethod("tsne", 3);
        thread.show(clouds(400));
        const Picture before = settled(thread);
        thread.show(clouds(400, 3, 0.1f));
        const Picture after = settled(thread, next(thread));
        QVERIFY(after->x != before->x && after->z != before->z);
        QVERIFY2(meanWay(before, after) < 0.1, qPrintable(QString::number(meanWay(before, after))));
        thread.setMethod("tsne", 2); // the codes at hand, in the plane and from the beginning
        Picture flat;
        do
            flat = next(thread);
        while (flat && !flat->z.empty());
        QVERIFY(flat && !flat->axes.isSpatial());
    }

    void otherSamplesBeginAfresh() {
        LayoutThread thread(2);
        thread.setMethod("umap");
        thread.show(clouds(3000));
        QVERIFY(next(thread));
        thread.show(clouds(200));
        Picture picture;
        do
            picture = next(thread);
        while (picture && picture->x.size() != 200);
        QVERIFY(picture);
        QCOMPARE(settled(thread, picture)->x.size(), 200u);
    }

    void whatIsPausedStandsStillAndGoesOn() {
        LayoutThread thread(1);
        thread.setMethod("tsne");
        thread.show(clouds(2000));
        QVERIFY(next(thread));
        thread.setPaused(true);
        QTest::qWait(300);
        const Picture last = thread.take();
        QTest::qWait(300);
        QVERIFY(!thread.take());
        thread.setPaused(false);
        const Picture picture = next(thread);
        QVERIFY(picture && picture->layout->done >= (last ? last->layout->done : 0));
    }

    void leavingEndsAtOnce() {
        QElapsedTimer timer;
        {
            LayoutThread thread(2);
            thread.setMethod("tsne");
            thread.show(clouds(8000));
            QVERIFY(next(thread));
            QTest::qWait(50);
            thread.setMethod({});
            QVERIFY(!thread.take());
            thread.setMethod("pacmap"); // the codes at hand are laid out, without new ones
            Picture picture = next(thread);
            QVERIFY(picture);
            QCOMPARE(picture->axes.method, std::string("pacmap"));
            timer.start();
        }
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void oddCodesAreAnsweredByASentence() {
        const auto obstacleOf = [](std::shared_ptr<const analysis::CodeTable> codes, const char *method = "tsne") {
            LayoutThread thread(1);
            thread.setMethod(method);
            thread.show(std::move(codes));
            const Picture picture = next(thread);
            return picture && picture->obstacle && picture->x.empty() ? picture->obstacle->sentence() : std::string();
        };
        QVERIFY(obstacleOf(clouds(1)).find("needs at least") != std::string::npos);
        auto equal = std::make_shared<analysis::CodeTable>();
        equal->units = 3;
        equal->values = core::Floats(30);
        std::ranges::fill(equal->values.span(), 0.5f);
        for (Index sample = 0; sample < 10; ++sample)
            equal->samples.push_back(sample);
        QVERIFY(obstacleOf(equal).find("equal") != std::string::npos);
        QVERIFY(!obstacleOf(equal, "lda").empty()); // nor are there labels
        auto broken = std::make_shared<analysis::CodeTable>();
        broken->units = 3;
        broken->values = core::Floats(30);
        for (Index i = 0; i < 30; ++i)
            broken->values.data()[i] = static_cast<float>(i);
        broken->values.data()[4] = std::numeric_limits<float>::quiet_NaN();
        broken->samples = equal->samples;
        QVERIFY(!obstacleOf(broken).empty());

        LayoutThread thread(1); // and what is whole again is laid out
        thread.setMethod("tsne");
        thread.show(broken);
        QVERIFY(next(thread)->obstacle);
        thread.show(clouds(100));
        QVERIFY(!settled(thread)->obstacle);
    }
};

QTEST_GUILESS_MAIN(LayoutThreadTest)
#include "layout_thread_test.moc"
