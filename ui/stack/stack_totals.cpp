#include "ui/stack/stack_totals.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "ui/forms/table_text.h"
#include "ui/stack/stack_text.h"

namespace hourglass::ui {

namespace {

/// To set what a layout has lays out the whole window once more.
void setSpacing(QBoxLayout &layout, int spacing) {
    if (layout.spacing() != spacing)
        layout.setSpacing(spacing);
}

} // namespace

StackTotals::StackTotals(QWidget *parent) : QWidget(parent), m_figures(new QHBoxLayout(this)) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_figures->setContentsMargins(12, 6, 12, 8);
    m_parameters = addFigure(tr("parameters"), QStringLiteral("parameters"));
    m_compression = addFigure(tr("compression"), QStringLiteral("compression"));
    m_cost = addFigure(tr("an epoch"), QStringLiteral("cost"));
    showUnknown();
    showCost(std::nan(""));
}

QLabel *StackTotals::addFigure(const QString &word, const QString &name) {
    auto *column = new QWidget(this);
    auto *layout = new QVBoxLayout(column);
    m_columns.push_back(layout);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *figure = new QLabel(column);
    figure->setObjectName(name);
    QFont bold = figure->font();
    bold.setWeight(QFont::DemiBold);
    figure->setFont(bold);
    auto *caption = new QLabel(word, column);
    caption->setProperty("dim", true);
    layout->addWidget(figure);
    layout->addWidget(caption);
    layout->addStretch(1);
    m_figures->addWidget(column, 1);
    return figure;
}

void StackTotals::resizeEvent(QResizeEvent *) {
    arrange();
}

void StackTotals::arrange() {
    constexpr int columnSpace = 12;
    int sideBySide = 24 - columnSpace;
    for (const QLabel *figure : {m_parameters, m_compression, m_cost}) {
        int widest = 0;
        for (const QLabel *label : figure->parentWidget()->findChildren<QLabel *>())
            widest = std::max(widest, label->sizeHint().width());
        sideBySide += widest + columnSpace;
    }
    const bool isNarrow = sideBySide > width();
    m_figures->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    setSpacing(*m_figures, isNarrow ? 0 : columnSpace);
    for (QBoxLayout *column : m_columns) {
        column->setDirection(isNarrow ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        setSpacing(*column, isNarrow ? 6 : 0);
    }
}

void StackTotals::showOutline(const plan::Outline &outline) {
    const QLocale locale;
    m_parameters->setText(shortCount(static_cast<double>(outline.parameters), locale));
    const QString exact = locale.toString(static_cast<qlonglong>(outline.parameters));
    const QString work = locale.toString(outline.multiplyAddsPerSample, 'f', 0);
    m_parameters->parentWidget()->setToolTip(toolTipText(tr("%1 weights and biases. A training step takes %2 multiply-adds a sample.").arg(exact, work)));
    m_compression->setText(ratioText(outline.compression, locale));
    arrange();
    m_compression->parentWidget()->setToolTip(
        toolTipText(tr("A sample of %1 numbers is told by a code of %2.")
                        .arg(locale.toString(static_cast<qlonglong>(outline.input.size())), locale.toString(static_cast<qlonglong>(outline.codeSize)))));
}

void StackTotals::showUnknown() {
    for (QLabel *label : {m_parameters, m_compression}) {
        label->setText(QStringLiteral("–"));
        label->parentWidget()->setToolTip(toolTipText(tr("Known when the layers fit together.")));
    }
}

void StackTotals::showCost(double secondsPerEpoch) {
    const QString text = durationText(secondsPerEpoch, QLocale());
    if (text == m_cost->text()) // it is told thirty times a second
        return;
    m_cost->setText(text);
    arrange();
    m_cost->parentWidget()->setToolTip(toolTipText(std::isfinite(secondsPerEpoch)
                                                       ? tr("How long one pass through the training data takes, as measured.")
                                                       : tr("How long one pass through the training data takes: known after some training.")));
}

} // namespace hourglass::ui
