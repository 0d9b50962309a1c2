// A project of the command line in the window: it goes on there, with its curve and the same bits, and both save into one file.
#include <QTemporaryDir>

#include "app/session/project_keeper.h"
#include "tests/support/command_run.h"
#include "tests/support/session_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

QByteArray bytesIn(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ProjectWindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath("run.hourglass"); }

private slots:
    void initTestCase() {
        const Run first = run({"train", "--preset", "tabular", "--epochs", "9", "--steps", "100", "-o", path().toStdString()});
        QVERIFY2(first.status == 0, first.err.c_str());
    }

    void goesOnWithTheSameBits() {
        const QString mine = m_folder.filePath("mine.hourglass");
        QVERIFY(QFile::copy(path(), mine));
        const QByteArray before = bytesIn(mine);
        {
            SessionBench bench;
            app::ProjectKeeper keeper(bench.session, m_folder.filePath("works"));
            QStringList told;
            QObject::connect(&bench.session, &app::Session::told, &bench.session, [&told](const QString &sentence) { told << sentence; });
            bench.open();
            bench.session.openPath(mine);
            QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(100), bench.patience);
            QVERIFY(bench.problems.empty());
            QVERIFY2(told.join(' ').contains("mine.hourglass"), qPrintable(told.join('\n')));
            QCOMPARE(bench.session.runs().present->lastStep(), Index(100));
            QVERIFY(bench.session.runs().present->evaluations().records().size() >= 3);
            QCOMPARE(bench.session.presetKey(), QString("tabular"));
            QVERIFY(!bench.canUndo);                               // what was here before is another project
            QVERIFY(!before.isEmpty() && bytesIn(mine) == before); // nothing changed yet
            bench.session.openPath(mine);                          // it is here
            QTRY_VERIFY(told.join(' ').contains("open already"));
            bench.step(7);
            const Run whole = run({"train", "--preset", "tabular", "--epochs", "9", "--steps", "107", "--json"});
            QCOMPARE(bench.hash(), objects(whole.out).back()["parameters_sha256"].get<std::string>());
        }
        const Run more = run({"train", mine.toStdString(), "--steps", "3", "--json"});
        QVERIFY2(more.status == 0, more.err.c_str());
        const Run whole = run({"train", "--preset", "tabular", "--epochs", "9", "--steps", "110", "--json"});
        QVERIFY(objects(more.out).back()["parameters_sha256"] == objects(whole.out).back()["parameters_sha256"]);
    }

    void opensAsTheFirst() {
        SessionBench bench;
        bench.session.openPath(path());
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, Index(100), bench.patience);
    }

    void whatCannotBeOpenedIsASentence() {
        SessionBench bench;
        const QString broken = m_folder.filePath("broken.hourglass");
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(4096, 'x')) > 0);
        file.close();
        bench.session.openPath(broken);
        QTRY_COMPARE(bench.problems.size(), std::size_t{1});
        QCOMPARE(bench.failedLoads, 1); // the first preset comes up beside it
        const QString damaged = m_folder.filePath("damaged.hourglass");
        QByteArray bytes = bytesIn(path());
        for (qsizetype at = 16384; at < bytes.size(); at += 97) // behind the list of tables
            bytes[at] = static_cast<char>(~bytes[at]);
        QFile other(damaged);
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write(bytes) == bytes.size());
        other.close();
        bench.problems.clear();
        bench.open();
        const std::string kept = bench.hash();
        bench.session.openPath(damaged);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.problems.empty(), bench.patience);
        QVERIFY(bench.session.spec() == smallSpec());
        QCOMPARE(bench.hash(), kept);
    }
};

QTEST_MAIN(ProjectWindowTest)
#include "project_window_test.moc"
