// The project that a window's work is kept in, as the thread that writes it has it: opened when it is first needed, and again where its disk was gone.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QString>

#include "app/session/sweep_shelf.h"
#include "engine/data/dataset.h"
#include "engine/project/project_file.h"

namespace hourglass::app {

/// What is to be written at once.
struct WorkSaving {
    project::Saving present;
    std::vector<project::Saving> others; ///< runs beside it that changed
    std::vector<std::int64_t> removed;
    SweepKeeper::Change sweeps;
    std::vector<project::FrameKeeping> frames; ///< moments of runs
};

struct WorkOutcome {
    std::optional<core::Error> error;
    bool isLost = false; ///< the file has to be opened again: what was handed out before may not be in it
    double processorSeconds = 0;
    std::vector<project::FramesKept> frames; ///< of each that was asked for, up to the first error
    double frameSeconds = 0;
};

/// All functions on the writer's thread, but the constructors and path().
class KeptProject {
public:
    /// A file that may not be there yet. `moment`: where the file is copied to before it is first written on; empty: nowhere.
    KeptProject(QString path, QString moment) : m_path(std::move(path)), m_moment(std::move(moment)) {}
    /// One that was opened to be written.
    KeptProject(std::shared_ptr<project::ProjectFile> file, const std::vector<project::RunRecord> &runs, QString moment);
    /// A file that begins as a copy of one that cannot be written.
    KeptProject(QString path, std::shared_ptr<project::ProjectFile> source, const std::vector<project::RunRecord> &runs);
    ~KeptProject();
    KeptProject(const KeptProject &) = delete;
    KeptProject &operator=(const KeptProject &) = delete;

    const QString &path() const { return m_path; }
    /// The run is trained on these data, which are summed up unless they are those of before.
    void noteData(std::int64_t run, const std::shared_ptr<const data::Dataset> &dataset, const std::string &source);
    /// Takes hold of the file, which nobody else writes from then on; makes one where there is none.
    std::optional<core::Error> open();
    WorkOutcome save(WorkSaving &saving);
    /// The file as it was saved last, written to `path` whole or not at all.
    std::optional<core::Error> copyTo(const QString &path);
    /// The moments of a run that lie in the file, and one of them with its arrays; an error, too, where the file is not there.
    std::vector<project::StoredFrame> frames(std::int64_t run);
    core::Result<runs::KeyFrames::Frame> frame(const project::StoredFrame &stored, project::FramePlans &plans);
    /// The data of runs that the other one knows.
    void takeData(const KeptProject &other) { m_data = other.m_data; }
    /// Whether the last save failed.
    bool isBehind() const { return m_isBehind; }
    /// Closes the file, with its lock.
    void close() { m_file.reset(); }

private:
    void noteRuns(const std::vector<project::RunRecord> &runs);
    void keepMoment();
    project::ProjectFile *file() const { return m_file ? m_file.get() : m_source.get(); } ///< null: not open

    QString m_path, m_moment;
    bool m_isMomentDue = true, m_isBehind = false;
    std::shared_ptr<project::ProjectFile> m_file;   ///< null: to be opened
    std::shared_ptr<project::ProjectFile> m_source; ///< to be copied first
    std::map<std::int64_t, project::DataReference> m_data;
    std::weak_ptr<const data::Dataset> m_summedData;
    project::DataReference m_summed;
};

/// Copies a file, whole or not at all. On any thread.
std::optional<core::Error> copyFile(const QString &from, const QString &to);

} // namespace hourglass::app
