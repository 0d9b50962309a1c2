#include "engine/data/readers/matrices/sparse_npz.h"

#include <algorithm>
#include <filesystem>
#include <new>

#include "engine/data/readers/array_form.h"
#include "engine/data/readers/matrices/dense_matrix.h"
#include "engine/data/readers/matrices/sparse_arrays.h"
#include "engine/data/readers/npz.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

/// Puts the entries of one layout into the matrix. Places are checked before they are used.
class SparseFilling {
public:
    SparseFilling(const SparseArrays &arrays, const std::vector<Index> &extents, const ReadOrder &order)
        : m_arrays(arrays), m_order(order), m_rows(extents.size() > 1 ? extents[0] : 1), m_columns(extents.back()), m_extents(extents),
          m_areColumnsSamples(extents.size() == 1 || (extents.size() == 2 && areColumnsSamples(order))) {}

    /// Of the dense matrix: a vector is so many samples of one number.
    Result<DenseMatrix> makeMatrix() const {
        std::uint64_t features = 1;
        for (std::size_t axis = 1; axis < m_extents.size(); ++axis) {
            if (m_extents[axis] > 0 && features > (std::uint64_t{1} << 40) / static_cast<std::uint64_t>(m_extents[axis]))
                return bad("its shape is larger than any memory");
            features *= static_cast<std::uint64_t>(m_extents[axis]);
        }
        if (m_extents.size() > 2)
            return DenseMatrix::make(static_cast<std::uint64_t>(m_rows), features, m_order);
        const auto rows = static_cast<std::uint64_t>(m_rows), columns = static_cast<std::uint64_t>(m_columns);
        return m_areColumnsSamples ? DenseMatrix::make(columns, rows, m_order) : DenseMatrix::make(rows, columns, m_order);
    }

    std::optional<Error> fill(const std::string &layout, DenseMatrix &matrix) {
        m_matrix = &matrix;
        auto data = m_arrays.numbers("data");
        if (!data)
            return data.error();
        m_data = std::move(*data);
        if (m_extents.size() > 2 && layout != "coo")
            return bad("a layout of rows and columns has " + std::to_string(m_extents.size()) + " axes");
        if (layout == "coo")
            return fillCoordinates();
        if (layout == "dia")
            return fillDiagonals();
        return fillCompressed(layout);
    }

private:
    Error bad(const std::string &what) const {
        return {"the sparse matrix does not hold together: " + what, m_order.path, "Save it again with scipy.sparse.save_npz."};
    }

    void put(Index row, Index column, double value) { m_areColumnsSamples ? m_matrix->add(column, row, value) : m_matrix->add(row, column, value); }

    std::optional<Error> fillCompressed(const std::string &layout) {
        const auto indices = m_arrays.wholes("indices"), pointers = m_arrays.wholes("indptr");
        if (!indices)
            return indices.error();
        if (!pointers)
            return pointers.error();
        const bool isBlocks = layout == "bsr";
        if (isBlocks ? m_data.extents.size() != 3 : m_data.extents.size() != 1)
            return bad("its array of data has another number of axes than the layout asks for");
        const Index height = isBlocks ? m_data.extents[1] : 1, width = isBlocks ? m_data.extents[2] : 1;
        if (height < 1 || width < 1 || m_rows % height != 0 || m_columns % width != 0)
            return bad("its blocks do not fill it");
        const bool byColumns = layout == "csc";
        const Index lines = byColumns ? m_columns : m_rows / height, across = byColumns ? m_rows : m_columns / width;
        const auto count = static_cast<Index>(indices->values.size());
        if (static_cast<Index>(pointers->values.size()) != lines + 1 || count > m_data.extents[0])
            return bad("its arrays are not as long as its shape asks for");
        for (Index line = 0; line < lines; ++line) {
            const Index from = pointers->values[static_cast<std::size_t>(line)], to = pointers->values[static_cast<std::size_t>(line) + 1];
            if (from < 0 || to < from || to > count)
                return bad("indptr does not rise within its indices");
            for (Index at = from; at < to; ++at) {
                const Index index = indices->values[static_cast<std::size_t>(at)];
                if (index < 0 || index >= across)
                    return bad("an index lies outside");
                for (Index r = 0; r < height; ++r)
                    for (Index c = 0; c < width; ++c) {
                        const double value = m_data.values[static_cast<std::size_t>((at * height + r) * width + c)];
                        if (!isBlocks || value != 0.0)
                            byColumns ? put(index, line, value) : put(line * height + r, index * width + c, value);
                    }
            }
        }
        return {};
    }

    std::optional<Error> fillCoordinates() {
        std::vector<SparseArray<Index>> axes;
        const std::size_t count = m_data.values.size();
        if (m_arrays.has("coords")) {
            auto all = m_arrays.wholes("coords");
            if (!all)
                return all.error();
            if (all->extents.size() != 2 || all->extents[0] != static_cast<Index>(m_extents.size()) || all->extents[1] != static_cast<Index>(count))
                return bad("its coordinates are not as many as its data");
            for (std::size_t axis = 0; axis < m_extents.size(); ++axis) {
                const auto begin = all->values.begin() + static_cast<std::ptrdiff_t>(axis * count);
                axes.push_back({{}, {begin, begin + static_cast<std::ptrdiff_t>(count)}});
            }
        } else {
            for (const char *name : {"row", "col"}) {
                auto axis = m_arrays.wholes(name);
                if (!axis)
                    return axis.error();
                axes.push_back(std::move(*axis));
            }
            if (m_extents.size() != 2 || axes[0].values.size() != count || axes[1].values.size() != count)
                return bad("its coordinates are not as many as its data");
        }
        for (std::size_t i = 0; i < count; ++i) {
            Index place = 0; // among the axes behind the first
            for (std::size_t axis = 0; axis < axes.size(); ++axis) {
                const Index at = axes[axis].values[i];
                if (at < 0 || at >= m_extents[axis])
                    return bad("a coordinate lies outside");
                place = axis == 0 && axes.size() > 1 ? 0 : place * m_extents[axis] + at;
            }
            put(axes.size() > 1 ? axes[0].values[i] : 0, place, m_data.values[i]);
        }
        return {};
    }

    /// data[d, j] stands in column j, offsets[d] to the right of the main diagonal.
    std::optional<Error> fillDiagonals() {
        const auto offsets = m_arrays.wholes("offsets");
        if (!offsets)
            return offsets.error();
        if (m_data.extents.size() != 2 || offsets->values.size() != static_cast<std::size_t>(m_data.extents[0]))
            return bad("it has another number of offsets than of diagonals");
        const Index length = m_data.extents[1];
        for (std::size_t d = 0; d < offsets->values.size(); ++d)
            for (Index column = 0; column < std::min(length, m_columns); ++column) {
                const Index offset = offsets->values[d];
                if (offset <= -m_rows || offset >= m_columns) // also keeps the difference from overflowing
                    break;
                const Index row = column - offset;
                const double value = m_data.values[d * static_cast<std::size_t>(length) + static_cast<std::size_t>(column)];
                if (row >= 0 && row < m_rows && value != 0.0)
                    put(row, column, value);
            }
        return {};
    }

    const SparseArrays &m_arrays;
    const ReadOrder &m_order;
    Index m_rows, m_columns;
    const std::vector<Index> &m_extents;
    bool m_areColumnsSamples;
    SparseArray<double> m_data;
    DenseMatrix *m_matrix = nullptr;
};

} // namespace

spec::Kind sparseNpzKind() {
    spec::Kind kind{.key = "sparse_npz", .label = "SciPy sparse matrix", .help = "A matrix as scipy.sparse.save_npz writes it.", .settings = denseSettings()};
    kind.settings.insert(kind.settings.begin(), samplesSetting());
    return kind;
}

bool looksLikeSparseNpz(const std::string &path) {
    if (!looksLikeNpz(path))
        return false;
    const auto arrays = SparseArrays::open(path, {});
    return arrays && arrays->has("format") && arrays->has("shape") && arrays->has("data") &&
           (arrays->has("indptr") || arrays->has("row") || arrays->has("coords") || arrays->has("offsets"));
}

Result<Dataset> readSparseNpz(const ReadOrder &order) try {
    const auto arrays = SparseArrays::open(order.path, order.progress);
    if (!arrays)
        return arrays.error();
    const auto layout = arrays->text("format");
    if (!layout)
        return layout.error();
    if (*layout != "csr" && *layout != "csc" && *layout != "coo" && *layout != "bsr" && *layout != "dia")
        return Error{spec::quoted(*layout) + " is no layout of a sparse matrix that is read: csr, csc, coo, bsr or dia", order.path,
                     "Save it with scipy.sparse.save_npz(\"X.npz\", X.tocsr())."};
    const auto shape = arrays->wholes("shape");
    if (!shape)
        return shape.error();
    const std::vector<Index> &extents = shape->values;
    if (extents.empty() || extents.size() > 4 || std::any_of(extents.begin(), extents.end(), [](Index extent) { return extent <= 0; }))
        return Error{"the sparse matrix has the shape " + extentsText(extents) + "; one to four axes with numbers are read", order.path,
                     "Save a matrix of samples × features."};
    SampleForm form;
    if (extents.size() > 2) {
        const auto found = sampleForm(extents, "automatic", order.path);
        if (!found)
            return found.error();
        form = *found;
    }
    SparseFilling filling(*arrays, extents, order);
    auto matrix = filling.makeMatrix();
    if (!matrix)
        return matrix.error();
    if (form.shape.isImage())
        matrix->sharesOffset();
    do {
        if (auto error = filling.fill(*layout, *matrix))
            return *error;
    } while (matrix->isToBeFilledAgain());
    order.progress.tell(0.9, "Reading " + shownName(fs::path(order.path).filename().string()));
    auto dataset = matrix->finish(order);
    if (!dataset)
        return dataset;
    if (extents.size() > 2) {
        dataset->shape = form.shape;
        dataset->fileLayout = FileLayout{{extents.begin() + 1, extents.end()}, form.transposedRows};
        if (form.transposedRows > 0) {
            transposeSamples(dataset->train.floats, form.transposedRows, dataset->features() / form.transposedRows);
            if (!dataset->offsets.empty())
                transposeSamples(dataset->offsets, form.transposedRows, dataset->features() / form.transposedRows);
        }
    }
    dataset->title = shownName(fs::path(order.path).filename().string());
    dataset->origin = "SciPy sparse matrix (" + *layout + ") " + order.path;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
