// From a model and what was measured of it to the sentences and tables of a report. Pictures are put in by who draws them.
#pragma once

#include "app/report/measures.h"
#include "app/report/report.h"

namespace hourglass::app {

struct ReportPictures {
    ReportPicture stack, curves, map, reconstructions; ///< empty ones are left out
};

/// `version`: of the program; `date`: as it is to be read; `name`: of files that belong to it, without a suffix.
Report reportOf(const ReportSubject &subject, const ReportMeasures &measures, const ReportPictures &pictures, const QString &version, const QString &date,
                const QString &name);

} // namespace hourglass::app
