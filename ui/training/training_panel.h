// How the stack is trained: every control acts on the running training and keeps what was learned. It shows what it is told and says
// what a person wants; the owner answers with showTraining.
#pragma once

#include <QImage>
#include <QTimer>
#include <QVector>

#include <map>
#include <optional>
#include <utility>

#include "engine/spec/spec.h"
#include "ui/theme/panel.h"
#include "ui/training/training_form.h"

class QLabel;
class QScrollArea;
class QToolButton;

namespace hourglass::ui {

class SettingsForm;
class VariantStrip;

class TrainingPanel : public Panel {
    Q_OBJECT
public:
    explicit TrainingPanel(QWidget *parent = nullptr);

    /// The training as it is now. `note` is a sentence below the controls, or empty. Controls with the focus, or held, stay as they are.
    void showTraining(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, int threads, int maximumThreads, const QString &note);
    /// A choice that cannot be used now, with the reason as its tooltip: kindOfThing "loss", "optimiser" or "augmentation", key of the kind. For
    /// "corruption" the sentence takes the place of the slider. An empty reason makes it available again.
    void setUnavailable(const QString &kindOfThing, const QString &key, const QString &reason);

    /// What the variation of samples makes of one of them; no pictures where it makes nothing.
    void showVariants(const QVector<QImage> &pictures, double microseconds);

    void setTheme(const Theme &theme) override;
    bool isUnfolded() const;

signals:
    /// At most 30 times a second while a handle is dragged; `what` names the value before the drag, too: "Learning rate 0.001 → 0.003".
    void trainingEdited(const hourglass::spec::TrainingSpec &training, const QString &what);
    void threadsEdited(int threads);
    /// The edit is over: the handle was let go, or the value came at once. Follows the last trainingEdited.
    void editFinished();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void take(const QString &key, const spec::Value &value);
    void finish();
    void emitPending();
    void showForms();
    void showUnavailable();
    void unfold(bool isUnfolded);
    void foldIfShort();
    void alignLabels();
    void keepWide();
    void orderTabs();
    void stopAtPowersOfTwo();

    struct Pending {
        spec::TrainingSpec training;
        QString what;
    };

    spec::Catalogue m_catalogue;
    spec::TrainingSpec m_training; ///< as shown, or as last edited
    TrainingForm m_form;
    int m_threads = 1, m_maximumThreads = 1;
    std::string m_editedKey;             ///< of the edit under way
    std::optional<spec::Value> m_before; ///< the value before it
    std::optional<Pending> m_pending;
    QTimer m_pace;
    std::map<std::pair<std::string, std::string>, QString> m_unavailable;

    SettingsForm *m_head, *m_direct, *m_body, *m_more, *m_vary;
    VariantStrip *m_variants;
    QToolButton *m_moreButton;
    QLabel *m_reason; ///< why what is chosen cannot be used
    QLabel *m_note;
    QScrollArea *m_scroll;
    QWidgetList m_tabOrder;
    bool m_isFoldChosen = false; ///< by the person; until then the room decides
};

} // namespace hourglass::ui
