// What the points are coloured by, and what explains the colours.
#include "ui/latent/latent_map.h"

#include "ui/colouring/colour_bar.h"
#include "ui/colouring/colouring_choice.h"
#include "ui/latent/axes_choice.h"
#include "ui/latent/class_marks.h"
#include "ui/latent/distribution.h"
#include "ui/latent/figure_legend.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/map_legend.h"
#include "ui/latent/scatter.h"

namespace hourglass::ui {

void LatentMap::setClasses(const std::vector<std::string> &names) {
    m_classes = names;
    m_axesChoice->setHasClasses(names.size() > 1);
    m_legend->setClasses(names);
    m_figureLegend->setClasses(names);
    m_classMarks->setNames(names);
    refreshOffer();
    refreshLegend();
}

void LatentMap::setColourings(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen) {
    m_colouringChoice->showEntries(entries, chosen);
    fitHeader();
}

void LatentMap::setColouring(SharedColouring colouring) {
    m_colouring = std::move(colouring);
    m_distribution->setColouring(m_colouring);
    m_figureLegend->setColouring(m_colouring);
    m_colourBar->setColouring(m_colouring);
    refreshKnown();
    refreshOffer();
    refreshColours();
    refreshRange(); // one ridge or several
    refreshLegend();
    refreshMarks();
    refreshCard();
}

void LatentMap::refreshColours() {
    m_scatter->setColouring(m_colouring, theme());
    refreshKnown();
    replot();
}

void LatentMap::refreshLegend() {
    const bool hasClasses = m_picture && isByClass(m_colouring) && !m_picture->labels.empty() && !m_legend->isEmpty();
    const bool hasBar = m_picture && isByValue(m_colouring);
    m_legend->setVisible(hasClasses);
    m_colourBar->setVisible(hasBar);
    m_figureLegend->setShown(hasClasses || hasBar);
    if (hasClasses)
        m_legend->place(size());
    if (hasBar)
        m_colourBar->place(size());
    const QRect place = hasClasses ? m_legend->geometry() : hasBar ? m_colourBar->geometry() : QRect();
    m_glass->setObstacle(place);
    if (place == m_legendPlace)
        return;
    m_legendPlace = place;
    makeRoomForLegend();
}

void LatentMap::refreshKnown() {
    const bool isKnown = m_hovered && isByValue(m_colouring);
    const float value = isKnown ? m_colouring->shownValue(*m_hovered) : 0.0f;
    m_glass->card().setKnown(isKnown ? m_colouring->colourOf(value, theme()) : QColor(), isKnown ? m_colouring->describe(value) : QString());
}

} // namespace hourglass::ui
