#include "ui/import/doubt_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/glyphs.h"

namespace hourglass::ui {

namespace {

constexpr int leastBound = 132, mostBound = 180, iconSize = 16, below = 10, betweenRows = 6, betweenColumns = 12;

bool isSame(const data::Doubt &a, const data::Doubt &b) {
    return a.setting == b.setting && a.otherwise == b.otherwise;
}

} // namespace

DoubtList::DoubtList(QWidget *parent) : QWidget(parent), m_icon(new QLabel), m_scroll(new QScrollArea), m_layout(nullptr) {
    setObjectName("doubtList");
    setAccessibleName(tr("What may be read in two ways"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 8 + below);
    layout->setSpacing(8);
    m_icon->setFixedWidth(iconSize);
    m_icon->setAlignment(Qt::AlignCenter);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    auto *rows = new QWidget;
    m_layout = new QVBoxLayout(rows);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(betweenRows);
    m_scroll->setWidget(rows);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rows->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    layout->addWidget(m_scroll, 1);
    hide();
}

void DoubtList::addRow() {
    Row row{new QWidget, new QLabel, new QPushButton};
    auto *layout = new QHBoxLayout(row.whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(betweenColumns);
    row.sentence->setObjectName("doubt");
    row.sentence->setWordWrap(true);
    row.sentence->setTextFormat(Qt::PlainText);
    row.sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row.button->setObjectName("decideDoubt");
    row.button->setFocusPolicy(Qt::StrongFocus);
    row.button->setAutoDefault(true); // Enter on it is its own
    layout->addWidget(row.sentence, 1);
    layout->addWidget(row.button, 0, Qt::AlignVCenter);
    m_layout->addWidget(row.whole);
    const std::size_t number = m_rows.size();
    connect(row.button, &QPushButton::clicked, this, [this, number] { press(number); });
    m_rows.push_back(row);
}

void DoubtList::showDoubts(const std::vector<data::Doubt> &doubts, const spec::Values &options) {
    m_shown.clear();
    for (const Decision &decision : m_decided) // first and in their order, so that nothing leaves its place under the pointer
        if (const auto found = options.find(decision.doubt.setting); found != options.end() && found->second == decision.doubt.otherwise)
            for (const data::Doubt &offer : decision.offers)
                m_shown.push_back({offer, isSame(offer, decision.doubt)});
    for (const data::Doubt &doubt : doubts)
        if (std::none_of(m_shown.begin(), m_shown.end(), [&](const Shown &shown) { return isSame(shown.doubt, doubt); }))
            m_shown.push_back({doubt, false});
    while (m_rows.size() < m_shown.size())
        addRow();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i].whole->setVisible(i < m_shown.size());
        if (i >= m_shown.size())
            continue;
        const data::Doubt &doubt = m_shown[i].doubt;
        const QString offer = QString::fromStdString(doubt.offer);
        m_rows[i].sentence->setText(m_shown[i].isDecided ? tr("As you said: %1.").arg(offer) : QString::fromStdString(doubt.sentence));
        m_rows[i].button->setText(m_shown[i].isDecided ? tr("As it was found") : offer);
        m_rows[i].button->setToolTip(m_shown[i].isDecided ? QString::fromStdString(doubt.sentence) : tr("Read it so instead"));
    }
    setVisible(!m_shown.empty());
    fitHeight();
}

void DoubtList::press(std::size_t row) {
    if (row >= m_shown.size())
        return;
    const Shown shown = m_shown[row]; // what answers may change the rows
    const QString setting = QString::fromStdString(shown.doubt.setting);
    std::erase_if(m_decided, [&](const Decision &decision) { return decision.doubt.setting == shown.doubt.setting; });
    if (shown.isDecided) {
        emit takenBack(setting);
        return;
    }
    Decision decision{shown.doubt, {}};
    for (const Shown &each : m_shown)
        if (each.doubt.setting == shown.doubt.setting)
            decision.offers.push_back(each.doubt);
    m_decided.push_back(std::move(decision));
    emit decided(setting, shown.doubt.otherwise);
}

void DoubtList::forget() {
    m_decided.clear();
}

QWidgetList DoubtList::buttons() const {
    QWidgetList buttons;
    for (std::size_t i = 0; i < std::min(m_rows.size(), m_shown.size()); ++i)
        buttons << m_rows[i].button;
    return buttons;
}

/// As high as its rows, up to a bound from which on they scroll.
void DoubtList::fitHeight() {
    int wanted = 0;
    for (std::size_t i = 0; i < std::min(m_rows.size(), m_shown.size()); ++i) {
        const QSize button = m_rows[i].button->sizeHint();
        const int room = std::max(1, m_scroll->width() - button.width() - betweenColumns);
        wanted += (i > 0 ? betweenRows : 0) + std::max(button.height(), m_rows[i].sentence->heightForWidth(room));
    }
    if (!m_shown.empty())
        m_icon->setFixedHeight(m_rows.front().button->sizeHint().height()); // on the line of the first row
    const int bound = parentWidget() ? std::clamp(parentWidget()->height() * 28 / 100, leastBound, mostBound) : leastBound;
    m_scroll->setFixedHeight(std::min(bound, wanted));
}

void DoubtList::setTheme(const Theme &theme) {
    m_theme = theme;
    m_icon->setPixmap(glyphIcon(Glyph::Attention, theme.readable(theme.code)).pixmap(QSize(iconSize, iconSize), devicePixelRatio()));
    update();
}

void DoubtList::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fitHeight();
}

void DoubtList::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    QColor pale = m_theme.code;
    painter.fillRect(QRect(0, 0, 4, height() - below), pale);
    pale.setAlphaF(m_theme.isDark ? 0.16f : 0.10f);
    painter.fillRect(rect().adjusted(0, 0, 0, -below), pale);
}

} // namespace hourglass::ui
