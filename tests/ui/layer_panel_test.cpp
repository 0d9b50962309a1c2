// The settings of one layer: what is shown, what is handed out, what stays fixed.
#include <QtTest>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>

#include "engine/layers/registry.h"
#include "tests/support/sample_catalogue.h"
#include "ui/forms/number_edit.h"
#include "ui/forms/number_slider.h"
#include "ui/forms/setting_field.h"
#include "ui/forms/settings_form.h"
#include "ui/forms/stop_slider.h"
#include "ui/stack/layer_panel.h"

using namespace hourglass;
using namespace hourglass::ui;

namespace {

const core::Shape image(1, 28, 28);

/// Answers every edit as the session does.
struct Owner {
    LayerPanel panel;
    spec::ModelSpec model;
    int index;
    QStringList edits;
    int finished = 0;

    Owner(const spec::ModelSpec &first, int layer) : model(first), index(layer) {
        QObject::connect(&panel, &LayerPanel::modelEdited, [this](const spec::ModelSpec &edited, const QString &what) {
            edits << what;
            model = edited;
            show();
        });
        QObject::connect(&panel, &LayerPanel::editFinished, [this] { ++finished; });
        show();
        panel.resize(300, 260);
        panel.show();
        (void)QTest::qWaitForWindowExposed(&panel);
    }

    spec::Catalogue catalogue = tests::sampleCatalogue();
    void show() { panel.showLayer(model, tests::outlineOf(tests::mapModel(), image), catalogue, index); } // of an earlier stack, perhaps

    QStringList titles() {
        QStringList texts;
        for (const QLabel *label : panel.header()->findChildren<QLabel *>())
            if (!label->isHidden())
                texts << label->text();
        return texts;
    }

    void type(const QString &text) {
        auto *edit = panel.findChild<NumberEdit *>();
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
};

} // namespace

class LayerPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theHeaderNamesTheLayer() {
        Owner owner(tests::mapModel(), 1);
        QCOMPARE(owner.titles(), (QStringList{"Dense 64", "encoder, layer 2"}));
        owner.index = 2;
        owner.show();
        QCOMPARE(owner.titles(), (QStringList{"Dense 2", "code, layer 3"}));
        owner.index = 5;
        owner.show();
        QCOMPARE(owner.titles(), (QStringList{"Dense 784", "decoder, layer 6"}));
    }

    void unitsReachTheTwin() {
        Owner owner(tests::mapModel(), 1);
        owner.type("96");
        QCOMPARE(owner.edits, QStringList{"Units of Dense 64: 96"});
        QCOMPARE(tests::unitsOf(owner.model, 1, 784), core::Index{96});
        QCOMPARE(tests::unitsOf(owner.model, 3, 784), core::Index{96});
        QCOMPARE(owner.finished, 1);
        QCOMPARE(owner.titles().first(), QString("Dense 96"));
    }

    void activationIsNamedForPeople() {
        Owner owner(tests::mapModel(), 2);
        auto *box = owner.panel.findChild<QComboBox *>();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_End);
        QCOMPARE(owner.edits, QStringList{"Activation of Dense 2: tanh"});
        QVERIFY(owner.model.layers[2].values.at("activation") == spec::Value(std::string("tanh")));
    }

    void aLayerBecomesOneOfAnotherKind() {
        Owner owner(tests::mapModel(), 1);
        owner.catalogue.layers.push_back({"plain", "Plain", "Does nothing.", {owner.catalogue.layers[0].settings[0]}}); // units alone
        owner.show();
        auto *box = owner.panel.findChild<SettingField *>(QStringLiteral("kind"))->findChild<QComboBox *>();
        QCOMPARE(box->currentText(), QString("Dense"));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(owner.edits, QStringList{"Dense 64 becomes Plain"});
        QCOMPARE(owner.model.layers[1], (spec::LayerSpec{"plain", {{"units", core::Index{64}}}}));
        QCOMPARE(owner.model.layers[3], owner.model.layers[1]); // its twin, too
        QCOMPARE(owner.titles().first(), QString("Plain 64"));
        const QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus && focus != box && focus->parent()->objectName() == QStringLiteral("kind")); // the next key goes on from here
    }

    void aDragIsOneEditWithOneName() {
        Owner owner(tests::mapModel(), 1);
        auto *track = owner.panel.findChild<StopSlider *>();
        const auto at = [&](int position) { return QPoint(qRound(track->centreOf(position)), track->height() / 2); };
        const int start = track->value();
        QTest::mousePress(track, Qt::LeftButton, {}, at(start));
        for (const int by : {2, 4, 6})
            QTest::mouseMove(track, at(start + by));
        QTest::mouseRelease(track, Qt::LeftButton, {}, at(start + 6));
        QVERIFY(owner.edits.size() >= 3);
        for (const QString &edit : owner.edits)
            QVERIFY2(edit.startsWith("Units of Dense 64: "), qPrintable(edit));
        QCOMPARE(owner.finished, 1);
        owner.type("50");
        QVERIFY(!owner.edits.last().startsWith("Units of Dense 64: "));
    }

    void theMirrorIsTold() {
        Owner owner(tests::mapModel(), 1);
        auto *note = owner.panel.findChild<QLabel *>("mirrored");
        QVERIFY(note->isVisible());
        QCOMPARE(note->text(), QString("Mirrored by Dense 64 in the decoder."));
        owner.index = 4;
        owner.show();
        QCOMPARE(note->text(), QString("Mirrors Dense 256 in the encoder."));
        for (const int alone : {2, 5}) {
            owner.index = alone;
            owner.show();
            QVERIFY(!note->isVisible());
        }
    }

    void theLastLayersUnitsAreTheDatas() {
        Owner owner(tests::mapModel(), 5);
        auto *form = owner.panel.findChild<SettingsForm *>();
        QVERIFY(!form->field("units")->isVisible());
        QVERIFY(form->field("activation")->isVisible());
        owner.index = 0;
        owner.show();
        QVERIFY(form->field("units")->isVisible());
    }

    void kindsStandUnderHeadings() {
        Owner owner(tests::mapModel(), 1);
        owner.catalogue.layers = layers::layerKinds();
        owner.show();
        auto *box = owner.panel.findChild<SettingField *>(QStringLiteral("kind"))->findChild<QComboBox *>();
        QStringList headings;
        std::size_t kinds = 0;
        for (int i = 0; i < box->count(); ++i) {
            const bool isHeading = !box->itemData(i).isValid();
            QCOMPARE(box->model()->flags(box->model()->index(i, 0)).testFlag(Qt::ItemIsEnabled), !isHeading);
            if (isHeading) {
                headings << box->itemText(i);
                continue;
            }
            ++kinds;
            QVERIFY2(!box->itemData(i, Qt::ToolTipRole).toString().isEmpty(), qPrintable(box->itemText(i)));
        }
        QCOMPARE(headings, (QStringList{"Dense and shape", "Images", "Series", "Sequences", "Regularising", "Bottlenecks"}));
        QCOMPARE(kinds, owner.catalogue.layers.size());
        box->showPopup();
        QVERIFY(box->maxVisibleItems() >= box->count());
        box->hidePopup();
    }

    void keysPassOverHeadings() {
        Owner owner(tests::mapModel(), 5);
        owner.catalogue.layers = layers::layerKinds();
        owner.model.layers[5] = {"reshape", {}}; // the last of its group
        owner.show();
        auto *box = owner.panel.findChild<SettingField *>(QStringLiteral("kind"))->findChild<QComboBox *>();
        QCOMPARE(box->currentText(), QString("Reshape"));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(owner.model.layers[5].kind, std::string("conv2d"));
    }

    /// Each kind made of a dense layer has a form whose fields all answer, and values that the kind takes.
    void everyKindsFormIsUsable() {
        const std::vector<spec::Kind> kinds = layers::layerKinds();
        for (const spec::Kind &kind : kinds) {
            Owner owner(tests::mapModel(), 5);
            owner.catalogue.layers = kinds;
            owner.model.layers[5] = spec::exchanged(tests::output(), kinds, kind);
            owner.show();
            const auto *form = owner.panel.findChild<SettingsForm *>();
            for (const spec::Setting &setting : kind.settings) {
                const SettingField *field = form->field(QString::fromStdString(setting.key));
                const std::string name = kind.key + "." + setting.key;
                QVERIFY2(field, name.c_str());
                const spec::Value value = spec::valueOf(owner.model.layers[5], kind, setting.key);
                if (const auto *word = std::get_if<std::string>(&value); word && setting.kind == spec::SettingKind::Integer) {
                    QCOMPARE(*word, setting.word);
                    const auto *box = field->findChild<QCheckBox *>();
                    QVERIFY2(box && box->isChecked() && !box->text().isEmpty(), name.c_str());
                }
                bool answers = false;
                for (const QWidget *widget : field->findChildren<QWidget *>())
                    answers |= widget->isEnabled() && widget->focusPolicy() != Qt::NoFocus;
                QVERIFY2(answers, name.c_str());
            }
        }
    }

    void wordsAreForPeople() {
        Owner owner(tests::mapModel(), 5);
        owner.catalogue.layers = layers::layerKinds();
        owner.model.layers[5] = {"conv2d_transposed", {}};
        owner.show();
        auto *padding = owner.panel.findChild<SettingField *>(QStringLiteral("padding"))->findChild<QCheckBox *>();
        QCOMPARE(padding->text(), QString("same size"));
        padding->click();
        QVERIFY(owner.model.layers[5].values.at("padding") == spec::Value(core::Index{0}));
        padding->click();
        QVERIFY(owner.model.layers[5].values.at("padding") == spec::Value(std::string("same")));
        QVERIFY(owner.edits.last().endsWith(": same size"));
        QTRY_VERIFY(owner.panel.findChild<SettingsForm *>()->field("channels")->isVisible()); // only a dense layer's units are the data's
    }

    void longLabelsLeaveRoomForTheFields() {
        Owner owner(tests::mapModel(), 2);
        owner.catalogue.layers = layers::layerKinds();
        owner.panel.resize(244, 260);
        for (const spec::Kind &kind : owner.catalogue.layers) {
            owner.model.layers[2] = {kind.key, {}};
            owner.show();
            const auto *form = owner.panel.findChild<SettingsForm *>();
            for (const spec::Setting &setting : kind.settings) {
                const SettingField *field = form->field(QString::fromStdString(setting.key));
                const QString what = QString::fromStdString(kind.key + "." + setting.key);
                if (!spec::counts({kind.key, {}}, kind, setting.key))
                    continue; // it is not there
                QTRY_VERIFY2(field->isVisible() && field->mapTo(&owner.panel, QPoint(field->width(), 0)).x() <= owner.panel.width() - 8, qPrintable(what));
            }
        }
    }

    void whatActsAtOnceIsTold() {
        Owner owner(tests::mapModel(), 2);
        const auto *note = owner.panel.findChild<QLabel *>("consequence");
        QVERIFY(!note->text().contains("goes on"));
        owner.catalogue.layers = layers::layerKinds();
        owner.model.layers[2] = {"variational", {}};
        owner.show();
        QVERIFY(note->text().contains("Beta, Free bits"));
    }

    void theProblemOfThisLayerStandsAboveItsSettings() {
        Owner owner(tests::mapModel(), 1);
        const auto *problem = owner.panel.findChild<QLabel *>("problem");
        QVERIFY(!problem->isVisible());
        owner.panel.showProblem({"This layer needs an image", "", "Give it <one>.", 1});
        QVERIFY(problem->isVisible());
        QVERIFY(problem->text().contains("This layer needs an image") && problem->text().contains("&lt;one&gt;"));
        owner.panel.showProblem({"Another layer's", "", "", 2});
        QVERIFY(!problem->isVisible());
        owner.panel.showProblem({"This layer needs an image", "", "", 1});
        owner.show();
        QVERIFY(!problem->isVisible());
    }

    void noLayerNoForm() {
        Owner owner(tests::mapModel(), -1);
        QVERIFY(owner.panel.findChild<QLabel *>("hint")->isVisible());
        QVERIFY(!owner.panel.findChild<SettingsForm *>()->isVisible());
        for (const int index : {6, 99, -5}) {
            owner.index = index;
            owner.show();
            QVERIFY(owner.panel.findChild<QLabel *>("hint")->isVisible());
        }
        owner.model.layers[1].kind = "unheard of";
        owner.panel.showLayer(owner.model, {}, tests::sampleCatalogue(), 1);
        QVERIFY(owner.panel.findChild<QLabel *>("hint")->isVisible());
        LayerPanel fresh;
        fresh.grab();
    }
};

QTEST_MAIN(LayerPanelTest)
#include "layer_panel_test.moc"
