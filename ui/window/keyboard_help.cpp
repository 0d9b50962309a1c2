#include "ui/window/keyboard_help.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

struct Row {
    QStringList keys;
    QString meaning;
};

QWidget *section(const QString &title, const std::vector<Row> &rows) {
    auto *whole = new QWidget;
    auto *grid = new QGridLayout(whole);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(6);
    auto *heading = new QLabel(QString(title).remove(QLatin1Char('&')));
    heading->setProperty("strong", true);
    grid->addWidget(heading, 0, 0, 1, 2);
    int line = 1;
    for (const Row &row : rows) {
        auto *keys = new QWidget;
        auto *caps = new QHBoxLayout(keys);
        caps->setContentsMargins(0, 0, 0, 0);
        caps->setSpacing(4);
        for (const QString &key : row.keys) {
            auto *cap = new QLabel(key);
            cap->setProperty("keycap", true);
            caps->addWidget(cap);
        }
        caps->addStretch(1);
        grid->addWidget(keys, line, 0);
        grid->addWidget(new QLabel(row.meaning), line, 1);
        ++line;
    }
    grid->setColumnMinimumWidth(0, 138);
    grid->setColumnStretch(1, 1);
    return whole;
}

} // namespace

KeyboardHelp::KeyboardHelp(QWidget *parent) : QWidget(parent, Qt::Window), m_scroll(new QScrollArea) {
    setWindowTitle(tr("Keys and mouse"));
    setObjectName("keyboardHelp");
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_scroll);
    m_scroll->setWidgetResizable(true);
    setFocusProxy(m_scroll);
}

void KeyboardHelp::showKeys(const std::vector<ActionGroup> &groups) {
    auto *sheet = new QWidget;
    sheet->setProperty("sheet", true);
    sheet->setAttribute(Qt::WA_StyledBackground);
    auto *columns = new QHBoxLayout(sheet);
    columns->setContentsMargins(22, 20, 22, 20);
    columns->setSpacing(36);
    auto *left = new QVBoxLayout, *right = new QVBoxLayout;
    left->setSpacing(18);
    right->setSpacing(18);
    columns->addLayout(left);
    columns->addLayout(right);

    std::vector<QWidget *> below;
    for (const ActionGroup &group : groups) {
        std::vector<Row> rows;
        for (const QAction *action : group.actions) {
            if (!action || action->shortcuts().isEmpty())
                continue;
            rows.push_back({{action->shortcut().toString(QKeySequence::NativeText)},
                            action->text().remove('&').remove(QStringLiteral("…"))});
        }
        if (rows.empty())
            continue;
        // Five menus at the left, the others at the right, so that both columns are about as long.
        if (left->count() < 5)
            left->addWidget(section(group.title, rows));
        else
            below.push_back(section(group.title, rows));
    }
    left->addStretch(1);
    right->addWidget(section(tr("The map, with the mouse"), {{{tr("Move")}, tr("Decode under the pointer")},
                                                             {{tr("Click")}, tr("Pin the point, or select a sample")},
                                                             {{tr("Drag")}, tr("Move the map")},
                                                             {{tr("Wheel")}, tr("Zoom at the pointer")},
                                                             {{tr("Double-click")}, tr("Fit the map")}}));
    right->addWidget(
        section(tr("The map, with keys"),
                {{{QStringLiteral("←"), QStringLiteral("→"), QStringLiteral("↑"), QStringLiteral("↓")}, tr("Move the cursor")},
                 {{QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText)}, tr("Pin")},
                 {{QKeySequence(Qt::Key_Escape).toString(QKeySequence::NativeText)}, tr("Let go")}}));
    right->addWidget(
        section(tr("The stack"),
                {{{tr("Drag an edge")}, tr("Change a layer's width")},
                 {{tr("Drag a bar")}, tr("Move a layer")},
                 {{QKeySequence(Qt::Key_Delete).toString(QKeySequence::NativeText)}, tr("Take the selected layer out")},
                 {{QKeySequence(Qt::Key_Escape).toString(QKeySequence::NativeText)}, tr("Leave it as it was, while dragging")}}));
    right->addWidget(section(tr("The panels"), {{{tr("Double-click a title")}, tr("Fill the window, and back")}}));
    right->addWidget(section(tr("The menus"), {{{QKeySequence(Qt::Key_F10).toString(QKeySequence::NativeText)}, tr("Open the first one")},
                                               {{tr("Alt and a letter")}, tr("Open the one that begins with it")}}));
    for (QWidget *each : below)
        right->addWidget(each);
    right->addStretch(1);
    m_scroll->setWidget(sheet); // in the place of the one before
    sheet->ensurePolished();
    const QSize bar(m_scroll->verticalScrollBar()->sizeHint().width() + 4, 4), room = (parentWidget() ? parentWidget()->screen() : screen())->availableGeometry().size();
    resize((sheet->sizeHint() + bar).boundedTo(room - QSize(40, 60)));
    setFocus();
}

void KeyboardHelp::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_F1)
        close();
    else if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp)
        m_scroll->verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageDown ? QScrollBar::SliderPageStepAdd : QScrollBar::SliderPageStepSub);
    else
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
