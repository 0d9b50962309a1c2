#include "app/commands/parameter_hash.h"

#include <QCryptographicHash>

#include "engine/plan/plan.h"

namespace hourglass::app {

std::string parameterHash(const plan::Snapshot &snapshot) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const plan::PlacedLayer &placed : snapshot.plan->layers()) {
        const float *values = snapshot.parameters.data() + placed.parameters;
        for (const layers::Tensor &tensor : placed.traits().parameters) {
            hash.addData(QByteArrayView(reinterpret_cast<const char *>(values), tensor.size() * static_cast<core::Index>(sizeof(float))));
            values += core::padded(tensor.size());
        }
    }
    return hash.result().toHex().toStdString();
}

} // namespace hourglass::app
