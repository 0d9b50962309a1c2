// One sample through the stack: a row for each layer, with its maps as pictures, a vector as a strip of cells, a sequence as steps × units.
#pragma once

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/activations_task.h"
#include "engine/plan/unit_change.h"
#include "ui/network/signed_tiles.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;

/// A unit of a layer of the stack.
struct UnitOfLayer {
    int layer = -1;
    core::Index unit = 0;
    bool operator==(const UnitOfLayer &) const = default;
};

class ActivationCanvas : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit ActivationCanvas(QWidget *parent = nullptr);

    void show(std::shared_ptr<const analysis::ActivationsPicture> picture); ///< null: nothing to show
    using QWidget::show;
    void setSelected(UnitOfLayer selected);
    void setChanges(const plan::UnitChanges &changes);
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    const std::shared_ptr<const analysis::ActivationsPicture> &picture() const { return m_picture; }
    const UnitOfLayer &selected() const { return m_selected; }
    /// In coordinates of the viewport, wherever it is scrolled to. Row 0 is the sample, row 1 the first layer.
    QRectF rowRect(std::size_t row) const;
    QRectF unitRect(const UnitOfLayer &unit) const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {420, 300}; }
    QSize minimumSizeHint() const override { return {180, 100}; }

signals:
    void unitChosen(const hourglass::ui::UnitOfLayer &unit);
    void muteToggled(const hourglass::ui::UnitOfLayer &unit);
    void menuWanted(const QPoint &global);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// Where the numbers of a row lie: `across` cells beside each other, each of `cell` pixels, `gap` between them.
    struct Row {
        core::Shape shape; ///< of the layer's output
        double top = 0, height = 0;
        QSizeF cell;
        core::Index across = 1;
        double gap = 0;
        float limit = 0;
        bool isSample = false;
    };
    void arrange();
    Row rowOf(const core::Shape &shape, bool isSample) const;
    QPointF cornerOf(const Row &row) const;
    QRectF cellRect(const Row &row, core::Index unit) const;
    void paintRow(QPainter &painter, std::size_t index);
    void paintNumbers(QPainter &painter, const Row &row, const std::vector<float> &values);
    std::optional<UnitOfLayer> unitAt(const QPointF &point) const;
    QString helpAt(const QPointF &point) const;
    void makeKeys();
    bool step(int layers, core::Index units);

    std::shared_ptr<const analysis::ActivationsPicture> m_picture;
    std::vector<Row> m_rows;
    Theme m_theme = Theme::light();
    UnitOfLayer m_selected;
    plan::UnitChanges m_changes;
    QString m_emptyText;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
