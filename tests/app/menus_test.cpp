// The menus tell the truth: sizes of data as they are loaded, names as README has them, a name to save as.
#include <QFile>
#include <QFileDialog>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTimer>

#include "app/import/embedded.h"
#include "tests/support/file_dialog.h"
#include "tests/support/window_bench.h"
#include "ui/import/import_panel.h"
#include "ui/window/data_button.h"
#include "ui/window/notice_strip.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

QString plainText(const QAction *action) {
    return action->text().section('\t', 0, 0).remove('&').remove("…").trimmed();
}

void collect(const QMenu *menu, QList<QAction *> &entries) {
    for (QAction *action : menu->actions()) {
        entries << action;
        if (action->menu())
            collect(action->menu(), entries);
    }
}

} // namespace

class MenusTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void sizesAreThoseThatAreLoaded() {
        WindowBench bench(*settings());
        bench.open();
        QMenu *menu = bench.window.topBar()->findChild<ui::DataButton *>("dataButton")->menu();
        QList<QAction *> entries;
        collect(menu, entries);
        for (const auto &[key, title] : {std::pair{"sprites", "Sprites"}, {"moons", "Moons"}, {"swiss-roll", "Swiss roll"}}) {
            const QString name = title;
            const auto entry = std::find_if(entries.begin(), entries.end(), [&name](const QAction *each) { return plainText(each) == name; });
            QVERIFY2(entry != entries.end(), title);
            spec::DataSpec data;
            data.source = key;
            const auto drawn = app::library().load(data, 0, {});
            QVERIFY2(drawn, key);
            QCOMPARE((*entry)->text().section('\t', 1).section(QStringLiteral(" × "), 0, 0), QLocale().toString(static_cast<qlonglong>((*drawn)->samples())));
        }
    }

    void namesInReadmeExist() {
        WindowBench bench(*settings());
        bench.show();
        QFile file(QStringLiteral(HOURGLASS_SOURCE_DIR) + "/README.md");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString readme = QString::fromUtf8(file.readAll());
        int count = 0;
        for (QAction *title : bench.window.menuBar()->actions()) {
            QList<QAction *> entries;
            collect(title->menu(), entries);
            const QString menu = plainText(title);
            const QRegularExpression mention("\\b" + menu + " › ([^\\n.;:()]+)");
            for (auto found = mention.globalMatch(readme); found.hasNext();) {
                const QString said = found.next().captured(1);
                if (menu == "Training" && said.startsWith("More")) // in the panel of that name
                    continue;
                const bool isThere = std::any_of(entries.begin(), entries.end(),
                                                 [&said](const QAction *entry) { return !entry->isSeparator() && said.startsWith(plainText(entry)); });
                QVERIFY2(isThere, qPrintable(menu + " › " + said));
                ++count;
            }
        }
        QVERIFY(count >= 4);
    }

    /// A table that the stack does not fit: the sheet says what would, and nothing has changed meanwhile.
    void dataThatAreOpenedAsAFileAreLookedAtFirst() {
        WindowBench bench(*settings());
        bench.open();
        const auto before = bench.session.dataset();
        QFile table(m_folder.filePath("table.csv"));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("a,b,c\n");
        for (int row = 0; row < 40; ++row)
            table.write(QByteArray::number(row * row % 97) + ',' + QByteArray::number(row * 0.37) + ',' + QByteArray::number(row % 7 * 100) + '\n');
        table.close();
        QTimer::singleShot(0, &bench.window, [&] {
            for (QWidget *each : QApplication::topLevelWidgets())
                if (auto *dialog = qobject_cast<QFileDialog *>(each))
                    QVERIFY(tests::acceptWith(*dialog, table.fileName()));
        });
        QTest::keyClick(&bench.window, Qt::Key_O, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(bench.window.importPanel()->isVisible() && bench.window.importPanel()->candidate().dataset, WindowBench::patience);
        QCOMPARE(bench.session.dataset(), before);
        QVERIFY(!bench.window.notices()->isVisible());
    }

    void savingProposesAName() {
        WindowBench bench(*settings());
        bench.open();
        QString proposed;
        QTimer::singleShot(0, &bench.window, [&] {
            for (QWidget *each : QApplication::topLevelWidgets())
                if (auto *dialog = qobject_cast<QFileDialog *>(each)) {
                    proposed = QFileInfo(dialog->selectedFiles().value(0)).fileName();
                    dialog->reject();
                }
        });
        QTest::keyClick(&bench.window, Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(proposed, QString("Small.json"));
    }
};

QTEST_MAIN(MenusTest)
#include "menus_test.moc"
