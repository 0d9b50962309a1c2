// The header and the menus of the loss plot.
#include <QActionGroup>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/loss/loss_plot.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr std::array<double, 10> smoothings{0, 5, 10, 20, 50, 100, 200, 500, 1000, 2000}; // steps

int nearestSmoothing(double steps) {
    const auto nearest =
        std::min_element(smoothings.begin(), smoothings.end(), [steps](double a, double b) { return std::abs(a - steps) < std::abs(b - steps); });
    return static_cast<int>(nearest - smoothings.begin());
}

} // namespace

void LossPlot::addHeader() {
    m_trainValue = new FigureLabel(header());
    m_heldOutValue = new FigureLabel(header());
    for (FigureLabel *value : {m_trainValue, m_heldOutValue})
        value->setContentsMargins(0, 0, 8, 0);
    m_trainValue->setToolTip(tr("Training loss now, smoothed"));
    m_heldOutValue->setToolTip(tr("Loss of the samples that are not trained on, as last measured"));
    header()->addBeforeControls(m_trainValue);
    header()->addBeforeControls(m_heldOutValue);
    m_logChip = header()->addChip(tr("log"), tr("Logarithmic loss axis"), true);
    m_termsChip = header()->addChip(tr("Terms"),
                                    tr("What the loss is the sum of: the reconstruction, what the code adds (KL divergence, discrepancy), each penalty"), true);
    m_baselinesChip =
        header()->addChip(tr("Baselines"), tr("What the mean of the samples and a PCA of the same size reach, and the floor that no model can pass"), true);
    m_viewChip = header()->addChip(tr("View"), tr("Axes, baselines, smoothing, other runs"), false);
    m_termsChip->hide(); // until there are several
    header()->setDispensable({m_logChip, m_baselinesChip});
    connect(m_termsChip, &QToolButton::clicked, this, [this](bool isChecked) {
        LossView view = this->view();
        view.showsTerms = isChecked;
        m_canvas->startFitting();
        setView(view);
    });
    connect(m_logChip, &QToolButton::clicked, this, [this](bool isChecked) {
        LossView view = this->view();
        view.isLogVertical = isChecked;
        setView(view);
    });
    connect(m_baselinesChip, &QToolButton::clicked, this, [this](bool isChecked) {
        LossView view = this->view();
        view.showsBaselines = isChecked;
        setView(view);
    });
}

QWidget *LossPlot::smoothingRow() {
    auto *row = new QWidget;
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(12, 4, 12, 6);
    layout->setSpacing(2);
    m_smoothingLabel = new QLabel(row);
    m_smoothing = new QSlider(Qt::Horizontal, row);
    m_smoothing->setRange(0, static_cast<int>(smoothings.size()) - 1);
    m_smoothing->setPageStep(1);
    m_smoothing->setMinimumWidth(180);
    m_smoothing->setAccessibleName(tr("Smoothing of the training loss"));
    m_smoothing->setToolTip(tr("Over how many steps the thick line averages (time constant of an exponential moving average)"));
    layout->addWidget(m_smoothingLabel);
    layout->addWidget(m_smoothing);
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int position) {
        LossView view = this->view();
        view.smoothing = smoothings[static_cast<std::size_t>(position)];
        if (nearestSmoothing(this->view().smoothing) != position)
            setView(view);
    });
    return row;
}

void LossPlot::addMenus() {
    m_viewMenu = new QMenu(this);
    m_viewMenu->setToolTipsVisible(true);
    const auto addToggle = [this](const QString &text, const QString &toolTip, auto change) {
        QAction *action = m_viewMenu->addAction(text);
        action->setCheckable(true);
        action->setToolTip(toolTip);
        connect(action, &QAction::triggered, this, [this, change](bool isChecked) {
            LossView view = this->view();
            change(view, isChecked);
            setView(view);
        });
        return action;
    };
    m_epochs = addToggle(tr("Epochs"), tr("Horizontal axis in epochs"), [](LossView &view, bool) { view.axis = CurveAxis::Epochs; });
    m_steps = addToggle(tr("Steps"), tr("Horizontal axis in steps"), [](LossView &view, bool) { view.axis = CurveAxis::Steps; });
    auto *axes = new QActionGroup(this);
    axes->addAction(m_epochs);
    axes->addAction(m_steps);
    m_viewMenu->addSeparator();
    m_logVertical = addToggle(tr("Logarithmic loss axis"), m_logChip->toolTip(), [](LossView &view, bool isChecked) { view.isLogVertical = isChecked; });
    m_logHorizontal = addToggle(tr("Logarithmic horizontal axis"), tr("Gives the first steps as much room as the last"),
                                [](LossView &view, bool isChecked) { view.isLogHorizontal = isChecked; });
    m_viewMenu->addSeparator();
    m_showBaselines = addToggle(m_baselinesChip->text(), m_baselinesChip->toolTip(), [](LossView &view, bool isChecked) { view.showsBaselines = isChecked; });
    m_showTerms = addToggle(tr("Terms of the loss"), m_termsChip->toolTip(), [this](LossView &view, bool isChecked) {
        view.showsTerms = isChecked;
        m_canvas->startFitting();
    });
    m_showOthers = addToggle(tr("Other runs"), tr("Lays the curves of earlier runs over this one: those that are ticked in Window › Runs"),
                             [](LossView &view, bool isChecked) { view.showsOthers = isChecked; });
    m_viewMenu->addSeparator();
    auto *smoothing = new QWidgetAction(this);
    smoothing->setDefaultWidget(smoothingRow());
    m_viewMenu->addAction(smoothing);
    m_viewMenu->addSeparator();
    QAction *fit = m_viewMenu->addAction(tr("Fit") + QStringLiteral("\tF"), m_canvas, &LossCanvas::fit);
    fit->setToolTip(tr("Shows the whole run and follows it again; so does a double-click"));
    m_viewChip->setMenu(m_viewMenu);
    m_viewChip->setPopupMode(QToolButton::InstantPopup);

    m_contextMenu = new QMenu(this);
    m_contextMenu->addAction(fit);
    m_waysBack = m_contextMenu->addMenu(tr("Back to before"));
    connect(m_contextMenu, &QMenu::aboutToShow, this, &LossPlot::listWaysBack);
    m_contextMenu->addSeparator();
    m_export->addTo(m_contextMenu);
    m_canvas->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_canvas, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        m_canvas->hideReading();
        m_contextMenu->popup(m_canvas->mapToGlobal(place));
    });
}

void LossPlot::listWaysBack() {
    m_waysBack->clear();
    const std::vector<runs::Mark> &marks = m_run.marks();
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (marks[i].before) {
            QString text = QString::fromStdString(marks[i].text).replace(QLatin1Char('&'), QLatin1String("&&"));
            if (marks[i].before->isGone)
                text = tr("%1 (given up for memory)").arg(text);
            QAction *way = m_waysBack->addAction(tr("%1  %2").arg(i + 1).arg(text), this, [this, i] { emit wayBackChosen(static_cast<int>(i)); });
            way->setEnabled(!marks[i].before->isGone);
        }
    m_waysBack->setEnabled(!m_waysBack->isEmpty());
}

void LossPlot::showSmoothing(double steps) {
    const QSignalBlocker blocker(m_smoothing);
    m_smoothing->setValue(nearestSmoothing(steps));
    m_smoothingLabel->setText(steps > 0 ? tr("Smoothing over %L1 steps").arg(static_cast<int>(steps)) : tr("No smoothing"));
}

} // namespace hourglass::ui
