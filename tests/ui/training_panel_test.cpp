// The training dock, driven with mouse and keys.
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>

#include "engine/training/catalogue.h"
#include "ui/forms/number_slider.h"
#include "ui/forms/settings_form.h"
#include "ui/forms/stop_slider.h"
#include "ui/training/training_panel.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

const spec::Catalogue &catalogue() {
    return training::catalogue();
}

/// The panel with an owner that takes every edit and shows it.
struct Window {
    std::vector<spec::TrainingSpec> edits;
    std::vector<QString> texts;
    std::vector<int> threads;
    spec::TrainingSpec training;
    TrainingPanel panel;
    bool answers = true;

    explicit Window(const spec::TrainingSpec &shown = {}, const QSize &size = {346, 560}) : training(shown) {
        panel.resize(size);
        QObject::connect(&panel, &TrainingPanel::trainingEdited, &panel, [this](const spec::TrainingSpec &edited, const QString &what) {
            edits.push_back(edited);
            texts.push_back(what);
            if (answers) {
                training = edited;
                show();
            }
        });
        QObject::connect(&panel, &TrainingPanel::threadsEdited, &panel, [this](int count) { threads.push_back(count); });
        show();
        panel.show();
        panel.activateWindow();
        QTest::qWait(1);
    }
    void show(int count = 2, int maximum = 4, const QString &note = {}) { panel.showTraining(training, catalogue(), count, maximum, note); }

    SettingField *field(const char *key) const {
        for (const SettingsForm *form : panel.findChildren<SettingsForm *>())
            if (SettingField *found = form->field(QLatin1String(key)))
                return found;
        return nullptr;
    }
    QComboBox *box(const char *key) const { return field(key)->findChild<QComboBox *>(); }
    QLineEdit *edit(const char *key) const { return field(key)->findChild<QLineEdit *>(); }
    StopSlider *slider(const char *key) const { return field(key)->findChild<StopSlider *>(); }
    /// With the keys, as a person chooses from the closed box.
    void choose(const char *key, int steps) {
        box(key)->setFocus();
        for (int i = 0; i < std::abs(steps); ++i)
            QTest::keyClick(box(key), steps > 0 ? Qt::Key_Down : Qt::Key_Up);
    }
    void type(const char *key, const QString &text) {
        edit(key)->setFocus();
        edit(key)->selectAll();
        QTest::keyClicks(edit(key), text);
        QTest::keyClick(edit(key), Qt::Key_Return);
    }
    double real(const char *key) const { return std::get<double>(training.optimiser.values.at(key)); }
};

} // namespace

class TrainingPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        applyTheme(*qApp, ThemeChoice::Light);
    }

    void showsWhatItIsTold() {
        spec::TrainingSpec training;
        training.optimiser = {"sgd", {{"rate", 0.05}, {"momentum", 0.5}}};
        training.batch = 100;
        training.corruption = {"gaussian", {{"strength", 0.25}}};
        training.seed = 18446744073709551615u;
        Window w(training);
        w.show(3, 4, QStringLiteral("A sentence."));
        QCOMPARE(w.box("optimiser")->currentText(), QStringLiteral("SGD"));
        QCOMPARE(w.edit("optimiser.rate")->text(), QStringLiteral("0.05"));
        QCOMPARE(w.edit("optimiser.momentum")->text(), QStringLiteral("0.5"));
        QCOMPARE(w.edit("batch")->text(), QStringLiteral("100"));
        QCOMPARE(w.edit("noise")->text(), QStringLiteral("0.25"));
        QCOMPARE(w.edit("threads")->text(), QStringLiteral("3"));
        QCOMPARE(w.panel.findChild<QLabel *>(QStringLiteral("note"))->text(), QStringLiteral("A sentence."));
        bool hasSeed = false;
        for (const QLabel *label : w.panel.findChildren<QLabel *>())
            hasSeed |= label->text() == QStringLiteral("18446744073709551615");
        QVERIFY(hasSeed);
        QVERIFY(w.edits.empty() && w.threads.empty());
    }

    void optimiserChangesAndKeepsTheRate() {
        spec::TrainingSpec training;
        training.optimiser = {"adam", {{"rate", 0.003}}};
        Window w(training);
        QVERIFY(w.field("optimiser.beta1") && !w.field("optimiser.momentum"));
        w.choose("optimiser", 1);
        QCOMPARE(w.edits.size(), std::size_t(1));
        QCOMPARE(w.training.optimiser.kind, std::string("sgd"));
        QCOMPARE(w.real("rate"), 0.003);
        QCOMPARE(w.texts.back(), QStringLiteral("Optimiser Adam → SGD"));
        QVERIFY(w.field("optimiser.momentum"));
        QVERIFY(w.box("optimiser")->hasFocus()); // the rows made anew do not take it away
        w.choose("optimiser", -1);
        QCOMPARE(w.training.optimiser.kind, std::string("adam"));
        QCOMPARE(w.real("rate"), 0.003);
    }

    /// One below the other, with room for one more; "none" takes one out.
    void penaltiesAreChosen() {
        Window w({}, {346, 1600});
        QVERIFY(w.field("penalty.0") && !w.field("penalty.1"));
        w.choose("penalty.0", 1);
        const std::string first = w.training.penalties.at(0).kind;
        w.show();
        w.type("penalty.0.weight", QStringLiteral("0.25"));
        QCOMPARE(w.training.penalties.at(0), (spec::Component{first, {{"weight", 0.25}}}));
        w.show();
        w.choose("penalty.1", 2);
        QCOMPARE(w.training.penalties.size(), std::size_t{2});
        QCOMPARE(w.training.penalties.at(0).kind, first);
        QVERIFY(w.training.penalties.at(1).kind != first);
        const std::string second = w.training.penalties.at(1).kind;
        w.show();
        w.choose("penalty.0", -1);
        QCOMPARE(w.training.penalties.size(), std::size_t{1});
        QCOMPARE(w.training.penalties.at(0).kind, second);
    }

    void variationsAreChosen() {
        Window w({}, {346, 1800});
        QVERIFY(w.field("augmentation.0") && !w.field("augmentation.1"));
        w.choose("augmentation.0", 1);
        QCOMPARE(w.training.augmentation, (std::vector<spec::Component>{{"shift", {}}}));
        w.type("augmentation.0.amount", QStringLiteral("0.3"));
        QCOMPARE(w.training.augmentation, (std::vector<spec::Component>{{"shift", {{"amount", 0.3}}}}));
        w.choose("augmentation.1", 4);
        QCOMPARE(w.training.augmentation.at(1).kind, std::string("flip"));
        w.choose("augmentation.1.direction", 1);
        QCOMPARE(w.training.augmentation.at(1), (spec::Component{"flip", {{"direction", std::string("vertical")}}}));
        w.choose("augmentation.0", -1);
        QCOMPARE(w.training.augmentation.size(), std::size_t{1});
    }

    void corruptionsAveragesAndStopsAreChosen() {
        Window w({}, {346, 1400});
        QVERIFY(!w.field("corruption.fraction") && !w.field("average.decay") && !w.field("stop.0.patience"));
        w.choose("corruption", 1);
        QCOMPARE(w.training.corruption.kind, std::string("gaussian"));
        QVERIFY(!w.field("corruption.strength")); // is the input noise
        QCOMPARE(w.edit("noise")->text(), QStringLiteral("0.3"));
        w.choose("corruption", 1);
        QCOMPARE(w.training.corruption.kind, std::string("masking"));
        QCOMPARE(w.edit("noise")->text(), QStringLiteral("0"));
        w.type("corruption.fraction", QStringLiteral("0.25"));
        QCOMPARE(w.training.corruption, (spec::Component{"masking", {{"fraction", 0.25}}}));
        QCOMPARE(w.texts.back(), QStringLiteral("Fraction 0.3 → 0.25"));
        w.type("noise", QStringLiteral("0.5"));
        QCOMPARE(w.training.corruption, (spec::Component{"gaussian", {{"strength", 0.5}}}));
        w.choose("average", 1);
        w.type("average.decay", QStringLiteral("0.9"));
        QCOMPARE(w.training.average, (spec::Component{"exponential", {{"decay", 0.9}}}));
        w.choose("stop.0", 1);
        w.type("stop.0.patience", QStringLiteral("7"));
        QCOMPARE(w.training.stop.size(), std::size_t{1});
        QCOMPARE(w.training.stop[0], (spec::Component{"no_improvement", {{"patience", spec::Index{7}}}}));
        w.choose("stop.1", 3);
        QCOMPARE(w.training.stop.size(), std::size_t{2});
        QCOMPARE(w.training.stop[1].kind, std::string("steps"));
        w.choose("stop.0", 1);
        QCOMPARE(w.training.stop[0].kind, std::string("target_loss"));
        w.choose("stop.0", -2);
        QCOMPARE(w.training.stop.size(), std::size_t{1});
        QCOMPARE(w.training.stop[0].kind, std::string("steps"));
    }

    void exactRateIsTyped() {
        Window w;
        w.type("optimiser.rate", QStringLiteral("3e-3"));
        QCOMPARE(w.real("rate"), 0.003);
        QCOMPARE(w.texts.back(), QStringLiteral("Learning rate 0.001 → 0.003"));
        w.type("optimiser.rate", QStringLiteral("nonsense"));
        w.type("optimiser.rate", QString());
        QCOMPARE(w.edits.size(), std::size_t(1));
        QCOMPARE(w.real("rate"), 0.003);
    }

    void typedNumbersMayLeaveTheSlidersReach() {
        Window w;
        w.type("optimiser.rate", QStringLiteral("1e6"));
        QCOMPARE(w.real("rate"), 1e6);
        QCOMPARE(w.slider("optimiser.rate")->value(), w.slider("optimiser.rate")->maximum());
        QVERIFY(!w.edit("optimiser.rate")->hasFocus()); // Return hands the keys back
        w.type("optimiser.rate", QStringLiteral("1e9"));
        QCOMPARE(w.real("rate"), 1e6);
        w.slider("optimiser.rate")->setFocus();
        QTest::keyClick(w.slider("optimiser.rate"), Qt::Key_Left);
        QVERIFY(w.real("rate") < 10);
        w.type("batch", QStringLiteral("1000000"));
        QCOMPARE(w.training.batch, spec::Index(1'000'000));
    }

    void batchStopsAtPowersOfTwoAndTakesAnyNumber() {
        Window w;
        StopSlider *slider = w.slider("batch");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(w.training.batch, spec::Index(512));
        QCOMPARE(w.texts.back(), QStringLiteral("Batch size 256 → 512"));
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(w.training.batch, spec::Index(1));
        w.type("batch", QStringLiteral("100"));
        QCOMPARE(w.training.batch, spec::Index(100));
    }

    void noiseMakesItDenoising() {
        Window w;
        w.type("noise", QStringLiteral("0.3"));
        QCOMPARE(w.training.corruption, (spec::Component{"gaussian", {{"strength", 0.3}}}));
        QCOMPARE(w.texts.back(), QStringLiteral("Input noise 0 → 0.3"));
        StopSlider *slider = w.slider("noise");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(w.training.corruption, (spec::Component{"none", {}}));
    }

    void lossKeepsItsReduction() {
        spec::TrainingSpec training;
        training.loss = {"mean_squared_error", {{"reduction", std::string("sum")}}};
        Window w(training);
        w.choose("loss", 1);
        QCOMPARE(w.training.loss, (spec::Component{"binary_cross_entropy", {{"reduction", std::string("sum")}}}));
        QCOMPARE(w.texts.back(), QStringLiteral("Loss Mean squared error → Binary cross-entropy"));
        w.choose("loss.reduction", -1);
        QCOMPARE(std::get<std::string>(w.training.loss.values.at("reduction")), std::string("mean"));
    }

    void dragIsLiveAndPaced() {
        Window w;
        QSignalSpy finished(&w.panel, &TrainingPanel::editFinished);
        StopSlider *slider = w.slider("optimiser.rate");
        const auto at = [&](int position) { return QPoint(static_cast<int>(slider->centreOf(position)), slider->height() / 2); };
        const int start = slider->value();
        QTest::mousePress(slider, Qt::LeftButton, {}, at(start));
        for (int i = 1; i <= 12; ++i)
            QTest::mouseMove(slider, at(start + i));
        QVERIFY(w.edits.size() < 12); // neighbours are merged
        QVERIFY(!w.edits.empty());    // but it does not wait for the end
        QCOMPARE(finished.count(), 0);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, at(start + 12));
        QCOMPARE(slider->value(), start + 12);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(numberText(w.real("rate"), {1e-6, 10, true, false}, QLocale::c()), w.edit("optimiser.rate")->text());
        for (const QString &text : w.texts)
            QVERIFY(text.startsWith(QStringLiteral("Learning rate 0.001 → "))); // from the value before the drag
    }

    void lastValueOfADragComesWithoutRelease() {
        Window w;
        w.answers = false; // an owner that answers late
        StopSlider *slider = w.slider("optimiser.rate");
        slider->setSliderDown(true);
        for (int i = 0; i < 5; ++i)
            slider->setSliderPosition(slider->sliderPosition() + 1);
        w.show(); // old values: they must not overtake what waits
        const int position = slider->sliderPosition();
        QTRY_COMPARE(std::get<double>(w.edits.back().optimiser.values.at("rate")), stopsOf({1e-6, 10, true, false})[static_cast<std::size_t>(position)]);
    }

    void threadsAreNoPartOfTheTraining() {
        Window w;
        StopSlider *slider = w.slider("threads");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(w.threads, std::vector<int>{3});
        QVERIFY(w.edits.empty());
        w.show(1, 1);
        QVERIFY(w.field("threads")->isHidden()); // nothing to choose
    }

    void whatCannotBeUsedSaysWhy() {
        Window w;
        const QString reason = QStringLiteral("Needs data between 0 and 1.");
        w.panel.setUnavailable(QStringLiteral("loss"), QStringLiteral("binary_cross_entropy"), reason);
        auto *items = qobject_cast<QStandardItemModel *>(w.box("loss")->model());
        QVERIFY(!items->item(1)->isEnabled());
        QVERIFY(items->item(1)->toolTip().contains(reason));
        w.choose("loss", 1);
        QCOMPARE(w.training.loss.kind, std::string("mean_absolute_error")); // the keys pass it over
        auto *sentence = w.panel.findChild<QLabel *>(QStringLiteral("reason"));
        QVERIFY(sentence->isHidden());
        w.training.loss.kind = "binary_cross_entropy"; // chosen before the data were changed
        w.show();
        QCOMPARE(sentence->text(), reason);
        QVERIFY(sentence->isVisible());
        w.panel.setUnavailable(QStringLiteral("loss"), QStringLiteral("binary_cross_entropy"), QString());
        QVERIFY(items->item(1)->isEnabled());
        QVERIFY(sentence->isHidden());
        w.panel.setUnavailable(QStringLiteral("corruption"), QStringLiteral("gaussian"), QStringLiteral("not for words"));
        QVERIFY(w.panel.findChild<SettingField *>(QStringLiteral("noise"))->isHidden());
    }

    void restIsFoldedWhereRoomIsShort() {
        Window w({}, {346, 240});
        QVERIFY(!w.panel.isUnfolded());
        w.panel.resize(346, 800);
        QTRY_VERIFY(w.panel.isUnfolded());
        auto *more = w.panel.findChild<QToolButton *>(QStringLiteral("more"));
        QTest::mouseClick(more, Qt::LeftButton);
        QVERIFY(!w.panel.isUnfolded());
        w.panel.resize(346, 820);
        w.show();
        QVERIFY(!w.panel.isUnfolded()); // a person's choice stays
        more->setFocus();
        QTest::keyClick(more, Qt::Key_Space);
        QVERIFY(w.panel.isUnfolded());
    }

    void tabFollowsTheReadingOrder() {
        Window w({}, {346, 800});
        w.choose("optimiser", 1); // rows are made anew
        QApplication::processEvents();
        w.box("optimiser")->setFocus();
        QTest::keyClick(w.box("optimiser"), Qt::Key_Tab);
        QVERIFY(w.slider("optimiser.rate")->hasFocus());
        int last = 0, seen = 0;
        for (QWidget *focus = QApplication::focusWidget(); seen < 40; ++seen) {
            QTest::keyClick(focus, Qt::Key_Tab);
            focus = QApplication::focusWidget();
            if (focus == w.box("optimiser"))
                break;
            const int y = focus->mapTo(&w.panel, QPoint(0, focus->height() / 2)).y();
            QVERIFY2(y >= last - 4, qPrintable(focus->accessibleName()));
            last = y;
        }
        QCOMPARE(seen, 30); // all of them, once
    }

    void everythingHasANameAndATip() {
        Window w;
        for (QWidget *control : w.panel.findChildren<QWidget *>()) {
            if (!(control->focusPolicy() & Qt::TabFocus) || control->focusProxy() || !control->isVisible())
                continue;
            QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
            QVERIFY2(!control->toolTip().isEmpty(), qPrintable(control->accessibleName()));
        }
    }

    void oddInputIsSurvived() {
        Window w;
        spec::TrainingSpec odd;
        odd.optimiser = {"unheard of", {}};
        odd.loss = {"unheard of", {}};
        odd.batch = 1'000'000;
        w.training = odd;
        w.show();
        QCOMPARE(w.edit("batch")->text(), QStringLiteral("1000000"));
        w.panel.showTraining({}, {}, 0, 0, {});
        w.training = {};
        w.training.optimiser = {"adam", {{"rate", 50.0}}}; // beyond the slider, within the catalogue
        w.show();
        QCOMPARE(w.edit("optimiser.rate")->text(), QStringLiteral("50"));
        QVERIFY(w.edits.empty());
    }
};

QTEST_MAIN(TrainingPanelTest)
#include "training_panel_test.moc"
