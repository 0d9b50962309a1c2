#include "ui/window/notice_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVariantAnimation>

#include <algorithm>
#include <cmath>

#include "ui/theme/glyphs.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int shade = 8, fromEdge = 4, mostCharacters = 130;
constexpr std::size_t mostNotices = 20;

} // namespace

NoticeStrip::NoticeStrip(QWidget *parent)
    : QWidget(parent), m_row(new QWidget(this)), m_icon(new QLabel), m_count(new QLabel), m_what(new QLabel), m_hint(new QLabel),
      m_texts(new QBoxLayout(QBoxLayout::LeftToRight)), m_act(new QPushButton), m_close(new QToolButton), m_slide(new QVariantAnimation(this)) {
    setObjectName("noticeStrip");
    auto *layout = new QHBoxLayout(m_row);
    layout->setContentsMargins(14, 5, 10, 5);
    layout->setSpacing(8);
    m_icon->setFixedSize(16, 16);
    for (QLabel *text : {m_what, m_hint})
        text->setTextFormat(Qt::PlainText);
    m_what->setProperty("strong", true);
    m_what->setObjectName("noticeWhat");
    m_hint->setObjectName("noticeHint");
    m_count->setProperty("dim", true);
    m_act->setObjectName("noticeAction");
    m_close->setObjectName("noticeClose");
    m_close->setProperty("quiet", true);
    m_close->setIconSize({12, 12});
    m_close->setFocusPolicy(Qt::TabFocus);
    m_act->setFocusPolicy(Qt::TabFocus);
    m_close->setToolTip(tr("Take this notice away"));
    m_close->setAccessibleName(tr("Dismiss"));
    m_texts->setSpacing(2);
    m_texts->addWidget(m_what);
    m_texts->addWidget(m_hint, 1);
    layout->addWidget(m_icon);
    layout->addLayout(m_texts, 1);
    layout->addWidget(m_count);
    layout->addWidget(m_act);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &NoticeStrip::dismiss);
    connect(m_act, &QPushButton::clicked, this, [this] {
        const NoticeAction action = m_notices.empty() ? NoticeAction{} : m_notices.back().action;
        dismiss();
        if (action.call)
            action.call();
    });
    connect(m_slide, &QVariantAnimation::valueChanged, this, [this](const QVariant &shown) {
        m_shown = shown.toDouble();
        place();
    });
    connect(m_slide, &QVariantAnimation::finished, this, [this] {
        if (m_notices.empty())
            hide();
    });
    hide();
    setTheme(m_theme);
}

void NoticeStrip::lieOver(QWidget *area) {
    m_area = area;
    area->installEventFilter(this);
}

void NoticeStrip::showError(const core::Error &error, const NoticeAction &action, NoticeTopic topic) {
    push({true, QString::fromStdString(error.where), QString::fromStdString(error.what), QString::fromStdString(error.hint), action, topic});
}

void NoticeStrip::showNote(const QString &text, const NoticeAction &action, NoticeTopic topic) {
    push({false, QString(), text, QString(), action, topic});
}

void NoticeStrip::settle(NoticeTopic topic) {
    const auto left = std::remove_if(m_notices.begin(), m_notices.end(), [topic](const Notice &notice) { return notice.topic == topic; });
    if (left == m_notices.end())
        return;
    m_notices.erase(left, m_notices.end());
    if (m_notices.empty())
        slide(false);
    else
        showFront();
}

void NoticeStrip::push(Notice notice) {
    const auto same = [&notice](const Notice &other) {
        return other.isError == notice.isError && other.where == notice.where && other.what == notice.what && other.hint == notice.hint;
    };
    m_notices.erase(std::remove_if(m_notices.begin(), m_notices.end(), same), m_notices.end());
    if (m_notices.size() == mostNotices)
        m_notices.erase(m_notices.begin());
    m_notices.push_back(std::move(notice));
    showFront();
    slide(true);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeStrip::dismiss() {
    if (m_notices.empty())
        return;
    m_notices.pop_back();
    if (m_notices.empty())
        slide(false);
    else
        showFront();
}

void NoticeStrip::clear() {
    m_notices.clear();
    slide(false);
}

void NoticeStrip::showFront() {
    const Notice &front = m_notices.back();
    m_what->setText(front.where.isEmpty() ? front.what : tr("%1: %2").arg(front.where, front.what));
    m_hint->setText(front.hint);
    m_hint->setVisible(!front.hint.isEmpty());
    m_count->setText(m_notices.size() > 1 ? tr("%1 more").arg(QLocale().toString(static_cast<int>(m_notices.size()) - 1)) : QString());
    m_count->setVisible(m_notices.size() > 1);
    m_act->setText(front.action.text);
    m_act->setToolTip(front.action.text);
    m_act->setVisible(!front.action.text.isEmpty());
    m_icon->setPixmap(
        glyphIcon(front.isError ? Glyph::Attention : Glyph::Note, front.isError ? m_theme.bad : m_theme.accent()).pixmap(QSize(16, 16), devicePixelRatio()));
    setAccessibleName(m_what->text() + ' ' + front.hint);
    place();
    update();
}

void NoticeStrip::slide(bool isOpening) {
    if (isOpening) {
        raise();
        show();
    }
    m_slide->stop();
    // A style or a desktop without animations says zero.
    m_slide->setDuration(std::min(160, style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this)));
    m_slide->setStartValue(m_shown);
    m_slide->setEndValue(isOpening ? 1.0 : 0.0);
    m_slide->setEasingCurve(QEasingCurve::OutCubic);
    m_slide->start();
}

/// Of the card: in one line where both texts fit, else the hint below and each in as many lines as it takes.
QSize NoticeStrip::sizeWithin(int most) {
    const bool isWrapped = m_what->wordWrap();
    const auto arrange = [this](bool wraps) {
        m_texts->setDirection(wraps ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        m_what->setWordWrap(wraps);
        m_hint->setWordWrap(wraps);
        m_row->layout()->invalidate();
    };
    if (isWrapped)
        arrange(false);
    m_texts->invalidate(); // another text in this turn: the row knows of it, the column within not yet
    m_row->layout()->invalidate();
    ensurePolished();
    const QSize natural = m_row->sizeHint();
    if (natural.width() <= most)
        return {natural.width(), std::max(scaled(44), natural.height())};
    arrange(true);
    return {most, std::max(scaled(44), m_row->layout()->totalHeightForWidth(most))};
}

void NoticeStrip::place() {
    const QWidget *around = m_area ? m_area.data() : parentWidget();
    if (!around || isHidden())
        return;
    const QRect room(m_area && parentWidget() ? m_area->mapTo(parentWidget(), QPoint()) : QPoint(), around->size());
    const int most = std::min(room.width() - 2 * shade, mostCharacters * fontMetrics().averageCharWidth());
    const QSize size = sizeWithin(most);
    m_row->resize(size);
    const int out = static_cast<int>(std::lround(m_shown * (size.height() + fromEdge)));
    // The row keeps its height and comes out from under the edge, instead of being squeezed.
    setGeometry(room.left() + (room.width() - size.width()) / 2 - shade, room.top(), size.width() + 2 * shade, std::max(1, out + shade));
    m_row->move(shade, out - size.height());
}

bool NoticeStrip::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_area && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        place();
    return QWidget::eventFilter(watched, event);
}

void NoticeStrip::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        place();
}

void NoticeStrip::setTheme(const Theme &theme) {
    m_theme = theme;
    m_close->setIcon(glyphIcon(Glyph::Close, theme.dim));
    if (!m_notices.empty())
        showFront();
}

void NoticeStrip::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card(m_row->geometry());
    painter.setPen(Qt::NoPen);
    for (int ring = shade; ring > 0; ring -= 2) {
        painter.setBrush(QColor(0, 0, 0, m_theme.isDark ? 28 : 8));
        painter.drawRoundedRect(card.adjusted(-ring, -ring, ring, ring), controlRadius + ring, controlRadius + ring);
    }
    const bool isError = !m_notices.empty() && m_notices.back().isError;
    QColor tint = isError ? m_theme.bad : m_theme.accent();
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(card, controlRadius, controlRadius);
    tint.setAlphaF(m_theme.isDark ? 0.16f : 0.08f);
    painter.setBrush(tint);
    tint.setAlphaF(0.7f);
    painter.setPen(QPen(tint, 1));
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), controlRadius, controlRadius);
    tint.setAlphaF(1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    painter.drawRoundedRect(QRectF(card.left() + 4, card.top() + 7, 4, card.height() - 14), 2, 2);
}

void NoticeStrip::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
