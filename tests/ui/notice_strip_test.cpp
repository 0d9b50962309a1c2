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

    /// In one turn, as where something is counted and said anew: the strip is as wide as the new sentence.
    void aLongerSentenceInItsPlaceIsSeenWhole() {
        QWidget window;
        window.resize(1200, 300);
        NoticeStrip strip(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto isWhole = [&strip] {
            const auto *label = strip.findChild<QLabel *>("noticeWhat");
            return label->width() >= label->sizeHint().width();
        };
        strip.showNote("1 unit is changed", {"Clear", [] {}}, NoticeTopic::Units);
        QTest::qWait(300); // it has slid out
        QVERIFY(isWhole());
        strip.settle(NoticeTopic::Units);
        strip.showNote("Twenty-seven units are changed: the views show what becomes of it", {"Clear", [] {}}, NoticeTopic::Units);
        QTest::qWait(300);
        QVERIFY(isWhole());
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

    void liesOverTheViewsAndMovesNone() {
        QWidget window;
        auto *layout = new QVBoxLayout(&window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        auto *bar = new QWidget, *views = new QWidget;
        bar->setFixedHeight(40);
        layout->addWidget(bar);
        layout->addWidget(views, 1);
        auto *strip = new NoticeStrip(&window);
        strip->lieOver(views);
        window.resize(700, 300);
        window.show();
        const QRect before = views->geometry();
        strip->showError({"short", "here", ""});
        QVERIFY(strip->height() < 30); // not at once
        QTRY_VERIFY(strip->height() >= 44);
        QTest::qWait(250);
        const QSize small = strip->size();
        QVERIFY(small.width() < 350);
        QCOMPARE(strip->y(), before.top());
        QVERIFY(std::abs(strip->geometry().center().x() - before.center().x()) <= 1);
        const QString long1 = "a very long explanation of what went wrong that does not fit into the window's width at all, and goes on and on";
        const QString long2 = "and what is to be done about it takes as many words, and then some more";
        strip->showError({long1.toStdString(), "where", long2.toStdString()});
        QVERIFY(strip->height() > small.height());
        QVERIFY(before.contains(strip->geometry()));
        for (const QLabel *label : {strip->findChild<QLabel *>("noticeWhat"), strip->findChild<QLabel *>("noticeHint")}) { // all of it can be read
            QVERIFY(label->heightForWidth(label->width()) <= label->height());
            QVERIFY(strip->rect().contains(QRect(label->mapTo(strip, QPoint()), label->size())));
        }
        window.resize(500, 300);
        QTRY_VERIFY(window.rect().contains(strip->geometry()));
        QCOMPARE(views->geometry(), QRect(0, 40, 500, 260));
        strip->clear();
        QTRY_VERIFY(strip->isHidden());
    }

    void aLongerNoteIsNotCut() {
        QWidget window;
        auto *views = new QWidget(&window);
        views->setGeometry(0, 0, 1100, 300);
        auto *strip = new NoticeStrip(&window);
        strip->lieOver(views);
        window.resize(1100, 300);
        window.show();
        const NoticeAction action{"Clear", [] {}};
        strip->showNote("Where you were", action, NoticeTopic::Standing); // with the next, all that stands in the strip has come
        strip->showNote("Where you were before", action, NoticeTopic::Standing);
        QTest::qWait(250);
        strip->showNote("1 unit is changed: the views do not show what was learned, but what becomes of it", action, NoticeTopic::Units);
        QCoreApplication::processEvents();
        const auto *text = strip->findChild<QLabel *>("noticeWhat");
        QVERIFY2(text->width() >= text->fontMetrics().horizontalAdvance(text->text()), qPrintable(QString::number(text->width())));
    }

    void leavesWithWhatItIsAbout() {
        NoticeStrip strip;
        strip.showNote("stays");
        strip.showNote("rate", {}, NoticeTopic::Training);
        strip.showNote("file", {}, NoticeTopic::Saving);
        strip.settle(NoticeTopic::Training);
        QCOMPARE(strip.count(), 2);
        QCOMPARE(what(strip), QString("file"));
        strip.settle(NoticeTopic::Saving);
        QCOMPARE(what(strip), QString("stays"));
        strip.settle(NoticeTopic::Data);
        QCOMPARE(strip.count(), 1);
        QVERIFY(!strip.isHidden());
    }
};

QTEST_MAIN(NoticeStripTest)
#include "notice_strip_test.moc"
