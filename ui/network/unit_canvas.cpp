#include "ui/network/unit_canvas.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/code/decoded_tiles.h"
#include "ui/network/network_texts.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

using analysis::FavouritesPicture;
using core::Index;

namespace {

constexpr double unitMargin = 12, unitGap = 6, wantedTile = 60, wantedChart = 76, leastTile = 32, leastOfHistogram = 56;

double lineHeight() {
    return QFontMetricsF(smallFont(11)).height();
}

} // namespace

UnitCanvas::UnitCanvas(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("unitCanvas"));
    setAccessibleName(tr("What excites one unit"));
    setFocusPolicy(Qt::StrongFocus);
    takeFonts(m_look.style, font());
    m_keys.addTogether(tr("The unit before, after"), {{Qt::Key_Left,
                                                       [this] {
                                                           emit stepWanted(-1);
                                                           return m_favourites != nullptr;
                                                       }},
                                                      {Qt::Key_Right, [this] {
                                                           emit stepWanted(1);
                                                           return m_favourites != nullptr;
                                                       }}});
    m_keys.add({Qt::Key_X}, tr("Mute the unit, or let it give out again what it computes"), [this] {
        emit muteWanted();
        return m_favourites != nullptr;
    });
    m_export = new PlotExport(this, QStringLiteral("unit"), [this](CsvWriter &writer) {
        if (!m_favourites)
            return;
        QStringList heading{QStringLiteral("sample"), QStringLiteral("label"), QStringLiteral("activation")};
        for (Index feature = 0; feature < m_look.sample.size(); ++feature)
            heading << m_look.style.featureName(static_cast<std::size_t>(feature));
        writer.row(heading);
        const auto row = [&writer](const QStringList &first, const std::vector<float> &values) {
            QStringList cells = first;
            for (const float value : values)
                cells << (std::isfinite(value) ? QString::number(static_cast<double>(value), 'g', 9) : QString());
            writer.row(cells);
        };
        for (const analysis::Favourite &favourite : m_favourites->favourites)
            row({QString::number(favourite.sample), QString::number(favourite.label), QString::number(favourite.activation, 'g', 9)}, favourite.values);
        if (isOfSameUnit() && !m_input->obstacle)
            row({QStringLiteral("gradient ascent"), QString(), QString::number(m_input->activation, 'g', 9)}, m_input->values);
    });
}

void UnitCanvas::showFavourites(std::shared_ptr<const FavouritesPicture> picture) {
    m_favourites = std::move(picture);
    if (m_favourites)
        follow(m_look, m_favourites->sample, m_favourites->range, m_favourites->valueRanges);
    else
        m_input = nullptr;
    update();
}

void UnitCanvas::showInput(std::shared_ptr<const analysis::ExcitingInputPicture> picture) {
    m_input = std::move(picture);
    update();
}

void UnitCanvas::setStale(bool isStale) {
    m_isStale = isStale;
    update();
}

void UnitCanvas::setTheme(const Theme &theme) {
    m_look.style.theme = theme;
    update();
}

void UnitCanvas::setEmptyText(const QString &text) {
    m_emptyText = text;
    update();
}

QSize UnitCanvas::minimumSizeHint() const {
    return {220, static_cast<int>(std::ceil(scaledReal(leastOfHistogram) + scaledReal(leastTile) + 4 * lineHeight() + 22))};
}

QRectF UnitCanvas::histogramRect() const {
    const double height = std::clamp(this->height() * 0.3, scaledReal(leastOfHistogram), scaledReal(130));
    return QRectF(unitMargin, this->height() - height, width() - 2 * unitMargin, height - lineHeight() - 6);
}

QRectF UnitCanvas::upper() const {
    return QRectF(unitMargin, 4, width() - 2 * unitMargin, histogramRect().top() - 2 * lineHeight() - 12);
}

/// At the left, as large as the place is high, but at most two fifths of its width.
QRectF UnitCanvas::inputRect() const {
    const QRectF place = upper();
    const double side = std::min(place.height() - 2 * lineHeight() - 6, place.width() * 0.4);
    return QRectF(place.left(), place.top() + lineHeight() + 4, std::max(16.0, side), std::max(16.0, side));
}

UnitCanvas::Grid UnitCanvas::grid() const {
    const QRectF place = upper();
    const double width = place.right() - inputRect().right() - 2 * unitMargin, height = place.bottom() - inputRect().top() + 2, caption = lineHeight() + 1;
    Grid grid;
    double across = 0, tall = 0;
    if (m_look.isImage()) { // enlarged by a whole number, or shrunk
        const auto wide = static_cast<double>(m_look.sample.width()), high = static_cast<double>(m_look.sample.height());
        const double fit = std::min(scaledReal(wantedTile) / wide, std::max(8.0, height - caption) / high), factor = fit >= 1 ? std::floor(fit) : fit;
        across = std::max(wide * factor, figuresWidth(QFontMetricsF(smallFont(11)), QStringLiteral("0.0000"))); // room for the number below
        tall = high * factor;
        grid.columns = std::max(1, static_cast<int>((width + unitGap) / (across + unitGap)));
    } else {
        grid.columns = std::max(1, static_cast<int>((width + unitGap) / (scaledReal(wantedChart) + unitGap)));
        across = (width + unitGap) / grid.columns - unitGap;
        tall = std::min(across * 0.8, std::max(8.0, height - caption));
    }
    grid.rows = std::max(1, static_cast<int>((height + unitGap) / (tall + caption + unitGap)));
    grid.cell = QSizeF(across, tall);
    return grid;
}

int UnitCanvas::shownFavourites() const {
    if (!m_favourites)
        return 0;
    const Grid cells = grid();
    return std::min(static_cast<int>(m_favourites->favourites.size()), cells.columns * cells.rows);
}

QRectF UnitCanvas::favouriteRect(int number) const {
    const Grid cells = grid();
    const QPointF corner(inputRect().right() + 2 * unitMargin, inputRect().top());
    return QRectF(
        corner + QPointF(number % cells.columns * (cells.cell.width() + unitGap), number / cells.columns * (cells.cell.height() + lineHeight() + 1 + unitGap)),
        cells.cell);
}

void UnitCanvas::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        takeFonts(m_look.style, font());
}

void UnitCanvas::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    if (!m_favourites) {
        painter.setPen(m_look.style.theme.dim);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(m_isStale ? 0.3 : 1);
    paintInput(painter);
    paintFavourites(painter);
    paintHistogram(painter);
}

void UnitCanvas::paintInput(QPainter &painter) const {
    const Theme &theme = m_look.style.theme;
    const QRectF place = inputRect();
    painter.setFont(smallFont(11));
    painter.setPen(theme.dim);
    const double room = place.width() + unitMargin;
    painter.drawText(QRectF(place.left(), upper().top(), room, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(tr("Made for it"), Qt::ElideRight, room));
    if (!isOfSameUnit()) {
        painter.drawText(place, Qt::AlignCenter | Qt::TextWordWrap, tr("on its way"));
        return;
    }
    if (m_input->obstacle) {
        painter.drawText(place, Qt::AlignCenter | Qt::TextWordWrap, QString::fromStdString(m_input->obstacle->sentence()));
        return;
    }
    paintDecoded(painter, place, m_look, m_input->values);
    const QRectF frame = m_look.isImage() ? placeOfPicture(place, m_look.sample, devicePixelRatioF()) : place;
    painter.setPen(QPen(theme.code, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame.adjusted(-1, -1, 1, 1));
    painter.setFont(smallFont(11));
    painter.setPen(theme.text);
    drawFigures(painter, QRectF(place.left(), place.bottom() + 3, place.width(), lineHeight()), Qt::AlignHCenter | Qt::AlignVCenter,
                activationText(m_input->activation));
}

void UnitCanvas::paintFavourites(QPainter &painter) const {
    const Theme &theme = m_look.style.theme;
    painter.setFont(smallFont(11));
    painter.setPen(theme.dim);
    const double left = inputRect().right() + 2 * unitMargin, width = upper().right() - left;
    const QString heading = tr("Samples that it likes most");
    painter.drawText(QRectF(left, upper().top(), width, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(heading, Qt::ElideRight, width));
    for (int number = 0; number < shownFavourites(); ++number) {
        const analysis::Favourite &favourite = m_favourites->favourites[static_cast<std::size_t>(number)];
        const QRectF place = favouriteRect(number);
        paintDecoded(painter, place, m_look, favourite.values);
        painter.setFont(smallFont(11));
        painter.setPen(theme.text);
        drawFigures(painter, QRectF(place.left() - unitGap / 2, place.bottom() + 1, place.width() + unitGap, lineHeight()), Qt::AlignHCenter | Qt::AlignVCenter,
                    activationText(favourite.activation));
    }
}

void UnitCanvas::paintHistogram(QPainter &painter) const {
    const Theme &theme = m_look.style.theme;
    const QRectF place = histogramRect();
    painter.setFont(smallFont(11));
    painter.setPen(m_favourites->notFinite > 0 ? theme.readable(theme.bad) : theme.dim);
    QString heading = tr("Activations of %1 samples").arg(countText(m_favourites->samples));
    if (m_favourites->notFinite > 0)
        heading = tr("%1 of %2 activations are not finite").arg(countText(m_favourites->notFinite), countText(m_favourites->samples));
    else if (m_favourites->silent == m_favourites->samples)
        heading = tr("It says nothing to any of %1 samples").arg(countText(m_favourites->samples));
    else if (m_favourites->silent > 0)
        heading = tr("%1; silent for %2 %")
                      .arg(heading)
                      .arg(std::round(1000.0 * static_cast<double>(m_favourites->silent) / static_cast<double>(m_favourites->samples)) / 10);
    painter.drawText(QRectF(place.left(), place.top() - lineHeight() - 4, place.width(), lineHeight()), Qt::AlignLeft | Qt::AlignVCenter, heading);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    const std::vector<Index> &counts = m_favourites->counts;
    if (counts.empty())
        return;
    const auto most = static_cast<double>(std::max<Index>(1, *std::max_element(counts.begin(), counts.end())));
    const double low = m_favourites->lowest, high = m_favourites->highest, step = place.width() / static_cast<double>(counts.size());
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        if (counts[bin] == 0)
            continue;
        const double height = std::max(1.0, std::sqrt(static_cast<double>(counts[bin]) / most) * place.height()); // the root shows what is rare as well
        const double left = std::round(place.left() + static_cast<double>(bin) * step), right = std::round(place.left() + static_cast<double>(bin + 1) * step);
        painter.fillRect(QRectF(left, place.bottom() - height, std::max(1.0, right - left - (step > 4 ? 1 : 0)), height), theme.accent());
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(theme.dim);
    const QRectF below(place.left(), place.bottom() + 2, place.width(), lineHeight());
    drawFigures(painter, below, Qt::AlignLeft | Qt::AlignVCenter, activationText(low));
    if (high > low) {
        drawFigures(painter, below, Qt::AlignRight | Qt::AlignVCenter, activationText(high));
        drawFigures(painter, below, Qt::AlignHCenter | Qt::AlignVCenter, tr("mean %1").arg(activationText(m_favourites->mean)));
    }
}

std::optional<int> UnitCanvas::favouriteAt(const QPointF &point) const {
    for (int number = 0; number < shownFavourites(); ++number)
        if (favouriteRect(number).adjusted(-unitGap / 2, 0, unitGap / 2, lineHeight()).contains(point))
            return number;
    return {};
}

QString UnitCanvas::helpAt(const QPointF &point) const {
    if (!m_favourites || m_isStale)
        return {};
    if (const auto number = favouriteAt(point)) {
        const analysis::Favourite &favourite = m_favourites->favourites[static_cast<std::size_t>(*number)];
        const QString name = m_look.style.className(favourite.label),
                      text = tr("no. %1: %2").arg(countText(favourite.sample + 1), activationText(favourite.activation));
        return name.isEmpty() ? text : text + QStringLiteral(", ") + name;
    }
    if (inputRect().contains(point) && isOfSameUnit() && !m_input->obstacle)
        return tr("Found by gradient ascent: of all inputs within the range of the data, no further from the mean sample than samples are, and smooth, the one that excites it most. "
                  "Activation %1; of the mean sample %2, of the best of some samples %3.")
            .arg(activationText(m_input->activation), activationText(m_input->mean), activationText(m_input->best));
    if (histogramRect().contains(point) && !m_favourites->counts.empty()) {
        const auto bins = static_cast<double>(m_favourites->counts.size()), width = (m_favourites->highest - m_favourites->lowest) / bins;
        const double bin = std::clamp(std::floor((point.x() - histogramRect().left()) / histogramRect().width() * bins), 0.0, bins - 1);
        return tr("%1 samples from %2 to %3")
            .arg(countText(m_favourites->counts[static_cast<std::size_t>(bin)]), activationText(m_favourites->lowest + bin * width),
                 activationText(m_favourites->lowest + (bin + 1) * width));
    }
    return {};
}

bool UnitCanvas::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), helpAt(help->pos()), this);
    return true;
}

void UnitCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton && !m_isStale)
        if (const auto number = favouriteAt(event->position()))
            emit sampleSelected(m_favourites->favourites[static_cast<std::size_t>(*number)].sample);
}

void UnitCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void UnitCanvas::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

InputSection UnitCanvas::inputs() const {
    InputSection section = m_keys.section(tr("The unit"));
    section.rows.insert(section.rows.begin(), {{tr("Click a sample")}, tr("Pin it in every view")});
    return section;
}

} // namespace hourglass::ui
