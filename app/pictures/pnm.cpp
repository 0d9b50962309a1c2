#include "app/pictures/pnm.h"

#include <algorithm>
#include <utility>

#include "app/pictures/layer.h"
#include "app/pictures/limits.h"

namespace hourglass::app {

namespace {

using core::Error;
using core::Index;

constexpr Index largestNumber = 65535;

bool isBlank(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

/// Words of digits, blanks and comments from # to the end of the line.
class Words {
public:
    explicit Words(std::string_view content) : m_content(content) {}

    std::size_t place() const { return m_place; }
    std::string_view rest() const { return m_content.substr(std::min(m_place, m_content.size())); }
    void skip(std::size_t count) { m_place = std::min(m_place + count, m_content.size()); }
    void skipBlanks() {
        while (m_place < m_content.size() && (isBlank(m_content[m_place]) || m_content[m_place] == '#'))
            if (m_content[m_place++] == '#')
                m_place = std::min(m_content.find_first_of("\r\n", m_place), m_content.size());
    }
    /// -1: there is none, or one above 2³¹.
    Index number() {
        skipBlanks();
        Index value = -1;
        while (m_place < m_content.size() && m_content[m_place] >= '0' && m_content[m_place] <= '9') {
            value = std::max<Index>(value, 0) * 10 + (m_content[m_place++] - '0');
            if (value > Index{1} << 31)
                return -1;
        }
        return value;
    }
    /// 0 or 1, which need no blank between them.
    Index digit() {
        skipBlanks();
        return m_place < m_content.size() && (m_content[m_place] == '0' || m_content[m_place] == '1') ? m_content[m_place++] - '0' : -1;
    }

private:
    std::string_view m_content;
    std::size_t m_place = 0;
};

struct Header {
    char sort = '5'; ///< '1' … '6'
    Index width = 0, height = 0, highest = 1;

    bool isBits() const { return sort == '1' || sort == '4'; }
    bool isPlain() const { return sort <= '3'; }
    Index channels() const { return sort == '3' || sort == '6' ? 3 : 1; }
    Index numbersInRow() const { return width * channels(); }
    /// Of a raw picture.
    std::size_t bytes() const {
        const Index row = isBits() ? (width + 7) / 8 : numbersInRow() * (highest > 255 ? 2 : 1);
        return static_cast<std::size_t>(row * height);
    }
};

std::optional<Error> readHeader(Words &words, Header &header) {
    header.sort = words.rest()[1];
    words.skip(2);
    header.width = words.number();
    header.height = words.number();
    header.highest = header.isBits() ? 1 : words.number();
    if (header.width < 0 || header.height < 0 || header.highest < 1 || header.highest > largestNumber)
        return Error{"is damaged: its header is not whole", {}, {}};
    return {};
}

bool readPlain(Words &words, const Header &header, std::vector<Index> &numbers) {
    for (Index &number : numbers) {
        number = header.isBits() ? words.digit() : words.number();
        if (number < 0)
            return false;
    }
    return true;
}

void readRaw(std::string_view data, const Header &header, std::vector<Index> &numbers) {
    const auto byte = [data](Index at) { return static_cast<Index>(static_cast<unsigned char>(data[static_cast<std::size_t>(at)])); };
    const Index row = header.numbersInRow(), rowBytes = (header.width + 7) / 8;
    for (Index i = 0; i < static_cast<Index>(numbers.size()); ++i) {
        const Index x = i % row, y = i / row;
        numbers[static_cast<std::size_t>(i)] = header.isBits()        ? byte(y * rowBytes + x / 8) >> (7 - x % 8) & 1
                                               : header.highest > 255 ? byte(2 * i) << 8 | byte(2 * i + 1)
                                                                      : byte(i);
    }
}

data::Picture pictureOf(const Header &header, const std::vector<Index> &numbers, const data::PictureWish &wish) {
    data::Picture picture;
    picture.size = picture.whole = {header.width, header.height};
    picture.channels = header.channels();
    if (header.highest > 255) {
        picture.numbers = data::PictureNumbers::Integers;
        picture.bits = 16;
        picture.highest = static_cast<double>(header.highest);
        for (const Index number : numbers)
            picture.floats.push_back(static_cast<float>(static_cast<double>(number) - wish.base));
        return picture;
    }
    for (const Index number : numbers) {
        const Index level = (2 * 255 * std::min(number, header.highest) + header.highest) / (2 * header.highest); // rounded
        picture.bytes.push_back(static_cast<std::uint8_t>(header.isBits() ? 255 - level : level));                // of bits, 1 is black
    }
    return picture;
}

} // namespace

std::optional<Error> decodePnm(std::string_view content, const data::PictureWish &wish, const data::ImageDecoder::Take &take) {
    PixelBudget budget(content.size());
    Words words(content);
    do {
        Header header;
        if (auto error = readHeader(words, header))
            return error;
        if (auto error = budget.spend(header.width, header.height, header.channels()))
            return error;
        if (!header.isPlain())
            words.skip(1); // the one blank behind the header
        const std::size_t bytes = header.isPlain() ? 0 : header.bytes(), count = static_cast<std::size_t>(header.numbersInRow() * header.height);
        if (words.rest().size() < (header.isPlain() ? count : bytes))
            return Error{damaged, {}, {}};
        std::vector<Index> numbers(count);
        if (!header.isPlain())
            readRaw(words.rest(), header, numbers);
        else if (!readPlain(words, header, numbers))
            return Error{damaged, {}, {}};
        words.skip(bytes);
        if (!take(pictureOf(header, numbers, wish)))
            return {};
        if (header.isPlain())
            return {};
        words.skipBlanks();
    } while (words.rest().size() > 2 && words.rest()[0] == 'P' && words.rest()[1] >= '4' && words.rest()[1] <= '6');
    return {};
}

} // namespace hourglass::app
