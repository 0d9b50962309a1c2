// Changes of settings that the loss plot is to mark: one mark for a whole drag, at its first step, with the text of its last.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QObject>

#include "engine/runs/checkpoint.h"
#include "engine/training/records.h"

namespace hourglass::app {

class ChangeMarker : public QObject {
    Q_OBJECT
public:
    using Before = std::shared_ptr<const runs::Checkpoint>;

    /// An edit at this moment. Edits of the same subject belong together until finish(); an empty subject stands alone. The first of them asks
    /// for what was trained before it.
    void note(const QString &subject, const QString &what, const training::Status &status, const std::function<Before()> &before);
    void finish();
    /// Finishes what nobody has touched for a while. Called now and then.
    void tick();

signals:
    void marked(hourglass::core::Index step, double epoch, const QString &what, const std::shared_ptr<const hourglass::runs::Checkpoint> &before);

private:
    struct Pending {
        QString subject, what;
        core::Index step;
        double epoch;
        Before before;
        QElapsedTimer sinceEdit;
    };
    std::optional<Pending> m_pending;
};

} // namespace hourglass::app
