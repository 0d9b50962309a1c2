// The colours keep their promises, and the style sheet is whole.
#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QToolButton>
#include <QtTest>

#include "ui/theme/elided_label.h"
#include "ui/theme/figures.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/panel.h"
#include "ui/theme/theme.h"
#include "ui/theme/theme_switch.h"

using namespace hourglass::ui;

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void contrastFollowsTheFormula() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        QVERIFY(std::abs(contrast(QColor("#767676"), Qt::white) - 4.54) < 0.01); // the well-known greyest grey that passes
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
        const int left = inkAt(Qt::AlignLeft | Qt::AlignVCenter), centre = inkAt(Qt::AlignCenter),
                  right = inkAt(Qt::AlignRight | Qt::AlignVCenter);
        QVERIFY(left >= 0 && left < 5);
        QVERIFY(centre > 40 && centre < 55);
        QVERIFY(right > 85);
    }

    void glyphsAreDrawn() {
        for (const Glyph glyph : {Glyph::Play, Glyph::Pause, Glyph::Close, Glyph::Float, Glyph::Attention, Glyph::Note,
                                  Glyph::Check, Glyph::Hourglass}) {
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
