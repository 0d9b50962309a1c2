#include "ui/timeline/animation_sheet.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ui/forms/number_edit.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int pauseMs = 150;
constexpr int mostMoments = 1000;
constexpr std::array<int, 7> widths{320, 480, 640, 800, 1000, 1280, 1920};
constexpr std::array<int, 6> pictureSpeeds{2, 5, 10, 20, 25, 50}; // exact in hundredths of a second
constexpr std::array<int, 4> holds{0, 1, 2, 5};                   // seconds

} // namespace

AnimationSheet::AnimationSheet(const std::vector<std::pair<QString, QString>> &formats, QWidget *parent) : QWidget(parent, Qt::Window) {
    setObjectName(QStringLiteral("animationSheet"));
    setWindowTitle(tr("Export the training as an animation"));
    setProperty("sheet", true);
    setAttribute(Qt::WA_StyledBackground);
    followTextSize(this, [this] { fitToScreen(); });
    m_form = new QWidget(this);
    auto *scroll = new QScrollArea(this); // large letters, small screens
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    m_form->setAutoFillBackground(false); // which it has by now
    scroll->viewport()->setAutoFillBackground(false);
    followTextSize(scroll, [scroll] { scroll->setFixedWidth(scaled(312)); });
    auto *form = new QGridLayout(m_form);
    form->setContentsMargins(0, 0, 12, 0); // beside the bar that scrolls it
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(8);
    fillForm(form, formats);
    m_previewRoom = new QWidget(this);
    m_previewRoom->setAccessibleName(tr("Preview"));
    m_estimate = new QLabel(this);
    m_estimate->setObjectName(QStringLiteral("animationEstimate"));
    m_estimate->setWordWrap(true);
    m_estimate->setProperty("dim", true);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("How far the animation is"));
    m_export = new QPushButton(tr("Export…"), this);
    m_export->setObjectName(QStringLiteral("exportAnimation"));
    m_export->setProperty("primary", true);
    m_export->setToolTip(tr("Choose the file, and make the animation"));
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName(QStringLiteral("cancelAnimation"));
    auto *right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(m_previewRoom, 1);
    right->addWidget(m_estimate);
    auto *body = new QHBoxLayout;
    body->setSpacing(8);
    body->addWidget(scroll);
    body->addLayout(right, 1);
    m_answer = new ElidedLabel({}, this);
    m_answer->setObjectName(QStringLiteral("animationAnswer"));
    m_answer->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(10);
    foot->addWidget(m_progress, 1);
    foot->addWidget(m_answer, 1);
    foot->addWidget(m_cancel);
    foot->addWidget(m_export);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(14);
    layout->addLayout(body, 1);
    layout->addLayout(foot);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &AnimationSheet::choiceChanged);
    connect(m_export, &QPushButton::clicked, this, &AnimationSheet::exportWanted);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_isRunning)
            emit cancelWanted();
        else
            close();
    });
    read();
    enable();
}

/// Never larger than the screen, whatever the letters are.
void AnimationSheet::fitToScreen() {
    const QSize frame(8, 40);
    const QSize room = (parentWidget() ? parentWidget()->screen() : screen())->availableGeometry().size() - frame;
    setMinimumSize(QSize(scaled(720), scaled(430)).boundedTo(room));
    resize((isVisible() ? size() : QSize(scaled(900), scaled(500))).boundedTo(room));
}

QComboBox *AnimationSheet::addList(QGridLayout *form, const QString &label, const QString &name, const QString &toolTip) {
    auto *list = new QComboBox(this);
    list->setObjectName(name);
    list->setAccessibleName(label);
    list->setToolTip(toolTip);
    list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *text = new QLabel(label, this);
    text->setBuddy(list);
    const int row = form->rowCount();
    form->addWidget(text, row, 0);
    form->addWidget(list, row, 1, 1, 3);
    connect(list, &QComboBox::activated, this, &AnimationSheet::edit);
    return list;
}

NumberEdit *AnimationSheet::number(const QString &name, const QString &toolTip, bool isWhole, double least, double most) {
    auto *edit = new NumberEdit({least, most, false, isWhole}, this);
    edit->setAccessibleName(name);
    edit->setToolTip(toolTip);
    connect(edit, &NumberEdit::valueEdited, this, &AnimationSheet::edit);
    return edit;
}

void AnimationSheet::fillForm(QGridLayout *form, const std::vector<std::pair<QString, QString>> &formats) {
    const QLocale locale;
    form->setColumnStretch(1, 1);
    form->setColumnStretch(3, 1);
    m_views = addList(form, tr("View"), QStringLiteral("animationView"), tr("What is in the picture: the whole window, or one of the views that are in sight"));
    m_formats = addList(
        form, tr("Format"), QStringLiteral("animationFormat"),
        tr("GIF is shown everywhere, with 255 colours a picture. WebP: small with a little loss, or every pixel as it is. PNG pictures are for programs that make "
           "films of them"));
    for (const auto &[key, title] : formats)
        m_formats->addItem(title, key);
    m_widths = addList(form, tr("Width"), QStringLiteral("animationWidth"), tr("Of the pictures, in pixels; the height follows from the view"));
    m_widths->addItem(tr("as on the screen"), 0);
    for (const int width : widths)
        m_widths->addItem(tr("%L1 pixels").arg(width), width);
    m_widths->setCurrentIndex(m_widths->findData(AnimationChoice().width));
    m_from = number(tr("From epoch"), tr("The first moment that is shown"), false, 0, 1e9);
    m_to = number(tr("To epoch"), tr("The last moment that is shown"), false, 0, 1e9);
    const int row = form->rowCount();
    form->addWidget(new QLabel(tr("Epochs"), this), row, 0);
    form->addWidget(m_from, row, 1);
    form->addWidget(new QLabel(tr("to"), this), row, 2);
    form->addWidget(m_to, row, 3);
    m_most = number(tr("At most so many moments"), tr("Of more kept moments those are taken that stand evenly among them"), true, 2, mostMoments);
    m_most->setObjectName(QStringLiteral("animationMoments"));
    m_most->setValue(120);
    auto *most = new QLabel(tr("At most"), this);
    most->setBuddy(m_most);
    form->addWidget(most, row + 1, 0);
    form->addWidget(m_most, row + 1, 1);
    form->addWidget(new QLabel(tr("moments"), this), row + 1, 2, 1, 2);
    m_speeds = addList(form, tr("Speed"), QStringLiteral("animationSpeed"), tr("How fast the moments follow each other"));
    for (const int speed : pictureSpeeds)
        m_speeds->addItem(tr("%L1 moments a second").arg(speed), speed);
    m_speeds->setCurrentIndex(m_speeds->findData(10));
    m_holds = addList(form, tr("The last"), QStringLiteral("animationHold"), tr("How much longer the last moment stays"));
    for (const int seconds : holds)
        m_holds->addItem(seconds == 0   ? tr("stays as long as the others")
                         : seconds == 1 ? tr("stays 1 second longer")
                                        : tr("stays %L1 seconds longer").arg(seconds),
                         seconds);
    m_holds->setCurrentIndex(m_holds->findData(2));
    m_loop = new QCheckBox(tr("Begin again at its end"), this);
    m_loop->setObjectName(QStringLiteral("animationLoop"));
    m_loop->setChecked(true);
    m_loop->setToolTip(tr("Shown for ever, else once"));
    m_caption = new QCheckBox(tr("Epoch and losses below"), this);
    m_caption->setObjectName(QStringLiteral("animationCaption"));
    m_caption->setChecked(true);
    m_caption->setToolTip(tr("A line below the view: its title, the epoch, the training loss and that of the held-out samples"));
    m_title = new QLineEdit(this);
    m_title->setObjectName(QStringLiteral("animationTitle"));
    m_title->setAccessibleName(tr("Title"));
    m_title->setPlaceholderText(tr("none"));
    m_title->setToolTip(tr("Stands at the left of that line"));
    const int end = form->rowCount();
    form->addWidget(m_loop, end, 1, 1, 3);
    form->addWidget(m_caption, end + 1, 1, 1, 3);
    form->addWidget(new QLabel(tr("Title"), this), end + 2, 0);
    form->addWidget(m_title, end + 2, 1, 1, 3);
    form->setRowStretch(end + 3, 1);
    for (QCheckBox *box : {m_loop, m_caption})
        connect(box, &QCheckBox::toggled, this, &AnimationSheet::edit);
    connect(m_title, &QLineEdit::textEdited, this, &AnimationSheet::edit);
}

void AnimationSheet::read() {
    AnimationChoice choice;
    choice.view = m_views->currentData().toString();
    choice.format = m_formats->currentData().toString();
    choice.width = m_widths->currentData().toInt();
    choice.fromEpoch = m_from->value();
    choice.toEpoch = m_to->value();
    choice.most = static_cast<int>(m_most->value());
    choice.speed = m_speeds->currentData().toDouble();
    choice.held = m_holds->currentData().toDouble();
    choice.loops = m_loop->isChecked();
    choice.hasCaption = m_caption->isChecked();
    choice.title = m_title->text();
    m_title->setEnabled(choice.hasCaption);
    m_choice = choice;
}

void AnimationSheet::edit() {
    read();
    m_pause.start();
}

void AnimationSheet::showViews(const std::vector<std::pair<QString, QString>> &views) {
    const QSignalBlocker blocker(m_views);
    const QString before = m_views->currentData().toString();
    m_views->clear();
    for (const auto &[key, title] : views)
        m_views->addItem(title, key);
    m_views->setCurrentIndex(std::max(0, m_views->findData(before)));
    read();
}

void AnimationSheet::choose(const QString &view) {
    if (const int at = m_views->findData(view); at >= 0)
        m_views->setCurrentIndex(at);
    read();
}

void AnimationSheet::showMoments(double firstEpoch, double lastEpoch, int count) {
    constexpr double written = 100; // parts of an epoch; all moments stay within
    firstEpoch = std::floor(firstEpoch * written) / written;
    lastEpoch = std::ceil(lastEpoch * written) / written;
    const bool reachesTheEnd = m_to->value() >= m_lastEpoch || m_to->value() > lastEpoch || m_to->value() <= firstEpoch;
    m_lastEpoch = lastEpoch;
    if (m_from->value() < firstEpoch || m_from->value() >= lastEpoch)
        m_from->setValue(firstEpoch);
    if (reachesTheEnd)
        m_to->setValue(lastEpoch);
    m_most->setToolTip(tr("Of the kept moments, %L1 in all, those are taken that stand evenly among them").arg(count));
    read();
}

void AnimationSheet::showPreview(const QImage &picture) {
    m_preview = picture;
    update();
}

void AnimationSheet::showEstimate(const QString &text, bool canExport) {
    m_estimate->setText(text);
    m_canExport = canExport;
    enable();
}

void AnimationSheet::showProgress(int taken, int of, const QString &text) {
    m_isRunning = true;
    m_answer->clear();
    m_progress->setRange(0, of);
    m_progress->setValue(taken);
    m_estimate->setText(text);
    enable();
}

void AnimationSheet::showEnd() {
    m_isRunning = false;
    enable();
    if (isVisible())
        m_pause.start();
}

void AnimationSheet::showAnswer(const QString &sentence) {
    m_answer->setText(sentence);
}

void AnimationSheet::enable() {
    m_form->setEnabled(!m_isRunning);
    m_export->setEnabled(m_canExport && !m_isRunning);
    m_progress->setVisible(m_isRunning);
    m_answer->setVisible(!m_isRunning); // in its place
    m_cancel->setText(m_isRunning ? tr("Stop") : tr("Close"));
    m_cancel->setToolTip(m_isRunning ? tr("Leave nothing behind") : tr("Close the sheet"));
}

QRect AnimationSheet::previewPlace() const {
    const QRect room = m_previewRoom->geometry();
    const QSize size = m_preview.size().boundedTo(m_preview.size().scaled(room.size(), Qt::KeepAspectRatio));
    return {room.center() - QPoint(size.width() / 2, size.height() / 2), size};
}

void AnimationSheet::paintEvent(QPaintEvent *) {
    if (m_preview.isNull())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRect place = previewPlace();
    const double ratio = devicePixelRatioF();
    QImage shown = m_preview.scaled(place.size() * ratio, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    shown.setDevicePixelRatio(ratio);
    painter.drawImage(place.topLeft(), shown);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(place.adjusted(-1, -1, 0, 0));
}

void AnimationSheet::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    if (const QWidget *window = parentWidget(); window && !std::exchange(m_isPlaced, true)) { // over the middle of the program's
        const QRect room = window->screen()->availableGeometry();
        const QPoint wanted = window->frameGeometry().center() - rect().center();
        move(qBound(room.left(), wanted.x(), std::max(room.left(), room.right() - width() + 1)),
             qBound(room.top(), wanted.y(), std::max(room.top(), room.bottom() - height() + 1)));
    }
    m_pause.start();
}

void AnimationSheet::closeEvent(QCloseEvent *event) {
    m_pause.stop();
    if (m_isRunning)
        emit cancelWanted();
    QWidget::closeEvent(event);
}

void AnimationSheet::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        m_cancel->click();
    else
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
