#include "app/import/recent_data.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace hourglass::app {

QStringList RecentData::paths() const {
    return m_settings.value(m_key).toStringList().mid(0, most);
}

void RecentData::add(const QString &path) {
    QStringList all = paths();
    const QString whole = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    all.removeAll(whole);
    all.prepend(whole);
    keep(all.mid(0, most));
}

void RecentData::remove(const QString &path) {
    QStringList all = paths();
    if (all.removeAll(path) > 0)
        keep(all);
}

void RecentData::clear() {
    keep({});
}

void RecentData::keep(const QStringList &paths) {
    m_settings.setValue(m_key, paths);
    emit changed(paths);
}

} // namespace hourglass::app
