// The settings of the selected layer, as a form made from the descriptor of its kind.
#pragma once

#include "engine/core/result.h"
#include "engine/plan/outline.h"
#include "engine/spec/spec.h"
#include "ui/theme/panel.h"

class QLabel;
class QScrollArea;

namespace hourglass::ui {

class SettingsForm;

class LayerPanel : public Panel {
    Q_OBJECT
public:
    explicit LayerPanel(QWidget *parent = nullptr);
    ~LayerPanel() override;

    /// An index outside the stack shows a hint how to choose a layer. The outline may belong to an earlier stack than the model,
    /// while the model does not compile: then names come from the settings.
    void showLayer(const spec::ModelSpec &model, const plan::Outline &outline, const spec::Catalogue &catalogue, int index);
    /// Why the layer shown cannot stand where it stands, above its settings; until the next showLayer. Nothing for another layer's error.
    void showProblem(const core::Error &error);

signals:
    /// Live while a handle is dragged, with the same `what` but for the value: "Units of Dense 64: 96".
    void modelEdited(hourglass::spec::ModelSpec model, const QString &what);
    /// One edit is over (a handle was let go, a choice made): the owner may close its undo step.
    void editFinished();

private:
    void editValue(const QString &key, const spec::Value &value);
    void showNotes();
    static QString consequenceOf(const spec::Kind &kind);

    spec::ModelSpec m_model;
    plan::Outline m_outline;
    spec::Catalogue m_catalogue;
    int m_index = -1;
    QString m_nameBeforeEdit; ///< empty between edits
    SettingsForm *m_form;
    QLabel *m_mirrored;
    QLabel *m_consequence;
    QLabel *m_hint;
    QLabel *m_problem;
};

} // namespace hourglass::ui
