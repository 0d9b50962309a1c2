#include "app/wiring/cursor_decoder.h"

#include "app/background/observer.h"
#include "ui/latent/latent_map.h"

namespace hourglass::app {

CursorDecoder::CursorDecoder(Observer &observer, ui::LatentMap &map) : QObject(&map), m_observer(observer), m_map(map) {
    connect(&map, &ui::LatentMap::cursorMoved, this, [this](double x, double y) {
        m_point = QPointF(x, y);
        decode();
    });
    connect(&map, &ui::LatentMap::cursorLeft, this, [this] {
        if (!m_isPinned)
            m_point.reset();
    });
    connect(&map, &ui::LatentMap::cursorPinned, this, [this](double x, double y) {
        m_point = QPointF(x, y);
        m_isPinned = true;
        decode();
    });
    connect(&map, &ui::LatentMap::cursorReleased, this, [this] { m_isPinned = false; });
    connect(&map, &ui::LatentMap::sampleHovered, this, [this](std::optional<core::Index> sample) {
        m_sample = sample;
        showSample();
    });
    connect(&observer, &Observer::snapshotArrived, this, [this] {
        decode();
        showSample();
    });
    // The plane of more than two units moves with the codes: the same point is then another code.
    connect(&observer, &Observer::latentArrived, this, &CursorDecoder::decode);
}

void CursorDecoder::decode() {
    if (!m_point)
        return;
    if (const auto picture = m_observer.decode(m_point->x(), m_point->y()))
        m_map.showDecoded(*picture, m_point->x(), m_point->y());
}

void CursorDecoder::showSample() {
    if (!m_sample)
        return;
    if (const auto column = m_observer.sample(*m_sample))
        m_map.showSample(*column, m_observer.sampleShape(), m_observer.sampleRange());
}

} // namespace hourglass::app
