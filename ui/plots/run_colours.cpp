#include "ui/plots/run_colours.h"

#include <QPainter>

#include <array>

namespace hourglass::ui {

QColor runColour(int number, const Theme &theme) {
    struct Pair {
        QRgb light, dark;
    };
    static constexpr std::array<Pair, 8> colours{{{0x8b46d8, 0xb68bff},
                                                  {0x2f9440, 0x5fd07a},
                                                  {0xe0503f, 0xff7f6b},
                                                  {0xd24f93, 0xff8ab7},
                                                  {0x1593a0, 0x47c8d4},
                                                  {0x8a5a3c, 0xc99a76},
                                                  {0x7c8a1a, 0xc3cf4f},
                                                  {0x737a86, 0xa8afba}}};
    const Pair &pair = colours[static_cast<std::size_t>(number < 0 ? 0 : number) % colours.size()];
    return QColor::fromRgb(theme.isDark ? pair.dark : pair.light);
}

void paintRunDot(QPainter &painter, const QRectF &dot, const RunMark &run, const Theme &theme, bool isHollow) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (run.isPresent) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.encoder);
        painter.drawPie(dot, 90 * 16, 180 * 16);
        painter.setBrush(theme.code);
        painter.drawPie(dot, -90 * 16, 180 * 16);
    } else {
        const QColor colour = runColour(run.colour, theme);
        painter.setPen(QPen(colour, 1.6));
        painter.setBrush(isHollow ? QBrush(Qt::NoBrush) : QBrush(colour));
        painter.drawEllipse(dot);
    }
    painter.restore();
}

} // namespace hourglass::ui
