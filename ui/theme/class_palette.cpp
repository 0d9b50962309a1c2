#include "ui/theme/class_palette.h"

#include <array>

#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

using Colours = std::array<const char *, 10>;
constexpr Colours usual{"#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0"};
constexpr Colours distinct{"#0072b2", "#e69f00", "#d55e00", "#56b4e9", "#009e73", "#cc79a7", "#4a3fd6", "#f0e442", "#545454", "#bbbbbb"};

ClassPalette &present() {
    static ClassPalette palette = ClassPalette::Usual;
    return palette;
}

} // namespace

ClassPalette classPalette() {
    return present();
}

void setClassPalette(ClassPalette palette) {
    present() = palette;
}

QColor classColour(int label) {
    const Colours &colours = present() == ClassPalette::Distinct ? distinct : usual;
    return QColor(colours[static_cast<std::size_t>(label < 0 ? 9 : label % 10)]);
}

} // namespace hourglass::ui
