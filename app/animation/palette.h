// At most 255 colours for a picture of many: exact where it has no more. The colours are counted in 64 × 64 × 64 boxes; the box of colours with the largest
// squared error is split where that falls most (variance-based, as Wan, Wong and Prusinkiewicz 1988 and Wu 1991 do), and the means that result are
// moved by Lloyd's algorithm (1982).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QRgb>

namespace hourglass::app {

class Palette {
public:
    static constexpr int mostColours = 255; ///< one number is left for what is transparent

    const std::vector<QRgb> &colours() const { return m_colours; }
    /// The number of the colour that stands for one that was counted.
    std::uint8_t at(QRgb colour) const;

private:
    friend class ColourCount;
    std::vector<QRgb> m_colours;
    std::unordered_map<QRgb, std::uint8_t> m_exact;
    std::vector<std::uint8_t> m_nearest; ///< by box; empty where all are exact
};

/// What a picture's pixels are counted with. Made once, used for any number of pictures.
class ColourCount {
public:
    ColourCount();

    void add(QRgb colour);
    /// Of all that was added; forgets it.
    Palette takePalette();

private:
    struct Box { ///< of the 64³
        std::uint64_t count = 0;
        std::array<std::uint64_t, 3> sums{};
    };

    std::vector<Box> m_boxes;
    std::vector<std::uint32_t> m_used; ///< boxes that are not empty
    std::unordered_map<QRgb, std::uint8_t> m_exact;
    bool m_isExact = true;
    std::optional<QRgb> m_last;
};

} // namespace hourglass::app
