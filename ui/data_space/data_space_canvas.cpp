#include "ui/data_space/data_space_canvas.h"

#include <QLocale>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/colouring/colour_bar.h"
#include "ui/data_space/frame_painting.h"
#include "ui/data_space/space_card.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int legendRim = 6, legendDistance = 10, mostClasses = 10;

int legendRow() {
    return scaled(18);
}

int widestClass() {
    return scaled(130);
}

QString numberText(double value, double span) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const int decimals = span > 0 ? 3 - static_cast<int>(std::floor(std::log10(span))) : 3;
    const QLocale locale;
    constexpr int mostDecimals = 8;
    QString text = decimals > mostDecimals ? locale.toString(value, 'g', 4) : locale.toString(value, 'f', std::max(decimals, 0));
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

bool isDrawing(const QPainter &painter) {
    const auto type = painter.paintEngine()->type();
    return type == QPaintEngine::SVG || type == QPaintEngine::Pdf || type == QPaintEngine::Picture;
}

} // namespace

DataSpaceCanvas::DataSpaceCanvas(QWidget *parent) : QWidget(parent), m_colourBar(new ColourBar(this)), m_card(new SpaceCard(this)) {
    setObjectName(QStringLiteral("dataSpaceCanvas"));
    setAccessibleName(tr("Data space"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(m_colourBar, &ColourBar::litChanged, this, [this](const std::vector<bool> &levels) {
        m_scene.setLitLevels(levels);
        refresh();
    });
    makeKeys();
    followTextSize(this, [this] {
        m_font = smallFont();
        refit();
        refresh();
    });
}

void DataSpaceCanvas::begin(const std::vector<SpaceAxis> &axes, const std::vector<std::string> &classes) {
    if (axes.size() != m_axes.size() || m_sight.isPlane()) // of space, the angle stays
        m_sight.reset();
    m_axes = axes;
    m_classes = classes;
    m_picture.reset();
    m_frame = {};
    m_scene.setPicture(nullptr, m_frame);
    m_marked.reset();
    m_selected.reset();
    hover(std::nullopt);
    refresh();
}

void DataSpaceCanvas::show(std::shared_ptr<const analysis::DataSpacePicture> picture) {
    if (!picture || picture->dimensions != static_cast<core::Index>(m_axes.size()))
        return;
    m_picture = std::move(picture);
    if (m_frame.isEmpty()) { // the samples stay where they are
        m_frame = SpaceFrame::around(m_picture->points, m_axes);
        refit();
    }
    m_scene.setPicture(m_picture, m_frame);
    refresh();
    refreshCard(); // what is made of the sample is another
}

void DataSpaceCanvas::setObstacle(const QString &sentence) {
    m_obstacle = sentence;
    setAccessibleDescription(sentence);
    refresh();
}

void DataSpaceCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    m_sprites.setTheme(theme);
    m_colourBar->setTheme(theme);
    m_card->setTheme(theme);
    m_scene.setColouring(m_colouring, theme);
    refresh();
}

void DataSpaceCanvas::setColouring(const SharedColouring &colouring) {
    m_colouring = colouring;
    m_scene.setLitLevels({});
    m_scene.setColouring(colouring, m_theme);
    m_colourBar->setColouring(colouring);
    refresh();
    refreshCard();
}

void DataSpaceCanvas::setLook(const SpaceLook &look) {
    m_scene.setLook(look);
    refresh();
}

void DataSpaceCanvas::setMarkedSample(std::optional<core::Index> sample) {
    m_marked = sample;
    update();
}

void DataSpaceCanvas::setSelectedSample(std::optional<core::Index> sample) {
    m_selected = sample;
    update();
}

void DataSpaceCanvas::setChosen(std::vector<core::Index> samples) {
    m_scene.setChosen(std::move(samples));
    refresh();
}

void DataSpaceCanvas::fit() {
    m_sight.reset();
    refresh();
}

void DataSpaceCanvas::refit() {
    if (!m_frame.isEmpty())
        m_sight.fit(roomWithin(rect(), m_frame), m_frame);
}

void DataSpaceCanvas::refresh() {
    m_renderedRatio = 0;
    const bool hasBar = m_picture && m_obstacle.isEmpty() && isByValue(m_colouring);
    m_colourBar->setVisible(hasBar);
    if (hasBar)
        m_colourBar->place(size());
    refreshCursor();
    update();
}

std::optional<std::size_t> DataSpaceCanvas::pointOf(core::Index sample) const {
    if (!m_picture)
        return std::nullopt;
    const auto &samples = m_picture->samples; // ascending
    const auto found = std::lower_bound(samples.begin(), samples.end(), sample);
    return found == samples.end() || *found != sample ? std::nullopt : std::optional(static_cast<std::size_t>(found - samples.begin()));
}

std::optional<QPointF> DataSpaceCanvas::pixelOf(std::optional<core::Index> sample) const {
    const auto point = sample ? pointOf(*sample) : std::nullopt;
    if (!point || !m_obstacle.isEmpty())
        return std::nullopt;
    const SpacePixel pixel = m_scene.pixelOf(*point, m_sight);
    return std::isfinite(pixel.x + pixel.y) ? std::optional(QPointF(pixel.x, pixel.y)) : std::nullopt;
}

std::optional<core::Index> DataSpaceCanvas::sampleNear(const QPointF &pixel) const {
    constexpr double radius = 8, grip = 3; // within the second, the one in front is meant
    if (!m_picture || !m_obstacle.isEmpty())
        return std::nullopt;
    std::optional<std::size_t> best;
    double bestDistance = radius, bestNear = -2;
    for (std::size_t i = 0; i < m_picture->samples.size(); ++i) {
        const SpacePixel at = m_scene.pixelOf(i, m_sight);
        const double distance = std::hypot(at.x - pixel.x(), at.y - pixel.y());
        const bool isBetter = distance <= grip ? bestDistance > grip || at.near > bestNear : distance < bestDistance;
        if (!isBetter)
            continue;
        best = i;
        bestDistance = distance;
        bestNear = at.near;
    }
    return best ? std::optional(m_picture->samples[*best]) : std::nullopt;
}

QString DataSpaceCanvas::className(int label) const {
    return static_cast<std::size_t>(label) < m_classes.size() ? QString::fromStdString(m_classes[static_cast<std::size_t>(label)]) : tr("Class %1").arg(label);
}

void DataSpaceCanvas::refreshCard() {
    const auto point = m_hovered ? pointOf(*m_hovered) : std::nullopt;
    const auto at = pixelOf(m_hovered);
    if (!point || !at || m_dragged) {
        m_card->hide();
        return;
    }
    const int label = *point < m_picture->labels.size() ? m_picture->labels[*point] : -1;
    const float value = isByValue(m_colouring) ? m_colouring->shownValue(*m_hovered) : 0.0f;
    const QColor colour = isByValue(m_colouring) ? m_colouring->colourOf(value, m_theme) : label >= 0 ? classColour(label) : m_theme.accent();
    const QString known = isByValue(m_colouring) ? m_colouring->describe(value) : label >= 0 ? className(label) : QString();
    std::vector<SpaceCard::Row> rows;
    const auto features = m_axes.size();
    for (std::size_t i = 0; i < features; ++i) {
        const SpaceAxis &axis = m_frame.axes()[i];
        const auto text = [&](const std::vector<float> &values) {
            return numberText(static_cast<double>(values[*point * features + i]) + axis.offset, axis.extent.size());
        };
        rows.push_back({axis.name, text(m_picture->points), text(m_picture->reconstructions)});
    }
    m_card->show(tr("Sample %1").arg(QLocale().toString(static_cast<qlonglong>(*m_hovered))), colour, known, rows, *at,
                 m_colourBar->isHidden() ? legendPlace() : m_colourBar->geometry());
    setAccessibleDescription(m_card->text());
}

QRect DataSpaceCanvas::legendPlace() const {
    if (!m_picture || !isByClass(m_colouring) || m_classes.empty() || m_picture->labels.empty())
        return {};
    const QFontMetrics metrics(m_font);
    int widest = 0;
    const int count = std::min(static_cast<int>(m_classes.size()), mostClasses);
    for (int i = 0; i < count; ++i)
        widest = std::max(widest, std::min(metrics.horizontalAdvance(className(i)), widestClass()));
    const QSize size(widest + 20 + 2 * legendRim, count * legendRow() + 2 * legendRim);
    return size.height() + 2 * legendDistance > height() || size.width() * 2 > width()
               ? QRect()
               : QRect(QPoint(width() - size.width() - legendDistance, legendDistance), size);
}

void DataSpaceCanvas::paintLegend(QPainter &painter) const {
    const QRect place = legendPlace();
    if (place.isEmpty())
        return;
    QColor ground = m_theme.panel;
    ground.setAlpha(225);
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    for (int i = 0; i < (place.height() - 2 * legendRim) / legendRow(); ++i) {
        const QRectF row(place.left() + legendRim, place.top() + legendRim + i * legendRow(), place.width() - 2 * legendRim, legendRow());
        painter.setPen(Qt::NoPen);
        painter.setBrush(classColour(i));
        painter.drawEllipse(QPointF(row.left() + 6, row.center().y()), 4, 4);
        painter.setPen(m_theme.text);
        painter.drawText(row.adjusted(17, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(className(i), Qt::ElideRight, widestClass()));
    }
}

void DataSpaceCanvas::paintScene(QPainter &painter) {
    if (isDrawing(painter)) {
        m_scene.seen(m_sight).paintShapes(painter);
        return;
    }
    const double ratio = painter.paintEngine()->paintDevice()->devicePixelRatioF(); // of a saved picture, another than the widget's
    if (ratio != m_renderedRatio) {
        m_rendered.render(m_scene.seen(m_sight), size(), ratio);
        m_renderedRatio = ratio;
    }
    painter.drawImage(QPointF(-m_rendered.margin(), -m_rendered.margin()), m_rendered.image());
}

void DataSpaceCanvas::paintMarks(QPainter &painter) {
    using Kind = MarkSprites::Kind;
    const auto draw = [&](std::optional<core::Index> sample, Kind kind) {
        if (const auto at = pixelOf(sample))
            m_sprites.draw(painter, kind, *at);
    };
    if (m_marked != m_hovered)
        draw(m_marked, Kind::Ring);
    draw(m_selected, Kind::SelectedRing);
    draw(m_hovered, Kind::Ring);
}

void DataSpaceCanvas::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setFont(m_font);
    painter.fillRect(rect(), m_theme.panel);
    if (!m_obstacle.isEmpty()) {
        painter.setFont(interfaceFont());
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(24, 8, -24, -8), Qt::AlignCenter | Qt::TextWordWrap, m_obstacle);
    } else if (m_picture) {
        paintFrame(painter, m_frame, m_sight, m_theme);
        if (m_sight.isPlane()) // what was moved out of the axes is not drawn over their numbers
            painter.setClipRect(m_sight.room());
        paintScene(painter);
        painter.setClipping(false);
        paintLegend(painter);
        paintMarks(painter);
    }
    if (m_showsFocus) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.accent(), 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void DataSpaceCanvas::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    refit();
    refresh();
    refreshCard();
}

} // namespace hourglass::ui
