// The actions of the stack: their keys, buttons and menu, and which of them the present stack allows.
#include "ui/stack/stack_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <utility>

#include "engine/spec/edits.h"
#include "ui/stack/glyph_icon.h"
#include "ui/stack/stack_canvas.h"

namespace hourglass::ui {

namespace {

QString withKeys(const QString &toolTip, const QAction &action) {
    QStringList keys;
    for (const QKeySequence &key : action.shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    return keys.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, keys.join(QStringLiteral(", ")));
}

QToolButton *buttonFor(QAction *action, QWidget *parent) {
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setIconSize({16, 16});
    button->setAccessibleName(action->text());
    button->setStyleSheet(QStringLiteral("QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; }"
                                         "QToolButton:hover:enabled { background: palette(alternate-base); border-color: palette(mid); }"
                                         "QToolButton:focus { border-color: palette(highlight); }"));
    return button;
}

} // namespace

QAction *StackView::addAction(const QString &text, const QString &toolTip, const QList<QKeySequence> &keys, void (StackView::*handler)()) {
    auto *action = new QAction(text, this);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut); // keys of the canvas alone: they never reach into a field or another view
    action->setToolTip(withKeys(toolTip, *action));
    connect(action, &QAction::triggered, this, handler);
    m_canvas->addAction(action);
    return action;
}

void StackView::makeActions() {
    m_insert = addAction(tr("Insert a layer"), tr("Insert a layer after the selected one"), {Qt::Key_Insert, Qt::Key_Plus}, &StackView::insertSelected);
    m_remove = addAction(tr("Remove"), tr("Remove the selected layer"), {Qt::Key_Delete}, &StackView::removeSelected);
    m_up = addAction(tr("Move up"), tr("Move the selected layer up"), {Qt::ALT | Qt::Key_Up}, &StackView::moveSelectedUp);
    m_down = addAction(tr("Move down"), tr("Move the selected layer down"), {Qt::ALT | Qt::Key_Down}, &StackView::moveSelectedDown);
    m_code = addAction(tr("Make this the code"), tr("Make the selected layer's output the code"), {Qt::Key_C}, &StackView::makeSelectedCode);
    m_mirror = addAction(tr("Mirror"), tr("The decoder follows the encoder"), {}, &StackView::toggleMirror);
    m_mirror->setCheckable(true);
    m_undo = new QAction(tr("Undo"), this);
    m_redo = new QAction(tr("Redo"), this);
    connect(m_undo, &QAction::triggered, this, &StackView::undoRequested);
    connect(m_redo, &QAction::triggered, this, &StackView::redoRequested);
    header()->addControl(buttonFor(m_undo, header()));
    header()->addControl(buttonFor(m_redo, header()));
    setUndo(false, {}, false, {});
    QToolButton *chip = header()->addChip(tr("Mirror"), {}, true);
    chip->setDefaultAction(m_mirror);
}

QWidget *StackView::makeToolRow() {
    auto *row = new QWidget(this);
    row->setObjectName("stackTools");
    row->setAttribute(Qt::WA_StyledBackground);
    row->setStyleSheet(QStringLiteral("QWidget#stackTools { border-top: 1px solid palette(mid); }"));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(8, 4, 8, 0);
    layout->setSpacing(2);
    for (QAction *action : {m_insert, m_remove, m_up, m_down})
        layout->addWidget(buttonFor(action, row));
    layout->addStretch(1);
    QToolButton *code = buttonFor(m_code, row);
    m_code->setIconText(tr("Code"));
    code->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    layout->addWidget(code);
    return row;
}

void StackView::setUndo(bool canUndo, const QString &undoText, bool canRedo, const QString &redoText) {
    m_undo->setEnabled(canUndo);
    m_redo->setEnabled(canRedo);
    const auto toolTip = [](const QString &verb, const QString &text, QKeySequence::StandardKey key) {
        return QStringLiteral("%1 (%2)").arg(text.isEmpty() ? verb : verb + QStringLiteral(": ") + text, QKeySequence(key).toString(QKeySequence::NativeText));
    };
    m_undo->setToolTip(toolTip(tr("Undo"), undoText, QKeySequence::Undo));
    m_redo->setToolTip(toolTip(tr("Redo"), redoText, QKeySequence::Redo));
}

void StackView::refreshActions() {
    const int index = selectedLayer(), count = static_cast<int>(m_model.layers.size());
    const bool hasPair = m_model.mirror && spec::isMirrored(m_model);
    m_insert->setEnabled(count > 0 && count + (hasPair ? 2 : 1) <= spec::largestLayers);
    m_remove->setEnabled(spec::canRemove(m_model, index));
    m_up->setEnabled(spec::canMove(m_model, index, index - 1));
    m_down->setEnabled(spec::canMove(m_model, index, index + 1));
    m_code->setEnabled(spec::canBeCode(m_model, index));
    m_mirror->setEnabled(count > 1);
    m_mirror->setChecked(hasPair);
}

void StackView::refreshIcons() {
    const std::pair<QAction *, StackGlyph> icons[] = {{m_insert, StackGlyph::Plus}, {m_remove, StackGlyph::Minus}, {m_up, StackGlyph::Up},
                                                      {m_down, StackGlyph::Down},   {m_code, StackGlyph::Code},    {m_undo, StackGlyph::Undo},
                                                      {m_redo, StackGlyph::Redo}};
    for (const auto &[action, glyph] : icons)
        action->setIcon(glyphIcon(glyph, theme()));
}

void StackView::openMenu(const QPoint &globalPosition) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_insert, m_remove, m_up, m_down, m_code});
    menu->addSeparator();
    menu->addAction(m_mirror);
    menu->addSeparator();
    menu->addActions({m_undo, m_redo});
    menu->popup(globalPosition);
}

std::vector<InputSection> StackView::inputs() const {
    InputSection section = m_canvas->inputs();
    for (const QAction *action : {m_insert, m_remove, m_up, m_down, m_code})
        section.rows.push_back({keyTexts(action->shortcuts()), action->toolTip().section(QStringLiteral(" ("), 0, 0)});
    return {section};
}

} // namespace hourglass::ui
