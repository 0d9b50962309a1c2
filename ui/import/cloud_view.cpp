#include "ui/import/cloud_view.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/theme/pictures.h"

namespace hourglass::ui {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double firstAzimuth = 0.35, firstElevation = 0.5, steepest = pi / 2;
constexpr double radiansAPixel = 0.008, radiansAKey = 0.1;
constexpr int captionHeight = 22, margin = 10, tints = 48;

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

CloudView::CloudView(QWidget *parent) : QWidget(parent), m_azimuth(firstAzimuth), m_elevation(firstElevation) {
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
CloudView::Seen CloudView::seen(int point) const {
    const float *place = m_cloud.places.data() + 3 * static_cast<std::size_t>(point);
    const double x = static_cast<double>(place[0]), y = static_cast<double>(place[1]), z = static_cast<double>(place[2]);
    if (m_cloud.dimensions == 2)
        return {x, y, 0};
    const double right = x * std::cos(m_azimuth) + y * std::sin(m_azimuth), away = y * std::cos(m_azimuth) - x * std::sin(m_azimuth);
    return {right, z * std::cos(m_elevation) + away * std::sin(m_elevation), z * std::sin(m_elevation) - away * std::cos(m_elevation)};
}

QRectF CloudView::plot() const {
    return QRectF(rect()).adjusted(margin, margin, -margin, -captionHeight - margin);
}

QPointF CloudView::positionOf(const Seen &seen) const {
    const QRectF room = plot();
    const double radius = std::min(room.width(), room.height()) / 2;
    return room.center() + QPointF(seen.right * radius, -seen.up * radius);
}

QPointF CloudView::position(int point) const {
    return positionOf(seen(point));
}

void CloudView::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setOpacity(isEnabled() ? 1.0 : 0.45);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0, 0, 0, -captionHeight), controlRadius, controlRadius);
    static const std::vector<QColor> ramp = tintRamp();
    std::vector<Seen> all;
    for (int i = 0; i < m_cloud.count(); ++i)
        all.push_back(seen(i));
    std::vector<std::size_t> order(all.size()); // what is behind comes first
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (m_cloud.dimensions == 3)
        std::stable_sort(order.begin(), order.end(), [&all](std::size_t a, std::size_t b) { return all[a].near < all[b].near; });
    for (const std::size_t i : order) {
        QColor colour = !m_cloud.classes.empty() ? classColour(m_cloud.classes[i])
                        : !m_cloud.tints.empty() ? ramp[static_cast<std::size_t>(std::lround(m_cloud.tints[i] * (tints - 1)))]
                                                 : m_theme.accent();
        const double near = m_cloud.dimensions == 3 ? (1 + all[i].near) / 2 : 0.7;
        colour.setAlphaF(static_cast<float>(0.35 + 0.6 * near));
        painter.setBrush(colour);
        const double radius = 1.5 + 1.2 * near;
        painter.drawEllipse(positionOf(all[i]), radius, radius);
    }
    painter.setPen(m_theme.dim);
    painter.drawText(QRect(0, height() - captionHeight, width(), captionHeight), Qt::AlignLeft | Qt::AlignBottom,
                     fontMetrics().elidedText(caption(), Qt::ElideRight, width()));
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.accent(), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -captionHeight - 1), controlRadius, controlRadius);
    }
}

void CloudView::turn(double aside, double upwards) {
    m_azimuth = std::remainder(m_azimuth + aside, 2 * pi);
    m_elevation = std::clamp(m_elevation + upwards, -steepest, steepest);
    update();
}

void CloudView::mousePressEvent(QMouseEvent *event) {
    m_held = event->pos();
}

void CloudView::mouseMoveEvent(QMouseEvent *event) {
    if (m_cloud.dimensions != 3 || !(event->buttons() & Qt::LeftButton))
        return;
    const QPoint by = event->pos() - m_held;
    m_held = event->pos();
    turn(-by.x() * radiansAPixel, by.y() * radiansAPixel);
}

void CloudView::keyPressEvent(QKeyEvent *event) {
    const int key = event->key();
    const double aside = key == Qt::Key_Left ? radiansAKey : key == Qt::Key_Right ? -radiansAKey : 0;
    const double upwards = key == Qt::Key_Up ? -radiansAKey : key == Qt::Key_Down ? radiansAKey : 0;
    if (m_cloud.dimensions == 3 && (aside != 0 || upwards != 0))
        turn(aside, upwards);
    else
        QWidget::keyPressEvent(event);
}

void CloudView::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::EnabledChange)
        update();
}

} // namespace hourglass::ui
