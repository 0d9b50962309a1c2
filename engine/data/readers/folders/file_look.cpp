#include "engine/data/readers/folders/file_look.h"

#include <algorithm>

#include "engine/spec/wording.h"

namespace hourglass::data {

std::string signatureOf(const CsvBeginning &beginning) {
    std::string text = std::to_string(beginning.names.size());
    for (const std::string &name : beginning.names)
        text.append(1, '\n').append(name);
    return text;
}

std::string describeColumns(const CsvBeginning &beginning) {
    constexpr std::size_t mostNamed = 5;
    std::string text = std::to_string(beginning.names.size()) + (beginning.names.size() == 1 ? " column" : " columns");
    for (std::size_t i = 0; beginning.hasNames && i < std::min(mostNamed, beginning.names.size()); ++i)
        text.append(i == 0 ? ": " : ", ").append(spec::quoted(beginning.names[i], 20));
    return text + (beginning.hasNames && beginning.names.size() > mostNamed ? " …" : "");
}

CsvOptions writtenAs(const CsvPassOrder &pass, CsvOptions options) {
    options.encoding = pass.encoding;
    options.given = {pass.dialect.delimiter, pass.dialect.point, pass.dialect.quote, pass.dialect.comment, pass.hasHeader};
    return options;
}

} // namespace hourglass::data
