#include "app/wiring/colouring_wiring.h"

#include <numeric>

#include "app/background/marks_feed.h"
#include "app/background/part_errors_feed.h"
#include "app/session/session.h"
#include "app/wiring/sample_colouring.h"

namespace hourglass::app {

namespace {

using Mark = MarksFeed::Mark;
using ui::ColouringKind;

/// Classes are kinds in their own colours, everything else is a number.
ui::MeasuredValues valuesOf(ColouringKind kind, const std::vector<float> &numbers, const data::Dataset &dataset) {
    ui::MeasuredValues values{kind, numbers, {}, {}};
    if (kind != ColouringKind::Predicted) {
        values.scale = ui::ColourScale::of(numbers);
        return values;
    }
    QStringList names;
    for (const std::string &name : dataset.classNames)
        names << QString::fromStdString(name);
    std::vector<int> classes(dataset.classNames.size());
    std::iota(classes.begin(), classes.end(), 0);
    values.scale = ui::ColourScale::ofKinds(names, classes);
    return values;
}

} // namespace

void connectMeasuredColours(Session &session, SampleColouring &colouring) {
    auto *marks = new MarksFeed(session.snapshotFeed(), &colouring);
    auto *errors = new PartErrorsFeed(session.snapshotFeed(), &colouring);
    QObject::connect(
        &colouring, &SampleColouring::entriesChanged, marks,
        [marks, errors, &session](const std::vector<ui::ColouringEntry> &, const ui::ColouringEntry &chosen) {
            marks->setMark(chosen.kind == ColouringKind::Predicted ? Mark::Predicted : chosen.kind == ColouringKind::Density ? Mark::Density : Mark::None);
            errors->measureAnew();
            errors->setWatched(chosen.kind == ColouringKind::Error);
            marks->follow(session.shownStatus());
            errors->follow(session.shownStatus());
        });
    QObject::connect(&session, &Session::statusChanged, marks, [marks, errors, &session] {
        marks->follow(session.shownStatus());
        errors->follow(session.shownStatus());
    });
    QObject::connect(&session.snapshotFeed(), &SnapshotFeed::begun, &colouring, &SampleColouring::forgetMeasured);
    const auto isOfShown = [&session] {
        return session.dataset() && session.snapshotFeed().dataset() == session.dataset();
    }; // not while data are dragged through
    QObject::connect(marks, &MarksFeed::arrived, &colouring,
                     [&colouring, &session, isOfShown](Mark mark, const std::shared_ptr<const judging::SampleMarks> &found) {
                         if (!isOfShown())
                             return;
                         const ColouringKind kind = mark == Mark::Predicted ? ColouringKind::Predicted : ColouringKind::Density;
                         ui::MeasuredValues values = valuesOf(kind, found->values, *session.dataset());
                         if (found->obstacle)
                             values.note = QString::fromStdString(found->obstacle->sentence());
                         colouring.setMeasured(values);
                     });
    QObject::connect(errors, &PartErrorsFeed::arrived, &colouring, [&colouring, &session, isOfShown](const std::shared_ptr<const analysis::PartErrors> &found) {
        if (isOfShown())
            colouring.setMeasured(valuesOf(ColouringKind::Error, found->bySample, *session.dataset()));
    });
}

} // namespace hourglass::app
