#include "app/session/selection_exporter.h"

#include <utility>

#include <QFileInfo>
#include <QLocale>

#include "app/session/part_files.h"
#include "app/session/session.h"
#include "engine/data/chosen_samples.h"

namespace hourglass::app {

namespace {

std::optional<core::Error> writeSet(const data::Dataset &dataset, const SampleSet &set, SelectionExporter::Form form, const std::string &path,
                                    const data::Progress &progress) {
    const auto chosen = data::chosenSamples(dataset, set.samples, progress);
    if (!chosen)
        return chosen.error();
    switch (form) {
    case SelectionExporter::Form::Csv: return writePartAsCsv(*chosen, chosen->train, path, progress);
    case SelectionExporter::Form::Npy: return writePartAsNpy(*chosen, chosen->train, path, progress);
    case SelectionExporter::Form::Pictures: break;
    }
    return writePartAsPictures(*chosen, chosen->train, path, progress);
}

} // namespace

SelectionExporter::SelectionExporter(Session &session) : QObject(&session), m_session(session) {}

void SelectionExporter::write(std::shared_ptr<const SampleSet> set, Form form, const QString &path) {
    if (!set || set->samples.empty() || !m_session.dataset()) {
        emit m_session.problemMet({"No samples are selected", path.toStdString(), "Draw a line about some with Shift held down, on the map."});
        return;
    }
    m_worker.run([this, set = std::move(set), dataset = m_session.dataset(), form, path](const std::atomic<bool> &cancelled) -> std::function<void()> {
        const data::Progress progress{nullptr, &cancelled};
        if (auto error = writeSet(*dataset, *set, form, path.toStdString(), progress))
            return [this, error = std::move(*error)] { emit m_session.problemMet(error); };
        const QString count = QLocale().toString(static_cast<qlonglong>(set->samples.size()));
        return [this, sentence = tr("Wrote the %1 selected samples (%2) to %3").arg(count, set->name, QFileInfo(path).fileName())] {
            emit m_session.told(sentence);
        };
    });
}

} // namespace hourglass::app
