#include "app/commands/render_order.h"

#include <QFileInfo>
#include <QImageWriter>

#include "app/commands/spec_options.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

core::Result<RenderOrder> renderOrderFrom(const Arguments &arguments, const std::vector<PanelRow> &rows) {
    RenderOrder order;
    const auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    order.spec = *spec;
    if (!arguments.has("--spec"))
        order.presetKey = QString::fromStdString(arguments.value("--preset").value_or("map"));
    const auto look = windowLookFrom(arguments, rows);
    if (!look)
        return look.error();
    static_cast<WindowLook &>(order) = *look;
    const auto scale = arguments.integer("--scale", 1, 1, 2);
    if (!scale)
        return scale.error();
    order.scale = static_cast<int>(*scale);
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
