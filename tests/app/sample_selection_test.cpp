// What is hovered and selected is one value, and every view shows it.
#include <QComboBox>
#include <QDirIterator>

#include <cmath>

#include "app/background/part_errors_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/selection_exporter.h"
#include "tests/support/window_bench.h"
#include "ui/errors/class_histogram.h"
#include "ui/errors/errors_view.h"
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

    void theDataShowWhatIsSelected() {
        WindowBench bench(*settings());
        bench.open();
        bench.dock("dataView")->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.views.data->list().size() > 10, WindowBench::patience);
        auto *selection = bench.session.findChild<SampleSelection *>();
        auto *parts = bench.views.data->findChild<QComboBox *>("samplePart");
        const int usual = parts->count();
        const core::Index all = bench.views.data->list().size();
        selection->choose(std::make_shared<const app::SampleSet>(app::SampleSet{"Some", {{PartKind::Test, 4}, {PartKind::Train, 2}, {PartKind::Test, 1}}}));
        QCOMPARE(parts->count(), usual + 1);
        QCOMPARE(bench.views.data->list().size(), all); // until it is asked for
        parts->setCurrentIndex(usual);
        QCOMPARE(bench.views.data->list().size(), core::Index(3));
        QVERIFY(bench.views.data->list().positionOf({PartKind::Test, 4}) >= 0 && bench.views.data->list().positionOf({PartKind::Train, 2}) >= 0);
        selection->choose(std::make_shared<const app::SampleSet>(app::SampleSet{"One", {{PartKind::Test, 5}}}));
        QCOMPARE(bench.views.data->list().size(), core::Index(1));
        selection->choose(nullptr);
        QVERIFY(parts->count() == usual && bench.views.data->list().size() == all);
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
        QCOMPARE(samples->viewport()->grab().toImage(), noData);                 // under the mouse it shows that itself
        emit bench.views.data->sampleHovered(SampleId{PartKind::Train, sample}); // another sample
        QCOMPARE(bench.grid->grab().toImage(), noSheet);
        emit bench.views.reconstructions->sampleHovered(-1); // a picture of one's own is nowhere in the data
        QCOMPARE(samples->viewport()->grab().toImage(), noData);
    }

    /// What is brushed in the panel Errors is the selection of all views, and of the reconstructions, whose choices are there at the next start.
    void errorsAreBrushedAndReconstructed() {
        QSettings *kept = new QSettings(m_folder.filePath("kept.ini"), QSettings::IniFormat, this);
        {
            WindowBench bench(*kept);
            auto *errors = bench.program.panels().view<ui::ErrorsView>();
            int arrived = 0;
            connect(bench.session.findChild<app::PartErrorsFeed *>(), &app::PartErrorsFeed::arrived, this, [&arrived] { ++arrived; });
            bench.open();
            QCOMPARE(arrived, 0); // hidden, nothing is measured
            QVERIFY(errors->histogram()->bins().isEmpty());
            bench.dock("errors")->toggleViewAction()->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(errors->histogram()->isVisible() && !errors->histogram()->bins().isEmpty(), WindowBench::patience);
            const ui::ErrorBins &bins = errors->histogram()->bins();
            QCOMPARE(bins.samples, bench.session.dataset()->test.samples);
            const QPoint from(static_cast<int>(errors->histogram()->pixelOf(bins.edge(30))), 30), to(errors->histogram()->width() - 2, 30);
            QTest::mousePress(errors->histogram(), Qt::LeftButton, {}, from);
            QTest::mouseMove(errors->histogram(), (from + to) / 2);
            QTest::mouseMove(errors->histogram(), to);
            QTest::mouseRelease(errors->histogram(), Qt::LeftButton, {}, to);
            auto *selection = bench.session.findChild<SampleSelection *>();
            QVERIFY(selection->set());
            core::Index beyond = 0;
            for (int bin = 30; bin < ui::ErrorBins::bins; ++bin)
                beyond += bins.inBin(bin);
            QVERIFY(std::abs(static_cast<double>(selection->set()->samples.size()) - static_cast<double>(beyond)) <= 0.1 * static_cast<double>(beyond) + 5);
            QVERIFY2(selection->set()->name.startsWith("MSE above"), qPrintable(selection->set()->name));
            bench.dock("reconstructions")->raise();
            emit bench.views.reconstructions->choiceEdited({analysis::SampleChoice::Kind::Selection});
            const auto shows = [&] {
                return bench.reconstructions && !bench.reconstructions->columns.empty() &&
                       std::all_of(bench.reconstructions->columns.begin(), bench.reconstructions->columns.end(), [&](const auto &column) {
                           const auto &chosen = selection->set()->samples;
                           return std::find(chosen.begin(), chosen.end(), SampleId{PartKind::Test, column.sample}) != chosen.end();
                       });
            };
            QTRY_VERIFY_WITH_TIMEOUT(shows(), WindowBench::patience);
            selection->choose(nullptr); // by another view
            QVERIFY(!errors->histogram()->brush());

            emit bench.views.reconstructions->choiceEdited({analysis::SampleChoice::Kind::Worst});
            ui::ReconstructionOptions options;
            options.measure = analysis::Measure::Ssim;
            options.errorMap = ui::ErrorMap::Absolute;
            options.rows.set(ui::ReconstructionRow::Pca, false);
            bench.views.reconstructions->setOptions(options);
            emit bench.views.reconstructions->optionsEdited(options);
            const auto areWorst = [&] {
                const auto &columns = bench.reconstructions->columns;
                return std::isfinite(columns.front().ssim) &&
                       std::is_sorted(columns.begin(), columns.end(), [](const auto &a, const auto &b) { return a.ssim < b.ssim - 1e-6; });
            };
            QTRY_VERIFY_WITH_TIMEOUT(areWorst(), WindowBench::patience);
        }
        WindowBench again(*kept);
        const ui::ReconstructionOptions &options = again.views.reconstructions->options();
        QCOMPARE(options.measure, analysis::Measure::Ssim);
        QVERIFY(options.errorMap == ui::ErrorMap::Absolute && !options.rows.has(ui::ReconstructionRow::Pca) && options.rows.has(ui::ReconstructionRow::Error));
        QCOMPARE(again.session.findChild<app::ReconstructionFeed *>()->choice().kind, analysis::SampleChoice::Kind::Worst);
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
