#include "ui/samples/sample_list.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace hourglass::ui {

using core::Index;
using data::PartKind;
using data::SampleId;

namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("DataView", text);
}

} // namespace

QString partName(PartKind kind) {
    return kind == PartKind::Train ? tr("training") : kind == PartKind::Validation ? tr("validation") : tr("test");
}

void SampleList::setDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    m_errors = {};
    m_rows.clear();
    m_inSource.clear();
    if (!m_dataset)
        return;
    m_inSource.resize(static_cast<std::size_t>(std::min<Index>(m_dataset->samples(), std::numeric_limits<Row>::max())));
    std::iota(m_inSource.begin(), m_inSource.end(), Row{0});
    std::vector<Index> numbers(m_inSource.size());
    for (const Row row : m_inSource)
        numbers[row] = numberOf(placeOf(row));
    if (!std::is_sorted(numbers.begin(), numbers.end()))
        std::stable_sort(m_inSource.begin(), m_inSource.end(), [&numbers](Row a, Row b) { return numbers[a] < numbers[b]; });
}

SampleList::Row SampleList::rowOf(const SampleId &place) const {
    Index row = place.sample;
    if (place.part != PartKind::Train)
        row += m_dataset->train.samples;
    if (place.part == PartKind::Test)
        row += m_dataset->validation.samples;
    return static_cast<Row>(row);
}

SampleId SampleList::placeOf(Row row) const {
    Index sample = row;
    for (const PartKind kind : data::partKinds) {
        const Index samples = partOf(*m_dataset, kind).samples;
        if (sample < samples)
            return {kind, sample};
        sample -= samples;
    }
    return {};
}

int SampleList::labelOf(const SampleId &place) const {
    const data::Part &part = partOf(*m_dataset, place.part);
    const auto at = static_cast<std::size_t>(place.sample);
    if (at >= part.labels.size() || static_cast<std::size_t>(part.labels[at]) >= m_dataset->classNames.size())
        return -1;
    return part.labels[at];
}

QString SampleList::classOf(const SampleId &place) const {
    const int label = labelOf(place);
    return label < 0 ? QString() : QString::fromStdString(m_dataset->classNames[static_cast<std::size_t>(label)]);
}

double SampleList::errorOf(const SampleId &place) const {
    const std::size_t row = rowOf(place);
    return row < m_errors.byRow.size() ? static_cast<double>(m_errors.byRow[row]) : std::numeric_limits<double>::quiet_NaN();
}

QColor SampleList::colourOf(const SampleId &place, const Theme &theme) const {
    return sampleColour(m_colouring, labelOf(place), isByValue(m_colouring) ? m_colouring->valueOf(place) : 0.0f, theme);
}

QString SampleList::describe(const SampleId &place) const {
    const QLocale locale;
    QStringList words{tr("Sample %1").arg(locale.toString(static_cast<qlonglong>(numberOf(place))))};
    if (labelOf(place) >= 0)
        words << classOf(place);
    words << partName(place.part);
    const bool isSaid = !isByValue(m_colouring) || m_colouring->kind == ColouringKind::Part || m_colouring->kind == ColouringKind::Number;
    if (!isSaid)
        words << m_colouring->describe(m_colouring->valueOf(place));
    if (const double error = errorOf(place); std::isfinite(error))
        words << tr("MSE %1").arg(locale.toString(error, 'g', 3));
    return words.join(QStringLiteral(" · "));
}

bool SampleList::passes(Row row, const SampleFilter &filter, const std::vector<bool> &isClassWanted, std::optional<Index> number) const {
    const SampleId place = placeOf(row);
    const int label = labelOf(place);
    if ((filter.part && place.part != *filter.part) || (filter.label >= 0 && label != filter.label))
        return false;
    if (filter.chosen && !std::binary_search(filter.chosen->begin(), filter.chosen->end(), place))
        return false;
    return isClassWanted.empty() || (label >= 0 && isClassWanted[static_cast<std::size_t>(label)]) || (number && numberOf(place) == *number);
}

void SampleList::choose(const SampleFilter &filter, SampleOrder order) {
    m_rows.clear();
    if (!m_dataset)
        return;
    std::vector<bool> isClassWanted;
    std::optional<Index> number;
    if (const QString text = filter.search.trimmed(); !text.isEmpty()) {
        bool isNumber = false;
        qlonglong value = QLocale().toLongLong(text, &isNumber);
        if (!isNumber)
            value = text.toLongLong(&isNumber);
        if (isNumber)
            number = value;
        isClassWanted.push_back(false); // data without classes: none
        isClassWanted.resize(std::max<std::size_t>(1, m_dataset->classNames.size()));
        for (std::size_t label = 0; label < m_dataset->classNames.size(); ++label) {
            const QString name = QString::fromStdString(m_dataset->classNames[label]);
            // A number means itself: "1" is not all of "10", "11" …
            isClassWanted[label] = isNumber ? name == text : name.contains(text, Qt::CaseInsensitive);
        }
    }
    for (const Row row : m_inSource)
        if (passes(row, filter, isClassWanted, number) && (order != SampleOrder::LargestError || std::isfinite(errorOf(placeOf(row)))))
            m_rows.push_back(row);
    if (order == SampleOrder::Class) {
        std::stable_sort(m_rows.begin(), m_rows.end(), [this](Row a, Row b) { // samples without a class come last
            return static_cast<unsigned>(labelOf(placeOf(a))) < static_cast<unsigned>(labelOf(placeOf(b)));
        });
    } else if (order == SampleOrder::LargestError) {
        std::stable_sort(m_rows.begin(), m_rows.end(), [this](Row a, Row b) { return m_errors.byRow[a] > m_errors.byRow[b]; });
    } else if (order == SampleOrder::Colouring && isByValue(m_colouring)) {
        const auto valueOf = [this](Row row) {
            const float value = m_colouring->valueOf(placeOf(row));
            return std::isfinite(value) ? value : std::numeric_limits<float>::infinity();
        };
        std::stable_sort(m_rows.begin(), m_rows.end(), [&valueOf](Row a, Row b) { return valueOf(a) < valueOf(b); });
    }
}

Index SampleList::positionOf(const SampleId &place) const {
    if (!m_dataset || place.sample < 0 || place.sample >= partOf(*m_dataset, place.part).samples)
        return -1;
    const auto found = std::find(m_rows.begin(), m_rows.end(), rowOf(place));
    return found == m_rows.end() ? -1 : found - m_rows.begin();
}

} // namespace hourglass::ui
