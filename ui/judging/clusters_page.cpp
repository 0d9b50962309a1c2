#include "ui/judging/clusters_page.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "ui/judging/cluster_faces.h"
#include "ui/judging/judging_texts.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

namespace {

constexpr std::size_t mostNamed = 60; ///< classes in the menu of names

QString number(double value) {
    return QLocale().toString(value, 'f', 3);
}

} // namespace

ClustersPage::ClustersPage(QWidget *parent)
    : QWidget(parent), m_count(new QComboBox), m_figures(new QLabel), m_message(new QLabel), m_scroll(new QScrollArea), m_faces(new ClusterFaces) {
    const QString titles[] = {tr("k-means"), tr("Mixture"), tr("HDBSCAN")};
    const QString helps[] = {tr("Clusters round centres, each sample with the nearest"), tr("Gaussian clouds of any shape (Gaussian mixture)"),
                             tr("Dense regions of any shape, however many there are; what lies between them is in none")};
    auto *choices = new QHBoxLayout;
    choices->setSpacing(6);
    for (std::size_t i = 0; i < 3; ++i) {
        auto *chip = m_methods[i] = new QToolButton;
        chip->setText(titles[i]);
        chip->setToolTip(helps[i]);
        chip->setCheckable(true);
        chip->setProperty("chip", true);
        chip->setObjectName(QStringLiteral("cluster_%1").arg(QString::fromUtf8(judging::keyOf(judging::clusterMethods[i]))));
        chip->setAccessibleName(titles[i]);
        choices->addWidget(chip);
        connect(chip, &QToolButton::clicked, this, [this, i] { choose(judging::clusterMethods[i], m_task.clusters); });
    }
    m_count->setObjectName(QStringLiteral("clusterCount"));
    m_count->setAccessibleName(tr("How many clusters"));
    m_count->addItem(tr("as many as classes"), 0);
    for (const int count : {2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50})
        m_count->addItem(tr("%1 clusters").arg(count), count);
    choices->addWidget(m_count);
    choices->addStretch(1);
    connect(m_count, &QComboBox::activated, this, [this] { choose(m_task.method, m_count->currentData().toInt()); });
    m_figures->setObjectName(QStringLiteral("clusterFigures"));
    m_figures->setWordWrap(true);
    m_message->setObjectName(QStringLiteral("clustersMessage"));
    m_message->setProperty("dim", true);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *body = new QWidget;
    auto *inset = new QVBoxLayout(body);
    inset->setContentsMargins(4, 4, 4, 4);
    inset->addWidget(m_faces);
    inset->addStretch(1);
    m_scroll->setWidget(body);
    body->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(choices);
    layout->addWidget(m_figures);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_scroll, 1);
    connect(m_faces, &ClusterFaces::clusterChosen, this, &ClustersPage::openNames);
    refresh();
}

void ClustersPage::showDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    m_report.reset();
    m_names.clear();
    m_numbers.clear();
    m_count->setItemText(0,
                         m_dataset && m_dataset->classNames.size() > 1 ? tr("as many as classes (%1)").arg(m_dataset->classNames.size()) : tr("10 clusters"));
    refresh();
}

void ClustersPage::showReport(std::shared_ptr<const judging::ClusterReport> report) {
    if (report && report->scores) {
        follow(*report);
    } else if (!report) {
        m_names.clear();
        m_numbers.clear();
    }
    m_report = std::move(report);
    refresh();
    tellColours();
}

/// Names and numbers go on to the clusters that most of their samples are in.
void ClustersPage::follow(const judging::ClusterReport &report) {
    const std::size_t clusters = report.sizes.size();
    std::vector<std::optional<std::int32_t>> names(clusters);
    std::vector<int> numbers(clusters, -1);
    std::set<int> taken;
    if (m_report && m_report->scores && m_report->samples.samples == report.samples.samples && m_report->samples.part == report.samples.part)
        for (std::size_t cluster = 0; cluster < clusters; ++cluster) {
            std::map<std::int32_t, core::Index> before;
            for (std::size_t i = 0; i < report.samples.samples.size(); ++i)
                if (report.scores->clusters.labels[i] == static_cast<std::int32_t>(cluster))
                    ++before[m_report->scores->clusters.labels[i]];
            for (const auto &[old, count] : before)
                if (old >= 0 && 2 * count > report.sizes[cluster]) {
                    names[cluster] = m_names[static_cast<std::size_t>(old)];
                    if (taken.insert(m_numbers[static_cast<std::size_t>(old)]).second)
                        numbers[cluster] = m_numbers[static_cast<std::size_t>(old)];
                }
        }
    for (int &number : numbers)
        for (int lowest = 0; number < 0; ++lowest)
            if (taken.insert(lowest).second)
                number = lowest;
    m_names = std::move(names);
    m_numbers = std::move(numbers);
}

QString ClustersPage::titleOf(std::size_t cluster) const {
    const auto nameOf = [this](std::int32_t label) { return QString::fromStdString(m_dataset->classNames[static_cast<std::size_t>(label)]); };
    if (m_names[cluster])
        return nameOf(*m_names[cluster]);
    const std::int32_t commonest = m_report->commonest[cluster];
    return commonest < 0 ? tr("Cluster %1").arg(m_numbers[cluster] + 1) : tr("%1 · %2").arg(QString::number(m_numbers[cluster] + 1), nameOf(commonest));
}

MeasuredValues ClustersPage::colours() const {
    MeasuredValues colours{ColouringKind::Cluster, {}, {}, {}};
    if (!m_report || !m_dataset)
        return colours;
    if (m_report->obstacle)
        colours.note = obstacleText(*m_report->obstacle);
    if (!m_report->scores || m_report->ofShown.empty())
        return colours;
    // Those with a name first, in the order of the classes, then the others by their number; what has a name leaves its colour to nobody else.
    std::map<std::pair<int, int>, std::vector<std::size_t>> kinds;
    std::set<int> ofNames;
    for (std::size_t cluster = 0; cluster < m_names.size(); ++cluster) {
        kinds[m_names[cluster] ? std::pair{0, *m_names[cluster]} : std::pair{1, m_numbers[cluster]}].push_back(cluster);
        if (m_names[cluster])
            ofNames.insert(*m_names[cluster] % 10);
    }
    std::vector<float> kindOf(m_names.size());
    QStringList titles;
    std::vector<int> classes;
    for (const auto &[key, clusters] : kinds) {
        int colour = key.second;
        for (int tried = 0; key.first == 1 && tried < 10 && ofNames.contains(colour % 10); ++tried)
            ++colour;
        for (const std::size_t cluster : clusters)
            kindOf[cluster] = static_cast<float>(titles.size());
        titles << titleOf(clusters.front());
        classes.push_back(colour);
    }
    colours.scale = ColourScale::ofKinds(titles, classes);
    colours.scale.unknown = tr("in none");
    for (const std::int32_t cluster : m_report->ofShown)
        colours.values.push_back(cluster < 0 ? std::numeric_limits<float>::quiet_NaN() : kindOf[static_cast<std::size_t>(cluster)]);
    return colours;
}

void ClustersPage::tellColours() {
    if (m_report && (m_report->obstacle || !m_report->ofShown.empty()))
        emit coloursChanged(colours());
}

void ClustersPage::setTheme(const Theme &theme) {
    m_faces->setTheme(theme);
}

void ClustersPage::choose(judging::ClusterMethod method, core::Index clusters) {
    const judging::ClustersTask before = m_task;
    m_task.method = method;
    m_task.clusters = clusters;
    refresh();
    if (!(before == m_task))
        emit edited(m_task);
}

void ClustersPage::refresh() {
    for (std::size_t i = 0; i < 3; ++i)
        m_methods[i]->setChecked(m_task.method == judging::clusterMethods[i]);
    m_count->setVisible(m_task.method != judging::ClusterMethod::Hdbscan);
    const bool hasScores = m_report && m_report->scores && m_report->scores->clusters.count > 0;
    m_scroll->setVisible(hasScores);
    m_figures->setVisible(hasScores);
    m_message->setVisible(!hasScores);
    if (!m_dataset)
        m_message->setText(tr("Open data to see how their codes divide."));
    else if (!m_report)
        m_message->setText(tr("Measuring …"));
    else if (m_report->obstacle)
        m_message->setText(obstacleText(*m_report->obstacle));
    else
        m_message->setText(tr("No cluster is dense enough: HDBSCAN takes all samples for noise. k-means and mixture divide them all the same."));
    m_figures->setText(hasScores ? figures() : QString());
    m_faces->show(hasScores ? m_report : nullptr, m_dataset, m_names);
    tellRoom();
}

void ClustersPage::tellRoom() {
    m_faces->setRoom(height() - m_scroll->y() - 24);
}

void ClustersPage::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    tellRoom();
}

QString ClustersPage::figures() const {
    const judging::ClusterScores &scores = *m_report->scores;
    QStringList parts{tr("%1 clusters of %2 samples of the %3 part")
                          .arg(QLocale().toString(static_cast<qlonglong>(scores.clusters.count)),
                               QLocale().toString(static_cast<qlonglong>(m_report->samples.samples.size())), partText(m_report->samples.part))};
    if (scores.inNone > 0)
        parts << tr("%1 in none").arg(QLocale().toString(static_cast<qlonglong>(scores.inNone)));
    if (scores.silhouette)
        parts << tr("silhouette <b>%1</b>").arg(number(*scores.silhouette));
    if (scores.agreement) {
        parts << tr("purity <b>%1</b>").arg(number(scores.agreement->purity)) << tr("NMI <b>%1</b>").arg(number(scores.agreement->normalisedMutualInformation))
              << tr("adjusted Rand <b>%1</b>").arg(number(scores.agreement->adjustedRand));
        core::Index right = 0, all = 0;
        bool isNamed = false;
        for (const auto &name : m_names)
            isNamed = isNamed || name.has_value();
        for (std::size_t i = 0; i < m_report->samples.labels.size(); ++i)
            if (const std::int32_t label = m_report->samples.labels[i]; label >= 0) {
                const std::int32_t cluster = scores.clusters.labels[i];
                ++all;
                right += cluster >= 0 && m_names[static_cast<std::size_t>(cluster)].value_or(m_report->commonest[static_cast<std::size_t>(cluster)]) == label;
            }
        if (isNamed && all > 0)
            parts << tr("right as named <b>%1</b>").arg(number(static_cast<double>(right) / static_cast<double>(all)));
    }
    return parts.join(QStringLiteral(" · "));
}

void ClustersPage::openNames(int cluster, const QPoint &at) {
    if (!m_dataset || m_dataset->classNames.empty() || static_cast<std::size_t>(cluster) >= m_names.size())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("clusterNames"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto index = static_cast<std::size_t>(cluster);
    const auto add = [&](const QString &text, std::optional<std::int32_t> name) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_names[index] == name);
        connect(action, &QAction::triggered, this, [this, index, name, report = m_report] {
            if (report == m_report && index < m_names.size()) { // else the clusters are others by now
                m_names[index] = name;
                refresh();
                tellColours();
            }
        });
    };
    add(tr("Its commonest class"), {});
    menu->addSeparator();
    for (std::size_t label = 0; label < std::min(mostNamed, m_dataset->classNames.size()); ++label)
        add(QString::fromStdString(m_dataset->classNames[label]), static_cast<std::int32_t>(label));
    menu->popup(at);
}

void ClustersPage::contextMenuEvent(QContextMenuEvent *event) {
    if (!m_report || !m_report->scores)
        return;
    auto *exported = m_faces->findChild<PlotExport *>({}, Qt::FindDirectChildrenOnly);
    if (!exported) {
        exported = new PlotExport(m_faces, tr("clusters"), [this](CsvWriter &writer) { m_faces->writeNumbers(writer); });
        connect(exported, &PlotExport::failed, this, &ClustersPage::exportFailed);
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    exported->addTo(menu);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
