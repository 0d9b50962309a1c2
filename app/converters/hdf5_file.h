// An HDF5 file as far as it can be looked into: its data sets with their paths, their numbers and their texts.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

#include "engine/core/types.h"

namespace hourglass::app {

/// A handle of the library, given back with it.
class Hdf5Handle {
public:
    using Close = herr_t (*)(hid_t);
    Hdf5Handle(hid_t number, Close close) : m_number(number), m_close(close) {}
    Hdf5Handle(Hdf5Handle &&other) noexcept : m_number(std::exchange(other.m_number, -1)), m_close(other.m_close) {}
    Hdf5Handle &operator=(Hdf5Handle &&) = delete;
    ~Hdf5Handle() {
        if (m_number >= 0)
            m_close(m_number);
    }
    operator hid_t() const { return m_number; } // NOLINT: it stands for the handle wherever the library wants one
    bool isOpen() const { return m_number >= 0; }

private:
    hid_t m_number;
    Close m_close;
};

struct Hdf5Member {
    std::string name;
    bool isNumber = false;
    core::Index count = 1; ///< of an array
};

struct Hdf5Dataset {
    enum class Content { Numbers, Texts, Rows, Other, Unreadable }; ///< Rows: compound

    std::string path; ///< without the first '/'
    Content content = Content::Other;
    std::string type; ///< of numbers, NumPy's, in this machine's order: "<f8", "|b1"
    std::vector<core::Index> extents;
    std::vector<Hdf5Member> members; ///< of rows

    core::Index count() const;
    core::Index bytes() const; ///< of numbers
};

class Hdf5File {
public:
    /// Nothing where it is no HDF5 file or damaged. Prints nothing, ever.
    static std::optional<Hdf5File> open(const std::string &path);
    /// The same of one that lies in memory, which is copied.
    static std::optional<Hdf5File> ofBytes(std::string &bytes);

    /// In the order of their paths, at most 5 000.
    const std::vector<Hdf5Dataset> &datasets() const { return m_datasets; }
    const Hdf5Dataset *find(const std::string &path) const;
    bool hasGroup(const std::string &path) const;

    /// The numbers in pieces of whole rows; false where they cannot be read.
    bool readNumbers(const Hdf5Dataset &dataset, const std::function<void(const std::byte *bytes, std::size_t count)> &take) const;
    std::optional<std::vector<double>> doubles(const Hdf5Dataset &dataset) const;
    std::optional<std::vector<std::string>> texts(const Hdf5Dataset &dataset) const;
    /// The data sets that one of references refers to, each as a text whose letters are its numbers (UTF-16), as MATLAB's cells of texts are kept; nothing
    /// where one is none.
    std::optional<std::vector<std::string>> textsReferredTo(const Hdf5Dataset &dataset) const;
    /// One number of every row, as it is written in text, or its text; nothing where it cannot be read.
    std::optional<std::vector<std::vector<std::string>>> column(const Hdf5Dataset &dataset, std::size_t member) const;

    /// Attributes of the object at the path, "" for the file's own.
    std::optional<std::string> text(const std::string &path, const std::string &attribute) const;
    std::vector<double> numbers(const std::string &path, const std::string &attribute) const;

private:
    explicit Hdf5File(Hdf5Handle file) : m_file(std::move(file)) {}
    void visit();

    Hdf5Handle m_file;
    std::vector<Hdf5Dataset> m_datasets;
};

} // namespace hourglass::app
