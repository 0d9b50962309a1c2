// Which part of the plane the map shows: it follows the codes, leaves room for the legend, and has pictures made for what is seen.
#include "ui/latent/latent_map.h"

#include <qcustomplot.h>

#include <algorithm>

#include "ui/latent/distribution.h"
#include "ui/latent/lattice.h"
#include "ui/latent/map_glass.h"
#include "ui/latent/map_ticks.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double mostOfLegend = 0.4; // of the width, that is left to the legend

QCPRange rangeOf(const Extent &extent) {
    return {extent.lower, extent.upper};
}

} // namespace

Extent LatentMap::withRoomForLegend(const Extent &extent) const {
    const int taken = m_legendPlace.isEmpty() || width() <= 0 ? 0 : width() - m_legendPlace.left();
    const double share = std::min(static_cast<double>(taken) / std::max(1, width()), mostOfLegend);
    return {extent.lower, extent.lower + extent.size() / (1 - share)};
}

void LatentMap::makeRoomForLegend() {
    if (!m_hasRange)
        return;
    fitSpace();
    m_followX.jump(withRoomForLegend(m_extentX));
    refreshRange();
}

void LatentMap::refreshRange() {
    if (m_isFollowing)
        m_plot->xAxis->setRange(rangeOf(m_followX.extent()));
    if (isLine()) {
        // The ridges stand on the numbers, and these on the strip of pictures.
        const bool hasStrip = hasLattice() && !m_lattice->isEmpty();
        const double below = scaled(24) + (hasStrip ? stripHeight : 0), above = std::max(40.0, m_plot->height() - below);
        const double upper = std::max(1, m_distribution->rows()) - 1 + Distribution::overlap + 0.1;
        m_plot->yAxis->setRange(-upper * below / above, upper);
        m_ticks->setLift(hasStrip ? stripHeight : 0);
        m_glass->setLineFloor(hasStrip ? stripHeight : 0);
    } else {
        if (m_isFollowing)
            m_plot->yAxis->setRange(rangeOf(m_followY.extent()));
        m_ticks->setLift(0);
        m_glass->setLineFloor(0);
    }
    wantPictures();
}

void LatentMap::follow() {
    const double elapsed = static_cast<double>(m_sinceMotion.restart());
    const bool isCalm = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    const double step = isCalm ? 1e9 : elapsed;
    const bool movesX = m_followX.advance(step), movesY = m_followY.advance(step);
    if ((!movesX && !movesY) || !m_isFollowing || !isVisible())
        m_motion.stop();
    if (!m_isFollowing)
        return;
    refreshRange();
    replot();
    if (m_cursor.isPresent && !m_cursor.isPinned && m_mouse)
        moveCursor(*m_mouse, false);
}

void LatentMap::wantPictures() {
    if (!m_picturePause.isActive())
        m_picturePause.start(); // not started anew by each movement, so that pictures come while the mouse drags
}

void LatentMap::requestPictures() {
    if (!isVisible() || !m_picture)
        return;
    requestLattice();
    requestThumbnails();
}

void LatentMap::requestLattice() {
    LatticeRequest request;
    if (hasLattice() && isLine())
        request = LatticeRequest::forLine(m_plot->xAxis->range(), m_plot->width());
    else if (hasLattice())
        request = LatticeRequest::forPlane(m_plot->xAxis->range(), m_plot->yAxis->range(), m_plot->size());
    emit latticeWanted(request.left, request.right, request.bottom, request.top, request.columns, request.rows);
}

void LatentMap::showLattice(std::shared_ptr<const analysis::LatticePicture> picture) {
    if (picture)
        setSampleShape(picture->sample);
    const bool isWanted = picture && m_picture && hasLattice() && picture->axes == m_picture->axes && (picture->rows == 1 || !isLine());
    if (picture && !isWanted)
        return;
    const bool wasEmpty = m_lattice->isEmpty();
    m_lattice->setPicture(std::move(picture));
    if (wasEmpty != m_lattice->isEmpty())
        refreshRange();
    replot();
}

} // namespace hourglass::ui
