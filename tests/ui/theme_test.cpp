// The colours keep their promises, and the style sheet is whole.
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QStyleOptionComboBox>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "ui/theme/class_palette.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/figures.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/panel.h"
#include "ui/theme/theme.h"
#include "ui/theme/theme_switch.h"

using namespace hourglass::ui;

class ThemeTest : public QObject {
    Q_OBJECT

    /// The least distance in OKLab (Ottosson 2020) between two of the ten colours, as eyes see them whose cones are as `cones` says (Machado, Oliveira and
    /// Fernandes 2009, the whole deficiency, on linear light).
    static double leastDistance(const std::array<double, 9> &cones) {
        std::vector<std::array<double, 3>> seen;
        for (int label = 0; label < 10; ++label) {
            const QColor colour = classColour(label);
            const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
            const double r = linear(colour.redF()), g = linear(colour.greenF()), b = linear(colour.blueF());
            std::array<double, 3> light{};
            for (std::size_t i = 0; i < 3; ++i)
                light[i] = std::clamp(cones[3 * i] * r + cones[3 * i + 1] * g + cones[3 * i + 2] * b, 0.0, 1.0);
            const double l = std::cbrt(0.4122214708 * light[0] + 0.5363325363 * light[1] + 0.0514459929 * light[2]),
                         m = std::cbrt(0.2119034982 * light[0] + 0.6806995451 * light[1] + 0.1073969566 * light[2]),
                         s = std::cbrt(0.0883024619 * light[0] + 0.2817188376 * light[1] + 0.6299787005 * light[2]);
            seen.push_back({0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s});
        }
        double least = 1e9;
        for (std::size_t i = 0; i < seen.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                least = std::min(least, std::hypot(seen[i][0] - seen[j][0], seen[i][1] - seen[j][1], seen[i][2] - seen[j][2]));
        return least;
    }

private slots:
    void contrastFollowsTheFormula() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        QVERIFY(std::abs(contrast(QColor("#767676"), Qt::white) - 4.54) < 0.01); // the well-known greyest grey that passes
    }

    void classesAreToldApartByColourBlindEyes() {
        constexpr std::array<double, 9> all{1, 0, 0, 0, 1, 0, 0, 0, 1};
        constexpr std::array<double, 9> noRed{0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998};
        constexpr std::array<double, 9> noGreen{0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881};
        setClassPalette(ClassPalette::Usual);
        const double usually = leastDistance(noGreen);
        const QColor usual = classColour(2);
        setClassPalette(ClassPalette::Distinct);
        for (const auto &cones : {all, noRed, noGreen})
            QVERIFY2(leastDistance(cones) > 0.07, qPrintable(QString::number(leastDistance(cones))));
        QVERIFY(leastDistance(noGreen) > 3 * usually);
        for (int label = 0; label < 10; ++label) // Okabe's own yellow is as faint on white as a colour here may be
            for (const QColor &ground : {Theme::light().panel, Theme::dark().panel})
                QVERIFY2(contrast(classColour(label), ground) >= 1.25, qPrintable(classColour(label).name()));
        QCOMPARE(classColour(13), classColour(3));
        setClassPalette(ClassPalette::Usual);
        QCOMPARE(classColour(2), usual);
    }

    void textReads_data() {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textReads() {
        QFETCH(bool, isDark);
        const Theme theme = isDark ? Theme::dark() : Theme::light();
        for (const QColor &ground : {theme.panel, theme.background, theme.hover(), theme.accentPale()})
            QVERIFY(contrast(theme.text, ground) >= 4.5);
        QVERIFY(contrast(theme.dim, theme.panel) >= 4.5);
        for (const QColor &colour : {theme.encoder, theme.code, theme.decoder, theme.good, theme.bad, theme.dim})
            for (const QColor &ground : {theme.panel, theme.background, theme.accentPale()})
                QVERIFY2(contrast(theme.readable(colour, ground), ground) >= 4.5, qPrintable(colour.name()));
        // Text on amber is ink: white reaches a third of that.
        QCOMPARE(theme.inkOn(theme.code), theme.inkOnCode);
        QVERIFY(contrast(theme.inkOnCode, theme.code) >= 4.5);
        QVERIFY(contrast(theme.inkOn(theme.accent()), theme.accent()) >= 4.5);
    }

    void colourThatReadsStaysAsItIs() {
        QCOMPARE(Theme::dark().readable(Theme::dark().code), Theme::dark().code);
        QVERIFY(Theme::light().readable(Theme::light().code) != Theme::light().code);
    }

    void sheetIsWhole_data() { textReads_data(); }
    void sheetIsWhole() {
        QFETCH(bool, isDark);
        const QString sheet = styleSheet(isDark ? Theme::dark() : Theme::light());
        QVERIFY(sheet.size() > 1000);
        QString rules = sheet;
        rules.remove(QRegularExpression("/\\*.*?\\*/", QRegularExpression::DotMatchesEverythingOption));
        QVERIFY2(!rules.contains('@'), qPrintable(rules.mid(rules.indexOf('@'), 30)));
        QCOMPARE(rules.count('{'), rules.count('}'));
        auto files = QRegularExpression("url\\((.*?)\\)").globalMatch(rules);
        QVERIFY(files.hasNext());
        while (files.hasNext()) {
            const QString file = files.next().captured(1);
            QVERIFY2(QFile::exists(file), qPrintable(file));
        }
    }

    void appliedThemeReachesThePalette() {
        const Theme dark = applyTheme(*qApp, ThemeChoice::Dark);
        QVERIFY(dark.isDark);
        QCOMPARE(QApplication::palette().color(QPalette::Base), dark.panel);
        QCOMPARE(applyTheme(*qApp, ThemeChoice::Light).isDark, false);
        QCOMPARE(QApplication::palette().color(QPalette::Base), Theme::light().panel);
    }

    void whatIsChosenHasTheRoomUpToTheArrow() {
        applyTheme(*qApp, ThemeChoice::Light);
        QComboBox box;
        box.addItem("Binary cross-entropy");
        box.resize(160, 26);
        box.ensurePolished();
        QStyleOptionComboBox option;
        option.initFrom(&box);
        option.subControls = QStyle::SC_All;
        option.frame = true;
        const QRect text = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
        const QRect arrow = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, &box);
        QVERIFY2(text.right() < arrow.left() && arrow.left() - text.right() <= 6 && text.left() <= 10,
                 qPrintable(QString("%1 … %2, the arrow from %3").arg(text.left()).arg(text.right()).arg(arrow.left())));
    }

    void systemIsAskedBehindOurOwnPalette() {
        applyTheme(*qApp, ThemeChoice::Light);
        const bool system = isSystemDark(*qApp);
        applyTheme(*qApp, ThemeChoice::Dark);
        const QPalette before = QApplication::palette();
        QCOMPARE(isSystemDark(*qApp), system);
        QCOMPARE(QApplication::palette(), before);
        applyTheme(*qApp, ThemeChoice::Light);
        QCOMPARE(isSystemDark(*qApp), system);
        QCOMPARE(applyTheme(*qApp, ThemeChoice::System).isDark, system);
    }

    void switchFollowsTheSystemOnlyWhenAsked() {
        ThemeSwitch themes(*qApp, ThemeChoice::Dark);
        QSignalSpy changed(&themes, &ThemeSwitch::themeChanged);
        themes.reconsider();
        QCoreApplication::processEvents();
        QCOMPARE(changed.count(), 0);
        QVERIFY(themes.theme().isDark);
        themes.choose(ThemeChoice::System);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(themes.theme().isDark, isSystemDark(*qApp));
        themes.reconsider();
        themes.reconsider();
        QCoreApplication::processEvents();
        QCOMPARE(changed.count(), 1); // nothing has changed
    }

    void figuresHaveOneWidth() {
        const QFontMetricsF metrics(interfaceFont());
        QCOMPARE(figuresWidth(metrics, "1 111"), figuresWidth(metrics, "8 000"));
        FigureLabel label("1");
        label.reserve("1000");
        const QSize before = label.sizeHint();
        label.setText("777");
        QCOMPARE(label.sizeHint(), before);
        label.setText("88888");
        QVERIFY(label.sizeHint().width() > before.width());
        label.setText(QString());
        QVERIFY(label.sizeHint().height() > 0);
    }

    void figuresAlign() {
        QImage image(100, 20, QImage::Format_RGB32);
        const auto inkAt = [&image](Qt::Alignment alignment) {
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setFont(interfaceFont());
            drawFigures(painter, QRectF(0, 0, 100, 20), alignment, "8");
            painter.end();
            for (int x = 0; x < 100; ++x)
                for (int y = 0; y < 20; ++y)
                    if (qGray(image.pixel(x, y)) < 128)
                        return x;
            return -1;
        };
        const int left = inkAt(Qt::AlignLeft | Qt::AlignVCenter), centre = inkAt(Qt::AlignCenter), right = inkAt(Qt::AlignRight | Qt::AlignVCenter);
        QVERIFY(left >= 0 && left < 5);
        QVERIFY(centre > 40 && centre < 55);
        QVERIFY(right > 85);
    }

    void glyphsAreDrawn() {
        for (const Glyph glyph : {Glyph::Play, Glyph::Pause, Glyph::Close, Glyph::Float, Glyph::Attention, Glyph::Note, Glyph::Check, Glyph::Hourglass}) {
            const QImage image = glyphIcon(glyph, Qt::red).pixmap(32, 32).toImage();
            bool isInked = false;
            for (int i = 0; i < 32 * 32; ++i)
                isInked = isInked || image.pixelColor(i % 32, i / 32).alpha() > 200;
            QVERIFY(isInked);
        }
        QVERIFY(!programIcon().pixmap(64, 64).isNull());
    }

    void panelCoversItsCorners() {
        class Filled : public Panel {
        public:
            using Panel::Panel;
            void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), Qt::magenta); }
        };
        for (const Theme &theme : {Theme::light(), Theme::dark()}) {
            Filled panel("filled", "Filled");
            panel.setTheme(theme);
            panel.resize(200, 100);
            panel.show();
            QCoreApplication::processEvents();
            const QImage image = panel.grab().toImage();
            QCOMPARE(image.pixelColor(0, image.height() - 1), theme.background);
            QCOMPARE(image.pixelColor(image.width() - 1, image.height() - 1), theme.background);
            QCOMPARE(image.pixelColor(image.width() / 2, image.height() / 2), QColor(Qt::magenta));
        }
    }

    void headerKeepsItsHeightAndElides() {
        Panel panel("p", "Title");
        panel.header()->setSubtitle("a subtitle much longer than there is room for in a narrow panel");
        QToolButton *chip = panel.header()->addChip("Chip", "What it does", true);
        QCOMPARE(panel.header()->sizeHint().height(), 38);
        QVERIFY(panel.header()->minimumSizeHint().width() < 200);
        QCOMPARE(chip->accessibleName(), QString("Chip"));
        QCOMPARE(ElidedLabel("long text").minimumSizeHint().width(), 0);
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
