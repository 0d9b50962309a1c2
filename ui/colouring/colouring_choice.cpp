#include "ui/colouring/colouring_choice.h"

#include <QAbstractItemView>
#include <QStyleOptionComboBox>
#include <QStylePainter>

#include <algorithm>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int left = 9, arrow = 26; ///< beside the text

/// Widths for the usual text size.
constexpr int least = 96, narrowest = 120, widest = 190, widestList = 320;

} // namespace

ColouringChoice::ColouringChoice(QWidget *parent) : QComboBox(parent) {
    setObjectName(QStringLiteral("colouringChoice"));
    setAccessibleName(tr("Colour"));
    setToolTip(tr("What samples are coloured by, in all views: their class, what is known of them, a column of the table, or nothing"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMaxVisibleItems(20);
    hide();
    connect(this, &QComboBox::activated, this, [this](int index) { emit chosen(m_entries[static_cast<std::size_t>(index)]); });
}

void ColouringChoice::showEntries(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen) {
    if (entries != m_entries) {
        m_entries = entries;
        clear();
        int text = 0;
        for (const ColouringEntry &entry : entries) {
            addItem(entry.name);
            text = std::max(text, fontMetrics().horizontalAdvance(entry.name));
        }
        view()->setMinimumWidth(std::min(text + 48, scaled(widestList)));
        view()->setTextElideMode(Qt::ElideMiddle);
        updateGeometry();
    }
    const auto found = std::find(m_entries.begin(), m_entries.end(), chosen);
    setCurrentIndex(found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin()));
    setVisible(m_entries.size() > 1);
}

QString ColouringChoice::titleOf(const QString &name) {
    return tr("Colour: %1").arg(name);
}

QSize ColouringChoice::sizeHint() const {
    // By the columns, not by the long names below them: the same for all that can be chosen, so that choosing moves nothing.
    int text = 0;
    for (const ColouringEntry &entry : m_entries)
        if (entry.column >= 0 || entry.kind == ColouringKind::Class || entry.kind == ColouringKind::Group)
            text = std::max(text, fontMetrics().horizontalAdvance(titleOf(entry.name)));
        else if (isMeasured(entry.kind)) // without the title where there is no room for both
            text = std::max(text, fontMetrics().horizontalAdvance(entry.name));
    return {std::clamp(text + left + arrow + 4, scaled(narrowest), scaled(widest)), QComboBox::sizeHint().height()};
}

QSize ColouringChoice::minimumSizeHint() const {
    return {scaled(least), QComboBox::minimumSizeHint().height()};
}

void ColouringChoice::paintEvent(QPaintEvent *) {
    // A name alone would not say what it is a choice of, where there is room for more.
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const QRect room = rect().adjusted(left, 0, -arrow, 0); // the style's own keeps the arrow's place free twice
    QString text = currentIndex() < 0 ? accessibleName() : titleOf(currentText());
    if (currentIndex() >= 0 && fontMetrics().horizontalAdvance(text) >= room.width()) // rounded: as wide may be too wide
        text = currentText();
    painter.drawItemText(room, Qt::AlignLeft | Qt::AlignVCenter, palette(), isEnabled(), fontMetrics().elidedText(text, Qt::ElideRight, room.width()),
                         QPalette::Text);
}

} // namespace hourglass::ui
