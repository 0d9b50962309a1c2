#include "ui/latent/map_legend.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

#include <algorithm>

#include "ui/plots/class_shapes.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int dotCell = 17, legendRim = 5, mapLegendDistance = 10; // from the map's border

int rowHeight() {
    return scaled(19);
}

/// Of a map whose legend has names.
int smallestWidth() {
    return scaled(320);
}

} // namespace

ClassButton::ClassButton(int label, const QString &name, QWidget *parent) : QAbstractButton(parent), m_label(label) {
    followTextSize(this, [this] { setFont(smallFont()); });
    setText(name);
    setAccessibleName(tr("Class %1").arg(name));
    setToolTip(tr("%1 – click to hide or show, double-click or Enter to see it alone, with Shift to select its samples").arg(name));
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void ClassButton::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ClassButton::setHasName(bool hasName) {
    m_hasName = hasName;
    update();
}

void ClassButton::setShape(int shape) {
    m_shape = shape;
    update();
}

QSize ClassButton::sizeHint() const {
    return m_hasName ? QSize(std::min(QFontMetrics(font()).horizontalAdvance(text()), scaled(130)) + 28, rowHeight()) : QSize(dotCell, dotCell);
}

void ClassButton::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        QColor pale = m_theme.accentPale();
        painter.setPen(hasFocus() ? QPen(m_theme.accent(), 1.5) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(pale) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 5, 5);
    }
    const QPointF centre(m_hasName ? 11 : width() / 2.0, height() / 2.0);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(classColour(m_label));
        painter.drawPath(classShape(m_shape, centre, 4.5));
    } else {
        painter.setPen(QPen(m_theme.dim, 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(classShape(m_shape, centre, 4));
    }
    if (!m_hasName)
        return;
    QColor colour = m_theme.text;
    if (!isChecked()) {
        colour = m_theme.dim;
        colour.setAlpha(170);
    }
    painter.setFont(font());
    painter.setPen(colour);
    const QRect room(22, 0, width() - 26, height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font()).elidedText(text(), Qt::ElideRight, room.width()));
}

void ClassButton::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !(event->modifiers() & Qt::ShiftModifier))
        return QAbstractButton::mousePressEvent(event);
    emit selected();
    event->accept();
}

void ClassButton::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier)
        emit selected(); // two clicks, quickly
    else if (event->button() == Qt::LeftButton)
        emit soloed();
    event->accept(); // and no second click
}

void ClassButton::keyPressEvent(QKeyEvent *event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() & Qt::ShiftModifier)
        emit selected();
    else if (isEnter)
        emit soloed();
    else
        QAbstractButton::keyPressEvent(event);
}

void ClassButton::enterEvent(QEnterEvent *event) {
    QAbstractButton::enterEvent(event);
    update();
}

void ClassButton::leaveEvent(QEvent *event) {
    QAbstractButton::leaveEvent(event);
    update();
}

MapLegend::MapLegend(QWidget *parent) : QWidget(parent), m_more(new QLabel(this)) {
    setCursor(Qt::ArrowCursor);
    setAccessibleName(tr("Classes"));
    m_more->setProperty("dim", true);
    followTextSize(m_more, [this] { m_more->setFont(smallFont()); });
    m_more->setAlignment(Qt::AlignCenter);
    m_more->hide();
    hide();
}

void MapLegend::setTheme(const Theme &theme) {
    m_theme = theme;
    for (ClassButton *button : m_buttons)
        button->setTheme(theme);
    update();
}

void MapLegend::setClasses(const std::vector<std::string> &names) {
    if (names == m_names)
        return;
    m_names = names;
    m_hidden.assign(names.size(), false);
    qDeleteAll(m_buttons);
    m_buttons.clear();
    const int count = std::min(static_cast<int>(names.size()), mostClasses);
    for (int label = 0; label < count; ++label) {
        auto *button = new ClassButton(label, QString::fromStdString(names[static_cast<std::size_t>(label)]), this);
        button->setTheme(m_theme);
        button->setShape(m_hasShapes ? shapeOfClass(label) : roundShape);
        connect(button, &QAbstractButton::clicked, this, [this, label](bool isShown) { toggle(label, isShown); });
        connect(button, &ClassButton::soloed, this, [this, label] { solo(label); });
        connect(button, &ClassButton::selected, this, [this, label] { emit classSelected(label); });
        m_buttons.push_back(button);
    }
    const auto more = static_cast<int>(names.size()) - count;
    m_more->setText(QStringLiteral("+%1").arg(more));
    m_more->setToolTip(tr("%n more classes", nullptr, more));
    m_more->setVisible(more > 0);
    emit hiddenChanged(m_hidden);
}

void MapLegend::setShapes(bool areShown) {
    m_hasShapes = areShown;
    for (ClassButton *button : m_buttons)
        button->setShape(areShown ? shapeOfClass(button->label()) : roundShape);
}

void MapLegend::toggle(int label, bool isShown) {
    m_hidden[static_cast<std::size_t>(label)] = !isShown;
    refreshButtons();
    emit hiddenChanged(m_hidden);
}

void MapLegend::solo(int label) {
    // Of the listed classes: alone already means all others are hidden, whatever the first click of the two did to this one.
    bool isAlone = true;
    for (const ClassButton *button : m_buttons)
        isAlone = isAlone && (button->label() == label || m_hidden[static_cast<std::size_t>(button->label())]);
    const bool showsAll = isAlone && m_buttons.size() > 1;
    for (std::size_t i = 0; i < m_hidden.size(); ++i)
        m_hidden[i] = !showsAll && static_cast<int>(i) != label;
    refreshButtons();
    emit hiddenChanged(m_hidden);
}

void MapLegend::refreshButtons() {
    for (ClassButton *button : m_buttons)
        button->setChecked(!m_hidden[static_cast<std::size_t>(button->label())]);
}

void MapLegend::place(const QSize &map) {
    if (m_buttons.empty())
        return;
    const int count = static_cast<int>(m_buttons.size()) + (m_more->isHidden() ? 0 : 1);
    const int rowsOfNames = (map.height() - 2 * mapLegendDistance - 2 * legendRim) / rowHeight();
    const bool hasNames = map.width() >= smallestWidth() && rowsOfNames >= count;
    const int height = hasNames ? rowHeight() : dotCell;
    int width = height;
    for (ClassButton *button : m_buttons) {
        button->setHasName(hasNames);
        width = std::max(width, button->sizeHint().width());
    }
    if (!m_more->isHidden())
        width = std::max(width, m_more->sizeHint().width());
    const int rows = std::clamp((map.height() - 2 * mapLegendDistance - 2 * legendRim) / height, 1, count);
    const int columns = (count + rows - 1) / rows;
    for (int i = 0; i < count; ++i) {
        QWidget *item = i < static_cast<int>(m_buttons.size()) ? static_cast<QWidget *>(m_buttons[static_cast<std::size_t>(i)]) : m_more;
        item->setGeometry(legendRim + i / rows * width, legendRim + i % rows * height, width, height);
    }
    const QSize size(columns * width + 2 * legendRim, rows * height + 2 * legendRim);
    setGeometry(QRect(QPoint(map.width() - size.width() - mapLegendDistance, mapLegendDistance), size));
}

void MapLegend::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = m_theme.panel;
    ground.setAlpha(225);
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace hourglass::ui
