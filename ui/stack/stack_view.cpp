#include "ui/stack/stack_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/plan/plan.h"
#include "engine/spec/edits.h"
#include "engine/spec/identity.h"
#include "ui/forms/table_text.h"
#include "ui/stack/glyph_icon.h"
#include "ui/stack/stack_canvas.h"
#include "ui/stack/stack_sketch.h"
#include "ui/stack/stack_text.h"
#include "ui/stack/stack_totals.h"
#include "ui/theme/text_size.h"

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

StackView::StackView(QWidget *parent)
    : Panel("stack", tr("Stack"), parent), m_canvas(new StackCanvas), m_scroll(new QScrollArea(this)), m_totals(new StackTotals(this)) {
    header()->setCaption(tr("Samples go in above, out below."));
    m_scroll->setWidget(m_canvas);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->viewport()->installEventFilter(this);
    m_canvas->setAutoFillBackground(false);
    followTextSize(this, [this] { setMinimumWidth(scaled(200)); });
    makeActions();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(makeToolRow());
    layout->addWidget(m_totals);
    connect(m_canvas, &StackCanvas::insertRequested, this, &StackView::insertAt);
    connect(m_canvas, &StackCanvas::widthDragged, this, &StackView::holdWidth);
    connect(m_canvas, &StackCanvas::placeDragged, this, &StackView::holdPlace);
    connect(m_canvas, &StackCanvas::pointerDragged, this, [this](const QPoint &at) { m_scroll->ensureVisible(m_canvas->width() / 2, at.y(), 0, 24); });
    connect(m_canvas, &StackCanvas::dropped, this, &StackView::dropHeld);
    connect(m_canvas, &StackCanvas::dragCancelled, this, &StackView::forgetHeld);
    connect(m_canvas, &StackCanvas::widthStepped, this, &StackView::stepWidth);
    connect(m_canvas, &StackCanvas::menuRequested, this, &StackView::openMenu);
    connect(m_canvas, &StackCanvas::layerChosen, this, [this](int index) {
        refreshActions();
        keepSelectionVisible();
        emit layerSelected(index);
    });
    refreshIcons();
    refreshActions();
}

/// A drag that is under way is given up when the canvas goes, and this is no view any more by then.
StackView::~StackView() {
    m_canvas->disconnect(this);
}

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

void StackView::showStack(const spec::ModelSpec &model, const plan::Outline &outline, const spec::Catalogue &catalogue) {
    Q_ASSERT(model.layers.size() == outline.layers.size());
    m_catalogue = catalogue;
    showBars(model, outline, std::nullopt);
}

void StackView::showImpossible(const spec::ModelSpec &model, const core::Error &error) {
    showBars(model, sketchedStack(model, m_catalogue, m_outline.input), error);
}

void StackView::showBars(const spec::ModelSpec &model, const plan::Outline &outline, const std::optional<core::Error> &error) {
    const std::optional<spec::ModelSpec> awaited = std::exchange(m_awaited, std::nullopt);
    const int selection = awaited && *awaited == model ? m_awaitedSelection : spec::layerWithId(model, spec::idOf(m_model, selectedLayer()));
    m_model = model;
    m_outline = outline;
    m_isImpossible = error.has_value();
    m_bars = barsOf(outline, !error);
    addGrips(m_bars, model, m_catalogue);
    markChanged();
    m_canvas->showBars(model, m_bars, error);
    forgetHeld();
    header()->setSubtitle(model.mirror && spec::isMirrored(model) ? tr("mirrored") : QString());
    refreshActions();
    keepSelectionVisible();
    if (selection >= 0 && selection != selectedLayer()) {
        selectLayer(selection);
        emit layerSelected(selection);
    }
}

void StackView::markChanged() {
    for (std::size_t bar = 1; bar < m_bars.size(); ++bar)
        m_bars[bar].changedUnits = static_cast<int>(
            std::count_if(m_changes.begin(), m_changes.end(), [bar](const plan::UnitChange &change) { return change.layer + 1 == static_cast<int>(bar); }));
}

void StackView::showChangedUnits(const plan::UnitChanges &changes) {
    m_changes = changes;
    markChanged();
    m_canvas->showChangedUnits(m_bars);
}

void StackView::showCost(double secondsPerEpoch) {
    m_totals->showCost(secondsPerEpoch);
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

void StackView::selectLayer(int index) {
    m_canvas->setSelectedLayer(index);
    refreshActions();
    keepSelectionVisible();
}

int StackView::selectedLayer() const {
    return m_canvas->selectedLayer();
}

void StackView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
    refreshIcons();
}

void StackView::edit(const spec::ModelSpec &model, const QString &what, int selection) {
    if (model == m_model)
        return;
    m_awaited = model;
    m_awaitedSelection = selection;
    emit modelEdited(model, what);
}

QString StackView::nameOf(int index) const {
    return layerName(m_outline.layers[static_cast<std::size_t>(index)]);
}

void StackView::insertAt(int gap) {
    if (gap < 0 || gap >= static_cast<int>(m_model.layers.size()) || !m_insert->isEnabled())
        return;
    const spec::LayerSpec layer = spec::suggestedLayer(m_model, gap, m_outline.input.size());
    const QString name = layerName(sketchedLayer(layer, m_catalogue, m_outline.input, m_outline.input));
    const int mirrored = spec::mirrorGapOf(m_model, gap);
    const bool isBelowTwin = mirrored >= 0 && mirrored < gap;
    edit(spec::withInserted(m_model, gap, layer), tr("Insert %1").arg(name), isBelowTwin ? gap + 1 : gap);
}

void StackView::insertSelected() {
    insertAt(m_canvas->insertionGap());
}

void StackView::removeSelected() {
    const int index = selectedLayer();
    if (!spec::canRemove(m_model, index))
        return;
    const spec::ModelSpec edited = spec::withRemoved(m_model, index);
    edit(edited, tr("Remove %1").arg(nameOf(index)), std::min(index, static_cast<int>(edited.layers.size()) - 1));
}

void StackView::moveSelected(int by) {
    const int index = selectedLayer();
    if (spec::canMove(m_model, index, index + by))
        edit(spec::withMoved(m_model, index, index + by), (by < 0 ? tr("Move %1 up") : tr("Move %1 down")).arg(nameOf(index)), index + by);
}

void StackView::moveSelectedUp() {
    moveSelected(-1);
}

void StackView::moveSelectedDown() {
    moveSelected(1);
}

void StackView::makeSelectedCode() {
    const int index = selectedLayer();
    if (spec::canBeCode(m_model, index))
        edit(spec::withCode(m_model, index), tr("Code layer: %1").arg(nameOf(index)), index);
}

const BarWidth *StackView::widthOf(int layer) const {
    const auto bar = static_cast<std::size_t>(layer + 1);
    return bar < m_bars.size() && m_bars[bar].width ? &*m_bars[bar].width : nullptr;
}

spec::ModelSpec StackView::withWidth(int layer, core::Index units) const {
    const BarWidth *width = widthOf(layer);
    return width && width->value != units ? spec::withValue(m_model, layer, width->key, units) : m_model;
}

QString StackView::widthText(int layer, core::Index units) const {
    const spec::Kind *kind = spec::find(m_catalogue.layers, m_model.layers[static_cast<std::size_t>(layer)].kind);
    return tr("%1 of %2: %3").arg(tableText(kind->find(widthOf(layer)->key)->label), nameOf(layer)).arg(units);
}

void StackView::holdWidth(int layer, core::Index units) {
    const BarWidth *width = widthOf(layer);
    if (width)
        hold(withWidth(layer, units), widthText(layer, units), layer, spec::mirrorOf(m_model, layer),
             units == width->value ? QString::number(units) : tr("%1 → %2").arg(width->value).arg(units));
}

void StackView::holdPlace(int layer, int place) {
    const bool isOther = spec::canMove(m_model, layer, place);
    hold(isOther ? spec::withMoved(m_model, layer, place) : m_model, (place < layer ? tr("Move %1 up") : tr("Move %1 down")).arg(nameOf(layer)), place,
         spec::mirrorOf(m_model, place), isOther ? tr("layer %1 → %2").arg(layer + 1).arg(place + 1) : tr("layer %1").arg(layer + 1));
}

void StackView::hold(const spec::ModelSpec &model, const QString &what, int layer, int twin, const QString &number) {
    m_held = Held{model, what, layer};
    const plan::PlanResult compiled = plan::compile(model, m_outline.input);
    const plan::Outline outline = compiled ? (*compiled)->outline() : sketchedStack(model, m_catalogue, m_outline.input);
    std::vector<StackBar> bars = barsOf(outline, static_cast<bool>(compiled));
    addGrips(bars, model, m_catalogue);
    const QString follows = twin >= 0 && !(model == m_model) ? tr("and its mirror") : QString();
    m_canvas->showHeld(std::move(bars), layer, twin, number, compiled ? follows : QString::fromStdString(compiled.error().what), !compiled);
    if (compiled)
        m_totals->showOutline(outline);
    else
        m_totals->showUnknown();
}

void StackView::dropHeld() {
    const std::optional<Held> held = std::exchange(m_held, std::nullopt);
    if (held && !(held->model == m_model)) {
        edit(held->model, held->what, held->selection);
        emit editFinished();
    }
    forgetHeld();
}

void StackView::forgetHeld() {
    m_held.reset();
    if (m_isImpossible)
        m_totals->showUnknown();
    else
        m_totals->showOutline(m_outline);
}

void StackView::stepWidth(int layer, int steps, bool isExact) {
    const BarWidth *width = widthOf(layer);
    if (!width)
        return;
    NumberRange range = width->range;
    const auto now = static_cast<double>(width->value);
    double units = stepped(range, now, steps);
    if (!isExact) {
        const std::vector<double> stops = stopsOf(range);
        const auto next = steps > 0 ? std::upper_bound(stops.begin(), stops.end(), now) : std::lower_bound(stops.begin(), stops.end(), now);
        units = steps > 0 ? (next == stops.end() ? range.maximum : *next) : next == stops.begin() ? range.minimum : *(next - 1);
    }
    const core::Index whole = std::llround(units);
    edit(withWidth(layer, whole), widthText(layer, whole), layer);
}

std::vector<InputSection> StackView::inputs() const {
    InputSection section = m_canvas->inputs();
    for (const QAction *action : {m_insert, m_remove, m_up, m_down, m_code})
        section.rows.push_back({keyTexts(action->shortcuts()), action->toolTip().section(QStringLiteral(" ("), 0, 0)});
    return {section};
}

void StackView::toggleMirror() {
    const bool isOn = m_model.mirror && spec::isMirrored(m_model);
    edit(spec::withMirror(m_model, !isOn), isOn ? tr("Mirror off") : tr("Mirror on"), selectedLayer());
    refreshActions(); // the chip shows what is, not what was asked
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

bool StackView::eventFilter(QObject *object, QEvent *event) {
    if (object == m_scroll->viewport() && event->type() == QEvent::Resize)
        m_canvas->setRoomHeight(m_scroll->viewport()->height());
    return Panel::eventFilter(object, event);
}

void StackView::showEvent(QShowEvent *) {
    keepSelectionVisible();
}

void StackView::keepSelectionVisible() {
    scrollToSelection();
    // The scroll area learns of a stack that grew, or of its own first size, by an event still to come.
    QTimer::singleShot(0, this, &StackView::scrollToSelection);
}

void StackView::scrollToSelection() {
    const int index = selectedLayer();
    if (index < 0)
        return;
    const QRect bar = m_canvas->barRectangle(index);
    m_scroll->ensureVisible(bar.center().x(), bar.center().y(), 0, bar.height());
}

} // namespace hourglass::ui
