// What stands beside the mouse: a sample's features and what the network makes of them, in the numbers of the source.
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

#include "ui/theme/theme.h"

namespace hourglass::ui {

class SpaceCard : public QWidget {
    Q_OBJECT
public:
    struct Row {
        QString name, sample, reconstruction;
        bool operator==(const Row &) const = default;
    };

    explicit SpaceCard(QWidget *parent);

    void setTheme(const Theme &theme);
    /// Beside a point of the parent, away from `obstacle`; hidden where there is no room. `known` is what colours it.
    void show(const QString &title, const QColor &colour, const QString &known, const std::vector<Row> &rows, const QPointF &beside, const QRect &obstacle);

    QString text() const; ///< for people who do not see it

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QSize measure(); ///< the columns, and what all of it takes

    Theme m_theme = Theme::light();
    QFont m_font, m_boldFont;
    QString m_title, m_known;
    QColor m_colour;
    std::vector<Row> m_rows;
    double m_nameWidth = 0, m_sampleWidth = 0, m_reconstructionWidth = 0;
};

} // namespace hourglass::ui
