// Where the size of the numbers is what a training suffers from, a sentence says so and names the setting that mends it.
#include <QTest>

#include "engine/training/demands.h"
#include "tests/support/shaped_data.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

/// Two features that vary by so much, in 50 samples.
data::Dataset table(float first, float second, float shift = 0) {
    data::Part part;
    part.samples = 50;
    part.features = 2;
    for (Index i = 0; i < part.samples; ++i)
        for (const float range : {first, second})
            part.floats.push_back(shift + range * static_cast<float>(i) / 49);
    data::Dataset dataset = datasetOf(part);
    dataset.featureNames = {"day", "income"};
    dataset.range = {shift, shift + std::max(first, second)};
    return dataset;
}

bool namesTheSetting(const std::string &sentence) {
    return sentence.find("data.scaling.kind=standardise") != std::string::npos && sentence.find("Data, Scaling, Standardise") != std::string::npos;
}

} // namespace

class ScaleNotesTest : public QObject {
    Q_OBJECT

private slots:
    void featuresOfUnlikeSizeAreNamed() {
        const std::string note = training::noteOnScale(table(0.5f, 2e9f));
        QVERIFY2(namesTheSetting(note) && note.find("day varies by 0.5") != std::string::npos && note.find("income by 2e+09") != std::string::npos,
                 note.c_str());
        spec::Spec spec;
        const std::vector<std::string> notes = training::notesOn(spec, table(0.5f, 2e9f));
        QVERIFY(std::find(notes.begin(), notes.end(), note) != notes.end());
    }

    void largeNumbersAre() {
        const std::string note = training::noteOnScale(table(1e28f, 2e28f));
        QVERIFY2(namesTheSetting(note) && note.find("2e+28") != std::string::npos, note.c_str());
        QVERIFY(!training::noteOnScale(table(1, 2, 3e6f)).empty());
    }

    void nothingIsSaidOfOthers() {
        QCOMPARE(training::noteOnScale(table(1, 9e5f)), std::string());
        QCOMPARE(training::noteOnScale(table(0, 0)), std::string()); // nothing varies
        QCOMPARE(training::noteOnScale(table(0, 2)), std::string()); // a constant has no size to compare
        data::Dataset pictures = table(0.5f, 2e9f);
        pictures.shape = core::Shape(1, 2, 1);
        QCOMPARE(training::noteOnScale(pictures), std::string());
        QCOMPARE(training::noteOnScale(datasetOf(countingPart(20, 3, true))), std::string());
        data::Dataset scaled = table(0.5f, 2e9f);
        spec::DataSpec wanted;
        wanted.scaling = {"standardise", {}};
        QCOMPARE(shaped(scaled, wanted), std::string());
        QCOMPARE(training::noteOnScale(scaled), std::string());
    }

    void divergenceIsBlamedOnWhatCausesIt() {
        const char *const rate = "Lower the learning rate.";
        QCOMPARE(training::hintOnDivergence(table(0.5f, 1), rate), std::string(rate));
        const std::string large = training::hintOnDivergence(table(1e28f, 2e28f), rate);
        QVERIFY2(namesTheSetting(large) && large.find(rate) == std::string::npos, large.c_str());
        const std::string either = training::hintOnDivergence(table(2e4f, 3e4f), rate);
        QVERIFY2(namesTheSetting(either) && either.find(rate) != std::string::npos, either.c_str());
    }
};

QTEST_APPLESS_MAIN(ScaleNotesTest)
#include "scale_notes_test.moc"
