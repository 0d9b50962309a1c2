// The samples nearest to one as two rows of small pictures, with the colour of its class below each: by the code, and by the data.
#pragma once

#include <QFont>
#include <QImage>
#include <QSize>
#include <QString>

#include <functional>
#include <vector>

#include "engine/analysis/neighbours_task.h"
#include "ui/theme/theme.h"

class QPainter;

namespace hourglass::ui {

class NeighbourRows {
public:
    /// `pictureOf`: of a sample's values, small.
    void show(const analysis::SampleNeighbours &neighbours, const std::function<QImage(const std::vector<float> &)> &pictureOf);

    bool isEmpty() const { return m_rows.empty(); }
    QSize size(const QFont &font) const; ///< in logical pixels; empty without rows
    void paint(QPainter &painter, const QPoint &corner, const QFont &font, const Theme &theme) const;

private:
    struct Row {
        QString heading;
        std::vector<QImage> pictures;
        std::vector<int> labels; ///< of the pictures; -1 without a class
    };
    QSize cell() const; ///< of the largest picture

    std::vector<Row> m_rows;
};

} // namespace hourglass::ui
