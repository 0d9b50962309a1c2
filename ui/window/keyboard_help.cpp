#include "ui/window/keyboard_help.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/text_size.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

constexpr int keysWidth = 124, columnSpace = 36, mostColumns = 3;

/// The keys as they stand on the caps: what all of them begin with stands once.
QStringList capsOf(const QStringList &inputs) {
    const qsizetype end = inputs.first().lastIndexOf(QLatin1Char('+'), -2) + 1;
    const QString with = inputs.first().left(end);
    const bool isShared =
        inputs.size() > 1 && end > 0 && std::all_of(inputs.begin(), inputs.end(), [&with](const QString &each) { return each.startsWith(with); });
    if (!isShared)
        return inputs;
    QStringList caps{with};
    for (const QString &each : inputs)
        caps << each.mid(end);
    return caps;
}

QWidget *widgetOf(const InputSection &section) {
    auto *whole = new QWidget;
    auto *grid = new QGridLayout(whole);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(6);
    auto *heading = new QLabel(section.title);
    heading->setProperty("strong", true);
    grid->addWidget(heading, 0, 0, 1, 2);
    int line = 1;
    for (const InputRow &row : section.rows) {
        auto *keys = new QWidget;
        auto *caps = new QHBoxLayout(keys);
        caps->setContentsMargins(0, 0, 0, 0);
        caps->setSpacing(4);
        for (const QString &key : capsOf(row.inputs)) {
            auto *cap = new QLabel(key);
            cap->setProperty("keycap", true);
            caps->addWidget(cap);
        }
        caps->addStretch(1);
        grid->addWidget(keys, line, 0);
        grid->addWidget(new QLabel(row.meaning), line, 1);
        ++line;
    }
    grid->setColumnMinimumWidth(0, scaled(keysWidth));
    grid->setColumnStretch(1, 1);
    return whole;
}

using Column = std::vector<QWidget *>;

/// Sections one below the other, in so many columns that are about as long as each other.
std::vector<Column> parted(const std::vector<QWidget *> &sections, int count) {
    int total = 0, filled = 0;
    for (const QWidget *section : sections)
        total += section->sizeHint().height();
    std::vector<Column> columns(1);
    for (QWidget *section : sections) {
        const int height = section->sizeHint().height(), made = static_cast<int>(columns.size());
        if (!columns.back().empty() && made < count && (filled + height / 2) * count >= total * made)
            columns.emplace_back();
        columns.back().push_back(section);
        filled += height;
    }
    return columns;
}

int widthOf(const std::vector<Column> &columns) {
    int width = 0;
    for (const Column &column : columns) {
        int widest = 0;
        for (const QWidget *section : column)
            widest = std::max(widest, section->sizeHint().width());
        width += widest + columnSpace;
    }
    return width;
}

} // namespace

KeyboardHelp::KeyboardHelp(QWidget *parent) : QWidget(parent, Qt::Window), m_scroll(new QScrollArea) {
    setWindowTitle(tr("Keys and mouse"));
    setObjectName("keyboardHelp");
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_scroll);
    m_scroll->setWidgetResizable(true);
    setFocusProxy(m_scroll);
}

void KeyboardHelp::showKeys(const std::vector<InputSection> &sections) {
    auto *sheet = new QWidget;
    sheet->setProperty("sheet", true);
    sheet->setAttribute(Qt::WA_StyledBackground);
    auto *columns = new QHBoxLayout(sheet);
    columns->setContentsMargins(22, 20, 22, 20);
    columns->setSpacing(columnSpace);
    std::vector<QWidget *> widgets;
    for (const InputSection &section : sections)
        if (!section.rows.empty()) {
            widgets.push_back(widgetOf(section));
            widgets.back()->setParent(sheet);
            widgets.back()->ensurePolished();
        }
    const QSize room = (parentWidget() ? parentWidget()->screen() : screen())->availableGeometry().size() - QSize(40, 60);
    int count = mostColumns;
    while (count > 1 && widthOf(parted(widgets, count)) > room.width() - 40)
        --count;
    for (const Column &column : parted(widgets, count)) {
        auto *rows = new QVBoxLayout;
        rows->setSpacing(18);
        for (QWidget *section : column)
            rows->addWidget(section);
        rows->addStretch(1);
        columns->addLayout(rows);
    }
    m_scroll->setWidget(sheet); // in the place of the one before
    sheet->ensurePolished();
    const QSize bar(m_scroll->verticalScrollBar()->sizeHint().width() + 4, 4);
    resize((sheet->sizeHint() + bar).boundedTo(room));
    setFocus();
}

void KeyboardHelp::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_F1)
        close();
    else if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp)
        m_scroll->verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageDown ? QScrollBar::SliderPageStepAdd : QScrollBar::SliderPageStepSub);
    else
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
