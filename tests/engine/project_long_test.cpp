// A thousand damaged projects.
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/project_damage.h"

using namespace hourglass;
using namespace hourglass::tests;

class ProjectLongTest : public QObject {
    Q_OBJECT

private slots:
    void damagedFilesOpenAsFarAsTheyCan() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("sound.hourglass").toStdString();
        const TrainerBench bench = projectBench();
        { QVERIFY(!project::ProjectFile::open(path)->save(someSaving(bench, 5))); }
        DamageTally tally;
        for (unsigned seed = 0; seed < 1000; ++seed)
            QVERIFY2(isToldOf(damaged(bytesOf(path), seed), folder.filePath("damaged.hourglass").toStdString(), bench, tally),
                     ("seed " + std::to_string(seed)).c_str());
        qInfo("%d opened, %d refused", tally.opened, tally.refused);
    }
};

QTEST_APPLESS_MAIN(ProjectLongTest)
#include "project_long_test.moc"
