#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

#include "ui/window/notice_strip.h"

using namespace hourglass::ui;
using hourglass::core::Error;

class NoticeStripTest : public QObject {
    Q_OBJECT

    static QString what(const NoticeStrip &strip) { return strip.findChild<QLabel *>("noticeWhat")->text(); }
    static QString hint(const NoticeStrip &strip) { return strip.findChild<QLabel *>("noticeHint")->text(); }

private slots:
    void startsHidden() {
        NoticeStrip strip;
        QCOMPARE(strip.count(), 0);
        QVERIFY(strip.isHidden());
        QCOMPARE(strip.maximumHeight(), 0);
        strip.dismiss();
        strip.clear();
    }

    void saysWhatWhereAndWhatToDo() {
        NoticeStrip strip;
        strip.showError({"the file ends early", "images.gz", "Download it again."});
        QCOMPARE(what(strip), QString("images.gz: the file ends early"));
        QCOMPARE(hint(strip), QString("Download it again."));
        QVERIFY(!strip.isHidden());
        QVERIFY(strip.findChild<QPushButton *>("noticeAction")->isHidden());
        QVERIFY(strip.accessibleName().contains("Download it again."));
        strip.showNote("Copied");
        QCOMPARE(what(strip), QString("Copied"));
        QCOMPARE(hint(strip), QString());
    }

    void queuesAndDismisses() {
        NoticeStrip strip;
        strip.resize(800, 44);
        strip.showError({"first", "", ""});
        strip.showError({"second", "", ""});
        QCOMPARE(strip.count(), 2);
        QCOMPARE(what(strip), QString("second"));
        QTest::mouseClick(strip.findChild<QToolButton *>("noticeClose"), Qt::LeftButton);
        QCOMPARE(what(strip), QString("first"));
        QTest::keyClick(&strip, Qt::Key_Escape);
        QCOMPARE(strip.count(), 0);
        QTRY_VERIFY(strip.isHidden()); // after it has closed
    }

    void sameErrorStandsOnce() {
        NoticeStrip strip;
        for (int i = 0; i < 5; ++i)
            strip.showError({"again", "here", ""});
        QCOMPARE(strip.count(), 1);
        strip.showError({"again", "there", ""});
        QCOMPARE(strip.count(), 2);
        for (int i = 0; i < 100; ++i)
            strip.showNote(QString::number(i));
        QVERIFY(strip.count() <= 20);
        QCOMPARE(what(strip), QString("99"));
    }

    void actionIsCalledOnceAndTheNoticeLeaves() {
        NoticeStrip strip;
        strip.resize(800, 44);
        int calls = 0;
        strip.showError({"the loss is not finite", "", ""}, {"Reset", [&] {
                                                                 ++calls;
                                                                 strip.showNote("Done"); // may speak again from there
                                                             }});
        auto *button = strip.findChild<QPushButton *>("noticeAction");
        QVERIFY(!button->isHidden());
        QCOMPARE(button->text(), QString("Reset"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(calls, 1);
        QCOMPARE(strip.count(), 1);
        QCOMPARE(what(strip), QString("Done"));
        QVERIFY(button->isHidden());
    }

    void opensGentlyToAFixedHeight() {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        auto *strip = new NoticeStrip;
        layout->addWidget(strip);
        layout->addStretch(1);
        window.resize(700, 300);
        window.show();
        strip->showError(
            {"a very long explanation of what went wrong that does not fit into the window's width at all, and goes on and on",
             "where", "hint"});
        QVERIFY(strip->maximumHeight() < strip->sizeHint().height()); // not at once
        QTRY_COMPARE(strip->maximumHeight(), strip->sizeHint().height());
        QTRY_COMPARE(strip->height(), strip->sizeHint().height());
        QCOMPARE(window.width(), 700); // a long text does not widen the window
        strip->clear();
        QTRY_VERIFY(strip->isHidden());
    }
};

QTEST_MAIN(NoticeStripTest)
#include "notice_strip_test.moc"
