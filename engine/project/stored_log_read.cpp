// The way back of a run's log: what is damaged is left out, and named.
#include <algorithm>

#include "engine/project/packing.h"
#include "engine/project/stored_log.h"

namespace hourglass::project {

using core::Error;
using core::Result;
using runs::RunLog;

namespace {

constexpr std::int64_t mostSegments = 4096;

/// Calls `take` for each sound row; what is not read is counted.
template <class Take>
int eachRow(Database &database, const std::string &query, Take take) {
    auto rows = database.prepare(query);
    if (!rows)
        return 1;
    int lost = 0;
    for (;;) {
        const auto hasRow = rows->next();
        if (!hasRow)
            return lost + 1;
        if (!*hasRow)
            return lost;
        if (!rows->isSound() || !take(*rows))
            ++lost;
    }
}

std::string ofRun(const char *table, std::int64_t run, const char *order) {
    return std::string("SELECT * FROM ") + table + " WHERE run = " + std::to_string(run) + " ORDER BY " + order;
}

} // namespace

Result<StoredLog> StoredLog::read(Database &database, std::int64_t run, std::vector<std::string> &missing) {
    StoredLog stored;
    bool isThere = false;
    if (eachRow(database, ofRun("logs", run, "run"), [&](Statement &row) {
            stored.m_heldOutName = row.text(1);
            stored.m_dataName = row.text(2);
            stored.m_lastStep = std::max<Index>(row.integer(3), 0);
            stored.m_lastEpoch = row.real(4);
            return isThere = true;
        }) > 0)
        missing.emplace_back("what its curves are of");
    stored.readCurves(database, run, missing);
    if (eachRow(database, ofRun("evaluations", run, "block"), [&](Statement &row) {
            const auto records = evaluationsOf(row.bytes(2));
            for (std::size_t i = 0; records && i < records->size(); ++i)
                stored.m_evaluations.append((*records)[i]);
            return records.has_value();
        }) > 0)
        missing.emplace_back("some of its measurements on held-out samples");
    if (eachRow(database, ofRun("marks", run, "mark"), [&](Statement &row) {
            stored.m_marks.push_back({.step = row.integer(2),
                                      .epoch = row.real(3),
                                      .text = row.text(4),
                                      .isBad = row.integer(5) != 0,
                                      .before = {},
                                      .segments = static_cast<std::size_t>(std::clamp<std::int64_t>(row.integer(6), 0, mostSegments))});
            return true;
        }) > 0)
        missing.emplace_back("some of the marks in its curve");
    if (!isThere && !stored.m_segments.empty()) {
        const runs::Curve &last = stored.m_segments.back().curves[0].curve;
        stored.m_lastStep = last.isEmpty() ? 0 : last.last().step;
        stored.m_lastEpoch = last.isEmpty() ? 0 : last.last().epoch;
    }
    return stored;
}

void StoredLog::readCurves(Database &database, std::int64_t run, std::vector<std::string> &missing) {
    int lost = eachRow(database, ofRun("segments", run, "segment"), [&](Statement &row) {
        const std::int64_t index = row.integer(1);
        if (index < 0 || index >= mostSegments)
            return false;
        m_segments.resize(std::max(m_segments.size(), static_cast<std::size_t>(index) + 1));
        m_segments[static_cast<std::size_t>(index)].lossName = row.text(2);
        return true;
    });
    lost += eachRow(database, ofRun("curves", run, "segment, kind, block"), [&](Statement &row) {
        const std::int64_t index = row.integer(1), kind = row.integer(2);
        const auto spans = spansOf(row.bytes(4));
        if (!spans || index < 0 || index >= static_cast<std::int64_t>(m_segments.size()) || kind < 0 || kind > 1)
            return false;
        for (const runs::Span &span : *spans)
            m_segments[static_cast<std::size_t>(index)].curves[kind].curve.append(span);
        return true;
    });
    if (lost > 0)
        missing.emplace_back("some of the curve of its loss");
}

std::shared_ptr<RunLog> StoredLog::log() const {
    std::vector<runs::Segment> segments;
    for (const StoredSegment &stored : m_segments) {
        segments.push_back({stored.lossName, runs::Curve(), runs::Curve()});
        for (Index index = 0; index < stored.curves[0].curve.size(); ++index)
            segments.back().train.append(stored.curves[0].curve.span(index));
        for (Index index = 0; index < stored.curves[1].curve.size(); ++index)
            segments.back().heldOut.append(stored.curves[1].curve.span(index));
    }
    if (segments.empty())
        segments.push_back({{}, runs::Curve(), runs::Curve()});
    auto log = std::make_shared<RunLog>(m_heldOutName, std::move(segments), m_marks, m_evaluations, m_lastStep, m_lastEpoch);
    log->setDataName(m_dataName);
    return log;
}

} // namespace hourglass::project
