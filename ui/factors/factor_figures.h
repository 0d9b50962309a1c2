// Figures with a name below each, in as many columns as there is room for; how each is measured is said on hover.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/theme/theme.h"

namespace hourglass::ui {

struct NamedFigure {
    QString value, name, help;
};

class FactorFigures : public QWidget {
    Q_OBJECT
public:
    explicit FactorFigures(QWidget *parent = nullptr);

    void show(std::vector<NamedFigure> figures);
    using QWidget::show;
    void setTheme(const Theme &theme);
    const std::vector<NamedFigure> &figures() const { return m_figures; }
    QRectF placeOf(std::size_t figure) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {420, heightForWidth(420)}; }
    QSize minimumSizeHint() const override { return {160, heightForWidth(std::max(160, width()))}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int columnsWithin(int width) const;
    int cellWidth() const;
    int cellHeight() const;

    std::vector<NamedFigure> m_figures;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
