// Test samples and what the model makes of them, beside PCA with a code of the same size, live.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/pictures.h"
#include "engine/analysis/sample_draw.h"
#include "ui/colouring/colouring.h"
#include "ui/reconstructions/reconstruction_style.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class ReconstructionChoices;
struct EarlierMoment;
class ReconstructionGrid;
class SampleView;

/// Which samples are shown, and out of how many.
struct ShownSamples {
    analysis::SampleChoice choice;
    core::Index among = 0;       ///< 0: there are none
    QString part;                ///< "test"
    std::optional<double> epoch; ///< of the errors that they were chosen by
};

class ReconstructionsView : public Panel {
    Q_OBJECT
public:
    explicit ReconstructionsView(QWidget *parent = nullptr);

    using QWidget::show;
    /// As many columns as fit are shown. Hidden, the view keeps the picture and computes nothing.
    void show(std::shared_ptr<const analysis::ReconstructionPicture> picture);
    void setClasses(const QStringList &names);
    /// Of a table's columns, or none.
    void setFeatures(const QStringList &names);
    void setColouring(SharedColouring colouring); ///< null: by class
    /// A sample hovered in another view: its column is tinted and ringed lightly.
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);
    /// How many columns in front are pictures of the person's own: with any there is a button that takes them away.
    void setOwnCount(int count);
    void showSamples(const ShownSamples &samples);
    /// Answers momentsWanted(): those of which one may be chosen to be shown beside the present.
    void setMoments(std::vector<EarlierMoment> moments);
    void setEarlier(std::optional<core::Index> step); ///< the one that was chosen; none: no longer
    /// Without telling of it.
    void setOptions(const ReconstructionOptions &options);
    const ReconstructionOptions &options() const;
    void clear();

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    int columns() const; ///< how many fit
    /// The sample that is shown at full size; nothing while all are.
    std::optional<core::Index> fullSample() const;
    /// Shows one of those shown at full size.
    void openSample(core::Index sample);
    void closeSample();

signals:
    void columnsWanted(int count); ///< how many fit, when that changes
    void newDrawRequested();
    void choiceEdited(const hourglass::analysis::SampleChoice &choice); ///< the owner answers with showSamples
    void optionsEdited(const hourglass::ui::ReconstructionOptions &options);
    void momentsWanted();
    void earlierChosen(std::optional<hourglass::core::Index> step);
    void ownRemoved();
    void exportFailed(const hourglass::core::Error &error);
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample); ///< the owner answers with setSelectedSample

private:
    void tellSamples();
    void refreshSample();

    ReconstructionGrid *m_grid;
    ReconstructionChoices *m_choices;
    SampleView *m_full;
    core::Index m_fullSample = 0;
    QToolButton *m_removeOwn;
    ShownSamples m_samples;
    int m_ownCount = 0;
};

} // namespace hourglass::ui
