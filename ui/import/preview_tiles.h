// The tiles of a preview: pictures in grey or colour, series as small lines, with their labels below them.
#pragma once

#include <QPixmap>
#include <QWidget>

#include "ui/import/preview_samples.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class PreviewTiles : public QWidget {
public:
    explicit PreviewTiles(QWidget *parent = nullptr);

    void show(const PreviewSamples &preview);
    void setTheme(const Theme &theme);
    /// How many tiles the widget has room for now.
    int shown() const;
    QString labelAt(const QPoint &position) const;

    QSize sizeHint() const override { return {420, 240}; }
    QSize minimumSizeHint() const override { return {120, 90}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QSize tileSize() const;
    QSize cellSize() const;
    int columns() const;
    QRect cell(int index) const;
    QPixmap drawn(int index) const;
    QPixmap plotted(int index) const;
    void draw();

    PreviewSamples m_preview;
    std::vector<QPixmap> m_tiles; ///< drawn when first seen; null before
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
