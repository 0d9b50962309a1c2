#include "engine/data/shown_name.h"

#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

/// The bytes of the character that begins there, 0 where none does.
std::size_t characterAt(const std::string &bytes, std::size_t at) {
    for (std::size_t length = 1; length <= 4 && at + length <= bytes.size(); ++length)
        if (spec::isUtf8(bytes.substr(at, length)))
            return length;
    return 0;
}

bool isControl(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

} // namespace

std::string shownName(const std::string &bytes) {
    std::string text;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = characterAt(bytes, at);
        if (length == 0 || isControl(static_cast<unsigned char>(bytes[at])))
            text += "\xef\xbf\xbd";
        else
            text.append(bytes, at, length);
        at += length == 0 ? 1 : length;
    }
    return text;
}

} // namespace hourglass::data
