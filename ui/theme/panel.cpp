#include "ui/theme/panel.h"

#include <QChildEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int sideMargin = 12, underTitle = 7; ///< pixels; the last are taken back from the room below the title

int headerHeight() {
    return scaled(38);
}

} // namespace

PanelHeader::PanelHeader(const QString &title, QWidget *parent) : QWidget(parent) {
    setProperty("panelHeader", true);
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(sideMargin, 0, 8, 0);
    layout->setSpacing(8);
    m_title = new QLabel(title, this);
    m_title->setProperty("panelTitle", true);
    m_title->setTextFormat(Qt::PlainText);
    m_subtitle = new ElidedLabel(QString(), this);
    m_subtitle->setProperty("dim", true);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle, 1);
    m_middle = new QHBoxLayout;
    m_middle->setSpacing(2);
    layout->addLayout(m_middle);
    m_controls = new QHBoxLayout;
    m_controls->setSpacing(6);
    layout->addLayout(m_controls);
    m_caption = new ElidedLabel(QString(), this);
    m_caption->setProperty("caption", true);
    m_caption->setTextFormat(Qt::PlainText);
    m_caption->hide();
    followTextSize(this, [this] { showCaption(m_captionIsWanted); });
}

int PanelHeader::neededHeight() const {
    return headerHeight() + (hasCaption() ? m_caption->sizeHint().height() - underTitle + 5 : 0);
}

bool PanelHeader::hasCaption() const {
    return m_captionIsWanted && !m_caption->text().isEmpty();
}

void PanelHeader::setCaption(const QString &caption) {
    m_caption->setText(caption);
    showCaption(m_captionIsWanted);
}

void PanelHeader::showCaption(bool isShown) {
    m_captionIsWanted = isShown;
    m_caption->setVisible(hasCaption());
    m_caption->ensurePolished();
    layout()->setContentsMargins(sideMargin, 0, 8, neededHeight() - headerHeight());
    setFixedHeight(neededHeight());
    placeCaption();
}

void PanelHeader::placeCaption() {
    const int height = m_caption->sizeHint().height();
    m_caption->setGeometry(sideMargin, headerHeight() - underTitle, width() - 2 * sideMargin, height);
}

QSize PanelHeader::sizeHint() const {
    return {QWidget::sizeHint().width(), neededHeight()};
}

QSize PanelHeader::minimumSizeHint() const {
    int spared = 0;
    for (const QWidget *control : m_dispensable)
        if (!control->isHidden())
            spared += control->sizeHint().width() + m_controls->spacing();
    return {QWidget::minimumSizeHint().width() - spared, neededHeight()};
}

int PanelHeader::titleWidth() const {
    const QMargins margins = layout()->contentsMargins();
    return margins.left() + m_title->sizeHint().width() + layout()->spacing() + m_subtitle->shortWidth() + layout()->spacing() + margins.right();
}

void PanelHeader::setDispensable(const QList<QWidget *> &controls) {
    m_dispensable = controls;
    fitControls();
}

bool PanelHeader::event(QEvent *event) {
    if (event->type() == QEvent::LayoutRequest) // something in it has appeared, gone or grown
        fitControls();
    return QWidget::event(event);
}

void PanelHeader::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fitControls();
    placeCaption();
}

void PanelHeader::fitControls() {
    int needed = minimumSizeHint().width() + m_subtitle->shortWidth();
    for (auto control = m_dispensable.rbegin(); control != m_dispensable.rend(); ++control) {
        needed += (*control)->sizeHint().width() + m_controls->spacing();
        (*control)->setVisible(needed <= width());
    }
}

void PanelHeader::setTitle(const QString &title) {
    m_title->setText(title);
}

void PanelHeader::setSubtitle(const QString &subtitle, const QString &shortened) {
    m_subtitle->setShortText(shortened);
    m_subtitle->setText(subtitle);
    fitControls();
}

QToolButton *PanelHeader::addChip(const QString &text, const QString &toolTip, bool isCheckable) {
    auto *chip = new QToolButton(this);
    chip->setText(text);
    chip->setToolTip(toolTip);
    chip->setCheckable(isCheckable);
    chip->setProperty("chip", true);
    chip->setAccessibleName(text);
    chip->setAccessibleDescription(toolTip);
    m_controls->addWidget(chip);
    return chip;
}

void PanelHeader::addControl(QWidget *control) {
    m_controls->addWidget(control);
}

void PanelHeader::addBeforeControls(QWidget *widget) {
    m_middle->addWidget(widget);
}

void PanelHeader::showMoment(const QString &text, const Theme &theme) {
    if (!m_moment) {
        if (text.isEmpty())
            return;
        m_moment = new QLabel(this);
        m_moment->setObjectName(QStringLiteral("pastMoment"));
        m_moment->setTextFormat(Qt::PlainText);
        m_moment->setToolTip(tr("A past moment of the training, chosen on the timeline. Live (Ctrl+L) shows the present again."));
        m_middle->insertWidget(0, m_moment, 0, Qt::AlignVCenter);
    }
    m_moment->setStyleSheet(
        QStringLiteral("background: %1; color: %2; border-radius: 4px; padding: 1px 6px; font-weight: 600;").arg(theme.code.name(), theme.inkOnCode.name()));
    m_moment->setText(text);
    m_moment->setVisible(!text.isEmpty());
    fitControls();
}

/// Covers what the contents paint outside the round corner, and draws the border's arc.
class Panel::Corner : public QWidget {
public:
    Corner(Panel *panel, bool isLeft) : QWidget(panel), m_panel(panel), m_isLeft(isLeft) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        resize(panelRadius, panelRadius);
    }

    void place() {
        move(m_isLeft ? 0 : m_panel->width() - panelRadius, m_panel->height() - panelRadius);
        raise();
    }

protected:
    void paintEvent(QPaintEvent *) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double radius = panelRadius;
        // The disc's centre: the corner's inner upper corner.
        const QPointF centre(m_isLeft ? radius : 0.0, 0.0);
        QPainterPath outside;
        outside.addRect(rect());
        QPainterPath disc;
        disc.addEllipse(centre, radius, radius);
        painter.fillPath(outside.subtracted(disc), m_panel->theme().background);
        painter.setPen(QPen(m_panel->theme().line, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, radius - 0.5, radius - 0.5);
    }

private:
    Panel *m_panel;
    bool m_isLeft;
};

Panel::Panel(const QString &objectName, const QString &title, QWidget *parent)
    : QWidget(parent), m_header(new PanelHeader(title, this)), m_title(title), m_left(new Corner(this, true)), m_right(new Corner(this, false)) {
    setObjectName(objectName);
    setProperty("panel", true);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(title);
    setContentsMargins(1, 0, 1, 1);
    m_header->hide();
}

Panel::~Panel() = default;

void Panel::setTheme(const Theme &theme) {
    m_theme = theme;
    m_left->update();
    m_right->update();
}

bool Panel::event(QEvent *event) {
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || event->type() == QEvent::ChildPolished) {
        m_left->place();
        m_right->place();
    }
    return isHandled;
}

} // namespace hourglass::ui
