#include "app/session/sweep_shelf.h"

#include <algorithm>
#include <utility>

namespace hourglass::app {

std::int64_t SweepShelf::begin(const std::string &title) {
    m_all.push_back({.id = ++m_lastId, .begun = project::now(), .title = title, .record = nullptr, .text = {}, .version = ++m_version});
    if (m_all.size() > most)
        m_all.erase(m_all.begin());
    emit listChanged();
    return m_lastId;
}

bool SweepShelf::put(std::int64_t id, std::shared_ptr<const sweeps::Record> record) {
    for (Kept &kept : m_all)
        if (kept.id == id) {
            kept.record = std::move(record);
            kept.version = ++m_version;
            return true;
        }
    return false;
}

void SweepShelf::remove(std::int64_t id) {
    if (std::erase_if(m_all, [id](const Kept &kept) { return kept.id == id; }) > 0)
        emit listChanged();
}

const SweepShelf::Kept *SweepShelf::find(std::int64_t id) const {
    const auto found = std::find_if(m_all.begin(), m_all.end(), [id](const Kept &kept) { return kept.id == id; });
    return found == m_all.end() ? nullptr : &*found;
}

void SweepShelf::fill(std::vector<project::StoredSweep> sweeps) {
    m_all.clear();
    m_lastId = 0;
    for (project::StoredSweep &sweep : sweeps) {
        m_lastId = std::max(m_lastId, sweep.id);
        m_all.push_back({.id = sweep.id,
                         .begun = sweep.begun,
                         .title = std::move(sweep.title),
                         .record = nullptr,
                         .text = std::move(sweep.record),
                         .version = ++m_version});
    }
    emit filled();
    emit listChanged();
}

SweepKeeper::Versions SweepKeeper::present() const {
    Versions versions;
    if (m_shelf)
        for (const SweepShelf::Kept &kept : m_shelf->all())
            if (kept.record || !kept.text.empty())
                versions.emplace_back(kept.id, kept.version);
    return versions;
}

bool SweepKeeper::isBehind() const {
    return m_written != present();
}

void SweepKeeper::noteSame() {
    m_written = m_handed = present();
    m_isOnItsWay = false;
}

SweepKeeper::Change SweepKeeper::due() {
    Change change;
    if (m_isOnItsWay && m_handed == present())
        return change;
    m_handed = present();
    const auto isIn = [](const Versions &versions, std::int64_t id) {
        return std::any_of(versions.begin(), versions.end(), [id](const auto &each) { return each.first == id; });
    };
    for (const auto &version : m_handed)
        if (std::find(m_written.begin(), m_written.end(), version) == m_written.end()) {
            const SweepShelf::Kept &kept = *m_shelf->find(version.first);
            change.rows.push_back({{kept.id, kept.begun, kept.title, kept.text}, kept.record});
        }
    for (const auto &version : m_written)
        if (!isIn(m_handed, version.first))
            change.removed.push_back(version.first);
    m_isOnItsWay = !change.isEmpty();
    return change;
}

} // namespace hourglass::app
