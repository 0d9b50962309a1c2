#include "engine/data/readers/xlsx.h"

#include <filesystem>

#include "engine/data/readers/converted.h"

namespace hourglass::data {

namespace fs = std::filesystem;

spec::Kind xlsxKind() {
    return convertedTable("xlsx", "Workbook", "A sheet of a spreadsheet: a sample a row.",
                          {.key = "sheet",
                           .label = "Sheet",
                           .help = "The name of the sheet. Where nothing is said it is the first that is visible and holds something.",
                           .kind = spec::SettingKind::Text,
                           .fallback = std::string()});
}

bool looksLikeXlsx(const std::string &path) {
    std::error_code failure;
    std::string ending = fs::path(path).extension().string();
    for (char &c : ending)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return (ending == ".xlsx" || ending == ".xlsm") && fs::is_regular_file(path, failure);
}

core::Result<Dataset> readXlsx(const ReadOrder &order) {
    return readConverted({"xlsx", "Workbook", {"sheet"}}, order);
}

} // namespace hourglass::data
