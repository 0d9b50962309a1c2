// What lies between two samples, or between the means of two classes. Passive: it says which ends a person chose, and shows what it is then given.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/path_task.h"
#include "ui/theme/panel.h"

class QComboBox;
class QToolButton;

namespace hourglass::ui {

class PathStrip;

class BetweenTwo : public Panel {
    Q_OBJECT
public:
    explicit BetweenTwo(QWidget *parent = nullptr);

    void setClasses(const QStringList &names);
    /// Of a table's columns, or none.
    void setFeatures(const QStringList &names);
    /// What the data are, and why there is nothing to show.
    void showMix(const std::shared_ptr<const analysis::MixPicture> &mix);
    /// Dropped where it has other ends than those wanted now.
    void showPath(std::shared_ptr<const analysis::PathPicture> path);
    /// A sample was clicked somewhere: the other end is the one before.
    void addSample(core::Index sample);
    void clear();

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    PathStrip *strip() const { return m_strip; }

signals:
    /// With two ends that are the same, or one too few: nothing is wanted.
    void pathWanted(std::optional<hourglass::analysis::PathEnd> from, std::optional<hourglass::analysis::PathEnd> to, bool isSpherical);
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void exportFailed(const hourglass::core::Error &error);

private:
    std::optional<analysis::PathEnd> endOf(const QComboBox *choice, std::optional<core::Index> sample) const;
    void fillChoices();
    void nameSamples();
    void want();

    PathStrip *m_strip;
    QComboBox *m_from, *m_to;
    QToolButton *m_straightChip, *m_sphericalChip;
    QStringList m_classes;
    std::optional<core::Index> m_before, m_last; ///< samples clicked
};

} // namespace hourglass::ui
