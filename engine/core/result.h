// A value, or a sentence about why there is none. No exception of ours crosses a module.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace hourglass::core {

/// What went wrong, where (a file, a path of the spec, a layer), and what to do. All for a person to read.
struct Error {
    std::string what;
    std::string where;
    std::string hint;
    int layer = -1; ///< index in the stack, where the error belongs to one layer; -1 otherwise

    /// One line: "where: what. hint"
    std::string sentence() const {
        std::string text = where.empty() ? what : where + ": " + what;
        if (!text.empty() && text.back() != '.' && text.back() != '?')
            text += '.';
        return hint.empty() ? text : text + ' ' + hint;
    }
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_content(std::move(value)) {}
    Result(Error error) : m_content(std::move(error)) {}

    explicit operator bool() const { return std::holds_alternative<T>(m_content); }
    T &value() {
        assert(*this);
        return *std::get_if<T>(&m_content);
    }
    const T &value() const {
        assert(*this);
        return *std::get_if<T>(&m_content);
    }
    const Error &error() const {
        assert(!*this);
        return *std::get_if<Error>(&m_content);
    }
    T &operator*() { return value(); }
    const T &operator*() const { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

private:
    std::variant<T, Error> m_content;
};

} // namespace hourglass::core
