// PyTorch as the oracle for the command line: the same weights, data, order and steps lead to the same tensors, and the same tensors make of
// the same samples the same numbers (tests/data/make_torch_training.py).
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "engine/data/readers/npy.h"
#include "engine/files/safetensors.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

std::string given(const char *name) {
    return std::string(HOURGLASS_SOURCE_DIR "/tests/data/torch_training/") + name;
}

std::vector<float> valuesOf(files::SafetensorsFile &file, const std::string &name) {
    const files::TensorEntry *tensor = file.find(name);
    std::vector<float> values(tensor ? static_cast<std::size_t>(tensor->elements) : 0);
    if (!tensor || file.read(*tensor, values.data()))
        return {};
    return values;
}

/// |a − b| / |b|, Euclidean; infinite where they are not of one length.
double relativeDistance(const std::vector<float> &a, const std::vector<float> &b) {
    if (a.size() != b.size() || b.empty())
        return INFINITY;
    double distance = 0, norm = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        distance += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
        norm += std::pow(static_cast<double>(b[i]), 2);
    }
    return std::sqrt(distance / norm);
}

} // namespace

class TorchTrainingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }

private slots:
    void twentyStepsLeadToTheSameTensors_data() {
        QTest::addColumn<QString>("threads");
        QTest::newRow("one thread") << "1";
        QTest::newRow("three threads") << "3";
    }
    void twentyStepsLeadToTheSameTensors() {
        QFETCH(QString, threads);
        // 36 samples in batches of 10: the last one of each epoch is smaller, and the twentieth step ends the fifth epoch.
        const Run trained = run({"train", "--spec", given("spec.json"), "--data", given("X.npy"), "--weights-in", given("start.safetensors"), "--no-shuffle",
                                 "--batch", "10", "--steps", "20", "--threads", threads.toStdString(), "--weights-out", pathOf("end"), "--json"});
        QVERIFY2(trained.status == 0, trained.err.c_str());
        auto start = files::SafetensorsFile::open(given("start.safetensors")), expected = files::SafetensorsFile::open(given("end.safetensors")),
             reached = files::SafetensorsFile::open(pathOf("end"));
        QVERIFY(start && expected && reached);
        QCOMPARE(expected->tensors().size(), std::size_t{12}); // four dense layers of two tensors, one normalisation of four
        QCOMPARE(reached->tensors().size(), std::size_t{12});
        for (const files::TensorEntry &tensor : expected->tensors()) {
            const std::vector<float> values = valuesOf(*reached, tensor.name), wanted = valuesOf(*expected, tensor.name);
            QVERIFY2(reached->find(tensor.name) && reached->find(tensor.name)->shape == tensor.shape, tensor.name.c_str());
            const double distance = relativeDistance(values, wanted), way = relativeDistance(valuesOf(*start, tensor.name), wanted);
            QVERIFY2(distance < 1e-4, qPrintable(QString("%1: %2").arg(tensor.name.c_str()).arg(distance)));
            QVERIFY2(way > 0.01, tensor.name.c_str()); // or there was nothing to agree on
        }
    }

    void appliedToTheSameSamplesTheyGiveTheSameNumbers_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("file");
        QTest::newRow("reconstruct") << "reconstruct"
                                     << "reconstructions.npy";
        QTest::newRow("encode") << "encode"
                                << "codes.npy";
    }
    void appliedToTheSameSamplesTheyGiveTheSameNumbers() {
        QFETCH(QString, command);
        QFETCH(QString, file);
        const Run applied = run(
            {command.toStdString(), "--spec", given("spec.json"), "--data", given("X.npy"), "--weights-in", given("end.safetensors"), "-o", pathOf("Y.npy")});
        QVERIFY2(applied.status == 0, applied.err.c_str());
        const auto written = data::readNpyFile(pathOf("Y.npy"), {}), expected = data::readNpyFile(given(file.toUtf8().constData()), {});
        QVERIFY(written && expected);
        QCOMPARE(written->extents, expected->extents);
        const double distance = relativeDistance(written->floats, expected->floats);
        QVERIFY2(distance < 1e-5, qPrintable(QString::number(distance)));
    }
};

QTEST_GUILESS_MAIN(TorchTrainingTest)
#include "torch_training_test.moc"
