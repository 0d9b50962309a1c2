#include "app/import/embedded.h"

#include <QByteArray>
#include <QResource>

#include "app/converters/child_converter.h"
#include "app/pictures/image_decoder.h"

// The resources of a static library are taken in by name, outside of any namespace.
static void takeInResources() {
    Q_INIT_RESOURCE(app);
}

namespace hourglass::app {

const data::Library &library() {
    static const QByteArray sample = [] {
        takeInResources();
        return QResource(QStringLiteral(":/sample/fashion-mnist-sample.gz")).uncompressedData();
    }();
    static const data::Library all({reinterpret_cast<const std::byte *>(sample.constData()), static_cast<std::size_t>(sample.size())},
                                   data::standardDataFolders(), &imageDecoder(), &converter());
    return all;
}

} // namespace hourglass::app
