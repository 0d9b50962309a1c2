// What a converting process writes its result to: an archive of NumPy arrays, or delimited text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

struct archive;

namespace hourglass::app {

/// Arrays one after the other, as numpy.savez writes them, not packed.
class ArrayOutput {
public:
    explicit ArrayOutput(int descriptor);
    ArrayOutput(const ArrayOutput &) = delete;
    ArrayOutput &operator=(const ArrayOutput &) = delete;
    ~ArrayOutput();

    /// `type` as NumPy has it: "<f8", "|u1", "<U12". `isColumnMajor`: the first index runs fastest.
    void begin(const std::string &name, const std::string &type, const std::vector<core::Index> &extents, bool isColumnMajor = false);
    /// A piece of the array at hand: its pieces are as many bytes as its extents and type say.
    void write(std::span<const std::byte> bytes);
    /// Texts of one extent, as fixed-length Unicode.
    void addTexts(const std::string &name, const std::vector<std::string> &texts);
    /// Numbers of one extent, as <f8.
    void addNumbers(const std::string &name, const std::vector<double> &numbers);
    /// Closes the archive; an error where any of it could not be written.
    std::optional<core::Error> finish();

private:
    void check(long result);

    archive *m_archive;
    bool m_hasFailed = false;
};

/// Rows of fields, commas between them, each that needs it in double quotes.
class TableOutput {
public:
    explicit TableOutput(int descriptor) : m_descriptor(descriptor) {}

    void row(const std::vector<std::string> &fields);
    std::optional<core::Error> finish();

private:
    void flush();

    int m_descriptor;
    std::string m_text;
    bool m_hasFailed = false;
};

} // namespace hourglass::app
