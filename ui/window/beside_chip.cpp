#include "ui/window/beside_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "ui/plots/run_colours.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

BesideChip::BesideChip(QWidget *parent) : QWidget(parent), m_dot(new QLabel), m_text(new QLabel), m_end(new QToolButton) {
    setObjectName(QStringLiteral("besideChip"));
    m_text->setObjectName(QStringLiteral("besideText"));
    m_end->setObjectName(QStringLiteral("endBesideButton"));
    m_end->setProperty("quiet", true);
    m_end->setFocusPolicy(Qt::NoFocus);
    m_end->setAccessibleName(tr("End lock step"));
    m_end->setToolTip(tr("Ends the lock step: this stack goes on alone, and the other stays among the runs"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 10, 0);
    layout->setSpacing(5);
    layout->addWidget(m_dot);
    layout->addWidget(m_text);
    layout->addWidget(m_end);
    followTextSize(this, [this] {
        m_text->setFont(interfaceFont(0.94 * interfaceFont().pointSizeF()));
        m_end->setIconSize({scaled(9), scaled(9)});
        paintDot();
    });
    hide();
}

void BesideChip::showRun(const QString &text, const QString &toolTip, int colour) {
    constexpr int mostWidth = 260; // a person may call it as he likes
    m_text->setText(m_text->fontMetrics().elidedText(text, Qt::ElideMiddle, scaled(mostWidth)));
    for (QWidget *each : {static_cast<QWidget *>(m_dot), static_cast<QWidget *>(m_text)})
        each->setToolTip(toolTip);
    m_colour = colour;
    paintDot();
    setVisible(!text.isEmpty());
}

QString BesideChip::text() const {
    return m_text->text();
}

void BesideChip::setTheme(const Theme &theme) {
    m_theme = theme;
    m_end->setIcon(glyphIcon(Glyph::Close, theme.dim));
    paintDot();
}

void BesideChip::paintDot() {
    const int side = scaled(11);
    QPixmap picture(QSize(side, side) * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    paintRunDot(painter, QRectF(1, 1, side - 2, side - 2), {m_colour, false}, m_theme);
    painter.end();
    m_dot->setPixmap(picture);
}

} // namespace hourglass::ui
