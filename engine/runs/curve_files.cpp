#include "engine/runs/curve_files.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <set>
#include <span>
#include <string_view>

#include "engine/files/atomic_file.h"
#include "engine/runs/event_records.h"

namespace hourglass::runs {

namespace {

std::optional<core::Error> write(const std::string &path, const std::string &bytes) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(bytes.data(), bytes.size()))))
        return error;
    return file->commit();
}

std::string numberText(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 9);
    return {text.data(), end.ptr};
}

std::string cell(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char letter : text)
        quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return quoted + '"';
}

/// As a folder may be called; no two alike.
std::string folderName(const std::string &name, std::set<std::string> &taken) {
    std::string plain;
    for (const char letter : name)
        plain += std::string_view("/\\:*?\"<>|").find(letter) != std::string_view::npos || static_cast<unsigned char>(letter) < 32 ? '_' : letter;
    while (!plain.empty() && (plain.front() == '.' || plain.front() == ' '))
        plain.erase(plain.begin());
    if (plain.empty())
        plain = "run";
    std::string wanted = plain;
    for (int number = 2; !taken.insert(wanted).second; ++number)
        wanted = plain + " (" + std::to_string(number) + ')';
    return wanted;
}

} // namespace

std::optional<core::Error> writeCurvesAsCsv(const std::vector<RunCurves> &runs, const std::string &path) {
    std::string text = "run,series,loss,step,epoch,seconds,value,minimum,maximum,steps\r\n";
    for (const RunCurves &run : runs)
        for (const Series &series : run.series) {
            const std::string beginning = cell(run.name) + ',' + cell(series.name) + ',' + cell(series.lossName) + ',';
            for (const SeriesPoint &point : series.points)
                text += beginning + std::to_string(point.step) + ',' + numberText(point.epoch) + ',' + numberText(point.seconds) + ',' +
                        numberText(point.value) + ',' + numberText(static_cast<double>(point.minimum)) + ',' + numberText(static_cast<double>(point.maximum)) +
                        ',' + std::to_string(point.steps) + "\r\n";
        }
    return write(path, text);
}

std::optional<core::Error> writeCurvesForTensorBoard(const std::vector<RunCurves> &runs, const std::string &folder) {
    std::set<std::string> taken;
    for (const RunCurves &run : runs) {
        const std::filesystem::path place = std::filesystem::path(folder) / folderName(run.name, taken);
        std::error_code problem;
        std::filesystem::create_directories(place, problem);
        if (problem)
            return core::Error{"The folder cannot be made: " + problem.message(), place.string(), "Choose another one."};
        const auto begin = static_cast<double>(run.created);
        std::string records = record(fileVersionEvent(begin));
        for (const Series &series : run.series)
            for (const SeriesPoint &point : series.points)
                records += record(scalarEvent(begin + point.seconds, point.step, series.name, static_cast<float>(point.value)));
        if (auto error = write((place / ("events.out.tfevents." + std::to_string(run.created) + ".hourglass")).string(), records))
            return error;
    }
    return {};
}

} // namespace hourglass::runs
