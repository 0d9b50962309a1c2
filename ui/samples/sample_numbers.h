// How counts and numbers of a data set are written.
#pragma once

#include <QLocale>
#include <QString>

#include "engine/core/types.h"

namespace hourglass::ui {

inline QString countText(core::Index count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

/// Four digits of it.
inline QString brief(double number) {
    return QLocale().toString(number, 'g', 4);
}

} // namespace hourglass::ui
