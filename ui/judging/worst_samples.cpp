#include "ui/judging/worst_samples.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/samples/sample_thumbnail.h"

namespace hourglass::ui {

namespace {

constexpr int tileGap = 8, bar = 4; ///< pixels

QString classOf(const data::Dataset &dataset, const data::SampleId &id) {
    const data::Part &part = partOf(dataset, id.part);
    const std::int32_t label = part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(id.sample)];
    return label >= 0 ? QString::fromStdString(dataset.classNames[static_cast<std::size_t>(label)]) : QString();
}

} // namespace

WorstSamples::WorstSamples(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("worstSamples"));
    setAccessibleName(tr("The samples of the largest errors"));
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WorstSamples::show(std::shared_ptr<const data::Dataset> dataset, std::vector<Sample> samples) {
    m_dataset = std::move(dataset);
    m_samples = std::move(samples);
    updateGeometry();
    update();
}

void WorstSamples::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QSize WorstSamples::sizeHint() const {
    return {320, (m_dataset ? thumbnailSize(m_dataset->shape).height() : 56) + bar + 2};
}

QRect WorstSamples::placeOf(std::size_t sample) const {
    const QSize size = m_dataset ? thumbnailSize(m_dataset->shape) : QSize(56, 56);
    const QRect place(QPoint(static_cast<int>(sample) * (size.width() + tileGap), 0), size + QSize(0, bar + 1));
    return sample < m_samples.size() && place.right() < width() ? place : QRect();
}

std::optional<std::size_t> WorstSamples::sampleAt(const QPoint &point) const {
    for (std::size_t i = 0; i < m_samples.size(); ++i)
        if (placeOf(i).contains(point))
            return i;
    return {};
}

void WorstSamples::paintEvent(QPaintEvent *) {
    if (!m_dataset)
        return;
    QPainter painter(this);
    std::vector<float> scaled(static_cast<std::size_t>(m_dataset->features())), values(scaled.size());
    for (std::size_t i = 0; i < m_samples.size() && !placeOf(i).isEmpty(); ++i) {
        const data::SampleId &id = m_samples[i].id;
        const data::Part &part = partOf(*m_dataset, id.part);
        part.copySample(id.sample, scaled.data());
        m_dataset->invert(part, id.sample, scaled.data(), values.data());
        const QRect place = placeOf(i);
        painter.drawImage(QRect(place.topLeft(), thumbnailSize(m_dataset->shape)),
                          thumbnail(values, m_dataset->shape, m_dataset->originalRange == core::Range{}, m_theme, devicePixelRatioF()));
        painter.fillRect(QRect(place.left(), place.bottom() - bar + 1, place.width(), bar), m_samples[i].isAnomalous ? m_theme.bad : m_theme.encoder);
    }
}

void WorstSamples::mousePressEvent(QMouseEvent *event) {
    if (const auto sample = sampleAt(event->position().toPoint()); sample && event->button() == Qt::LeftButton)
        emit sampleSelected(m_samples[*sample].id);
}

bool WorstSamples::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto sample = sampleAt(help->pos());
    if (!sample || !m_dataset) {
        QToolTip::hideText();
        return true;
    }
    const QString name = classOf(*m_dataset, m_samples[*sample].id), error = QLocale().toString(m_samples[*sample].error, 'g', 4);
    QToolTip::showText(help->globalPos(),
                       name.isEmpty() ? tr("Error %1. A click shows it in every view.").arg(error)
                                      : tr("%1, error %2. A click shows it in every view.").arg(name, error),
                       this);
    return true;
}

} // namespace hourglass::ui
