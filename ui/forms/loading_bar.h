// Progress of something that takes a while: what, how far, and Cancel.
#pragma once

#include <QWidget>

class QProgressBar;
class QToolButton;

namespace hourglass::ui {

class ElidedLabel;
class FigureLabel;
struct Theme;

class LoadingBar : public QWidget {
    Q_OBJECT
public:
    explicit LoadingBar(QWidget *parent = nullptr);

    /// 0 … 1; below 0 or not a number: not known how far.
    void showProgress(double fraction, const QString &text);
    void setTheme(const Theme &theme);

signals:
    void cancelRequested();

private:
    ElidedLabel *m_text;
    FigureLabel *m_figure;
    QProgressBar *m_bar;
    QToolButton *m_cancel;
};

} // namespace hourglass::ui
