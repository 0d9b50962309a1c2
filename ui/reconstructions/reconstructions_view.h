// Test samples and what the model makes of them, beside PCA with a code of the same size, live.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class ReconstructionGrid;

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
    void clear();

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    int columns() const; ///< how many fit

signals:
    void columnsWanted(int count); ///< how many fit, when that changes
    void newDrawRequested();
    void ownRemoved();
    void exportFailed(const hourglass::core::Error &error);
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample); ///< the owner answers with setSelectedSample

private:
    ReconstructionGrid *m_grid;
    QToolButton *m_signed, *m_absolute, *m_removeOwn;
};

} // namespace hourglass::ui
