// What the samples are coloured by, in all views at once.
#pragma once

#include <QObject>

#include "ui/colouring/colouring_entry.h"

namespace hourglass::app {

/// The choice outlives a data set: another one that knows something of that name is coloured by it, one that does not by class, or else by its first factor or
/// by nothing, and the one after is asked again. Values are read when they are chosen.
class SampleColouring : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void setDataset(std::shared_ptr<const data::Dataset> dataset);
    void choose(const ui::ColouringEntry &entry);
    /// Newer values of what is measured: seen at once where it is what was chosen, else they are not kept.
    void setMeasured(const ui::MeasuredValues &measured);
    /// Another training: what was measured is of the one before.
    void forgetMeasured();

    const std::vector<ui::ColouringEntry> &entries() const { return m_entries; }
    const ui::ColouringEntry &chosen() const { return m_chosen; }
    const ui::SharedColouring &colouring() const { return m_colouring; }

signals:
    void entriesChanged(const std::vector<hourglass::ui::ColouringEntry> &entries, const hourglass::ui::ColouringEntry &chosen);
    void colouringChanged(hourglass::ui::SharedColouring colouring);

private:
    void make(const ui::MeasuredValues &measured);
    void take(const ui::ColouringEntry &entry);

    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<ui::ColouringEntry> m_entries;
    ui::ColouringEntry m_wanted{ui::ColouringKind::Class, -1, {}}; ///< what the person chose, whether these data have it or not
    ui::ColouringEntry m_chosen{ui::ColouringKind::Class, -1, {}};
    ui::SharedColouring m_colouring;
};

} // namespace hourglass::app
