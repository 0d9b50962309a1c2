// The rows of the traversals: as many as there are axes, of which those in sight are painted.
#pragma once

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

#include "engine/analysis/traversal_task.h"
#include "ui/code/decoded_look.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;

class TraversalTable : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TraversalTable(QWidget *parent = nullptr);

    void setFeatures(const QStringList &names) { m_look.style.features = names; }
    void showMix(std::shared_ptr<const analysis::MixPicture> mix); ///< null: nothing to show
    void showTraversal(std::shared_ptr<const analysis::TraversalPicture> picture);
    void setOrder(std::vector<int> order);
    void setShowsDifference(bool shows);
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    std::vector<int> axesInSight() const;
    const std::shared_ptr<const analysis::TraversalPicture> &picture() const { return m_picture; }
    /// In coordinates of the viewport; a null rectangle where it is scrolled away.
    QRectF cellOf(int axis, int column) const;
    bool isInUse() const { return underMouse() || hasFocus(); }
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {380, 240}; }
    QSize minimumSizeHint() const override { return {180, 90}; }

signals:
    void axesWanted(const std::vector<int> &axes);
    void menuWanted(const QPoint &global);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    double cellWidth() const;
    double rowHeight() const;
    QRectF cell(int row, int column) const;
    void arrange();
    void wantRows();
    void makeKeys();
    void paintRow(QPainter &painter, int row);
    void paintHeadings(QPainter &painter);
    QString helpAt(const QPointF &point) const;

    std::shared_ptr<const analysis::MixPicture> m_mix;
    std::shared_ptr<const analysis::TraversalPicture> m_picture;
    DecodedLook m_look;
    SteadyLimit m_limit;
    std::vector<int> m_order, m_wanted;
    bool m_showsDifference = false;
    QString m_emptyText;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
