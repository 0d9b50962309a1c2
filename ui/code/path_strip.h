// The way between two codes as a strip: decoded, the straight blend of the two samples below it, and the nearest real sample below that.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "engine/analysis/path_task.h"
#include "ui/code/decoded_look.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;

class PathStrip : public QWidget {
    Q_OBJECT
public:
    explicit PathStrip(QWidget *parent = nullptr);

    void setClasses(const QStringList &names) { m_look.style.classes = names; }
    void setFeatures(const QStringList &names) { m_look.style.features = names; }
    void followMix(const analysis::MixPicture &mix);                  ///< what the data are
    void showPath(std::shared_ptr<const analysis::PathPicture> path); ///< null: nothing to show
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    const std::shared_ptr<const analysis::PathPicture> &path() const { return m_path; }
    enum Row { Decoded, Blend, Nearest };
    QRectF cell(Row row, int stop) const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {420, 220}; }
    QSize minimumSizeHint() const override { return {200, 110}; }

signals:
    void sampleSelected(std::optional<hourglass::core::Index> sample);
    void menuWanted(const QPoint &global);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    int stops() const { return m_path ? static_cast<int>(m_path->stops.size()) : 0; }
    std::optional<int> stopAt(const QPointF &point) const;
    QString helpOf(int stop) const;
    bool choose(int stop);
    void makeKeys();
    void writeNumbers(class CsvWriter &writer) const;

    std::shared_ptr<const analysis::PathPicture> m_path;
    DecodedLook m_look;
    QString m_emptyText;
    int m_current = 0; ///< the stop that keys are at
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
