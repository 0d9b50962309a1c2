#include "ui/window/data_menu.h"

#include <QActionGroup>
#include <QLabel>
#include <QPainter>
#include <QStyleOptionMenuItem>
#include <QWidgetAction>

#include <algorithm>

#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr int besideArrow = 24;                ///< what the style sheet leaves at the right of an item
const QString air = QString(3, QChar(0x2003)); ///< between title and detail

QString plain(QString text) {
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

/// The width is reckoned from the action's own text; what stands behind the tab, or the key, is drawn below.
void DetailMenu::initStyleOption(QStyleOptionMenuItem *option, const QAction *action) const {
    QMenu::initStyleOption(option, action);
    option->text = option->text.section(QLatin1Char('\t'), 0, 0);
}

void DetailMenu::paintEvent(QPaintEvent *event) {
    QMenu::paintEvent(event);
    QPainter painter(this);
    painter.setPen(m_theme.dim);
    painter.setFont(font());
    for (QAction *action : actions()) {
        const QString key = action->shortcut().toString(QKeySequence::NativeText), detail = action->text().section(QLatin1Char('\t'), 1);
        drawFigures(painter, actionGeometry(action).adjusted(0, 0, -besideArrow, 0), Qt::AlignRight | Qt::AlignVCenter, detail.isEmpty() ? key : detail);
    }
}

DataMenu::DataMenu(QWidget *parent) : DetailMenu(parent), m_choices(new QActionGroup(this)) {
    setToolTipsVisible(true);
    m_choices->setExclusionPolicy(QActionGroup::ExclusionPolicy::None); // the tick follows the data shown
}

void DataMenu::setSources(const std::vector<SourceEntry> &sources) {
    m_sources = sources;
    fill();
}

void DataMenu::setOthers(QMenu *recent, const QList<QAction *> &actions) {
    m_recent = recent;
    m_others = actions;
    fill();
}

void DataMenu::fill() {
    qDeleteAll(m_choices->actions());
    clear();
    qDeleteAll(m_submenus);
    m_submenus.clear();
    QStringList groups;
    for (const SourceEntry &source : m_sources)
        if (!groups.contains(source.group))
            groups << source.group;
    const bool isLong = static_cast<int>(m_sources.size()) > mostInOne;
    for (const QString &group : groups) {
        DetailMenu *menu = this;
        if (isLong)
            menu = addSubmenu(group);
        else if (!group.isEmpty())
            addHeading(group);
        for (const SourceEntry &source : m_sources)
            if (source.group == group)
                addSource(menu, source);
    }
    if (!m_sources.empty())
        addSeparator();
    if (m_recent)
        addMenu(m_recent);
    addActions(m_others);
    setPresent(m_present);
}

void DataMenu::addHeading(const QString &group) {
    auto *heading = new QWidgetAction(this);
    heading->setDefaultWidget(new QLabel(plain(group)));
    heading->setEnabled(false);
    addAction(heading);
}

DetailMenu *DataMenu::addSubmenu(const QString &group) {
    QStringList titles;
    for (const SourceEntry &source : m_sources)
        if (source.group == group)
            titles << plain(source.title);
    constexpr int mostNamed = 3;
    if (titles.size() > mostNamed)
        titles = titles.mid(0, mostNamed) << QStringLiteral("…");
    auto *menu =
        new DetailMenu(plain(group) + air + QLatin1Char('\t') + titles.join(QStringLiteral(", ")).replace(QStringLiteral(", …"), QStringLiteral(" …")), this);
    menu->setToolTipsVisible(true);
    menu->setTheme(m_theme);
    menu->menuAction()->setCheckable(true);
    menu->menuAction()->setData(group);
    m_submenus << menu;
    addMenu(menu);
    return menu;
}

void DataMenu::addSource(DetailMenu *menu, const SourceEntry &source) {
    QAction *choice = menu->addAction(source.detail.isEmpty() ? plain(source.title) : plain(source.title) + air + QLatin1Char('\t') + source.detail);
    choice->setCheckable(true);
    choice->setData(source.key);
    choice->setToolTip(source.help.isEmpty() ? source.title : source.help);
    choice->setStatusTip(source.help);
    m_choices->addAction(choice);
    connect(choice, &QAction::triggered, this, [this, key = source.key] {
        setPresent(m_present); // until the owner shows the other data
        emit chosen(key);
    });
}

void DataMenu::setPresent(const QString &key) {
    m_present = key;
    for (QAction *choice : m_choices->actions())
        choice->setChecked(!key.isEmpty() && choice->data().toString() == key);
    for (QMenu *menu : m_submenus) {
        const QList<QAction *> choices = menu->actions();
        menu->menuAction()->setChecked(std::any_of(choices.begin(), choices.end(), [](const QAction *choice) { return choice->isChecked(); }));
    }
}

void DataMenu::setTheme(const Theme &theme) {
    m_theme = theme;
    DetailMenu::setTheme(theme);
    for (DetailMenu *menu : m_submenus)
        menu->setTheme(theme);
}

} // namespace hourglass::ui
