// The team: every item once, by members that exist, on the caller's thread alone where there is one member; and again, many times
// over.
#include <QTest>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "engine/core/team.h"

using namespace hourglass::core;

class TeamTest : public QObject {
    Q_OBJECT

private slots:
    void doesEveryItemOnce_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("members");
        for (const int threads : {1, 2, 3, 8})
            for (const int members : {0, 1, 2, 100})
                QTest::addRow("%d threads, %d members", threads, members) << threads << members;
    }
    void doesEveryItemOnce() {
        QFETCH(int, threads);
        QFETCH(int, members);
        Team team(threads);
        QCOMPARE(team.threads(), threads);
        const int limit = members == 0 ? threads : std::min(members, threads);
        for (const Index items : {0, 1, 2, 7, 500}) {
            std::vector<int> done(static_cast<std::size_t>(items),
                                  0); // plain: a thread sanitizer sees an item that two members share
            std::atomic<int> highest{-1};
            team.run(
                items,
                [&](Index item, int member) {
                    ++done[static_cast<std::size_t>(item)];
                    int seen = highest;
                    while (member > seen && !highest.compare_exchange_weak(seen, member)) {
                    }
                },
                members);
            QVERIFY(done == std::vector<int>(done.size(), 1));
            QVERIFY(highest < limit);
        }
    }

    void oneMemberIsTheCaller() {
        Team team(3);
        std::set<std::thread::id> threads;
        team.run(50, [&](Index, int member) {
            if (member == 0)
                threads.insert(std::this_thread::get_id());
        });
        threads.insert(std::this_thread::get_id());
        QCOMPARE(threads.size(), std::size_t(1));
    }

    void whatOneRunWroteTheNextMayRead() {
        Team team(4);
        std::vector<long> a(64, 1), b(64, 0);
        for (int round = 0; round < 2000; ++round) {
            team.run(64, [&](Index i, int) { b[std::size_t(i)] = a[std::size_t(63 - i)] + 1; });
            std::swap(a, b);
        }
        for (const long value : a)
            QCOMPARE(value, 2001L);
    }

    void endsWhileItsMembersSleepOrNeverWorked() {
        for (int i = 0; i < 50; ++i) {
            Team team(1 + i % 4);
            if (i % 2)
                team.run(3, [](Index, int) {});
            if (i % 10 == 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(3));
        }
    }
};

QTEST_APPLESS_MAIN(TeamTest)
#include "team_test.moc"
