// What is hovered and selected is one value, and every view shows it.
#include <QDirIterator>

#include "app/session/sample_selection.h"
#include "app/session/selection_exporter.h"
#include "tests/support/window_bench.h"
#include "ui/samples/sample_grid.h"

using namespace hourglass;
using app::SampleSelection;
using data::PartKind;
using data::SampleId;
using tests::WindowBench;

namespace {

using Sample = std::optional<SampleId>;

std::shared_ptr<const data::Dataset> datasetOf(core::Index train, core::Index test) {
    auto dataset = std::make_shared<data::Dataset>();
    dataset->shape = core::Shape(1);
    dataset->train.samples = train;
    dataset->test.samples = test;
    return dataset;
}

/// The view as it is once all of its thumbnails are made: a painting makes as many as its time allows.
QImage wholePicture(QWidget *view) {
    QImage last, picture = view->grab().toImage();
    while (picture != last) {
        last = picture;
        picture = view->grab().toImage();
    }
    return picture;
}

} // namespace

class SampleSelectionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QSettings *settings() { return new QSettings(m_folder.filePath("settings.ini"), QSettings::IniFormat, this); }

private slots:
    void holdsWhatItIsAskedFor() {
        SampleSelection selection;
        std::vector<std::pair<Sample, const QObject *>> hovered;
        std::vector<Sample> pinned;
        connect(&selection, &SampleSelection::hoveredChanged, this, [&](const Sample &sample, const QObject *by) { hovered.emplace_back(sample, by); });
        connect(&selection, &SampleSelection::pinnedChanged, this, [&](const Sample &sample) { pinned.push_back(sample); });
        selection.hover(SampleId{PartKind::Train, 4}, this);
        selection.pin(SampleId{PartKind::Test, 2});
        selection.choose(std::make_shared<const app::SampleSet>(app::SampleSet{"worst 2", {{PartKind::Test, 1}, {PartKind::Test, 2}}}));
        QVERIFY(selection.hovered() == Sample({PartKind::Train, 4}) && selection.pinned() == Sample({PartKind::Test, 2}));
        QCOMPARE(selection.set()->samples.size(), std::size_t{2});
        QVERIFY(hovered.size() == 1 && hovered[0].second == this && pinned.size() == 1);
        selection.setDataset(datasetOf(5, 3));
        QVERIFY(!selection.hovered() && !selection.pinned() && !selection.set());
        QVERIFY(hovered.size() == 2 && !hovered[1].first && !hovered[1].second); // all are told, also who hovered
        QVERIFY(pinned.size() == 2 && !pinned[1]);
    }

    void knowsThePartThatPicturesShow() {
        SampleSelection selection;
        selection.setDataset(datasetOf(5, 3));
        QVERIFY(selection.ofShownPart(2) == Sample({PartKind::Test, 2}) && !selection.ofShownPart({}));
        QVERIFY(selection.numberInShownPart(SampleId{PartKind::Test, 2}) == core::Index(2));
        QVERIFY(!selection.numberInShownPart(SampleId{PartKind::Train, 2}) && !selection.numberInShownPart({}));
        selection.setDataset(datasetOf(5, 0));
        QCOMPARE(selection.shownPart(), PartKind::Train);
        QVERIFY(selection.ofShownPart(2) == Sample({PartKind::Train, 2}));
        QVERIFY(!SampleSelection::ofTheData(selection.ofShownPart(-1)) && SampleSelection::ofTheData(selection.ofShownPart(0)));
    }

    void setsAreKeptByName() {
        SampleSelection selection;
        selection.setDataset(datasetOf(5, 3));
        selection.keep("nothing"); // none is chosen
        QVERIFY(selection.kept().empty() && !selection.isKept());
        selection.choose(std::make_shared<const app::SampleSet>(app::SampleSet{"Outlined", {{PartKind::Test, 1}}}));
        QVERIFY(!selection.isKept());
        selection.keep("odd");
        QVERIFY(selection.isKept() && selection.set()->name == "odd" && selection.kept().size() == 1);
        selection.choose(std::make_shared<const app::SampleSet>(app::SampleSet{"Outlined", {{PartKind::Test, 2}}}));
        QVERIFY(!selection.isKept());
        selection.keep("even");
        selection.choose(selection.kept()[0]);
        QVERIFY(selection.isKept() && selection.set()->samples[0].sample == 1);
        selection.keep("even"); // takes the place of the other, and leaves its own
        QVERIFY(selection.kept().size() == 1 && selection.kept()[0] == selection.set());
        selection.forget();
        QVERIFY(selection.kept().empty() && !selection.isKept() && selection.set());
        selection.keep("again");
        selection.setDataset(datasetOf(5, 3));
        QVERIFY(selection.kept().empty() && !selection.set());
    }

    void whatTheMapSelectsIsToldAndWritten() {
        WindowBench bench(*settings());
        bench.open();
        auto *selection = bench.session.findChild<SampleSelection *>();
        QStringList told;
        connect(&bench.session, &app::Session::told, this, [&](const QString &sentence) { told << sentence; });
        emit bench.views.latent->samplesChosen({0, 2, 3}, "Outlined");
        QVERIFY(selection->set() && selection->set()->samples == std::vector<SampleId>({{PartKind::Test, 0}, {PartKind::Test, 2}, {PartKind::Test, 3}}));
        QCOMPARE(bench.views.latent->choice().samples, std::vector<core::Index>({0, 2, 3}));
        core::Index counted = 0;
        for (const auto &[name, count] : bench.views.latent->choice().classes)
            counted += count;
        QCOMPARE(counted, core::Index(3));
        QVERIFY(told.size() == 1 && told[0].startsWith("3 selected (Outlined): "));
        emit bench.views.latent->choiceNamed("Odd");
        QVERIFY(bench.views.latent->choice().isKept && selection->kept().size() == 1);
        emit bench.views.latent->samplesChosen({}, {});
        QVERIFY(!selection->set() && bench.views.latent->choice().isEmpty());
        emit bench.views.latent->keptWanted(0);
        QCOMPARE(bench.views.latent->choice().name, QStringLiteral("Odd"));

        auto *exporter = bench.session.findChild<app::SelectionExporter *>();
        const QString table = m_folder.filePath("odd.csv"), pictures = m_folder.filePath("odd");
        exporter->write(selection->set(), app::SelectionExporter::Form::Csv, table);
        exporter->write(selection->set(), app::SelectionExporter::Form::Pictures, pictures);
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), qsizetype(5), WindowBench::patience); // chosen, kept, chosen again, written twice
        QFile file(table);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), qsizetype(4));
        QVERIFY(lines[0].endsWith(",sample,class"));
        int images = 0;
        for (QDirIterator each(pictures, {"*.png"}, QDir::Files, QDirIterator::Subdirectories); each.hasNext(); each.next())
            ++images;
        QCOMPARE(images, 3);
    }

    void eachViewMarksWhatAnotherHovers() {
        WindowBench bench(*settings());
        bench.open();
        bench.dock("dataView")->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.views.data->list().size() > 0, WindowBench::patience);
        auto *samples = bench.views.data->findChild<ui::SampleGrid *>();
        auto *selection = bench.session.findChild<SampleSelection *>();
        const core::Index sample = bench.reconstructions->columns[2].sample;
        selection->pin(SampleId{PartKind::Test, sample}); // the grid of the data has it in sight
        selection->pin({});
        const QImage noSheet = bench.grid->grab().toImage(), noData = wholePicture(samples->viewport());
        emit bench.views.latent->sampleHovered(sample);
        QVERIFY(selection->hovered() == Sample({PartKind::Test, sample}));
        QVERIFY(bench.grid->grab().toImage() != noSheet);
        QVERIFY(samples->viewport()->grab().toImage() != noData);
        emit bench.views.latent->sampleHovered(std::nullopt);
        QCOMPARE(bench.grid->grab().toImage(), noSheet);
        QCOMPARE(samples->viewport()->grab().toImage(), noData);
        emit bench.views.data->sampleHovered(SampleId{PartKind::Test, sample});
        QVERIFY(bench.grid->grab().toImage() != noSheet);
        QCOMPARE(samples->viewport()->grab().toImage(), noData); // under the mouse it shows that itself
        emit bench.views.data->sampleHovered(SampleId{PartKind::Train, sample}); // another sample
        QCOMPARE(bench.grid->grab().toImage(), noSheet);
        emit bench.views.reconstructions->sampleHovered(-1); // a picture of one's own is nowhere in the data
        QCOMPARE(samples->viewport()->grab().toImage(), noData);
    }

    void otherDataHaveNoneSelected() {
        WindowBench bench(*settings());
        bench.open();
        auto *selection = bench.session.findChild<SampleSelection *>();
        emit bench.views.latent->sampleSelected(3);
        QVERIFY(selection->pinned() == Sample({PartKind::Test, 3}));
        bench.session.openSource("tabular");
        QTRY_VERIFY_WITH_TIMEOUT(!selection->pinned(), WindowBench::patience);
    }
};

QTEST_MAIN(SampleSelectionTest)
#include "sample_selection_test.moc"
