#include "app/commands/parameter_hash.h"

#include <QCryptographicHash>

#include "engine/plan/placed_tensors.h"

namespace hourglass::app {

std::string parameterHash(const plan::Snapshot &snapshot) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const plan::PlacedTensor &placed : plan::tensorsOf(*snapshot.plan))
        if (!placed.isState)
            hash.addData(QByteArrayView(reinterpret_cast<const char *>(snapshot.parameters.data() + placed.offset),
                                        placed.tensor->size() * static_cast<core::Index>(sizeof(float))));
    return hash.result().toHex().toStdString();
}

} // namespace hourglass::app
