// Sets that the program draws, in the whole window: each within reach of the menu, with its knobs in the sheet.
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include "engine/data/generators/generator.h"
#include "tests/support/window_bench.h"
#include "ui/forms/settings_form.h"
#include "ui/import/import_panel.h"
#include "ui/window/data_menu.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

/// Another value than the fallback, small enough to be drawn at once.
spec::Value other(const spec::Setting &setting) {
    switch (setting.kind) {
    case spec::SettingKind::Integer: {
        const auto fallback = std::get<spec::Index>(setting.fallback), least = static_cast<spec::Index>(setting.minimum);
        return setting.key == "samples" ? spec::Index(60) : fallback > least ? std::max(least, fallback - 1) : fallback + 1;
    }
    case spec::SettingKind::Real:
        return (std::get<double>(setting.fallback) + setting.minimum) / 2 != std::get<double>(setting.fallback)
                   ? (std::get<double>(setting.fallback) + setting.minimum) / 2
                   : (setting.minimum + setting.maximum) / 2;
    case spec::SettingKind::Choice: return setting.choices.back().key;
    case spec::SettingKind::Toggle: return !std::get<bool>(setting.fallback);
    case spec::SettingKind::Text: break;
    }
    return std::string();
}

QAction *entryOf(const QMenu *menu, const QString &key) {
    for (QAction *action : menu->actions()) {
        if (action->menu())
            if (QAction *below = entryOf(action->menu(), key))
                return below;
        if (!action->menu() && action->data().toString() == key)
            return action;
    }
    return nullptr;
}

} // namespace

class DrawnDataTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<WindowBench> m_bench;

    ui::ImportPanel *panel() const { return m_bench->window.importPanel(); }
    QMenu *menu() const { return m_bench->window.topBar()->findChild<ui::DataMenu *>(); }

private slots:
    void initTestCase() {
        m_settings = std::make_unique<QSettings>(m_folder.filePath("settings.ini"), QSettings::IniFormat);
        m_bench = std::make_unique<WindowBench>(*m_settings);
        m_bench->open();
    }
    void cleanupTestCase() { m_bench.reset(); }

    void theMenuHasThemAll() {
        QStringList groups;
        for (const QAction *action : menu()->actions())
            if (action->menu() && action->menu()->objectName() != "recentData")
                groups << action->data().toString();
        QCOMPARE(groups, QStringList({"Images", "Curves and surfaces", "Clusters", "Tables", "Series", "Noise"}));
        QVERIFY(menu()->sizeHint().height() < 600);
        for (const data::Generator &generator : data::generators()) {
            const QAction *entry = entryOf(menu(), QString::fromStdString(generator.kind().key));
            QVERIFY2(entry, generator.kind().key.c_str());
            QVERIFY2(entry->text().contains(" × "), qPrintable(entry->text()));
            QVERIFY(!entry->toolTip().isEmpty());
        }
        QVERIFY(menu()->actions().contains(m_bench->window.commands().shapeData));
    }

    void knobsReachTheSpec_data() {
        QTest::addColumn<QString>("key");
        for (const data::Generator &generator : data::generators())
            QTest::newRow(generator.kind().key.c_str()) << QString::fromStdString(generator.kind().key);
    }
    void knobsReachTheSpec() {
        QFETCH(QString, key);
        app::Session &session = m_bench->session;
        entryOf(menu(), key)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QString::fromStdString(session.dataset()->key) == key || panel()->isVisible(), patience);
        if (!panel()->isVisible()) // what the present stack cannot train on is in the sheet already
            m_bench->window.commands().shapeData->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel()->isVisible() && !panel()->candidate().isReading, patience);
        QVERIFY(!panel()->candidate().error);
        const spec::Kind kind = data::findGenerator(key.toStdString())->kind();
        spec::Values wanted;
        for (const spec::Setting &setting : kind.settings) {
            ui::SettingField *field = panel()->sourceForm()->field(QString::fromStdString(setting.key));
            QVERIFY2(field && field->isVisibleTo(panel()), setting.key.c_str());
            wanted[setting.key] = other(setting);
            emit field->valueEdited(wanted[setting.key]);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!panel()->candidate().isReading, patience);
        QVERIFY2(!panel()->candidate().error, panel()->candidate().error ? panel()->candidate().error->what.c_str() : "");
        QCOMPARE(panel()->candidate().dataset->train.samples, core::Index(60)); // the preview is of what is wanted
        const auto read = panel()->candidate().dataset;
        auto *use = panel()->findChild<QPushButton *>("importUse"), *fitted = panel()->findChild<QPushButton *>("importUseFitted");
        QVERIFY(use->isEnabled() || fitted->isEnabled());
        (use->isEnabled() ? use : fitted)->click();
        QVERIFY(!panel()->isVisible());
        QCOMPARE(session.dataset(), read);
        QVERIFY(session.spec().data.options == wanted);
        QVERIFY(entryOf(menu(), key)->isChecked());
    }

    void aBadKnobIsNamedByItsLabel() {
        m_bench->session.openSource("moons");
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->session.dataset()->key, std::string("moons"), patience);
        m_bench->window.commands().shapeData->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel()->isVisible() && !panel()->candidate().isReading, patience);
        emit panel()->sourceForm()->valueEdited("noise", 7.0);
        QTRY_VERIFY_WITH_TIMEOUT(panel()->candidate().error && !panel()->candidate().isReading, patience);
        const QString message = panel()->findChild<QLabel *>("importMessage")->text();
        QVERIFY2(message.contains("Noise") && !message.contains("data.options"), qPrintable(message));
        QTest::keyClick(panel(), Qt::Key_Escape);
    }
};

QTEST_MAIN(DrawnDataTest)
#include "drawn_data_test.moc"
