#include "engine/data/readers/matrices/matrix_market.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <new>
#include <utility>

#include "engine/data/readers/matrices/dense_matrix.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t mostExtent = std::uint64_t{1} << 40;

std::optional<std::uint64_t> takeCount(std::string_view &text) {
    const std::string_view word = takeWord(text);
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), count);
    return !word.empty() && error == std::errc() && end == word.data() + word.size() && count < mostExtent ? std::optional(count) : std::nullopt;
}

class MatrixMarketReading {
public:
    explicit MatrixMarketReading(const ReadOrder &order, TextLines lines) : m_order(order), m_lines(std::move(lines)) {}

    Result<Dataset> read() {
        if (auto error = readHeader())
            return *error;
        if (auto error = readSizes())
            return *error;
        const std::uint64_t parts = m_isComplex ? 2 : 1;
        m_areColumnsSamples = areColumnsSamples(m_order);
        auto matrix = m_areColumnsSamples ? DenseMatrix::make(m_columns, m_rows * parts, m_order) : DenseMatrix::make(m_rows, m_columns * parts, m_order);
        if (!matrix)
            return matrix.error();
        m_matrix = &*matrix;
        do {
            if (auto error = readEntries())
                return *error;
        } while (matrix->isToBeFilledAgain());
        auto dataset = matrix->finish(m_order);
        if (dataset && m_isComplex)
            dataset->report.remarks.push_back("The numbers are complex: the first half of the features are their real parts, the second the imaginary ones.");
        return dataset;
    }

private:
    Error bad(const std::string &what) const {
        return {"line " + std::to_string(m_lines.number()) + ": " + what, m_order.path, "Save the matrix again, with scipy.io.mmwrite for example."};
    }

    /// The next line that is neither blank nor a comment.
    Result<bool> nextLine(std::string_view &line) {
        while (true) {
            auto isThere = m_lines.next(line);
            if (!isThere || !*isThere)
                return isThere;
            if (const std::string_view text = trimmed(line); !text.empty() && text.front() != '%')
                return true;
        }
    }

    std::optional<Error> readHeader() {
        std::string_view line;
        const auto isThere = m_lines.next(line);
        if (!isThere)
            return isThere.error();
        std::array<std::string, 5> words;
        for (std::string &word : words)
            word = lowerCase(takeWord(line));
        const auto &[banner, object, format, field, symmetry] = words;
        if (object != "matrix")
            return bad("the banner names " + spec::quoted(object) + " where matrix is read");
        m_isArray = format == "array";
        if (!m_isArray && format != "coordinate")
            return bad(spec::quoted(format) + " is neither coordinate nor array");
        m_isComplex = field == "complex";
        m_isPattern = field == "pattern";
        if (!m_isComplex && !m_isPattern && field != "real" && field != "double" && field != "integer" && field != "unsigned-integer")
            return bad(spec::quoted(field) + " is no kind of numbers that the format has");
        if (m_isPattern && m_isArray)
            return bad("a whole array cannot be a pattern");
        m_isMirrored = symmetry != "general";
        m_isSkew = symmetry == "skew-symmetric";
        m_isHermitian = symmetry == "hermitian";
        if (m_isMirrored && !m_isSkew && !m_isHermitian && symmetry != "symmetric")
            return bad(spec::quoted(symmetry) + " is no symmetry that the format has");
        return {};
    }

    std::optional<Error> readSizes() {
        std::string_view line;
        const auto isThere = nextLine(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return Error{"the file ends before the size of the matrix", m_order.path, "It seems to be cut off: copy it again."};
        const auto rows = takeCount(line), columns = takeCount(line), entries = m_isArray ? std::optional<std::uint64_t>(0) : takeCount(line);
        if (!rows || !columns || !entries || !trimmed(line).empty())
            return bad(m_isArray ? "the numbers of rows and columns are expected here" : "the numbers of rows, columns and entries are expected here");
        m_rows = *rows;
        m_columns = *columns;
        m_entries = *entries;
        if (m_isMirrored && m_rows != m_columns)
            return bad("a symmetric matrix has as many rows as columns, and this one " + std::to_string(m_rows) + " and " + std::to_string(m_columns));
        return {};
    }

    /// From the beginning again where they were read before.
    std::optional<Error> readEntries() {
        if (std::exchange(m_areRead, true)) {
            auto lines = TextLines::open(m_order.path, m_order.progress);
            if (!lines)
                return lines.error();
            m_lines = std::move(*lines);
            const auto declared = [this] { return std::array<std::uint64_t, 4>{m_rows, m_columns, m_entries, m_isComplex ? 1u : 0u}; };
            const auto before = declared();
            if (auto error = readHeader())
                return error;
            if (auto error = readSizes())
                return error;
            if (declared() != before)
                return bad("the file changed while it was read");
        }
        if (auto error = m_isArray ? readArray() : readCoordinates())
            return error;
        std::string_view line;
        const auto more = nextLine(line);
        if (!more)
            return more.error();
        return *more ? std::optional(bad("there are more entries than were declared")) : std::nullopt;
    }

    std::optional<Error> readCoordinates() {
        std::string_view line;
        for (std::uint64_t i = 0; i < m_entries; ++i) {
            const auto isThere = nextLine(line);
            if (!isThere)
                return isThere.error();
            if (!*isThere)
                return endsEarly(i, m_entries);
            const auto row = takeCount(line), column = takeCount(line);
            if (!row || !column || *row < 1 || *column < 1 || *row > m_rows || *column > m_columns)
                return bad("a row from 1 to " + std::to_string(m_rows) + " and a column from 1 to " + std::to_string(m_columns) + " are expected here");
            if (auto error = readValue(line, static_cast<Index>(*row - 1), static_cast<Index>(*column - 1)))
                return error;
        }
        return {};
    }

    /// Column by column; of a symmetric matrix what is not above the diagonal.
    std::optional<Error> readArray() {
        std::string_view line;
        for (std::uint64_t column = 0; column < m_columns; ++column)
            for (std::uint64_t row = m_isMirrored ? column + (m_isSkew ? 1 : 0) : 0; row < m_rows; ++row) {
                const auto isThere = nextLine(line);
                if (!isThere)
                    return isThere.error();
                if (!*isThere)
                    return endsEarly(column, m_columns);
                if (auto error = readValue(line, static_cast<Index>(row), static_cast<Index>(column)))
                    return error;
            }
        return {};
    }

    Error endsEarly(std::uint64_t done, std::uint64_t all) const {
        return {"the file ends early: it declares " + std::to_string(all) + (m_isArray ? " columns" : " entries") + ", of which " + std::to_string(done) +
                    " are there",
                m_order.path, "It seems to be cut off: copy it again."};
    }

    std::optional<Error> readValue(std::string_view line, Index row, Index column) {
        std::array<double, 2> value{1.0, 0.0};
        for (int part = 0; part < (m_isPattern ? 0 : m_isComplex ? 2 : 1); ++part) {
            const std::string word(takeWord(line));
            const auto number = numberIn(word);
            if (!number)
                return bad(word.empty() ? std::string("the value is missing") : spec::quoted(word) + " is no number");
            value[static_cast<std::size_t>(part)] = *number;
        }
        if (!trimmed(line).empty())
            return bad("nothing is expected behind the value");
        put(row, column, value);
        if (m_isMirrored && row != column) {
            const double sign = m_isSkew ? -1.0 : 1.0;
            put(column, row, {sign * value[0], m_isHermitian ? -value[1] : sign * value[1]});
        }
        return {};
    }

    void put(Index row, Index column, const std::array<double, 2> &value) {
        const Index sample = m_areColumnsSamples ? column : row, feature = m_areColumnsSamples ? row : column;
        m_matrix->add(sample, feature, value[0]);
        if (m_isComplex)
            m_matrix->add(sample, feature + static_cast<Index>(m_areColumnsSamples ? m_rows : m_columns), value[1]);
    }

    const ReadOrder &m_order;
    TextLines m_lines;
    DenseMatrix *m_matrix = nullptr;
    bool m_isArray = false, m_isComplex = false, m_isPattern = false, m_isMirrored = false, m_isSkew = false, m_isHermitian = false,
         m_areColumnsSamples = false, m_areRead = false;
    std::uint64_t m_rows = 0, m_columns = 0, m_entries = 0;
};

} // namespace

spec::Kind matrixMarketKind() {
    spec::Kind kind{.key = "matrix_market",
                    .label = "MatrixMarket",
                    .help = "A matrix as text, sparse or whole, as scipy.io.mmwrite writes it.",
                    .settings = denseSettings()};
    kind.settings.insert(kind.settings.begin(), samplesSetting());
    return kind;
}

bool looksLikeMatrixMarket(const std::string &path) {
    const std::vector<std::string> lines = firstLines(path, 1);
    return !lines.empty() && lowerCase(lines[0].substr(0, 14)) == "%%matrixmarket";
}

Result<Dataset> readMatrixMarket(const ReadOrder &order) try {
    auto lines = TextLines::open(order.path, order.progress);
    if (!lines)
        return lines.error();
    auto dataset = MatrixMarketReading(order, std::move(*lines)).read();
    if (!dataset)
        return dataset;
    dataset->title = shownName(fs::path(order.path).filename().string());
    dataset->origin = "MatrixMarket " + order.path;
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
