#include "ui/network/gates_view.h"

#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

#include "ui/network/gates_canvas.h"
#include "ui/network/network_texts.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/scrolled.h"

namespace hourglass::ui {

GatesView::GatesView(QWidget *parent) : Panel(QStringLiteral("gates"), tr("Gates"), parent), m_canvas(new GatesCanvas(this)) {
    header()->setCaption(tr("A recurrent layer along the steps of one sample: amber is open, red above zero, blue below."));
    m_backwards = header()->addChip(tr("Backwards"), tr("The way from the last step to the first; off: from the first to the last"), true);
    m_backwards->setObjectName(QStringLiteral("gatesBackwards"));
    m_backwards->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 2, 1, 6);
    layout->addWidget(scrolled(m_canvas));
    connect(m_backwards, &QToolButton::toggled, this, [this](bool isBackwards) {
        m_canvas->setDirection(isBackwards ? 1 : 0);
        refresh();
    });
    connect(m_canvas, &GatesCanvas::unitChosen, this, [this](core::Index unit) {
        // Of a layer that walks both ways the units of the second stand behind those of the first.
        emit unitChosen(m_canvas->picture()->layer, m_backwards->isChecked() ? unit + m_canvas->picture()->units : unit);
    });
    connect(m_canvas, &GatesCanvas::menuWanted, this, [this](const QPoint &global) {
        if (!m_canvas->picture() || m_canvas->picture()->layer < 0)
            return;
        auto *menu = new QMenu(m_canvas);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_canvas->plotExport()->addTo(menu);
        menu->popup(global);
    });
    connect(m_canvas->plotExport(), &PlotExport::failed, this, &GatesView::exportFailed);
    setFocusProxy(m_canvas);
    setMinimumSize(240, 200);
    clear();
    GatesView::setTheme(theme());
}

void GatesView::clear() {
    m_canvas->show(nullptr);
    m_canvas->setEmptyText(
        tr("What the gates of a recurrent layer do with a sample appears here once there are data and a stack: hover or click a sample on the map."));
    refresh();
}

void GatesView::setUnit(int layer, core::Index unit) {
    m_layer = layer;
    m_unit = unit;
    refresh();
}

void GatesView::show(std::shared_ptr<const analysis::GatesPicture> picture, const QString &sample) {
    m_sample = sample;
    if (picture->layer < 0)
        m_canvas->setEmptyText(tr("No layer of this stack has gates: insert a GRU or an LSTM, or choose the preset Recurrent or GRU."));
    m_canvas->show(std::move(picture));
    refresh();
}

void GatesView::refresh() {
    const auto &picture = m_canvas->picture();
    const bool isShown = picture && picture->layer >= 0;
    m_backwards->setVisible(isShown && picture->directions.size() > 1);
    if (!isShown)
        return header()->setSubtitle({});
    if (m_backwards->isHidden() && m_backwards->isChecked())
        m_backwards->setChecked(false);
    if (picture->layer == m_layer) {
        const bool isOfSecond = picture->directions.size() > 1 && m_unit >= picture->units;
        m_canvas->setUnit(isOfSecond ? m_unit - picture->units : m_unit);
    }
    header()->setSubtitle(tr("%1 · layer %2").arg(m_sample, layerName(m_outline, picture->layer)), m_sample);
}

void GatesView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
}

std::vector<InputSection> GatesView::inputs() const {
    return {m_canvas->inputs()};
}

} // namespace hourglass::ui
