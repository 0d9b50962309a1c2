// Keeps what the map shows under its cursor fresh: decodes when the mouse moves, and again when newer parameters come.
#pragma once

#include <optional>

#include <QObject>
#include <QPointF>

#include "engine/core/types.h"

namespace hourglass::ui {
class LatentMap;
}

namespace hourglass::app {

class PointDecoder;

class CursorDecoder : public QObject {
    Q_OBJECT
public:
    /// Lives as long as the map.
    CursorDecoder(PointDecoder &decoder, ui::LatentMap &map);

private:
    void decode();
    void showSample();

    PointDecoder &m_decoder;
    ui::LatentMap &m_map;
    std::optional<QPointF> m_point;
    std::optional<core::Index> m_sample;
    bool m_isPinned = false;
};

} // namespace hourglass::app
