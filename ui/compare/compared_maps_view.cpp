#include "ui/compare/compared_maps_view.h"

#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/compare/compared_maps_canvas.h"

namespace hourglass::ui {

ComparedMapsView::ComparedMapsView(QWidget *parent)
    : Panel(QStringLiteral("comparedMaps"), tr("Maps compared"), parent), m_canvas(new ComparedMapsCanvas(this)) {
    header()->setCaption(tr("The same samples on the map of each run; the one under the mouse is ringed in all, with its ten nearest."));
    m_overlay = header()->addChip(tr("Overlay"), tr("Lays the second map over the first, with lines between the same samples (O)"), true);
    m_align = header()->addChip(
        tr("Aligned"), tr("Turns, mirrors and scales each map onto the first, as near as can be (Procrustes); how much is left is its misfit (A)"), true);
    m_align->setChecked(true);
    connect(m_overlay, &QToolButton::clicked, this, [this](bool isOverlaid) {
        setOverlaid(isOverlaid);
        emit wayEdited(isOverlaid, m_align->isChecked());
    });
    connect(m_align, &QToolButton::clicked, this, [this](bool isAligned) {
        setAligned(isAligned);
        emit wayEdited(m_overlay->isChecked(), isAligned);
    });
    connect(m_canvas, &ComparedMapsCanvas::overlayToggled, m_overlay, &QToolButton::click);
    connect(m_canvas, &ComparedMapsCanvas::alignToggled, m_align, &QToolButton::click);
    connect(m_canvas, &ComparedMapsCanvas::sampleHovered, this, &ComparedMapsView::sampleHovered);
    connect(m_canvas, &ComparedMapsCanvas::sampleSelected, this, &ComparedMapsView::sampleSelected);
    connect(m_canvas, &ComparedMapsCanvas::exportFailed, this, &ComparedMapsView::exportFailed);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->addWidget(m_canvas);
    setFocusProxy(m_canvas);
    tell();
}

void ComparedMapsView::showMaps(std::vector<ComparedMap> maps) {
    if (maps.size() < 2)
        maps.clear();
    m_canvas->showMaps(std::move(maps));
    tell();
}

void ComparedMapsView::tell() {
    const std::vector<ComparedMap> &maps = m_canvas->maps();
    QStringList parts;
    const ComparedMap *first = nullptr;
    for (std::size_t i = 0; i < maps.size(); ++i) {
        if (!maps[i].picture)
            continue;
        if (const auto misfit = m_canvas->aligned()[i].misfit; misfit && first)
            parts << tr("%1 onto %2: misfit %3", "a run, the first run, a number").arg(maps[i].name, first->name, QLocale().toString(*misfit, 'f', 2));
        if (!first)
            first = &maps[i];
    }
    if (first && parts.isEmpty())
        parts << (maps.size() > 1 && !m_align->isChecked() ? tr("each as it is") : tr("%Ln samples", nullptr, static_cast<int>(first->picture->x.size())));
    header()->setSubtitle(parts.join(QStringLiteral(" · ")));
}

void ComparedMapsView::setClasses(const QStringList &names) {
    m_canvas->setClasses(names);
}

void ComparedMapsView::setColouring(SharedColouring colouring) {
    m_canvas->setColouring(std::move(colouring));
}

void ComparedMapsView::setMarkedSample(std::optional<core::Index> sample) {
    m_canvas->setMarkedSample(sample);
}

void ComparedMapsView::setSelectedSample(std::optional<core::Index> sample) {
    m_canvas->setSelectedSample(sample);
}

void ComparedMapsView::setChosen(const std::vector<core::Index> &samples) {
    m_canvas->setChosen(samples);
}

void ComparedMapsView::setOverlaid(bool isOverlaid) {
    m_overlay->setChecked(isOverlaid);
    m_canvas->setOverlaid(isOverlaid);
}

void ComparedMapsView::setAligned(bool isAligned) {
    m_align->setChecked(isAligned);
    m_canvas->setAligned(isAligned);
    tell();
}

void ComparedMapsView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
}

std::vector<InputSection> ComparedMapsView::inputs() const {
    return {m_canvas->inputs()};
}

} // namespace hourglass::ui
