#include "ui/network/activations_view.h"

#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/network/activation_canvas.h"
#include "ui/network/network_texts.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

ActivationsView::ActivationsView(QWidget *parent) : Panel(QStringLiteral("activations"), tr("Layer by layer"), parent), m_canvas(new ActivationCanvas(this)) {
    header()->setCaption(tr("One sample on its way: red above zero, blue below, each layer to its own scale."));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 2, 1, 6);
    layout->addWidget(m_canvas);
    connect(m_canvas, &ActivationCanvas::unitChosen, this, [this](const UnitOfLayer &unit) { emit unitChosen(unit.layer, unit.unit); });
    connect(m_canvas, &ActivationCanvas::menuWanted, this, [this](const QPoint &global) {
        if (!m_canvas->picture())
            return;
        auto *menu = new QMenu(m_canvas);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const UnitOfLayer unit = m_canvas->selected();
        if (!m_canvas->unitRect(unit).isEmpty()) {
            QAction *mute = menu->addAction(tr("Mute the selected unit (X)"), this, [this, unit] { emit muteToggled(unit.layer, unit.unit); });
            mute->setCheckable(true);
            mute->setChecked(std::any_of(m_changes.begin(), m_changes.end(), [&unit](const plan::UnitChange &change) {
                return change.layer == unit.layer && change.unit == unit.unit && change.kind == plan::UnitChangeKind::Muted;
            }));
        }
        if (!m_changes.empty())
            menu->addAction(tr("Clear all changes of units"), this, &ActivationsView::changesCleared);
        if (!menu->isEmpty())
            menu->addSeparator();
        m_canvas->plotExport()->addTo(menu);
        menu->popup(global);
    });
    connect(m_canvas, &ActivationCanvas::muteToggled, this, [this](const UnitOfLayer &unit) { emit muteToggled(unit.layer, unit.unit); });
    connect(m_canvas->plotExport(), &PlotExport::failed, this, &ActivationsView::exportFailed);
    setFocusProxy(m_canvas);
    setMinimumSize(220, 140);
    clear();
    ActivationsView::setTheme(theme());
}

void ActivationsView::clear() {
    m_canvas->show(nullptr);
    m_canvas->setEmptyText(tr("What each layer makes of a sample appears here once there are data and a stack: hover or click a sample on the map."));
    header()->setSubtitle({});
}

void ActivationsView::setUnit(int layer, core::Index unit) {
    m_canvas->setSelected({layer, unit});
}

void ActivationsView::showChanges(const plan::UnitChanges &changes) {
    m_changes = changes;
    m_canvas->setChanges(changes);
}

void ActivationsView::show(std::shared_ptr<const analysis::ActivationsPicture> picture, core::Index number) {
    QString text = tr("no. %1").arg(countText(number + 1));
    const auto label = picture->label;
    if (label >= 0 && label < m_classes.size())
        text += QStringLiteral(", ") + m_classes[label];
    m_canvas->show(std::move(picture));
    header()->setSubtitle(text);
}

void ActivationsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
}

std::vector<InputSection> ActivationsView::inputs() const {
    return {m_canvas->inputs()};
}

} // namespace hourglass::ui
