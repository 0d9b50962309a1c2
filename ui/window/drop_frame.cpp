#include "ui/window/drop_frame.h"

#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr double frameInset = 5, thickness = 3, padding = 16;

QString firstFile(const QMimeData *dragged) {
    for (const QUrl &url : dragged->urls())
        if (url.isLocalFile())
            return url.toLocalFile();
    return {};
}

} // namespace

DropFrame::DropFrame(QWidget *window, QWidget *area) : QWidget(window), m_area(area) {
    setObjectName("dropFrame");
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

bool DropFrame::takes(const QMimeData *dragged) {
    return dragged->hasImage() || !firstFile(dragged).isEmpty();
}

void DropFrame::showFor(const QMimeData *dragged) {
    const QString file = firstFile(dragged);
    m_text = file.isEmpty() ? tr("Let go, and see what the model makes of this picture") : tr("Let go to open %1").arg(QFileInfo(file).fileName());
    setAccessibleName(m_text);
    setGeometry(QRect(m_area->mapTo(parentWidget(), QPoint()), m_area->size()));
    raise();
    show();
    update();
}

void DropFrame::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void DropFrame::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor wash = m_theme.accent();
    wash.setAlphaF(m_theme.isDark ? 0.18f : 0.10f);
    painter.setBrush(wash);
    painter.setPen(QPen(m_theme.accent(), thickness));
    painter.drawRoundedRect(QRectF(rect()).adjusted(frameInset, frameInset, -frameInset, -frameInset), panelRadius, panelRadius);
    painter.setFont(interfaceFont(1.25 * interfaceFont().pointSizeF(), QFont::DemiBold));
    const QFontMetricsF metrics(painter.font());
    const QString text = metrics.elidedText(m_text, Qt::ElideMiddle, width() - 6 * padding);
    QRectF plate(0, 0, metrics.horizontalAdvance(text) + 2 * padding, metrics.height() + 1.5 * padding);
    plate.moveCenter(QRectF(rect()).center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.accent());
    painter.drawRoundedRect(plate, panelRadius, panelRadius);
    painter.setPen(m_theme.inkOn(m_theme.accent()));
    painter.drawText(plate, Qt::AlignCenter, text);
}

} // namespace hourglass::ui
