// One sample at full size, in the place of the grid: pictures and series on a canvas, a table by feature.
#pragma once

#include <QWidget>

#include <memory>

#include "ui/reconstructions/reconstruction_style.h"
#include "ui/reconstructions/sample_canvas.h"
#include "ui/theme/key_table.h"

class QToolButton;

namespace hourglass::ui {

class ElidedLabel;
class FeatureTable;

class SampleView : public QWidget {
    Q_OBJECT
public:
    explicit SampleView(QWidget *parent = nullptr);

    /// In the source's numbers.
    void show(std::shared_ptr<const analysis::ReconstructionPicture> picture, int column, const ReconstructionStyle &style);
    using QWidget::show;
    void setWay(SampleWay way);
    SampleCanvas *canvas() const { return m_canvas; }
    FeatureTable *table() const { return m_table; }
    /// Class, number and all measures of the sample, or what is under the mouse.
    QString text() const;
    InputSection inputs() const { return m_keys.section(tr("One sample at full size")); }

signals:
    void closed();
    void stepped(int by); ///< the sample before or behind is wanted
    void wayEdited(hourglass::ui::SampleWay way);
    void exportFailed(const hourglass::core::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void choose(SampleWay way);
    void refresh();

    SampleCanvas *m_canvas;
    FeatureTable *m_table;
    ElidedLabel *m_text;
    QToolButton *m_beside, *m_wipe, *m_blink;
    KeyTable m_keys;
    QString m_figures;
};

} // namespace hourglass::ui
