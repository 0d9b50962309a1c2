#include "ui/loss/loss_plot.h"

#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr double leastOtherSmoothing = 20; // steps: what stands in the background makes no noise
constexpr int valuesIntervalMs = 150;

/// "BCE" for binary cross-entropy, "BCE, summed" where that is said; names of fewer than three words stay as they are.
QString abbreviation(const QString &lossName) {
    if (const qsizetype comma = lossName.indexOf(QLatin1Char(',')); comma > 0)
        return abbreviation(lossName.left(comma)) + (lossName.mid(comma) == QLatin1String(", summed") ? QStringLiteral(" sum") : lossName.mid(comma));
    const QStringList words = lossName.split(QRegularExpression(QStringLiteral("[ -]")), Qt::SkipEmptyParts);
    if (words.size() < 3)
        return lossName;
    QString initials;
    for (const QString &word : words)
        initials += word.front().toUpper();
    return initials;
}

} // namespace

LossPlot::LossPlot(QWidget *parent)
    : Panel(QStringLiteral("loss"), tr("Loss"), parent), m_run(LossView().smoothing), m_canvas(new LossCanvas(m_run, m_others, this)) {
    header()->setCaption(tr("Lower is better. Dashed: simple methods."));
    m_export = new PlotExport(m_canvas, tr("Loss"), [this](CsvWriter &writer) { writeNumbers(writer); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 6);
    layout->addWidget(m_canvas);
    addHeader();
    addMenus();
    m_canvas->setAccessibleName(tr("Plot of the loss"));
    connect(m_canvas, &LossCanvas::wayBackChosen, this, &LossPlot::wayBackChosen);
    connect(m_canvas, &LossCanvas::momentChosen, this, &LossPlot::momentChosen);
    connect(m_canvas, &LossCanvas::presentChosen, this, &LossPlot::presentChosen);
    connect(m_canvas, &LossCanvas::markHovered, this, &LossPlot::markHovered);
    connect(m_canvas, &LossCanvas::readingChanged, this, [this] { m_canvas->setAccessibleDescription(m_canvas->reading().text()); });
    connect(m_export, &PlotExport::aboutToDraw, m_canvas, &LossCanvas::hideReading);
    connect(m_export, &PlotExport::saved, this, &LossPlot::saved);
    connect(m_export, &PlotExport::failed, this, &LossPlot::failed);
    header()->installEventFilter(this);
    setTheme(theme());
    setView(m_canvas->view());
    describe();
}

LossPlot::~LossPlot() {
    delete m_canvas; // it looks at the runs until its last focus event
}

void LossPlot::setView(const LossView &view) {
    m_run.setSmoothing(view.smoothing);
    for (LossOverlay &other : m_others)
        other.run.setSmoothing(std::max(view.smoothing, leastOtherSmoothing));
    m_canvas->setView(view);
    m_logChip->setChecked(view.isLogVertical);
    m_baselinesChip->setChecked(view.showsBaselines);
    m_termsChip->setChecked(view.showsTerms);
    m_showTerms->setChecked(view.showsTerms);
    m_epochs->setChecked(view.axis == CurveAxis::Epochs);
    m_steps->setChecked(view.axis == CurveAxis::Steps);
    m_logHorizontal->setChecked(view.isLogHorizontal);
    m_logVertical->setChecked(view.isLogVertical);
    m_showBaselines->setChecked(view.showsBaselines);
    m_showOthers->setChecked(view.showsOthers);
    showSmoothing(view.smoothing);
    updateValues();
    m_isChanged = true;
    refresh();
}

void LossPlot::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_canvas->setTheme(theme);
    const auto colour = [&theme](QLabel *label, const QColor &role) {
        label->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(theme.readable(role).name()));
    };
    colour(m_trainValue, theme.encoder);
    colour(m_heldOutValue, theme.code);
    updateValues();
    m_isChanged = true;
    refresh();
}

void LossPlot::showRun(std::shared_ptr<const runs::RunLog> run) {
    m_run.show(std::move(run));
    takeLossName();
    m_isChanged = true;
    updateValues();
    describe();
}

void LossPlot::showOthers(const std::vector<OtherRun> &others) {
    std::vector<LossOverlay> overlays;
    overlays.reserve(others.size());
    for (const OtherRun &other : others) {
        const auto known = std::find_if(m_others.begin(), m_others.end(), [&other](const LossOverlay &each) { return each.run.log() == other.log; });
        if (known != m_others.end()) { // with the averages that it has
            overlays.push_back({other.name, other.colour, std::move(known->run)});
            m_others.erase(known);
            continue;
        }
        overlays.push_back({other.name, other.colour, LossRun(std::max(view().smoothing, leastOtherSmoothing))});
        overlays.back().run.show(other.log);
    }
    m_others = std::move(overlays);
    m_isChanged = true;
}

void LossPlot::takeLossName() {
    m_lossName = m_run.lossName();
    header()->setSubtitle(m_lossName, abbreviation(m_lossName));
    m_canvas->startFitting();
}

void LossPlot::catchUp() {
    bool hasNews = m_run.catchUp();
    for (LossOverlay &other : m_others)
        hasNews = other.run.catchUp() || hasNews;
    if (!hasNews)
        return;
    if (m_run.lossName() != m_lossName)
        takeLossName();
    m_isChanged = m_hasNewValues = true;
}

void LossPlot::showBaselines(const std::vector<Baseline> &baselines) {
    if (baselines == m_baselines)
        return;
    m_baselines = baselines;
    m_canvas->setBaselines(baselines);
    m_isChanged = m_hasNewValues = true;
}

void LossPlot::refresh() {
    catchUp();
    if (!m_canvas->isVisible())
        return;
    if (m_hasNewValues && (!m_sinceValues.isValid() || m_sinceValues.elapsed() >= valuesIntervalMs)) {
        updateValues();
        describe();
    }
    if (!m_isChanged)
        return;
    m_isChanged = false;
    m_canvas->rebuild();
    showWhatTermsThereAre();
}

void LossPlot::updateValues() {
    m_hasNewValues = false;
    m_sinceValues.start();
    const LossSegment &present = m_run.present();
    std::vector<PresentValue> values;
    const auto show = [&](QLabel *label, const QString &name, double value, const QColor &colour) {
        const QString text = std::isfinite(value) ? name + u' ' + significant(value, 4, locale()) : QString();
        label->setText(text);
        if (!text.isEmpty())
            values.push_back({text, theme().readable(colour)});
    };
    show(m_trainValue, tr("train"), present.train.isEmpty() ? training::none : present.train.last().smoothed, theme().encoder);
    show(m_heldOutValue, m_run.heldOutName(), present.heldOut.isEmpty() ? training::none : present.heldOut.last().mean, theme().code);
    placeValues();
    m_canvas->setValues(m_hasRoomForValues ? std::vector<PresentValue>() : values);
    m_isChanged = true;
}

void LossPlot::showWhatTermsThereAre() {
    const bool hasTerms = !m_canvas->terms().empty();
    if (m_hasTerms == hasTerms)
        return;
    m_hasTerms = hasTerms;
    m_termsChip->hide();
    header()->setDispensable(hasTerms ? QList<QWidget *>{m_logChip, m_baselinesChip, m_termsChip} : QList<QWidget *>{m_logChip, m_baselinesChip});
    m_showTerms->setVisible(hasTerms);
    updateValues();
}

void LossPlot::placeValues() {
    int needed = header()->titleWidth();
    for (const QWidget *widget : std::initializer_list<const QWidget *>{m_trainValue, m_heldOutValue, m_logChip, m_termsChip, m_baselinesChip, m_viewChip})
        if (widget != m_termsChip || m_hasTerms)
            needed += widget->sizeHint().width() + 6;
    m_hasRoomForValues = header()->width() >= needed;
    m_trainValue->setVisible(m_hasRoomForValues && !m_trainValue->text().isEmpty());
    m_heldOutValue->setVisible(m_hasRoomForValues && !m_heldOutValue->text().isEmpty());
}

void LossPlot::describe() {
    const LossSegment &present = m_run.present();
    QStringList parts;
    if (present.train.isEmpty()) {
        parts << tr("No step of training yet.");
    } else {
        const CurvePoint last = present.train.last();
        parts << tr("Training loss %1 after %2 epochs and %3 steps.")
                     .arg(significant(last.smoothed, 4, locale()), locale().toString(last.epoch, 'f', 2), locale().toString(last.step));
    }
    if (!present.heldOut.isEmpty())
        parts << tr("Loss of the %1 part %2.").arg(m_run.heldOutName(), significant(present.heldOut.last().mean, 4, locale()));
    for (const LossTerm &term : termsOf(m_run))
        if (!term.points.empty())
            parts << tr("%1: %2.").arg(term.name, significant(term.points.back().value, 4, locale()));
    for (const Baseline &baseline : m_baselines)
        if (std::isfinite(baseline.value))
            parts << tr("%1: %2.").arg(baseline.label, significant(baseline.value, 4, locale()));
    m_canvas->setAccessibleDescription(parts.join(u' '));
}

void LossPlot::showEvent(QShowEvent *event) {
    Panel::showEvent(event);
    m_isChanged = true;
    updateValues();
    QMetaObject::invokeMethod(this, &LossPlot::refresh, Qt::QueuedConnection);
}

bool LossPlot::eventFilter(QObject *object, QEvent *event) {
    if (object == header() && event->type() == QEvent::Resize) {
        updateValues();
        refresh();
    }
    return Panel::eventFilter(object, event);
}

void LossPlot::writeNumbers(CsvWriter &writer) const {
    writer.row({QStringLiteral("run"), QStringLiteral("loss"), QStringLiteral("part"), QStringLiteral("step"), QStringLiteral("epoch"), QStringLiteral("steps"),
                QStringLiteral("minimum"), QStringLiteral("mean"), QStringLiteral("maximum"), QStringLiteral("smoothed")});
    const auto write = [&writer](const QString &run, const QString &loss, const QString &part, const SmoothedCurve &curve, bool isSmoothed) {
        for (Index span = 0; span < curve.size(); ++span) {
            const CurvePoint point = curve.point(span);
            writer.row({run, loss, part}, {static_cast<double>(point.step), point.epoch, static_cast<double>(point.steps), point.minimum, point.mean,
                                           point.maximum, isSmoothed ? point.smoothed : training::none});
        }
    };
    const auto writeRun = [&write](const QString &name, const LossRun &run) {
        for (const LossSegment &segment : run.segments()) {
            write(name, segment.lossName(), QStringLiteral("train"), segment.train, true);
            write(name, segment.lossName(), run.heldOutName(), segment.heldOut, false);
        }
    };
    writeRun(QStringLiteral("present"), m_run);
    for (const LossOverlay &other : m_others)
        writeRun(other.name, other.run);
    for (const LossTerm &term : termsOf(m_run))
        for (const LossTerm::Point &point : term.points)
            writer.row({QStringLiteral("present"), m_run.lossName(), term.name},
                       {point.step, point.epoch, 1.0, training::none, point.value, training::none, training::none});
    for (const Baseline &baseline : m_baselines)
        writer.row({QString(), m_run.lossName(), baseline.label},
                   {training::none, training::none, training::none, training::none, baseline.value, training::none, training::none});
}

} // namespace hourglass::ui
