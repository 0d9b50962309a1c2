// What samples are coloured by: values and scales against a slow and obvious way, what is offered, and how it is written.
#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "engine/data/generators/generator.h"
#include "ui/colouring/colour_bar.h"
#include "ui/colouring/colour_map.h"
#include "ui/colouring/colouring_choice.h"

using namespace hourglass;
using namespace hourglass::ui;
using core::Index;
using data::PartKind;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

data::Dataset drawn(const std::string &key, const spec::Values &options = {{"samples", Index{300}}}) {
    auto dataset = data::generate(*data::findGenerator(key), options, 3);
    if (!dataset)
        qFatal("%s", dataset.error().sentence().c_str());
    return *dataset;
}

/// Three columns, of which the second is whole; the first of a part is 10 times its number.
data::Dataset table(Index columns = 3) {
    data::Dataset dataset;
    dataset.shape = core::Shape(columns);
    for (Index column = 0; column < columns; ++column)
        dataset.featureNames.push_back("column " + std::to_string(column));
    for (data::Part *part : {&dataset.train, &dataset.test}) {
        part->samples = part == &dataset.train ? 40 : 20;
        part->features = columns;
        for (Index i = 0; i < part->samples; ++i)
            for (Index column = 0; column < columns; ++column)
                part->floats.push_back(column == 1 ? static_cast<float>(i % 4) : static_cast<float>(10 * i + column) + 0.5f);
    }
    return dataset;
}

ColouringEntry entryNamed(const data::Dataset &dataset, const QString &name) {
    for (const ColouringEntry &entry : colouringsOf(dataset))
        if (entry.name == name)
            return entry;
    qFatal("no entry %s", qPrintable(name));
}

QStringList namesOf(const data::Dataset &dataset) {
    QStringList names;
    for (const ColouringEntry &entry : colouringsOf(dataset))
        names << entry.name;
    return names;
}

double lightnessOf(const QColor &colour) { // of CIELAB, from sRGB
    const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    const double y = 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    return 116 * (y > 0.008856 ? std::cbrt(y) : 7.787 * y + 16.0 / 116) - 16;
}

int distance(const QColor &a, const QColor &b) {
    return std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()), std::abs(a.blue() - b.blue())});
}

} // namespace

class ColouringTest : public QObject {
    Q_OBJECT
private slots:
    void offersWhatIsKnown() {
        QCOMPARE(namesOf(drawn("sprites")), (QStringList{"Class", "Shape", "Size", "Rotation", "x", "y", "Cluster", "Predicted class", "Density", "Error (MSE)",
                                                         "Part", "Number in the source", "None"}));
        QCOMPARE(namesOf(drawn("swiss-roll")), (QStringList{"Angle", "Height", "Cluster", "Density", "Error (MSE)", "Part", "Number in the source", "None"}));
        QCOMPARE(namesOf(table()),
                 (QStringList{"column 0", "column 1", "column 2", "Cluster", "Density", "Error (MSE)", "Part", "Number in the source", "None"}));
        QCOMPARE(namesOf(table(65)), (QStringList{"Cluster", "Density", "Error (MSE)", "Part", "Number in the source", "None"}));
        data::Dataset bare = table();
        bare.featureNames.clear();
        bare.test = {};
        QCOMPARE(namesOf(bare), (QStringList{"Cluster", "Density", "Error (MSE)", "Number in the source", "None"}));
    }

    void findsTheSameNameInOtherData() {
        const std::vector<ColouringEntry> sprites = colouringsOf(drawn("sprites")), roll = colouringsOf(drawn("swiss-roll")), columns = colouringsOf(table());
        const ColouringEntry x{ColouringKind::Factor, 0, "x"};
        QCOMPARE(entryLike(sprites, x), (ColouringEntry{ColouringKind::Factor, 3, "x"}));
        QCOMPARE(entryLike(roll, x), (ColouringEntry{ColouringKind::Factor, 0, "Angle"}));      // without classes: the first factor
        QCOMPARE(entryLike(roll, {ColouringKind::None, -1, "None"}).kind, ColouringKind::None); // unless nothing was wanted
        QCOMPARE(entryLike(sprites, {ColouringKind::Factor, 0, "Angle"}).kind, ColouringKind::Class);
        QCOMPARE(entryLike(columns, {ColouringKind::Factor, 0, "column 2"}), (ColouringEntry{ColouringKind::Feature, 2, "column 2"}));
        QCOMPARE(entryLike(columns, {ColouringKind::Class, -1, "Class"}).kind, ColouringKind::None);
    }

    void factorsAreThoseOfEachSample() {
        const data::Dataset sprites = drawn("sprites");
        for (const ColouringEntry &entry : colouringsOf(sprites)) {
            if (entry.kind != ColouringKind::Factor)
                continue;
            const Colouring colouring = makeColouring(sprites, entry);
            for (const PartKind kind : data::partKinds)
                for (Index i = 0; i < partOf(sprites, kind).samples; ++i)
                    QCOMPARE(colouring.valueOf({kind, i}), partOf(sprites, kind).factors[static_cast<std::size_t>(5 * i + entry.column)]);
            QVERIFY(std::isnan(colouring.valueOf({PartKind::Test, sprites.test.samples})));
            QVERIFY(std::isnan(colouring.valueOf({PartKind::Train, -1})));
        }
        QCOMPARE(makeColouring(sprites, entryNamed(sprites, "Shape")).scale.steps, (std::vector<float>{0, 1, 2}));
        QVERIFY(makeColouring(sprites, entryNamed(sprites, "Rotation")).scale.isCyclic());
        QVERIFY(!makeColouring(sprites, entryNamed(sprites, "Size")).scale.isCyclic());
    }

    void columnsAreThoseOfEachRow() {
        const data::Dataset rows = table();
        for (int column = 0; column < 3; ++column) {
            const Colouring colouring = makeColouring(rows, entryNamed(rows, QString("column %1").arg(column)));
            for (const PartKind kind : {PartKind::Train, PartKind::Test})
                for (Index i = 0; i < partOf(rows, kind).samples; ++i)
                    QCOMPARE(colouring.valueOf({kind, i}), partOf(rows, kind).floats[static_cast<std::size_t>(3 * i + column)]);
        }
        const Colouring whole = makeColouring(rows, entryNamed(rows, "column 1"));
        QCOMPARE(whole.scale.steps, (std::vector<float>{0, 1, 2, 3}));
        QCOMPARE(whole.describe(2), "column 1 2");
        const Colouring parts = makeColouring(rows, entryNamed(rows, "Part"));
        QCOMPARE(parts.describe(parts.valueOf({PartKind::Test, 3})), "Part test");
        QCOMPARE(parts.scale.textOf(parts.valueOf({PartKind::Train, 3})), "training");
        QCOMPARE(makeColouring(rows, entryNamed(rows, "Number in the source")).shownValue(3), 43.0f);
    }

    void groupsHaveTheirNames() {
        for (const int count : {3, 12}) { // steps, and more than that
            data::Dataset rows = table();
            for (int group = 0; group < count; ++group)
                rows.groupNames.push_back("patient " + std::to_string(group + 1));
            for (data::Part *part : {&rows.train, &rows.test})
                for (Index i = 0; i < part->samples; ++i)
                    part->groups.push_back(static_cast<std::int32_t>(i % count));
            QCOMPARE(namesOf(rows).first(), QString("Group"));
            const Colouring colouring = makeColouring(rows, entryNamed(rows, "Group"));
            QCOMPARE(colouring.scale.steps.empty(), count == 12);
            QCOMPARE(colouring.describe(colouring.valueOf({PartKind::Test, 4})), "Group patient " + QString::number(4 % count + 1));
            QCOMPARE(colouring.scale.markAt(1), "patient " + QString::number(count));
            QVERIFY(colouring.colourOf(0, Theme::light()) != colouring.colourOf(1, Theme::light()));
        }
    }

    void factorsThatAreWordsHaveThem() {
        data::Dataset rows = table();
        rows.factorNames = {"age", "batch"};
        rows.factorWords = {{}, {"first", "second"}};
        for (data::Part *part : {&rows.train, &rows.test})
            for (Index i = 0; i < part->samples; ++i)
                part->factors.insert(part->factors.end(), {static_cast<float>(i), i == 0 ? std::nanf("") : static_cast<float>(i % 2)});
        const Colouring colouring = makeColouring(rows, entryNamed(rows, "batch"));
        QCOMPARE(colouring.describe(colouring.valueOf({PartKind::Test, 3})), "batch second");
        QCOMPARE(colouring.scale.textOf(colouring.valueOf({PartKind::Test, 0})), "unknown");
        QCOMPARE(makeColouring(rows, entryNamed(rows, "age")).describe(2), "age 2.0");
    }

    void whatIsMeasuredComesLater() {
        const data::Dataset sprites = drawn("sprites");
        const ColouringEntry entry = entryNamed(sprites, "Predicted class");
        const Colouring waiting = makeColouring(sprites, entry);
        QVERIFY(waiting.hasValues() && !waiting.isKnown() && std::isnan(waiting.shownValue(0)));
        MeasuredValues measured{ColouringKind::Predicted,
                                std::vector<float>(static_cast<std::size_t>(sprites.test.samples), 1.0f),
                                ColourScale::ofKinds({"round", "square", "pointed"}, {4, 0, 7}),
                                {}};
        measured.values[3] = 2;
        measured.values[5] = notANumber;
        const Colouring known = makeColouring(sprites, entry, measured);
        QVERIFY(known.isKnown() && known.scale.hasUnknown);
        QCOMPARE(known.describe(known.shownValue(3)), "Predicted class pointed");
        QCOMPARE(known.colourOf(known.shownValue(3), Theme::light()), classColour(7)); // kinds have colours of classes, which no scale lies between
        QCOMPARE(known.colourOf(known.shownValue(0), Theme::light()), classColour(0));
        QCOMPARE(known.palette(Theme::dark())[0], classColour(4));
        QVERIFY(std::isnan(known.shownValue(5)) && std::isnan(known.valueOf({PartKind::Train, 0})));
        // Neither values of something else, nor of other data, nor an obstacle are taken for values.
        measured.kind = ColouringKind::Density;
        QVERIFY(!makeColouring(sprites, entry, measured).isKnown());
        measured.kind = ColouringKind::Predicted;
        measured.values.pop_back();
        QVERIFY(!makeColouring(sprites, entry, measured).isKnown());
        const Colouring failed = makeColouring(sprites, entry, {ColouringKind::Predicted, {}, {}, "These codes are not finite."});
        QVERIFY(colourBarHelp(failed).contains("These codes are not finite."));
        QVERIFY(failed.scale.textOf(notANumber) != waiting.scale.textOf(notANumber));
    }

    void manyKindsStayWithinTheMap() {
        QStringList names;
        std::vector<int> classes;
        for (int kind = 0; kind < 80; ++kind) {
            names << QString("kind %1").arg(kind);
            classes.push_back(kind);
        }
        const ColourScale scale = ColourScale::ofKinds(names, classes);
        std::set<int> levels;
        for (int kind = 0; kind < 64; ++kind)
            levels.insert(scale.levelOf(static_cast<float>(kind)));
        QCOMPARE(levels.size(), 64u);
        QCOMPARE(scale.levelOf(79), 63);
        const data::Dataset rows = table();
        const auto colouring = std::make_shared<const Colouring>(
            makeColouring(rows, {ColouringKind::Cluster, -1, "Cluster"},
                          {ColouringKind::Cluster, std::vector<float>(static_cast<std::size_t>(rows.test.samples)), scale, {}}));
        ColourBar bar(nullptr);
        bar.setColouring(colouring);
        bar.place({600, 300});
        QVERIFY(QRect(0, 0, 600, 300).contains(bar.geometry()));
        QVERIFY(levelAt(bar.rect(), *colouring, {12, 40}));
        QVERIFY(!levelAt(bar.rect(), *colouring, {12, bar.height() - 12.0})); // there stands how many more there are
    }

    void theScaleSpansAllPartsAndClipsFarEnds() {
        std::mt19937 random(5);
        std::normal_distribution<float> normal;
        std::vector<float> values;
        for (int i = 0; i < 5000; ++i)
            values.push_back(normal(random));
        values.push_back(notANumber);
        values.push_back(1000);
        const Ends slow = slowly(values);
        const ColourScale scale = ColourScale::of(values);
        QCOMPARE(scale.low, slow.low);
        QCOMPARE(scale.high, slow.high);
        QVERIFY(scale.isClippedAbove && scale.high < 4 && scale.hasUnknown);
        QVERIFY(scale.markAt(1).startsWith(QStringLiteral("≥ ")));
        QCOMPARE(scale.levelOf(1000), ColourScale::levels - 1);
        QCOMPARE(scale.levelOf(notANumber), int(ColourScale::levels));
        QCOMPARE(scale.levelOf(std::numeric_limits<float>::infinity()), int(ColourScale::levels));

        std::vector<float> even;
        for (int i = 0; i <= 1000; ++i)
            even.push_back(static_cast<float>(i) / 1000 + 0.25f);
        const ColourScale whole = ColourScale::of(even);
        QCOMPARE(whole.low, 0.25);
        QCOMPARE(whole.high, 1.25);
        QVERIFY(!whole.isClippedBelow && !whole.isClippedAbove && !whole.hasUnknown && whole.steps.empty());
        QCOMPARE(whole.markAt(0), "0.25");
        QCOMPARE(whole.markAt(0.5), "0.75");
        for (const float value : even)
            QCOMPARE(whole.levelOf(value), static_cast<int>(std::lround((static_cast<double>(value) - 0.25) * 63)));
    }

    void fewWholeNumbersAreSteps() {
        QCOMPARE(ColourScale::of({3, 1, 1, -2, 3}).steps, (std::vector<float>{-2, 1, 3}));
        std::vector<float> ten{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, eleven = ten;
        eleven.push_back(10);
        QCOMPARE(ColourScale::of(ten).steps.size(), 10u);
        QVERIFY(ColourScale::of(eleven).steps.empty());
        QVERIFY(ColourScale::of({0, 1, 1.5f}).steps.empty());
        std::set<int> levels;
        for (const float value : ten)
            levels.insert(ColourScale::of(ten).levelOf(value));
        QCOMPARE(levels.size(), 10u);
        QCOMPARE(ColourScale::of({-2, 5}).textOf(-2), QStringLiteral("−2"));
        ColourScale seconds = ColourScale::of({0, 7, 90.5f, 600}); // their offset is added when they are written
        seconds.offset = 1717200000;
        QCOMPARE(seconds.textOf(90.5f), QLocale().toString(1717200090.5, 'f', 0));
        QCOMPARE(seconds.markAt(1), QLocale().toString(1717200600.0, 'f', 0));
        QCOMPARE(ColourScale::of({4}).levelOf(4), ColourScale::levels / 2);
        QCOMPARE(ColourScale::of({}).levelOf(1), ColourScale::levels - 1); // of nothing, from 0 to 1
    }

    void anglesGoRound() {
        const ColourScale scale = ColourScale::of({0.1f, 2, 6.2f}, 2 * M_PI);
        QCOMPARE(scale.levelOf(0), scale.levelOf(static_cast<float>(2 * M_PI)));
        QCOMPARE(scale.levelOf(-1), scale.levelOf(static_cast<float>(2 * M_PI) - 1));
        QCOMPARE(scale.textOf(1.5708f), "1.57");
        QCOMPARE(scale.markAt(0) + scale.markAt(0.5) + scale.markAt(1), QStringLiteral("0π2π"));
        for (int i = 0; i < ColourScale::levels; ++i) // nowhere a tear
            QVERIFY(distance(circleColour(i / 64.0), circleColour((i + 1) / 64.0)) < 20);
        QCOMPARE(circleColour(0), circleColour(1));
    }

    void coloursAreEven() {
        for (const Theme &theme : {Theme::light(), Theme::dark()}) {
            double before = -1;
            for (int i = 0; i <= 50; ++i) { // lightness grows along viridis, as evenly as its samples
                const double lightness = lightnessOf(lineColour(i / 50.0, theme));
                QVERIFY(before < 0 || (lightness > before + 0.9 && lightness < before + 2.6));
                before = lightness;
            }
            QVERIFY(contrast(lineColour(0, theme), theme.panel) > 1.4 && contrast(lineColour(1, theme), theme.panel) > 1.25);
        }
        QVERIFY(distance(lineColour(127.5 / 255 / 0.9375, Theme::light()), QColor(33, 145, 140)) <= 3); // the middle of viridis
        for (int i = 0; i < 64; ++i)
            QVERIFY(std::abs(lightnessOf(circleColour(i / 64.0)) - lightnessOf(circleColour(0))) < 8);
    }

    void theBarShowsItsColoursAndFitsTheMap() {
        const data::Dataset sprites = drawn("sprites");
        for (const Theme &theme : {Theme::light(), Theme::dark()})
            for (const QString &name : {QString("Size"), QString("Rotation"), QString("Shape")}) {
                const auto colouring = std::make_shared<const Colouring>(makeColouring(sprites, entryNamed(sprites, name)));
                ColourBar bar(nullptr);
                bar.setTheme(theme);
                bar.setColouring(colouring);
                bar.place({600, 400});
                QVERIFY(QRect(0, 0, 600, 400).contains(bar.geometry()));
                QVERIFY(bar.accessibleName().contains(name) && !bar.toolTip().isEmpty());
                const QImage image = bar.grab().toImage();
                for (const double share : {0.1, 0.5, 0.9}) { // somewhere in the bar stands the colour of that value
                    const ColourScale &scale = colouring->scale;
                    const auto steps = static_cast<double>(scale.steps.size());
                    const float value =
                        steps > 0 ? scale.steps[static_cast<std::size_t>(share * steps)] : static_cast<float>(scale.low + share * (scale.high - scale.low));
                    int nearest = 255;
                    for (int y = 0; y < image.height(); ++y)
                        nearest = std::min(nearest, distance(image.pixelColor(12, y), colouring->colourOf(value, theme)));
                    QVERIFY2(nearest <= 6, qPrintable(name));
                }
            }
        ColourBar bar(nullptr);
        bar.setColouring(nullptr);
        QVERIFY(bar.isEmpty());
    }

    void theChoiceSaysWhatWasChosen() {
        ColouringChoice choice;
        std::vector<ColouringEntry> chosen;
        connect(&choice, &ColouringChoice::chosen, this, [&](const ColouringEntry &entry) { chosen.push_back(entry); });
        const data::Dataset roll = drawn("swiss-roll");
        const std::vector<ColouringEntry> entries = colouringsOf(roll);
        choice.showEntries(entries, entries[1]);
        QCOMPARE(choice.currentText(), "Height");
        QVERIFY(chosen.empty()); // only the person chooses
        choice.show();
        choice.setFocus();
        QTest::keyClick(&choice, Qt::Key_Up);
        QCOMPARE(chosen.size(), 1u);
        QCOMPARE(chosen[0], entries[0]);
        choice.showEntries({}, {});
        QVERIFY(choice.isHidden());
    }

private:
    struct Ends {
        double low, high;
    };
    /// The rule as it is written, by sorting.
    static Ends slowly(std::vector<float> values) {
        std::vector<float> known;
        for (const float value : values)
            if (std::isfinite(value))
                known.push_back(value);
        std::sort(known.begin(), known.end());
        const auto last = static_cast<double>(known.size() - 1);
        const double below = known[static_cast<std::size_t>(std::lround(0.01 * last))], above = known[static_cast<std::size_t>(std::lround(0.99 * last))];
        const double reach = 0.25 * (above - below);
        return {below - known.front() > reach ? below : known.front(), known.back() - above > reach ? above : known.back()};
    }
};

QTEST_MAIN(ColouringTest)
#include "colouring_test.moc"
