// What the grid and the enlarged card have in common: how errors are drawn, how numbers and names are written.
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/reconstructions/reconstruction_layout.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

enum class ErrorMap { Signed, Absolute };

struct ReconstructionStyle {
    Theme theme = Theme::light();
    ErrorMap errorMap = ErrorMap::Signed;
    QStringList classes;
    QStringList features;                    ///< names of a table's columns, or none
    SharedColouring colouring;               ///< null: by class
    double errorLimit = 1.0;                 ///< magnitude of full colour, the same for all columns
    double lowestValue = 0, highestValue = 1; ///< of the charts, for samples that are no images
    bool isByRange = false;                  ///< the charts' numbers are shares of each feature's range
    std::size_t stepFeatures = 0;            ///< of a series' step, which is drawn as lines; 0: a sample is no series
    core::Range range;                       ///< of pictures, black to white
    QFont font, smallFont;
    QString originalName, reconstructionName; ///< above columns of numbers; empty: "original", "reconstruction"

    QString featureName(std::size_t feature) const; ///< "feature 3" where it has none
    QString scaleText(double limit) const;  ///< an end of the charts' scale: "0.7", or "70 %" of the range
    QString signedScaleText(double value) const;
    QString className(std::int32_t label) const; ///< empty without a label
    /// "yours" for a picture of the person's own, or the class, or the value that colours: "1.57".
    QString columnName(const analysis::ReconstructionColumn &column) const;
    QColor columnColour(const analysis::ReconstructionColumn &column) const; ///< invalid without one
    /// What the line of the columns' names stands for: "Rotation"; empty for classes.
    QString nameOfNames() const { return isByValue(colouring) ? colouring->name : QString(); }
    /// Of classes there are some where a column has a label, of a value that colours always.
    bool isLabelled(const analysis::ReconstructionColumn &column) const { return column.sample < 0 || column.label >= 0 || isByValue(colouring); }
};

/// A limit that follows what is needed without flickering: it takes steps of 1, 1.5, 2, 3, 5, 7, grows at once and shrinks late.
class SteadyLimit {
public:
    double follow(double needed);
    double value() const { return m_value; }
    void reset() { m_value = 0; }

private:
    double m_value = 0;
};

/// The magnitude below which 99.5 % of the errors lie, over the first `columns` of a picture; 0 without any finite one.
double typicalErrorLimit(const analysis::ReconstructionPicture &picture, int columns);
/// Mean over the first columns of what is finite; NaN without any.
double meanOf(const analysis::ReconstructionPicture &picture, int columns, double analysis::ReconstructionColumn::*member);

QString mseText(double mse);         ///< "0.0119", "3.1e-05", "–" for what is not finite
/// The same in a row of numbers whose largest is that: all in one format, "0.0001" beside "0.0205".
QString mseText(double mse, double largest);
QString limitText(double limit);      ///< "0.7"
QString signedText(double value);     ///< "+0.7", with a real minus sign

} // namespace hourglass::ui
