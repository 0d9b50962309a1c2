// Pictures of what the variation of samples makes of one of them, side by side, with what it costs.
#pragma once

#include <QImage>
#include <QVector>
#include <QWidget>

#include "ui/theme/theme.h"

class QLabel;

namespace hourglass::ui {

class VariantStrip : public QWidget {
    Q_OBJECT
public:
    explicit VariantStrip(QWidget *parent = nullptr);

    /// `microseconds` is what varying one sample takes. Without pictures there is nothing to see.
    void showVariants(const QVector<QImage> &pictures, double microseconds);
    bool hasVariants() const { return !m_pictures.isEmpty(); }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVector<QImage> m_pictures;
    QLabel *m_cost;
};

} // namespace hourglass::ui
