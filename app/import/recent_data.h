// The paths of data that were used last, kept in the settings.
#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace hourglass::app {

class RecentData : public QObject {
    Q_OBJECT
public:
    static constexpr int most = 10;

    /// The settings must outlive it.
    explicit RecentData(QSettings &settings, QObject *parent = nullptr) : QObject(parent), m_settings(settings) {}

    /// The last first.
    QStringList paths() const;
    void add(const QString &path);
    void remove(const QString &path);
    void clear();

signals:
    void changed(const QStringList &paths);

private:
    void keep(const QStringList &paths);

    QSettings &m_settings;
};

} // namespace hourglass::app
