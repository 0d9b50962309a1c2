// How the stack looks: bars, labels, the ring of the selected one, places to insert, the error at its layer.
#pragma once

#include <QFont>

#include <vector>

#include "ui/stack/stack_bars.h"
#include "ui/stack/stack_held.h"
#include "ui/stack/stack_layout.h"
#include "ui/theme/theme.h"

class QPainter;

namespace hourglass::ui {

/// All that the painting depends on. Bars by index: 0 is the input.
struct StackScene {
    std::vector<StackBar> bars;
    StackLayout layout;
    Theme theme = Theme::light();
    QFont font;
    QString errorSentence, errorHint;
    int errorBar = -1;           ///< the sentence stands below this one
    bool isErrorAtLayer = false; ///< ... and belongs to it: a ring
    int selectedBar = -1, hoveredBar = -1;
    int hoveredGap = -1, mirroredGap = -1; ///< the twin of the hovered gap, dashed
    int insertionGap = -1;                 ///< where the Insert key would insert, while the keys go here
    bool hasFocus = false;
    bool isPicture = false;           ///< nothing can be inserted there
    bool isNarrow = false;            ///< figures are shortened
    std::optional<HeldBar> held = {}; ///< then the bars are those of the stack as it would be
};

/// Room at the right of a full bar for the widest figures.
double figuresWidth(const StackScene &scene);
/// Height of the sentence and its hint when wrapped to a width; 0 without a sentence.
double errorHeight(const StackScene &scene, double width);
/// Paints what lies within `clip`; what stands beside the pointer keeps within `room`.
void paintStack(QPainter &painter, const StackScene &scene, const QRectF &clip, const QRectF &room);

} // namespace hourglass::ui
