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
        const QString what = curves.size() == 1 ? tr("the curves of 1 run") : tr("the curves of %L1 runs").arg(curves.size());
        const QString sentence =
            (form == Form::Csv ? tr("Wrote %1 to %2") : tr("Wrote %1 into %2: tensorboard --logdir shows them")).arg(what, QFileInfo(path).fileName());
        return [this, sentence] { emit m_session.told(sentence); };
    });
}

} // namespace hourglass::app
