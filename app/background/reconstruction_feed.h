// What the reconstructions show: samples of the shown part as they are chosen, and the person's own in front of them.
#pragma once

#include <algorithm>

#include <QObject>

#include "app/background/part_errors_feed.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/reconstruction_task.h"
#include "engine/analysis/sample_draw.h"
#include "engine/data/corruption.h"

namespace hourglass::app {

/// Out of what the samples were chosen.
struct SamplePool {
    analysis::SampleChoice choice;
    core::Index samples = 0;     ///< that there are to choose from
    std::optional<double> epoch; ///< of the errors that the worst and best were chosen by; nothing while these are measured
};

class ReconstructionFeed : public QObject {
    Q_OBJECT
public:
    explicit ReconstructionFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(bool isVisible);
    void setSampleCount(int count);
    /// Another view shows the same samples, as many as fit there; 0: none does.
    void setFollowed(int count);
    void setChoice(const analysis::SampleChoice &choice);
    const analysis::SampleChoice &choice() const { return m_choice; }
    /// Others of the same kind; in the place of the fixed set, the worst and the best any.
    void drawAnew();
    /// Samples of the shown part that are worked with.
    void setSelection(std::vector<core::Index> samples);
    /// By which the worst and the best are chosen.
    void setMeasure(analysis::Measure measure);
    /// Samples of the person's own, in front of those of the data set; those of another size are not shown.
    void setOwn(std::vector<std::vector<float>> samples);
    /// A moment whose reconstructions stand in a row of their own, until another training begins; null: none.
    void setEarlier(std::shared_ptr<const plan::Snapshot> moment);
    void setPca(std::shared_ptr<const analysis::Pca> pca);
    void setCorruption(const data::Corruption &corruption, std::uint64_t seed);
    /// Measures errors that are due.
    void follow(const training::Status &status) { m_errors.follow(status); }
    const std::shared_ptr<const analysis::Pca> &pca() const { return m_task.pca; }
    /// What is wanted: the samples, the corruption …
    const analysis::ReconstructionTask &task() const { return m_task; }
    /// As it was chosen; samples that have no such measure are shown with another.
    analysis::Measure measure() const { return m_measure; }

signals:
    void reconstructionsArrived(std::shared_ptr<const analysis::ReconstructionPicture> picture);
    void earlierDropped();
    void taskChanged();
    void poolChanged(const hourglass::app::SamplePool &pool); ///< also where the choice was changed here: other data have not these classes

private:
    bool isByError() const { return m_choice.kind == analysis::SampleChoice::Kind::Worst || m_choice.kind == analysis::SampleChoice::Kind::Best; }
    int sampleCount() const { return std::max(m_sampleCount, m_followedCount); }
    void watchErrors();
    void chooseSamples();
    void want();

    SnapshotFeed &m_snapshots;
    PartErrorsFeed m_errors;
    std::shared_ptr<analysis::Subscription<analysis::ReconstructionTask>> m_reconstructions;
    analysis::ReconstructionTask m_task;
    analysis::SampleChoice m_choice;
    std::vector<core::Index> m_selection;
    std::uint64_t m_draw = 0;
    analysis::Measure m_measure = analysis::Measure::Mse;
    int m_sampleCount = 12, m_followedCount = 0;
    bool m_isVisible = false;
};

} // namespace hourglass::app
