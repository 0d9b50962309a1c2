// What was measured of the data, beside the samples: classes, values, features, and in sentences what is worth knowing.
#pragma once

#include <QScrollArea>

#include "engine/analysis/data_statistics.h"
#include "engine/core/result.h"
#include "ui/theme/theme.h"

class QLabel;

namespace hourglass::ui {

class ClassBars;
class FeatureChart;
class HistogramChart;

class StatisticsColumn : public QScrollArea {
    Q_OBJECT
public:
    explicit StatisticsColumn(QWidget *parent = nullptr);

    /// Null: not measured yet.
    void show(const data::Dataset *dataset, const analysis::DataStatistics *statistics);
    void showProgress(double fraction);
    void setTheme(const Theme &theme);
    void setChosenClass(int label);

    QSize sizeHint() const override { return {226, 300}; }

signals:
    void exportFailed(const hourglass::core::Error &error);
    void classChosen(int label);
    void sampleChosen(const hourglass::data::SampleId &sample); ///< a sample named in a sentence

private:
    template <class Chart>
    void offerExport(Chart *chart, const QString &name);
    void writeNotes(const data::Dataset &dataset, const analysis::DataStatistics &statistics);

    QWidget *m_body;
    QLabel *m_waiting, *m_figures, *m_classesTitle, *m_notes;
    ClassBars *m_classes;
    HistogramChart *m_histogram;
    FeatureChart *m_mean, *m_deviation;
    Theme m_theme = Theme::light();
};

/// What is worth knowing, as rich text: constant features, duplicates with links "part:sample", and what was left out of the measuring.
QString statisticsNotes(const data::Dataset &dataset, const analysis::DataStatistics &statistics);

} // namespace hourglass::ui
