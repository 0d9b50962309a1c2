// Numbers that change must not make the text around them dance. Inter's digits differ in width and Qt 6.4 cannot ask a font for
// its tabular ones, so digits are set here, one cell each.
#pragma once

#include <QFontMetricsF>
#include <QLabel>
#include <QString>

class QPainter;
class QRectF;

namespace hourglass::ui {

/// Width of the text with every digit as wide as the widest one.
double figuresWidth(const QFontMetricsF &metrics, const QString &text);

/// Draws one line in the painter's font and pen. `alignment` as in QPainter::drawText.
void drawFigures(QPainter &painter, const QRectF &place, Qt::Alignment alignment, const QString &text);

/// A plain label for a number.
class FigureLabel : public QLabel {
    Q_OBJECT
public:
    explicit FigureLabel(QWidget *parent = nullptr);
    explicit FigureLabel(const QString &text, QWidget *parent = nullptr);

    /// The label is never narrower than this text would be.
    void reserve(const QString &widest);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_widest;
};

} // namespace hourglass::ui
