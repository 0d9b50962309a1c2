#include "ui/theme/text_size.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

int textSize() {
    return TextSizeNews::get().percent();
}

int textSizeBeside(int percent, int by) {
    if (by > 0) {
        const auto larger = std::find_if(textSizes.begin(), textSizes.end(), [percent](int each) { return each > percent; });
        return larger == textSizes.end() ? textSizes.back() : *larger;
    }
    const auto smaller = std::find_if(textSizes.rbegin(), textSizes.rend(), [percent](int each) { return each < percent; });
    return smaller == textSizes.rend() ? textSizes.front() : *smaller;
}

int scaled(double pixels) {
    return static_cast<int>(std::lround(scaledReal(pixels)));
}

double scaledReal(double pixels) {
    return pixels * textSize() / usualTextSize;
}

TextSizeNews &TextSizeNews::get() {
    static TextSizeNews news;
    return news;
}

} // namespace hourglass::ui
