#include "app/commands/clock_text.h"

#include <cmath>
#include <iomanip>
#include <sstream>

namespace hourglass::app {

std::string clockText(double seconds) {
    if (!std::isfinite(seconds))
        return "–";
    const long long whole = static_cast<long long>(seconds + 0.5);
    std::ostringstream text;
    if (whole >= 3600)
        text << whole / 3600 << ':' << std::setw(2) << std::setfill('0');
    text << whole / 60 % 60 << ':' << std::setw(2) << std::setfill('0') << whole % 60;
    return text.str();
}

} // namespace hourglass::app
