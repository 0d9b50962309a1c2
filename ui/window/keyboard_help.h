// Every key and what the mouse does, on one sheet beside the window. Made from the actions themselves each time it opens.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/window/actions.h"

class QScrollArea;

namespace hourglass::ui {

class KeyboardHelp : public QWidget {
    Q_OBJECT
public:
    explicit KeyboardHelp(QWidget *parent = nullptr);

    /// Actions without a key are left out.
    void showKeys(const std::vector<ActionGroup> &groups);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QScrollArea *m_scroll;
};

} // namespace hourglass::ui
