#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include <algorithm>
#include <cmath>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

QColor mixed(const QColor &a, const QColor &b, double shareOfB) {
    const auto mix = [shareOfB](int from, int to) { return static_cast<int>(from + (to - from) * shareOfB + 0.5); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

double luminance(const QColor &colour) {
    const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QPalette paletteOf(const Theme &theme) {
    QPalette palette(theme.panel, theme.background);
    palette.setColor(QPalette::Window, theme.background);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.panel);
    palette.setColor(QPalette::AlternateBase, theme.background);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.bad);
    palette.setColor(QPalette::Highlight, theme.accent());
    palette.setColor(QPalette::HighlightedText, theme.inkOn(theme.accent()));
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.dim);
    palette.setColor(QPalette::Link, theme.accent());
    palette.setColor(QPalette::LinkVisited, theme.accent());
    palette.setColor(QPalette::Light, theme.panel);
    palette.setColor(QPalette::Midlight, theme.line);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, theme.edge());
    palette.setColor(QPalette::Shadow, theme.isDark ? QColor(Qt::black) : theme.dim);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.disabled());
    return palette;
}

} // namespace

QColor Theme::accentPale() const {
    return mixed(panel, encoder, isDark ? 0.20 : 0.12);
}

QColor Theme::hover() const {
    return mixed(panel, text, isDark ? 0.06 : 0.035);
}

QColor Theme::edge() const {
    return mixed(line, dim, 0.4);
}

QColor Theme::track() const {
    return mixed(line, panel, isDark ? 0.0 : 0.1);
}

QColor Theme::disabled() const {
    return mixed(dim, panel, 0.45);
}

QColor Theme::inkOn(const QColor &fill) const {
    return contrast(fill, inkOnCode) > contrast(fill, Qt::white) ? inkOnCode : QColor(Qt::white);
}

QColor Theme::readable(const QColor &colour, const QColor &ground) const {
    const QColor under = ground.isValid() ? ground : panel;
    for (double share = 0.0; share < 1.0; share += 0.04)
        if (const QColor candidate = mixed(colour, text, share); contrast(candidate, under) >= 4.5)
            return candidate;
    return text;
}

Theme Theme::light() {
    return {.isDark = false,
            .background = {"#f6f7f9"},
            .panel = {"#ffffff"},
            .line = {"#e3e6ec"},
            .text = {"#1d2330"},
            .dim = {"#6b7385"},
            .encoder = {"#3b73d9"},
            .code = {"#e8930c"},
            .decoder = {"#12988a"},
            .input = {"#8a93a6"},
            .bad = {"#d0443e"},
            .good = {"#2c9c5a"},
            .inkOnCode = {"#1d2330"}};
}

Theme Theme::dark() {
    return {.isDark = true,
            .background = {"#14171d"},
            .panel = {"#1c2028"},
            .line = {"#2c323d"},
            .text = {"#e8ebf2"},
            .dim = {"#8f98aa"},
            .encoder = {"#6a9bff"},
            .code = {"#ffb545"},
            .decoder = {"#3cc9b8"},
            .input = {"#8a93a6"},
            .bad = {"#ff7a73"},
            .good = {"#5fd08c"},
            .inkOnCode = {"#1d2330"}};
}

double contrast(const QColor &a, const QColor &b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QFont interfaceFont(double pointSize, QFont::Weight weight) {
    // Asked for in paint paths, and looking a family up takes long.
    static const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    static const bool hasInter = QFontDatabase::hasFamily("Inter");
    QFont font = hasInter ? QFont("Inter") : system;
    // 13 pixels at 96 dots an inch, as drawn; somebody who has set larger letters for the whole desktop gets larger ones here.
    font.setPointSizeF(pointSize > 0 ? pointSize : scaledReal(std::max(9.75, 0.9 * system.pointSizeF())));
    font.setWeight(weight);
    return font;
}

QFont smallFont(int pixels) {
    QFont font = interfaceFont();
    font.setPixelSize(scaled(pixels));
    return font;
}

QFont smallFont(const QWidget &widget) {
    QFont font = widget.font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.87);
    return font;
}

bool isSystemDark(QApplication &) {
    // What applyTheme set hides the desktop's colours; without it they come through.
    const QPalette ours = QApplication::palette();
    QApplication::setPalette(QPalette());
    const bool isDark = luminance(QApplication::palette().color(QPalette::Window)) < luminance(QApplication::palette().color(QPalette::WindowText));
    QApplication::setPalette(ours);
    return isDark;
}

Theme applyTheme(QApplication &application, ThemeChoice choice) {
    if (application.style()->objectName().compare("fusion", Qt::CaseInsensitive) != 0)
        application.setStyle(QStyleFactory::create("Fusion"));
    const bool isDark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && isSystemDark(application));
    const Theme theme = isDark ? Theme::dark() : Theme::light();
    application.setFont(interfaceFont());
    application.setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheet(theme));
    return theme;
}

} // namespace hourglass::ui
