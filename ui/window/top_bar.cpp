#include "ui/window/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStyleOptionButton>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

#include "ui/forms/loading_bar.h"
#include "ui/theme/figures.h"
#include "ui/theme/glyphs.h"
#include "ui/theme/text_size.h"
#include "ui/window/arrangement_switch.h"
#include "ui/window/data_button.h"
#include "ui/window/glossary_label.h"
#include "ui/window/pace_choice.h"
#include "ui/window/wording.h"

namespace hourglass::ui {

namespace {

constexpr int mostCompact = 8, shortSpeed = 1;

/// Has the arrow of a button with a menu, but opens something else.
class OpenerButton : public QPushButton {
public:
    using QPushButton::QPushButton;

    QSize sizeHint() const override { return QPushButton::sizeHint() + QSize(16, 0); }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void initStyleOption(QStyleOptionButton *option) const override {
        QPushButton::initStyleOption(option);
        option->features |= QStyleOptionButton::HasMenu;
    }
};

} // namespace

TopBar::TopBar(const Actions &actions, QWidget *parent)
    : QWidget(parent), m_trainAction(actions.train), m_dataActions{actions.openData, actions.openDataFolder, actions.shapeData} {
    setProperty("band", "top");
    setAttribute(Qt::WA_StyledBackground);
    m_layout = new QHBoxLayout(this);
    m_layout->setContentsMargins(14, 8, 14, 9);
    m_layout->setSpacing(10);

    m_sign = new QLabel(this);
    m_sign->setFixedSize(14, 16);
    m_name = new QLabel(tr("Hourglass"), this);
    followTextSize(m_name, [this] { m_name->setFont(interfaceFont(1.12 * interfaceFont().pointSizeF(), QFont::DemiBold)); });
    m_layout->addWidget(m_sign);
    m_layout->addSpacing(-4);
    m_layout->addWidget(m_name);
    m_layout->addSpacing(14);

    m_train = addButton(actions.train, "trainButton");
    m_train->setProperty("primary", true);
    m_train->setIconSize({20, 13}); // wider than its sign: air before the word
    m_more = addButton(actions.moreEpochs, "moreButton");
    m_more->setProperty("primary", true);
    m_more->setIconSize({20, 13});
    m_more->hide();
    addButton(actions.step, "stepButton");
    addButton(actions.reset, "resetButton");
    m_layout->addSpacing(12);

    m_epoch = addReadout("epochReadout", tr("Epoch"), "epoch", epochText(99.9, 99), tr("How often every sample has been seen, and how often it will be"));
    m_steps = addReadout("stepsReadout", tr("Steps"), "step", countText(99999), tr("Updates of the weights since the start"));
    m_speed = addReadout("speedReadout", tr("Speed"), "samples-per-second", speedText(888e3), tr("Samples trained on in a second"));
    addPaceButton();
    m_left = addReadout("leftReadout", tr("Left"), QString(), durationText(19 * 60 + 59), tr("Time until the last epoch is done, at the present speed"));
    m_layout->addStretch(1);

    m_loading = new LoadingBar(this);
    m_loading->hide();
    connect(m_loading, &LoadingBar::cancelRequested, this, &TopBar::cancelRequested);
    m_layout->addWidget(m_loading);

    m_data = new DataButton(this);
    m_data->setObjectName("dataButton");
    m_data->setToolTip(tr("Choose the data, or open a file or folder"));
    m_data->showData(tr("Data"), QString());
    m_sources = new DataMenu(m_data);
    m_sources->setOthers(nullptr, m_dataActions);
    connect(m_sources, &DataMenu::chosen, this, &TopBar::dataChosen);
    m_data->setMenu(m_sources);
    m_layout->addWidget(m_data);

    m_presets = new OpenerButton(actions.presets->text(), this);
    m_presets->setObjectName("presetsButton");
    m_presets->setToolTip(actions.presets->toolTip());
    m_presets->setAccessibleName(actions.presets->text());
    m_presets->setFocusPolicy(Qt::TabFocus);
    connect(m_presets, &QPushButton::clicked, actions.presets, &QAction::trigger);
    m_layout->addWidget(m_presets);

    m_arrangements = new ArrangementSwitch(this);
    m_arrangements->hide();
    m_layout->addWidget(m_arrangements);

    setTheme(m_theme);
    showStatus({});
}

QPushButton *TopBar::addButton(QAction *action, const QString &name) {
    auto *button = new QPushButton(action->text(), this);
    button->setObjectName(name);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the view that had them
    const auto follow = [button, action] {
        button->setToolTip(action->toolTip());
        button->setAccessibleName(action->text());
        button->setEnabled(action->isEnabled());
    };
    follow();
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_layout->addWidget(button);
    return button;
}

TopBar::Readout TopBar::addReadout(const QString &name, const QString &caption, const QString &word, const QString &widest, const QString &toolTip) {
    Readout readout{new QWidget(this), new QLabel(caption), new FigureLabel};
    auto *row = new QHBoxLayout(readout.whole);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(readout.caption);
    row->addWidget(readout.figure);
    readout.caption->setProperty("dim", true);
    readout.figure->setProperty("strong", true);
    readout.figure->setObjectName(name);
    readout.figure->reserve(widest);
    readout.figure->setAccessibleName(caption);
    readout.whole->setToolTip(toolTip);
    if (!word.isEmpty())
        attachGlossary(readout.caption, word);
    m_layout->addWidget(readout.whole);
    return readout;
}

void TopBar::showStatus(const training::Status &status) {
    const bool isNew = status.state != m_status.state;
    const bool isIdle = status.state == training::State::Idle;
    const auto say = [](const Readout &readout, const QString &text) {
        if (readout.figure->text() == text)
            return;
        readout.figure->setText(text);
        readout.whole->updateGeometry(); // at once, so that the room can be asked for below
    };
    if (status.epochs != m_status.epochs) // room for the last figure, so that nothing moves on the way
        m_epoch.figure->reserve(epochText(std::max<double>(99.9, static_cast<double>(status.epochs)), std::max<core::Index>(99, status.epochs)));
    const QString none = durationText(training::none);
    say(m_epoch, isIdle ? none : epochText(status.epoch, status.epochs));
    say(m_steps, isIdle ? none : countText(status.step));
    say(m_speed, isIdle ? none : speedText(status.samplesPerSecond, m_compactness >= shortSpeed));
    say(m_left, status.state == training::State::Finished ? tr("done") : isIdle ? none : durationText(status.secondsLeft));
    m_status = status;
    if (isNew || m_train->text().isEmpty()) {
        showTrainButton();
        showMoreButton();
        m_left.whole->setToolTip(status.state != training::State::Finished ? tr("Time until the last epoch is done, at the present speed")
                                 : status.endWords.empty()                 ? tr("All epochs are done")
                                                                           : QString::fromStdString(status.endWords));
    }
    if (m_layout->sizeHint().width() > width())
        fit();
}

void TopBar::showTrainButton() {
    const bool isRunning = m_status.state == training::State::Running;
    const QString pause = tr("Pause"), train = tr("Train");
    m_train->setIcon(glyphIcon(isRunning ? Glyph::Pause : Glyph::Play, m_theme.inkOn(m_theme.accent())));
    // As wide as the wider of its two texts.
    m_train->setText(isRunning ? train : pause);
    m_train->ensurePolished();
    const int other = m_train->sizeHint().width();
    m_train->setText(isRunning ? pause : train);
    m_train->setMinimumWidth(std::max({other, m_train->sizeHint().width(), scaled(92)}));
    m_train->setAccessibleName(m_train->text());
}

void TopBar::showMoreButton() {
    const bool isDone = m_status.state == training::State::Finished;
    if (isDone) {
        m_more->setText(moreEpochsText(m_status.epochsMore));
        m_more->setAccessibleName(m_more->text());
    }
    if (isDone == !m_more->isHidden())
        return;
    if (isDone && m_train->hasFocus())
        window()->setFocus(); // a key that was meant for the one button does not come to another
    m_more->setVisible(isDone);
    m_train->setVisible(!isDone);
    m_layout->activate();
    fit();
}

void TopBar::addPaceButton() {
    m_pace = new PaceChoice(this);
    auto *button = new QToolButton(m_speed.whole);
    button->setObjectName("paceButton");
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(m_pace);
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty("chip", true);
    button->setCheckable(true);
    m_speed.whole->layout()->addWidget(button);
    const auto show = [this, button] {
        button->setText(m_pace->text());
        button->setChecked(m_pace->pace() > 0); // what holds the training back is seen
        button->setToolTip(m_pace->pace() > 0
                               ? tr("At most %1 steps a second. Choose another speed ([ slower, ] faster)").arg(QLocale().toString(m_pace->pace(), 'f', 0))
                               : tr("As fast as it can. Choose how many steps a second ([ slower, ] faster)"));
        button->setAccessibleName(tr("Speed of the training: %1").arg(m_pace->text()));
    };
    show();
    connect(m_pace, &PaceChoice::paceChosen, button, show);
    followTextSize(button, [button, show] {
        button->setMinimumWidth(0);
        button->setText(PaceChoice::widestText());
        button->ensurePolished();
        button->setMinimumWidth(button->sizeHint().width());
        show();
    });
}

void TopBar::setSources(const std::vector<SourceEntry> &sources) {
    m_sources->setSources(sources);
}

void TopBar::setRecentData(QMenu *recent) {
    m_sources->setOthers(recent, m_dataActions);
}

void TopBar::setArrangements(const QList<QAction *> &arrangements) {
    m_arrangements->setChoices(arrangements.size() < 2 ? QList<QAction *>() : arrangements);
    m_compactness = -1;
    fit();
}

void TopBar::showData(const QString &key, const QString &title, core::Index samples, const QString &shapeText) {
    m_sources->setPresent(key);
    m_data->showData(title, samples > 0 ? tr("%1 × %2").arg(countText(samples), shapeText) : QString());
    fit();
}

void TopBar::showReading(const QString &summary, bool needsALook) {
    const QString wider = tr("Choose the data, or open a file or folder");
    m_data->setToolTip(
        summary.isEmpty() ? wider : tr("<p>%1</p><p>%2 Shape these data (Ctrl+D) shows all of it.</p>").arg(wider.toHtmlEscaped(), summary.toHtmlEscaped()));
    m_data->setAccessibleDescription(summary);
    m_data->setNeedsALook(needsALook);
    fit();
}

void TopBar::showLoading(double fraction, const QString &text) {
    m_loading->showProgress(fraction, text);
    m_loading->show();
    m_data->hide();
    fit();
}

void TopBar::hideLoading() {
    m_loading->hide();
    m_data->show();
    fit();
}

void TopBar::setTheme(const Theme &theme) {
    m_theme = theme;
    m_sign->setPixmap(glyphIcon(Glyph::Hourglass, theme.text).pixmap(QSize(16, 16), devicePixelRatio()));
    m_data->setTheme(theme);
    m_sources->setTheme(theme);
    m_loading->setTheme(theme);
    m_more->setIcon(glyphIcon(Glyph::Play, theme.inkOn(theme.accent())));
    showTrainButton();
}

QSize TopBar::minimumSizeHint() const {
    return {760, m_layout->minimumSize().height()};
}

void TopBar::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fit();
}

bool TopBar::event(QEvent *event) {
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::Show || event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        showTrainButton();
        fit();
        QTimer::singleShot(0, this, &TopBar::fit); // what stands in it hears of another font after it
    }
    return isHandled;
}

void TopBar::fit() {
    if (m_isFitting) // what is tried may be of another height, and be laid out at once
        return;
    const QScopedValueRollback guard(m_isFitting, true);
    for (int level = 0; level <= mostCompact; ++level) {
        setCompactness(level);
        m_layout->activate();
        if (m_layout->sizeHint().width() <= width())
            return;
    }
}

void TopBar::setCompactness(int level) {
    if (level == m_compactness)
        return;
    m_compactness = level;
    m_data->setDetailShown(level < 2);
    m_name->setVisible(level < 3);
    m_speed.figure->reserve(speedText(888e3, level >= shortSpeed));
    m_speed.figure->setText(m_status.state == training::State::Idle ? durationText(training::none) : speedText(m_status.samplesPerSecond, level >= shortSpeed));
    m_speed.whole->setVisible(level < 7);
    m_steps.whole->setVisible(level < 6);
    m_left.whole->setVisible(level < 4);
    m_arrangements->setCompact(level >= 5);
    m_arrangements->setVisible(!m_arrangements->isEmpty() && level < 8); // then the menu Window alone has them
    m_speed.whole->updateGeometry();                                     // the row would learn of its narrower label only with the next event
}

} // namespace hourglass::ui
