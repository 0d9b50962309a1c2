#include "ui/reconstructions/reconstruction_grid.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/analysis/similarity.h"
#include "ui/plots/plot_export.h"
#include "ui/reconstructions/feature_ranges.h"
#include "ui/reconstructions/reconstruction_card.h"
#include "ui/reconstructions/reconstruction_sheet.h"
#include "ui/reconstructions/reconstruction_tiles.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr int cardDelayMs = 120; ///< so that the pointer can cross the dock without a card jumping up

} // namespace

ReconstructionGrid::ReconstructionGrid(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("reconstructionGrid"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Reconstructions of test samples"));
    makeKeys();
    m_cardDelay.setSingleShot(true);
    m_cardDelay.setInterval(cardDelayMs);
    connect(&m_cardDelay, &QTimer::timeout, this, [this] { enlarge(m_hovered); });
    m_export = new PlotExport(this, tr("Reconstructions"), [this](CsvWriter &writer) {
        if (m_picture)
            writeColumns(*m_picture, shownColumns(), m_style, writer);
    });
    connect(m_export, &PlotExport::aboutToDraw, this, &ReconstructionGrid::hideCard);
    connect(m_export, &PlotExport::failed, this, &ReconstructionGrid::exportFailed);
    updateFonts();
}

ReconstructionGrid::~ReconstructionGrid() {
    delete m_card;
}

void ReconstructionGrid::showPicture(std::shared_ptr<const analysis::ReconstructionPicture> picture) {
    const bool isSameKind = picture && m_picture && picture->sample == m_picture->sample;
    m_picture = std::move(picture);
    m_drawn.reset();
    if (!isSameKind)
        m_limit.reset();
    invalidate();
    if (!isVisible())
        return;
    arrange();
    if (m_pointer.x() >= 0) // other samples under a pointer at rest
        hoverAt(m_pointer);
    if (m_card && m_card->isVisible())
        enlarge(m_isKeyboardCard ? columnOf(m_selected) : m_hovered);
}

void ReconstructionGrid::setFeatures(const QStringList &names) {
    m_style.features = names;
}

void ReconstructionGrid::setClasses(const QStringList &names) {
    m_style.classes = names;
    invalidate();
}

void ReconstructionGrid::setColouring(SharedColouring colouring) {
    m_style.colouring = std::move(colouring);
    if (isVisible())
        arrange();
    if (m_card && m_card->isVisible())
        enlarge(m_isKeyboardCard ? columnOf(m_selected) : m_hovered);
    invalidate();
}

void ReconstructionGrid::setOptions(const ReconstructionOptions &options) {
    m_style.rows = options.rows;
    m_style.errorMap = options.errorMap;
    m_measure = options.measure;
    if (isVisible())
        arrange();
    invalidate();
}

void ReconstructionGrid::setObstacle(const QString &sentence) {
    m_obstacle = sentence;
    update();
}

void ReconstructionGrid::setTheme(const Theme &theme) {
    m_style.theme = theme;
    invalidate();
}

void ReconstructionGrid::setMarkedSample(std::optional<core::Index> sample) {
    if (m_marked != sample) {
        m_marked = sample;
        update();
    }
}

void ReconstructionGrid::setSelectedSample(std::optional<core::Index> sample) {
    if (m_selected != sample) {
        m_selected = sample;
        if (m_isKeyboardCard)
            enlarge(columnOf(sample));
        update();
    }
}

int ReconstructionGrid::shownColumns() const {
    return m_picture ? std::min(m_layout.columns, static_cast<int>(m_picture->columns.size())) : 0;
}

int ReconstructionGrid::columnOf(std::optional<core::Index> sample) const {
    for (int column = 0; sample && column < shownColumns(); ++column)
        if (sampleAt(column) == sample)
            return column;
    return -1;
}

const ReconstructionCard *ReconstructionGrid::card() const {
    return m_card;
}

std::optional<core::Index> ReconstructionGrid::sampleAt(int column) const {
    if (column < 0 || column >= shownColumns())
        return std::nullopt;
    return m_picture->columns[static_cast<std::size_t>(column)].sample;
}

void ReconstructionGrid::invalidate() {
    m_isSheetCurrent = false;
    update();
}

void ReconstructionGrid::updateFonts() {
    m_style.font = font();
    m_style.smallFont = font();
    if (font().pointSizeF() > 0)
        m_style.smallFont.setPointSizeF(font().pointSizeF() * 0.87);
    invalidate();
}

void ReconstructionGrid::arrange() {
    ReconstructionMeasures measures;
    measures.place = size();
    measures.ratio = devicePixelRatioF();
    measures.lineHeight = std::ceil(QFontMetricsF(m_style.smallFont).height());
    QFont bold = m_style.smallFont;
    bold.setWeight(QFont::DemiBold);
    measures.numberWidth = std::ceil(figuresWidth(QFontMetricsF(bold), mseText(0.0888)));
    measures.labelWidth = std::ceil(QFontMetricsF(m_style.font).horizontalAdvance(tr("Reconstruction"))) + 2;
    if (m_picture) {
        measures.sample = m_picture->sample;
        measures.rows = m_style.rows;
        const auto &columns = m_picture->columns;
        measures.hasEarlier = std::any_of(columns.begin(), columns.end(), [](const auto &column) { return !column.earlier.empty(); });
        measures.isCorrupted = std::any_of(columns.begin(), columns.end(), [](const auto &column) { return !column.corrupted.empty(); });
        measures.isLabelled = std::any_of(columns.begin(), columns.end(), [this](const auto &column) { return m_style.isLabelled(column); });
    }
    const int before = m_layout.columns;
    m_layout = arrangeReconstructions(measures);
    if (m_layout.columns != before)
        emit columnsChanged(m_layout.columns);
}

void ReconstructionGrid::updateScale() {
    const std::vector<core::Range> ranges = m_style.features.isEmpty() ? std::vector<core::Range>() : unlikeRanges(*m_picture, shownColumns());
    m_drawn = ranges.empty() ? m_picture : withinRanges(*m_picture, ranges);
    if (std::exchange(m_style.isByRange, !ranges.empty()) == ranges.empty())
        m_limit.reset();
    m_style.errorLimit = m_limit.follow(typicalErrorLimit(*m_drawn, shownColumns()));
    m_style.range = m_picture->range;
    m_style.measure = analysis::measureFor(m_picture->sample, m_measure);
    m_style.dataRange = m_picture->dataRange;
    m_style.stepFeatures = stepFeaturesOf(m_picture->sample);
    if (m_picture->sample.isImage())
        return;
    const core::Range range = chartRange(*m_drawn, shownColumns());
    m_style.lowestValue = static_cast<double>(range.lowest);
    m_style.highestValue = static_cast<double>(range.highest);
}

const ReconstructionStyle &ReconstructionGrid::style() {
    if (m_picture)
        updateScale();
    return m_style;
}

void ReconstructionGrid::composeIfNeeded() {
    if (m_isSheetCurrent || !m_picture)
        return;
    updateScale();
    m_sheet = composeSheet(*m_drawn, m_layout, m_style, size());
    m_isSheetCurrent = true;
}

void ReconstructionGrid::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &theme = m_style.theme;
    if (shownColumns() == 0) {
        painter.setPen(theme.dim);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_obstacle.isEmpty() ? tr("Test samples and what the model makes of them appear here.") : m_obstacle);
        return;
    }
    composeIfNeeded();
    painter.setRenderHint(QPainter::Antialiasing);
    const int marked = columnOf(m_marked), selected = columnOf(m_selected);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accentPale());
    for (const int column : {m_hovered, marked == m_hovered ? -1 : marked, selected == m_hovered || selected == marked ? -1 : selected})
        if (column >= 0)
            painter.drawRoundedRect(m_layout.column(column), controlRadius, controlRadius);
    painter.drawImage(QPointF(0, 0), m_sheet);
    paintPlace(painter);
    painter.setBrush(Qt::NoBrush);
    if (marked >= 0 && marked != selected) {
        painter.setPen(QPen(theme.accent(), 1));
        painter.drawRoundedRect(m_layout.column(marked).adjusted(0.5, 0.5, -0.5, -0.5), controlRadius, controlRadius);
    }
    if (selected >= 0) {
        painter.setPen(QPen(theme.accent(), 2));
        painter.drawRoundedRect(m_layout.column(selected).adjusted(1, 1, -1, -1), controlRadius, controlRadius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent(), 1, Qt::DotLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(3.5, 1.5, -3.5, -3.5), controlRadius, controlRadius);
    }
}

void ReconstructionGrid::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    hideCard();
    if (isVisible())
        arrange();
    invalidate();
}

void ReconstructionGrid::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    arrange();
    invalidate();
}

void ReconstructionGrid::hideEvent(QHideEvent *event) {
    QWidget::hideEvent(event);
    m_pointer = {-1, -1};
    setHoveredColumn(-1);
    setPlace({});
    hideCard();
    m_sheet = {};
    m_isSheetCurrent = false;
}

void ReconstructionGrid::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        updateFonts();
        if (isVisible())
            arrange();
    }
}

bool ReconstructionGrid::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString text = helpAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped()), this);
        return true;
    }
    return QWidget::event(event);
}

double ReconstructionGrid::bandAt(double y) const {
    const double band = m_layout.bandPitch > 0 ? std::floor((y - m_layout.top) / m_layout.bandPitch) : 0;
    return std::clamp<double>(band, 0, m_layout.bands() - 1);
}

bool ReconstructionGrid::isOnMeasure(const QPointF &point) const {
    const double y = point.y() - bandAt(point.y()) * m_layout.bandPitch;
    return shownColumns() > 0 && point.x() < m_layout.left && y >= m_layout.mseTop && y < m_layout.mseTop + m_layout.lineHeight;
}

QString ReconstructionGrid::helpAt(const QPoint &point) const {
    if (shownColumns() == 0)
        return {};
    const double y = point.y() - bandAt(point.y()) * m_layout.bandPitch;
    const auto isIn = [&](double top) { return top >= 0 && y >= top && y < top + m_layout.lineHeight; };
    if (isIn(m_layout.mseTop) || isIn(m_layout.pcaTop))
        return numbersHelp(m_style);
    if (point.x() >= m_layout.left)
        return {};
    for (const auto &row : m_layout.rows)
        if (y >= row.top && y < row.top + row.height)
            return rowHelp(row.kind);
    return {};
}

void ReconstructionGrid::hoverAt(const QPointF &point) {
    m_pointer = point;
    const int column = m_layout.columnAt(point);
    setHoveredColumn(column < shownColumns() ? column : -1);
    SamplePlace place;
    if (m_hovered >= 0 && m_picture->sample.isImage()) {
        place.pixel = m_layout.pixelAt(point, m_picture->sample);
    } else if (m_hovered >= 0) {
        const core::Index features = m_picture->sample.size() / std::max<core::Index>(1, static_cast<core::Index>(m_style.stepFeatures));
        place.feature = m_layout.featureAt(point, static_cast<int>(features));
    }
    setPlace(place);
}

void ReconstructionGrid::setPlace(const SamplePlace &place) {
    if (place == m_place)
        return;
    m_place = place;
    if (m_card && m_card->isVisible() && !m_isKeyboardCard)
        m_card->setPlace(place);
    update();
}

void ReconstructionGrid::paintPlace(QPainter &painter) const {
    if (m_hovered < 0 || m_hovered >= shownColumns() || m_place.isNowhere())
        return;
    for (const ReconstructionLayout::Row &row : m_layout.rows)
        markPlace(painter, m_layout.cell(m_hovered, row), m_place, m_picture->sample, m_style);
}

void ReconstructionGrid::setHoveredColumn(int column) {
    const auto sample = sampleAt(column);
    if (column != m_hovered) {
        m_hovered = column;
        update();
        if (column < 0 && !m_isKeyboardCard)
            hideCard();
        else if (column >= 0 && m_card && m_card->isVisible())
            enlarge(column);
        else if (column >= 0)
            m_cardDelay.start();
    }
    if (sample != m_hoveredSample) {
        m_hoveredSample = sample;
        emit sampleHovered(sample);
    }
}

void ReconstructionGrid::mouseMoveEvent(QMouseEvent *event) {
    m_isKeyboardCard = false;
    hoverAt(event->position());
    setCursor(isOnMeasure(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ReconstructionGrid::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    if (isOnMeasure(event->position()))
        return emit measuresRequested(event->globalPosition().toPoint());
    hoverAt(event->position());
    const auto sample = sampleAt(m_hovered);
    if (sample && sample == m_selected)
        emit sampleSelected(std::nullopt);
    else if (sample || m_selected)
        emit sampleSelected(sample);
}

/// The click before it may have let the sample go.
void ReconstructionGrid::mouseDoubleClickEvent(QMouseEvent *event) {
    const auto sample = sampleAt(m_layout.columnAt(event->position()));
    if (event->button() != Qt::LeftButton || !sample)
        return;
    if (sample != m_selected)
        emit sampleSelected(sample);
    emit fullSizeRequested(*sample);
}

void ReconstructionGrid::contextMenuEvent(QContextMenuEvent *event) {
    if (shownColumns() == 0)
        return;
    hideCard();
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto sample = sampleAt(isByKey ? columnOf(m_selected) : m_layout.columnAt(QPointF(event->pos())));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Other samples"), this, &ReconstructionGrid::newDrawRequested);
    if (sample)
        menu->addAction(tr("Full size"), this, [this, own = *sample] { emit fullSizeRequested(own); });
    menu->addSeparator();
    m_export->addTo(menu);
    menu->popup(isByKey ? mapToGlobal(rect().center()) : event->globalPos());
}

void ReconstructionGrid::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    m_pointer = {-1, -1};
    setHoveredColumn(-1);
    setPlace({});
}

void ReconstructionGrid::focusOutEvent(QFocusEvent *event) {
    QWidget::focusOutEvent(event);
    if (m_isKeyboardCard)
        hideCard();
    update();
}

void ReconstructionGrid::selectColumn(int column) {
    m_isKeyboardCard = true;
    if (const auto sample = sampleAt(column); sample != m_selected)
        emit sampleSelected(sample);
    enlarge(columnOf(m_selected));
}

InputSection ReconstructionGrid::inputs() const {
    InputSection section = m_keys.section(tr("The reconstructions"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("Enlarge a sample, light it in every view, and mark the same pixel in all of its pictures")},
                                               {{tr("Click")}, tr("Select the sample; again: let go")},
                                               {{tr("Double-click")}, tr("See the sample at full size")}});
    return section;
}

void ReconstructionGrid::makeKeys() {
    using Column = int (*)(int selected, int last);
    const auto select = [this](Column column) {
        return [this, column] {
            const int last = shownColumns() - 1;
            if (last >= 0)
                selectColumn(column(columnOf(m_selected), last));
            return last >= 0;
        };
    };
    m_keys.addTogether(tr("Select the sample before, the next"),
                       {{Qt::Key_Left, select([](int selected, int last) { return selected < 0 ? last : std::max(0, selected - 1); })},
                        {Qt::Key_Right, select([](int selected, int last) { return selected < 0 ? 0 : std::min(last, selected + 1); })}});
    m_keys.addTogether(tr("Select the first sample, the last"),
                       {{Qt::Key_Home, select([](int, int) { return 0; })}, {Qt::Key_End, select([](int, int last) { return last; })}});
    m_keys.add({Qt::Key_Return}, tr("Select the sample under the pointer; again: see it at full size"), [this] {
        if (shownColumns() == 0)
            return false;
        const int column = m_hovered >= 0 ? m_hovered : std::max(0, columnOf(m_selected));
        if (sampleAt(column) == m_selected)
            emit fullSizeRequested(*m_selected);
        else
            selectColumn(column);
        return true;
    });
    m_keys.add({Qt::Key_Escape}, tr("Let go"), [this] {
        hideCard();
        const bool wasSelected = m_selected.has_value();
        if (wasSelected)
            emit sampleSelected(std::nullopt);
        return wasSelected;
    });
}

void ReconstructionGrid::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void ReconstructionGrid::enlarge(int column) {
    if (column < 0 || column >= shownColumns() || !isVisible())
        return hideCard();
    if (m_card && m_card->parentWidget() != window())
        delete m_card; // the dock floats, or is back
    if (!m_card)
        m_card = new ReconstructionCard(window());
    composeIfNeeded(); // for the scale of the errors
    m_card->showColumn(m_picture, m_drawn, column, m_style);
    m_card->setPlace(m_isKeyboardCard ? SamplePlace() : m_place);
    const auto inWindow = [this](const QRect &rect) { return QRect(mapTo(window(), rect.topLeft()), rect.size()); };
    m_card->placeBeside(inWindow(m_layout.column(column).toRect()), inWindow(rect()));
    m_card->raise();
    m_card->show();
}

void ReconstructionGrid::hideCard() {
    m_cardDelay.stop();
    m_isKeyboardCard = false;
    if (m_card)
        m_card->hide();
}

} // namespace hourglass::ui
