// File › Export as animation, also in the menu of the timeline: the sheet, its preview, and the exporter that makes it.
#pragma once

#include <QImage>

#include "app/session/animation_moments.h"

namespace hourglass::ui {
class MainWindow;
struct Theme;
} // namespace hourglass::ui

namespace hourglass::app {

class PanelSet;
class Session;

/// What a caption says of a moment: title, epoch, losses. `place`: 0 … 1 of the animation.
struct AnimationCaption {
    QString title, heldOutName;
    AnimationMoment moment;
    double lastEpoch = 0; ///< of the animation: its figures have room from the beginning
    double place = 0;
};

/// The picture with the caption below it, in letters that can be read at its width. Heights are even, as encoders of films want them.
QImage withCaption(const QImage &picture, const AnimationCaption &caption, const ui::Theme &theme);

/// After the panels are connected.
void connectAnimation(Session &session, ui::MainWindow &window, const PanelSet &panels);

} // namespace hourglass::app
