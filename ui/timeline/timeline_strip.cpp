#include "ui/timeline/timeline_strip.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <array>

#include "ui/theme/figures.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double momentsASecond = 10; // at the usual speed
constexpr std::array<std::pair<double, const char *>, 5> speeds{{{0.25, "¼×"}, {0.5, "½×"}, {1, "1×"}, {2, "2×"}, {4, "4×"}}};
constexpr std::array<Index, 5> budgets{128'000'000, 256'000'000, 512'000'000, 1'024'000'000, 2'048'000'000};
constexpr std::array<Index, 6> fileBudgets{0, 64'000'000, 256'000'000, 1'024'000'000, 2'048'000'000, 4'096'000'000};

QString megabytes(Index bytes) {
    return TimelineStrip::tr("%L1 MB").arg(static_cast<qlonglong>((bytes + 500'000) / 1'000'000));
}

} // namespace

TimelineStrip::TimelineStrip(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 3, 12, 3);
    layout->setSpacing(8);
    m_title = new QLabel(tr("Timeline"), this);
    layout->addWidget(m_title);
    m_play = button(QStringLiteral("playMoments"), QString(), tr("Play the kept moments one after the other in every view  (Ctrl+T)"));
    m_play->setIconSize({14, 13});
    m_speed = button(QStringLiteral("filmSpeed"), QStringLiteral("1×"), tr("How fast the film goes, and whether it begins again at its end"));
    fillSpeeds();
    layout->addWidget(m_play);
    layout->addWidget(m_speed);
    m_track = new TimeTrack(this);
    layout->addWidget(m_track, 1);
    m_note = new QLineEdit(this);
    m_note->setObjectName(QStringLiteral("momentNote"));
    m_note->setAccessibleName(tr("Note on the shown moment"));
    m_note->installEventFilter(this);
    m_note->hide();
    layout->addWidget(m_note, 1);
    m_figure = new FigureLabel;
    m_figure->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_figure->setObjectName(QStringLiteral("shownMoment"));
    m_figure->setProperty("strong", true);
    layout->addWidget(m_figure);
    m_branch =
        button(QStringLiteral("branchMoment"), tr("Branch"), tr("Go on from the shown moment as a new run, from the nearest that was kept with its optimiser"));
    m_live = button(QStringLiteral("liveMoment"), tr("● Live"), tr("Show the present again  (Ctrl+L)"));
    m_live->setCheckable(true);
    m_more = button(QStringLiteral("timelineMenu"), QStringLiteral("⋯"), tr("Notes, animation, axis, memory"));
    m_more->setAccessibleName(tr("More of the timeline"));
    fillMenu();
    for (QWidget *each : {m_branch, m_live, m_more})
        layout->addWidget(each);
    followTextSize(this, [this] {
        QMetaObject::invokeMethod(this, &TimelineStrip::fit, Qt::QueuedConnection); // when all have their new font
        m_figure->setMinimumWidth(static_cast<int>(figuresWidth(QFontMetricsF(interfaceFont(0, QFont::DemiBold)),
                                                                tr("epoch %1 of %2").arg(QStringLiteral("99.99"), QStringLiteral("99.9")))) +
                                  4);
    });
    connect(m_play, &QToolButton::clicked, this, &TimelineStrip::playWanted);
    connect(m_branch, &QToolButton::clicked, this, &TimelineStrip::branchWanted);
    connect(m_live, &QToolButton::clicked, this, [this] {
        m_live->setChecked(!m_moment); // it says what is so
        emit presentWanted();
    });
    connect(m_note, &QLineEdit::returnPressed, this, [this] {
        const QString text = m_note->text();
        endNote();
        if (!text.trimmed().isEmpty())
            emit noteEdited(text);
    });
    setTheme(m_theme);
    updateText();
}

QToolButton *TimelineStrip::button(const QString &name, const QString &text, const QString &toolTip) {
    auto *made = new QToolButton(this);
    made->setObjectName(name);
    made->setText(text);
    made->setToolTip(toolTip);
    made->setAccessibleName(text);
    made->setAccessibleDescription(toolTip);
    made->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the view that had them
    return made;
}

void TimelineStrip::fillSpeeds() {
    auto *menu = new QMenu(m_speed);
    auto *group = new QActionGroup(menu);
    for (const auto &speed : speeds) {
        const double factor = speed.first;
        const QString text = QString::fromUtf8(speed.second);
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(factor == 1);
        action->setActionGroup(group);
        connect(action, &QAction::triggered, this, [this, factor, text] {
            m_speed->setText(text);
            emit speedChosen(factor * momentsASecond);
        });
    }
    menu->addSeparator();
    QAction *loop = menu->addAction(tr("Loop"));
    loop->setObjectName(QStringLiteral("loopMoments"));
    loop->setCheckable(true);
    connect(loop, &QAction::toggled, this, &TimelineStrip::loopChosen);
    m_speed->setMenu(menu);
    m_speed->setPopupMode(QToolButton::InstantPopup);
    m_speed->setAccessibleName(tr("Speed of the film"));
}

void TimelineStrip::fillMenu() {
    m_menu = new QMenu(m_more);
    m_menu->addAction(tr("Note on this moment…"), this, &TimelineStrip::askNote);
    m_menu->addAction(tr("Export as animation…"), this, &TimelineStrip::animationWanted)->setObjectName(QStringLiteral("timelineAnimation"));
    m_menu->addSeparator();
    auto *axes = new QActionGroup(m_menu);
    const std::array<std::pair<TimeAxis, QString>, 3> kinds{
        {{TimeAxis::Root, tr("Axis by the root of the steps")}, {TimeAxis::Linear, tr("Linear axis")}, {TimeAxis::Logarithmic, tr("Logarithmic axis")}}};
    for (const auto &kind : kinds) {
        QAction *action = m_menu->addAction(kind.second);
        action->setCheckable(true);
        action->setChecked(kind.first == m_track->axis());
        action->setActionGroup(axes);
        connect(action, &QAction::triggered, this, [this, axis = kind.first] { m_track->setAxis(axis); });
    }
    m_menu->addSeparator();
    m_memory = m_menu->addAction(QString());
    m_memory->setEnabled(false); // it is to be read
    m_memoryMenu = fillBudgets(tr("Memory of moments and undo"), budgets, &TimelineStrip::memoryEdited);
    m_file = m_menu->addAction(QString());
    m_file->setEnabled(false);
    m_fileMenu = fillBudgets(tr("Moments in the project’s file"), fileBudgets, &TimelineStrip::fileBudgetEdited);
    for (QAction *each : {m_file, m_fileMenu->menuAction()})
        each->setVisible(false);
    connect(m_menu, &QMenu::aboutToShow, this, &TimelineStrip::menuOpened);
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
}

QMenu *TimelineStrip::fillBudgets(const QString &title, std::span<const Index> choices, void (TimelineStrip::*chosen)(Index)) {
    QMenu *menu = m_menu->addMenu(title);
    auto *group = new QActionGroup(menu);
    for (const Index budget : choices) {
        QAction *action = menu->addAction(budget > 0 ? megabytes(budget) : tr("None"));
        action->setData(static_cast<qlonglong>(budget));
        action->setCheckable(true);
        action->setActionGroup(group);
        connect(action, &QAction::triggered, this, [this, budget, chosen] { emit(this->*chosen)(budget); });
    }
    return menu;
}

void TimelineStrip::showFile(Index used, Index budget) {
    m_file->setText(budget > 0 ? tr("%1 of %2 in the project’s file").arg(megabytes(used), megabytes(budget)) : tr("None are kept in the project’s file"));
    for (QAction *each : {m_file, m_fileMenu->menuAction()})
        each->setVisible(true);
    for (QAction *action : m_fileMenu->actions())
        action->setChecked(action->data().toLongLong() == budget);
}

void TimelineStrip::showMemory(Index used, Index budget, std::size_t moments, std::size_t states) {
    m_memory->setText(tr("%L1 moments, %L2 to branch from · %3 of %4").arg(moments).arg(states).arg(megabytes(used), megabytes(budget)));
    for (QAction *action : m_memoryMenu->actions())
        action->setChecked(action->data().toLongLong() == budget);
}

void TimelineStrip::setTheme(const Theme &theme) {
    m_theme = theme;
    m_track->setTheme(theme);
    showPlaying(m_isPlaying);
    updateText();
    update();
}

void TimelineStrip::showContent(const TimelineContent &content) {
    m_track->setContent(content);
    updateText();
}

void TimelineStrip::showMoment(const std::optional<TimelineMoment> &moment) {
    const bool isOther = moment.has_value() != m_moment.has_value();
    m_moment = moment;
    m_track->showMoment(moment);
    updateText();
    if (isOther)
        update();
}

void TimelineStrip::updateText() {
    const QLocale locale;
    const TimelineContent &content = m_track->content();
    const QString present = locale.toString(content.lastEpoch, 'f', 1);
    m_figure->setText(m_moment ? tr("epoch %1 of %2").arg(locale.toString(m_moment->epoch, 'f', 2), present) : tr("epoch %1").arg(present));
    m_live->setChecked(!m_moment);
    const bool hasMoments = !content.moments.empty();
    m_play->setEnabled(hasMoments);
    m_branch->setEnabled(m_moment.has_value());
}

void TimelineStrip::showPlaying(bool isPlaying) {
    m_isPlaying = isPlaying;
    m_play->setIcon(glyphIcon(isPlaying ? Glyph::Pause : Glyph::Play, m_theme.text));
    m_play->setAccessibleName(isPlaying ? tr("Pause the film") : tr("Play the film of the training"));
}

void TimelineStrip::askNote() {
    m_note->clear();
    m_note->setPlaceholderText(m_moment ? tr("Note on epoch %1; Enter keeps it, Escape lets it be").arg(QLocale().toString(m_moment->epoch, 'f', 2))
                                        : tr("Note on the present moment; Enter keeps it, Escape lets it be"));
    m_track->hide();
    m_note->show();
    m_note->setFocus(Qt::ShortcutFocusReason);
}

void TimelineStrip::endNote() {
    if (m_note->isHidden())
        return;
    m_note->hide();
    m_track->show();
    if (m_note->hasFocus() || !window()->focusWidget())
        m_track->setFocus(Qt::OtherFocusReason);
}

bool TimelineStrip::eventFilter(QObject *object, QEvent *event) {
    if (object == m_note && event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (object == m_note && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        endNote();
        return true;
    }
    if (object == m_note && event->type() == QEvent::FocusOut)
        endNote();
    return QWidget::eventFilter(object, event);
}

void TimelineStrip::fit() {
    const int gap = layout()->spacing();
    int room = width() - layout()->contentsMargins().left() - layout()->contentsMargins().right() - m_track->minimumSizeHint().width();
    for (const QWidget *each : std::initializer_list<const QWidget *>{m_play, m_figure, m_live, m_more})
        room -= std::max(each->sizeHint().width(), each->minimumWidth()) + gap;
    for (QWidget *each : std::initializer_list<QWidget *>{m_branch, m_speed, m_title}) {
        room -= each->sizeHint().width() + gap;
        each->setVisible(room >= 0);
    }
}

void TimelineStrip::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fit();
}

void TimelineStrip::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    if (m_moment) {
        QColor amber = m_theme.code;
        amber.setAlphaF(m_theme.isDark ? 0.16f : 0.14f);
        painter.fillRect(rect(), amber);
    }
    painter.fillRect(QRect(0, 0, width(), m_moment ? 2 : 1), m_moment ? m_theme.code : m_theme.line);
}

} // namespace hourglass::ui
