// A slim slider with a round handle. A press anywhere on it takes the handle there; the wheel moves it only while it has the
// focus.
#pragma once

#include <QSlider>

namespace hourglass::ui {

class StopSlider : public QSlider {
    Q_OBJECT
public:
    explicit StopSlider(QWidget *parent = nullptr);

    QSize sizeHint() const override { return {120, 22}; }
    QSize minimumSizeHint() const override { return {30, 22}; }
    /// The position at x and back, in pixels of this widget.
    int positionAt(double x) const;
    double centreOf(int position) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
};

} // namespace hourglass::ui
