#include "ui/theme/scrolled.h"

#include <QScrollArea>

namespace hourglass::ui {

QScrollArea *scrolledBothWays(QWidget *page) {
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    page->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    return area;
}

QScrollArea *scrolled(QWidget *page) {
    QScrollArea *area = scrolledBothWays(page);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumHeight(120);
    return area;
}

} // namespace hourglass::ui
