// What every plot offers in its context menu: copy as image, save as SVG, PDF or PNG, save its numbers as CSV.
// Small charts that paint themselves offer the same. The owner says what the numbers are; the file dialog is the only modal thing, and nothing here blocks the
// event loop.
#pragma once

#include <functional>
#include <initializer_list>

#include <QObject>
#include <QPointer>
#include <QStringList>

#include "engine/core/result.h"

class QFileDialog;
class QIODevice;
class QMenu;
class QWidget;

namespace hourglass::ui {

/// Writes rows of a CSV file (RFC 4180, UTF-8). Numbers have nine significant digits and a point in every language; what is not
/// finite is an empty cell.
class CsvWriter {
public:
    explicit CsvWriter(QIODevice &device) : m_device(device) {}

    void row(const QStringList &cells);
    void row(std::initializer_list<double> numbers) { row({}, numbers); }
    void row(const QStringList &cells, std::initializer_list<double> numbers); ///< cells first

private:
    QIODevice &m_device;
};

class PlotExport : public QObject {
    Q_OBJECT
public:
    using Numbers = std::function<void(CsvWriter &)>; ///< writes the heading, then the rows

    /// `name` is the suggested file name without its ending. The plot becomes the parent: a QCustomPlot, or a widget that paints itself.
    PlotExport(QWidget *plot, const QString &name, Numbers numbers);

    void setName(const QString &name) { m_name = name; }
    void addTo(QMenu *menu);
    void copyImage();

    /// The ending says what is written: svg, pdf, png or csv. An older file stays whole if writing fails. Returns the path.
    core::Result<QString> save(const QString &path);

signals:
    void aboutToDraw(); ///< the moment to take a hover read-out away
    void saved(const QString &path);
    void failed(const hourglass::core::Error &error);

private:
    void chooseFile(const QString &ending, const QString &filter, const QString &title);
    bool write(QIODevice &device, const QString &ending);

    QWidget *m_plot;
    QString m_name;
    QString m_folder;
    Numbers m_numbers;
    QPointer<QFileDialog> m_dialog;
};

} // namespace hourglass::ui
