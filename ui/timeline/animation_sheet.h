// The training as an animation: of which view, which moments, how large, how fast and in which format, with a preview; and how far it is. A window beside the
// program's, so that it is in no picture. Not modal.
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <utility>
#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace hourglass::ui {

class ElidedLabel;
class NumberEdit;

/// What a person chose.
struct AnimationChoice {
    QString view;    ///< a key of those that were offered
    QString format;  ///< likewise
    int width = 800; ///< pixels; 0: as on the screen
    double fromEpoch = 0, toEpoch = 0;
    int most = 0;      ///< moments
    double speed = 10; ///< moments a second
    double held = 0;   ///< seconds that the last one stays longer
    bool loops = true, hasCaption = true;
    QString title; ///< before the caption

    bool operator==(const AnimationChoice &) const = default;
};

class AnimationSheet : public QWidget {
    Q_OBJECT
public:
    /// `formats`: keys with what they are called.
    AnimationSheet(const std::vector<std::pair<QString, QString>> &formats, QWidget *parent);

    /// The views that can be exported, by keys; the choice stays where it is still there.
    void showViews(const std::vector<std::pair<QString, QString>> &views);
    void choose(const QString &view);
    /// The kept moments: their first and last epoch. A range that reached to the end goes on to do so.
    void showMoments(double firstEpoch, double lastEpoch, int count);
    void showPreview(const QImage &picture);
    /// How many pictures, how long, how large. `canExport`: false where it says why not.
    void showEstimate(const QString &text, bool canExport);
    void showProgress(int taken, int of, const QString &text);
    void showEnd(); ///< nothing goes on any more
    /// What became of it, in a sentence.
    void showAnswer(const QString &sentence);

    const AnimationChoice &choice() const { return m_choice; }
    bool isRunning() const { return m_isRunning; }

signals:
    void choiceChanged(); ///< also when the sheet opens
    void exportWanted();
    void cancelWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QComboBox *addList(QGridLayout *form, const QString &label, const QString &name, const QString &toolTip);
    NumberEdit *number(const QString &name, const QString &toolTip, bool isWhole, double least, double most);
    void fillForm(QGridLayout *form, const std::vector<std::pair<QString, QString>> &formats);
    void fitToScreen();
    void read();
    void edit(); ///< by the person
    void enable();
    QRect previewPlace() const;

    AnimationChoice m_choice;
    double m_lastEpoch = 0;
    QImage m_preview;
    bool m_isRunning = false, m_canExport = false, m_isPlaced = false;
    QComboBox *m_views, *m_formats, *m_widths, *m_speeds, *m_holds;
    NumberEdit *m_from, *m_to, *m_most;
    QCheckBox *m_loop, *m_caption;
    QLineEdit *m_title;
    QWidget *m_form, *m_previewRoom;
    QLabel *m_estimate, *m_answer;
    QProgressBar *m_progress;
    QPushButton *m_export, *m_cancel;
    QTimer m_pause; ///< a person goes on typing
};

} // namespace hourglass::ui
