// Ticks of an axis of numbers, linear or logarithmic, with labels that are as short as they can be: 0.05, 1 500, 20k, 1.5M, 1e-6.
// A logarithmic axis that spans less than a factor of five gets even ticks, where decades alone would leave it bare.
#pragma once

#include <qcustomplot.h>

namespace hourglass::ui {

/// A number with as many digits as asked for, idle zeros too, so that a changing number keeps its width: 0.3200, 12.05, 4.20e-6.
QString significant(double value, int digits, const QLocale &locale);

class NumberTicker : public QCPAxisTicker {
public:
    void setLogarithmic(bool isLogarithmic) { m_isLogarithmic = isLogarithmic; }
    void setSmallestStep(double step) { m_smallestStep = step; } ///< 1 for things that are counted; 0: none

    /// The shortest text of a tick among ticks that are `step` apart; with step 0 as many digits as the value needs.
    static QString label(double value, double step, const QLocale &locale);

protected:
    double getTickStep(const QCPRange &range) override;
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double tickStep, const QCPRange &range) override;
    QString getTickLabel(double tick, const QLocale &locale, QChar formatChar, int precision) override;

private:
    bool m_isLogarithmic = false;
    double m_smallestStep = 0.0;
    double m_step = 0.0; ///< of the present ticks; 0 when they are not even
};

} // namespace hourglass::ui
