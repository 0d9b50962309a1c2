// The pool does every item once, whatever the threads, the load and the pauses.
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <sched.h>
#include <unistd.h>

#include "engine/core/seat.h"
#include "engine/core/thread_pool.h"

using core_index = hourglass::core::Index;
using hourglass::core::ThreadPool;
using namespace std::chrono_literals;

class ThreadPoolTest : public QObject {
    Q_OBJECT

private slots:
    void doesEveryItemOnce_data() {
        QTest::addColumn<int>("threads");
        for (int threads = 1; threads <= 5; ++threads)
            QTest::addRow("%d threads", threads) << threads;
    }
    void doesEveryItemOnce() {
        QFETCH(int, threads);
        ThreadPool pool(threads);
        QCOMPARE(pool.threads(), threads);
        // Plain numbers: what one run wrote the next must see, without any order of its own.
        std::vector<int> done(64);
        for (int run = 1; run <= 10'000; ++run) {
            const core_index items = run % 65;
            pool.run(items, [&](core_index item, int worker) {
                if (worker < 0 || worker >= threads)
                    std::abort();
                ++done[static_cast<std::size_t>(item)];
            });
        }
        for (std::size_t item = 0; item < done.size(); ++item) {
            int expected = 0;
            for (int run = 1; run <= 10'000; ++run)
                expected += static_cast<int>(item) < run % 65;
            QCOMPARE(done[item], expected);
        }
    }

    void membersHaveNumbersOfTheirOwn() {
        ThreadPool pool(4);
        for (int run = 0; run < 200; ++run) {
            std::vector<std::atomic<int>> busy(4);
            std::atomic<bool> met{false};
            pool.run(100, [&](core_index, int worker) {
                if (busy[static_cast<std::size_t>(worker)].fetch_add(1) != 0)
                    met = true;
                busy[static_cast<std::size_t>(worker)].fetch_sub(1);
            });
            QVERIFY(!met);
        }
    }

    void eachBeginsWithAShareOfItsOwn() {
        constexpr int threads = 3;
        ThreadPool pool(threads);
        for (int run = 0; run < 50; ++run) {
            std::this_thread::sleep_for(2ms); // who still looks about for what is left of the run before may find another's share first
            std::vector<std::atomic<int>> firstOf(threads);
            std::atomic<int> started{0};
            std::atomic<bool> gaveUp{false};
            pool.run(12, [&](core_index item, int worker) {
                auto &first = firstOf[static_cast<std::size_t>(worker)];
                if (first != 0)
                    return;
                first = static_cast<int>(item) + 1;
                ++started;
                for (int tries = 0; started < threads && !gaveUp; ++tries) { // nobody is done before all have begun
                    std::this_thread::sleep_for(100us);
                    gaveUp = tries > 200'000;
                }
            });
            QVERIFY(!gaveUp);
            for (int worker = 0; worker < threads; ++worker)
                QCOMPARE(firstOf[static_cast<std::size_t>(worker)].load(), worker % 2 == 0 ? worker * 4 + 1 : worker * 4 + 4); // odd ones from the end
        }
    }

    void sharesUnevenWork() {
        ThreadPool pool(2);
        // One item sleeps until all the others are done: whoever has it, the other worker does the rest.
        for (int run = 0; run < 20; ++run) {
            std::atomic<int> others{0};
            std::atomic<bool> gaveUp{false};
            pool.run(40, [&](core_index item, int) {
                if (item > 0) {
                    ++others;
                    return;
                }
                for (int tries = 0; others < 39 && !gaveUp; ++tries) {
                    std::this_thread::sleep_for(1ms);
                    gaveUp = tries > 20'000;
                }
            });
            QVERIFY(!gaveUp);
            QCOMPARE(others.load(), 39);
        }
    }

    void keepsToItsMembers() {
        ThreadPool pool(5);
        for (const int workers : {1, 2, 3, 0, 9}) {
            std::atomic<int> highest{0}, done{0};
            for (int run = 0; run < 500; ++run)
                pool.run(
                    50,
                    [&](core_index, int worker) {
                        for (int seen = highest; worker > seen && !highest.compare_exchange_weak(seen, worker);) {
                        }
                        ++done;
                    },
                    workers);
            QCOMPARE(done.load(), 25'000);
            QVERIFY(highest < (workers == 0 ? 5 : workers));
        }
    }

    void thoseThatAreSparedRest() {
        std::atomic<int> spared{0};
        ThreadPool pool(3, 0, &spared);
        for (const int resting : {0, 1, 2, 7, 0}) {
            spared = resting;
            std::atomic<int> highest{0}, done{0};
            for (int run = 0; run < 300; ++run)
                pool.run(50, [&](core_index, int worker) {
                    for (int seen = highest; worker > seen && !highest.compare_exchange_weak(seen, worker);) {
                    }
                    ++done;
                });
            QCOMPARE(done.load(), 15'000);
            QVERIFY(highest <= std::max(0, 2 - resting));
        }
    }

    void restingBeginsWithTheNextItem() {
        std::atomic<int> spared{0};
        ThreadPool pool(2, 0, &spared);
        for (int run = 0; run < 20; ++run) {
            spared = 0;
            std::atomic<bool> hasHelped{false}, gaveUp{false};
            std::atomic<int> ofHelper{0}, done{0};
            pool.run(200, [&](core_index, int worker) {
                if (worker == 1) {
                    ++ofHelper;
                    spared = 1;
                    hasHelped = true;
                }
                for (int tries = 0; !hasHelped && !gaveUp; ++tries) { // until the other has begun
                    std::this_thread::sleep_for(100us);
                    gaveUp = tries > 200'000;
                }
                ++done;
            });
            QVERIFY(!gaveUp);
            QCOMPARE(done.load(), 200); // the rest of its share, too
            QCOMPARE(ofHelper.load(), 1);
        }
    }

    void wakesAfterAnyPause() {
        ThreadPool pool(3);
        std::atomic<int> done{0};
        // Around the time that a worker spins before it sleeps, and far beyond.
        for (int run = 0; run < 400; ++run) {
            pool.run(7, [&](core_index, int) { ++done; });
            const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(run % 40 * 5 + (run % 50 == 0 ? 5000 : 0));
            while (std::chrono::steady_clock::now() < until) {
            }
        }
        QCOMPARE(done.load(), 2800);
    }

    void beginsAndEnds() {
        for (int run = 0; run < 200; ++run) {
            ThreadPool pool(1 + run % 5);
            if (run % 3 == 0)
                continue; // never used
            std::atomic<int> done{0};
            pool.run(20, [&](core_index, int) { ++done; });
            QCOMPARE(done.load(), 20);
            if (run % 7 == 0)
                std::this_thread::sleep_for(1ms); // ends asleep
        }
    }

    void aThreadBehindAnotherGoesElsewhere() {
        cpu_set_t all, here;
        QCOMPARE(sched_getaffinity(0, sizeof all, &all), 0);
        if (CPU_COUNT(&all) < 2)
            QSKIP("One core.");
        const int core = sched_getcpu();
        CPU_ZERO(&here);
        CPU_SET(core, &here);
        QCOMPARE(sched_setaffinity(0, sizeof here, &here), 0);
        hourglass::core::Seat seat;
        std::atomic<pid_t> thread{0};
        std::atomic<int> place{core};
        std::atomic<bool> isOver{false};
        std::thread other([&] {
            sched_setaffinity(0, sizeof all, &all);
            seat.take();
            thread = gettid();
            while (!isOver)
                place = sched_getcpu();
        });
        while (thread == 0)
            std::this_thread::yield();
        sched_setaffinity(thread, sizeof here, &here); // behind this one, and it cannot go by itself
        seat.sendElsewhere();
        cpu_set_t allowed;
        sched_getaffinity(thread, sizeof allowed, &allowed);
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (place == core && std::chrono::steady_clock::now() < until) {
        }
        const int reached = place;
        isOver = true;
        other.join();
        sched_setaffinity(0, sizeof all, &all);
        QVERIFY(reached != core);
        QVERIFY(CPU_EQUAL(&allowed, &all)); // it may come back
    }

    void twoTeamsDoNotMeddle() {
        std::atomic<int> sum{0};
        const auto work = [&] {
            ThreadPool pool(3);
            for (int run = 0; run < 500; ++run)
                pool.run(10, [&](core_index, int) { ++sum; });
        };
        std::thread other(work);
        work();
        other.join();
        QCOMPARE(sum.load(), 10'000);
    }
};

QTEST_APPLESS_MAIN(ThreadPoolTest)
#include "thread_pool_test.moc"
