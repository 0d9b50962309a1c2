// Lies over the window while something is dragged over it: where it may be let go of, and what then happens.
#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

class QMimeData;

namespace hourglass::ui {

class DropFrame : public QWidget {
    Q_OBJECT
public:
    /// `area` is what the frame goes around; a child of `window`, or deeper.
    DropFrame(QWidget *window, QWidget *area);

    /// Whether the window has a use for it: a file, a folder or a picture.
    static bool takes(const QMimeData *dragged);
    void showFor(const QMimeData *dragged);
    void setTheme(const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_area;
    QString m_text;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
