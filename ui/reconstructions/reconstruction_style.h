// What the grid and the enlarged card have in common: how errors are drawn, how numbers and names are written.
#pragma once

#include <functional>
#include <optional>

#include <QFont>
#include <QString>
#include <QStringList>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/reconstructions/reconstruction_layout.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

enum class ErrorMap { Signed, Absolute };

/// How one sample and its reconstruction are compared at full size.
enum class SampleWay {
    Beside, ///< all rows
    Wipe,   ///< the original left of a handle, the reconstruction right of it
    Blink   ///< one after the other
};

/// What a person chose to see.
struct ReconstructionOptions {
    ShownRows rows;
    ErrorMap errorMap = ErrorMap::Signed;
    analysis::Measure measure = analysis::Measure::Mse;
    SampleWay way = SampleWay::Beside;

    bool operator==(const ReconstructionOptions &) const = default;
};

/// A place of a sample: a pixel of an image, or a number of what is none (of a series, a step).
struct SamplePlace {
    std::optional<QPoint> pixel;
    std::optional<int> feature;

    bool isNowhere() const { return !pixel && !feature; }
    bool operator==(const SamplePlace &) const = default;
};

struct ReconstructionStyle {
    Theme theme = Theme::light();
    ErrorMap errorMap = ErrorMap::Signed;
    ShownRows rows = {};
    analysis::Measure measure = analysis::Measure::Mse; ///< one that these samples have
    double dataRange = 1;                               ///< of the measures
    QStringList classes;
    QStringList features;                     ///< names of a table's columns, or none
    SharedColouring colouring;                ///< null: by class
    double errorLimit = 1.0;                  ///< magnitude of full colour, the same for all columns
    double lowestValue = 0, highestValue = 1; ///< of the charts, for samples that are no images
    bool isByRange = false;                   ///< the charts' numbers are shares of each feature's range
    std::size_t stepFeatures = 0;             ///< of a series' step, which is drawn as lines; 0: a sample is no series
    core::Range range;                        ///< of pictures, black to white
    QFont font, smallFont;
    QString originalName, reconstructionName; ///< above columns of numbers; empty: "original", "reconstruction"

    QString featureName(std::size_t feature) const; ///< "feature 3" where it has none
    QString scaleText(double limit) const;          ///< an end of the charts' scale: "0.7", or "70 %" of the range
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
/// What the charts of samples that are no images lie between: a round range about their originals alone, so that the axis stays while a model learns.
core::Range chartRange(const analysis::ReconstructionPicture &picture, int columns);
/// Features of a step of a series that is drawn as lines; 0: a sample is no such series.
std::size_t stepFeaturesOf(const core::Shape &sample);
/// Mean over the first columns of what is finite; NaN without any.
double meanOf(const analysis::ReconstructionPicture &picture, int columns, const std::function<double(const analysis::ReconstructionColumn &)> &number);

QString mseText(double mse); ///< "0.0119", "3.1e-05", "–" for what is not finite
/// The same in a row of numbers whose largest is that: all in one format, "0.0001" beside "0.0205".
QString mseText(double mse, double largest);
/// The same for any measure: "31.4", "0.842".
QString measureText(analysis::Measure measure, double value, double largest);
/// "MSE", "PSNR, dB".
QString measureName(analysis::Measure measure);
QString limitText(double limit);  ///< "0.7"
QString signedText(double value); ///< "+0.7", with a real minus sign

} // namespace hourglass::ui
