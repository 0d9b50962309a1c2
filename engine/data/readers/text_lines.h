// A text line by line, in UTF-8 whatever it is written in, unpacked on the way where it is gzip.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/progress.h"
#include "engine/data/readers/csv_text.h"

namespace hourglass::data {

class TextLines {
public:
    /// An error where the file cannot be read or is no text: it holds bytes of value 0.
    static core::Result<TextLines> open(const std::string &path, const Progress &progress);

    /// The next line without its break, which lives until the next call; false at the end. An error for a line above
    /// longestCsvRow, a damaged file, and where it was cancelled.
    core::Result<bool> next(std::string_view &line);
    core::Index number() const { return m_number; } ///< of that line, from 1
    const std::string &path() const { return m_path; }

private:
    TextLines(CsvText text, std::string path, const Progress &progress);

    CsvText m_text;
    std::string m_path, m_what;
    Progress m_progress;
    std::string m_block, m_line; ///< the line where it had to be converted
    std::size_t m_at = 0;
    core::Index m_number = 0;
};

/// The first lines, at most `most`, as far as they stand whole within 64 KB: for a look at what a file is. None where it cannot
/// be read or is no text.
std::vector<std::string> firstLines(const std::string &path, std::size_t most);

/// Whether the name ends so, in whatever case, perhaps with .gz behind it.
bool hasEnding(const std::string &path, std::string_view ending);

/// Letters of ASCII in lower case.
std::string lowerCase(std::string_view text);

} // namespace hourglass::data
