#include <algorithm>
#include <cmath>

#include "app/pictures/view_picture.h"
#include "app/session/session.h"
#include "app/wiring/animation_wiring.h"
#include "app/wiring/panel_set.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

QWidget *animatedView(const QString &key, ui::MainWindow &window, const PanelSet &panels) {
    if (key == QLatin1String(animatedWindow))
        return &window;
    ui::Panel *panel = panels.find(key.toStdString());
    return panel && isInSight(*panel) ? panel->parentWidget() : nullptr;
}

std::function<QImage(const AnimationMoment &)> animationPainter(const Session &session, ui::MainWindow &window, const PanelSet &panels,
                                                                const AnimationLook &look, const std::vector<AnimationMoment> &moments) {
    std::vector<core::Index> steps;
    for (const AnimationMoment &moment : moments)
        steps.push_back(moment.step());
    AnimationCaption caption{.title = look.title.simplified(),
                             .heldOutName = QString::fromStdString(session.runs().present->heldOutName()),
                             .moment = {},
                             .lastEpoch = moments.empty() ? 0 : moments.back().epoch()};
    caption.hasTrainLoss = std::any_of(moments.begin(), moments.end(), [](const AnimationMoment &each) { return std::isfinite(each.trainLoss); });
    caption.hasHeldOutLoss = std::any_of(moments.begin(), moments.end(), [](const AnimationMoment &each) { return std::isfinite(each.heldOutLoss); });
    return [&window, &panels, look, caption, steps](const AnimationMoment &moment) -> QImage {
        QWidget *view = animatedView(look.view, window, panels);
        if (!view)
            return {};
        const QImage picture = viewPicture(*view, look.width);
        if (!look.hasCaption)
            return picture;
        AnimationCaption said = caption;
        said.moment = moment;
        const auto at = std::lower_bound(steps.begin(), steps.end(), moment.step()) - steps.begin();
        said.place = steps.size() > 1 ? static_cast<double>(at) / static_cast<double>(steps.size() - 1) : 1;
        return withCaption(picture, said, window.theme());
    };
}

} // namespace hourglass::app
