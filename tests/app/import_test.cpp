// Data on their way in, in the whole window: dropped, looked at, shaped, used; or refused, cancelled, gone.
#include <QComboBox>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

#include <bit>

#include "app/session/stack_fit.h"
#include "engine/spec/json.h"
#include "tests/support/idx_files.h"
#include "tests/support/npz_bytes.h"
#include "tests/support/window_bench.h"
#include "ui/forms/settings_form.h"
#include "ui/import/import_panel.h"
#include "ui/window/recent_menu.h"

using namespace hourglass;
using tests::smallSpec;
using tests::WindowBench;
using training::State;

namespace {

constexpr int patience = WindowBench::patience;

tests::Bytes npy(const std::string &shape, int count, float step) {
    std::string literal = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
    literal += shape;
    literal += ", }\n";
    tests::Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<std::uint8_t>(literal.size()), 0};
    tests::append(bytes, {literal.begin(), literal.end()});
    for (int i = 0; i < count; ++i) {
        tests::Bytes value = tests::bigEndian(std::bit_cast<std::uint32_t>(static_cast<float>(i % 97) * step), 4);
        std::reverse(value.begin(), value.end());
        tests::append(bytes, value);
    }
    return bytes;
}

void drop(QWidget *window, const QString &path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window, &enter);
    QDropEvent event({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window, &event);
}

} // namespace

class ImportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;
    QString m_digits, m_wide, m_rows, m_noise;

    struct Bench : WindowBench {
        app::Import &import = program.import();
        ui::ImportPanel *panel = window.importPanel();
        using WindowBench::WindowBench;

        QPushButton *button(const char *name) const { return panel->findChild<QPushButton *>(name); }
        QString message() const { return panel->findChild<QLabel *>("importMessage")->text(); }
        void dropAndWait(const QString &path) {
            drop(&window, path);
            waitUntilRead();
        }
        void waitUntilRead() { QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && !panel->candidate().isReading, patience); }
    };

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void initTestCase() {
        using namespace hourglass::tests;
        const QString folder = m_folder.path();
        writeFile(folder, "digits/train-images-idx3-ubyte", countingIdx({60, 28, 28}));
        writeFile(folder, "digits/train-labels-idx1-ubyte", labelIdx(Bytes(60, 3)));
        writeFile(folder, "wide/train-images-idx3-ubyte", countingIdx({60, 20, 30}));
        m_digits = folder + "/digits";
        m_wide = folder + "/wide";
        m_rows = QString::fromStdString(writeFile(folder, "rows.npy", npy("(50, 10)", 500, 0.25f)));
        m_noise = QString::fromStdString(writeFile(folder, "notes.md", {'h', 'e', 'l', 'l', 'o'}));
    }

    void droppedShapedAndUsed() {
        Bench bench(*settings());
        spec::Spec endless = smallSpec(); // that trains however long reading takes
        endless.training.epochs = 1'000'000;
        bench.open(endless);
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 2, patience);
        const auto before = bench.session.dataset();
        bench.dropAndWait(m_digits);
        QCOMPARE(bench.session.dataset(), before); // nothing is replaced yet
        QCOMPARE(bench.session.status().state, State::Running);
        const core::Index step = bench.session.status().step;
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > step, patience); // it trains on beneath
        QCOMPARE(bench.panel->candidate().dataset->train.samples, 54);
        emit bench.panel->shapingForm()->valueEdited("validation", 0.5);
        QVERIFY(!bench.button("importUse")->isEnabled());
        QTRY_COMPARE_WITH_TIMEOUT(bench.panel->candidate().dataset->validation.samples, 27, patience);
        bench.waitUntilRead();
        const auto read = bench.panel->candidate().dataset;
        QTest::keyClick(bench.panel, Qt::Key_Return);
        QVERIFY(!bench.panel->isVisible());
        QCOMPARE(bench.session.dataset(), read); // the very same, without a second load
        QVERIFY(!bench.session.isLoading());
        QCOMPARE(bench.session.spec().data.source, m_digits.toStdString());
        QCOMPARE(bench.session.spec().data.validation, 0.5);
        QVERIFY(bench.session.spec().data.options.empty());
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().state == State::Running && bench.session.status().step > 0, patience);
        QVERIFY(bench.window.commands().undo->isEnabled());
        bench.session.undo(); // one edit
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, before->key, patience);
        QVERIFY(!bench.window.commands().undo->isEnabled());
        QCOMPARE(bench.session.spec().data.validation, 0.0);
    }

    void keysDoNotActBehindTheSheet() {
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(m_digits);
        QSignalSpy reset(bench.window.commands().reset, &QAction::triggered), paste(bench.window.commands().paste, &QAction::triggered);
        bench.window.setFocus(); // wherever the keys are
        for (const bool isOnSheet : {false, true}) {
            if (isOnSheet) {
                QEvent activated(QEvent::WindowActivate); // the sheet takes them when the window gets them
                QCoreApplication::sendEvent(&bench.window, &activated);
                QTRY_VERIFY(bench.panel == QApplication::focusWidget() || bench.panel->isAncestorOf(QApplication::focusWidget()));
            }
            bench.key(Qt::Key_R);
            bench.key(Qt::Key_V, Qt::ControlModifier);
        }
        QCOMPARE(reset.count(), 0);
        QCOMPARE(paste.count(), 0);
        bench.key(Qt::Key_Escape);
        QTRY_VERIFY(!bench.panel->isVisible());
    }

    void theStackFollowsTheShape() {
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(m_wide);
        QVERIFY(!bench.panel->candidate().refusal);
        bench.button("importUse")->click();
        QCOMPARE(bench.session.plan()->features(), 600);
        QCOMPARE(bench.window.notices()->count(), 0);
    }

    /// Before the first data are there, or where they are not to be had, the stack that was to be trained on them is the one that counts.
    void withoutDataItIsTheStackThatWasOpened() {
        Bench bench(*settings());
        bench.show();
        spec::Spec spec = smallSpec();
        spec.data = {};
        spec.data.source = "/nowhere/at all.csv";
        bench.session.open(spec, "map");
        QTRY_VERIFY_WITH_TIMEOUT(!bench.session.isLoading(), patience);
        QVERIFY(!bench.session.dataset());
        bench.dropAndWait(m_digits);
        QVERIFY2(!bench.panel->candidate().refusal, qPrintable(bench.message()));
        QVERIFY(bench.button("importUse")->isEnabled());
        bench.import.use(false);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan(), patience);
        QVERIFY(!bench.session.isLoading()); // what was read for the sheet is what is trained on
        QCOMPARE(bench.session.spec().model.layers.size(), spec.model.layers.size());
        QCOMPARE(bench.session.presetKey(), QString("map"));

        Bench other(*settings());
        other.show();
        other.session.open(spec, "map");
        QTRY_VERIFY_WITH_TIMEOUT(!other.session.isLoading(), patience);
        other.session.openSource(m_digits); // as from the menu of the data
        QTRY_VERIFY_WITH_TIMEOUT(other.session.plan(), patience);
        QCOMPARE(other.session.spec().model.layers.size(), spec.model.layers.size());
    }

    void whatCannotBeReadTakesNothingAway() {
        Bench bench(*settings());
        bench.open();
        const auto before = bench.session.dataset();
        bench.dropAndWait(m_noise);
        QVERIFY(bench.panel->candidate().error);
        QVERIFY(bench.message().contains("no data that can be read"));
        QVERIFY(!bench.button("importUse")->isEnabled());
        bench.import.use(false);
        QCOMPARE(bench.session.dataset(), before);
        QTest::keyClick(bench.panel, Qt::Key_Escape);
        QVERIFY(!bench.panel->isVisible());
        QVERIFY(!bench.import.isOpen());
        QCOMPARE(bench.session.dataset(), before);
        QVERIFY(!bench.window.commands().undo->isEnabled());
        bench.dropAndWait(m_digits); // and the next one comes
        QVERIFY(bench.panel->candidate().isReady());
    }

    void ofUnrelatedTablesOneIsChosen_data() {
        QTest::addColumn<bool>("arePacked");
        QTest::newRow("of a folder") << false;
        QTest::newRow("of an archive") << true;
    }
    void ofUnrelatedTablesOneIsChosen() {
        QFETCH(bool, arePacked);
        const auto table = [](const char *names) {
            std::string text = names;
            for (int i = 0; i < 20; ++i)
                text += '\n' + std::to_string(i * i % 17) + ".5," + std::to_string(i * 7 % 13) + ".25";
            return text;
        };
        const auto bytesOf = [](const std::string &text) { return tests::Bytes(text.begin(), text.end()); };
        const std::string drinks = table("acid,sugar"), houses = table("rooms,area");
        tests::writeFile(m_folder.path(), "several/drinks.csv", bytesOf(drinks));
        tests::writeFile(m_folder.path(), "several/houses.csv", bytesOf(houses));
        tests::writeFile(m_folder.path(), "several.zip", bytesOf(tests::zipOf({{"drinks.csv", drinks}, {"houses.csv", houses}})));
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(m_folder.filePath(arePacked ? "several.zip" : "several"));
        const auto shown = [&bench] {
            QStringList texts;
            for (const auto *button : bench.panel->findChildren<QPushButton *>("chooseSource"))
                texts << (button->isVisible() ? button->text() : QString());
            return texts;
        };
        QCOMPARE(shown(), (QStringList{"drinks.csv", "houses.csv", "All as series of one set"}));
        QVERIFY(!bench.button("importUse")->isEnabled());
        QTest::mouseClick(bench.panel->findChildren<QPushButton *>("chooseSource")[1], Qt::LeftButton);
        bench.waitUntilRead();
        QVERIFY(bench.panel->candidate().isReady());
        QCOMPARE(bench.panel->candidate().dataset->title, std::string(arePacked ? "several.zip/houses.csv" : "houses.csv"));
        auto *automatic = bench.panel->findChild<QToolButton *>("importAutomatic");
        QVERIFY(!automatic->isEnabled());
        emit bench.panel->sourceForm()->valueEdited("header", std::string("no"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.panel->candidate().isReady() && bench.panel->candidate().dataset->featureNames.front() == "column 1", patience);
        QTest::mouseClick(automatic, Qt::LeftButton); // finds the rest out again, and is still about this file
        QTRY_VERIFY_WITH_TIMEOUT(bench.panel->candidate().isReady() && bench.panel->candidate().dataset->featureNames.front() == "rooms", patience);
        auto *again = bench.panel->findChild<QToolButton *>("chooseAgain");
        QTest::mouseClick(again, Qt::LeftButton);
        bench.waitUntilRead();
        QVERIFY(bench.panel->candidate().needsChoice() && !again->isVisible());
        QTest::mouseClick(bench.panel->findChildren<QPushButton *>("chooseSource")[0], Qt::LeftButton);
        bench.waitUntilRead();
        QTest::mouseClick(bench.button(bench.panel->candidate().refusal ? "importUseFitted" : "importUse"), Qt::LeftButton);
        QVERIFY(!bench.panel->isVisible());
        const spec::DataSpec &data = bench.session.spec().data;
        QVERIFY(data.source.ends_with(arePacked ? "several.zip" : "several/drinks.csv"));
        QCOMPARE(data.options, arePacked ? spec::Values({{"file", std::string("drinks.csv")}}) : spec::Values());
        QCOMPARE(bench.session.dataset()->featureNames.front(), std::string("acid"));
    }

    void cancelAnswersAtOnce() {
        Bench bench(*settings());
        bench.open();
        QSignalSpy changed(&bench.import, &app::Import::candidateChanged);
        drop(&bench.window, m_digits);
        QVERIFY(bench.panel->isVisible());
        QElapsedTimer watch;
        watch.start();
        QTest::keyClick(bench.panel, Qt::Key_Escape);
        QVERIFY(!bench.panel->isVisible());
        QVERIFY2(watch.elapsed() < 200, qPrintable(QString::number(watch.elapsed())));
        changed.clear();
        QTest::qWait(100);
        QCOMPARE(changed.count(), 0); // nothing comes after it
        bench.dropAndWait(m_digits);
        bench.import.edit([] {
            spec::DataSpec data;
            data.source = "/nowhere";
            return data;
        }());
        bench.import.stop(); // back to what was read
        QVERIFY(bench.panel->candidate().isReady());
        QCOMPARE(bench.panel->candidate().data.source, m_digits.toStdString());
    }

    void aStackThatCannotReachTheValuesIsSaidBeforehand() {
        Bench bench(*settings());
        bench.open();              // cross-entropy behind a sigmoid
        bench.dropAndWait(m_rows); // 0 … 24
        QVERIFY(bench.panel->candidate().refusal);
        QVERIFY(!bench.button("importUse")->isEnabled());
        bench.import.use(false);
        QVERIFY(bench.panel->isVisible());
        QVERIFY(bench.button("importUseFitted")->isEnabled());
        bench.button("importUseFitted")->click();
        QCOMPARE(bench.session.dataset()->key, m_rows.toStdString());
        QCOMPARE(bench.session.spec().training.loss.kind, std::string("mean_squared_error"));
        QCOMPARE(bench.session.spec().model.layers.size(), smallSpec().model.layers.size());
        bench.session.undo(); // all of it
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.spec().data.source, smallSpec().data.source, patience);
        QVERIFY(bench.session.spec() == smallSpec());
    }

    void aSetOfTheMenuThatDoesNotFitIsSaidOnce() {
        Bench bench(*settings());
        bench.open();
        emit bench.window.topBar()->dataChosen("noise"); // beyond 0 and 1, which cross-entropy does not take
        bench.waitUntilRead();
        QVERIFY(bench.panel->candidate().refusal);    // here
        QCOMPARE(bench.window.notices()->count(), 0); // and not in the strip besides
        QCOMPARE(bench.session.spec().data.source, smallSpec().data.source);
    }

    void theStackIsJudgedAnewWhenItIsEditedBeneath() {
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(m_rows);
        QVERIFY(bench.panel->candidate().refusal);
        spec::Spec spec = smallSpec();
        spec.training.loss = {"mean_squared_error", {}};
        bench.session.editTraining(spec.training, "Loss");
        QVERIFY(!bench.panel->candidate().refusal);
        QCOMPARE(bench.panel->candidate().notes.size(), 1); // a sigmoid still does not reach 24
        QVERIFY(bench.button("importUse")->isEnabled());
    }

    void remediesTrain() {
        data::Dataset dataset;
        dataset.shape = core::Shape(6);
        dataset.isWithinUnit = false;
        dataset.train = {
            .samples = 2, .features = 6, .bytes = {}, .floats = {-1, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 9}, .labels = {}, .factors = {}, .sourceIndex = {}};
        dataset.range = {-1, 9};
        spec::Spec spec = smallSpec();
        spec.model.layers.back().values["units"] = core::Index(784); // fits nothing but these
        const app::StackFit fit = app::stackFit(spec, dataset);
        QVERIFY(fit.refusal && fit.remedy && !fit.remedyName.isEmpty());
        const app::StackFit again = app::stackFit(*fit.remedy, dataset);
        QVERIFY(!again.refusal && again.notes.isEmpty() && !again.remedy);
        QCOMPARE(again.remedyName, QString());
        dataset.range = {};
        const app::StackFit reachable = app::stackFit(smallSpec(), dataset);
        QVERIFY(reachable.refusal); // the loss asks the data themselves
    }

    void aTableIsStandardisedAndNamesItsColumnsInLists() {
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/tables/penguins.csv"));
        QCOMPARE(bench.panel->candidate().data.scaling.kind, std::string("standardise"));
        auto *label = bench.panel->sourceForm()->field("label")->findChild<QComboBox *>();
        auto *group = bench.panel->sourceForm()->field("group")->findChild<QComboBox *>();
        QVERIFY(label && group);
        QCOMPARE(label->currentText(), QStringLiteral("species"));
        QVERIFY(label->findText("None") >= 0 && group->findText("bill_length_mm") >= 0);
        const int island = label->findText("island");
        label->setFocus();
        label->setCurrentIndex(island);
        emit label->activated(island);
        QTRY_COMPARE_WITH_TIMEOUT(bench.panel->candidate().dataset->classNames.size(), std::size_t(3), patience);
        bench.waitUntilRead();
        QCOMPARE(bench.panel->candidate().dataset->classNames.front(), std::string("Biscoe"));
        QCOMPARE(bench.panel->candidate().data.scaling.kind, std::string("standardise"));
        QCOMPARE(bench.button("importUseFitted")->text(), QStringLiteral("Use with a stack for tables"));
        QTest::keyClick(bench.panel, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.trained().model.layers.size(), std::size_t(4), patience);
        QCOMPARE(bench.session.trained().training.epochs, core::Index(60));
        QVERIFY(!bench.session.isLoading()); // it was read scaled
        bench.session.undo();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.spec() == smallSpec(), patience);
    }

    void anotherScalingOfTheSameFileStays() {
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/tables/wine.csv"));
        emit bench.panel->shapingForm()->valueEdited("scaling", std::string("unit"));
        bench.waitUntilRead();
        QCOMPARE(bench.panel->candidate().data.scaling.kind, std::string("unit"));
        QVERIFY(!bench.panel->candidate().dataset->scaling);
    }

    void presentDataAreShapedAgain() {
        Bench bench(*settings());
        bench.open();
        QVERIFY(bench.window.commands().shapeData->isEnabled());
        bench.window.commands().shapeData->trigger();
        bench.waitUntilRead();
        QCOMPARE(bench.panel->candidate().data.source, smallSpec().data.source);
        emit bench.panel->shapingForm()->valueEdited("validation", 0.1);
        QTRY_COMPARE_WITH_TIMEOUT(bench.panel->candidate().dataset->validation.samples, 250, patience);
        bench.waitUntilRead();
        bench.button("importUse")->click();
        QCOMPARE(bench.session.dataset()->validation.samples, 250);
        QVERIFY(bench.program.recent().paths().isEmpty()); // no path
    }

    void anotherSeedInBetweenReadsAgain() {
        Bench bench(*settings());
        bench.open();
        bench.dropAndWait(m_digits); // a drawn test part: the seed matters
        const auto read = bench.panel->candidate().dataset;
        QVERIFY(read->dependsOnSeed);
        bench.session.startWithNewSeed();
        bench.button("importUse")->click();
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, m_digits.toStdString(), patience);
        QVERIFY(bench.session.dataset() != read);
    }

    void recentDataAreKeptAndCleared() {
        QSettings *kept = settings();
        {
            Bench bench(*kept);
            bench.open();
            QVERIFY(!bench.window.recentMenu()->isEnabled());
            bench.dropAndWait(m_digits);
            bench.button("importCancel")->click();
            QVERIFY(bench.program.recent().paths().isEmpty()); // only what was used
            bench.dropAndWait(m_digits);
            bench.button("importUse")->click();
            QCOMPARE(bench.program.recent().paths(), QStringList{m_digits});
            for (int i = 0; i < 12; ++i)
                bench.program.recent().add(QString("/data/%1.npy").arg(i));
            QCOMPARE(bench.program.recent().paths().size(), app::RecentData::most);
            QCOMPARE(bench.program.recent().paths().first(), QString("/data/11.npy"));
            bench.program.recent().add(m_digits);
        }
        Bench bench(*kept);
        bench.open();
        ui::RecentMenu *menu = bench.window.recentMenu();
        QVERIFY(menu->isEnabled());
        QCOMPARE(menu->actions().size(), app::RecentData::most + 2);
        menu->actions().first()->trigger();
        bench.waitUntilRead();
        QVERIFY(bench.panel->candidate().isReady());
        bench.import.cancel();
        menu->actions().at(1)->trigger(); // gone: asked for, not lost
        QCOMPARE(bench.window.notices()->count(), 1);
        QVERIFY(bench.window.notices()->findChild<QPushButton *>("noticeAction")->text().startsWith("Find it"));
        QVERIFY(!bench.panel->isVisible());
        QVERIFY(bench.program.recent().paths().contains("/data/11.npy"));
        menu->actions().last()->trigger();
        QVERIFY(bench.program.recent().paths().isEmpty());
        QVERIFY(!menu->isEnabled());
    }

    void aStackWhoseDataMovedAsksForThem() {
        Bench bench(*settings());
        bench.open();
        spec::Spec spec = smallSpec();
        spec.name = "Mine";
        spec.data.source = m_folder.filePath("was/here").toStdString();
        const std::string json = spec::writeSpec(spec);
        const QString file = QString::fromStdString(tests::writeFile(m_folder.path(), "mine.json", {json.begin(), json.end()}));
        drop(&bench.window, file);
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 1, patience);
        QVERIFY(bench.window.notices()->findChild<QPushButton *>("noticeAction")->text().startsWith("Find it"));
        QVERIFY(bench.session.file().isEmpty());
        bench.session.openMissingAt(m_digits);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.file(), file, patience);
        QCOMPARE(bench.session.dataset()->key, m_digits.toStdString());
        bench.session.openMissingAt(m_wide); // nothing lacks its data any more
        QCOMPARE(bench.session.dataset()->key, m_digits.toStdString());
    }

    void themeAndSizesHold() {
        for (const QSize &size : {QSize(1024, 768), QSize(1600, 1000)})
            for (const ui::ThemeChoice theme : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
                Bench bench(*settings());
                bench.open();
                bench.window.resize(size);
                bench.window.setThemeChoice(theme);
                bench.dropAndWait(m_digits);
                QVERIFY(bench.window.rect().contains(bench.panel->geometry().marginsRemoved({16, 16, 16, 16})));
                bench.panel->grab();
            }
    }
};

QTEST_MAIN(ImportTest)
#include "import_test.moc"
