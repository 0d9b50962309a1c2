#include "ui/import/import_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "ui/theme/glyphs.h"

namespace hourglass::ui {

ImportStrip::ImportStrip(QWidget *parent) : QWidget(parent), m_icon(new QLabel), m_text(new QLabel) {
    setObjectName("importStrip");
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(8);
    m_icon->setFixedSize(16, 16);
    m_text->setObjectName("importMessage");
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    hide();
}

void ImportStrip::say(const QString &text, bool isProblem) {
    m_isProblem = isProblem;
    m_text->setText(text);
    setVisible(!text.isEmpty());
    setTheme(m_theme);
}

void ImportStrip::setTheme(const Theme &theme) {
    m_theme = theme;
    m_icon->setPixmap(glyphIcon(m_isProblem ? Glyph::Attention : Glyph::Note, tint()).pixmap(QSize(16, 16), devicePixelRatio()));
    update();
}

void ImportStrip::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    QColor pale = tint();
    painter.fillRect(QRect(0, 0, 4, height()), pale);
    pale.setAlphaF(m_theme.isDark ? 0.16f : 0.08f);
    painter.fillRect(rect(), pale);
}

} // namespace hourglass::ui
