#include "ui/forms/number_slider.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>

#include "ui/forms/number_edit.h"
#include "ui/forms/stop_slider.h"

namespace hourglass::ui {

NumberSlider::NumberSlider(const NumberRange &range, const NumberRange &reach, QWidget *parent)
    : QWidget(parent), m_reach(reach), m_stops(stopsOf(reach)), m_value(range.minimum), m_slider(new StopSlider(this)), m_edit(new NumberEdit(range, this)) {
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_edit);
    setFocusProxy(m_slider);
    m_slider->setRange(0, static_cast<int>(m_stops.size()) - 1);
    m_slider->setPageStep(std::max(1, static_cast<int>(m_stops.size()) / 10));
    connect(m_slider, &QSlider::valueChanged, this, &NumberSlider::takeStop);
    connect(m_slider, &QSlider::sliderReleased, this, [this] {
        moveSlider();
        if (m_isEditedByDrag)
            emit editFinished();
        m_isEditedByDrag = false;
    });
    connect(m_edit, &NumberEdit::valueEdited, this, [this](double value) {
        m_value = value;
        moveSlider();
        emit valueEdited(value);
        emit editFinished();
    });
}

void NumberSlider::setValue(double value) {
    m_value = value;
    m_edit->setValue(value);
    if (!m_slider->isSliderDown())
        moveSlider();
}

void NumberSlider::setStops(const std::vector<double> &stops) {
    if (stops == m_stops)
        return;
    takeStops(stops);
    moveSlider();
}

void NumberSlider::takeStops(const std::vector<double> &stops) {
    m_stops = stops;
    const QSignalBlocker blocker(m_slider);
    m_slider->setRange(0, static_cast<int>(m_stops.size()) - 1);
    m_slider->setPageStep(std::max(1, static_cast<int>(m_stops.size()) / 10));
}

void NumberSlider::describe(const QString &name, const QString &toolTip) {
    m_slider->setAccessibleName(name);
    m_edit->setAccessibleName(tr("%1, exact value").arg(name));
    m_slider->setToolTip(toolTip);
    m_edit->setToolTip(toolTip);
}

bool NumberSlider::isDragging() const {
    return m_slider->isSliderDown();
}

void NumberSlider::moveSlider() {
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(nearestStop(m_stops, m_reach, m_value));
    m_slider->update();
}

void NumberSlider::takeStop(int position) {
    m_value = m_stops[static_cast<std::size_t>(position)];
    m_edit->setValue(m_value);
    const bool isDrag = m_slider->isSliderDown();
    m_isEditedByDrag = isDrag;
    emit valueEdited(m_value);
    if (!isDrag)
        emit editFinished();
}

} // namespace hourglass::ui
