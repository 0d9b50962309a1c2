#include "engine/data/readers/npy_words.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "engine/data/readers/csv_text.h"
#include "engine/data/readers/npy_array.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr Index mostLetters = 65536, pieceWords = 1024;

/// Appends the letter in UTF-8; what is none becomes U+FFFD.
void appendLetter(std::uint32_t letter, std::string &text) {
    if (letter > 0x10ffff || (letter >= 0xd800 && letter < 0xe000))
        letter = 0xfffd;
    const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (letter < 0x80)
        return put(letter);
    if (letter < 0x800) {
        put(0xc0 | letter >> 6);
    } else {
        if (letter < 0x10000) {
            put(0xe0 | letter >> 12);
        } else {
            put(0xf0 | letter >> 18);
            put(0x80 | (letter >> 12 & 0x3f));
        }
        put(0x80 | (letter >> 6 & 0x3f));
    }
    put(0x80 | (letter & 0x3f));
}

std::string wideWord(std::span<const std::uint8_t> bytes, bool isBigEndian) {
    std::string word;
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
        std::uint32_t letter = 0;
        for (std::size_t i = 0; i < 4; ++i)
            letter |= std::uint32_t{bytes[at + i]} << (8 * (isBigEndian ? 3 - i : i));
        if (letter == 0) // what follows is padding
            break;
        appendLetter(letter, word);
    }
    return shownName(word);
}

std::string narrowWord(std::span<const std::uint8_t> bytes) {
    const std::string word(bytes.begin(), std::find(bytes.begin(), bytes.end(), 0));
    return shownName(spec::isUtf8(word) ? word : fromWindows1252(word));
}

} // namespace

bool isNpyText(const std::string &type) {
    return type.size() > 2 && (type[1] == 'U' || type[1] == 'S' || type[1] == 'a');
}

Result<NpyWordLayout> readNpyWordLayout(ByteSource &source) {
    Index offset = 0;
    const auto header = readNpyHeader(source, offset);
    if (!header)
        return header.error();
    const std::string &name = source.name();
    if (!isNpyText(header->type))
        return Error{"the array holds no text", name, "Name another array."};
    NpyWordLayout layout{header->extents, 0, header->type[1] == 'U', header->type[0] == '>'};
    const char *const begin = header->type.data() + 2, *const end = header->type.data() + header->type.size();
    const auto [after, problem] = std::from_chars(begin, end, layout.letters);
    if (problem != std::errc() || after != end || layout.letters < 1 || layout.letters > mostLetters)
        return Error{"the words are said to have " + spec::quoted(header->type) + " letters; 1 to " + std::to_string(mostLetters) + " can be read", name,
                     "Shorten them."};
    if (layout.extents.empty() || layout.extents.size() > 2 || (header->isFortranOrder && layout.extents.size() > 1))
        return Error{"the words have " + std::to_string(layout.extents.size()) + " dimensions instead of one", name, "Save a word for each sample: y.ravel()."};
    std::uint64_t most = source.mostRemaining() / static_cast<std::uint64_t>(layout.wordBytes());
    for (const Index extent : layout.extents) {
        if (extent < 1 || static_cast<std::uint64_t>(extent) > most)
            return Error{"the header declares " + extentsText(layout.extents) + " words, none or more than the file can hold", name,
                         "The file seems to be cut off or its header damaged: save or copy it again."};
        most /= static_cast<std::uint64_t>(extent);
    }
    return layout;
}

Result<ClassLabels> readNpyWords(ByteSource &source, const NpyWordLayout &layout, const Progress &progress) {
    ClassLabels classes;
    std::map<std::string, std::int32_t> numbers;
    const auto size = static_cast<std::size_t>(layout.wordBytes());
    std::vector<std::uint8_t> raw;
    for (Index done = 0, count = 0; done < layout.count(); done += count) {
        if (progress.isCancelled())
            return cancelledError(source.name());
        count = std::min(pieceWords, layout.count() - done);
        raw.resize(size * static_cast<std::size_t>(count));
        const auto got = source.read(raw);
        if (!got)
            return got.error();
        if (*got < raw.size())
            return Error{"the file ends early: its header declares " + extentsText(layout.extents) + " words", source.name(),
                         "The file seems to be cut off: save or copy it again."};
        for (std::size_t at = 0; at < raw.size(); at += size) {
            const std::span word(raw.data() + at, size);
            const std::string text = layout.isWide ? wideWord(word, layout.isBigEndian) : narrowWord(word);
            if (text.empty()) {
                classes.labels.push_back(-1);
                continue;
            }
            const auto [known, isNew] = numbers.try_emplace(text, static_cast<std::int32_t>(classes.names.size()));
            if (isNew)
                classes.names.push_back(text);
            if (classes.names.size() > mostClasses)
                return Error{"there are more than " + std::to_string(mostClasses) + " different words", source.name(), "Name another array, or none."};
            classes.labels.push_back(known->second);
        }
    }
    return classes;
}

} // namespace hourglass::data
