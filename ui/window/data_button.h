// The button that names the data: a title, and its size in dim figures that give way when there is no room.
#pragma once

#include <QPushButton>

#include "ui/theme/theme.h"

namespace hourglass::ui {

class DataButton : public QPushButton {
    Q_OBJECT
public:
    explicit DataButton(QWidget *parent = nullptr);

    void showData(const QString &title, const QString &detail);
    /// Beside the title a sign that how they were read needs a look.
    void setNeedsALook(bool needsALook);
    void setDetailShown(bool isShown);
    void setTheme(const Theme &theme);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_title, m_detail;
    bool m_isDetailShown = true, m_needsALook = false;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
