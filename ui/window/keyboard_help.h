// Every key and what the mouse does, on one sheet beside the window. Made from the actions and the views themselves each time it opens.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/theme/key_table.h"

class QScrollArea;

namespace hourglass::ui {

class KeyboardHelp : public QWidget {
    Q_OBJECT
public:
    explicit KeyboardHelp(QWidget *parent = nullptr);

    /// In as many columns as the screen has room for.
    void showKeys(const std::vector<InputSection> &sections);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QScrollArea *m_scroll;
};

} // namespace hourglass::ui
