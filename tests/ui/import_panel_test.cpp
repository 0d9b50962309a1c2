// The import panel alone: what it says of a candidate, what an edit of a control asks for, and what it leaves as it was.
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

#include "engine/training/catalogue.h"
#include "ui/forms/loading_bar.h"
#include "ui/forms/settings_form.h"
#include "ui/import/data_form.h"
#include "ui/import/doubt_list.h"
#include "ui/import/import_panel.h"
#include "ui/import/import_texts.h"
#include "ui/import/preview_tiles.h"
#include "ui/import/problem_list.h"
#include "ui/import/sample_preview.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

/// A reader that nobody wrote, with a setting of each sort.
spec::Kind tables() {
    spec::Kind kind{.key = "tables", .label = "Tables", .help = "Rows.", .settings = {}};
    kind.settings.push_back(
        {.key = "delimiter", .label = "Delimiter", .help = "Between columns.", .kind = spec::SettingKind::Text, .fallback = std::string(",")});
    kind.settings.push_back({.key = "header", .label = "Header", .help = "The first row has names.", .kind = spec::SettingKind::Toggle, .fallback = true});
    kind.settings.push_back({.key = "skip",
                             .label = "Skipped rows",
                             .help = "At the top.",
                             .kind = spec::SettingKind::Integer,
                             .fallback = spec::Index(0),
                             .minimum = 0,
                             .maximum = 100});
    for (int i = 0; i < 20; ++i)
        kind.settings.push_back({.key = "more" + std::to_string(i), .label = "More", .help = "Further.", .kind = spec::SettingKind::Toggle, .fallback = false});
    return kind;
}

std::shared_ptr<data::Dataset> rows(core::Index samples, core::Index features) {
    auto dataset = std::make_shared<data::Dataset>();
    dataset->title = "Penguins";
    dataset->shape = core::Shape(features);
    dataset->isWithinUnit = false;
    dataset->train.samples = samples;
    dataset->train.features = features;
    for (core::Index i = 0; i < samples * features; ++i)
        dataset->train.floats.push_back(static_cast<float>(i) - 3);
    for (core::Index i = 0; i < samples; ++i)
        dataset->train.labels.push_back(static_cast<std::int32_t>(i % 2));
    dataset->classNames = {"Adelie", "Gentoo"};
    dataset->report.assumed = {{"delimiter", std::string(";")}, {"header", true}, {"skip", spec::Index(2)}};
    return dataset;
}

std::shared_ptr<data::Dataset> pictures(core::Index samples, core::Shape shape) {
    auto dataset = std::make_shared<data::Dataset>();
    dataset->title = "Pictures";
    dataset->shape = shape;
    dataset->train.samples = samples;
    dataset->train.features = shape.size();
    for (core::Index i = 0; i < samples * shape.size(); ++i)
        dataset->train.bytes.push_back(static_cast<std::uint8_t>(i));
    return dataset;
}

ImportCandidate candidateOf(const std::shared_ptr<const data::Dataset> &dataset) {
    ImportCandidate candidate;
    candidate.data.source = "/data/penguins.csv";
    candidate.source = tables();
    candidate.dataset = dataset;
    if (dataset)
        candidate.preview = previewOf(*dataset);
    return candidate;
}

} // namespace

class ImportPanelTest : public QObject {
    Q_OBJECT

    struct Window : QWidget {
        QLineEdit before{this};
        ImportPanel panel{this, this};
        std::vector<spec::DataSpec> edits;
        explicit Window(const QSize &size = {1000, 700}) {
            resize(size);
            connect(&panel, &ImportPanel::dataEdited, this, [this](const spec::DataSpec &edited) { edits.push_back(edited); });
            show();
            activateWindow();
            if (!QTest::qWaitForWindowActive(this))
                qFatal("the window does not come up");
            before.setFocus();
        }
        void showIt(const ImportCandidate &candidate) { panel.showCandidate(candidate, training::catalogue()); }
        QPushButton *button(const char *name) { return panel.findChild<QPushButton *>(name); }
        QString text(const char *name) { return panel.findChild<QLabel *>(name)->text(); }
    };

private slots:
    void saysWhatWasRecognised() {
        Window window;
        window.showIt(candidateOf(rows(5, 3)));
        QVERIFY(window.panel.isVisible());
        QCOMPARE(window.text("importTitle"), QString("Penguins"));
        for (const char *fact : {"Tables", "3", "5 samples", "floating-point", "2 classes"})
            QVERIFY2(window.text("importSummary").contains(fact), fact);
        QVERIFY(window.text("importParts").contains("5 to train on"));
        QVERIFY(window.button("importUse")->isEnabled());
        QVERIFY(window.button("importUse")->property("primary").toBool());
        for (QWidget *child : window.panel.findChildren<QWidget *>())
            if (child->isVisible() && (child->focusPolicy() & Qt::TabFocus) && !child->focusProxy())
                QVERIFY2(!child->accessibleName().isEmpty() || qobject_cast<QPushButton *>(child) || qobject_cast<QToolButton *>(child),
                         child->metaObject()->className());
        const auto *delimiter = window.panel.sourceForm()->field("delimiter")->findChild<QLineEdit *>();
        QCOMPARE(delimiter->text(), QString(";")); // as assumed, not the fallback
    }

    void everySampleIsShownAsItIsTrainedOn() {
        const PreviewSamples table = previewOf(*rows(5, 3));
        QCOMPARE(table.kind, PreviewKind::Table);
        QCOMPARE(table.samples, 5);
        QCOMPARE(table.sample(1)[2], 2.0f);
        QCOMPARE(table.labels[1], std::string("Gentoo"));
        QCOMPARE(table.lowest, -3.0f);
        QCOMPARE(table.highest, 11.0f);
        const PreviewSamples grey = previewOf(*pictures(100, core::Shape(1, 4, 4)));
        QCOMPARE(grey.kind, PreviewKind::Pictures);
        QVERIFY(grey.samples > 30 && grey.samples < 100);
        QCOMPARE(grey.sample(0)[15], 15.0f / 255);
        QCOMPARE(previewOf(*pictures(3, core::Shape(40, 2))).kind, PreviewKind::Series);
        QCOMPARE(previewOf(*rows(3, 500)).kind, PreviewKind::Series);
        const auto large = pictures(3, core::Shape(1, 300, 900)); // five pixels become one
        const PreviewSamples shrunk = previewOf(*large);
        QVERIFY(shrunk.shape == core::Shape(1, 60, 180));
        float sum = 0;
        for (int row = 0; row < 5; ++row)
            for (int column = 5; column < 10; ++column)
                sum += static_cast<float>(large->train.bytes[static_cast<std::size_t>(row * 900 + column)]) / 255;
        QVERIFY(std::abs(shrunk.sample(0)[1] - sum / 25) < 1e-5f);
        QVERIFY(shrunk.sample(1)[0] != shrunk.sample(0)[0]);
        QCOMPARE(previewOf(*pictures(0, core::Shape(1, 4, 4))).samples, 0);
    }

    void tableAndTilesTakeTurns() {
        SamplePreview preview;
        preview.resize(420, 300);
        preview.showSamples(previewOf(*rows(5, 3)));
        QCOMPARE(preview.table()->rowCount(), 5);
        QCOMPARE(preview.table()->columnCount(), 4); // the label before the features
        QCOMPARE(preview.table()->item(1, 0)->text(), QString("Gentoo"));
        QCOMPARE(preview.table()->item(0, 1)->text(), QLocale().toString(-3));
        for (const core::Shape &shape : {core::Shape(1, 8, 8), core::Shape(3, 8, 8), core::Shape(40, 2), core::Shape(1, 300, 200), core::Shape(1, 1, 1)}) {
            preview.showSamples(previewOf(*pictures(20, shape)));
            preview.show();
            preview.grab();
            QVERIFY(!preview.tiles()->isHidden());
            QVERIFY(preview.tiles()->shown() > 1);
        }
    }

    void aPictureIsSeenPixelByPixel() {
        PreviewTiles tiles;
        tiles.resize(300, 100);
        auto dataset = pictures(1, core::Shape(1, 2, 2));
        dataset->train.bytes = {0, 255, 255, 0};
        tiles.show(previewOf(*dataset));
        const QImage seen = tiles.grab().toImage();
        const int side = 72 / 2; // 2 pixels become 72
        QCOMPARE(seen.pixelColor(side / 2, side / 2), QColor(Qt::black));
        QCOMPARE(seen.pixelColor(side + side / 2, side / 2), QColor(Qt::white));
    }

    void onlyWhatAPersonChangedBecomesAnOption() {
        Window window;
        window.showIt(candidateOf(rows(5, 3)));
        auto *delimiter = window.panel.sourceForm()->field("delimiter")->findChild<QLineEdit *>();
        delimiter->setFocus();
        delimiter->selectAll();
        QTest::keyClicks(delimiter, "|");
        QTest::keyClick(delimiter, Qt::Key_Return);
        QCOMPARE(window.edits.size(), std::size_t(1));
        QCOMPARE(window.edits[0].options, (spec::Values{{"delimiter", std::string("|")}}));
        QVERIFY(!window.button("importUse")->isEnabled()); // until it is read so
        auto *automatic = window.panel.findChild<QToolButton *>("importAutomatic");
        ImportCandidate next = candidateOf(rows(5, 3));
        next.data = window.edits[0];
        window.showIt(next);
        QVERIFY(automatic->isEnabled());
        automatic->click();
        QVERIFY(window.edits[1].options.empty());
    }

    void whatMayBeReadInTwoWaysIsSeenAndOneClickChangesIt() {
        Window window({1280, 800});
        auto uncertain = rows(5, 3);
        uncertain->report.doubts = {{"Line 1 is taken for a sample, though its numbers rise evenly as names do.", "header", false, "Line 1 names the columns"},
                                    {"Column 2 (type) has 3 values.", "label", std::string("type"), "type is the class"}};
        window.showIt(candidateOf(uncertain));
        auto *list = window.panel.findChild<DoubtList *>();
        QVERIFY(list->isVisible());
        QCOMPARE(list->buttons().size(), 2);
        QTest::qWait(1);
        for (QWidget *button : list->buttons()) // without scrolling
            QCOMPARE(button->visibleRegion().boundingRect(), button->rect());
        QTest::mouseClick(list->buttons().front(), Qt::LeftButton);
        QCOMPARE(window.edits.back().options, (spec::Values{{"header", false}}));
        ImportCandidate next = candidateOf(rows(5, 3)); // the reader doubts no more what was said
        next.data = window.edits.back();
        window.showIt(next);
        QCOMPARE(list->buttons().size(), 1); // and what was said can be taken back at the same place
        QTest::mouseClick(list->buttons().front(), Qt::LeftButton);
        QVERIFY(window.edits.back().options.empty());
        next = candidateOf(rows(5, 3));
        window.showIt(next);
        QVERIFY(!list->isVisible());
    }

    void manyDoubtsScroll() {
        Window window;
        auto uncertain = rows(5, 3);
        for (int i = 0; i < 12; ++i)
            uncertain->report.doubts.push_back({"Column " + std::to_string(i) + " may be one of classes: it has three values in all of its rows.", "label",
                                                std::to_string(i), "It is the class"});
        window.showIt(candidateOf(uncertain));
        QTest::qWait(1);
        auto *list = window.panel.findChild<DoubtList *>();
        QVERIFY(list->height() < window.panel.height() / 3);
        QVERIFY(!window.panel.findChild<QTableWidget *>()->visibleRegion().isEmpty());
    }

    void anotherOfferOfTheSameSettingIsOneClickAway() {
        Window window({1280, 800});
        auto several = rows(5, 3);
        several->report.doubts = {{"b (5 × 2) may be the samples as well.", "array", std::string("b"), "Read b"},
                                  {"c (5 × 4) may be the samples as well.", "array", std::string("c"), "Read c"}};
        window.showIt(candidateOf(several));
        auto *list = window.panel.findChild<DoubtList *>();
        QTest::mouseClick(list->buttons()[1], Qt::LeftButton);
        QCOMPARE(window.edits.back().options.at("array"), spec::Value(std::string("c")));
        ImportCandidate next = candidateOf(rows(5, 4)); // the reader offers nothing more
        next.data = window.edits.back();
        window.showIt(next);
        QCOMPARE(list->buttons().size(), 2);
        QCOMPARE(static_cast<QPushButton *>(list->buttons()[0])->text(), QString("Read b"));
        QTest::mouseClick(list->buttons()[0], Qt::LeftButton);
        QCOMPARE(window.edits.back().options.at("array"), spec::Value(std::string("b")));
        next.data = window.edits.back();
        window.showIt(next);
        QTest::mouseClick(list->buttons()[0], Qt::LeftButton); // as it was found
        QVERIFY(window.edits.back().options.empty());
    }

    void ofAFolderOneClickChoosesWhatIsRead() {
        Window window({1280, 800});
        ImportCandidate refused = candidateOf(nullptr);
        refused.data.source = refused.folder.source = "/data/tables";
        refused.error = core::Error{"the folder holds 2 tables", "/data/tables", "Set data.options.together to yes."};
        refused.offers = {{"first.csv", {.source = "/data/tables/first.csv"}}, {"second.csv", {.source = "/data/tables/second.csv"}}};
        window.showIt(refused);
        QTest::qWait(1);
        const auto buttons = window.panel.findChildren<QPushButton *>("chooseSource");
        QCOMPARE(buttons.size(), 2);
        for (QPushButton *button : buttons) // without scrolling
            QCOMPARE(button->visibleRegion().boundingRect(), button->rect());
        QVERIFY(!window.panel.findChild<SamplePreview *>()->isVisible() && !window.panel.findChild<QScrollArea *>("importForms")->isVisible());
        QVERIFY(!window.text("importMessage").contains("data.options")); // but what is to be done here
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(window.edits.back().source, std::string("/data/tables/second.csv"));
        QVERIFY(window.panel.hasFocus()); // Enter uses what is read, and meets no Cancel

        ImportCandidate chosen = candidateOf(rows(5, 3));
        chosen.data = window.edits.back();
        chosen.offers = refused.offers;
        chosen.folder = refused.folder;
        window.showIt(chosen);
        QVERIFY(window.panel.findChild<SamplePreview *>()->isVisible() && !buttons[1]->isVisible());
        auto *again = window.panel.findChild<QToolButton *>("chooseAgain");
        QVERIFY(again->isVisible());
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(window.edits.back().source, std::string("/data/tables"));
        window.showIt(candidateOf(rows(5, 3)));
        QVERIFY(!again->isVisible());
    }

    void manyRemarksLeaveTheSamplesInSight() {
        Window window({1280, 800});
        auto told = rows(40, 3);
        for (int i = 0; i < 30; ++i)
            told->report.remarks.push_back("Column " + std::to_string(i) + " is left out: it holds dates.");
        window.showIt(candidateOf(told));
        QTest::qWait(1);
        QVERIFY(window.panel.findChild<QTableWidget *>()->visibleRegion().boundingRect().height() > 200);
        auto *remarks = window.panel.findChild<QScrollArea *>("importRemarksScroll");
        QVERIFY(remarks->isVisible() && remarks->verticalScrollBar()->maximum() > 0); // all can be read
        auto one = rows(40, 3);
        one->report.remarks = {"Column 1 is left out: it holds dates."};
        window.showIt(candidateOf(one));
        QTest::qWait(1);
        QCOMPARE(remarks->verticalScrollBar()->maximum(), 0);
        QVERIFY(remarks->height() < 30);
    }

    void theShapingIsEditedToo() {
        Window window;
        window.showIt(candidateOf(rows(5, 3)));
        emit window.panel.shapingForm()->valueEdited("split.test", 0.3);
        QCOMPARE(window.edits.back().split.values.at("test"), spec::Value(0.3));
        emit window.panel.shapingForm()->valueEdited("validation", 0.2);
        QCOMPARE(window.edits.back().validation, 0.2);
        QCOMPARE(window.edits.back().split.values.at("test"), spec::Value(0.3)); // edits add up before anything is read
        QVERIFY(window.edits.back().options.empty());
        for (const char *part : {"subset", "split", "scaling", "validation"})
            QVERIFY2(window.panel.shapingForm()->field(part), part);
    }

    void aNewKindAppearsByItself() {
        spec::Catalogue catalogue = training::catalogue();
        catalogue.scalings.push_back(
            {.key = "log",
             .label = "Logarithm",
             .help = "Log.",
             .settings = {{.key = "base", .label = "Base", .help = "Of it.", .kind = spec::SettingKind::Real, .fallback = 10.0, .minimum = 2, .maximum = 10}}});
        spec::DataSpec data = withShapingEdit({}, catalogue, "scaling", std::string("log"));
        QCOMPARE(data.scaling.kind, std::string("log"));
        const DataForm form = dataForm(data, catalogue, {}, {});
        QVERIFY(form.shaping.find("scaling.base"));
        data = withShapingEdit(data, catalogue, "scaling.base", 2.0);
        QCOMPARE(data.scaling.values.at("base"), spec::Value(2.0));
        QVERIFY(withShapingEdit(data, catalogue, "scaling", std::string("nothing")) == data);
        QVERIFY(withShapingEdit(data, catalogue, "unheard.of", 1.0) == data);
    }

    void focusAndScrollOutliveAnotherReading() {
        Window window;
        window.showIt(candidateOf(rows(5, 3)));
        auto *bar = window.panel.findChild<QScrollArea *>("importForms")->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 100);
        auto *field = window.panel.sourceForm()->field("more8")->focusProxy();
        field->setFocus();
        bar->setValue(80);
        ImportCandidate next = candidateOf(rows(6, 3));
        next.isReading = true;
        window.showIt(next);
        next.isReading = false;
        window.showIt(next);
        QTest::qWait(50);
        QCOMPARE(bar->value(), 80);
        QVERIFY(field->hasFocus());
        QVERIFY(window.text("importSummary").contains("6 samples"));
    }

    void tabGoesAsOneReads() {
        Window window;
        ImportCandidate candidate = candidateOf(rows(5, 3));
        candidate.source.settings.resize(3);
        window.showIt(candidate);
        QStringList names;
        QTest::keyClick(&window.panel, Qt::Key_Tab);
        for (int i = 0; i < 40 && QApplication::focusWidget() != &window.panel && QApplication::focusWidget() != &window.before; ++i) {
            QWidget *focus = QApplication::focusWidget();
            QString name = focus->objectName();
            for (QWidget *parent = focus; parent && parent != &window.panel; parent = parent->parentWidget())
                if (qobject_cast<SettingField *>(parent))
                    name = parent->objectName();
            if (names.isEmpty() || names.last() != name)
                names << name;
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        const QStringList expected{"previewTable", "delimiter", "header",     "skip",         "subset",   "split",
                                   "split.test",   "scaling",   "validation", "importCancel", "importUse"};
        for (const QString &name : expected)
            QVERIFY2(names.contains(name), qPrintable(names.join(", ")));
        names.removeIf([&](const QString &name) { return !expected.contains(name); });
        QCOMPARE(names, expected);
    }

    void keysUseAndCancel() {
        Window window;
        QSignalSpy used(&window.panel, &ImportPanel::useRequested), cancelled(&window.panel, &ImportPanel::cancelRequested);
        ImportCandidate candidate = candidateOf(rows(5, 3));
        candidate.isReading = true;
        window.showIt(candidate);
        QTest::keyClick(&window.panel, Qt::Key_Return);
        QCOMPARE(used.count(), 0); // there is nothing yet
        candidate.isReading = false;
        window.showIt(candidate);
        QTest::keyClick(&window.panel, Qt::Key_Return);
        QCOMPARE(used.count(), 1);
        QVERIFY(!used[0][0].toBool());
        QTest::keyClick(&window.panel, Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
        window.panel.shut();
        QVERIFY(!window.panel.isVisible());
        QVERIFY(window.before.hasFocus());
    }

    void whatDoesNotFitIsSaidAndOffersWhatDoes() {
        Window window;
        QSignalSpy used(&window.panel, &ImportPanel::useRequested);
        ImportCandidate candidate = candidateOf(rows(5, 3));
        candidate.refusal = core::Error{"The loss wants data between 0 and 1", "training.loss", "Choose another."};
        candidate.remedy = "mean squared error";
        window.showIt(candidate);
        QVERIFY(!window.button("importUse")->isEnabled());
        QVERIFY(window.button("importUseFitted")->isVisible() && window.button("importUseFitted")->isEnabled());
        QVERIFY(window.button("importUseFitted")->text().contains("mean squared error"));
        QVERIFY(window.text("importMessage").contains("between 0 and 1") && window.text("importMessage").contains("Choose another."));
        QVERIFY(!window.text("importMessage").contains("training.loss"));
        QTest::keyClick(&window.panel, Qt::Key_Return);
        QCOMPARE(used.count(), 1);
        QVERIFY(used[0][0].toBool());
        candidate.refusal.reset();
        candidate.remedy.clear();
        window.showIt(candidate);
        QVERIFY(!window.button("importUseFitted")->isVisible());
        QVERIFY(window.panel.findChild<QWidget *>("importStrip")->isHidden());
    }

    void aBadValueIsSaidAndMarked() {
        Window window;
        ImportCandidate candidate = candidateOf(rows(5, 3));
        candidate.error = core::Error{"a delimiter is one character", "data.options.delimiter", "Type one."};
        window.showIt(candidate);
        const auto *delimiter = window.panel.sourceForm()->field("delimiter")->findChild<QLineEdit *>();
        QVERIFY(delimiter->property("error").toBool());
        QVERIFY(window.text("importMessage").contains("one character"));
        QVERIFY(!window.button("importUse")->isEnabled());
        candidate.error.reset();
        window.showIt(candidate);
        QVERIFY(!delimiter->property("error").toBool());
    }

    void whatCannotBeReadAtAllSaysWhy() {
        Window window;
        ImportCandidate candidate;
        candidate.data.source = "/data/notes & more.txt";
        candidate.error = core::Error{"the file holds no <data>", "/data/notes & more.txt", "What can be read: tables."};
        window.showIt(candidate);
        QCOMPARE(window.text("importTitle"), QString("notes & more.txt"));
        QVERIFY(window.text("importMessage").contains("&lt;data&gt;"));
        auto *preview = window.panel.findChild<SamplePreview *>();
        window.panel.shut();
        window.showIt(candidateOf(rows(5, 3)));
        QVERIFY(preview->table()->isVisible());
        window.panel.shut();
        window.showIt(candidate); // nothing is left of what was shown before
        QVERIFY(!preview->table()->isVisible());
        QCOMPARE(preview->tiles()->shown(), 0);
        QVERIFY(!window.button("importUse")->isEnabled());
        QVERIFY(!window.panel.findChild<QScrollArea *>("importForms")->isVisible());
        window.panel.grab();
    }

    void readingShowsHowFarItIs() {
        Window window;
        ImportCandidate candidate = candidateOf({});
        candidate.isReading = true;
        window.showIt(candidate);
        auto *bar = window.panel.findChild<LoadingBar *>();
        QVERIFY(!bar->isVisible()); // what is quick needs none
        QTRY_VERIFY(bar->isVisible());
        window.panel.showProgress(0.4, "Reading penguins");
        QSignalSpy stopped(&window.panel, &ImportPanel::stopRequested);
        bar->findChild<QToolButton *>("cancelLoading")->click();
        QCOMPARE(stopped.count(), 1);
        candidate.isReading = false;
        window.showIt(candidate);
        QVERIFY(!bar->isVisible());
    }

    void problemsAreListedCountedAndCopied() {
        data::ReadReport report;
        report.remarks = {"Column 1 (id) is left out."};
        for (int i = 1; i <= 1500; ++i)
            report.add({"\"n.a.\" is no number", "penguins.csv", i, 3});
        ProblemList list;
        list.showReport(report);
        QVERIFY(!list.isHidden());
        const QLocale locale;
        const QString heading = list.findChild<QLabel *>("problemHeading")->text();
        QVERIFY(heading.contains(locale.toString(1500)) && heading.contains(locale.toString(1000)));
        QCOMPARE(list.findChild<QPlainTextEdit *>("problems")->blockCount(), 1000);
        list.findChild<QToolButton *>("copyProblems")->click();
        const QString copied = QApplication::clipboard()->text();
        QVERIFY(copied.contains("Column 1 (id)"));
        QVERIFY(copied.contains("penguins.csv, line 12, column 3: \"n.a.\" is no number"));
        QCOMPARE(problemText({"empty", "", 0, 0}), QString("empty"));
        list.showReport({});
        QVERIFY(list.isHidden());
    }

    void fitsIntoSmallWindows() {
        for (const QSize &size : {QSize(940, 500), QSize(1004, 640), QSize(1600, 900)}) {
            Window window(size);
            ImportCandidate candidate = candidateOf(rows(40, 30));
            candidate.refusal = core::Error{"The loss wants data between 0 and 1", "training.loss", "Choose another."};
            candidate.remedy = "mean squared error and a linear output";
            window.showIt(candidate);
            QTest::qWait(20);
            QVERIFY(window.rect().contains(window.panel.geometry().marginsRemoved({16, 16, 16, 16})));
            for (const char *name : {"importCancel", "importUseFitted", "importUse"}) {
                const QPushButton *button = window.button(name);
                QVERIFY2(button->width() >= button->minimumSizeHint().width(), name);
                QVERIFY2(window.panel.rect().contains(QRect(button->mapTo(&window.panel, QPoint()), button->size())), name);
            }
        }
    }
};

QTEST_MAIN(ImportPanelTest)
#include "import_panel_test.moc"
