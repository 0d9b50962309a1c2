#include "ui/training/variant_strip.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/theme/pictures.h"

namespace hourglass::ui {

namespace {

constexpr int pictureHeight = 34, gap = 4;

} // namespace

VariantStrip::VariantStrip(QWidget *parent) : QWidget(parent), m_cost(new QLabel(this)) {
    setObjectName(QStringLiteral("variants"));
    setAccessibleName(tr("Variants of a sample"));
    setToolTip(tr("What the variation makes of one sample: each time that the sample comes up it is another such variant."));
    m_cost->setProperty("dim", true);
    m_cost->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4 + pictureHeight + gap, 0, 4);
    layout->addWidget(m_cost);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

void VariantStrip::showVariants(const QVector<QImage> &pictures, double microseconds) {
    m_pictures = pictures;
    const QString cost = QLocale().toString(microseconds, 'f', microseconds < 10 ? 1 : 0);
    m_cost->setText(tr("Variants of one sample; each takes %1 µs more.").arg(cost));
    setAccessibleDescription(m_cost->text());
    update();
}

QSize VariantStrip::sizeHint() const {
    return {8 * (pictureHeight + gap), 4 + pictureHeight + gap + m_cost->sizeHint().height() + 4};
}

void VariantStrip::paintEvent(QPaintEvent *) {
    if (m_pictures.isEmpty())
        return;
    QPainter painter(this);
    const int count = static_cast<int>(m_pictures.size()), room = (width() - (count - 1) * gap) / count, side = std::min(room, pictureHeight);
    for (int i = 0; i < count; ++i) {
        const QImage picture = fitted(m_pictures[i], {room, side});
        painter.drawImage(i * (room + gap) + (room - picture.width()) / 2, 4 + (pictureHeight - picture.height()) / 2, picture);
    }
}

} // namespace hourglass::ui
