// A view that shows samples of the shown part, and what is pointed at and held on to in all views.
#pragma once

#include <optional>

#include "app/session/sample_selection.h"

namespace hourglass::app {

/// The view says sampleHovered() and sampleSelected(), and takes setMarkedSample() and setSelectedSample(); samples by their number in the shown part.
template <class View>
void linkSamples(View *view, SampleSelection *selection) {
    using Sample = std::optional<data::SampleId>;
    QObject::connect(view, &View::sampleHovered, selection,
                     [view, selection](std::optional<core::Index> number) { selection->hover(selection->ofShownPart(number), view); });
    QObject::connect(view, &View::sampleSelected, selection,
                     [selection](std::optional<core::Index> number) { selection->pin(selection->ofShownPart(number)); });
    QObject::connect(selection, &SampleSelection::hoveredChanged, view, [view, selection](const Sample &sample, const QObject *by) {
        if (by != view)
            view->setMarkedSample(selection->numberInShownPart(sample));
    });
    QObject::connect(selection, &SampleSelection::pinnedChanged, view,
                     [view, selection](const Sample &sample) { view->setSelectedSample(selection->numberInShownPart(sample)); });
}

} // namespace hourglass::app
