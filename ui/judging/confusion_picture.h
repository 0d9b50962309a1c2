// Which class is taken for which: a row a true class, a column what it was taken for, as dark as the share of the row.
#pragma once

#include <optional>

#include <QWidget>

#include "engine/judging/confusion.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class CsvWriter;

class ConfusionPicture : public QWidget {
    Q_OBJECT
public:
    struct Cell {
        core::Index truth = 0, predicted = 0;
        bool operator==(const Cell &) const = default;
    };

    explicit ConfusionPicture(QWidget *parent = nullptr);

    void show(const judging::Confusion &confusion, const std::vector<std::string> &names);
    void clear() { show({}, {}); }
    void setTheme(const Theme &theme);
    /// A row a true class: how often it was taken for each.
    void writeNumbers(CsvWriter &writer) const;
    /// The square of a cell; empty where there is none.
    QRectF placeOf(const Cell &cell) const;
    const std::optional<Cell> &hovered() const { return m_hovered; }

    QSize sizeHint() const override { return {380, 380}; }
    QSize minimumSizeHint() const override { return {180, 180}; }

signals:
    /// The samples of a cell are to be shown, one with each click.
    void cellChosen(hourglass::core::Index truth, hourglass::core::Index predicted);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QRectF matrix() const;
    std::optional<Cell> cellAt(const QPointF &point) const;
    void hover(const std::optional<Cell> &cell);
    QString nameOf(core::Index label) const;
    QString sentence() const;
    int labelWidth() const;

    judging::Confusion m_confusion;
    std::vector<std::string> m_names;
    std::optional<Cell> m_hovered;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
