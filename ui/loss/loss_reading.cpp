#include "ui/loss/loss_reading.h"

#include <QCoreApplication>

#include <cmath>

#include "ui/plots/number_ticker.h"
#include "ui/plots/run_colours.h"

namespace hourglass::ui {

namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("LossReading", text);
}

Reading::Row trainRow(const CurvePoint &point, bool isSmooth, const Theme &theme, const QLocale &locale) {
    const auto value = [&locale](double number) { return significant(number, 4, locale); };
    const double level = isSmooth ? point.smoothed : point.mean;
    QString note;
    if (point.steps > 1)
        note = tr("raw %1 – %2").arg(value(point.minimum), value(point.maximum));
    else if (isSmooth)
        note = tr("raw %1").arg(value(point.mean));
    return {theme.encoder, tr("train"), value(level), note, level};
}

/// The held-out loss of another run there, or its training loss where none was measured; nothing beyond its end.
std::optional<Reading::Row> otherRow(const LossRun &run, const LossOverlay &other, const LossView &view, const Theme &theme, const QLocale &locale, double x) {
    if (other.run.isEmpty() || x > other.run.lastPlace(view.axis))
        return std::nullopt;
    const LossSegment &segment = other.run.segmentAt(view.axis, x);
    const std::optional<CurvePoint> heldOut = segment.heldOut.nearest(view.axis, x), train = segment.train.nearest(view.axis, x);
    if (!heldOut && !train)
        return std::nullopt;
    const double value = heldOut ? static_cast<double>(heldOut->mean) : static_cast<double>(train->smoothed);
    QStringList notes{heldOut ? other.run.heldOutName() : tr("train")};
    if (const QString obstacle = obstacleBetween(run, other.run); !obstacle.isEmpty())
        notes << obstacle;
    return Reading::Row{runColour(other.colour, theme), other.name, significant(value, 4, locale), notes.join(QStringLiteral(", ")), value};
}

} // namespace

QString Reading::text() const {
    QStringList parts{title};
    if (!context.isEmpty())
        parts << context;
    if (!change.isEmpty())
        parts << change;
    if (!way.isEmpty())
        parts << way;
    for (const Row &row : rows)
        parts << row.name + u' ' + row.value + (row.note.isEmpty() ? QString() : u' ' + row.note);
    return parts.join(QStringLiteral(", "));
}

Reading readRuns(const LossRun &run, const std::vector<LossOverlay> &others, const std::vector<LossTerm> &terms, const LossView &view, const Theme &theme,
                 const QLocale &locale, double x, const runs::Mark *mark) {
    Reading reading;
    const LossSegment &segment = run.segmentAt(view.axis, x);
    const std::optional<CurvePoint> train = segment.train.nearest(view.axis, x);
    const std::optional<CurvePoint> heldOut = segment.heldOut.nearest(view.axis, x);
    if (!train && !heldOut)
        return reading;
    const CurvePoint &place = train ? *train : *heldOut;
    reading.isShown = true;
    reading.x = mark ? x : place.place(view.axis);
    reading.title = tr("epoch %1 · step %2").arg(locale.toString(place.epoch, 'f', place.epoch < 10 ? 3 : 2), locale.toString(place.step));
    if (segment.lossName() != run.lossName())
        reading.context = segment.lossName();
    if (mark) {
        reading.change = QString::fromStdString(mark->text);
        reading.isBad = mark->isBad;
        if (mark->before)
            reading.way = mark->before->isGone ? tr("the state before it was given up for memory") : tr("click the number: back to before it");
    }
    if (train)
        reading.rows.push_back(trainRow(*train, view.smoothing > 0, theme, locale));
    if (heldOut) {
        const bool isHere = std::abs(heldOut->epoch - place.epoch) < 0.005;
        reading.rows.push_back({theme.code, run.heldOutName(), significant(heldOut->mean, 4, locale),
                                isHere ? QString() : tr("epoch %1").arg(locale.toString(heldOut->epoch, 'g', 4)), isHere ? heldOut->mean : training::none});
    }
    for (const LossTerm &term : terms) {
        const LossTerm::Point *point = &segment == &run.present() ? term.nearest(view.axis, x) : nullptr;
        if (point)
            reading.rows.push_back({term.colour, term.name, significant(point->value, 4, locale), tr("epoch %1").arg(locale.toString(point->epoch, 'g', 4)),
                                    view.showsTerms ? point->value : training::none});
    }
    if (view.showsOthers)
        for (const LossOverlay &other : others)
            if (const std::optional<Reading::Row> row = otherRow(run, other, view, theme, locale, x))
                reading.rows.push_back(*row);
    return reading;
}

} // namespace hourglass::ui
