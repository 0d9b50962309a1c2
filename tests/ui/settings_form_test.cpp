// The form made from descriptions: right controls, exact values, no signal without a person.
#include <QtTest>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSlider>

#include "engine/training/catalogue.h"
#include "tests/support/sample_catalogue.h"
#include "ui/forms/number_edit.h"
#include "ui/forms/number_slider.h"
#include "ui/forms/settings_form.h"
#include "ui/forms/stop_slider.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

const NumberRange rateRange{1e-6, 1.0, true, false};
const NumberRange unitsRange{1, 65536, true, true};

struct Edits {
    std::vector<std::pair<QString, spec::Value>> values;
    int finished = 0;

    explicit Edits(SettingsForm &form) {
        QObject::connect(&form, &SettingsForm::valueEdited, [this](const QString &key, const spec::Value &value) { values.emplace_back(key, value); });
        QObject::connect(&form, &SettingsForm::editFinished, [this] { ++finished; });
    }
};

void typeInto(NumberEdit *edit, const QString &text) {
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
}

} // namespace

class SettingsFormTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void stopsRiseFromEndToEnd_data() {
        QTest::addColumn<double>("minimum");
        QTest::addColumn<double>("maximum");
        QTest::addColumn<bool>("isLogarithmic");
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("units") << 1.0 << 65536.0 << true << true;
        QTest::newRow("rate") << 1e-6 << 1.0 << true << false;
        QTest::newRow("penalty from zero") << 0.0 << 1.0 << true << false;
        QTest::newRow("share") << 0.0 << 0.9999 << false << false;
        QTest::newRow("epochs") << 1.0 << 1e6 << false << true;
        QTest::newRow("few") << 0.0 << 3.0 << false << true;
        QTest::newRow("signed") << -2.0 << 2.0 << false << false;
        QTest::newRow("one value") << 5.0 << 5.0 << true << true;
        QTest::newRow("whole from zero") << 0.0 << 1000.0 << true << true;
    }

    void stopsRiseFromEndToEnd() {
        QFETCH(double, minimum);
        QFETCH(double, maximum);
        QFETCH(bool, isLogarithmic);
        QFETCH(bool, isWhole);
        const NumberRange range{minimum, maximum, isLogarithmic, isWhole};
        const std::vector<double> stops = stopsOf(range);
        QCOMPARE(stops.front(), minimum);
        QCOMPARE(stops.back(), maximum);
        QVERIFY(stops.size() <= 260);
        for (std::size_t i = 1; i < stops.size(); ++i)
            QVERIFY(stops[i] > stops[i - 1]);
        for (std::size_t i = 0; i < stops.size(); ++i) {
            QCOMPARE(nearestStop(stops, range, stops[i]), static_cast<int>(i));
            if (isWhole)
                QCOMPARE(stops[i], std::round(stops[i]));
        }
    }

    void stopsAreRoundNumbers() {
        const std::vector<double> units = stopsOf(unitsRange), rates = stopsOf(rateRange);
        for (const double number : {2.0, 64.0, 128.0, 192.0, 1024.0})
            QVERIFY2(std::find(units.begin(), units.end(), number) != units.end(), qPrintable(QString::number(number)));
        for (const double number : {1e-3, 3e-4, 0.5})
            QVERIFY2(std::find(rates.begin(), rates.end(), number) != rates.end(), qPrintable(QString::number(number)));
    }

    void numbersAreWrittenAndRead() {
        const QLocale english = QLocale::c(), german(QLocale::German);
        QCOMPARE(numberText(0.001, rateRange, english), QString("0.001"));
        QCOMPARE(numberText(1e-4, rateRange, english), QString("1e-4"));
        QCOMPARE(numberText(1.5e-5, rateRange, english), QString("1.5e-5"));
        QCOMPARE(numberText(1.5e-5, rateRange, german), QString("1,5e-5"));
        QCOMPARE(numberText(0.0, rateRange, english), QString("0"));
        QCOMPARE(numberText(65536, unitsRange, english), QString("65536"));
        QCOMPARE(parsedNumber("1e-3", rateRange, english).value(), 1e-3);
        QCOMPARE(parsedNumber("0.001", rateRange, english).value(), 1e-3);
        QCOMPARE(parsedNumber(" 0,001 ", rateRange, german).value(), 1e-3);
        QCOMPARE(parsedNumber("0.001", rateRange, german).value(), 1e-3);
        QCOMPARE(parsedNumber("1E-3", rateRange, german).value(), 1e-3);
        for (const char *nonsense : {"", "abc", "1e", "nan", "inf", "--3", "0.1.2"})
            QVERIFY2(!parsedNumber(nonsense, rateRange, english), nonsense);
        QVERIFY(!parsedNumber("2.5", unitsRange, english));
        QCOMPARE(parsedNumber("1e3", unitsRange, english).value(), 1000.0);
    }

    void exactValueIsTyped() {
        NumberSlider slider(rateRange);
        slider.setValue(0.001);
        slider.show();
        QVERIFY(QTest::qWaitForWindowExposed(&slider));
        QSignalSpy edited(&slider, &NumberSlider::valueEdited), finished(&slider, &NumberSlider::editFinished);
        auto *edit = slider.findChild<NumberEdit *>();
        typeInto(edit, "3.7e-5");
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited[0][0].toDouble(), 3.7e-5);
        QCOMPARE(finished.count(), 1);
        typeInto(edit, "50"); // beyond the end: the end
        QCOMPARE(slider.value(), 1.0);
        typeInto(edit, "nonsense"); // back to what it was, silently
        QCOMPARE(slider.value(), 1.0);
        QCOMPARE(edit->text(), QString("1"));
        QCOMPARE(edited.count(), 2);
    }

    void escapeTakesBackWhatWasTyped() {
        NumberSlider slider(unitsRange);
        slider.setValue(64);
        slider.show();
        QVERIFY(QTest::qWaitForWindowExposed(&slider));
        QSignalSpy edited(&slider, &NumberSlider::valueEdited);
        auto *edit = slider.findChild<NumberEdit *>();
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, "12");
        slider.setValue(80); // news from outside do not disturb the typing
        QCOMPARE(edit->text(), QString("12"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QCOMPARE(edit->text(), QString("80"));
        QCOMPARE(edited.count(), 0);
        QTest::keyClick(edit, Qt::Key_Up);
        QCOMPARE(edited.takeFirst()[0].toDouble(), 81.0);
    }

    void draggingIsLiveAndEndsOnce() {
        NumberSlider slider(unitsRange);
        slider.resize(300, 30);
        slider.setValue(64);
        slider.show();
        QVERIFY(QTest::qWaitForWindowExposed(&slider));
        QSignalSpy edited(&slider, &NumberSlider::valueEdited), finished(&slider, &NumberSlider::editFinished);
        auto *track = slider.findChild<StopSlider *>();
        const int y = track->height() / 2;
        const auto at = [&](int position) { return QPoint(qRound(track->centreOf(position)), y); };
        QTest::mousePress(track, Qt::LeftButton, {}, at(track->value()));
        QCOMPARE(edited.count(), 0); // a press on the handle is no edit
        QTest::mouseMove(track, at(track->maximum() - 3));
        QTest::mouseMove(track, at(track->maximum()));
        QVERIFY(edited.count() >= 2);
        QCOMPARE(edited.last()[0].toDouble(), 65536.0);
        QCOMPARE(finished.count(), 0);
        QVERIFY(slider.isDragging());
        slider.setValue(32768); // the owner's answer does not pull the handle away
        QCOMPARE(track->value(), track->maximum());
        QTest::mouseRelease(track, Qt::LeftButton, {}, at(track->maximum()));
        QCOMPARE(finished.count(), 1);
        QVERIFY(!slider.isDragging());
    }

    void fieldsFollowTheDescription() {
        SettingsForm form;
        form.showSettings(tests::denseKind(), tests::dense(256));
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        QCOMPARE(form.findChildren<NumberSlider *>().size(), 1);
        QCOMPARE(form.findChild<NumberSlider *>()->value(), 256.0);
        const auto boxes = form.findChildren<QComboBox *>();
        QCOMPARE(boxes.size(), 2);
        QCOMPARE(boxes[0]->currentText(), QString("ReLU"));
        QVERIFY(boxes[0]->itemData(1, Qt::ToolTipRole).toString().contains("silences"));
        QCOMPARE(boxes[1]->currentText(), QString("Glorot uniform")); // the fallback
        for (QWidget *control : form.findChildren<QWidget *>())
            if (control->isVisible() && control->focusPolicy() & Qt::TabFocus && !control->focusProxy()) {
                QVERIFY2(!control->accessibleName().isEmpty(), control->metaObject()->className());
                QVERIFY2(!control->toolTip().isEmpty(), control->metaObject()->className());
            }
    }

    void valuesFromOutsideAreSilent() {
        SettingsForm form;
        form.showSettings(tests::denseKind(), tests::dense(256));
        form.show();
        form.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&form));
        Edits edits(form);
        auto *edit = form.findChild<NumberEdit *>();
        edit->setFocus();
        edit->setCursorPosition(1);
        form.showSettings(tests::denseKind(), tests::dense(128, "tanh"));
        form.showSettings(tests::denseKind(), tests::output());
        form.showSettings(tests::denseKind(), tests::dense(512));
        QCOMPARE(edits.values.size(), std::size_t(0));
        QCOMPARE(form.findChild<NumberEdit *>(), edit); // the same control, not a new one
        QCOMPARE(edit->text(), QString("512"));
        QCOMPARE(edit->cursorPosition(), 1);
    }

    void editsCarryTheKeyAndTheType() {
        SettingsForm form;
        form.showSettings(tests::denseKind(), tests::dense(256));
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        Edits edits(form);
        typeInto(form.findChild<NumberEdit *>(), "100");
        QCOMPARE(edits.values.back().first, QString("units"));
        QVERIFY(edits.values.back().second == spec::Value(spec::Index{100}));
        auto *box = form.findChild<QComboBox *>();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(edits.values.back().first, QString("activation"));
        QVERIFY(edits.values.back().second == spec::Value(std::string("leaky_relu")));
        auto *word = form.findChild<QCheckBox *>();
        word->click();
        QVERIFY(edits.values.back().second == spec::Value(std::string("data")));
        QVERIFY(!form.findChild<NumberSlider *>()->isEnabled());
        word->click();
        QVERIFY(edits.values.back().second == spec::Value(spec::Index{100}));
        QCOMPARE(edits.finished, 4);
    }

    void togglesAndRealsWorkForOtherKinds() {
        const spec::Kind adam = tests::sampleCatalogue().optimisers[0];
        SettingsForm form;
        form.showSettings(adam, {"adam", {{"beta1", spec::Index{0}}}}); // JSON may hold 0 for 0.0
        Edits edits(form);
        QCOMPARE(form.findChildren<NumberSlider *>()[1]->value(), 0.0);
        form.findChild<QCheckBox *>()->click();
        QVERIFY(edits.values.back().second == spec::Value(true));
        form.showSettings(tests::denseKind(), tests::dense(8)); // another kind: other rows
        QVERIFY(form.field("units") && !form.field("rate"));
    }

    void whatDoesNotCountIsNotThere() {
        const spec::Kind *variational = spec::find(training::catalogue().layers, "variational");
        QVERIFY(variational);
        SettingsForm form;
        form.showSettings(*variational, {"variational", {}});
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        QVERIFY(!form.field("annealing_epochs")->isVisible() && !form.field("initial_value")->isVisible());
        QVERIFY(form.field("annealing")->isVisible() && form.field("initialiser")->isVisible());
        form.showSettings(*variational, {"variational", {{"annealing", std::string("cyclical")}, {"initialiser", std::string("constant")}}});
        QVERIFY(form.field("annealing_epochs")->isVisible() && form.field("initial_value")->isVisible());
        form.setReadOnly("initial_value", "as its mirror");
        QVERIFY(!form.field("initial_value")->isVisible());
        form.showSettings(*variational, {"variational", {}});
        form.setReadOnly("initial_value", {});
        QVERIFY(!form.field("initial_value")->isVisible() && !form.field("annealing_epochs")->isVisible());
    }

    void whatCountsNamesAChoiceThatIsThere() {
        const spec::Catalogue &all = training::catalogue();
        int found = 0;
        for (const auto *kinds :
             {&all.layers, &all.losses, &all.penalties, &all.optimisers, &all.schedules, &all.corruptions, &all.augmentations, &all.averages, &all.stops})
            for (const spec::Kind &kind : *kinds)
                for (const spec::Setting &setting : kind.settings) {
                    if (setting.onlyWith.key.empty())
                        continue;
                    ++found;
                    const spec::Setting *choice = kind.find(setting.onlyWith.key);
                    QVERIFY2(choice && choice->kind == spec::SettingKind::Choice && !setting.onlyWith.values.empty(), setting.key.c_str());
                    for (const std::string &value : setting.onlyWith.values)
                        QVERIFY2(std::any_of(choice->choices.begin(), choice->choices.end(), [&](const spec::Choice &each) { return each.key == value; }),
                                 value.c_str());
                }
        QVERIFY(found >= 5);
    }

    void readOnlyShowsTheReasonInsteadOfTheField() {
        SettingsForm form;
        form.showSettings(tests::denseKind(), tests::output());
        form.setReadOnly("units", "784, as a sample has");
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        QVERIFY(!form.field("units")->isVisible());
        bool isSaid = false;
        for (const QLabel *label : form.findChildren<QLabel *>())
            isSaid = isSaid || (label->isVisible() && label->text() == "784, as a sample has");
        QVERIFY(isSaid);
        form.setReadOnly("units", {});
        QVERIFY(form.field("units")->isVisible());
    }
};

QTEST_MAIN(SettingsFormTest)
#include "settings_form_test.moc"
