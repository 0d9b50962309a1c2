// The strip below the top bar that says what went wrong, where, and what to do. It lies over the views, so that none of them moves. Several wait
// behind each other, the newest in front. It opens and closes gently, is never modal, and leaves when what it speaks of is over.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

#include "engine/core/result.h"
#include "ui/theme/theme.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVariantAnimation;

namespace hourglass::ui {

/// A button in the strip. Its call is made once; the notice leaves.
struct NoticeAction {
    QString text;
    std::function<void()> call;
};

/// What a notice is about: it leaves when that is over. Standing: only when it is taken away.
enum class NoticeTopic { Standing, Wish, Training, Data, Saving, Project, Units };

class NoticeStrip : public QWidget {
    Q_OBJECT
public:
    explicit NoticeStrip(QWidget *parent = nullptr);

    /// Lies over the upper edge of `area`, in the middle of it; a child of the strip's parent, or deeper.
    void lieOver(QWidget *area);
    /// The same error again does not stand twice.
    void showError(const core::Error &error, const NoticeAction &action = {}, NoticeTopic topic = NoticeTopic::Standing);
    void showNote(const QString &text, const NoticeAction &action = {}, NoticeTopic topic = NoticeTopic::Standing);
    /// What these notices are about is over: they leave.
    void settle(NoticeTopic topic);
    /// Takes the notice in front away.
    void dismiss();
    void clear();
    int count() const { return static_cast<int>(m_notices.size()); }
    void setTheme(const Theme &theme);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Notice {
        bool isError;
        QString where, what, hint;
        NoticeAction action;
        NoticeTopic topic;
    };

    void push(Notice notice);
    void showFront();
    void slide(bool isOpening);
    void place();
    QSize sizeWithin(int most);

    std::vector<Notice> m_notices; ///< the newest last
    QWidget *m_row;
    QLabel *m_icon, *m_count;
    QLabel *m_what, *m_hint;
    QBoxLayout *m_texts; ///< what and hint: in one line where there is room
    QPushButton *m_act;
    QToolButton *m_close;
    QVariantAnimation *m_slide; ///< how much of it is out, 0 … 1
    QPointer<QWidget> m_area;
    double m_shown = 0;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
