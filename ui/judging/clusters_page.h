// The code divided without its classes: how, into how many, how well, and the clusters as pictures that can be named.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "engine/data/dataset.h"
#include "engine/judging/clusters_task.h"
#include "ui/colouring/colouring.h"
#include "ui/theme/theme.h"

class QComboBox;
class QLabel;
class QScrollArea;
class QToolButton;

namespace hourglass::ui {

class ClusterFaces;

class ClustersPage : public QWidget {
    Q_OBJECT
public:
    explicit ClustersPage(QWidget *parent = nullptr);

    void showDataset(std::shared_ptr<const data::Dataset> dataset);
    /// Null: not measured. Names that a person gave go on to the clusters that most of their samples are in.
    void showReport(std::shared_ptr<const judging::ClusterReport> report);
    void setTheme(const Theme &theme);
    /// What is asked for.
    const judging::ClustersTask &task() const { return m_task; }
    /// The clusters as what samples are coloured by: those of one name are one kind, in the colour of its class; the others keep theirs from report to report.
    MeasuredValues colours() const;

signals:
    void coloursChanged(const hourglass::ui::MeasuredValues &colours); ///< newer clusters that say where the samples of the map are, or other names
    void edited(const hourglass::judging::ClustersTask &task);
    void exportFailed(const hourglass::core::Error &error);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void choose(judging::ClusterMethod method, core::Index clusters);
    void follow(const judging::ClusterReport &report);
    QString titleOf(std::size_t cluster) const;
    void tellColours();
    void openNames(int cluster, const QPoint &at);
    void refresh();
    void tellRoom();
    QString figures() const;

    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const judging::ClusterReport> m_report;
    std::vector<std::optional<std::int32_t>> m_names; ///< by cluster
    std::vector<int> m_numbers;                       ///< by cluster, from 0: what it is called and coloured by without a name
    judging::ClustersTask m_task;
    QToolButton *m_methods[3];
    QComboBox *m_count;
    QLabel *m_figures, *m_message;
    QScrollArea *m_scroll;
    ClusterFaces *m_faces;
};

} // namespace hourglass::ui
