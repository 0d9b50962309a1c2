#include "ui/window/glossary_label.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QTextDocumentFragment>

#include <algorithm>

#include "ui/window/glossary.h"

namespace hourglass::ui {

namespace {

/// Lies over the label and draws nothing but the dots.
class Dots : public QWidget {
public:
    explicit Dots(QLabel *label) : QWidget(label), m_label(label) {
        setObjectName("glossaryDots");
        setAttribute(Qt::WA_TransparentForMouseEvents);
        label->installEventFilter(this);
        resize(label->size());
        show();
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override {
        if (event->type() == QEvent::Resize)
            resize(m_label->size());
        return QWidget::eventFilter(watched, event);
    }

    void paintEvent(QPaintEvent *) override {
        const QString text = m_label->textFormat() == Qt::RichText ? QTextDocumentFragment::fromHtml(m_label->text()).toPlainText() : m_label->text();
        const QRect room = m_label->contentsRect();
        const QSize size(std::min(room.width(), m_label->fontMetrics().horizontalAdvance(text)), m_label->fontMetrics().height());
        const QRect place = QStyle::alignedRect(m_label->layoutDirection(), m_label->alignment(), size, room);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        QColor colour = m_label->palette().color(m_label->foregroundRole());
        colour.setAlphaF(0.75f);
        painter.setBrush(colour);
        const double y = std::min<double>(place.top() + m_label->fontMetrics().ascent() + 2.6, height() - 0.8);
        for (double x = place.left() + 0.8; x < place.right(); x += 3.2)
            painter.drawEllipse(QPointF(x, y), 0.65, 0.65);
    }

private:
    QLabel *m_label;
};

} // namespace

void attachGlossary(QLabel *label, const QString &key) {
    const GlossaryEntry *entry = findEntry(key);
    if (!entry)
        return;
    label->setToolTip(cardText(*entry));
    label->setAccessibleDescription(entry->text);
    label->setProperty("glossaryKey", key);
    if (!label->findChild<QWidget *>("glossaryDots", Qt::FindDirectChildrenOnly))
        new Dots(label);
}

GlossaryLabel::GlossaryLabel(const QString &text, const QString &key, QWidget *parent) : QLabel(text, parent) {
    attachGlossary(this, key);
}

} // namespace hourglass::ui
