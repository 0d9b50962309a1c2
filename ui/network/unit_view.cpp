#include "ui/network/unit_view.h"

#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "engine/analysis/unit.h"
#include "ui/network/network_texts.h"
#include "ui/network/unit_canvas.h"
#include "ui/network/unit_change_row.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/scrolled.h"

namespace hourglass::ui {

UnitView::UnitView(QWidget *parent) : Panel(QStringLiteral("unit"), tr("Unit"), parent), m_row(new UnitChangeRow(this)), m_canvas(new UnitCanvas(this)) {
    header()->setCaption(tr("What excites a unit: an input made for it, and samples."));
    m_smooth =
        header()->addChip(tr("Smooth"), tr("The input that is made for the unit has no sharp differences between neighbours; off: whatever excites it"), true);
    m_smooth->setObjectName(QStringLiteral("smoothChip"));
    m_smooth->setChecked(true);
    m_before = header()->addChip(QStringLiteral("‹"), tr("The unit before (←)"), false);
    m_before->setObjectName(QStringLiteral("unitBeforeChip"));
    m_before->setAccessibleName(tr("The unit before"));
    m_after = header()->addChip(QStringLiteral("›"), tr("The unit after (→)"), false);
    m_after->setObjectName(QStringLiteral("unitAfterChip"));
    m_after->setAccessibleName(tr("The unit after"));
    header()->setDispensable({m_smooth}); // in the context menu, too
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 2, 1, 6);
    layout->setSpacing(0);
    layout->addWidget(m_row);
    layout->addWidget(scrolled(m_canvas), 1);
    connect(m_before, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_after, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_smooth, &QToolButton::toggled, this, [this](bool isSmooth) { emit smoothnessEdited(isSmooth ? analysis::AscentOptions().smoothness : 0); });
    connect(m_canvas, &UnitCanvas::stepWanted, this, &UnitView::step);
    connect(m_canvas, &UnitCanvas::muteWanted, this, [this] { emit muteToggled(m_layer, m_unit); });
    connect(m_row, &UnitChangeRow::edited, this, [this](const std::optional<plan::UnitChange> &change) { emit changeEdited(m_layer, m_unit, change); });
    connect(m_row, &UnitChangeRow::clearWanted, this, &UnitView::changesCleared);
    connect(m_canvas, &UnitCanvas::sampleSelected, this, &UnitView::sampleSelected);
    connect(m_canvas->plotExport(), &PlotExport::failed, this, &UnitView::exportFailed);
    connect(m_canvas, &UnitCanvas::menuWanted, this, [this](const QPoint &global) {
        if (!m_canvas->favourites())
            return;
        auto *menu = new QMenu(m_canvas);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        QAction *smooth = menu->addAction(m_smooth->text(), m_smooth, &QToolButton::toggle);
        smooth->setCheckable(true);
        smooth->setChecked(m_smooth->isChecked());
        menu->addSeparator();
        m_canvas->plotExport()->addTo(menu);
        menu->popup(global);
    });
    setFocusProxy(m_canvas);
    setMinimumSize(240, 180);
    clear();
    UnitView::setTheme(theme());
}

void UnitView::clear() {
    m_canvas->showFavourites(nullptr);
    m_canvas->setEmptyText(tr("What excites a unit appears here once there are data and a stack: click a tile of its weights, or a unit in Layer by layer."));
    refresh();
}

void UnitView::setClasses(const QStringList &names) {
    m_canvas->setClasses(names);
}

void UnitView::setFeatures(const QStringList &names) {
    m_canvas->setFeatures(names);
}

void UnitView::setOutline(const plan::Outline &outline) {
    m_outline = outline;
    refresh();
}

void UnitView::setUnit(int layer, core::Index unit) {
    m_layer = layer;
    m_unit = unit;
    const auto &shown = m_canvas->favourites();
    m_canvas->setStale(shown && (shown->layer != layer || shown->unit != unit));
    refresh();
}

void UnitView::showChanges(const plan::UnitChanges &changes) {
    m_changes = changes;
    refresh();
}

void UnitView::showFavourites(std::shared_ptr<const analysis::FavouritesPicture> picture) {
    if (picture->layer != m_layer || picture->unit != m_unit)
        return;
    m_canvas->setStale(false);
    m_row->setUsual(picture->mean);
    m_canvas->showFavourites(std::move(picture));
}

void UnitView::showInput(std::shared_ptr<const analysis::ExcitingInputPicture> picture) {
    if (picture->layer == m_layer && picture->unit == m_unit)
        m_canvas->showInput(std::move(picture));
}

core::Index UnitView::units() const {
    return m_layer >= 0 && m_layer < static_cast<int>(m_outline.layers.size()) ? analysis::unitsOf(m_outline.layers[static_cast<std::size_t>(m_layer)].output)
                                                                               : 0;
}

void UnitView::step(int by) {
    if (const core::Index count = units(); count > 0)
        emit unitChosen(m_layer, std::clamp<core::Index>(m_unit + by, 0, count - 1));
}

std::optional<plan::UnitChange> UnitView::change() const {
    for (const plan::UnitChange &each : m_changes)
        if (each.layer == m_layer && each.unit == m_unit)
            return each;
    return {};
}

void UnitView::refresh() {
    const core::Index count = units();
    m_before->setEnabled(m_unit > 0 && count > 0);
    m_after->setEnabled(m_unit + 1 < count);
    m_row->setVisible(count > 0);
    m_row->showChange(change(), static_cast<int>(m_changes.size()));
    if (count == 0)
        return header()->setSubtitle({});
    const core::Shape &output = m_outline.layers[static_cast<std::size_t>(m_layer)].output;
    QString unit = tr("%1 %2 of %3").arg(unitWord(output), countText(m_unit + 1), countText(count));
    if (const auto changed = change())
        unit += QStringLiteral(", ") + changeText(*changed);
    header()->setSubtitle(tr("%1 · layer %2").arg(unit, layerName(m_outline, m_layer)), unit);
}

void UnitView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
}

std::vector<InputSection> UnitView::inputs() const {
    return {m_canvas->inputs()};
}

} // namespace hourglass::ui
