// "Use as advised" on ten tables: the network is at least as good as PCA of the same size, or the program says that the data are near linear.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>

#include "app/session/table_stack.h"
#include "engine/data/library/library.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/near_linear.h"
#include "tests/support/command_run.h"

using namespace hourglass;

namespace {

const char *const tables[] = {"iris", "wine", "breast_cancer", "diabetes", "penguins", "arm", "peak", "pendulum", "roll", "receivers"};

std::string pathOf(const std::string &table) {
    return std::string(HOURGLASS_SOURCE_DIR) + "/tests/data/tables/" + table + ".csv";
}

struct Advised {
    spec::Spec spec;
    std::shared_ptr<const data::Dataset> dataset;
    app::StackFit fit;
};

/// What the sheet does with a file that was dropped while an image preset is present.
Advised advisedFor(const std::string &path) {
    const data::Library library({}, {});
    Advised advised{spec::findPreset("deep")->spec, {}, {}};
    advised.spec.data = {};
    advised.spec.data.source = path;
    advised.dataset = *library.loadAdvised(advised.spec.data, 0, {});
    advised.fit = app::importAdvice(advised.spec, *advised.dataset);
    return advised;
}

} // namespace

class TableAdviceTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private slots:
    void theNetworkIsAtLeastAsGoodAsPca() {
        int better = 0;
        for (const std::string table : tables) {
            const Advised advised = advisedFor(pathOf(table));
            QVERIFY2(advised.fit.remedy, table.c_str());
            QCOMPARE(advised.spec.data.scaling.kind, std::string("standardise"));
            QCOMPARE(advised.fit.remedy->training.epochs, core::Index(60));
            const std::string file = m_folder.filePath("advised.json").toStdString();
            std::ofstream(file) << spec::writeSpec(*advised.fit.remedy);
            const tests::Run run = tests::run({"train", "--spec", file, "--json"});
            QVERIFY2(run.status == 0, run.err.c_str());
            const nlohmann::json done = tests::objects(run.out).back();
            const double mse = done.at("test").at("mse").get<double>(), pca = done.at("baselines").at("pca_mse").get<double>();
            qInfo("%s: MSE %.4f, PCA %.4f", table.c_str(), mse, pca);
            better += mse <= pca ? 1 : 0;
            QVERIFY2(mse <= 1.1 * pca, table.c_str());
            QVERIFY2(mse <= pca || done.at("near_linear").get<bool>(), table.c_str());
        }
        QVERIFY(better >= 8);
    }

    void theAdviceTrainsAndStandsAboveWhatWasBuiltForImages() {
        const Advised advised = advisedFor(pathOf("penguins")); // millimetres and grams beside words
        QVERIFY(advised.fit.refusal);                           // cross-entropy
        QVERIFY(advised.fit.isOtherStack);
        const app::StackFit again = app::importAdvice(*advised.fit.remedy, *advised.dataset);
        QVERIFY(!again.refusal && !again.remedy && again.notes.isEmpty()); // a stack that fits is left alone
        spec::Spec wide = *advised.fit.remedy;
        wide.model.layers[1].values["units"] = core::Index(32);
        const app::StackFit copying = app::importAdvice(wide, *advised.dataset);
        QVERIFY(!copying.refusal && copying.remedy);
        QCOMPARE(copying.notes.size(), 1);
        QVERIFY(copying.notes.front().contains("32"));
    }

    void whatStandsAlikeIsLeftAlone() {
        const auto scalingOf = [this](const std::string &text) {
            const std::string file = m_folder.filePath("alike.csv").toStdString();
            std::ofstream(file) << text;
            spec::DataSpec data;
            data.source = file;
            const data::Library library({}, {});
            const auto dataset = library.loadAdvised(data, 0, {});
            return dataset ? data.scaling.kind : dataset.error().sentence();
        };
        const auto rows = [](double size, double offset, double second) {
            std::string text = "width,height\n";
            for (int i = 0; i < 40; ++i)
                text += std::to_string(offset + size * std::sin(1.3 * i)) + ',' + std::to_string(second * std::cos(0.7 * i)) + '\n';
            return text;
        };
        QCOMPARE(scalingOf(rows(1, 0, 1)), std::string("unit"));     // as standardised columns are
        QCOMPARE(scalingOf(rows(0.4, 0.5, 0)), std::string("unit")); // between 0 and 1
        QCOMPARE(scalingOf(rows(100, 0, 1)), std::string("standardise"));
        QCOMPARE(scalingOf(rows(1, 205, 1)), std::string("standardise"));
        spec::DataSpec chosen;
        chosen.source = pathOf("wine");
        chosen.scaling = {"range", {}};
        const data::Library library({}, {});
        QVERIFY(library.loadAdvised(chosen, 0, {}));
        QCOMPARE(chosen.scaling.kind, std::string("range")); // a person's choice stays
    }

    void nearLinearIsSaidOfWhatIsAboutPca() {
        const Advised advised = advisedFor(pathOf("wine"));
        const spec::ModelSpec &model = advised.fit.remedy->model;
        const auto isSaid = [&](const spec::ModelSpec &stack, double mse) {
            return !training::nearLinearSentence(stack, *advised.dataset, mse, 1.0, 2).empty();
        };
        QVERIFY(isSaid(model, 1.0) && isSaid(model, 1.09) && isSaid(model, 0.99));
        QVERIFY(!isSaid(model, 0.9) && !isSaid(model, 1.3) && !isSaid(model, std::nan("")));
        spec::ModelSpec linear = model;
        for (spec::LayerSpec &layer : linear.layers)
            layer.values["activation"] = std::string("identity");
        QVERIFY(!isSaid(linear, 1.0)); // it is linear itself: that says nothing of the data
    }
};

QTEST_GUILESS_MAIN(TableAdviceTest)
#include "table_advice_test.moc"
