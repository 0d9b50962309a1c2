#include "app/wiring/cursor_decoder.h"

#include "app/background/point_decoder.h"
#include "ui/latent/latent_map.h"

namespace hourglass::app {

CursorDecoder::CursorDecoder(PointDecoder &decoder, ui::LatentMap &map) : QObject(&map), m_decoder(decoder), m_map(map) {
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
    connect(&decoder, &PointDecoder::pointsOutdated, this, &CursorDecoder::decode);
    connect(&decoder, &PointDecoder::samplesOutdated, this, &CursorDecoder::showSample);
}

void CursorDecoder::decode() {
    if (!m_point)
        return;
    if (const auto picture = m_decoder.decode(m_point->x(), m_point->y()))
        m_map.showDecoded(*picture, m_point->x(), m_point->y());
}

void CursorDecoder::showSample() {
    if (!m_sample)
        return;
    if (const auto column = m_decoder.sample(*m_sample))
        m_map.showSample(*column, m_decoder.sampleShape(), m_decoder.sampleRange());
}

} // namespace hourglass::app
