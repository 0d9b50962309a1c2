// Changes of settings that the loss plot is to mark: one mark for a whole drag, at its first step, with the text of its last.
#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QObject>

#include "engine/training/records.h"

namespace hourglass::app {

class ChangeMarker : public QObject {
    Q_OBJECT
public:
    /// An edit at this moment. Edits of the same subject belong together until finish(); an empty subject stands alone.
    void note(const QString &subject, const QString &what, const training::Status &status);
    void finish();
    void forget() { m_pending.reset(); } ///< of a curve that has ended
    /// Finishes what nobody has touched for a while. Called now and then.
    void tick();

signals:
    void marked(hourglass::core::Index step, double epoch, const QString &what);

private:
    struct Pending {
        QString subject, what;
        core::Index step;
        double epoch;
        QElapsedTimer sinceEdit;
    };
    std::optional<Pending> m_pending;
};

} // namespace hourglass::app
