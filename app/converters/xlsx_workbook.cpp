#include "app/converters/xlsx_workbook.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <zip.h>

#include <QDateTime>

namespace hourglass::app {

using core::Error;
using core::Result;

namespace {

constexpr zip_uint64_t mostUnpacked = zip_uint64_t{1} << 30;

/// Numbers of built-in formats that show dates or times (18.8.30); those of East Asian versions among them.
bool isDateFormat(int number) {
    return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || (number >= 45 && number <= 47) || (number >= 50 && number <= 58);
}

/// Of an own format: letters of dates outside of quotes, brackets and escapes.
bool showsDate(const std::string &code) {
    bool isQuoted = false, isBracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (isQuoted) {
            continue;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') { // [h] counts hours, [Red] is a colour
            isBracketed = !(i + 2 < code.size() && code[i + 2] == ']' && std::string("hms").find(code[i + 1]) != std::string::npos);
            if (!isBracketed)
                return true;
        } else if (c == ']') {
            isBracketed = false;
        } else if (!isBracketed && std::string("yYdDhHsS").find(c) != std::string::npos) {
            return true;
        } else if (!isBracketed && (c == 'm' || c == 'M') && code.find_first_of("0#?") == std::string::npos) {
            return true;
        }
    }
    return false;
}

/// All text of a shared or inline string: runs one after the other, phonetic ones aside.
std::string textOf(const pugi::xml_node &string) {
    std::string text = string.child("t").text().get();
    for (const pugi::xml_node run : string.children("r"))
        text += run.child("t").text().get();
    return text;
}

Error damaged(const std::string &path) {
    return {"the workbook is damaged or cut off, or none", path, "Save it anew as .xlsx, or as CSV."};
}

} // namespace

void XlsxWorkbook::Discard::operator()(zip *archive) const {
    zip_discard(archive);
}

Result<XlsxWorkbook> XlsxWorkbook::open(const std::string &path) {
    XlsxWorkbook workbook;
    workbook.m_path = path;
    int problem = 0;
    workbook.m_archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &problem));
    if (!workbook.m_archive)
        return damaged(path);
    const auto book = workbook.part("xl/workbook.xml"), links = workbook.part("xl/_rels/workbook.xml.rels");
    if (!book || !links)
        return book ? links.error() : book.error();
    std::map<std::string, std::string> targets;
    for (const pugi::xml_node link : (*links)->child("Relationships").children("Relationship")) {
        const std::string target = link.attribute("Target").value();
        targets[link.attribute("Id").value()] = target.starts_with("/") ? target.substr(1) : "xl/" + target;
    }
    const pugi::xml_node root = (*book)->child("workbook");
    workbook.m_countsFrom1904 = root.child("workbookPr").attribute("date1904").as_bool();
    for (const pugi::xml_node sheet : root.child("sheets").children("sheet")) {
        const auto target = targets.find(sheet.attribute("r:id").value());
        if (target != targets.end() && target->second.find("chartsheets/") == std::string::npos)
            workbook.m_sheets.push_back(
                {sheet.attribute("name").value(), target->second, std::string(sheet.attribute("state").value()).find("idden") != std::string::npos});
    }
    if (workbook.m_sheets.empty())
        return damaged(path);
    workbook.readTexts();
    workbook.readStyles();
    return workbook;
}

Result<std::unique_ptr<pugi::xml_document>> XlsxWorkbook::part(const std::string &name) const {
    zip_stat_t about;
    if (zip_stat(m_archive.get(), name.c_str(), 0, &about) != 0)
        return damaged(m_path);
    if ((about.valid & ZIP_STAT_SIZE) == 0 || about.size > mostUnpacked)
        return Error{name + " is larger than 1 GB once unpacked", m_path, "Save the sheet as CSV: that is read in any size."};
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t *)> entry(zip_fopen_index(m_archive.get(), about.index, 0), zip_fclose);
    std::string text(about.size, '\0');
    if (!entry || zip_fread(entry.get(), text.data(), text.size()) != static_cast<zip_int64_t>(text.size()))
        return damaged(m_path);
    auto document = std::make_unique<pugi::xml_document>();
    if (!document->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single))
        return damaged(m_path);
    return document;
}

void XlsxWorkbook::readTexts() {
    const auto texts = part("xl/sharedStrings.xml");
    if (!texts)
        return; // a workbook need not share any
    for (const pugi::xml_node text : (*texts)->child("sst").children("si"))
        m_texts.push_back(textOf(text));
}

void XlsxWorkbook::readStyles() {
    const auto styles = part("xl/styles.xml");
    if (!styles)
        return;
    const pugi::xml_node root = (*styles)->child("styleSheet");
    std::map<int, bool> own;
    for (const pugi::xml_node format : root.child("numFmts").children("numFmt"))
        own[format.attribute("numFmtId").as_int()] = showsDate(format.attribute("formatCode").value());
    for (const pugi::xml_node style : root.child("cellXfs").children("xf")) {
        const int number = style.attribute("numFmtId").as_int();
        const auto found = own.find(number);
        m_areDates.push_back(found == own.end() ? isDateFormat(number) : found->second);
    }
}

std::string XlsxWorkbook::dateText(double serial) const {
    if (serial >= 0.0 && serial < 1.0 && serial != std::floor(serial))
        return QTime(0, 0).addMSecs(static_cast<int>(std::lround(serial * 86'400'000.0))).toString("HH:mm:ss").toStdString();
    // Serial 1 is the first of January 1900, and there is a 29th of February in that year: 61 is the first of March (18.17.4.1).
    const QDate origin = m_countsFrom1904 ? QDate(1904, 1, 1) : serial < 60.0 ? QDate(1899, 12, 31) : QDate(1899, 12, 30);
    const double days = std::floor(serial);
    const QDateTime moment = QDateTime(origin.addDays(static_cast<qint64>(days)), QTime(0, 0), Qt::UTC).addMSecs(std::llround((serial - days) * 86'400'000.0));
    return moment.toString(serial == days ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss").toStdString();
}

} // namespace hourglass::app
