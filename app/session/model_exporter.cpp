#include "app/session/model_exporter.h"

#include <utility>

#include <QFileInfo>
#include <QLocale>

#include "app/session/session.h"
#include "engine/core/floating_point.h"

namespace hourglass::app {

namespace {

/// "Exported map.onnx (ONNX: input (1 × 28 × 28) → code (2)); on 16 samples its operations differ from the network by at most 9.8e-07"
QString sentenceOf(const exporters::Report &report, const exporters::Row &format, const QString &path) {
    QStringList signatures;
    for (const std::string &signature : report.signatures)
        signatures << QString::fromStdString(signature);
    QStringList remarks;
    for (const std::string &remark : report.remarks)
        remarks << QString::fromStdString(remark);
    const QString samples = report.samples == 1 ? ModelExporter::tr("one sample") : ModelExporter::tr("%1 samples").arg(static_cast<int>(report.samples));
    return ModelExporter::tr("Exported %1 (%2: %3); on %4 its operations differ from the network by at most %5")
               .arg(QFileInfo(path).fileName(), QString::fromUtf8(format.label), signatures.join(QStringLiteral("; ")), samples,
                    QLocale().toString(report.difference, 'e', 1)) +
           (remarks.isEmpty() ? QString() : QStringLiteral(". ") + remarks.join(' '));
}

} // namespace

ModelExporter::ModelExporter(Session &session, std::string version) : QObject(&session), m_session(session), m_version(std::move(version)) {}

void ModelExporter::write(const exporters::Row &format, plan::StackPart part, const QString &path) {
    const auto dataset = m_session.dataset();
    const spec::Spec &spec = m_session.trained();
    exporters::Order order{.scaling = spec.data.scaling,
                           .title = spec.name,
                           .version = m_version,
                           .format = &format,
                           .part = part,
                           .path = path.toStdString(),
                           .training = spec.training};
    m_session.requestState([this, order, dataset, path](const runs::State &state) mutable {
        m_worker.run([this, order, dataset, path, state](const std::atomic<bool> &) mutable -> std::function<void()> {
            const auto failed = [this](core::Error error) { return [this, error = std::move(error)] { emit m_session.problemMet(error); }; };
            if (!state || !dataset || state->plan->input() != dataset->shape)
                return failed({"There is no stack yet that could be exported", order.path, "Export again when its data are read."});
            core::setFloatingPointMode();
            const core::Floats &parameters = state->averaged.isEmpty() ? state->parameters : state->averaged; // those that are seen
            order.subject = {state->plan, parameters.data(), state->state.data()};
            order.dataset = dataset.get();
            const auto report = exporters::exportModel(order);
            if (!report)
                return failed(report.error());
            return [this, sentence = sentenceOf(*report, *order.format, path)] { emit m_session.told(sentence); };
        });
    });
}

} // namespace hourglass::app
