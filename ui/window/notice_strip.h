// The strip under the top bar that says what went wrong, where, and what to do. Several wait behind each other, the newest in
// front. It opens and closes gently, and is never modal.
#pragma once

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

#include "engine/core/result.h"
#include "ui/theme/theme.h"

class QLabel;
class QPropertyAnimation;
class QPushButton;
class QToolButton;

namespace hourglass::ui {

class ElidedLabel;

/// A button in the strip. Its call is made once; the notice leaves.
struct NoticeAction {
    QString text;
    std::function<void()> call;
};

class NoticeStrip : public QWidget {
    Q_OBJECT
public:
    explicit NoticeStrip(QWidget *parent = nullptr);

    /// The same error again does not stand twice.
    void showError(const core::Error &error, const NoticeAction &action = {});
    void showNote(const QString &text, const NoticeAction &action = {});
    /// Takes the notice in front away.
    void dismiss();
    void clear();
    int count() const { return static_cast<int>(m_notices.size()); }
    void setTheme(const Theme &theme);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Notice {
        bool isError;
        QString where, what, hint;
        NoticeAction action;
    };

    void push(Notice notice);
    void showFront();
    void slide(bool isOpening);

    std::vector<Notice> m_notices; ///< the newest last
    QWidget *m_row;
    QLabel *m_icon, *m_count;
    ElidedLabel *m_what, *m_hint;
    QPushButton *m_act;
    QToolButton *m_close;
    QPropertyAnimation *m_slide;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
