#include "ui/stack/stack_view.h"

#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "engine/spec/edits.h"
#include "engine/spec/identity.h"
#include "ui/stack/stack_canvas.h"
#include "ui/stack/stack_sketch.h"
#include "ui/stack/stack_totals.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

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
    header()->setSubtitle(model.mirror && spec::isMirrored(model) ? tr("mirrored") : QString(),
                          QStringLiteral(" ")); // as a whole or not at all: the chip says it, too
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
