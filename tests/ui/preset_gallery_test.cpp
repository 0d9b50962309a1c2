#include <QPushButton>
#include <QtTest>

#include "ui/window/preset_gallery.h"

using namespace hourglass::ui;
using namespace hourglass;

namespace {

spec::Preset preset(const std::string &key, const std::string &name, const std::vector<core::Index> &widths, core::Index code) {
    spec::Preset made;
    made.key = key;
    made.sentence = "What " + name + " shows.";
    made.spec.name = name;
    for (const core::Index width : widths)
        made.spec.model.layers.push_back({"dense", {{"units", width}}});
    made.spec.model.layers.push_back({"dense", {{"units", std::string("data")}}});
    made.spec.model.code = code;
    made.spec.training.loss.kind = "binary_cross_entropy";
    return made;
}

std::vector<PresetSummary> five() {
    std::vector<PresetSummary> all;
    for (const auto &each : {preset("shallow", "Shallow", {10}, 0), preset("deep", "Deep", {128, 64, 32, 64, 128}, 2), preset("narrow", "Narrow", {64, 64}, 0),
                             preset("map", "Map", {256, 64, 2, 64, 256}, 2), preset("tabular", "Tabular", {64, 32, 64}, 1)})
        all.push_back(summaryOf(each, 784));
    return all;
}

} // namespace

class PresetGalleryTest : public QObject {
    Q_OBJECT

    struct Window : QWidget {
        QPushButton button{"Presets", this};
        PresetGallery gallery{this};
        explicit Window(const QSize &size = {1280, 800}) {
            resize(size);
            button.setGeometry(width() - 100, 10, 90, 32);
            gallery.showPresets(five());
            show();
            activateWindow();
        }
    };
    static QString focused() { return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString(); }

private slots:
    void summarySaysTheStack() {
        const PresetSummary deep = summaryOf(preset("deep", "Deep", {128, 64, 32, 64, 128}, 2), 784);
        QCOMPARE(deep.title, QString("Deep"));
        QCOMPARE(deep.stack, QString("784–128–64–32–64–128–784"));
        QCOMPARE(deep.training, QString("binary cross-entropy · Adam"));
        QCOMPARE(deep.code, std::size_t(3));
        QCOMPARE(deep.widths.size(), std::size_t(7));
    }

    void summaryShowsTheShapesOfTheStack() {
        plan::Outline outline;
        outline.input = core::Shape(1, 28, 28);
        const auto add = [&](const core::Shape &output, core::Index parameters, plan::Role role) {
            plan::LayerOutline layer;
            layer.input = outline.layers.empty() ? outline.input : outline.layers.back().output;
            layer.output = output;
            layer.parameters = parameters;
            layer.role = role;
            outline.layers.push_back(layer);
        };
        add(core::Shape(16, 14, 14), 160, plan::Role::Encoder);
        add(core::Shape(8), 90, plan::Role::Encoder);
        add(core::Shape(8), 0, plan::Role::Code); // leaves all as it is
        add(core::Shape(28, 32), 70, plan::Role::Decoder);
        const PresetSummary summary = summaryOf(preset("x", "X", {1}, 0), outline);
        QCOMPARE(summary.stack, QStringLiteral("784–16@14×14–8–28×32"));
        QCOMPARE(summary.code, std::size_t{2});
        QCOMPARE(summary.widths, (std::vector<core::Index>{784, 3136, 8, 896}));
    }

    void summaryOfOddStacks() {
        const PresetSummary empty = summaryOf(spec::Preset{}, 10); // no layer at all
        QCOMPARE(empty.widths.size(), std::size_t(1));
        QCOMPARE(empty.code, std::size_t(0));
        PresetCard card(empty);
        card.resize(card.sizeHint());
        QVERIFY(!card.grab().isNull());
        const PresetSummary none = summaryOf(preset("x", "X", {0, 5}, 99), 0); // impossible numbers must draw all the same
        QVERIFY(none.code < none.widths.size());
        PresetCard other(none);
        other.resize(other.sizeHint());
        QVERIFY(!other.grab().isNull());
    }

    void arrowsAndEnterChoose() {
        Window window;
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.gallery.setPresent("deep");
        QSignalSpy chosen(&window.gallery, &PresetGallery::presetChosen);
        window.gallery.toggle(&window.button);
        QVERIFY(window.gallery.isVisible());
        QCOMPARE(focused(), QString("preset-deep")); // starts at the present one
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
        QCOMPARE(focused(), QString("preset-narrow"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(focused(), QString("preset-narrow")); // nothing below it
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(focused(), QString("preset-tabular"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
        QCOMPARE(focused(), QString("preset-shallow"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_End);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QString("tabular"));
        QVERIFY(!window.gallery.isVisible());
    }

    void escapeClosesAndGivesTheFocusBack() {
        Window window;
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.button.setFocus();
        QSignalSpy chosen(&window.gallery, &PresetGallery::presetChosen);
        window.gallery.toggle(&window.button);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!window.gallery.isVisible());
        QCOMPARE(QApplication::focusWidget(), &window.button);
        QCOMPARE(chosen.count(), 0);
    }

    void clickChooses() {
        Window window;
        QSignalSpy chosen(&window.gallery, &PresetGallery::presetChosen);
        window.gallery.toggle(&window.button);
        QTest::mouseClick(window.gallery.cards().at(3), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QString("map"));
    }

    void clickBesideOrOnTheButtonCloses() {
        Window window;
        connect(&window.button, &QPushButton::clicked, &window.gallery, [&window] { window.gallery.toggle(&window.button); });
        QTest::mouseClick(&window.button, Qt::LeftButton);
        QVERIFY(window.gallery.isVisible());
        QTest::mouseClick(&window, Qt::LeftButton, {}, {20, 780});
        QVERIFY(!window.gallery.isVisible());
        QTest::mouseClick(&window.button, Qt::LeftButton);
        QVERIFY(window.gallery.isVisible());
        QTest::mouseClick(&window.button, Qt::LeftButton);
        QVERIFY(!window.gallery.isVisible());
    }

    void presentIsMarked() {
        Window window;
        window.gallery.setPresent("map");
        for (const PresetCard *card : window.gallery.cards())
            QCOMPARE(card->isPresent(), card->summary().key == "map");
        window.gallery.showPresets(five()); // the mark stays when the numbers of features change
        QVERIFY(window.gallery.cards().at(3)->isPresent());
        window.gallery.setPresent("nothing of the kind");
        for (const PresetCard *card : window.gallery.cards())
            QVERIFY(!card->isPresent());
    }

    void staysInsideSmallWindows() {
        for (const QSize &size : {QSize(1600, 1000), QSize(1024, 768), QSize(700, 400)}) {
            Window window(size);
            window.gallery.toggle(&window.button);
            const QRect card = QRect(window.gallery.card()->mapTo(&window, QPoint()), window.gallery.card()->size());
            QVERIFY(window.rect().contains(card));
            window.gallery.toggle(&window.button);
        }
    }

    void emptyGalleryOpens() {
        Window window;
        window.gallery.showPresets({});
        window.gallery.toggle(&window.button);
        QVERIFY(window.gallery.isVisible());
        window.gallery.shut();
    }

    void cardsLookDifferent() {
        PresetCard card(five().at(1));
        card.resize(card.sizeHint());
        const QImage plain = card.grab().toImage();
        card.setPresent(true);
        const QImage marked = card.grab().toImage();
        QVERIFY(plain != marked);
        card.setTheme(Theme::dark());
        QVERIFY(card.grab().toImage() != marked);
    }
};

QTEST_MAIN(PresetGalleryTest)
#include "preset_gallery_test.moc"
