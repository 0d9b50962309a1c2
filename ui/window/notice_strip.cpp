#include "ui/window/notice_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPropertyAnimation>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

#include "ui/theme/elided_label.h"
#include "ui/theme/glyphs.h"

namespace hourglass::ui {

namespace {

constexpr int stripHeight = 44;
constexpr std::size_t mostNotices = 20;

} // namespace

NoticeStrip::NoticeStrip(QWidget *parent)
    : QWidget(parent), m_row(new QWidget(this)), m_icon(new QLabel), m_count(new QLabel), m_what(new ElidedLabel),
      m_hint(new ElidedLabel), m_act(new QPushButton), m_close(new QToolButton),
      m_slide(new QPropertyAnimation(this, "maximumHeight", this)) {
    setObjectName("noticeStrip");
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Maximum);
    auto *layout = new QHBoxLayout(m_row);
    layout->setContentsMargins(14, 0, 12, 0);
    layout->setSpacing(8);
    m_icon->setFixedSize(16, 16);
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
    layout->addWidget(m_icon);
    layout->addWidget(m_what, 0);
    layout->addWidget(m_hint, 1);
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
    connect(m_slide, &QPropertyAnimation::finished, this, [this] {
        if (m_notices.empty())
            hide();
    });
    setMaximumHeight(0);
    hide();
    setTheme(m_theme);
}

void NoticeStrip::showError(const core::Error &error, const NoticeAction &action) {
    push({true, QString::fromStdString(error.where), QString::fromStdString(error.what), QString::fromStdString(error.hint),
          action});
}

void NoticeStrip::showNote(const QString &text, const NoticeAction &action) {
    push({false, QString(), text, QString(), action});
}

void NoticeStrip::push(Notice notice) {
    const auto same = [&notice](const Notice &other) {
        return other.isError == notice.isError && other.where == notice.where && other.what == notice.what &&
               other.hint == notice.hint;
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
    // Whole in the tool tip where the strip is too narrow for it.
    setToolTip(QStringList{m_what->text(), front.hint}.join('\n').trimmed());
    m_count->setText(m_notices.size() > 1 ? tr("%1 more").arg(QLocale().toString(static_cast<int>(m_notices.size()) - 1))
                                          : QString());
    m_count->setVisible(m_notices.size() > 1);
    m_act->setText(front.action.text);
    m_act->setToolTip(front.action.text);
    m_act->setVisible(!front.action.text.isEmpty());
    m_icon->setPixmap(glyphIcon(front.isError ? Glyph::Attention : Glyph::Note, front.isError ? m_theme.bad : m_theme.accent())
                          .pixmap(QSize(16, 16), devicePixelRatio()));
    setAccessibleName(m_what->text() + ' ' + front.hint);
    update();
}

void NoticeStrip::slide(bool isOpening) {
    if (isOpening)
        show();
    m_slide->stop();
    // A style or a desktop without animations says zero.
    m_slide->setDuration(std::min(160, style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this)));
    m_slide->setStartValue(maximumHeight());
    m_slide->setEndValue(isOpening ? stripHeight : 0);
    m_slide->setEasingCurve(QEasingCurve::OutCubic);
    m_slide->start();
}

void NoticeStrip::setTheme(const Theme &theme) {
    m_theme = theme;
    m_close->setIcon(glyphIcon(Glyph::Close, theme.dim));
    if (!m_notices.empty())
        showFront();
}

QSize NoticeStrip::sizeHint() const {
    return {400, stripHeight};
}

void NoticeStrip::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const bool isError = !m_notices.empty() && m_notices.back().isError;
    QColor tint = isError ? m_theme.bad : m_theme.accent();
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, 0, 4, height()), tint);
    tint.setAlphaF(m_theme.isDark ? 0.16f : 0.08f);
    painter.fillRect(rect(), tint);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.line);
}

void NoticeStrip::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

void NoticeStrip::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    // The row keeps its height and is uncovered, instead of being squeezed.
    m_row->setGeometry(0, height() - stripHeight, width(), stripHeight - 1);
}

} // namespace hourglass::ui
