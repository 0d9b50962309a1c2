// Stacks on their way into files: the trainer hands out what was learned, and a thread of its own writes it beside the spec. Nobody waits but
// whoever lets go of this before all is written. Lives on the GUI thread.
#pragma once

#include <QObject>
#include <QSemaphore>

#include "app/background/worker.h"
#include "engine/spec/spec.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

/// NAME.json → NAME.safetensors
QString weightsBeside(const QString &file);

class StackSaver : public QObject {
    Q_OBJECT
public:
    /// The trainer must outlive it.
    explicit StackSaver(training::Trainer &trainer) : m_trainer(trainer) {}
    ~StackSaver() override { finish(); }

    /// Writes the spec as `file` (.json) and the weights as they are after the present step beside it; both or neither. Answered by saved() or
    /// failed(), in the order of the calls.
    void save(const spec::Spec &spec, const QString &file);
    /// Waits until all is written, and tells the answers. For the end of the program, when no window is kept from anything.
    void finish();

signals:
    void saved(const QString &file);
    void failed(const QString &file, const hourglass::core::Error &error);

private:
    void answer(const QString &file, const std::optional<core::Error> &error);

    training::Trainer &m_trainer;
    int m_asked = 0;      ///< since the last finish()
    QSemaphore m_written; ///< of those
    Worker m_worker;      ///< its own: reading data and fitting a PCA may take minutes
};

} // namespace hourglass::app
