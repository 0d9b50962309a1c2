// A table of numbers as coloured cells with names at both sides; what is under the mouse is read out below, or beside them where they get larger by that. From
// −1 to 1 in the colours of signed numbers, or from 0 to 1 as shades of one.
#pragma once

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

#include <QStringList>

#include "engine/core/types.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PlotExport;

struct HeatTable {
    QStringList rows = {}, columns = {};
    std::vector<double> values = {}; ///< rows × columns, those of a row together
    bool isSigned = false;
    QString sentence = {}; ///< said while nothing is under the mouse

    bool isEmpty() const { return values.empty(); }
    double at(core::Index row, core::Index column) const { return values[static_cast<std::size_t>(row * columns.size() + column)]; }
};

class HeatMap : public QWidget {
    Q_OBJECT
public:
    struct Cell {
        core::Index row = 0, column = 0;
        bool operator==(const Cell &) const = default;
    };
    /// What is said of a cell.
    using Sentence = std::function<QString(const Cell &)>;

    /// `name`: of the object, and of the file that is suggested.
    HeatMap(const QString &name, const QString &title, QWidget *parent = nullptr);

    void show(HeatTable table, Sentence sentence);
    using QWidget::show;
    void setTheme(const Theme &theme);

    const HeatTable &table() const { return m_table; }
    QRectF placeOf(const Cell &cell) const;
    const std::optional<Cell> &hovered() const { return m_hovered; }
    QString sentence() const;
    InputSection inputs() const { return m_keys.section(m_title); }
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override;

signals:
    /// A row or column is of this; by a click or Enter.
    void cellChosen(const hourglass::ui::HeatMap::Cell &cell);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Arranged {
        QRectF cells, words;
        bool hasRowNames = false, hasColumnNames = false;
    };
    Arranged arranged() const;
    Arranged arrangedWith(bool hasWordsBeside) const;
    double widestOf(const QStringList &names) const;
    std::optional<Cell> cellAt(const QPointF &point) const;
    bool step(int rows, int columns);
    void hover(const std::optional<Cell> &cell);
    void paintNames(QPainter &painter, const Arranged &all) const;

    QString m_title;
    HeatTable m_table;
    Sentence m_sentence;
    std::optional<Cell> m_hovered;
    Theme m_theme = Theme::light();
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
