// The panel of the code's units: order, lengths, figures, and what is said of codes that are no distributions.
#include <QLabel>
#include <QtTest>

#include <cmath>

#include "ui/code/code_units.h"
#include "ui/code/unit_rows.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/theme.h"

using namespace hourglass;
using namespace hourglass::ui;
using analysis::UnitPosterior;

namespace {

std::shared_ptr<analysis::PosteriorPicture> units(const std::vector<double> &divergences) {
    auto picture = std::make_shared<analysis::PosteriorPicture>();
    picture->hasPrior = true;
    picture->deviations = {1}; // some
    for (const double divergence : divergences) {
        UnitPosterior unit;
        unit.divergence = divergence;
        unit.variance = divergence > 0.1 ? 0.9 : 0.001;
        unit.low = -4;
        unit.high = 4;
        unit.shares.assign(UnitPosterior::bins, 1.0f / UnitPosterior::bins);
        picture->units.push_back(std::move(unit));
    }
    return picture;
}

QString subtitleOf(const CodeUnits &view) {
    QString all;
    for (const QLabel *label : view.header()->findChildren<QLabel *>())
        all += label->text() + '|';
    return all;
}

} // namespace

class CodeUnitsTest : public QObject {
    Q_OBJECT

private slots:
    void whatTellsMostStandsAtTheTop() {
        CodeUnits view;
        view.header()->setParent(&view);
        view.resize(420, 300);
        view.show();
        view.showPicture(units({0.5, 2.0, 0.01, 1.0}));
        QCOMPARE(view.rows()->order(), (std::vector<int>{1, 3, 0, 2}));
        const double longest = view.rows()->barOf(1).width();
        QVERIFY(longest > 50);
        QVERIFY(std::abs(view.rows()->barOf(3).width() - longest / 2) < 0.01);
        QVERIFY(std::abs(view.rows()->barOf(0).width() - longest / 4) < 0.01);
        QVERIFY(view.rows()->rowOf(1).bottom() <= view.rows()->rowOf(3).top() + 0.01);
        QVERIFY2(subtitleOf(view).contains("3 of 4 units active"), qPrintable(subtitleOf(view)));
        QVERIFY2(subtitleOf(view).contains("KL 3.51 nats"), qPrintable(subtitleOf(view)));
        QVERIFY(view.rows()->textOf(1).contains("2 nats (2.89 bits)") && view.rows()->textOf(1).contains("active"));
        QVERIFY(view.rows()->textOf(2).contains("not active"));
        // Rows keep their places while the keys are there.
        view.activateWindow();
        view.rows()->setFocus();
        QTRY_VERIFY(view.rows()->hasFocus());
        view.showPicture(units({3.0, 2.0, 0.01, 1.0}));
        QCOMPARE(view.rows()->order(), (std::vector<int>{1, 3, 0, 2}));
        view.showPicture(units({1.0, 2.0})); // other units are another order
        QCOMPARE(view.rows()->order(), (std::vector<int>{1, 0}));
    }

    void withoutAPriorTheVarianceCounts() {
        CodeUnits view;
        view.resize(420, 300);
        view.show();
        auto picture = units({0, 0, 0});
        picture->hasPrior = false;
        picture->deviations.clear();
        for (std::size_t i = 0; i < 3; ++i) {
            picture->units[i].divergence.reset();
            picture->units[i].variance = static_cast<double>(i);
        }
        view.showPicture(picture);
        QCOMPARE(view.rows()->order(), (std::vector<int>{2, 1, 0}));
        QVERIFY(!subtitleOf(view).contains("KL"));
        QVERIFY(!view.rows()->textOf(2).contains("nats"));
        QVERIFY(!view.grab().isNull());
    }

    void thePriorsCurveLiesOverTheCodes() {
        for (const Theme &theme : {Theme::light(), Theme::dark()}) {
            UnitRows rows;
            rows.setTheme(theme);
            rows.resize(420, 120);
            const auto picture = units({1.0});
            auto without = units({1.0});
            without->hasPrior = false;
            rows.showPicture(picture);
            const QImage both = rows.grab().toImage();
            rows.showPicture(without);
            QVERIFY(both != rows.grab().toImage());
        }
    }

    void nothingAndObstaclesAreASentence() {
        CodeUnits view;
        view.resize(300, 200);
        view.show();
        const QImage empty = view.grab().toImage();
        auto broken = std::make_shared<analysis::PosteriorPicture>();
        broken->obstacle = core::Error{"The codes are not finite", "", "Lower the learning rate."};
        view.showPicture(units({1.0, 0.5}));
        QVERIFY(view.grab().toImage() != empty);
        view.showPicture(broken);
        QVERIFY(view.rows()->order().empty());
        view.clear();
        QVERIFY(view.grab().toImage() == empty);
    }

    void aThousandUnitsScroll() {
        UnitRows rows;
        rows.resize(300, 200);
        std::vector<double> many;
        for (int i = 0; i < 1000; ++i)
            many.push_back(i * 0.001);
        rows.showPicture(units(many));
        rows.show();
        QVERIFY(rows.verticalScrollBar()->maximum() > 20'000);
        rows.verticalScrollBar()->setValue(rows.verticalScrollBar()->maximum());
        QVERIFY(rows.rowOf(0).bottom() <= rows.viewport()->height());
        QVERIFY(rows.rowOf(999).bottom() < 0);
    }
};

QTEST_MAIN(CodeUnitsTest)
#include "code_units_test.moc"
