// A report as a document: sections of sentences, tables and pictures, which HTML and PDF are made from.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>
#include <QStringList>

#include "engine/core/result.h"

namespace hourglass::app {

/// A drawing (SVG) or a picture of pixels; one of the two.
struct ReportPicture {
    QString description; ///< for those who do not see it
    QSize size;          ///< as it is to be seen, in pixels of 1/96 inch
    QByteArray drawing;
    QImage pixels;
};

struct ReportTable {
    QStringList head; ///< may be empty
    std::vector<QStringList> rows;
    int strongRow = -1;
    bool hasNumbers = false; ///< all columns but the first stand at the right
};

struct ReportBlock {
    enum class Kind { Text, Note, List, Table, Picture, Code };
    Kind kind = Kind::Text;
    QString text = {};        ///< of texts, notes and code
    QStringList entries = {}; ///< of a list
    ReportTable table = {};
    ReportPicture picture = {};
};

struct ReportSection {
    QString title;
    std::vector<ReportBlock> blocks;

    void say(const QString &text) { blocks.push_back({.kind = ReportBlock::Kind::Text, .text = text}); }
    void note(const QString &text) { blocks.push_back({.kind = ReportBlock::Kind::Note, .text = text}); }
    void list(const QStringList &entries) { blocks.push_back({.kind = ReportBlock::Kind::List, .entries = entries}); }
    void code(const QString &text) { blocks.push_back({.kind = ReportBlock::Kind::Code, .text = text}); }
    void add(ReportTable table) { blocks.push_back({.kind = ReportBlock::Kind::Table, .table = std::move(table)}); }
    void add(ReportPicture picture) { blocks.push_back({.kind = ReportBlock::Kind::Picture, .picture = std::move(picture)}); }
};

struct Report {
    QString title, subtitle, summary, foot;
    std::vector<std::pair<QString, QString>> figures; ///< a number and what it is
    std::vector<ReportSection> sections;
    QString specName; ///< "map.json"
    QByteArray spec;  ///< as a file of that name has it
};

/// One file without references to others.
QByteArray reportAsHtml(const Report &report);
/// A4, written whole or not at all. GUI thread.
std::optional<core::Error> writeReportAsPdf(const Report &report, const std::string &path);
std::optional<core::Error> writeReportAsHtml(const Report &report, const std::string &path);

} // namespace hourglass::app
