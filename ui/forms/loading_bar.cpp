#include "ui/forms/loading_bar.h"

#include <QGridLayout>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

#include "ui/theme/elided_label.h"
#include "ui/theme/figures.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/text_size.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

LoadingBar::LoadingBar(QWidget *parent)
    : QWidget(parent), m_text(new ElidedLabel(QString(), this)), m_figure(new FigureLabel(this)), m_bar(new QProgressBar(this)),
      m_cancel(new QToolButton(this)) {
    followTextSize(this, [this] { setFixedWidth(scaled(236)); });
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(3);
    layout->addWidget(m_text, 0, 0);
    layout->addWidget(m_figure, 0, 1);
    layout->addWidget(m_bar, 1, 0, 1, 2);
    layout->addWidget(m_cancel, 0, 2, 2, 1);
    layout->setColumnStretch(0, 1);
    m_figure->setProperty("dim", true);
    m_figure->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_figure->reserve(QLocale().toString(100) + QStringLiteral(" %"));
    m_bar->setTextVisible(false);
    m_cancel->setProperty("quiet", true);
    m_cancel->setIconSize({12, 12});
    m_cancel->setFocusPolicy(Qt::TabFocus);
    m_cancel->setObjectName("cancelLoading");
    m_cancel->setAccessibleName(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop reading; the data shown so far stay"));
    connect(m_cancel, &QToolButton::clicked, this, &LoadingBar::cancelRequested);
}

void LoadingBar::showProgress(double fraction, const QString &text) {
    const bool isKnown = fraction >= 0.0;
    const int percent = isKnown ? static_cast<int>(std::min(fraction, 1.0) * 100.0) : 0;
    m_text->setText(text);
    m_bar->setRange(0, isKnown ? 100 : 0);
    m_bar->setValue(percent);
    m_figure->setText(isKnown ? tr("%1 %").arg(QLocale().toString(percent)) : QString());
    m_bar->setAccessibleName(text);
}

void LoadingBar::setTheme(const Theme &theme) {
    m_cancel->setIcon(glyphIcon(Glyph::Close, theme.dim));
}

} // namespace hourglass::ui
