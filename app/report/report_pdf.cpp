// Pages of A4: what belongs together stays together, drawings stay drawings.
#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextDocument>

#include "app/report/report.h"
#include "engine/files/atomic_file.h"
#include "ui/theme/theme.h"

namespace hourglass::app {

namespace {

constexpr double pointsAPixel = 0.62;               ///< so that 830 pixels, as wide as HTML is, are the width of the page
constexpr double edge = 48, footHeight = 26;        ///< points
constexpr double pageWidth = 595, pageHeight = 842; ///< A4 in points
constexpr double lineWidth = pageWidth - 2 * edge, lowest = pageHeight - edge - footHeight;

constexpr const char *pageStyle =
    "body { color: #1d2733; } p { margin: 0 0 5px 0; } td, th { padding: 3px 8px 3px 0; } th { color: #5b6775; text-align: left; }"
    " .dim { color: #5b6775; } li { margin: 0 0 2px 0; }";

class Pages {
public:
    Pages(QIODevice &device, const Report &report) : m_writer(&device), m_report(report) {
        m_writer.setPageSize(QPageSize(QPageSize::A4));
        m_writer.setPageMargins(QMarginsF());
        m_writer.setResolution(1200);
        m_writer.setTitle(report.title);
        m_writer.setCreator(QStringLiteral("Hourglass"));
        m_isBegun = m_painter.begin(&m_writer);
        m_scale = m_writer.width() / pageWidth;
        m_painter.scale(m_scale, m_scale);
    }

    bool write() {
        if (!m_isBegun)
            return false;
        put(QStringLiteral("<p>%1</p>").arg(m_report.title.toHtmlEscaped()), 21, QFont::DemiBold);
        put(QStringLiteral("<p class=\"dim\">%1</p>").arg(m_report.subtitle.toHtmlEscaped()), 9.5);
        m_y += 6;
        put(QStringLiteral("<p>%1</p>").arg(m_report.summary.toHtmlEscaped()), 11);
        putFigures();
        for (const ReportSection &section : m_report.sections)
            put(section);
        ReportSection appendix{m_report.specName, {}};
        put(appendix);
        putLines(QString::fromUtf8(m_report.spec));
        foot();
        return m_painter.end();
    }

private:
    using Kind = ReportBlock::Kind;

    std::unique_ptr<QTextDocument> document(const QString &html, double points, QFont::Weight weight = QFont::Normal, bool isCode = false,
                                            double width = lineWidth) const {
        auto made = std::make_unique<QTextDocument>();
        made->documentLayout()->setPaintDevice(nullptr);
        QFont font = isCode ? QFont(QStringLiteral("DejaVu Sans Mono")) : ui::interfaceFont();
        if (isCode)
            font.setStyleHint(QFont::Monospace);
        font.setPixelSize(static_cast<int>(std::lround(points * magnified)));
        font.setWeight(weight);
        made->setDefaultFont(font);
        made->setDefaultStyleSheet(QLatin1String(pageStyle));
        made->setDocumentMargin(0);
        made->setUseDesignMetrics(true);
        made->setHtml(QStringLiteral("<body>%1</body>").arg(html));
        made->setTextWidth(width * magnified);
        return made;
    }

    static double heightOf(const QTextDocument &text) { return text.size().height() / magnified; }

    void draw(const QTextDocument &text, double x) {
        m_painter.save();
        m_painter.translate(x, m_y);
        m_painter.scale(1 / magnified, 1 / magnified);
        QAbstractTextDocumentLayout::PaintContext context;
        context.palette.setColor(QPalette::Text, QColor(0x1d, 0x27, 0x33));
        text.documentLayout()->draw(&m_painter, context);
        m_painter.restore();
    }

    void makeRoom(double height) {
        if (m_y + height <= lowest || m_y <= edge)
            return;
        foot();
        m_writer.newPage();
        m_y = edge;
    }

    void foot() {
        ++m_page;
        const double y = m_y;
        const auto text = document(QStringLiteral("<table width=\"100%\"><tr><td class=\"dim\">%1</td><td class=\"dim\" align=\"right\">%2</td></tr></table>")
                                       .arg(m_report.foot.toHtmlEscaped(), QString::number(m_page)),
                                   8);
        m_y = pageHeight - edge - heightOf(*text) + 12;
        draw(*text, edge);
        m_y = y;
    }

    void put(const QString &html, double points, QFont::Weight weight = QFont::Normal, bool isCode = false) {
        const auto text = document(html, points, weight, isCode);
        makeRoom(heightOf(*text));
        draw(*text, edge);
        m_y += heightOf(*text) + 3;
    }

    void putFigures() {
        const auto count = static_cast<double>(m_report.figures.size());
        if (m_report.figures.empty())
            return;
        const double gap = 6, width = (lineWidth - gap * (count - 1)) / count, height = 48;
        makeRoom(height);
        double x = edge;
        for (const auto &[number, what] : m_report.figures) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(QColor(0xf4, 0xf5, 0xf7));
            m_painter.drawRoundedRect(QRectF(x, m_y, width, height), 5, 5);
            const double y = m_y;
            m_y += 6;
            draw(*document(QStringLiteral("<p>%1</p>").arg(number.toHtmlEscaped()), 12.5, QFont::DemiBold, false, width - 12), x + 7);
            m_y += 17;
            draw(*document(QStringLiteral("<p class=\"dim\">%1</p>").arg(what.toHtmlEscaped()), 7.5, QFont::Normal, false, width - 12), x + 7);
            m_y = y;
            x += width + gap;
        }
        m_y += height + 8;
    }

    void put(const ReportSection &section) {
        const auto title = document(QStringLiteral("<p>%1</p>").arg(section.title.toHtmlEscaped()), 13.5, QFont::DemiBold);
        double following = 30; // what a title stands above
        for (std::size_t i = 0; i < section.blocks.size() && i < 2; ++i)
            following += heightOf(section.blocks[i]);
        makeRoom(std::min(24 + heightOf(*title) + following, 0.75 * (lowest - edge)));
        m_y += m_y > edge ? 12 : 0;
        m_painter.setPen(QPen(QColor(0xdf, 0xe3, 0xe8), 0.75));
        m_painter.drawLine(QPointF(edge, m_y), QPointF(edge + lineWidth, m_y));
        m_y += 9;
        draw(*title, edge);
        m_y += heightOf(*title) + 4;
        for (const ReportBlock &block : section.blocks)
            put(block);
    }

    /// About: of what breaks by itself, its first rows.
    double heightOf(const ReportBlock &block) const {
        if (block.kind == Kind::Picture)
            return sizeOf(block.picture).height() + 8;
        if (block.kind == Kind::Table || block.kind == Kind::List)
            return 40;
        return heightOf(*document(QStringLiteral("<p>%1</p>").arg(block.text.toHtmlEscaped()), 9.5)) + 3;
    }

    static QSizeF sizeOf(const ReportPicture &picture) {
        QSizeF size = QSizeF(picture.size) * pointsAPixel;
        const QSizeF most(lineWidth, 0.62 * (lowest - edge));
        if (size.width() > most.width() || size.height() > most.height())
            size.scale(most, Qt::KeepAspectRatio);
        return size;
    }

    void put(const ReportBlock &block) {
        switch (block.kind) {
        case Kind::Text: return put(QStringLiteral("<p>%1</p>").arg(block.text.toHtmlEscaped()), 9.5);
        case Kind::Note: return put(QStringLiteral("<p class=\"dim\">%1</p>").arg(block.text.toHtmlEscaped()), 8.5);
        case Kind::Code: return putLines(block.text);
        case Kind::Table: return put(block.table);
        case Kind::Picture: return put(block.picture);
        case Kind::List: break;
        }
        for (const QString &entry : block.entries)
            put(QStringLiteral("<p>–&nbsp;&nbsp;%1</p>").arg(entry.toHtmlEscaped()), 9.5);
    }

    void put(const ReportPicture &picture) {
        const QSizeF size = sizeOf(picture);
        makeRoom(size.height() + 6);
        const QRectF place(QPointF(edge, m_y + 2), size);
        if (!picture.drawing.isEmpty()) {
            QSvgRenderer renderer(picture.drawing);
            m_painter.save();
            m_painter.setClipRect(place); // it draws what lies beyond its edges, too
            renderer.render(&m_painter, place);
            m_painter.restore();
        } else
            m_painter.drawImage(place, picture.pixels);
        m_y += size.height() + 8;
    }

    /// Row by row, so that none is cut by the end of a page; the columns are as wide as their longest cells ask for.
    void put(const ReportTable &table) {
        std::vector<double> widths;
        const auto widen = [&](const QStringList &cells, double points) {
            for (qsizetype i = 0; i < cells.size(); ++i) {
                if (static_cast<std::size_t>(i) >= widths.size())
                    widths.push_back(0);
                auto text = document(QStringLiteral("<p>%1</p>").arg(cells[i].toHtmlEscaped()), points, QFont::DemiBold);
                widths[static_cast<std::size_t>(i)] = std::max(widths[static_cast<std::size_t>(i)], text->idealWidth() / magnified + 12);
            }
        };
        widen(table.head, 8.5);
        for (const QStringList &row : table.rows)
            widen(row, 9);
        double sum = 0;
        for (const double width : widths)
            sum += width;
        if (sum > lineWidth) { // the first keeps its width, the others share the rest
            const double first = std::min(widths.front(), 0.45 * lineWidth), factor = (lineWidth - first) / std::max(1.0, sum - widths.front());
            widths.front() = first;
            for (std::size_t i = 1; i < widths.size(); ++i)
                widths[i] *= factor;
        } else if (table.hasNumbers)
            for (double &width : widths)
                width += (lineWidth + 8 - sum) / static_cast<double>(widths.size());
        if (!table.head.isEmpty())
            putRow(table.head, widths, table.hasNumbers, 8.5, QFont::DemiBold, true);
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            putRow(table.rows[row], widths, table.hasNumbers, 9, static_cast<int>(row) == table.strongRow ? QFont::DemiBold : QFont::Normal, false);
        m_y += 7;
    }

    void putRow(const QStringList &cells, const std::vector<double> &widths, bool hasNumbers, double points, QFont::Weight weight, bool isDim) {
        std::vector<std::unique_ptr<QTextDocument>> texts;
        double height = 0, x = edge;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            texts.push_back(document(QStringLiteral("<p align=\"%1\"%2>%3</p>")
                                         .arg(hasNumbers && i > 0 ? QStringLiteral("right") : QStringLiteral("left"),
                                              isDim ? QStringLiteral(" class=\"dim\"") : QString(), cells[i].toHtmlEscaped()),
                                     points, weight, false, widths[static_cast<std::size_t>(i)] - 8));
            height = std::max(height, heightOf(*texts.back()));
        }
        makeRoom(height + 4);
        m_y += 1.5;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            draw(*texts[i], x);
            x += widths[i];
        }
        m_y += height;
        m_painter.setPen(QPen(QColor(0xe8, 0xeb, 0xef), 0.6));
        m_painter.drawLine(QPointF(edge, m_y), QPointF(x - 8, m_y));
        m_y += 1;
    }

    void putLines(const QString &code) {
        for (const QString &line : code.split(u'\n')) {
            QString spaced = line.toHtmlEscaped();
            qsizetype blanks = 0;
            while (blanks < spaced.size() && spaced[blanks] == u' ')
                ++blanks;
            put(QStringLiteral("<p>%1%2</p>").arg(QStringLiteral("&nbsp;").repeated(blanks), spaced.mid(blanks)), 7, QFont::Normal,
                true); // so that a layer of the spec is a line
            m_y -= 3;  // lines, not paragraphs
        }
        m_y += 10;
    }

    static constexpr double magnified = 16; ///< text is laid out so much larger: in whole pixels it would be uneven

    QPdfWriter m_writer;
    QPainter m_painter;
    const Report &m_report;
    bool m_isBegun = false;
    double m_scale = 1, m_y = edge;
    int m_page = 0;
};

} // namespace

std::optional<core::Error> writeReportAsPdf(const Report &report, const std::string &path) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!Pages(buffer, report).write())
        return core::Error{"The report could not be made as PDF", path, "Let its name end in .html."};
    if (auto error = file->write(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())))))
        return error;
    return file->commit();
}

} // namespace hourglass::app
