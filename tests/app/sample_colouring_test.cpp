// One choice of what colours the samples, seen in all views, from one data set to the next.
#include <QComboBox>

#include "app/wiring/sample_colouring.h"
#include "engine/data/generators/generator.h"
#include "tests/support/window_bench.h"
#include "ui/colouring/colour_bar.h"
#include "ui/colouring/colouring_choice.h"
#include "ui/samples/data_view.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using ui::ColouringEntry;
using ui::ColouringKind;

namespace {

std::shared_ptr<const data::Dataset> drawn(const std::string &key) {
    auto dataset = data::generate(*data::findGenerator(key), {{"samples", Index{60}}}, 3);
    return dataset ? std::make_shared<const data::Dataset>(std::move(*dataset)) : nullptr;
}

spec::Spec spritesSpec() {
    spec::Spec spec = smallSpec();
    spec.data.source = "sprites";
    spec.data.options = {{"samples", Index{300}}, {"side", Index{16}}};
    return spec;
}

void choose(QComboBox *choice, const QString &name) {
    const int index = choice->findText(name);
    QVERIFY(index >= 0);
    choice->setCurrentIndex(index);
    emit choice->activated(index);
}

} // namespace

class SampleColouringTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void theWishOutlivesADataset() {
        app::SampleColouring owner;
        owner.setDataset(drawn("sprites"));
        QCOMPARE(owner.chosen().kind, ColouringKind::Class);
        QVERIFY(owner.colouring()->values[0].empty()); // nothing is read that was not chosen
        owner.choose({ColouringKind::Factor, 2, "Rotation"});
        QCOMPARE(owner.colouring()->values[0].size(), 60u);
        owner.setDataset(drawn("swiss-roll")); // without classes
        QCOMPARE(owner.chosen(), (ColouringEntry{ColouringKind::Factor, 0, "Angle"}));
        owner.setDataset(drawn("moons"));
        QCOMPARE(owner.chosen().kind, ColouringKind::Class);
        owner.choose({ColouringKind::Factor, 0, "Angle"});
        owner.setDataset(drawn("sprites"));
        QCOMPARE(owner.chosen().kind, ColouringKind::Class);
        owner.choose({ColouringKind::None, -1, "None"});
        owner.setDataset(drawn("torus"));
        QCOMPARE(owner.chosen().kind, ColouringKind::None); // as was wanted
        owner.choose({ColouringKind::Factor, 0, "Angle"});
        owner.setDataset(drawn("swiss-roll"));
        QCOMPARE(owner.chosen().name, "Angle");
        QCOMPARE(owner.colouring()->values[0].size(), 60u);
    }

    void oneChoiceIsSeenInAllViews() {
        QSettings settings(m_folder.filePath("a.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open(spritesSpec());
        auto *ofMap = bench.views.latent->header()->findChild<ui::ColouringChoice *>();
        auto *ofData = bench.views.data->header()->findChild<ui::ColouringChoice *>();
        auto *bar = bench.views.latent->findChild<ui::ColourBar *>();
        QVERIFY(ofMap && ofData && bar);
        QCOMPARE(ofMap->currentText(), "Class");
        QVERIFY(!bar->isVisible());
        choose(ofMap, "Rotation");
        QCOMPARE(ofData->currentText(), "Rotation");
        QVERIFY(bar->isVisible());
        const ui::ReconstructionLayout &layout = bench.grid->layoutOfColumns();
        const data::Part &test = bench.session.dataset()->test;
        ui::Colouring expected = ui::makeColouring(*bench.session.dataset(), {ColouringKind::Factor, 2, "Rotation"});
        const auto barOfColumn = [&](int column) {
            const QPointF at(layout.cell(column, layout.rows.front()).center().x(), layout.barTop + 1.5);
            return bench.grid->grab().toImage().pixelColor(at.toPoint());
        };
        for (const int column : {0, 5}) {
            const Index sample = bench.reconstructions->columns[static_cast<std::size_t>(column)].sample;
            const float turn = test.factors[static_cast<std::size_t>(5 * sample + 2)];
            QCOMPARE(barOfColumn(column),
                     expected.colourOf(turn, bench.grid->palette().color(QPalette::Window).lightness() < 128 ? ui::Theme::dark() : ui::Theme::light()));
        }
        bench.dock("dataView")->setVisible(true);
        bench.dock("dataView")->raise();
        QTRY_VERIFY(bench.views.data->isVisible());
        QVERIFY(bench.views.data->list().describe({data::PartKind::Test, 3}).contains("Rotation "));
        choose(ofData, "x");
        QCOMPARE(ofMap->currentText(), "x");
        QVERIFY(bench.views.data->list().describe({data::PartKind::Test, 3}).contains("x "));
        choose(ofData, "Class");
        QVERIFY(!bar->isVisible());
    }
    void whatIsMeasuredColoursAndFollowsTheTraining() {
        QSettings settings(m_folder.filePath("b.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open(spritesSpec());
        auto *ofMap = bench.views.latent->header()->findChild<ui::ColouringChoice *>();
        const auto *owner = bench.session.findChild<app::SampleColouring *>();
        const auto isKnown = [owner] { return owner->colouring()->isKnown(); };
        const data::Part &test = bench.session.dataset()->test;
        for (const char *name : {"Predicted class", "Density", "Error (MSE)", "Cluster"}) {
            choose(ofMap, name);
            QTRY_VERIFY2_WITH_TIMEOUT(isKnown(), name, WindowBench::patience);
            QCOMPARE(owner->colouring()->values[static_cast<std::size_t>(data::PartKind::Test)].size(), static_cast<std::size_t>(test.samples));
            QVERIFY(std::isfinite(owner->colouring()->shownValue(0)) || QByteArray(name) == "Cluster");
        }
        const auto before = owner->colouring();
        choose(ofMap, "Cluster");
        QVERIFY(owner->colouring() == before); // again: nothing is measured anew
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().epoch > 1.2, WindowBench::patience);
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(owner->colouring() != before && isKnown(), WindowBench::patience);
        bench.session.reset();
        QTRY_VERIFY_WITH_TIMEOUT(owner->colouring() != before && isKnown(), WindowBench::patience);
    }
};

QTEST_MAIN(SampleColouringTest)
#include "sample_colouring_test.moc"
