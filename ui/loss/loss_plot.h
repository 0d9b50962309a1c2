// The Loss dock: training loss of each step with a smoothed line, held-out loss, baselines, and the moments at which something
// changed. It reads runs that somebody else writes, and draws what is new in refresh(), at most once a call and only while somebody
// can see it.
#pragma once

#include <vector>

#include <QElapsedTimer>

#include "engine/core/result.h"
#include "engine/runs/run_log.h"
#include "ui/loss/loss_canvas.h"
#include "ui/loss/loss_run.h"
#include "ui/theme/panel.h"

class QLabel;
class QMenu;
class QSlider;

namespace hourglass::ui {

class CsvWriter;
class FigureLabel;
class PlotExport;

class LossPlot : public Panel {
    Q_OBJECT
public:
    explicit LossPlot(QWidget *parent = nullptr);
    ~LossPlot() override;

    /// What is to be drawn from here on; null: nothing. Another run, or another loss within it, is fitted anew.
    void showRun(std::shared_ptr<const runs::RunLog> run);
    /// Runs to be laid over it, in their order: a line and a row of the legend each.
    void showOthers(const std::vector<OtherRun> &others);
    /// Levels of the present loss. Those that are not finite are left out.
    void showBaselines(const std::vector<Baseline> &baselines);
    /// Sees what has come to the runs, and draws it.
    void refresh();

    const LossView &view() const { return m_canvas->view(); }

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override { return {m_canvas->inputs()}; }

    const LossRun &run() const { return m_run; }
    const std::vector<LossOverlay> &others() const { return m_others; }
    LossCanvas *canvas() const { return m_canvas; }
    QMenu *contextMenu() const { return m_contextMenu; }

signals:
    void wayBackChosen(int mark); ///< to before a mark of the present run, by its number
    void momentChosen(core::Index step);
    void presentChosen();
    void markHovered(int mark);
    void saved(const QString &path);
    void failed(const hourglass::core::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void addHeader();
    void addMenus();
    QWidget *smoothingRow();
    void showSmoothing(double steps);
    void setView(const LossView &view);
    void catchUp();
    void takeLossName();
    void showWhatTermsThereAre();
    void updateValues();
    void placeValues();
    void describe();
    void listWaysBack();
    void writeNumbers(CsvWriter &writer) const;

    LossRun m_run;
    std::vector<LossOverlay> m_others;
    QString m_lossName;
    bool m_hasTerms = false;
    std::vector<Baseline> m_baselines;
    LossCanvas *m_canvas;
    PlotExport *m_export;
    QMenu *m_viewMenu, *m_contextMenu, *m_waysBack;
    FigureLabel *m_trainValue, *m_heldOutValue;
    QLabel *m_smoothingLabel = nullptr;
    QToolButton *m_logChip, *m_termsChip, *m_baselinesChip, *m_viewChip;
    QAction *m_epochs = nullptr, *m_steps = nullptr, *m_logVertical, *m_showBaselines, *m_showTerms, *m_logHorizontal = nullptr, *m_showOthers = nullptr;
    QSlider *m_smoothing = nullptr;
    bool m_isChanged = true;        ///< since the last drawing
    bool m_hasNewValues = false;    ///< since the header was written
    bool m_hasRoomForValues = true; ///< in the header
    QElapsedTimer m_sinceValues;    ///< text that changes sixty times a second cannot be read
};

} // namespace hourglass::ui
