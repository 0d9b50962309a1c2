#include "engine/project/stored_log.h"

#include <algorithm>

#include "engine/project/packing.h"

namespace hourglass::project {

using core::Error;
using core::Result;
using runs::Curve;
using runs::RunLog;

namespace {

constexpr Index spansOfABlock = 512;
constexpr std::size_t recordsOfABlock = 64;

void appendAll(const std::vector<runs::Span> &spans, Curve &curve) {
    for (const runs::Span &span : spans)
        curve.append(span);
}

void appendAll(const Curve &from, Curve &curve) {
    for (Index index = 0; index < from.size(); ++index)
        curve.append(from.span(index));
}

} // namespace

void StoredLog::apply(const LogChange &change) {
    if (change.isNothing)
        return;
    if (change.whole) {
        m_segments.clear();
        for (std::size_t index = 0; index < change.whole->segments(); ++index) {
            const auto segment = change.whole->segment(index);
            m_segments.emplace_back().lossName = segment->lossName;
            appendAll(segment->train, m_segments.back().curves[0].curve);
            appendAll(segment->heldOut, m_segments.back().curves[1].curve);
        }
        m_evaluations = change.whole->evaluations();
        m_writtenEvaluations.clear();
        m_isRewritten = true;
    }
    for (std::size_t index = 0; index < change.segments.size(); ++index) {
        const SegmentChange &came = change.segments[index];
        if (change.firstSegment + index >= m_segments.size())
            m_segments.emplace_back();
        StoredSegment &segment = m_segments[std::min(change.firstSegment + index, m_segments.size() - 1)];
        segment.isWritten = segment.isWritten && segment.lossName == came.lossName;
        segment.lossName = came.lossName;
        appendAll(came.train, segment.curves[0].curve);
        appendAll(came.heldOut, segment.curves[1].curve);
    }
    for (const training::EvaluationRecord &record : change.evaluations)
        m_evaluations.append(record);
    if (change.marks) {
        m_marks = *change.marks;
        m_areMarksWritten = false;
    }
    m_heldOutName = change.heldOutName;
    m_dataName = change.dataName;
    m_lastStep = change.lastStep;
    m_lastEpoch = change.lastEpoch;
}

std::optional<Error> StoredLog::write(Database &database, std::int64_t run) {
    const std::string own = std::to_string(run);
    if (m_isRewritten)
        for (const char *table : {"segments", "curves", "evaluations", "marks"})
            if (auto error = database.execute(std::string("DELETE FROM ") + table + " WHERE run = " + own))
                return error;
    auto row = database.prepare("INSERT OR REPLACE INTO logs VALUES(?, ?, ?, ?, ?, ?)");
    if (!row)
        return row.error();
    *row << run << m_heldOutName << m_dataName << m_lastStep << m_lastEpoch;
    if (auto error = row->sum().run())
        return error;
    auto segmentRow = database.prepare("INSERT OR REPLACE INTO segments VALUES(?, ?, ?, ?)");
    if (!segmentRow)
        return segmentRow.error();
    for (std::size_t index = 0; index < m_segments.size(); ++index) {
        if (!m_segments[index].isWritten || m_isRewritten) {
            *segmentRow << run << static_cast<std::int64_t>(index) << m_segments[index].lossName;
            if (auto error = segmentRow->sum().run())
                return error;
        }
        for (int kind = 0; kind < 2; ++kind)
            if (auto error = writeCurve(database, run, index, kind))
                return error;
    }
    if (auto error = writeEvaluations(database, run))
        return error;
    return m_areMarksWritten && !m_isRewritten ? std::nullopt : writeMarks(database, run);
}

std::optional<Error> StoredLog::writeCurve(Database &database, std::int64_t run, std::size_t segment, int kind) {
    StoredCurve &stored = m_segments[segment].curves[kind];
    const Curve &curve = stored.curve;
    const bool isOther = m_isRewritten || curve.generation() != stored.writtenGeneration || curve.size() < stored.written;
    stored.writing = curve.size();
    stored.writingGeneration = curve.generation();
    if (!isOther && stored.written == curve.size())
        return {};
    const Index blocks = (curve.size() + spansOfABlock - 1) / spansOfABlock;
    if (isOther)
        if (auto error = database.execute("DELETE FROM curves WHERE run = " + std::to_string(run) + " AND segment = " + std::to_string(segment) +
                                          " AND kind = " + std::to_string(kind) + " AND block >= " + std::to_string(blocks)))
            return error;
    auto row = database.prepare("INSERT OR REPLACE INTO curves VALUES(?, ?, ?, ?, ?, ?)");
    if (!row)
        return row.error();
    for (Index block = isOther ? 0 : stored.written / spansOfABlock; block < blocks; ++block) {
        Bytes bytes;
        for (Index index = block * spansOfABlock; index < std::min((block + 1) * spansOfABlock, curve.size()); ++index)
            pack(curve.span(index), bytes);
        *row << run << static_cast<std::int64_t>(segment) << std::int64_t{kind} << block << std::span<const std::byte>(bytes);
        if (auto error = row->sum().run())
            return error;
    }
    return {};
}

std::optional<Error> StoredLog::writeEvaluations(Database &database, std::int64_t run) {
    const auto &records = m_evaluations.records();
    m_writingEvaluations.clear();
    for (const training::EvaluationRecord &record : records)
        m_writingEvaluations.emplace_back(record.step, record.endsEpoch);
    if (m_isRewritten)
        m_writtenEvaluations.clear();
    const auto differing = std::mismatch(m_writtenEvaluations.begin(), m_writtenEvaluations.end(), m_writingEvaluations.begin(), m_writingEvaluations.end());
    const auto same = static_cast<std::size_t>(differing.first - m_writtenEvaluations.begin());
    if (same == records.size() && same == m_writtenEvaluations.size())
        return {};
    auto row = database.prepare("INSERT OR REPLACE INTO evaluations VALUES(?, ?, ?, ?)");
    if (!row)
        return row.error();
    std::size_t block = same / recordsOfABlock;
    for (; block * recordsOfABlock < records.size(); ++block) {
        Bytes bytes;
        for (std::size_t index = block * recordsOfABlock; index < std::min((block + 1) * recordsOfABlock, records.size()); ++index)
            pack(records[index], bytes);
        *row << run << static_cast<std::int64_t>(block) << std::span<const std::byte>(bytes);
        if (auto error = row->sum().run())
            return error;
    }
    return database.execute("DELETE FROM evaluations WHERE run = " + std::to_string(run) + " AND block >= " + std::to_string(block));
}

std::optional<Error> StoredLog::writeMarks(Database &database, std::int64_t run) {
    if (auto error = database.execute("DELETE FROM marks WHERE run = " + std::to_string(run)))
        return error;
    auto row = database.prepare("INSERT INTO marks VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    if (!row)
        return row.error();
    for (std::size_t index = 0; index < m_marks.size(); ++index) {
        const runs::Mark &mark = m_marks[index];
        *row << run << static_cast<std::int64_t>(index) << mark.step << mark.epoch << mark.text << std::int64_t{mark.isBad}
             << static_cast<std::int64_t>(mark.segments);
        if (auto error = row->sum().run())
            return error;
    }
    return {};
}

void StoredLog::noteWritten() {
    for (StoredSegment &segment : m_segments) {
        segment.isWritten = true;
        for (StoredCurve &stored : segment.curves) {
            stored.written = stored.writing;
            stored.writtenGeneration = stored.writingGeneration;
        }
    }
    m_writtenEvaluations = m_writingEvaluations;
    m_areMarksWritten = true;
    m_isRewritten = false;
}

} // namespace hourglass::project
