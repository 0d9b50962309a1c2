// Paper that is drawn on: strokes, noise, undo, and the sample that is made of it.
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <numeric>

#include "ui/code/decoded_tiles.h"
#include "ui/drawing/draw_canvas.h"
#include "ui/drawing/draw_view.h"

using namespace hourglass;
using namespace hourglass::ui;
using core::Shape;

namespace {

constexpr std::array<float, 3> white{1, 1, 1};

/// A bar of `value` on `ground`, in every channel.
Paper::Values bar(const Shape &shape, int left, int top, int width, int height, float value = 1, float ground = 0) {
    Paper::Values values(static_cast<std::size_t>(shape.size()), ground);
    for (int channel = 0; channel < shape.channels(); ++channel)
        for (int y = top; y < top + height; ++y)
            for (int x = left; x < left + width; ++x)
                values[static_cast<std::size_t>((channel * shape.height() + y) * shape.width() + x)] = value;
    return values;
}

double sumOf(const Paper::Values &values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

void verifyNear(const Paper::Values &values, const Paper::Values &expected, float tolerance) {
    QCOMPARE(values.size(), expected.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY2(std::abs(values[i] - expected[i]) <= tolerance, qPrintable(QString("%1: %2, not %3").arg(i).arg(values[i]).arg(expected[i])));
}

} // namespace

class DrawingTest : public QObject {
    Q_OBJECT

private slots:
    void aStrokeIsAsBroadAndLongAsItWasDrawn() {
        Paper paper;
        paper.reset(Shape(1, 28, 28), 0);
        QVERIFY(paper.isBlank());
        paper.begin(DrawTool::Brush, 4, white);
        paper.strokeTo({6, 14});
        paper.strokeTo({14, 14});
        paper.strokeTo({20, 14});
        const Paper::Values sample = paper.sample();
        QCOMPARE(sample[14 * 28 + 10], 1.0f);
        QCOMPARE(sample[14 * 28 + 2], 0.0f);
        QCOMPARE(sample[20 * 28 + 10], 0.0f);
        QVERIFY(std::abs(sumOf(sample) - (14 * 4 + 3.14159 * 4)) < 0.5); // no joint is drawn twice
        // Over itself a stroke is not brighter; another at half the brightness covers it.
        paper.strokeTo({6, 14});
        verifyNear(paper.sample(), sample, 0);
        paper.begin(DrawTool::Brush, 4, {0.5f, 0.5f, 0.5f});
        paper.strokeTo({10, 14});
        QCOMPARE(paper.sample()[14 * 28 + 10], 0.5f);
        paper.begin(DrawTool::Eraser, 40, white);
        paper.strokeTo({13, 14});
        QVERIFY(paper.isBlank());
        paper.undo();
        QCOMPARE(paper.sample()[14 * 28 + 10], 0.5f);
        paper.undo();
        verifyNear(paper.sample(), sample, 0);
        paper.undo();
        QVERIFY(paper.isBlank() && !paper.canUndo());
    }

    void centringIsThatOfMnist_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<float>("ground");
        QTest::newRow("light on dark") << 1 << 0.0f;
        QTest::newRow("dark on light") << 1 << 1.0f;
        QTest::newRow("colour") << 3 << 0.0f;
    }
    void centringIsThatOfMnist() {
        QFETCH(int, channels);
        QFETCH(float, ground);
        const Shape shape(channels, 28, 28);
        Paper paper;
        paper.reset(shape, ground);
        verifyNear(paper.centred(), Paper::Values(static_cast<std::size_t>(shape.size()), ground), 0);
        paper.put(bar(shape, 2, 21, 10, 4, 1 - ground, ground)); // 10 × 4 in a corner: 20 × 8 in the middle
        verifyNear(paper.centred(), bar(shape, 4, 10, 20, 8, 1 - ground, ground), 1e-5f);
        paper.put(bar(shape, 15, 0, 5, 25, 1 - ground, ground)); // shrunk: 4 × 20
        verifyNear(paper.centred(), bar(shape, 12, 4, 4, 20, 1 - ground, ground), 1e-5f);
    }

    void theCentreIsThatOfTheMass() {
        Paper paper;
        paper.reset(Shape(1, 28, 28), 0);
        paper.begin(DrawTool::Brush, 2, white); // an L: its box is not about its mass
        paper.strokeTo({3, 3});
        paper.strokeTo({3, 17});
        paper.strokeTo({12, 17});
        const Paper::Values sample = paper.centred();
        double mass = 0, x = 0, y = 0;
        int top = 28, bottom = 0;
        for (int row = 0; row < 28; ++row)
            for (int column = 0; column < 28; ++column) {
                const double ink = static_cast<double>(sample[static_cast<std::size_t>(row * 28 + column)]);
                mass += ink, x += ink * (column + 0.5), y += ink * (row + 0.5);
                if (ink > 0.02)
                    top = std::min(top, row), bottom = std::max(bottom, row);
            }
        QVERIFY(std::abs(x / mass - 14) < 0.02 && std::abs(y / mass - 14) < 0.02);
        QVERIFY(bottom - top + 1 >= 20 && bottom - top + 1 <= 21); // 20 high, on no border of pixels
    }

    void whatIsPutComesBackToTheBit() {
        for (const Shape &shape : {Shape(1, 28, 28), Shape(3, 17, 40), Shape(2, 5, 3), Shape(1, 500, 400)}) {
            Paper paper;
            paper.reset(shape, 0);
            Paper::Values values(static_cast<std::size_t>(shape.size()));
            for (std::size_t i = 0; i < values.size(); ++i)
                values[i] = static_cast<float>((i * 37) % 101) / 101.0f;
            paper.put(values);
            QCOMPARE(paper.sample(), values);
            paper.put({0.5f}); // of another size
            QCOMPARE(paper.sample(), values);
            paper.clear();
            QVERIFY(paper.isBlank() && !paper.picture());
            paper.undo();
            QVERIFY(paper.picture() && *paper.picture() == values);
            QCOMPARE(paper.sample(), values);
        }
    }

    void noiseHasItsStrengthAndStaysUnderTheBrush() {
        Paper paper;
        paper.reset(Shape(1, 64, 64), 0);
        paper.put(Paper::Values(64 * 64, 0.5f));
        paper.begin(DrawTool::Noise, 20, white);
        paper.strokeTo({20, 32});
        const Paper::Values once = paper.sample();
        paper.strokeTo({20, 32}); // a pixel gets its noise once a stroke
        QCOMPARE(paper.sample(), once);
        int changed = 0;
        double squares = 0;
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x) {
                const float value = once[static_cast<std::size_t>(y * 64 + x)];
                QVERIFY(value >= 0 && value <= 1);
                if (value != 0.5f) {
                    QVERIFY(std::hypot(x + 0.5 - 20, y + 0.5 - 32) <= 10);
                    ++changed;
                    squares += std::pow(static_cast<double>(value) - 0.5, 2);
                }
            }
        QVERIFY(std::abs(changed - 314) < 8);
        // A normal deviation of 0.5 cut at one deviation: ∫ z² within plus 1 beyond is 0.516 of its variance.
        QVERIFY(std::abs(squares / changed - 0.25 * 0.516) < 0.02);
        paper.begin(DrawTool::Noise, 20, white);
        paper.strokeTo({20, 32});
        QVERIFY(paper.sample() != once); // another stroke, other noise
    }

    void theMouseDrawsAndKeysUndo() {
        DrawView view;
        view.resize(640, 360);
        QSignalSpy drawn(&view, &DrawView::drawn);
        view.setData(Shape(1, 28, 28), {}, 0);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        DrawCanvas *canvas = view.canvas();
        const QRectF place = canvas->place();
        const auto at = [&](double x, double y) { return (place.topLeft() + QPointF(x, y) * place.width() / 28).toPoint(); };
        drawn.clear();
        QTest::mousePress(canvas, Qt::LeftButton, {}, at(7, 5));
        QTest::mouseMove(canvas, at(7, 20));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(7, 20));
        QVERIFY(drawn.size() >= 2);
        const auto values = [&] { return drawn.last().first().value<std::vector<float>>(); };
        QVERIFY(values()[14 * 28 + 14] > 0.9f); // centred
        QTest::mouseMove(canvas, at(20, 20));   // the button is up
        view.findChild<QToolButton *>("centreStrokes")->click();
        QVERIFY(values()[14 * 28 + 7] > 0.9f && values()[14 * 28 + 14] == 0 && values()[20 * 28 + 14] == 0);
        QTest::keyClick(canvas, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(values().empty() && canvas->paper().isBlank());
    }

    void theNumbersAreThoseOfTheSource() {
        DrawView view;
        QSignalSpy drawn(&view, &DrawView::drawn);
        view.setData(Shape(1, 4, 4), {-2, 6}, 0);
        const std::vector<float> values{-2, 0, 2, 4, 6, -2, 0, 2, 4, 6, -2, 0, 2, 4, 6, -2};
        view.putPicture(values, "no. 3");
        QCOMPARE(drawn.last().first().value<std::vector<float>>(), values);

        // Spoiled, its reconstruction is measured against what it was; in shares of the range, squared.
        view.canvas()->paper().begin(DrawTool::Eraser, 20, white);
        view.canvas()->paper().strokeTo({2, 2});
        analysis::ReconstructionColumn answer;
        answer.original.assign(16, -2);
        answer.reconstruction = values;
        answer.reconstruction[0] += 4;
        view.showAnswer(std::make_shared<const analysis::ReconstructionColumn>(answer));
        QCOMPARE(view.result()->tiles().size(), std::size_t(4));
        QVERIFY2(view.figures().contains("no. 3") && view.figures().contains(mseText(0.25 / 16)), qPrintable(view.figures()));

        // The same data again leave the paper alone, others do not.
        view.setData(Shape(1, 4, 4), {-2, 6}, 0);
        QVERIFY(view.canvas()->paper().picture());
        view.setData(Shape(1, 5, 5), {-2, 6}, 0);
        QVERIFY(view.canvas()->paper().isBlank());
        QVERIFY(!view.findChild<QWidget *>("brushSize")->parentWidget()->isHidden());
        view.setData(Shape(8), {}, 0); // no pictures: nothing to draw with
        QVERIFY(view.findChild<QWidget *>("brushSize")->parentWidget()->isHidden() && view.result()->parentWidget()->isHidden());
        QVERIFY(!view.header()->findChild<QToolButton *>("putSample")->isEnabled() && !view.header()->findChild<QToolButton *>("centreStrokes")->isEnabled());
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, view.canvas()->rect().center());
        QVERIFY(view.canvas()->paper().isBlank());
    }
};

QTEST_MAIN(DrawingTest)
#include "drawing_test.moc"
