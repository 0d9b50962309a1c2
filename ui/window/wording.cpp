#include "ui/window/wording.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace hourglass::ui {

namespace {

struct Wording {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

const QString dash = QStringLiteral("–");

} // namespace

QString durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0)
        return dash;
    const QLocale locale;
    const auto whole = static_cast<long long>(std::ceil(seconds));
    const auto twoDigits = [&locale](long long value) { return (value < 10 ? locale.zeroDigit() : QString()) + locale.toString(value); };
    if (whole < 60)
        return Wording::tr("%1 s").arg(locale.toString(whole));
    if (whole < 3600)
        return Wording::tr("%1 min %2 s").arg(locale.toString(whole / 60), twoDigits(whole % 60));
    if (whole < 100 * 3600)
        return Wording::tr("%1 h %2 min").arg(locale.toString(whole / 3600), twoDigits(whole / 60 % 60));
    return Wording::tr("%1 days").arg(locale.toString(whole / 86400));
}

QString speedText(double samplesPerSecond, bool isShort) {
    if (!std::isfinite(samplesPerSecond) || samplesPerSecond <= 0)
        return dash;
    const QLocale locale;
    QString figure;
    if (samplesPerSecond < 9995)
        figure = locale.toString(std::round(samplesPerSecond), 'f', 0);
    else if (samplesPerSecond < 999.5e3)
        figure = Wording::tr("%1 k").arg(locale.toString(samplesPerSecond / 1e3, 'f', 0));
    else
        figure = Wording::tr("%1 M").arg(locale.toString(samplesPerSecond / 1e6, 'f', 2));
    return isShort ? Wording::tr("%1/s").arg(figure) : Wording::tr("%1 samples/s").arg(figure);
}

QString epochText(double epoch, long long epochs) {
    if (!std::isfinite(epoch) || epoch < 0)
        return dash;
    const QLocale locale;
    // Rounded down, so that an epoch is done when the figure says so.
    const QString done = locale.toString(std::floor(epoch * 10 + 1e-9) / 10, 'f', 1);
    return epochs > 0 ? Wording::tr("%1 / %2").arg(done, locale.toString(epochs)) : done;
}

QString moreEpochsText(long long epochs) {
    return epochs == 1 ? Wording::tr("1 more epoch") : Wording::tr("%1 more epochs").arg(QLocale().toString(epochs));
}

QString countText(long long count) {
    return QLocale().toString(count);
}

} // namespace hourglass::ui
