// The folder of the untitled works of all windows: those whose windows ended, and what is forgotten of them.
#pragma once

#include <optional>

#include <QFileInfoList>

#include "app/session/kept_work.h"

namespace hourglass::app {

/// Of what a project is copied to before it is written on, and of the lock that its window lives.
constexpr const char *momentEnding = ".moment", *windowEnding = ".window";

QString projectEnding();

/// Whether no window writes this untitled work any more: a project, or a folder of an earlier version.
bool isLeft(const QFileInfo &work);

/// All that may be one, the newest first.
QFileInfoList worksIn(const QString &folder);

/// What an untitled project holds, as far as an offer says it; nothing where it cannot be read.
std::optional<KeptWork> workIn(const QString &path);

void removeWork(const QFileInfo &work);

/// Of works that were left the newest `most` stay, for so many days, and nothing of windows that were killed.
void forgetOldWorks(const QString &folder, int most, int days);

} // namespace hourglass::app
