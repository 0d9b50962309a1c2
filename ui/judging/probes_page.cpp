#include "ui/judging/probes_page.h"

#include <QBoxLayout>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>

#include "ui/judging/confusion_picture.h"
#include "ui/judging/judging_texts.h"
#include "ui/judging/score_bars.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int leastBeside = 520; ///< pixels; bars and matrix stand one above the other where there are fewer

std::optional<double> valueOf(const judging::ProbeReport *report, double judging::ProbeScores::*member) {
    return report && report->scores ? std::optional(*report->scores.*member) : std::nullopt;
}

} // namespace

ProbesPage::ProbesPage(QWidget *parent)
    : QWidget(parent), m_message(new QLabel), m_body(new QWidget), m_bars(new ScoreBars), m_confusion(new ConfusionPicture) {
    m_message->setObjectName(QStringLiteral("probesMessage"));
    m_message->setProperty("dim", true);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_layout = new QBoxLayout(QBoxLayout::LeftToRight, m_body);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(20);
    m_layout->addWidget(m_bars, 2, Qt::AlignTop);
    m_layout->addWidget(m_confusion, 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_body, 1);
    connect(m_confusion, &ConfusionPicture::cellChosen, this, &ProbesPage::chooseNext);
    refresh();
}

void ProbesPage::showDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    m_report.reset();
    m_baselines.reset();
    refresh();
}

void ProbesPage::showReport(std::shared_ptr<const judging::ProbeReport> report) {
    m_report = std::move(report);
    m_last = 0;
    refresh();
}

void ProbesPage::showBaselines(std::shared_ptr<const judging::BaselineProbes> baselines) {
    m_baselines = std::move(baselines);
    refresh();
}

void ProbesPage::setTheme(const Theme &theme) {
    m_bars->setTheme(theme);
    m_confusion->setTheme(theme);
}

void ProbesPage::refresh() {
    const bool hasScores = m_report && m_report->scores;
    m_body->setVisible(hasScores);
    m_message->setVisible(!hasScores);
    if (!hasScores) {
        m_message->setText(!m_dataset  ? tr("Open data to judge what the code keeps of their classes.")
                           : !m_report ? tr("Measuring …")
                                       : obstacleText(*m_report->obstacle));
        return;
    }
    const judging::ProbeScores &scores = *m_report->scores;
    const judging::ProbeReport *all[] = {m_report.get(), m_baselines ? &m_baselines->pca : nullptr, m_baselines ? &m_baselines->raw : nullptr};
    const auto named = [](const QString &name, core::Index numbers) {
        return QStringLiteral("%1 %2").arg(name, QLocale().toString(static_cast<qlonglong>(numbers)));
    };
    const auto group = [&](const QString &title, const QString &help, double judging::ProbeScores::*member) {
        return ScoreGroup{title, help, {valueOf(all[0], member), valueOf(all[1], member), valueOf(all[2], member)}};
    };
    using Scores = judging::ProbeScores;
    const QString learned = tr("Learned from samples of the training part, asked about others.");
    m_bars->show(
        {named(tr("Code"), scores.numbers), named(tr("PCA"), all[1] && all[1]->scores ? all[1]->scores->numbers : scores.numbers),
         named(tr("Input"), m_dataset->features())},
        {group(tr("%1 nearest neighbours: accuracy").arg(scores.neighbours),
               tr("The share of the samples whose nearest neighbours are mostly of their class.") + ' ' + learned, &Scores::neighbourAccuracy),
         group(tr("Linear probe: accuracy"),
               tr("The share of the samples whose class a linear classifier (logistic regression) reads from the numbers.") + ' ' + learned, &Scores::accuracy),
         group(tr("Linear probe: macro F1"),
               tr("The mean over the classes of 2 · precision · recall / (precision + recall): rare classes count as much as common ones."), &Scores::macroF1),
         group(
             tr("Linear probe: AUC"),
             tr("The area under the ROC curve of each class against the rest, in the mean: the chance that a sample of the class scores above one of another."),
             &Scores::area)},
        tr("fitted on %1 samples, asked about %2 of the %3 part")
            .arg(QLocale().toString(static_cast<qlonglong>(scores.fitted)), QLocale().toString(static_cast<qlonglong>(scores.asked)),
                 partText(m_report->asked.part)));
    m_confusion->show(scores.confusion, m_dataset->classNames);
}

void ProbesPage::chooseNext(core::Index truth, core::Index predicted) {
    if (!m_report || !m_report->scores)
        return;
    const judging::ChosenSamples &asked = m_report->asked;
    for (std::size_t i = 1; i <= asked.samples.size(); ++i) {
        const std::size_t at = (m_last + i) % asked.samples.size();
        if (asked.labels[at] == truth && m_report->scores->predicted[at] == predicted) {
            m_last = at;
            emit sampleSelected(data::SampleId{asked.part, asked.samples[at]});
            return;
        }
    }
}

void ProbesPage::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    m_layout->setDirection(width() >= scaled(leastBeside) ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void ProbesPage::contextMenuEvent(QContextMenuEvent *event) {
    if (!m_report || !m_report->scores)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool isMatrix = m_confusion->geometry().contains(m_body->mapFrom(this, event->pos()));
    QWidget *chart = isMatrix ? static_cast<QWidget *>(m_confusion) : m_bars;
    auto *exported = chart->findChild<PlotExport *>({}, Qt::FindDirectChildrenOnly);
    if (!exported) {
        exported = new PlotExport(chart, isMatrix ? tr("confusion") : tr("scores"), [this, isMatrix](CsvWriter &writer) {
            if (isMatrix)
                m_confusion->writeNumbers(writer);
            else
                m_bars->writeNumbers(writer);
        });
        connect(exported, &PlotExport::failed, this, &ProbesPage::exportFailed);
    }
    exported->addTo(menu);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
