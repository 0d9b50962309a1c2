#include "ui/latent/selection_tray.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int trayDistance = 10;   // from the map's border
constexpr double mostOfMap = 0.55; // of its width
constexpr std::size_t namedClasses = 2;

QString countText(core::Index count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

} // namespace

QString classesText(const MapChoice &choice, std::size_t most) {
    if (choice.classes.size() == most + 1)
        ++most; // one more is as short by its name
    QStringList words;
    core::Index named = 0;
    for (std::size_t i = 0; i < std::min(most, choice.classes.size()); ++i) {
        words << QStringLiteral("%1 %2").arg(choice.classes[i].first, countText(choice.classes[i].second));
        named += choice.classes[i].second;
    }
    const QString text = words.join(QStringLiteral(" · "));
    if (choice.classes.size() <= most)
        return text;
    return SelectionTray::tr("%1 · %2 of %n more classes", nullptr, static_cast<int>(choice.classes.size() - most)).arg(text, countText(choice.count - named));
}

ClassShares::ClassShares(QWidget *parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ClassShares::setChoice(const MapChoice &choice) {
    m_choice = choice;
    setVisible(!choice.classes.empty());
    update();
}

QSize ClassShares::sizeHint() const {
    return {scaled(120), 6};
}

void ClassShares::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    core::Index before = 0;
    for (std::size_t i = 0; i < m_choice.classes.size(); ++i) {
        const core::Index after = before + m_choice.classes[i].second;
        const auto pixel = [&](core::Index count) {
            return static_cast<int>(static_cast<double>(width()) * static_cast<double>(count) / static_cast<double>(m_choice.count));
        };
        painter.fillRect(pixel(before), 0, pixel(after) - pixel(before), height(),
                         m_choice.labels[i] < 0 ? m_choice.labels.size() == 1 ? palette().highlight().color() : Qt::gray : classColour(m_choice.labels[i]));
        before = after;
    }
}

SelectionTray::SelectionTray(QWidget *parent)
    : QWidget(parent), m_title(new QLabel), m_classes(new QLabel), m_shares(new ClassShares(this)), m_name(new QLineEdit) {
    setObjectName(QStringLiteral("selectionTray"));
    setAccessibleName(tr("Selection"));
    setCursor(Qt::ArrowCursor);
    m_close = link(QStringLiteral("✕"), tr("Select nothing (Escape)"));
    m_close->setAccessibleName(tr("Select nothing"));
    m_isolate = link(tr("Isolate"), tr("Show the selected samples alone, or all again (I)"));
    m_isolate->setCheckable(true);
    m_zoom = link(tr("Zoom"), tr("Let the selected samples fill the map (Z)"));
    m_invert = link(tr("Invert"), tr("Select the samples of the map that are not selected, and no others (V)"));
    m_keep = link(tr("Keep…"), tr("Give the selection a name, by which the map's menu brings it back (K)"));
    m_export = link(tr("Export…"), tr("Write the selected samples as a table, an array or pictures (E)"));
    m_classes->setProperty("dim", true);
    m_name->setPlaceholderText(tr("Name, then Enter"));
    m_name->setAccessibleName(tr("Name of the selection"));
    m_name->installEventFilter(this);
    m_name->hide();
    followTextSize(this, [this] {
        QFont bold = smallFont(13);
        bold.setWeight(QFont::DemiBold);
        m_title->setFont(bold);
        for (QWidget *widget : std::initializer_list<QWidget *>{m_classes, m_close, m_isolate, m_zoom, m_invert, m_keep, m_export, m_name})
            widget->setFont(smallFont());
        if (!m_map.isEmpty())
            place(m_map);
    });
    auto *title = new QHBoxLayout;
    title->addWidget(m_title, 1);
    title->addWidget(m_close);
    auto *links = new QHBoxLayout;
    links->setSpacing(0);
    links->setContentsMargins(0, 0, 0, 0);
    for (QToolButton *button : {m_isolate, m_zoom, m_invert, m_keep, m_export})
        links->addWidget(button);
    links->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 4, 4);
    column->setSpacing(3);
    column->addLayout(title);
    column->addWidget(m_shares);
    column->addWidget(m_classes);
    column->addWidget(m_name);
    column->addLayout(links);
    connect(m_close, &QToolButton::clicked, this, &SelectionTray::letGo);
    connect(m_isolate, &QToolButton::toggled, this, &SelectionTray::isolated);
    connect(m_zoom, &QToolButton::clicked, this, &SelectionTray::zoomWanted);
    connect(m_invert, &QToolButton::clicked, this, &SelectionTray::inverted);
    connect(m_export, &QToolButton::clicked, this, &SelectionTray::exportWanted);
    connect(m_keep, &QToolButton::clicked, this, [this] {
        if (m_choice.isKept)
            emit forgotten();
        else
            askName();
    });
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        const QString name = m_name->text().simplified();
        closeName();
        if (!name.isEmpty())
            emit named(name);
    });
    hide();
}

QToolButton *SelectionTray::link(const QString &text, const QString &toolTip) {
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setProperty("link", true);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

void SelectionTray::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void SelectionTray::setChoice(const MapChoice &choice) {
    if (choice.count == 0)
        closeName();
    m_choice = choice;
    m_shares->setChoice(choice);
    refreshTexts();
    if (!m_map.isEmpty())
        place(m_map);
}

void SelectionTray::refreshTexts() {
    const QString count = countText(m_choice.count);
    const QFontMetrics metrics(m_title->font());
    m_title->setText(tr("%1 selected · %2").arg(count, metrics.elidedText(m_choice.name, Qt::ElideRight, scaled(130))));
    m_title->setToolTip(m_choice.name);
    m_classes->setText(classesText(m_choice, namedClasses));
    m_classes->setVisible(!m_choice.classes.empty());
    m_keep->setText(m_choice.isKept ? tr("Forget") : tr("Keep…"));
    m_keep->setToolTip(m_choice.isKept ? tr("Take this selection off the list of those that are kept")
                                       : tr("Give the selection a name, by which the map's menu brings it back (K)"));
}

void SelectionTray::setIsolation(bool isPossible, bool isIsolated) {
    const QSignalBlocker block(m_isolate);
    m_isolate->setEnabled(isPossible);
    m_isolate->setChecked(isIsolated);
    m_isolate->setText(isIsolated ? tr("Show all") : tr("Isolate"));
}

void SelectionTray::place(const QSize &map) {
    m_map = map;
    layout()->invalidate();
    const QSize wanted = layout()->minimumSize().expandedTo(sizeHint());
    const bool hasRoom = wanted.width() <= map.width() * mostOfMap && wanted.height() <= map.height() / 2;
    setVisible(m_choice.count > 0 && hasRoom);
    setGeometry(QRect(QPoint(trayDistance, trayDistance), wanted));
}

void SelectionTray::askName() {
    if (!isVisible())
        return;
    m_name->setText(m_choice.isKept ? m_choice.name : QString());
    m_name->show();
    place(m_map);
    m_name->setFocus();
    m_name->selectAll();
}

void SelectionTray::closeName() {
    if (m_name->isHidden())
        return;
    m_name->hide();
    place(m_map);
    emit nameLeft();
}

bool SelectionTray::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_name && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        closeName();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SelectionTray::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = m_theme.panel;
    ground.setAlpha(235);
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace hourglass::ui
