#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>
#include <QStyleFactory>

#include <array>

namespace hourglass::ui {

namespace {

QColor mixed(const QColor &a, const QColor &b, double shareOfB) {
    const auto mix = [shareOfB](int from, int to) { return static_cast<int>(from + (to - from) * shareOfB + 0.5); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QPalette paletteOf(const Theme &theme) {
    QPalette palette;
    palette.setColor(QPalette::Window, theme.background);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.panel);
    palette.setColor(QPalette::AlternateBase, theme.background);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::Highlight, theme.accent());
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.dim);
    palette.setColor(QPalette::Link, theme.accent());
    palette.setColor(QPalette::Mid, theme.line);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, mixed(theme.dim, theme.panel, 0.4));
    return palette;
}

} // namespace

QColor Theme::accentPale() const {
    return mixed(panel, encoder, isDark ? 0.20 : 0.12);
}

Theme Theme::light() {
    return {.isDark = false, .background = {"#f6f7f9"}, .panel = {"#ffffff"}, .line = {"#e3e6ec"}, .text = {"#1d2330"}, .dim = {"#6b7385"},
            .encoder = {"#3b73d9"}, .code = {"#e8930c"}, .decoder = {"#12988a"}, .input = {"#8a93a6"}, .bad = {"#d0443e"},
            .good = {"#2c9c5a"}, .inkOnCode = {"#1d2330"}};
}

Theme Theme::dark() {
    return {.isDark = true, .background = {"#14171d"}, .panel = {"#1c2028"}, .line = {"#2c323d"}, .text = {"#e8ebf2"}, .dim = {"#8f98aa"},
            .encoder = {"#6a9bff"}, .code = {"#ffb545"}, .decoder = {"#3cc9b8"}, .input = {"#8a93a6"}, .bad = {"#ff7a73"},
            .good = {"#5fd08c"}, .inkOnCode = {"#1d2330"}};
}

QColor classColour(int label) {
    static constexpr std::array<const char *, 10> colours{"#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951",
                                                          "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0"};
    return QColor(colours[static_cast<std::size_t>(label < 0 ? 9 : label % 10)]);
}

QFont interfaceFont(double pointSize, QFont::Weight weight) {
    QFont font = QFontDatabase::hasFamily("Inter") ? QFont("Inter") : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (pointSize > 0)
        font.setPointSizeF(pointSize);
    font.setWeight(weight);
    return font;
}

QString styleSheet(const Theme &theme) {
    QString sheet = QStringLiteral(R"(
QMainWindow, QDialog { background: @background; }
QWidget { color: @text; }
QWidget[panel="true"] { background: @panel; border: 1px solid @line; border-top: none; border-bottom-left-radius: 10px; border-bottom-right-radius: 10px; }
QWidget[panelHeader="true"] { background: @panel; border: 1px solid @line; border-top-left-radius: 10px; border-top-right-radius: 10px; }
QLabel[panelTitle="true"] { font-weight: 600; }
QLabel[dim="true"] { color: @dim; }
QToolButton[chip="true"] { background: @panel; border: 1px solid @line; border-radius: 11px; padding: 3px 9px; }
QToolButton[chip="true"]:hover { border-color: @accent; }
QToolButton[chip="true"]:checked { background: @pale; border-color: @pale; color: @accent; font-weight: 600; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
)");
    const auto set = [&sheet](const char *name, const QColor &colour) { sheet.replace(QLatin1String(name), colour.name()); };
    set("@background", theme.background);
    set("@panel", theme.panel);
    set("@line", theme.line);
    set("@text", theme.text);
    set("@dim", theme.dim);
    set("@accent", theme.accent());
    set("@pale", theme.accentPale());
    return sheet;
}

Theme applyTheme(QApplication &application, ThemeChoice choice) {
    static const bool systemIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && systemIsDark);
    const Theme theme = dark ? Theme::dark() : Theme::light();
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setFont(interfaceFont());
    application.setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheet(theme));
    return theme;
}

} // namespace hourglass::ui
