// The ready stacks to choose from. Arrows move, Enter chooses, Escape closes.
#pragma once

#include <vector>

#include "ui/theme/key_table.h"
#include "ui/window/popover.h"
#include "ui/window/preset_card.h"

class QGridLayout;
class QScrollArea;

namespace hourglass::ui {

class PresetGallery : public Popover {
    Q_OBJECT
public:
    explicit PresetGallery(QWidget *window);

    void showPresets(const std::vector<PresetSummary> &presets);
    /// Marks the one at work; an empty or unknown key marks none.
    void setPresent(const QString &key);
    const std::vector<PresetCard *> &cards() const { return m_cards; }
    void setTheme(const Theme &theme) override;
    /// What keys do in it.
    InputSection inputs() const;

signals:
    void presetChosen(const QString &key);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    QSize sizeWithin(const QSize &room) const override;

private:
    bool moveFocus(PresetCard *from, int key);
    int columnsWithin(int width) const;
    void layOut(int columns) const;

    QScrollArea *m_area;
    QGridLayout *m_grid;
    std::vector<PresetCard *> m_cards;
    QString m_present;
    mutable int m_columns = 0;
};

} // namespace hourglass::ui
