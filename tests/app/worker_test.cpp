#include <QtTest>

#include "app/background/worker.h"

using hourglass::app::Worker;

class WorkerTest : public QObject {
    Q_OBJECT

    /// Holds the worker's thread until it is opened.
    struct Gate {
        std::atomic<bool> isOpen{false}, isReached{false};
        void pass() {
            isReached = true;
            while (!isOpen)
                std::this_thread::yield();
        }
    };

private slots:
    void runsJobsInOrderElsewhereAndFinishesHere() {
        Worker worker;
        std::vector<int> order;
        for (int i = 0; i < 5; ++i)
            worker.run([&order, i](const std::atomic<bool> &) -> std::function<void()> {
                const auto id = std::this_thread::get_id();
                return [&order, i, id] { order.push_back(id != std::this_thread::get_id() ? i : -1); };
            });
        QTRY_COMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
    }

    void aCancelledJobFinishesNothing() {
        Worker worker;
        Gate gate;
        bool isTold = false, hasFinished = false, hasRun = false, isOver = false;
        const auto running = worker.run([&](const std::atomic<bool> &cancelled) -> std::function<void()> {
            gate.pass();
            isTold = cancelled;
            return [&] { hasFinished = true; };
        });
        const auto waiting = worker.run([&](const std::atomic<bool> &) -> std::function<void()> {
            hasRun = true;
            return {};
        });
        worker.run([&](const std::atomic<bool> &) -> std::function<void()> { return [&] { isOver = true; }; });
        QTRY_VERIFY(gate.isReached);
        *running = *waiting = true;
        gate.isOpen = true;
        QTRY_VERIFY(isOver);
        QVERIFY(isTold);
        QVERIFY(!hasFinished);
        QVERIFY(!hasRun);
    }

    void cancelledBetweenItsEndAndItsFinishItFinishesNothing() {
        Worker worker;
        std::atomic<bool> hasEnded{false};
        bool hasFinished = false, isOver = false;
        const auto job = worker.run([&](const std::atomic<bool> &) -> std::function<void()> { return [&] { hasFinished = true; }; });
        worker.run([&](const std::atomic<bool> &) -> std::function<void()> {
            hasEnded = true;
            return [&] { isOver = true; };
        });
        while (!hasEnded) // no events run here
            std::this_thread::yield();
        *job = true;
        QTRY_VERIFY(isOver);
        QVERIFY(!hasFinished);
    }

    void progressComesBeforeTheEnd() {
        Worker worker;
        QStringList heard;
        worker.run([&](const std::atomic<bool> &) -> std::function<void()> {
            worker.post([&] { heard << "half"; });
            return [&] { heard << "done"; };
        });
        QTRY_COMPARE(heard, QStringList({"half", "done"}));
    }

    void aJobMayReturnNothing() {
        Worker worker;
        bool isOver = false;
        worker.run([](const std::atomic<bool> &) -> std::function<void()> { return nullptr; });
        worker.run([&](const std::atomic<bool> &) -> std::function<void()> { return [&] { isOver = true; }; });
        QTRY_VERIFY(isOver);
    }

    void endsWhileAJobRunsAndOthersWait() {
        std::atomic<bool> isReached{false}, hasRun{false};
        bool hasFinished = false;
        {
            Worker worker;
            worker.run([&](const std::atomic<bool> &cancelled) -> std::function<void()> {
                isReached = true;
                while (!cancelled)
                    std::this_thread::yield();
                return [&] { hasFinished = true; };
            });
            worker.run([&](const std::atomic<bool> &) -> std::function<void()> {
                hasRun = true;
                return nullptr;
            });
            QTRY_VERIFY(isReached);
        }
        QCoreApplication::processEvents();
        QVERIFY(!hasRun);
        QVERIFY(!hasFinished);
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "worker_test.moc"
