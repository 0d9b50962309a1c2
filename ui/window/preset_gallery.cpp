#include "ui/window/preset_gallery.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr int margin = 14, cardGap = 10, mostCardColumns = 3;

}

PresetGallery::PresetGallery(QWidget *window) : Popover(window), m_area(new QScrollArea) {
    setObjectName("presetGallery");
    setAccessibleName(tr("Presets"));
    auto *outer = new QVBoxLayout(card());
    outer->setContentsMargins(1, 1, 1, 1);
    auto *inside = new QWidget;
    m_grid = new QGridLayout(inside);
    m_grid->setContentsMargins(margin, margin, margin, margin);
    m_grid->setSpacing(cardGap);
    m_area->setWidget(inside);
    inside->setAutoFillBackground(false); // the area has switched it on
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->viewport()->setAutoFillBackground(false);
    outer->addWidget(m_area);
}

void PresetGallery::showPresets(const std::vector<PresetSummary> &presets) {
    for (PresetCard *old : m_cards)
        delete old;
    m_cards.clear();
    m_columns = 0;
    for (const PresetSummary &preset : presets) {
        auto *made = new PresetCard(preset, m_area->widget());
        made->setTheme(theme());
        made->setPresent(preset.key == m_present);
        connect(made, &PresetCard::clicked, this, [this, key = preset.key] {
            shut();
            emit presetChosen(key);
        });
        m_cards.push_back(made);
    }
    layOut(mostCardColumns);
}

void PresetGallery::setPresent(const QString &key) {
    m_present = key;
    for (PresetCard *each : m_cards)
        each->setPresent(each->summary().key == key);
}

void PresetGallery::setTheme(const Theme &theme) {
    Popover::setTheme(theme);
    for (PresetCard *each : m_cards)
        each->setTheme(theme);
}

int PresetGallery::columnsWithin(int width) const {
    const int one = m_cards.empty() ? 1 : m_cards.front()->sizeHint().width();
    return std::clamp((width - 2 * margin + cardGap) / (one + cardGap), 1, mostCardColumns);
}

void PresetGallery::layOut(int columns) const {
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_grid->removeWidget(m_cards[i]);
        m_grid->addWidget(m_cards[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
    }
}

QSize PresetGallery::sizeWithin(const QSize &room) const {
    if (m_cards.empty())
        return QSize(200, 80).boundedTo(room);
    const int columns = std::min(columnsWithin(room.width()), static_cast<int>(m_cards.size()));
    layOut(columns);
    const int rows = (static_cast<int>(m_cards.size()) + columns - 1) / columns;
    const QSize one = m_cards.front()->sizeHint();
    const QSize whole(columns * one.width() + (columns - 1) * cardGap + 2 * margin + 2, rows * one.height() + (rows - 1) * cardGap + 2 * margin + 2);
    return whole.boundedTo(room);
}

void PresetGallery::showEvent(QShowEvent *event) {
    Popover::showEvent(event);
    if (m_cards.empty())
        return;
    const auto present = std::find_if(m_cards.begin(), m_cards.end(), [](const PresetCard *each) { return each->isPresent(); });
    PresetCard *first = present == m_cards.end() ? m_cards.front() : *present;
    setFocusProxy(first); // the popover takes the focus when it is open, and hands it on
    m_area->ensureWidgetVisible(first);
}

InputSection PresetGallery::inputs() const {
    const QStringList arrows = keyTexts({Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down});
    return {tr("The presets"),
            {{arrows, tr("Go from preset to preset")},
             {keyTexts({Qt::Key_Home, Qt::Key_End}), tr("Go to the first, the last")},
             {{keyText(Qt::Key_Return)}, tr("Take the preset")},
             {{keyText(Qt::Key_Escape)}, tr("Leave all as it is")}}};
}

bool PresetGallery::eventFilter(QObject *watched, QEvent *event) {
    auto *from = qobject_cast<PresetCard *>(watched);
    if (from && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            from->click();
            return true;
        }
        if (moveFocus(from, key))
            return true;
    }
    return Popover::eventFilter(watched, event);
}

bool PresetGallery::moveFocus(PresetCard *from, int key) {
    const int count = static_cast<int>(m_cards.size());
    const int at = static_cast<int>(std::find(m_cards.begin(), m_cards.end(), from) - m_cards.begin());
    int to = at;
    switch (key) {
    case Qt::Key_Left: to = at - 1; break;
    case Qt::Key_Right: to = at + 1; break;
    case Qt::Key_Up: to = at - m_columns; break;
    case Qt::Key_Down: to = at + m_columns; break;
    case Qt::Key_Home: to = 0; break;
    case Qt::Key_End: to = count - 1; break;
    default: return false;
    }
    if (to >= 0 && to < count) {
        m_cards[static_cast<std::size_t>(to)]->setFocus(Qt::TabFocusReason);
        m_area->ensureWidgetVisible(m_cards[static_cast<std::size_t>(to)]);
    }
    return true;
}

} // namespace hourglass::ui
