#include "ui/loss/loss_terms.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

/// Far from the blue of the training loss and the ochre of what is held out.
QColor termColour(std::size_t term) {
    constexpr std::array<int, 6> apart{4, 6, 2, 3, 5, 8};
    return classColour(apart[term % apart.size()]);
}

} // namespace

const LossTerm::Point *LossTerm::nearest(CurveAxis axis, double x) const {
    const auto after = std::lower_bound(points.begin(), points.end(), x, [axis](const Point &point, double place) { return point.place(axis) < place; });
    if (after == points.end())
        return points.empty() ? nullptr : &points.back();
    if (after == points.begin() || after->place(axis) - x <= x - std::prev(after)->place(axis))
        return &*after;
    return &*std::prev(after);
}

std::vector<LossTerm> termsOf(const LossRun &run) {
    std::vector<LossTerm> terms;
    const SmoothedCurve &train = run.present().train;
    if (train.isEmpty())
        return terms;
    const Index first = train.point(0).step;
    for (const training::EvaluationRecord &record : run.log()->evaluations().records()) {
        if (record.step < first)
            continue;
        for (std::size_t i = 0; i < record.terms.size(); ++i) {
            const training::Term &term = record.terms[i];
            const QString name = QString::fromStdString(term.label.empty() ? term.name : term.label);
            if (i >= terms.size())
                terms.push_back({name, termColour(i), {}});
            else if (terms[i].name != name) // penalties came or went: the line is another one from here
                terms[i] = {name, termColour(i), {}};
            if (std::isfinite(term.value))
                terms[i].points.push_back({static_cast<double>(record.step), record.epoch, term.value});
        }
        if (!record.terms.empty())
            terms.resize(record.terms.size());
    }
    return terms;
}

} // namespace hourglass::ui
