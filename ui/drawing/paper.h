// What a person draws: a sheet that is finer than a sample, and the sample that is made of it. Pure arithmetic; lengths are in pixels of the sample.
#pragma once

#include <QImage>
#include <QPointF>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::ui {

enum class DrawTool {
    Brush,
    Eraser, ///< back to the ground
    Noise   ///< normal noise of deviation 0.5 on each pixel that it passes, once a stroke, kept within 0 to 1
};

class Paper {
public:
    using Values = std::vector<float>; ///< shares of the range of the pictures, 0 black to 1 white, channel-first
    static constexpr int finest = 320; ///< paper pixels along the longer side, at most, where a sample has fewer
    /// Of the side of a sample, for centred(): 20 of 28 pixels.
    static constexpr double boxShare = 20.0 / 28.0;

    /// Blank, of another shape. `ground`: 0 for light on dark, 1 for dark on light.
    void reset(const core::Shape &shape, float ground);

    const core::Shape &shape() const { return m_shape; }
    float ground() const { return m_ground; }
    bool isBlank() const;
    /// The picture that lies on the paper, as it was before anything was drawn on it; null: none does.
    const std::shared_ptr<const Values> &picture() const { return m_picture; }

    /// A stroke is one step of undo. `colour` is of red, green and blue; samples of other than three channels take the first for all.
    void begin(DrawTool tool, double diameter, const std::array<float, 3> &colour);
    void strokeTo(const QPointF &point);                       ///< from the point before
    void setDiameter(double pixels) { m_radius = pixels / 2; } ///< of the present stroke from here on
    void put(Values picture);                                  ///< in place of all that was there; of another size: nothing happens
    void clear();
    bool canUndo() const { return !m_undo.empty(); }
    void undo();

    /// Each pixel the mean of its piece of paper: a picture that was put there comes back as it was.
    Values sample() const;
    /// As the makers of MNIST placed digits (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", III A, and
    /// their page of the data): scaled, with its proportions, into a box of 20 of 28 pixels, and moved so that the centre of mass of the ink is the
    /// middle; grey by areas. Blank paper stays blank.
    Values centred() const;
    QImage image() const; ///< of the paper itself

private:
    struct State {
        Values ink;
        std::shared_ptr<const Values> picture;
    };
    int width() const { return static_cast<int>(m_shape.width()) * m_factor; }
    int height() const { return static_cast<int>(m_shape.height()) * m_factor; }
    int channels() const { return static_cast<int>(m_shape.channels()); }
    void keep();
    void paint(const QPointF &from, const QPointF &to);
    void scatter(const QPointF &from, const QPointF &to);

    core::Shape m_shape{1, 28, 28};
    float m_ground = 0;
    int m_factor = 1; ///< paper pixels along a pixel
    Values m_ink;     ///< of the paper, channel-first
    std::shared_ptr<const Values> m_picture;
    std::vector<State> m_undo;

    DrawTool m_tool = DrawTool::Brush;
    double m_radius = 1;
    std::array<float, 3> m_colour{1, 1, 1};
    std::optional<QPointF> m_last;
    std::vector<float> m_cover; ///< of the present stroke, by paper pixel
    std::uint64_t m_strokes = 0;
};

} // namespace hourglass::ui
