// Which samples of a data set are shown, and in which order.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QString>

#include "engine/data/sample_id.h"
#include "ui/colouring/colouring.h"

namespace hourglass::ui {

using ChosenSamples = std::shared_ptr<const std::vector<data::SampleId>>;

struct SampleFilter {
    int label = -1;                     ///< of this class alone; -1: of any and none
    std::optional<data::PartKind> part; ///< of this part alone
    ChosenSamples chosen;               ///< these alone, ascending; null: all
    QString search;                     ///< a sample's number, or a piece of a class's name; empty: all

    bool operator==(const SampleFilter &) const = default;
};

enum class SampleOrder { Source, Class, LargestError, Colouring };

/// How far a model's reconstruction is from each sample. By row: training, validation, test, one behind the other.
struct SampleErrors {
    std::vector<float> byRow; ///< mean squared error; NaN where none was measured. Empty: there is no model yet
    core::Index measured = 0;
    QString moment;       ///< "after 1 200 steps"
    core::Index step = 0; ///< of the training then
};

class SampleList {
public:
    void setDataset(std::shared_ptr<const data::Dataset> dataset);
    void setErrors(SampleErrors errors) { m_errors = std::move(errors); }
    void setColouring(SharedColouring colouring) { m_colouring = std::move(colouring); } ///< null: by class
    /// Samples without an error are left out of the order by errors; those whose value is unknown come last in the order by what colours them.
    void choose(const SampleFilter &filter, SampleOrder order);

    const data::Dataset *dataset() const { return m_dataset.get(); }
    const SampleErrors &errors() const { return m_errors; }
    core::Index size() const { return static_cast<core::Index>(m_rows.size()); }
    data::SampleId operator[](core::Index position) const { return placeOf(m_rows[static_cast<std::size_t>(position)]); }
    /// -1 where the sample is not shown.
    core::Index positionOf(const data::SampleId &place) const;

    int labelOf(const data::SampleId &place) const; ///< -1 without one
    QString classOf(const data::SampleId &place) const;
    double errorOf(const data::SampleId &place) const; ///< NaN without one
    const SharedColouring &colouring() const { return m_colouring; }
    QColor colourOf(const data::SampleId &place, const Theme &theme) const; ///< invalid without one
    core::Index numberOf(const data::SampleId &place) const { return data::numberOf(*m_dataset, place); }
    /// "Sample 1 203 · Trouser · test · Rotation 1.57 · MSE 0.0123"
    QString describe(const data::SampleId &place) const;

private:
    using Row = std::uint32_t;

    Row rowOf(const data::SampleId &place) const;
    data::SampleId placeOf(Row row) const;
    bool passes(Row row, const SampleFilter &filter, const std::vector<bool> &isClassWanted, std::optional<core::Index> number) const;

    std::shared_ptr<const data::Dataset> m_dataset;
    SampleErrors m_errors;
    SharedColouring m_colouring;
    std::vector<Row> m_inSource; ///< all, in the source's order
    std::vector<Row> m_rows;     ///< those shown
};

/// "training", "validation", "test", for people.
QString partName(data::PartKind kind);

} // namespace hourglass::ui
