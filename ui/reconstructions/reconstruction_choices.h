// The controls in the header of the reconstructions: which samples, which rows, how errors are drawn, which number stands below.
#pragma once

#include <QObject>
#include <QStringList>

#include "engine/analysis/sample_draw.h"
#include "ui/reconstructions/reconstruction_style.h"

class QMenu;
class QToolButton;

namespace hourglass::ui {

class PanelHeader;

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
    /// The chosen measure, or the one that is shown in its place.
    analysis::Measure measure() const;
    void openMeasures(const QPoint &global);

signals:
    void optionsEdited(const hourglass::ui::ReconstructionOptions &options);
    void choiceEdited(const hourglass::analysis::SampleChoice &choice);
    void newDrawRequested();

private:
    void openSamples();
    void openShown();
    void addMeasures(QMenu *menu);
    void edit(const ReconstructionOptions &options);
    void refresh();
    QString choiceText() const;

    ReconstructionOptions m_options;
    analysis::SampleChoice m_choice;
    QStringList m_classes;
    core::Shape m_sample{1, 28, 28};
    QToolButton *m_samples, *m_shown, *m_signed, *m_absolute;
};

} // namespace hourglass::ui
