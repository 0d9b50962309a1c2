// The samples that somebody points at, holds on to, or works with: one value for all views. A view shows it and asks to change it; none
// knows another.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "engine/data/sample_id.h"

namespace hourglass::app {

/// Some samples, and what they have in common: "Class 3", "worst 100".
struct SampleSet {
    QString name;
    std::vector<data::SampleId> samples;
};

/// Lives on the GUI thread. Each change is told to all, also to who asked for it.
class SampleSelection : public QObject {
    Q_OBJECT
public:
    using Sample = std::optional<data::SampleId>;
    using QObject::QObject;

    const Sample &hovered() const { return m_hovered; }
    const Sample &pinned() const { return m_pinned; }
    /// Null: no set was chosen.
    const std::shared_ptr<const SampleSet> &set() const { return m_set; }

    /// Samples of other data are not those meant: nothing is hovered, pinned, chosen or kept any more.
    void setDataset(const std::shared_ptr<const data::Dataset> &dataset);
    /// `by` has the sample under its mouse, and shows that itself.
    void hover(const Sample &sample, const QObject *by);
    void pin(const Sample &sample);
    void choose(std::shared_ptr<const SampleSet> set);
    /// The chosen set from now on has this name, and stands among those kept, in the place of one of the same name.
    void keep(const QString &name);
    /// The chosen set stays chosen and is no longer kept.
    void forget();
    /// In the order in which they were kept.
    const std::vector<std::shared_ptr<const SampleSet>> &kept() const { return m_kept; }
    bool isKept() const;

    /// Whose samples stand in pictures of the model, which know them by their number alone.
    data::PartKind shownPart() const { return m_shownPart; }
    Sample ofShownPart(std::optional<core::Index> number) const;
    /// Nothing for a sample of another part.
    std::optional<core::Index> numberInShownPart(const Sample &sample) const;
    /// A picture of one's own has a number below zero: it stands among the reconstructions and nowhere in the data. Nothing for such a one.
    static Sample ofTheData(const Sample &sample);

signals:
    void hoveredChanged(const std::optional<hourglass::data::SampleId> &sample, const QObject *by);
    void pinnedChanged(const std::optional<hourglass::data::SampleId> &sample);
    void setChanged(const std::shared_ptr<const hourglass::app::SampleSet> &set); ///< also where it is kept, or no longer
    void keptChanged();

private:
    Sample m_hovered, m_pinned;
    std::shared_ptr<const SampleSet> m_set;
    std::vector<std::shared_ptr<const SampleSet>> m_kept;
    data::PartKind m_shownPart = data::PartKind::Test;
};

} // namespace hourglass::app
