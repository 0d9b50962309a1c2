#include "engine/data/readers/csv_pass.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>

#include "engine/data/readers/csv_text.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr std::size_t blockSize = 1 << 20;

template <class T>
void append(std::vector<T> &to, const std::vector<T> &more) {
    to.insert(to.end(), more.begin(), more.end());
}

class Pass {
public:
    Pass(const CsvTable &table, const CsvPassOrder &order, CsvText text)
        : m_table(table), m_packing(table), m_order(order), m_what("Reading " + std::filesystem::path(order.path).filename().string()),
          m_text(std::move(text)) {
        m_lines = static_cast<Index>(order.skippedLines);
        m_result.counts.resize(table.columns.size());
        m_result.lowest.assign(static_cast<std::size_t>(table.features), std::numeric_limits<float>::infinity());
        m_result.highest.assign(static_cast<std::size_t>(table.features), -std::numeric_limits<float>::infinity());
    }

    Result<CsvPassResult> run() {
        {
            std::vector<std::jthread> others;
            const std::uint64_t blocks = m_text.mostRemaining() / blockSize + 1; // a small text is read sooner than a thread starts
            try {
                for (int i = 1; i < m_order.threads && static_cast<std::uint64_t>(i) < blocks; ++i)
                    others.emplace_back([this] { work(false); });
            } catch (const std::system_error &) { // no more threads are to be had: those that are do the work
            }
            work(true);
        }
        if (m_error)
            return *m_error;
        for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
            CsvCounts &counts = m_result.counts[i];
            if (m_table.columns[i].role == CsvColumn::Role::Number)
                counts.numbers = m_judged - counts.missing - counts.infinite - counts.others;
        }
        return std::move(m_result);
    }

private:
    struct Place {
        Index number = 0;
        double fraction = 0.0; ///< of the file, up to the block's end
    };

    void work(bool isCaller) {
        try {
            CsvParser parser(m_table, m_packing, m_order.dialect, m_order.encoding, m_order.isSurvey);
            std::string text;
            CsvBlock block;
            for (Place place; take(text, place);) {
                parser.parse(std::string_view(text).substr(0, text.size() - CsvText::slack), block);
                block.fraction = place.fraction;
                give(place.number, block, isCaller);
                tell(isCaller);
            }
        } catch (const std::bad_alloc &) {
            fail({"the data do not fit into memory", m_order.path, "Close other programs or use a smaller file."});
        }
    }

    /// The next block, or false where there is none or all is to end.
    bool take(std::string &text, Place &place) {
        {
            std::unique_lock lock(m_mutex);
            const Index ahead = m_order.threads + 2; // so many blocks wait for one that is late, no more
            m_changed.wait(lock, [&] { return m_error || m_isEnd || m_taken < m_given + ahead; });
        }
        const std::scoped_lock reading(m_reading);
        if (isOver())
            return false;
        std::optional<Error> error;
        if (m_order.progress.isCancelled())
            error = cancelledError(m_order.path);
        else
            error = m_text.next(m_order.dialect, blockSize, text);
        const std::scoped_lock lock(m_mutex);
        m_fraction = m_text.fraction();
        if (error || text.empty()) {
            m_isEnd = true;
            m_error = m_error ? m_error : error;
            m_changed.notify_all();
            return false;
        }
        place = {m_taken++, m_fraction};
        return true;
    }

    bool isOver() {
        const std::scoped_lock lock(m_mutex);
        return m_error || m_isEnd;
    }

    /// Puts the block behind what there is, once those before it are there: one thread does so for all, while the others go on.
    void give(Index number, CsvBlock &block, bool isCaller) {
        std::unique_lock lock(m_mutex);
        m_waiting.emplace(number, std::move(block));
        block = {};
        if (!m_isCommitting) {
            m_isCommitting = true;
            for (auto next = m_waiting.find(m_given); next != m_waiting.end() && !m_error; next = m_waiting.find(m_given)) {
                CsvBlock ready = std::move(next->second);
                m_waiting.erase(next);
                lock.unlock();
                auto error = commit(ready);
                tell(isCaller);
                lock.lock();
                m_error = m_error ? m_error : std::move(error);
                m_spare.push_back(std::move(ready));
                ++m_given;
                m_changed.notify_all();
            }
            m_isCommitting = false;
        }
        if (!m_spare.empty()) { // its memory is used again
            block = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }

    std::optional<Error> commit(const CsvBlock &block) {
        for (std::size_t i = 0; i < block.lowest.size(); ++i) {
            m_result.lowest[i] = std::min(m_result.lowest[i], block.lowest[i]);
            m_result.highest[i] = std::max(m_result.highest[i], block.highest[i]);
        }
        for (std::size_t i = 0; i < block.counts.size(); ++i)
            addCounts(m_result.counts[i], block.counts[i], m_table.mostWordsIn(static_cast<Index>(i)));
        for (Problem problem : block.problems) {
            problem.line += m_lines + 1;
            m_result.report.add(std::move(problem));
        }
        m_result.report.problemCount += block.problemCount - static_cast<Index>(block.problems.size());
        if (m_result.emptyRows == 0 && block.emptyRows > 0)
            m_result.firstEmpty = m_lines + block.firstEmpty + 1;
        m_result.emptyRows += block.emptyRows;
        m_result.leftOut += block.leftOut;
        m_lines += block.lines;
        m_judged += block.rows + block.dropped;
        m_result.dropped += block.dropped;
        m_result.holdsBytes = m_result.holdsBytes && block.holdsBytes;
        const Index rows = m_result.rows + block.rows;
        if (block.hasNewWords && !m_hasNewWords) { // what is left is to count, and to collect the others
            m_hasNewWords = true;
            m_result.values = {};
            m_result.bytes = {};
        }
        if (!m_order.isSurvey && !m_hasNewWords) {
            if (auto error = reserve(rows, block.fraction))
                return error;
            if (!m_table.areBytes)
                m_packing.unpack(static_cast<std::size_t>(block.rows), block.values, block.words, m_result.values);
            append(m_result.bytes, block.bytes);
        }
        append(m_result.labels, block.labels);
        append(m_result.groups, block.groups);
        append(m_result.parts, block.parts);
        append(m_result.times, block.times);
        m_result.rows = rows;
        return {};
    }

    /// Address space for so many rows, and for those that are to be expected: only what is filled becomes memory, and nothing is moved later.
    std::optional<Error> reserve(Index rows, double fraction) {
        const auto width = static_cast<std::size_t>(m_table.features);
        const std::size_t needed = static_cast<std::size_t>(rows) * width, size = m_table.areBytes ? 1 : sizeof(float);
        const std::size_t capacity = m_table.areBytes ? m_result.bytes.capacity() : m_result.values.capacity();
        if (needed <= capacity)
            return {};
        const double memory = physicalMemory();
        if (static_cast<double>(needed) * static_cast<double>(size) > memory) {
            return Error{"the table takes more memory than the machine has", m_order.path,
                         "Leave out columns, allow fewer categories, or use a part of the file."};
        }
        const double expected = static_cast<double>(needed) * (fraction < 1.0 ? 1.25 / std::max(fraction, 1e-6) : 1.0); // rows may become shorter
        const auto wanted = std::max(needed, static_cast<std::size_t>(std::min(expected, memory / static_cast<double>(size))));
        try {
            reserveNumbers(wanted);
        } catch (const std::bad_alloc &) { // what is expected may be too much where what is there is not
            reserveNumbers(std::min(wanted, needed + needed / 4));
        }
        return {};
    }

    void reserveNumbers(std::size_t count) {
        if (m_table.areBytes) {
            m_result.bytes.reserve(count);
            return;
        }
        m_result.values.reserve(count);
#ifdef MADV_HUGEPAGE
        // Pages of 2 MB, where the system has them, are told apart and cleared sooner than those of 4 kB.
        constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
        const auto begin = reinterpret_cast<std::uintptr_t>(m_result.values.data()), end = begin + count * sizeof(float);
        const std::uintptr_t from = (begin + page - 1) / page * page, to = end / page * page;
        if (to > from)
            madvise(reinterpret_cast<void *>(from), to - from, MADV_HUGEPAGE);
#endif
    }

    void fail(Error error) {
        const std::scoped_lock lock(m_mutex);
        m_error = m_error ? m_error : std::move(error);
        m_changed.notify_all();
    }

    void tell(bool isCaller) {
        std::unique_lock lock(m_mutex);
        const double fraction = m_fraction;
        lock.unlock();
        if (isCaller)
            m_order.progress.tell(fraction, m_what);
    }

    const CsvTable &m_table;
    const CsvPacking m_packing;
    const CsvPassOrder &m_order;
    std::string m_what;
    std::mutex m_reading; ///< guards m_text; taken before the other
    CsvText m_text;
    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    std::optional<Error> m_error;
    bool m_isEnd = false;
    Index m_taken = 0, m_given = 0;
    double m_fraction = 0.0;
    std::map<Index, CsvBlock> m_waiting;
    std::vector<CsvBlock> m_spare; ///< what was committed
    bool m_isCommitting = false;
    // Below: of the thread that commits, and in the end of the caller.
    Index m_lines = 0, m_judged = 0;
    bool m_hasNewWords = false;
    CsvPassResult m_result;
};

} // namespace

double physicalMemory() {
    return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void addCounts(CsvCounts &to, const CsvCounts &more, Index mostWords) {
    to.numbers += more.numbers;
    to.missing += more.missing;
    to.others += more.others;
    to.infinite += more.infinite;
    to.lengths |= more.lengths;
    to.words.insert(more.words.begin(), more.words.end());
    to.hasTooManyWords = to.hasTooManyWords || more.hasTooManyWords || static_cast<Index>(to.words.size()) > mostWords;
    if (to.hasTooManyWords)
        to.words.clear();
}

Result<CsvPassResult> runPass(const CsvTable &table, const CsvPassOrder &order) {
    auto text = order.text ? CsvText::over(*order.text, order.path) : CsvText::open(order.path, order.encoding);
    if (!text)
        return text.error();
    if (auto error = text->skipLines(order.skippedLines))
        return *error;
    text->holdBack(order.heldBack);
    return Pass(table, order, std::move(*text)).run();
}

} // namespace hourglass::data
