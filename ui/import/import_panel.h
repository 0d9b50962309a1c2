// Data on their way in, as a sheet over the views: what they were recognised as, the first samples as they will be trained on, and everything
// taken for granted as a control. Not modal: the training goes on beneath it. Enter uses the data, Escape leaves all as it is.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/import/data_form.h"
#include "ui/import/import_candidate.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace hourglass::ui {

class DoubtList;
class ElidedLabel;
class ImportStrip;
class LoadingBar;
class ProblemList;
class SamplePreview;
class SettingsForm;
class SourceChoice;

class ImportPanel : public QWidget {
    Q_OBJECT
public:
    /// `area` is what the sheet lies over; a child of `window`, or `window` itself.
    ImportPanel(QWidget *window, QWidget *area);

    /// Shows the candidate, and opens. Fields with the focus and the scroll bar stay as they are.
    void showCandidate(const ImportCandidate &candidate, const spec::Catalogue &catalogue);
    /// How far reading is, 0 … 1; below 0: not known.
    void showProgress(double fraction, const QString &what);
    void shut();
    /// What keys and mouse do in it.
    InputSection inputs() const;
    void setTheme(const Theme &theme);
    /// While the sheet is open: accepts a ShortcutOverride for a key that would change what lies behind it. True when it did.
    bool keepKey(QEvent *event) const;

    const ImportCandidate &candidate() const { return m_candidate; }
    SettingsForm *sourceForm() const { return m_sourceForm; }
    SettingsForm *shapingForm() const { return m_shapingForm; }

signals:
    void dataEdited(const hourglass::spec::DataSpec &data);
    /// withRemedy: with the stack changed so that it fits.
    void useRequested(bool withRemedy);
    void cancelRequested();
    /// Stop reading, keep the panel where it has something to show.
    void stopRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QBoxLayout *makeHead();
    QBoxLayout *makeBody();
    QBoxLayout *makeFoot();
    QLabel *addHeading(const QString &text, QBoxLayout *layout);
    void open();
    void place();
    void edit(const spec::DataSpec &wanted);
    void showForms();
    void nameSource();
    void orderTabs(const spec::Kind &source, const spec::Kind &shaping);
    void showChoice();
    void showStrip();
    void showButtons();
    void showReading();
    /// Filled, and what Enter does. Its letters are heavier, so that it needs other room.
    static void setPrimary(QPushButton &button, bool isPrimary);
    void markField(const std::string &where);

    QWidget *m_area, *m_card;
    QPointer<QWidget> m_focusBefore;
    ElidedLabel *m_title, *m_summary, *m_parts;
    DoubtList *m_doubts;
    SamplePreview *m_preview;
    SourceChoice *m_choice;
    QToolButton *m_chooseAgain;
    ProblemList *m_problems;
    QScrollArea *m_scroll;
    QLabel *m_sourceHeading;
    SettingsForm *m_sourceForm, *m_shapingForm;
    QToolButton *m_automatic;
    ImportStrip *m_strip;
    LoadingBar *m_loading;
    QPushButton *m_cancel, *m_useFitted, *m_use;
    QTimer m_patience; ///< what is read within it needs no bar
    ImportCandidate m_candidate;
    DataForm m_form;
    spec::Catalogue m_catalogue;
    const data::Dataset *m_previewed = nullptr; ///< whose samples are drawn
    QWidgetList m_tabOrder;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
