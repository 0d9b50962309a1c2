#include "ui/theme/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStylePainter>
#include <QToolButton>

namespace hourglass::ui {

namespace {

/// Gives way to the controls beside it: text that does not fit ends in dots instead of a cut letter.
class ElidedLabel : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent *) override {
        QStylePainter painter(this);
        const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
        if (shown.size() > 3 || shown == text())
            painter.drawItemText(rect(), Qt::AlignLeft | Qt::AlignVCenter, palette(), isEnabled(), shown, foregroundRole());
    }
};

} // namespace

PanelHeader::PanelHeader(const QString &title, QWidget *parent) : QWidget(parent) {
    setProperty("panelHeader", true);
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(38);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 8, 0);
    layout->setSpacing(8);
    m_title = new QLabel(title, this);
    m_title->setProperty("panelTitle", true);
    m_subtitle = new ElidedLabel(this);
    m_subtitle->setProperty("dim", true);
    m_subtitle->setMinimumWidth(0);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle, 1);
    m_controls = new QHBoxLayout;
    m_controls->setSpacing(6);
    layout->addLayout(m_controls);
}

void PanelHeader::setTitle(const QString &title) {
    m_title->setText(title);
}

void PanelHeader::setSubtitle(const QString &subtitle) {
    m_subtitle->setText(subtitle);
    m_subtitle->setToolTip(subtitle);
}

QToolButton *PanelHeader::addChip(const QString &text, const QString &toolTip, bool isCheckable) {
    auto *chip = new QToolButton(this);
    chip->setText(text);
    chip->setToolTip(toolTip);
    chip->setCheckable(isCheckable);
    chip->setProperty("chip", true);
    chip->setAccessibleName(text);
    m_controls->addWidget(chip);
    return chip;
}

void PanelHeader::addControl(QWidget *control) {
    m_controls->addWidget(control);
}

Panel::Panel(const QString &objectName, const QString &title, QWidget *parent) : QWidget(parent), m_header(new PanelHeader(title, this)) {
    setObjectName(objectName);
    setProperty("panel", true);
    setAttribute(Qt::WA_StyledBackground);
    m_header->hide();
}

Panel::~Panel() = default;

} // namespace hourglass::ui
