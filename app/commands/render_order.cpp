#include "app/commands/render_order.h"

#include <algorithm>
#include <cstdio>

#include <QFileInfo>
#include <QImageWriter>

#include "app/commands/spec_options.h"
#include "app/commands/window_options.h"
#include "app/wiring/arrangements.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"
#include "ui/theme/text_size.h"

namespace hourglass::app {

namespace {

constexpr int leastWidth = 960, leastHeight = 600, most = 8192;

core::Result<QSize> sizeFrom(const std::string &text) {
    int width = 0, height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &rest) != 2 || width < leastWidth || height < leastHeight || width > most || height > most)
        return core::Error{"\"" + text + "\" is no size from 960x600 to 8192x8192", "--size", "Give WIDTHxHEIGHT, like 1600x1000."};
    return QSize(width, height);
}

} // namespace

std::string panelKeys(const std::vector<PanelRow> &rows) {
    std::string keys;
    for (const PanelRow &row : rows)
        keys += (keys.empty() ? "" : ", ") + row.key;
    return keys;
}

std::vector<std::string> arrangementKeys() {
    std::vector<std::string> keys{"train"};
    for (const ui::Arrangement &arrangement : arrangements())
        keys.push_back(arrangement.key.toStdString());
    return keys;
}

core::Result<RenderOrder> renderOrderFrom(const Arguments &arguments, const std::vector<PanelRow> &rows) {
    RenderOrder order;
    const auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    order.spec = *spec;
    if (!arguments.has("--spec"))
        order.presetKey = QString::fromStdString(arguments.value("--preset").value_or("map"));
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    order.threads = *threads;
    if (const auto text = arguments.value("--size")) {
        const auto size = sizeFrom(*text);
        if (!size)
            return size.error();
        order.size = *size;
    }
    const auto theme = themeFrom(arguments.value("--theme").value_or("light"));
    if (!theme)
        return theme.error();
    order.theme = *theme;
    const auto scale = arguments.integer("--scale", 1, 1, 2);
    if (!scale)
        return scale.error();
    order.scale = static_cast<int>(*scale);
    const auto textSize = arguments.integer("--text-size", ui::usualTextSize, ui::textSizes.front(), ui::textSizes.back());
    if (!textSize)
        return textSize.error();
    order.textSize = static_cast<int>(*textSize);
    order.panel = arguments.value("--panel").value_or("");
    if (!order.panel.empty() && std::none_of(rows.begin(), rows.end(), [&order](const PanelRow &row) { return row.key == order.panel; }))
        return core::Error{"There is no panel " + spec::quoted(order.panel), "--panel", "Choose one of " + panelKeys(rows) + '.'};
    order.arrangement = arguments.value("--arrangement").value_or("train");
    order.colour = arguments.value("--colour").value_or("");
    const std::vector<std::string> known = arrangementKeys();
    if (std::find(known.begin(), known.end(), order.arrangement) == known.end())
        return core::Error{"There is no arrangement " + spec::quoted(order.arrangement), "--arrangement", spec::suggestion(order.arrangement, known)};
    order.path = QString::fromStdString(arguments.value("-o").value_or(""));
    if (order.path.isEmpty())
        return core::Error{"Where should the picture go?", "-o", "Give -o PICTURE.png."};
    const QByteArray format = QFileInfo(order.path).suffix().toLower().toLatin1();
    if (!QImageWriter::supportedImageFormats().contains(format))
        return core::Error{spec::quoted(order.path.toStdString()) + " is no picture that can be written", "-o", "Let its name end in .png."};
    const QFileInfo folder(QFileInfo(order.path).absolutePath());
    if (!folder.isDir() || !folder.isWritable() || QFileInfo(order.path).isDir())
        return core::Error{spec::quoted(order.path.toStdString()) + " cannot be written", "-o", "Name a file in a folder that is there and yours to write."};
    return order;
}

} // namespace hourglass::app
