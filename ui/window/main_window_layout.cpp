// Panels, arrangements, and what is kept of them.
#include "ui/window/main_window.h"

#include <QActionGroup>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QStyle>

#include <algorithm>

#include "ui/window/top_bar.h"

namespace hourglass::ui {

namespace {

constexpr auto geometryKey = "window/geometry", firstDocksKey = "window/docks", arrangementKey = "window/arrangement";

}

void MainWindow::addPanel(Panel *panel, DockColumn place, double share, int least) {
    listDock(m_docks->add(panel, place, share, least));
}

void MainWindow::addTab(Panel *panel, const Panel *beside) {
    listDock(m_docks->addTab(panel, beside));
}

void MainWindow::listDock(Dock *dock) {
    dock->setTheme(theme());
    QAction *toggle = dock->toggleViewAction();
    if (m_docks->docks().size() <= 9)
        toggle->setShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | (Qt::Key_0 + static_cast<int>(m_docks->docks().size()))));
    addAction(toggle);
    if (m_docks->docks().size() == 1)
        m_windowMenu->insertSeparator(m_actions.resetLayout);
    // Before the separator, which stands just before the last entry.
    m_windowMenu->insertAction(m_windowMenu->actions().at(m_windowMenu->actions().size() - 2), toggle);
}

void MainWindow::addArrangement(const Arrangement &arrangement) {
    if (!m_arrangementMenu) {
        m_arrangementMenu = new QMenu(tr("Arrangements"), m_windowMenu);
        m_windowMenu->insertMenu(m_actions.resetLayout, m_arrangementMenu);
        listArrangement(QString(), tr("Train"), tr("The stack, what it makes of the data, and its training"));
    }
    m_docks->addArrangement(arrangement);
    listArrangement(arrangement.key, arrangement.title, arrangement.sentence);
    m_topBar->setArrangements(m_arrangements->actions());
}

void MainWindow::listArrangement(const QString &key, const QString &title, const QString &sentence) {
    const int number = static_cast<int>(m_arrangements->actions().size());
    auto *choice = new QAction(title, m_arrangements);
    choice->setObjectName(QStringLiteral("arrangement%1").arg(number + 1));
    choice->setData(key);
    choice->setCheckable(true);
    choice->setChecked(number == 0);
    choice->setShortcut(QKeySequence(static_cast<int>(Qt::ALT) | (Qt::Key_1 + number)));
    describe(choice, sentence);
    addAction(choice);
    m_arrangementMenu->addAction(choice);
    connect(choice, &QAction::triggered, this, [this, number] { changeArrangement(number); });
}

bool MainWindow::showArrangement(const QString &key) {
    for (QAction *choice : m_arrangements->actions()) {
        if (choice->data().toString() != key)
            continue;
        choice->trigger();
        return true;
    }
    return false;
}

void MainWindow::changeArrangement(int arrangement) {
    if (arrangement == m_docks->present())
        return;
    const QPointer<QWidget> focus = focusWidget();
    m_left.resize(static_cast<std::size_t>(m_docks->arrangements()));
    m_left[static_cast<std::size_t>(m_docks->present())] = m_docks->arrangement();
    m_docks->change(arrangement, m_left[static_cast<std::size_t>(arrangement)]);
    if (focus && focus->isVisible()) // docks that move take it away
        focus->setFocus(Qt::OtherFocusReason);
}

QString MainWindow::docksKey(int arrangement) const {
    const QAction *choice = m_arrangements->actions().value(arrangement);
    const QString key = choice ? choice->data().toString() : QString();
    return key.isEmpty() ? QString(firstDocksKey) : QLatin1String(firstDocksKey) + QLatin1Char('-') + key; // the first had no name once
}

void MainWindow::restoreLayout() {
    if (!restoreGeometry(m_settings.value(geometryKey).toByteArray()))
        placeAtFirst();
    int present = 0;
    m_left.clear();
    for (int i = 0; i < m_docks->arrangements(); ++i) {
        m_left.push_back(m_settings.value(docksKey(i)).toByteArray());
        if (const QAction *choice = m_arrangements->actions().value(i); choice && choice->data() == m_settings.value(arrangementKey))
            present = i;
    }
    if (QAction *choice = m_arrangements->actions().value(present))
        choice->setChecked(true);
    m_docks->change(present, m_left[static_cast<std::size_t>(present)]);
}

void MainWindow::placeAtFirst() {
    const QRect room = screen()->availableGeometry();
    const int title = style()->pixelMetric(QStyle::PM_TitleBarHeight) + 8; // the frame comes with the first show: leave room for it
    resize(QSize(1600, 1000).boundedTo(room.size() - QSize(4, title)));
    const QPoint free = room.center() - rect().center() - QPoint(0, title / 2);
    move(std::max(free.x(), room.left()), std::max(free.y(), room.top()));
}

void MainWindow::saveLayout() {
    m_settings.setValue(geometryKey, saveGeometry());
    const auto present = static_cast<std::size_t>(m_docks->present());
    m_left.resize(static_cast<std::size_t>(m_docks->arrangements()));
    m_left[present] = m_docks->arrangement();
    for (std::size_t i = 0; i < m_left.size(); ++i)
        if (!m_left[i].isEmpty())
            m_settings.setValue(docksKey(static_cast<int>(i)), m_left[i]);
    if (const QAction *choice = m_arrangements->checkedAction())
        m_settings.setValue(arrangementKey, choice->data());
}

QJsonObject MainWindow::docksState() const {
    QJsonObject docks;
    for (int i = 0; i < m_docks->arrangements(); ++i) {
        const QByteArray left = i == m_docks->present()                       ? m_docks->arrangement()
                                : static_cast<std::size_t>(i) < m_left.size() ? m_left[static_cast<std::size_t>(i)]
                                                                              : QByteArray();
        if (!left.isEmpty())
            docks[docksKey(i)] = QString::fromLatin1(left.toBase64());
    }
    const QAction *choice = m_arrangements->checkedAction();
    return {{"arrangement", choice ? choice->data().toString() : QString()}, {"docks", docks}};
}

void MainWindow::restoreDocks(const QJsonObject &state) {
    if (state.isEmpty())
        return;
    const QJsonObject docks = state["docks"].toObject();
    int present = 0;
    m_left.assign(static_cast<std::size_t>(m_docks->arrangements()), {});
    for (int i = 0; i < m_docks->arrangements(); ++i) {
        m_left[static_cast<std::size_t>(i)] = QByteArray::fromBase64(docks[docksKey(i)].toString().toLatin1());
        if (const QAction *choice = m_arrangements->actions().value(i); choice && choice->data().toString() == state["arrangement"].toString())
            present = i;
    }
    if (QAction *choice = m_arrangements->actions().value(present))
        choice->setChecked(true);
    m_docks->change(present, m_left[static_cast<std::size_t>(present)]);
}

} // namespace hourglass::ui
