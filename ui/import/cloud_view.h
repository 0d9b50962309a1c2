// Points of a plane, or of space from an angle that a drag changes; a line below says what is seen.
#pragma once

#include <QWidget>

#include "ui/import/point_cloud.h"
#include "ui/space/scene.h"
#include "ui/space/turntable.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class CloudView : public QWidget {
    Q_OBJECT
public:
    explicit CloudView(QWidget *parent = nullptr);

    /// Keeps the angle.
    void show(const PointCloud &cloud);
    void setTheme(const Theme &theme);
    QString caption() const;
    /// Where a point is drawn, in pixels.
    QPointF position(int point) const;

    QSize sizeHint() const override { return {420, 300}; }
    QSize minimumSizeHint() const override { return {120, 90}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QRectF plot() const;
    Seen seen(int point) const;
    QPointF positionOf(const Seen &seen) const;
    Scene scene() const;

    PointCloud m_cloud;
    Turntable m_turntable;
    ScenePicture m_picture;
    QPoint m_held;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
