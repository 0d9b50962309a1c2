#include "ui/import/cloud_view.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/theme/pictures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int cloudMargin = 10, tints = 48;
constexpr double dotRadius = 2.1;

int captionHeight() {
    return scaled(22);
}

/// Colours from one end of a factor to the other; the ends of the map that would vanish in either theme are left out.
std::vector<QColor> tintRamp() {
    std::vector<float> values;
    for (int i = 0; i < tints; ++i)
        values.push_back(0.12f + 0.76f * static_cast<float>(i) / (tints - 1));
    const QImage row = magnitudeImage(values.data(), core::Shape(1, 1, tints), 1);
    std::vector<QColor> ramp;
    for (int i = 0; i < tints; ++i)
        ramp.push_back(row.pixelColor(i, 0));
    return ramp;
}

} // namespace

CloudView::CloudView(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("previewPoints"));
    setAccessibleName(tr("First samples"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void CloudView::show(const PointCloud &cloud) {
    m_cloud = cloud;
    const bool turns = cloud.dimensions == 3;
    setCursor(turns ? Qt::OpenHandCursor : Qt::ArrowCursor);
    setToolTip(turns ? tr("Drag, or press the arrows, to turn the points") : QString());
    setAccessibleDescription(caption());
    update();
}

void CloudView::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QString CloudView::caption() const {
    if (m_cloud.count() == 0)
        return {};
    const QLocale locale;
    QStringList facts;
    facts << (m_cloud.of > m_cloud.count() ? tr("%1 of %2 points").arg(locale.toString(m_cloud.count()), locale.toString(static_cast<qlonglong>(m_cloud.of)))
                                           : tr("%1 points").arg(locale.toString(m_cloud.count())));
    if (m_cloud.isProjected)
        facts << tr("seen along the directions of the largest variance");
    if (!m_cloud.tintName.empty())
        facts << tr("colour: %1").arg(QString::fromStdString(m_cloud.tintName));
    if (m_cloud.dimensions == 3)
        facts << tr("drag to turn");
    return facts.join(QStringLiteral(" · "));
}

/// The third number is the height; a plane is seen from straight above.
Seen CloudView::seen(int point) const {
    const float *place = m_cloud.places.data() + 3 * static_cast<std::size_t>(point);
    const double x = static_cast<double>(place[0]), y = static_cast<double>(place[1]), z = static_cast<double>(place[2]);
    return m_cloud.dimensions == 2 ? Seen{x, y, 0} : m_turntable.seen(x, y, z);
}

QRectF CloudView::plot() const {
    return QRectF(rect()).adjusted(cloudMargin, cloudMargin, -cloudMargin, -captionHeight() - cloudMargin);
}

QPointF CloudView::positionOf(const Seen &seen) const {
    const QRectF room = plot();
    const double radius = std::min(room.width(), room.height()) / 2;
    return room.center() + QPointF(seen.right * radius, -seen.up * radius);
}

QPointF CloudView::position(int point) const {
    return positionOf(seen(point));
}

/// Coloured by class, else by the factor, else alike.
Scene CloudView::scene() const {
    static const std::vector<QColor> ramp = tintRamp();
    constexpr int classes = 10; // colours, before they repeat
    Scene scene;
    scene.hasDepth = m_cloud.dimensions == 3;
    scene.ground = m_theme.background;
    Scene::DotLook look{{}, dotRadius};
    if (!m_cloud.classes.empty())
        for (int label = 0; label < classes; ++label)
            look.colours.push_back(classColour(label));
    else if (!m_cloud.tints.empty())
        look.colours = ramp;
    else
        look.colours = {m_theme.accent()};
    scene.dotLooks = {look};
    for (int i = 0; i < m_cloud.count(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const Seen place = seen(i);
        const QPointF pixel = positionOf(place);
        const int colour = !m_cloud.classes.empty() ? std::max(m_cloud.classes[at], 0) % classes
                           : !m_cloud.tints.empty() ? static_cast<int>(std::lround(m_cloud.tints[at] * (tints - 1)))
                                                    : 0;
        scene.dots.push_back(
            {static_cast<float>(pixel.x()), static_cast<float>(pixel.y()), static_cast<float>(place.near), 0, static_cast<std::uint8_t>(colour)});
    }
    return scene;
}

void CloudView::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setOpacity(isEnabled() ? 1.0 : 0.45);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0, 0, 0, -captionHeight()), controlRadius, controlRadius);
    m_picture.render(scene(), size(), devicePixelRatioF());
    painter.drawImage(QPointF(-m_picture.margin(), -m_picture.margin()), m_picture.image());
    painter.setPen(m_theme.dim);
    painter.drawText(QRect(0, height() - captionHeight(), width(), captionHeight()), Qt::AlignLeft | Qt::AlignBottom,
                     fontMetrics().elidedText(caption(), Qt::ElideRight, width()));
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.accent(), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -captionHeight() - 1), controlRadius, controlRadius);
    }
}

void CloudView::mousePressEvent(QMouseEvent *event) {
    m_held = event->pos();
}

void CloudView::mouseMoveEvent(QMouseEvent *event) {
    if (m_cloud.dimensions != 3 || !(event->buttons() & Qt::LeftButton))
        return;
    const QPoint by = event->pos() - m_held;
    m_held = event->pos();
    m_turntable.drag(by);
    update();
}

void CloudView::keyPressEvent(QKeyEvent *event) {
    const int key = event->key();
    const QPointF direction(key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0, key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0);
    if (m_cloud.dimensions != 3 || direction.isNull())
        return QWidget::keyPressEvent(event);
    m_turntable.press(direction);
    update();
}

void CloudView::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::EnabledChange)
        update();
}

} // namespace hourglass::ui
