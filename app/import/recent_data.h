// The paths of data that were used last, or of projects, kept in the settings.
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
    explicit RecentData(QSettings &settings, QString key = QStringLiteral("data/recent"), QObject *parent = nullptr)
        : QObject(parent), m_settings(settings), m_key(std::move(key)) {}

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
    QString m_key;
};

} // namespace hourglass::app
