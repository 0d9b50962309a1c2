// The controls in the header of the reconstructions: which samples, which rows, how errors are drawn, which number stands below.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QObject>
#include <QStringList>

#include "engine/analysis/sample_draw.h"
#include "ui/reconstructions/reconstruction_style.h"

class QMenu;
class QToolButton;

namespace hourglass::ui {

class PanelHeader;

/// A moment of the training that was kept.
struct EarlierMoment {
    core::Index step = 0;
    double epoch = 0;
    bool isBest = false;
};

class ReconstructionChoices : public QObject {
    Q_OBJECT
public:
    explicit ReconstructionChoices(PanelHeader *header);

    /// Without reporting them.
    void setOptions(const ReconstructionOptions &options);
    const ReconstructionOptions &options() const { return m_options; }
    void setChoice(const analysis::SampleChoice &choice);
    const analysis::SampleChoice &choice() const { return m_choice; }
    void setClasses(const QStringList &names);
    /// Some measures are for images alone.
    void setSample(const core::Shape &sample);
    /// Those that a row may show what the model made at; answers momentsWanted().
    void setMoments(std::vector<EarlierMoment> moments) { m_moments = std::move(moments); }
    /// The one that the row shows; none: there is no such row. Without reporting it.
    void setEarlier(std::optional<core::Index> step) { m_earlier = step; }
    /// The chosen measure, or the one that is shown in its place.
    analysis::Measure measure() const;
    void openMeasures(const QPoint &global);

signals:
    void optionsEdited(const hourglass::ui::ReconstructionOptions &options);
    void choiceEdited(const hourglass::analysis::SampleChoice &choice);
    void newDrawRequested();
    void momentsWanted();
    void earlierChosen(std::optional<hourglass::core::Index> step);

private:
    void openSamples();
    void openShown();
    void addMoments(QMenu *menu);
    void addMeasures(QMenu *menu);
    void edit(const ReconstructionOptions &options);
    void refresh();
    QString choiceText() const;

    ReconstructionOptions m_options;
    analysis::SampleChoice m_choice;
    QStringList m_classes;
    std::vector<EarlierMoment> m_moments;
    std::optional<core::Index> m_earlier;
    core::Shape m_sample{1, 28, 28};
    QToolButton *m_samples, *m_shown, *m_signed, *m_absolute;
};

} // namespace hourglass::ui
