#include "ui/import/source_choice.h"

#include <QFontMetrics>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int leastWidth = 240, mostNameWidth = 480;

}

SourceChoice::SourceChoice(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    setObjectName("sourceChoice");
    setAccessibleName(tr("What is to be read"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    auto *heading = new QLabel(tr("What is to be read?"));
    heading->setProperty("strong", true);
    followTextSize(heading, [heading] { heading->setMinimumHeight(scaled(26)); });
    m_layout->addWidget(heading);
    m_layout->addStretch(1);
    hide();
}

void SourceChoice::addButton() {
    auto *button = new QPushButton;
    button->setObjectName("chooseSource");
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAutoDefault(true); // Enter on it is its own
    followTextSize(button, [button] { button->setMinimumWidth(scaled(leastWidth)); });
    m_layout->insertWidget(m_layout->count() - 1, button, 0, Qt::AlignLeft);
    const std::size_t number = m_buttons.size();
    connect(button, &QPushButton::clicked, this, [this, number] {
        if (number < m_offers.size())
            emit chosen(spec::DataSpec(m_offers[number].data)); // a copy: what answers may change the offers
    });
    m_buttons.push_back(button);
}

void SourceChoice::showOffers(const std::vector<SourceOffer> &offers) {
    m_offers = offers;
    while (m_buttons.size() < m_offers.size())
        addButton();
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setVisible(i < m_offers.size());
        if (i >= m_offers.size())
            continue;
        const QString shown = m_buttons[i]->fontMetrics().elidedText(m_offers[i].title, Qt::ElideMiddle, mostNameWidth);
        m_buttons[i]->setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
        m_buttons[i]->setToolTip(m_offers[i].title);
    }
    setVisible(!m_offers.empty());
}

QWidgetList SourceChoice::buttons() const {
    QWidgetList buttons;
    for (std::size_t i = 0; i < std::min(m_buttons.size(), m_offers.size()); ++i)
        buttons << m_buttons[i];
    return buttons;
}

} // namespace hourglass::ui
