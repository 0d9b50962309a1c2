#include "app/session/stack_saver.h"

#include <utility>

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFileInfo>

#include "engine/files/atomic_file.h"
#include "engine/files/weights.h"
#include "engine/spec/json.h"

namespace hourglass::app {

namespace {

/// Opens a file whose bytes are written, but not yet in their place.
core::Result<files::AtomicFile> written(const std::string &path, const std::string &text) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text.data(), text.size()))))
        return *error;
    return std::move(*file);
}

std::optional<core::Error> write(const spec::Spec &spec, const training::TrainingState *state, const QString &file) {
    if (!state)
        return core::Error{"The training did not hand out its weights, so nothing was saved", file.toStdString(), "Pause it and save again."};
    auto json = written(file.toStdString(), spec::writeSpec(spec));
    if (!json)
        return json.error();
    const core::Floats &parameters = state->averaged.isEmpty() ? state->parameters : state->averaged; // those that are seen
    if (auto error = files::writeWeights(weightsBeside(file).toStdString(), *state->plan, parameters, state->state))
        return error;
    return json->commit();
}

} // namespace

QString weightsBeside(const QString &file) {
    const QFileInfo info(file);
    return info.dir().filePath(info.completeBaseName() + QLatin1String(".safetensors"));
}

void StackSaver::save(const spec::Spec &spec, const QString &file) {
    ++m_asked;
    // Let go of when all is done with the request, whatever becomes of it.
    const std::shared_ptr<void> request(nullptr, [this](void *) { m_written.release(); });
    m_trainer.requestState([this, spec, file, request](training::Trainer::SharedState state) {
        m_worker.run([this, spec, file, request, state = std::move(state)](const std::atomic<bool> &) -> std::function<void()> {
            return [this, file, error = write(spec, state.get(), file)] { answer(file, error); };
        });
    });
}

void StackSaver::answer(const QString &file, const std::optional<core::Error> &error) {
    if (error)
        emit failed(file, *error);
    else
        emit saved(file);
}

void StackSaver::finish() {
    m_written.acquire(std::exchange(m_asked, 0));
    QCoreApplication::sendPostedEvents(&m_worker, QEvent::MetaCall);
}

} // namespace hourglass::app
