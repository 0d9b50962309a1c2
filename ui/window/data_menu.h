// The menu of the data button: the known sources under their headings, data that were opened before, and how to bring in others. A long
// list has a submenu for each heading, which names what stands in it.
#pragma once

#include <QList>
#include <QMenu>

#include <vector>

#include "ui/theme/theme.h"

class QActionGroup;

namespace hourglass::ui {

/// One source of data in the menu.
struct SourceEntry {
    QString key;       ///< what the signal says
    QString title;     ///< "Fashion-MNIST"
    QString detail;    ///< "70,000 × 28 × 28", or empty
    QString group;     ///< "Images": the heading; in the order in which they first come
    QString help = {}; ///< a sentence, as tool tip
};

/// A menu whose texts behind a tab are dim.
class DetailMenu : public QMenu {
    Q_OBJECT
public:
    using QMenu::QMenu;

    void setTheme(const Theme &theme) { m_theme = theme; }

protected:
    void initStyleOption(QStyleOptionMenuItem *option, const QAction *action) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme = Theme::light();
};

class DataMenu : public DetailMenu {
    Q_OBJECT
public:
    /// `recent` may be null; it and `actions` stand below the sources.
    explicit DataMenu(QWidget *parent = nullptr);

    void setSources(const std::vector<SourceEntry> &sources);
    void setOthers(QMenu *recent, const QList<QAction *> &actions);
    /// Ticks the source of this key and its heading; an unknown or empty one ticks none.
    void setPresent(const QString &key);
    void setTheme(const Theme &theme);

    static constexpr int mostInOne = 10; ///< sources in one list under headings

signals:
    void chosen(const QString &key);

private:
    void fill();
    void addHeading(const QString &group);
    DetailMenu *addSubmenu(const QString &group);
    void addSource(DetailMenu *menu, const SourceEntry &source);

    std::vector<SourceEntry> m_sources;
    QList<DetailMenu *> m_submenus;
    QActionGroup *m_choices;
    QMenu *m_recent = nullptr;
    QList<QAction *> m_others;
    QString m_present;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
