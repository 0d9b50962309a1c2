// Version, licence, and what the program stands on.
#pragma once

#include <QWidget>

namespace hourglass::ui {

class AboutWindow : public QWidget {
    Q_OBJECT
public:
    explicit AboutWindow(const QString &version, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace hourglass::ui
