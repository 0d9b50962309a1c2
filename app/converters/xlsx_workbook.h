// The parts of a workbook that its sheets refer to.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "engine/core/result.h"

struct zip;

namespace hourglass::app {

struct XlsxSheet {
    std::string name, part; ///< "xl/worksheets/sheet1.xml"
    bool isHidden = false;
};

class XlsxWorkbook {
public:
    static core::Result<XlsxWorkbook> open(const std::string &path);

    const std::vector<XlsxSheet> &sheets() const { return m_sheets; }
    /// The XML of a part; an error where there is none, it is damaged, or larger than 1 GB unpacked.
    core::Result<std::unique_ptr<pugi::xml_document>> part(const std::string &name) const;

    /// Text number `index` of those that cells share.
    const std::string *sharedText(std::size_t index) const { return index < m_texts.size() ? &m_texts[index] : nullptr; }
    /// Whether a cell of this style shows its number as a date or time.
    bool isDate(std::size_t style) const { return style < m_areDates.size() && m_areDates[style]; }
    /// The day or moment of a serial number: "2024-05-01" or "2024-05-01 10:30:00"; a time alone where it is below 1.
    std::string dateText(double serial) const;

private:
    struct Discard {
        void operator()(zip *archive) const;
    };

    XlsxWorkbook() = default;
    void readTexts();
    void readStyles();

    std::string m_path;
    std::unique_ptr<zip, Discard> m_archive;
    std::vector<XlsxSheet> m_sheets;
    std::vector<std::string> m_texts;
    std::vector<bool> m_areDates; ///< by style
    bool m_countsFrom1904 = false;
};

} // namespace hourglass::app
