// The sweeps of a work, each with what it came to: that are shown again, and kept in the project. Lives on the GUI thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "engine/project/project_file.h"
#include "engine/sweeps/record.h"

namespace hourglass::app {

class SweepShelf : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t most = 50; ///< the oldest give way

    struct Kept {
        std::int64_t id = 0;
        project::Moment begun = 0;
        std::string title;
        std::shared_ptr<const sweeps::Record> record; ///< null: it is still text
        std::string text;
        std::uint64_t version = 0; ///< of the whole shelf, when it came or changed
    };

    using QObject::QObject;

    /// A sweep that begins; its id.
    std::int64_t begin(const std::string &title);
    /// What it came to by now. False: it was taken away, or belongs to another work.
    bool put(std::int64_t id, std::shared_ptr<const sweeps::Record> record);
    void remove(std::int64_t id);
    const Kept *find(std::int64_t id) const;
    const std::vector<Kept> &all() const { return m_all; } ///< by age
    /// Those of a project, in the place of all that were here.
    void fill(std::vector<project::StoredSweep> sweeps);

signals:
    void listChanged();
    void filled(); ///< another work's

private:
    std::vector<Kept> m_all;
    std::int64_t m_lastId = 0;
    std::uint64_t m_version = 0;
};

/// What of a shelf is not in the project yet.
class SweepKeeper {
public:
    struct Change {
        struct Row {
            project::StoredSweep sweep;                   ///< without its record where that follows
            std::shared_ptr<const sweeps::Record> record; ///< null: as text
        };
        std::vector<Row> rows;
        std::vector<std::int64_t> removed;

        bool isEmpty() const { return rows.empty() && removed.empty(); }
    };

    void setShelf(const SweepShelf *shelf) { m_shelf = shelf; }
    const SweepShelf *shelf() const { return m_shelf; }
    bool isBehind() const;
    Change due();
    void noteWritten() {
        m_written = m_handed;
        m_isOnItsWay = false;
    }
    /// The file has what the shelf has.
    void noteSame();
    void forget() {
        m_written.clear();
        m_isOnItsWay = false;
    }

private:
    using Versions = std::vector<std::pair<std::int64_t, std::uint64_t>>; ///< ids

    Versions present() const;

    const SweepShelf *m_shelf = nullptr;
    Versions m_written, m_handed;
    bool m_isOnItsWay = false; ///< what was handed
};

} // namespace hourglass::app
