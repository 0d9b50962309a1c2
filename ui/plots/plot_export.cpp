#include "ui/plots/plot_export.h"

#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QPdfWriter>
#include <QSaveFile>
#include <QStandardPaths>

#include <qcustomplot.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "ui/plots/svg_drawing.h"

namespace hourglass::ui {

namespace {

QString quoted(const QString &cell) {
    static const QRegularExpression special(QStringLiteral("[\",\r\n]"));
    if (!cell.contains(special))
        return cell;
    return u'"' + QString(cell).replace(u'"', QLatin1String("\"\"")) + u'"';
}

constexpr QWidget::RenderFlags paintingAlone = QWidget::DrawChildren;

bool drawVectors(QWidget &widget, QPaintDevice &device) {
    QCPPainter painter;
    if (!painter.begin(&device))
        return false;
    if (auto *plot = qobject_cast<QCustomPlot *>(&widget)) {
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        plot->toPainter(&painter, plot->width(), plot->height());
    } else {
        painter.fillRect(widget.rect(), widget.palette().color(QPalette::Base));
        widget.render(&painter, {}, {}, paintingAlone);
    }
    return painter.end();
}

QPixmap picture(QWidget &widget) {
    // At least two pixels a point, so that a slide shows it sharp.
    const double ratio = std::max(2.0, widget.devicePixelRatioF());
    if (auto *plot = qobject_cast<QCustomPlot *>(&widget))
        return plot->toPixmap(plot->width(), plot->height(), ratio);
    QPixmap drawn((QSizeF(widget.size().expandedTo({1, 1})) * ratio).toSize());
    drawn.setDevicePixelRatio(ratio);
    drawn.fill(widget.palette().color(QPalette::Base));
    widget.render(&drawn, {}, {}, paintingAlone);
    return drawn;
}

} // namespace

void CsvWriter::row(const QStringList &cells) {
    QStringList quotedCells;
    quotedCells.reserve(cells.size());
    for (const QString &cell : cells)
        quotedCells << quoted(cell);
    m_device.write(quotedCells.join(u',').toUtf8() + "\r\n");
}

void CsvWriter::row(const QStringList &cells, std::initializer_list<double> numbers) {
    QByteArray line;
    for (const QString &cell : cells)
        line += quoted(cell).toUtf8() + ',';
    for (const double value : numbers) {
        std::array<char, 32> digits;
        if (std::isfinite(value)) {
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 9).ptr;
            line.append(digits.data(), end - digits.data());
        }
        line += ',';
    }
    line.chop(1);
    m_device.write(line + "\r\n");
}

PlotExport::PlotExport(QWidget *plot, const QString &name, Numbers numbers) : QObject(plot), m_plot(plot), m_name(name), m_numbers(std::move(numbers)) {
    m_folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void PlotExport::addTo(QMenu *menu) {
    menu->setToolTipsVisible(true);
    QAction *copy = menu->addAction(tr("Copy as image"), this, &PlotExport::copyImage);
    copy->setToolTip(tr("Puts a picture of the plot on the clipboard"));
    menu->addSeparator();
    const auto add = [&](const QString &text, const QString &toolTip, const QString &ending, const QString &filter) {
        QAction *action = menu->addAction(text, this, [=, this] { chooseFile(ending, filter, text); });
        action->setToolTip(toolTip);
        action->setData(ending);
    };
    add(tr("Save as SVG…"), tr("A drawing that stays sharp at any size, for the web and for editing"), QStringLiteral("svg"), tr("SVG drawing (*.svg)"));
    add(tr("Save as PDF…"), tr("A drawing that stays sharp at any size, for print"), QStringLiteral("pdf"), tr("PDF document (*.pdf)"));
    add(tr("Save as PNG…"), tr("A picture of twice the size on the screen"), QStringLiteral("png"), tr("PNG picture (*.png)"));
    if (m_numbers)
        add(tr("Save numbers as CSV…"), tr("The numbers of the plot as a table for other programs"), QStringLiteral("csv"),
            tr("Comma-separated values (*.csv)"));
}

void PlotExport::copyImage() {
    emit aboutToDraw();
    QGuiApplication::clipboard()->setPixmap(picture(*m_plot));
}

core::Result<QString> PlotExport::save(const QString &path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    const bool isKnown = ending == u"svg" || ending == u"pdf" || ending == u"png" || (ending == u"csv" && m_numbers);
    if (!isKnown)
        return core::Error{tr("The ending “%1” is none that a plot can be written as").arg(ending).toStdString(), path.toStdString(),
                           tr("Use .svg, .pdf, .png or .csv.").toStdString()};
    emit aboutToDraw();
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && write(file, ending) && file.commit())
        return path;
    const QString reason = file.errorString();
    return core::Error{tr("The plot could not be saved: %1").arg(reason).toStdString(), path.toStdString(),
                       tr("Choose another folder, or make room there.").toStdString()};
}

bool PlotExport::write(QIODevice &device, const QString &ending) {
    if (ending == u"csv") {
        CsvWriter writer(device);
        m_numbers(writer);
        return true;
    }
    if (ending == u"png") {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        return picture(*m_plot).save(&buffer, "PNG") && device.write(buffer.data()) == buffer.size();
    }
    // Both devices get the dots per inch of the screen, so that one pixel of the plot is one unit and fonts keep their share.
    const QSize size = m_plot->size();
    if (ending == u"svg") {
        bool isDrawn = false;
        const QByteArray drawing = svgOf(size, m_plot->logicalDpiX(), m_name, [&](QPaintDevice &paper) { isDrawn = drawVectors(*m_plot, paper); });
        return isDrawn && device.write(drawing) == drawing.size();
    }
    QPdfWriter writer(&device);
    writer.setResolution(m_plot->logicalDpiX());
    writer.setPageSize(QPageSize(QSizeF(size) / m_plot->logicalDpiX(), QPageSize::Inch, m_name, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(m_name);
    return drawVectors(*m_plot, writer);
}

void PlotExport::chooseFile(const QString &ending, const QString &filter, const QString &title) {
    if (m_dialog)
        m_dialog->close();
    auto *dialog = new QFileDialog(m_plot->window(), title, m_folder, filter);
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(m_name + u'.' + ending);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_folder = QFileInfo(path).absolutePath();
        const core::Result<QString> result = save(path);
        if (result)
            emit saved(*result);
        else
            emit failed(result.error());
    });
    dialog->open();
}

} // namespace hourglass::ui
