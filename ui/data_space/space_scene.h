// What is drawn of the data space: samples, reconstructions, what pairs them, and the learned curve or sheet, as dots and lines of a scene.
#pragma once

#include <memory>
#include <vector>

#include "engine/analysis/data_space_task.h"
#include "ui/colouring/colouring.h"
#include "ui/data_space/space_frame.h"
#include "ui/data_space/space_sight.h"
#include "ui/space/scene.h"

namespace hourglass::ui {

struct SpaceLook {
    bool hasReconstructions = true, hasPairs = false, hasSheet = true;
    bool operator==(const SpaceLook &) const = default;
};

class SpaceScene {
public:
    void setPicture(std::shared_ptr<const analysis::DataSpacePicture> picture, const SpaceFrame &frame);
    void setColouring(const SharedColouring &colouring, const Theme &theme);
    /// Of a colouring by a number: samples of other levels are pale. Empty: all are lit.
    void setLitLevels(const std::vector<bool> &levels);
    /// Samples that are worked with, by their number, ascending: the others are pale. Empty: none.
    void setChosen(std::vector<core::Index> samples);
    void setLook(const SpaceLook &look) { m_look = look; }
    const SpaceLook &look() const { return m_look; }

    /// As seen now. The reference stays good until the next call.
    const Scene &seen(const SpaceSight &sight);
    /// Where a sample lies, by its place in the picture.
    SpacePixel pixelOf(std::size_t point, const SpaceSight &sight) const { return sight.pixelOf(m_points[point]); }

private:
    void assignColours();
    void assignChosen();
    void addSheet(const SpaceSight &sight);
    void addCells(const std::vector<SpacePixel> &pixels, double unit);

    std::shared_ptr<const analysis::DataSpacePicture> m_picture;
    std::vector<Place> m_points, m_reconstructions, m_sheet;
    std::vector<std::uint8_t> m_colours; ///< of each sample, in the palette
    SharedColouring m_colouring;
    std::vector<bool> m_lit;
    std::vector<core::Index> m_chosenSamples;
    std::vector<bool> m_isChosen; ///< of each sample; empty where none is
    Theme m_theme = Theme::light();
    SpaceLook m_look;
    Scene m_scene;
};

} // namespace hourglass::ui
