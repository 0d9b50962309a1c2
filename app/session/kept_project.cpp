#include "app/session/kept_project.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include <QFile>
#include <QFileInfo>

#include "engine/files/atomic_file.h"

namespace hourglass::app {

namespace {

constexpr qint64 bytesOfABlock = 1 << 20;
constexpr qint64 mostBytesOfAMoment = 1'000'000'000;

double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

} // namespace

std::optional<core::Error> copyFile(const QString &from, const QString &to) {
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return core::Error{"The file cannot be read", from.toStdString(), "Look whether its disk is still there."};
    auto copy = files::AtomicFile::create(QFile::encodeName(to).toStdString());
    if (!copy)
        return copy.error();
    while (!source.atEnd()) {
        const QByteArray block = source.read(bytesOfABlock);
        if (block.isEmpty())
            return core::Error{"The file cannot be read", from.toStdString(), "Look whether its disk is still there."};
        if (auto error = copy->write(std::as_bytes(std::span(block.constData(), static_cast<std::size_t>(block.size())))))
            return error;
    }
    return copy->commit();
}

KeptProject::KeptProject(std::shared_ptr<project::ProjectFile> file, const std::vector<project::RunRecord> &runs, QString moment)
    : m_path(QString::fromStdString(file->path())), m_moment(std::move(moment)), m_file(std::move(file)) {
    noteRuns(runs);
}

KeptProject::KeptProject(QString path, std::shared_ptr<project::ProjectFile> source, const std::vector<project::RunRecord> &runs)
    : m_path(std::move(path)), m_source(std::move(source)) {
    noteRuns(runs);
}

void KeptProject::noteRuns(const std::vector<project::RunRecord> &runs) {
    for (const project::RunRecord &run : runs)
        m_data[run.id] = run.data;
}

KeptProject::~KeptProject() {
    if (!m_moment.isEmpty())
        QFile::remove(m_moment);
}

void KeptProject::noteData(std::int64_t run, const std::shared_ptr<const data::Dataset> &dataset, const std::string &source) {
    if (!dataset)
        return;
    if (m_summedData.lock() != dataset || m_summed.source != source) {
        m_summed = project::referenceTo(*dataset, source);
        m_summedData = dataset;
    }
    m_data[run] = m_summed;
}

std::optional<core::Error> KeptProject::open() {
    if (m_file && m_file->isInPlace())
        return {};
    m_file.reset();
    auto file = project::ProjectFile::open(m_path.toStdString());
    if (!file)
        return file.error();
    if (file->obstacle())
        return *file->obstacle();
    m_file = std::make_shared<project::ProjectFile>(std::move(*file));
    return {};
}

void KeptProject::keepMoment() {
    if (!std::exchange(m_isMomentDue, false) || m_moment.isEmpty() || QFileInfo(m_path).size() > mostBytesOfAMoment)
        return;
    QFile::remove(m_moment);
    static_cast<void>(copyFile(m_path, m_moment)); // without it there is no way back, and nothing else is wrong
}

WorkOutcome KeptProject::save(WorkSaving &saving) {
    const double before = processorSeconds();
    const bool wasOpen = m_file && m_file->isInPlace();
    WorkOutcome outcome;
    bool isCopyLost = false; // too damaged to be copied: what is in memory is written
    if (const auto source = std::exchange(m_source, nullptr))
        isCopyLost = source->copyTo(m_path.toStdString()).has_value();
    outcome.error = open();
    // What came since the last time is not enough for a file that is another.
    m_isBehind = true;
    const bool isWhole = saving.present.log.whole &&
                         std::none_of(saving.others.begin(), saving.others.end(), [](const project::Saving &each) { return each.isBeside && !each.log.whole; });
    outcome.isLost = outcome.error || isCopyLost || (!wasOpen && !isWhole);
    if (outcome.isLost)
        return outcome;
    keepMoment();
    const project::Saving *beside = nullptr;
    saving.present.run.data = m_data[saving.present.run.id];
    for (project::Saving &other : saving.others) {
        other.run.data = m_data[other.run.id];
        beside = other.isBeside ? &other : beside;
    }
    outcome.error = m_file->save(saving.present, beside);
    for (const project::Saving &other : saving.others)
        if (!outcome.error && !other.isBeside)
            outcome.error = m_file->save(other);
    if (!outcome.error && !saving.removed.empty())
        outcome.error = m_file->remove(saving.removed);
    for (SweepKeeper::Change::Row &row : saving.sweeps.rows) {
        if (row.record)
            row.sweep.record = sweeps::writeRecord(*row.record);
        if (!outcome.error)
            outcome.error = m_file->save(row.sweep);
    }
    if (!outcome.error && !saving.sweeps.removed.empty())
        outcome.error = m_file->removeSweeps(saving.sweeps.removed);
    outcome.processorSeconds = processorSeconds() - before;
    for (const project::FrameKeeping &keeping : saving.frames) { // not together with the state, which has no time to lose
        if (outcome.error)
            break;
        if (const auto kept = m_file->keep(keeping))
            outcome.frames.push_back(*kept);
        else
            outcome.error = kept.error();
    }
    outcome.frameSeconds = processorSeconds() - before - outcome.processorSeconds;
    if (outcome.error && !m_file->isInPlace()) {
        m_file.reset();
        outcome.isLost = true;
    }
    m_isBehind = outcome.error.has_value();
    return outcome;
}

std::vector<project::StoredFrame> KeptProject::frames(std::int64_t run) {
    return file() ? file()->frames(run) : std::vector<project::StoredFrame>();
}

core::Result<runs::KeyFrames::Frame> KeptProject::frame(const project::StoredFrame &stored, project::FramePlans &plans) {
    if (!file())
        return core::Error{"The project is not open", m_path.toStdString(), "Look whether its disk is still there."};
    return file()->frame(stored, plans);
}

std::optional<core::Error> KeptProject::copyTo(const QString &path) {
    return copyFile(m_path, path);
}

} // namespace hourglass::app
