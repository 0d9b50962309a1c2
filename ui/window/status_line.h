// The line at the bottom: at the left what the program runs on, at the right one hint. Explanations of menu entries stand in for
// the left.
#pragma once

#include <QLabel>
#include <QStatusBar>

namespace hourglass::ui {

class BesideChip;
class ElidedLabel;

class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void showEnvironment(const QString &text);
    /// In front of that: that a past moment is shown; empty: it is the present.
    void showMoment(const QString &text);
    BesideChip *besideChip() const { return m_beside; } ///< behind that
    void showHint(const QString &text);
    /// What is under the mouse, in the hint's place; empty brings the hint back.
    void showTip(const QString &text);

private:
    QLabel *m_moment;
    BesideChip *m_beside;
    ElidedLabel *m_environment, *m_hint;
    QString m_hintText;
};

} // namespace hourglass::ui
