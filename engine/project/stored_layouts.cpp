#include "engine/project/stored_layouts.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace hourglass::project {

using core::Error;
using core::Result;

namespace {

constexpr Index mostWarnings = 100;

/// The file has integers with a sign.
std::int64_t signedOf(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

std::string linesOf(const std::vector<std::string> &sentences) {
    std::string lines;
    for (const std::string &sentence : sentences)
        lines += sentence + '\n';
    return lines;
}

std::vector<std::string> sentencesOf(const std::string &lines) {
    std::vector<std::string> sentences;
    for (std::size_t from = 0, to = 0; (to = lines.find('\n', from)) != std::string::npos && sentences.size() < mostWarnings; from = to + 1)
        sentences.push_back(lines.substr(from, to - from));
    return sentences;
}

/// The first seven columns but run and step.
runs::LayoutKey storedKeyOf(const Statement &row) {
    return {.method = row.text(2),
            .settings = row.text(3),
            .seed = static_cast<std::uint64_t>(row.integer(4)),
            .layer = row.integer(5),
            .dimensions = std::clamp<Index>(row.integer(6), 0, 3)};
}

} // namespace

Result<StoredLayouts> storedLayouts(Database &database) {
    StoredLayouts all;
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'frame_layouts'");
    if (!tables)
        return tables.error();
    if (*tables == 0)
        return all;
    auto rows = database.prepare("SELECT run, step, method, settings, seed, layer, dimensions, model, neighbours, length(places) FROM frame_layouts");
    if (!rows)
        return rows.error();
    for (;;) {
        const auto hasRow = rows->next();
        if (!hasRow || !*hasRow) // what is damaged is known when it is read itself
            return all;
        all[{rows->integer(0), rows->integer(1)}].push_back({.key = storedKeyOf(*rows),
                                                             .model = static_cast<std::uint64_t>(rows->integer(7)),
                                                             .neighbours = rows->integer(8),
                                                             .bytes = std::max<Index>(rows->integer(9), 0)});
    }
}

std::vector<runs::KeptLayout> readLayouts(Database &database, std::int64_t run, Index step, std::size_t &damaged) {
    std::vector<runs::KeptLayout> all;
    auto rows = database.prepare("SELECT * FROM frame_layouts WHERE run = ? AND step = ?");
    if (!rows) {
        ++damaged;
        return all;
    }
    *rows << run << step;
    for (;;) {
        const auto hasRow = rows->next();
        if (!hasRow)
            ++damaged;
        if (!hasRow || !*hasRow)
            return all;
        auto layout = std::make_shared<runs::MomentLayout>();
        layout->key = storedKeyOf(*rows);
        layout->model = static_cast<std::uint64_t>(rows->integer(7));
        layout->trust = {rows->integer(8), rows->real(9), rows->real(10)};
        layout->warnings = sentencesOf(rows->text(11));
        if (rows->isSound() && layout->trust.neighbours >= 0 && layout->unpack(rows->bytes(12)))
            all.push_back(std::move(layout));
        else
            ++damaged;
    }
}

Result<Statement> layoutRow(Database &database) {
    return database.prepare("INSERT OR REPLACE INTO frame_layouts VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

std::optional<Error> writeLayout(Statement &row, std::int64_t run, Index step, const runs::MomentLayout &layout) {
    const runs::LayoutKey &key = layout.key;
    const std::vector<std::byte> places = layout.packed();
    row << run << step << key.method << key.settings << signedOf(key.seed) << std::int64_t{key.layer} << std::int64_t{key.dimensions} << signedOf(layout.model)
        << std::int64_t{layout.trust.neighbours} << layout.trust.trustworthiness << layout.trust.continuity << linesOf(layout.warnings)
        << std::span<const std::byte>(places);
    return row.sum().run();
}

} // namespace hourglass::project
