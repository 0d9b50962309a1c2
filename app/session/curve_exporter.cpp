#include "app/session/curve_exporter.h"

#include <memory>
#include <utility>

#include <QFileInfo>

#include "app/session/session.h"
#include "engine/runs/curve_files.h"

namespace hourglass::app {

CurveExporter::CurveExporter(Session &session) : QObject(&session), m_session(session) {}

void CurveExporter::write(const std::vector<std::uint64_t> &runs, Form form, const QString &path) {
    struct Copied {
        std::string name;
        std::int64_t created;
        std::shared_ptr<const runs::RunLog> log;
    };
    std::vector<Copied> copies; // the training goes on writing its own
    for (const std::uint64_t id : runs)
        if (const runs::NamedRun *run = m_session.runList().find(id))
            copies.push_back({run->name, run->created, run->log->copy()});
    m_worker.run([this, copies = std::move(copies), form, path](const std::atomic<bool> &) -> std::function<void()> {
        std::vector<runs::RunCurves> curves;
        for (const Copied &copy : copies)
            curves.push_back({copy.name, copy.created, runs::seriesOf(*copy.log)});
        const auto error = form == Form::Csv ? runs::writeCurvesAsCsv(curves, path.toStdString()) : runs::writeCurvesForTensorBoard(curves, path.toStdString());
        if (error)
            return [this, error = *error] { emit m_session.problemMet(error); };
        const QString sentence =
            (form == Form::Csv ? tr("Wrote the curves of %n run(s) to %1", nullptr, static_cast<int>(curves.size()))
                               : tr("Wrote the curves of %n run(s) into %1: tensorboard --logdir shows them", nullptr, static_cast<int>(curves.size())))
                .arg(QFileInfo(path).fileName());
        return [this, sentence] { emit m_session.told(sentence); };
    });
}

} // namespace hourglass::app
