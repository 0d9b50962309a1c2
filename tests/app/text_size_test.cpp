// Ctrl and + or − make all letters larger or smaller: nothing is cut, all comes back, and the choice is kept.
#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>

#include "tests/support/window_bench.h"
#include "ui/latent/map_legend.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

/// Widgets that show a text they may not cut: what elides or wraps by design is asked for its height alone.
QString cutIn(const QWidget &window) {
    QStringList cut;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const auto *box = qobject_cast<const QComboBox *>(widget);
        const QString text = label ? label->text() : button ? button->text() : box ? box->currentText() : QString();
        const auto *tool = qobject_cast<const QToolButton *>(widget);
        const bool isIcon = tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
        if (text.isEmpty() || isIcon || qobject_cast<const ui::ClassButton *>(widget) || // it says its name on hover where there is no room
            !widget->isVisible() || widget->visibleRegion().isEmpty() || widget->window() != &window)
            continue;
        const bool mayElide = box || (label && (label->wordWrap() || qobject_cast<const ui::ElidedLabel *>(label)));
        const QFontMetrics metrics(widget->font());
        const QString what = QString("%1 “%2” %3 × %4").arg(widget->metaObject()->className(), text.left(30)).arg(widget->width()).arg(widget->height());
        if (widget->height() < metrics.height() - 2)
            cut << what + QString(" lower than its letters, %1").arg(metrics.height());
        if (!mayElide && metrics.horizontalAdvance(QString(text).remove('&')) > widget->width() + 1 && !text.contains('<'))
            cut << what + QString(" narrower than its text, %1").arg(metrics.horizontalAdvance(text));
        if (widget->visibleRegion().boundingRect().width() < widget->width())
            cut << what + QString(" seen on %1 of its pixels").arg(widget->visibleRegion().boundingRect().width());
    }
    return cut.join("; ");
}

} // namespace

class TextSizeTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_count = 0;
    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

    static void press(WindowBench &bench, int percent) {
        for (int i = 0; i < 20 && ui::textSize() != percent; ++i)
            bench.key(ui::textSize() < percent ? Qt::Key_Plus : Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(ui::textSize(), percent);
        QTest::qWait(60); // what is put off by a turn of the loop
    }

private slots:
    void nothingIsCut_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("percent");
        for (const int percent : {80, 130})
            QTest::addRow("1280 %d", percent) << QSize(1280, 800) << percent;
        QTest::addRow("1600 160") << QSize(1600, 1000) << 160;
    }
    void nothingIsCut() {
        QFETCH(QSize, size);
        QFETCH(int, percent);
        WindowBench bench(*settings());
        bench.show(size);
        bench.program.open(tests::smallSpec(), {});
        QTRY_VERIFY(!bench.session.isLoading());
        bench.window.setTextSize(percent);
        QTest::qWait(60);
        QCOMPARE(bench.window.size(), size); // no panel presses it apart
        for (const char *arrangement : {"arrangement1", "arrangement2", "arrangement3", "arrangement1"}) {
            bench.window.findChild<QAction *>(arrangement)->trigger();
            QTest::qWait(60);
            const QRect room = bench.window.findChild<ui::DockArea *>()->rect();
            for (const ui::Dock *dock : bench.window.findChildren<ui::Dock *>())
                if (dock->isVisible() && !dock->visibleRegion().isEmpty())
                    QTRY_VERIFY2(room.contains(dock->geometry()), qPrintable(dock->objectName())); // docks move within a fifth of a second
            QTRY_VERIFY2(cutIn(bench.window).isEmpty(), qPrintable(QString("%1: %2").arg(arrangement, cutIn(bench.window))));
        }
        bench.window.setTextSize(100);
    }

    void allComesBack() {
        WindowBench bench(*settings());
        bench.open();
        bench.window.resize(1600, 1000);
        QTest::qWait(60);
        const auto sizes = [&bench] {
            QStringList all;
            for (const QWidget *widget : bench.window.findChildren<QWidget *>())
                if (widget->isVisible() && !qobject_cast<const ui::ElidedLabel *>(widget) &&
                    (qobject_cast<const QLabel *>(widget) || qobject_cast<const QAbstractButton *>(widget)))
                    all << QString("%1 %2 %3 %4 \"%5\"")
                               .arg(widget->metaObject()->className(), widget->objectName())
                               .arg(widget->height())
                               .arg(widget->font().pointSizeF())
                               .arg(widget->property("text").toString());
            all.sort();
            return all;
        };
        const QStringList before = sizes();
        const double points = QApplication::font().pointSizeF();
        const int left = bench.dock("stack")->width(), right = bench.dock("loss")->width();
        press(bench, 150);
        QVERIFY(std::abs(QApplication::font().pointSizeF() - 1.5 * points) < 0.01);
        for (const auto &[name, usual] : {std::pair("stack", left), std::pair("loss", right)})
            QTRY_VERIFY2(bench.dock(name)->width() > 1.2 * usual, qPrintable(QString("%1: %2, was %3").arg(name).arg(bench.dock(name)->width()).arg(usual)));
        QVERIFY(bench.window.commands().largerText->isEnabled());
        press(bench, 200);
        QVERIFY(!bench.window.commands().largerText->isEnabled());
        bench.key(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(ui::textSize(), 100);
        QTRY_VERIFY2(std::abs(bench.dock("stack")->width() - left) < 12, qPrintable(QString("%1, was %2").arg(bench.dock("stack")->width()).arg(left)));
        QTRY_VERIFY2(std::abs(bench.dock("loss")->width() - right) < 12, qPrintable(QString("%1, was %2").arg(bench.dock("loss")->width()).arg(right)));
        const auto changed = [&] {
            const QStringList after = sizes();
            QStringList different;
            for (const QString &each : before + after)
                if (before.count(each) != after.count(each))
                    different << each;
            return different.join("; ");
        };
        QTRY_VERIFY2(changed().isEmpty(), qPrintable(changed()));
    }

    void theChoiceIsKept() {
        QSettings &kept = *settings();
        {
            WindowBench bench(kept);
            bench.show({1280, 800});
            press(bench, 120);
        }
        {
            WindowBench again(kept);
            QCOMPARE(ui::textSize(), 120);
            again.show({1280, 800});
            press(again, 100);
        }
        kept.setValue("window/textSize", 5000); // by hand, or by another version
        WindowBench odd(kept);
        QCOMPARE(ui::textSize(), 200);
    }

    void aSmallWindowScrolls_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isScrolled");
        QTest::addRow("1600") << QSize(1600, 1000) << false;
        QTest::addRow("1100") << QSize(1100, 750) << true;
    }
    void aSmallWindowScrolls() {
        QFETCH(QSize, size);
        QFETCH(bool, isScrolled);
        WindowBench bench(*settings());
        bench.show(size);
        bench.window.setTextSize(200); // before there is anything to show: panels grow with what they show
        bench.program.open(tests::smallSpec(), {});
        QTRY_VERIFY(!bench.session.isLoading());
        QTRY_VERIFY(bench.map);
        const auto *area = bench.window.findChild<ui::DockArea *>();
        const auto *room = bench.window.findChild<QScrollArea *>("panelRoom");
        const auto misplaced = [&] {
            QStringList found;
            std::vector<const ui::Dock *> shown;
            for (const ui::Dock *dock : bench.window.findChildren<ui::Dock *>())
                if (dock->isVisible())
                    shown.push_back(dock);
            for (const ui::Dock *dock : shown) {
                if (!area->rect().contains(dock->geometry()))
                    found << dock->objectName() + " is cut";
                for (const ui::Dock *other : shown)
                    if (other != dock && other->geometry().intersects(dock->geometry()))
                        found << dock->objectName() + " lies on " + other->objectName();
            }
            return found.join("; ");
        };
        QTRY_VERIFY2(misplaced().isEmpty(), qPrintable(misplaced()));
        QCOMPARE(bench.window.size(), size);
        QTRY_COMPARE(room->horizontalScrollBar()->maximum() > 0, isScrolled);
        room->horizontalScrollBar()->setValue(room->horizontalScrollBar()->maximum());
        const ui::Dock *right = bench.dock("loss");
        QTRY_COMPARE(right->visibleRegion().boundingRect().width(), right->width()); // all of it can be brought into view
        bench.key(Qt::Key_0, Qt::ControlModifier);
        QTRY_COMPARE(room->horizontalScrollBar()->maximum(), 0);
        QTRY_VERIFY2(misplaced().isEmpty(), qPrintable(misplaced()));
    }

    void aRestartWithLargeLettersLeadsBack() {
        QSettings &kept = *settings();
        {
            WindowBench bench(kept);
            bench.show({1600, 1000});
            bench.program.open(tests::smallSpec(), {});
            QTRY_VERIFY(bench.map);
            bench.window.setTextSize(200);
            QTest::qWait(300);
            bench.window.close();
        }
        WindowBench again(kept);
        again.show({1600, 1000});
        QCOMPARE(ui::textSize(), 200);
        again.program.open(tests::smallSpec(), {});
        QTRY_VERIFY(again.map);
        again.key(Qt::Key_0, Qt::ControlModifier);
        QTest::qWait(300);
        const auto *area = again.window.findChild<ui::DockArea *>();
        for (const ui::Dock *dock : again.window.findChildren<ui::Dock *>())
            if (dock->isVisible())
                QTRY_VERIFY2(area->rect().contains(dock->geometry()), qPrintable(dock->objectName()));
    }

    void theKeysSheetScrolls() {
        WindowBench bench(*settings());
        bench.show({1280, 800});
        bench.window.setTextSize(200);
        bench.key(Qt::Key_F1);
        auto *sheet = bench.window.findChild<QWidget *>("keyboardHelp");
        QVERIFY(sheet && sheet->isVisible());
        const auto *bar = sheet->findChild<QScrollArea *>()->verticalScrollBar();
        QVERIFY(bar->maximum() > 0);
        QTest::keyClick(sheet, Qt::Key_PageDown);
        QVERIFY(bar->value() > 0);
        bench.window.setTextSize(100);
    }
};

QTEST_MAIN(TextSizeTest)
#include "text_size_test.moc"
