// The first samples as they will be trained on: pictures, small lines, points, or the rows of a table.
#pragma once

#include <QWidget>

#include "ui/import/preview_samples.h"
#include "ui/theme/theme.h"

class QLabel;
class QStackedLayout;
class QTableWidget;

namespace hourglass::ui {

class CloudView;
class PreviewTiles;

class SamplePreview : public QWidget {
    Q_OBJECT
public:
    explicit SamplePreview(QWidget *parent = nullptr);

    void showSamples(const PreviewSamples &preview);
    /// What is shown is of before: a new one is being read.
    void setStale(bool isStale);
    void setTheme(const Theme &theme);

    PreviewTiles *tiles() const { return m_tiles; }
    QTableWidget *table() const { return m_table; }
    CloudView *cloud() const { return m_cloud; }

private:
    void fillTable(const PreviewSamples &preview);
    void fitColumns();

    QStackedLayout *m_stack;
    PreviewTiles *m_tiles;
    QTableWidget *m_table;
    CloudView *m_cloud;
};

} // namespace hourglass::ui
