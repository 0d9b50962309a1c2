#include "engine/data/readers/npy_header.h"

#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

/// Reads forward; every function leaves the place behind what it took, or takes nothing.
class Literal {
public:
    explicit Literal(const std::string &text) : m_text(text) {}

    bool take(char wanted) {
        skipSpace();
        if (m_at == m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    bool takeWord(const std::string &word) {
        skipSpace();
        if (m_text.compare(m_at, word.size(), word) != 0)
            return false;
        m_at += word.size();
        return true;
    }

    std::optional<std::string> takeText() {
        skipSpace();
        const char quote = m_at < m_text.size() ? m_text[m_at] : '\0';
        const std::size_t end = quote == '\'' || quote == '"' ? m_text.find(quote, m_at + 1) : std::string::npos;
        if (end == std::string::npos)
            return {};
        std::string text = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return text;
    }

    std::optional<Index> takeNumber() {
        skipSpace();
        Index number = 0;
        const char *const begin = m_text.data() + m_at, *const end = m_text.data() + m_text.size();
        const auto [after, problem] = std::from_chars(begin, end, number);
        if (problem != std::errc())
            return {};
        m_at += static_cast<std::size_t>(after - begin);
        if (m_at < m_text.size() && m_text[m_at] == 'L') // as Python 2 wrote long numbers
            ++m_at;
        return number;
    }

    bool isAtEnd() {
        skipSpace();
        return m_at == m_text.size();
    }

    /// "(3, 4)", "(3,)", "()"
    std::optional<std::vector<Index>> takeTuple() {
        std::vector<Index> numbers;
        if (!take('('))
            return {};
        for (bool isOpen = !take(')'); isOpen;) {
            const auto number = takeNumber();
            if (!number)
                return {};
            numbers.push_back(*number);
            const bool hasComma = take(',');
            isOpen = !take(')');
            if (!hasComma && (isOpen || numbers.size() == 1)) // "(3)" is no tuple
                return {};
        }
        return numbers;
    }

private:
    void skipSpace() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t'))
            ++m_at;
    }

    const std::string &m_text;
    std::size_t m_at = 0;
};

/// Reads the value of one key; false where it is none.
bool readValue(Literal &literal, const std::string &key, NpyHeader &header) {
    if (key == "descr") {
        if (literal.take('[')) {
            header.type = "[";
            return true;
        }
        const auto type = literal.takeText();
        header.type = type.value_or("");
        return bool(type);
    }
    if (key == "fortran_order") {
        header.isFortranOrder = literal.takeWord("True");
        return header.isFortranOrder || literal.takeWord("False");
    }
    const auto extents = key == "shape" ? literal.takeTuple() : std::nullopt;
    header.extents = extents.value_or(std::vector<Index>());
    return bool(extents);
}

} // namespace

Result<NpyHeader> parseNpyHeader(const std::string &text, const std::string &where) {
    const auto damaged = [&](const std::string &what) {
        return Error{"the header of the .npy file " + what, where, "The file seems to be damaged: save it again with numpy.save."};
    };
    Literal literal(text);
    NpyHeader header;
    std::set<std::string> keys;
    if (!literal.take('{'))
        return damaged("is no dictionary, but " + spec::quoted(text, 40));
    for (bool isOpen = !literal.take('}'); isOpen;) {
        const auto key = literal.takeText();
        if (!key)
            return damaged("breaks off, or is none: " + spec::quoted(text, 80));
        if (*key != "descr" && *key != "fortran_order" && *key != "shape")
            return damaged("has a key that is not of the format, " + spec::quoted(*key, 40));
        if (!keys.insert(*key).second)
            return damaged("has " + spec::quoted(*key) + " twice");
        if (!literal.take(':') || !readValue(literal, *key, header))
            return damaged("has no value that could be read for " + spec::quoted(*key));
        if (header.type == "[")
            return header; // what follows is of no use
        const bool hasComma = literal.take(',');
        isOpen = !literal.take('}');
        if (isOpen && !hasComma)
            return damaged("breaks off behind " + spec::quoted(*key));
    }
    for (const char *key : {"descr", "fortran_order", "shape"})
        if (keys.count(key) == 0)
            return damaged("has no " + spec::quoted(key));
    if (!literal.isAtEnd())
        return damaged("goes on behind its end");
    return header;
}

namespace {

struct NumberType {
    char kind, size;
    ElementType type;
};
constexpr std::array<NumberType, 12> numberTypes{{{'b', '1', ElementType::Bool},
                                                  {'i', '1', ElementType::Int8},
                                                  {'i', '2', ElementType::Int16},
                                                  {'i', '4', ElementType::Int32},
                                                  {'i', '8', ElementType::Int64},
                                                  {'u', '1', ElementType::UInt8},
                                                  {'u', '2', ElementType::UInt16},
                                                  {'u', '4', ElementType::UInt32},
                                                  {'u', '8', ElementType::UInt64},
                                                  {'f', '2', ElementType::Float16},
                                                  {'f', '4', ElementType::Float32},
                                                  {'f', '8', ElementType::Float64}}};

/// What an array of no such type holds, and what to do about it.
core::Error otherType(const std::string &type, const std::string &where) {
    const std::string named = " (" + spec::quoted(type) + ")";
    const char *const numbers = "Save it with numpy.save(\"X.npy\", X.astype(\"float32\")).";
    switch (type == "[" ? '[' : type.size() > 1 ? type[1] : ' ') {
    case '[': return {"the array holds records; numbers can be read", where, "Save one field of it: numpy.save(\"X.npy\", X[\"name\"])."};
    case 'c': return {"the array holds complex numbers" + named, where, "Save their real parts, or both beside each other: numpy.save(\"X.npy\", X.real)."};
    case 'O': return {"the array holds Python objects" + named + ", which are never read: they could run programs", where, numbers};
    case 'S':
    case 'U':
    case 'a': return {"the array holds text" + named, where, "Number the words: numpy.save(\"X.npy\", numpy.unique(X, return_inverse=True)[1])."};
    case 'M':
    case 'm': return {"the array holds dates or times" + named, where, numbers};
    default: return {"the array is of the type " + spec::quoted(type) + "; bool, whole numbers and floats of up to 8 bytes can be read", where, numbers};
    }
}

} // namespace

Result<Element> parseNpyType(const std::string &type, const std::string &where) {
    for (const NumberType &known : numberTypes)
        if (type.size() == 3 && type[1] == known.kind && type[2] == known.size) {
            const Element element{known.type, type[0] == '>'};
            if (type[0] == '<' || type[0] == '>' || (type[0] == '|' && element.size() == 1))
                return element;
        }
    return otherType(type, where);
}

} // namespace hourglass::data
