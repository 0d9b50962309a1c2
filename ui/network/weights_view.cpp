#include "ui/network/weights_view.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "engine/analysis/unit.h"
#include "ui/network/network_texts.h"
#include "ui/network/weight_canvas.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

using Form = analysis::WeightsPicture::Form;

WeightsView::WeightsView(QWidget *parent) : Panel(QStringLiteral("weights"), tr("Weights"), parent), m_canvas(new WeightCanvas(this)) {
    header()->setCaption(tr("What the units of the selected layer look for, or draw."));
    m_tensorChip = header()->addChip({}, tr("Which weights of the layer are shown"), false);
    m_tensorChip->setObjectName(QStringLiteral("tensorChip"));
    m_scaleChip = header()->addChip(tr("Own scale"), tr("Full colour is each tile's own largest weight, instead of one scale for all"), true);
    m_scaleChip->setObjectName(QStringLiteral("ownScaleChip"));
    connect(m_tensorChip, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(m_tensorChip);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillTensorMenu(menu);
        menu->popup(m_tensorChip->mapToGlobal(QPoint(0, m_tensorChip->height())));
    });
    connect(m_scaleChip, &QToolButton::toggled, m_canvas, &WeightCanvas::setOwnScale);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 2, 1, 6);
    layout->addWidget(m_canvas);
    connect(m_canvas, &WeightCanvas::tilesWanted, this, [this](core::Index first, core::Index count) {
        m_task.first = first;
        m_task.count = count;
        want();
    });
    connect(m_canvas, &WeightCanvas::unitChosen, this, [this](core::Index row) { emit unitChosen(layerOfTiles(), unitOfRow(row)); });
    connect(m_canvas, &WeightCanvas::menuWanted, this, &WeightsView::openMenu);
    connect(m_canvas->plotExport(), &PlotExport::failed, this, &WeightsView::exportFailed);
    setFocusProxy(m_canvas);
    setMinimumSize(200, 120);
    clear();
    WeightsView::setTheme(theme());
}

void WeightsView::clear() {
    m_picture = nullptr;
    m_canvas->show(nullptr);
    m_canvas->setEmptyText(tr("Weights appear here once there are data and a stack: select a layer there."));
    refresh();
}

void WeightsView::setOutline(const plan::Outline &outline) {
    m_outline = outline;
    refresh();
}

void WeightsView::setUnit(int layer, core::Index unit) {
    m_selectedLayer = layer;
    m_unit = unit;
    // A tile of outgoing weights is a unit of the layer below: whoever clicks it goes on looking at these weights.
    const bool isOfShown =
        m_picture && m_layer >= 0 && !m_picture->obstacle && m_picture->layer == m_layer && m_picture->form == Form::Outgoing && layer == layerOfTiles();
    if (layer != m_layer && !isOfShown) {
        m_layer = layer;
        m_task = {};
        m_task.layer = layer;
        want();
    }
    refresh();
}

void WeightsView::want() {
    if (m_layer >= 0)
        emit weightsWanted(m_task);
}

int WeightsView::layerOfTiles() const {
    return m_picture && m_picture->form == Form::Outgoing ? std::max(0, m_layer - 1) : m_layer;
}

/// A row of a recurrent layer's weights is a gate of a unit, one of a variational layer's a mean or a variance.
core::Index WeightsView::unitOfRow(core::Index row) const {
    const int layer = layerOfTiles();
    if (layer < 0 || layer >= static_cast<int>(m_outline.layers.size()))
        return row;
    const core::Index units = analysis::unitsOf(m_outline.layers[static_cast<std::size_t>(layer)].output);
    return units > 0 ? row % units : row;
}

void WeightsView::show(std::shared_ptr<const analysis::WeightsPicture> picture) {
    if (picture->layer != m_layer)
        return;
    m_picture = std::move(picture);
    m_task.tensor = m_picture->tensor;
    m_canvas->show(m_picture);
    refresh();
}

void WeightsView::refresh() {
    const bool isThere = m_picture && !m_picture->obstacle;
    QList<QWidget *> chips; // those that mean something; both are in the context menu, too
    if (isThere && m_picture->form != Form::Matrix)
        chips << m_scaleChip;
    if (isThere && m_picture->tensors.size() > 1)
        chips << m_tensorChip;
    for (QToolButton *chip : {m_scaleChip, m_tensorChip})
        if (!chips.contains(chip))
            chip->hide();
    if (isThere)
        m_tensorChip->setText(QString::fromStdString(m_picture->tensors[m_picture->tensor]) + QStringLiteral(" ▾"));
    header()->setDispensable(chips);
    m_canvas->setSelected(isThere && m_selectedLayer == layerOfTiles() ? std::optional(m_unit) : std::nullopt);
    const QString name = layerName(m_outline, m_layer);
    QString what;
    if (isThere)
        what = m_picture->form == Form::Incoming   ? tr("what each of %1 units reads").arg(countText(m_picture->units))
               : m_picture->form == Form::Outgoing ? tr("what each of %1 units draws").arg(countText(m_picture->units))
               : m_picture->form == Form::Kernels  ? tr("%1 × %2 kernels").arg(countText(m_picture->units), countText(m_picture->inputs))
                                                   : tr("%1 × %2").arg(countText(m_picture->units), countText(m_picture->inputs));
    if (isThere && m_picture->tiedTo >= 0)
        what = tr("%1, tied to layer %2").arg(what).arg(m_picture->tiedTo + 1);
    header()->setSubtitle(what.isEmpty() ? name : name + QStringLiteral(" · ") + what, name);
}

void WeightsView::chooseTensor(std::size_t tensor) {
    m_task.tensor = tensor;
    want();
}

void WeightsView::fillTensorMenu(QMenu *menu) {
    auto *group = new QActionGroup(menu);
    for (std::size_t i = 0; m_picture && i < m_picture->tensors.size(); ++i) {
        QAction *action = menu->addAction(QString::fromStdString(m_picture->tensors[i]), this, [this, i] { chooseTensor(i); });
        action->setCheckable(true);
        action->setChecked(i == m_picture->tensor);
        group->addAction(action);
    }
}

void WeightsView::openMenu(const QPoint &global) {
    if (!m_picture || m_picture->obstacle)
        return;
    auto *menu = new QMenu(m_canvas);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_picture->tensors.size() > 1)
        fillTensorMenu(menu->addMenu(tr("Weights of the layer")));
    if (m_picture->form != Form::Matrix) {
        QAction *own = menu->addAction(m_scaleChip->text(), m_scaleChip, &QToolButton::toggle);
        own->setCheckable(true);
        own->setChecked(m_scaleChip->isChecked());
    }
    menu->addSeparator();
    m_canvas->plotExport()->addTo(menu);
    menu->popup(global);
}

void WeightsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
}

std::vector<InputSection> WeightsView::inputs() const {
    return {m_canvas->inputs()};
}

} // namespace hourglass::ui
