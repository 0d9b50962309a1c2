#include <span>

#include <QBuffer>

#include "app/report/report.h"
#include "engine/files/atomic_file.h"

namespace hourglass::app {

namespace {

/// One column that a printed page holds as well; colours are those of the light theme.
constexpr const char *style = R"(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f5f7; color: #1d2733; font: 15px/1.55 Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 900px; margin: 28px auto; padding: 44px 56px 36px; background: #fff; border: 1px solid #dfe3e8; border-radius: 10px; }
h1 { margin: 0; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 40px 0 10px; padding-top: 14px; border-top: 1px solid #dfe3e8; font-size: 19px; line-height: 1.3; }
p { margin: 0 0 12px; max-width: 72ch; }
.subtitle { margin: 4px 0 18px; color: #5b6775; }
.summary { font-size: 17px; }
.note, .foot { color: #5b6775; font-size: 13px; }
.foot { margin-top: 40px; padding-top: 12px; border-top: 1px solid #dfe3e8; }
.figures { display: flex; flex-wrap: wrap; gap: 10px; margin: 20px 0 4px; padding: 0; list-style: none; }
.figures li { flex: 1 1 104px; padding: 10px 12px; background: #f4f5f7; border-radius: 8px; }
.figures b { display: block; font-size: 20px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures span { color: #5b6775; font-size: 13px; }
table { width: 100%; margin: 4px 0 16px; border-collapse: collapse; font-size: 14px; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid #e8ebef; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: #5b6775; font-weight: 600; overflow-wrap: normal; }
td:first-child { white-space: nowrap; }
.numbers th:not(:first-child), .numbers td:not(:first-child) { text-align: right; padding: 6px 0 6px 14px; font-variant-numeric: tabular-nums; }
tr.strong td { font-weight: 600; }
ul { margin: 0 0 14px; padding-left: 20px; }
figure { margin: 8px 0 18px; }
img { display: block; max-width: 100%; height: auto; }
pre { margin: 0 0 14px; padding: 12px 14px; background: #f4f5f7; border-radius: 8px; font: 13px/1.5 "JetBrains Mono", "DejaVu Sans Mono", Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
details summary { cursor: pointer; color: #0f766e; }
@page { size: A4; margin: 16mm; }
@media print {
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  h2 { break-after: avoid; }
  figure, tr, li, pre.short { break-inside: avoid; }
  .figures li, pre { border: 1px solid #dfe3e8; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .onscreen { display: none; }
}
)";

QString dataUri(const char *type, const QByteArray &bytes) {
    return QStringLiteral("data:%1;base64,%2").arg(QLatin1String(type), QString::fromLatin1(bytes.toBase64()));
}

QString html(const ReportPicture &picture) {
    QByteArray bytes = picture.drawing;
    if (bytes.isEmpty()) {
        QBuffer buffer(&bytes);
        if (buffer.open(QIODevice::WriteOnly))
            picture.pixels.save(&buffer, "PNG");
    }
    return QStringLiteral("<figure><img src=\"%1\" width=\"%2\" height=\"%3\" alt=\"%4\"></figure>\n")
        .arg(dataUri(picture.drawing.isEmpty() ? "image/png" : "image/svg+xml", bytes))
        .arg(picture.size.width())
        .arg(picture.size.height())
        .arg(picture.description.toHtmlEscaped());
}

QString html(const ReportTable &table) {
    QString text = table.hasNumbers ? QStringLiteral("<table class=\"numbers\">\n") : QStringLiteral("<table>\n");
    if (!table.head.isEmpty()) {
        text += QStringLiteral("<thead><tr>");
        for (const QString &cell : table.head)
            text += QStringLiteral("<th>") + cell.toHtmlEscaped() + QStringLiteral("</th>");
        text += QStringLiteral("</tr></thead>\n");
    }
    text += QStringLiteral("<tbody>\n");
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        text += static_cast<int>(row) == table.strongRow ? QStringLiteral("<tr class=\"strong\">") : QStringLiteral("<tr>");
        for (const QString &cell : table.rows[row])
            text += QStringLiteral("<td>") + cell.toHtmlEscaped() + QStringLiteral("</td>");
        text += QStringLiteral("</tr>\n");
    }
    return text + QStringLiteral("</tbody></table>\n");
}

QString html(const ReportBlock &block) {
    using Kind = ReportBlock::Kind;
    switch (block.kind) {
    case Kind::Text: return QStringLiteral("<p>") + block.text.toHtmlEscaped() + QStringLiteral("</p>\n");
    case Kind::Note: return QStringLiteral("<p class=\"note\">") + block.text.toHtmlEscaped() + QStringLiteral("</p>\n");
    case Kind::Code: return QStringLiteral("<pre class=\"short\">") + block.text.toHtmlEscaped() + QStringLiteral("</pre>\n");
    case Kind::Table: return html(block.table);
    case Kind::Picture: return html(block.picture);
    case Kind::List: break;
    }
    QString text = QStringLiteral("<ul>\n");
    for (const QString &entry : block.entries)
        text += QStringLiteral("<li>") + entry.toHtmlEscaped() + QStringLiteral("</li>\n");
    return text + QStringLiteral("</ul>\n");
}

} // namespace

QByteArray reportAsHtml(const Report &report) {
    QString page = QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%1</title>\n<style>%2</style>\n</head>\n"
                                  "<body>\n<main>\n<h1>%1</h1>\n<p class=\"subtitle\">%3</p>\n<p class=\"summary\">%4</p>\n<ul class=\"figures\">\n")
                       .arg(report.title.toHtmlEscaped(), QString::fromLatin1(style), report.subtitle.toHtmlEscaped(), report.summary.toHtmlEscaped());
    for (const auto &[number, what] : report.figures)
        page += QStringLiteral("<li><b>%1</b><span>%2</span></li>\n").arg(number.toHtmlEscaped(), what.toHtmlEscaped());
    page += QStringLiteral("</ul>\n");
    for (const ReportSection &section : report.sections) {
        page += QStringLiteral("<section>\n<h2>%1</h2>\n").arg(section.title.toHtmlEscaped());
        for (const ReportBlock &block : section.blocks)
            page += html(block);
        page += QStringLiteral("</section>\n");
    }
    page += QStringLiteral("<details>\n<summary>%1</summary>\n<pre>%2</pre>\n</details>\n"
                           "<p class=\"onscreen\"><a download=\"%1\" href=\"%3\">%4</a></p>\n")
                .arg(report.specName.toHtmlEscaped(), QString::fromUtf8(report.spec).toHtmlEscaped(), dataUri("application/json", report.spec),
                     QStringLiteral("Save %1").arg(report.specName).toHtmlEscaped());
    page += QStringLiteral("<p class=\"foot\">%1</p>\n</main>\n</body>\n</html>\n").arg(report.foot.toHtmlEscaped());
    return page.toUtf8();
}

std::optional<core::Error> writeReportAsHtml(const Report &report, const std::string &path) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    const QByteArray page = reportAsHtml(report);
    if (auto error = file->write(std::as_bytes(std::span(page.constData(), static_cast<std::size_t>(page.size())))))
        return error;
    return file->commit();
}

} // namespace hourglass::app
