// Samples as numbers: exact scaling, and gathering into columns.
#include <QTest>

#include <vector>

#include "engine/data/dataset.h"

using namespace hourglass;
using namespace hourglass::data;

class DatasetTest : public QObject {
    Q_OBJECT

private slots:
    void scalesEveryByteAsDivisionBy255() {
        Part part;
        part.samples = 1;
        part.features = 256;
        for (int value = 0; value < 256; ++value)
            part.bytes.push_back(static_cast<std::uint8_t>(value));
        std::vector<float> scaled(256);
        part.copySample(0, scaled.data());
        for (int value = 0; value < 256; ++value)
            QVERIFY2(scaled[static_cast<std::size_t>(value)] == static_cast<float>(value) / 255.0f, qPrintable(QString::number(value)));
    }

    void copiesFloatsAsTheyAre() {
        Part part;
        part.samples = 2;
        part.features = 3;
        part.floats = {1.5f, -2.0f, 300.0f, 4.0f, 5.0f, 6.0f};
        std::vector<float> sample(3);
        part.copySample(1, sample.data());
        QCOMPARE(sample, (std::vector<float>{4.0f, 5.0f, 6.0f}));
        QVERIFY(!part.holdsBytes());
    }

    void gathersColumnsInTheOrderAskedFor() {
        constexpr Index samples = 5, features = 37, stride = 48; // no multiple of a vector, and gaps between the columns
        Part bytes, floats;
        bytes.samples = floats.samples = samples;
        bytes.features = floats.features = features;
        for (Index i = 0; i < samples * features; ++i) {
            bytes.bytes.push_back(static_cast<std::uint8_t>(i * 7));
            floats.floats.push_back(static_cast<float>(i) * 0.5f);
        }
        const std::vector<Index> wanted{3, 0, 3, 4};
        for (const Part *part : {&bytes, &floats}) {
            std::vector<float> memory(static_cast<std::size_t>(stride) * 4, -1.0f), sample(features);
            part->gather(wanted.data(), 4, {memory.data(), features, 4, stride});
            for (std::size_t column = 0; column < 4; ++column) {
                part->copySample(wanted[column], sample.data());
                const auto begin = memory.begin() + static_cast<std::ptrdiff_t>(column) * stride;
                QVERIFY(std::equal(sample.begin(), sample.end(), begin));
                QVERIFY(std::all_of(begin + features, begin + stride, [](float gap) { return gap == -1.0f; }));
            }
        }
    }

    void watchesTheValidationPartWhereThereIsOne() {
        Dataset dataset;
        dataset.train.samples = 10;
        dataset.test.samples = 3;
        QCOMPARE(&dataset.heldOut(), &dataset.test);
        QCOMPARE(dataset.heldOutName(), "test");
        dataset.validation.samples = 2;
        QCOMPARE(&dataset.heldOut(), &dataset.validation);
        QCOMPARE(dataset.heldOutName(), "validation");
        QCOMPARE(dataset.samples(), 15);
    }
};

QTEST_APPLESS_MAIN(DatasetTest)
#include "dataset_test.moc"
