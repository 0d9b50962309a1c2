// File › Export as animation, also in the menu of the timeline: the sheet, its preview, and the exporter that makes it. What its pictures are is the same
// for `animate` on the command line.
#pragma once

#include <functional>
#include <vector>

#include <QImage>
#include <QString>

#include "app/session/animation_moments.h"

class QWidget;

namespace hourglass::ui {
class MainWindow;
struct Theme;
} // namespace hourglass::ui

namespace hourglass::app {

class PanelSet;
class Session;

/// What stands for the whole window among the keys of the panels.
constexpr auto animatedWindow = "window";

/// What an animation shows.
struct AnimationLook {
    QString view;    ///< a key of the panels, or `animatedWindow`
    int width = 800; ///< pixels; 0: as on the screen
    bool hasCaption = true;
    QString title; ///< before the caption
};

/// What a caption says of a moment: title, epoch, losses. `place`: 0 … 1 of the animation.
struct AnimationCaption {
    QString title, heldOutName;
    AnimationMoment moment;
    double lastEpoch = 0; ///< of the animation: its figures have room from the beginning
    double place = 0;
    bool hasTrainLoss = true, hasHeldOutLoss = true; ///< of any of its moments: each figure keeps its place while it is not there
};

/// The picture with the caption below it, in letters that can be read at its width. Heights are even, as encoders of films want them.
QImage withCaption(const QImage &picture, const AnimationCaption &caption, const ui::Theme &theme);

/// Null where it is not in sight.
QWidget *animatedView(const QString &key, ui::MainWindow &window, const PanelSet &panels);
/// Makes the picture of one of these moments, when the views show it; null where the view is not in sight. All must outlive it.
std::function<QImage(const AnimationMoment &)> animationPainter(const Session &session, ui::MainWindow &window, const PanelSet &panels,
                                                                const AnimationLook &look, const std::vector<AnimationMoment> &moments);

/// After the panels are connected.
void connectAnimation(Session &session, ui::MainWindow &window, const PanelSet &panels);

} // namespace hourglass::app
