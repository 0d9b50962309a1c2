// Some samples of several parts as a data set of their own.
#include <QtTest>

#include "engine/data/chosen_samples.h"
#include "engine/data/scaling.h"

using namespace hourglass;
using data::PartKind;

namespace {

/// As a sample of length 1 is made, without the work.
struct ToLengthOne : data::Scaling {
    bool takesLengths() const override { return true; }
    void apply(float *, core::Index, float *) const override {}
    void invert(const float *scaled, float length, float *original) const override {
        for (int i = 0; i < 2; ++i)
            original[i] = scaled[i] * length;
    }
    void invertExactly(const float *scaled, float length, double *original) const override {
        for (int i = 0; i < 2; ++i)
            original[i] = static_cast<double>(scaled[i]) * length;
    }
};

} // namespace

class ChosenSamplesTest : public QObject {
    Q_OBJECT

    static data::Dataset bytes() {
        data::Dataset dataset;
        dataset.shape = core::Shape(1, 1, 2);
        dataset.classNames = {"Boot", "Bag"};
        dataset.factorNames = {"sample"}; // taken
        dataset.train = {
            .samples = 3, .features = 2, .bytes = {1, 2, 3, 4, 5, 6}, .floats = {}, .labels = {0, 1, 0}, .groups = {}, .factors = {0.5f, 1.5f, 2.5f}};
        dataset.test = {.samples = 2, .features = 2, .bytes = {7, 8, 9, 10}, .floats = {}, .labels = {1, 1}, .groups = {}, .factors = {3.5f, 4.5f}};
        return dataset;
    }

private slots:
    void keepsBytesAndWhatIsKnown() {
        const auto chosen = data::chosenSamples(bytes(), {{PartKind::Test, 1}, {PartKind::Train, 0}, {PartKind::Train, 2}});
        QVERIFY(chosen);
        const data::Part &part = chosen->train;
        QCOMPARE(part.samples, core::Index(3));
        QCOMPARE(part.bytes, std::vector<std::uint8_t>({9, 10, 1, 2, 5, 6}));
        QCOMPARE(part.labels, std::vector<std::int32_t>({1, 0, 0}));
        QCOMPARE(chosen->factorNames, std::vector<std::string>({"sample", "sample_"}));
        QCOMPARE(part.factors, std::vector<float>({4.5f, 4.0f, 0.5f, 0.0f, 2.5f, 2.0f})); // the test part's second is the source's fifth
        QVERIFY(chosen->test.isEmpty() && chosen->samples() == 3);
    }

    void givesTheSourcesNumbers() {
        data::Dataset dataset;
        dataset.shape = core::Shape(2);
        dataset.train = {.samples = 2,
                         .features = 2,
                         .bytes = {},
                         .floats = {0.0f, 0.5f, 1.0f, 0.25f},
                         .labels = {},
                         .groups = {},
                         .factors = {},
                         .sourceIndex = {},
                         .lengths = {2.0f, 4.0f}};
        const auto plain = data::chosenSamples(dataset, {{PartKind::Train, 1}});
        QVERIFY(plain && plain->train.floats == std::vector<float>({1.0f, 0.25f}) && plain->train.labels.empty());
        dataset.scaling = std::make_shared<ToLengthOne>();
        const auto scaled = data::chosenSamples(dataset, {{PartKind::Train, 1}, {PartKind::Train, 0}});
        QVERIFY(scaled && !scaled->scaling);
        QCOMPARE(scaled->train.floats, std::vector<float>({4.0f, 1.0f, 0.0f, 1.0f}));
    }

    void givesUp() {
        const std::atomic<bool> isCancelled{true};
        QVERIFY(!data::chosenSamples(bytes(), {{PartKind::Train, 0}}, {nullptr, &isCancelled}));
        const auto none = data::chosenSamples(bytes(), {});
        QVERIFY(none && none->train.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ChosenSamplesTest)
#include "chosen_samples_test.moc"
