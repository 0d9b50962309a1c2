// The pictures of a report: the program's own views, shown to nobody, in the light theme. Lives on the GUI thread.
#pragma once

#include <functional>
#include <memory>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "app/report/content.h"

namespace hourglass::ui {
class LatentMap;
class LossPlot;
class ReconstructionsView;
} // namespace hourglass::ui

namespace hourglass::app {

class ReportPainter : public QObject {
    Q_OBJECT
public:
    explicit ReportPainter(ReportSubject subject, QObject *parent = nullptr);
    ~ReportPainter() override;

    /// How many samples stand beside each other in the picture of the reconstructions.
    core::Index columns() const { return m_columns; }
    /// Paints, in turns of the event loop; answered by latticeWanted() and painted().
    void paint(const ReportMeasures &measures);
    /// The answer to latticeWanted(); may be null.
    void showLattice(std::shared_ptr<const analysis::LatticePicture> lattice);

signals:
    void latticeWanted(const hourglass::analysis::LatticeTask &task);
    void painted(const hourglass::app::ReportPictures &pictures);

private:
    ReportPicture stackPicture() const;
    ReportPicture curvesPicture(const analysis::Baselines &baselines) const;
    ReportPicture reconstructionsPicture() const;
    void finish();

    ReportSubject m_subject;
    core::Index m_columns = 10;
    std::unique_ptr<ui::LatentMap> m_map;
    std::unique_ptr<ui::ReconstructionsView> m_reconstructions;
    ReportMeasures m_measures;
    ReportPictures m_pictures;
    bool m_awaitsLattice = false;
    QTimer m_settling;
    QElapsedTimer m_sinceShown;
};

} // namespace hourglass::app
