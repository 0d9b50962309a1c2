// Seconds to read a table of a million rows of a hundred floats as CSV, and the memory that it takes at most, as a multiple of the numbers
// themselves; and a table of ten columns of words. --pandas PYTHON: pandas reads the same files in turn, as float32 and by default, and the
// faster counts. --rows N, --columns N, --words N, --threads N (0: as many as there are cores). One JSON object a table.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "engine/core/random.h"
#include "engine/data/readers/csv.h"

using namespace hourglass;

namespace {

struct Arguments {
    core::Index rows = 1'000'000, columns = 100, words = 10;
    int threads = 0;
    std::string python;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Uniform numbers with the fewest digits that tell their floats apart, as NumPy and pandas write float32.
bool writeTable(const std::string &path, const Arguments &arguments) {
    std::ofstream file(path, std::ios::binary);
    const core::Random random(1, core::Stream::Shuffle);
    std::string line;
    for (core::Index column = 0; column < arguments.columns; ++column)
        line += (column ? ",x" : "x") + std::to_string(column);
    file << line << '\n';
    for (core::Index row = 0; row < arguments.rows && file; ++row) {
        line.clear();
        for (core::Index column = 0; column < arguments.columns; ++column) {
            const core::Index drawn = random.below(1 << 24, 0, static_cast<std::uint64_t>(row), static_cast<std::uint64_t>(column));
            char text[32];
            const auto end = std::to_chars(text, text + sizeof text, static_cast<float>(drawn) / 8388608.0f - 1.0f).ptr;
            line.append(column ? "," : "").append(text, end);
        }
        file << line << '\n';
    }
    file.close();
    return bool(file);
}

constexpr core::Index differentWords = 20;

/// Words of four to twelve letters, a number at the end of each row.
bool writeWords(const std::string &path, const Arguments &arguments) {
    std::ofstream file(path, std::ios::binary);
    const core::Random random(2, core::Stream::Shuffle);
    std::string line;
    for (core::Index column = 0; column < arguments.words; ++column)
        line += 'w' + std::to_string(column) + ',';
    file << line << "x\n";
    for (core::Index row = 0; row < arguments.rows && file; ++row) {
        line.clear();
        for (core::Index column = 0; column < arguments.words; ++column) {
            const core::Index word = random.below(differentWords, 0, static_cast<std::uint64_t>(row), static_cast<std::uint64_t>(column));
            line.append(static_cast<std::size_t>(4 + word % 9), static_cast<char>('a' + word)).append(1, ',');
        }
        file << line << static_cast<double>(row % 1000) / 8.0 << '\n';
    }
    file.close();
    return bool(file);
}

/// A number of kB of /proc/self/status, in bytes.
double memoryOf(const char *key) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key))
            return std::strtod(line.c_str() + std::strlen(key), nullptr) * 1024.0;
    return 0.0;
}

/// Seconds that pandas takes, without its import.
double pandasSeconds(const std::string &python, const std::string &path, const char *options) {
    std::string command = "\"" + python;
    command += "\" -c \"import pandas, time; start = time.perf_counter(); pandas.read_csv('" + path;
    command += std::string("'") + options;
    command += "); print(time.perf_counter() - start)\"";
    double seconds = 0.0;
    if (std::FILE *pipe = popen(command.c_str(), "r")) {
        if (std::fscanf(pipe, "%lf", &seconds) != 1)
            seconds = 0.0;
        pclose(pipe);
    }
    return seconds;
}

/// Reads the file that is there, prints, and takes it away; `features` are what must come of it.
bool time(const char *name, const std::string &path, core::Index columns, core::Index features, const Arguments &arguments) {
    const double matrix = static_cast<double>(arguments.rows * features) * sizeof(float);
    const bool areNumbers = columns == features;
    std::vector<double> ours, theirs, memory;
    bool isRead = true;
    for (int run = 0; run < 3 && isRead; ++run) {
        std::ofstream("/proc/self/clear_refs") << "5"; // the peak begins anew
        const double before = memoryOf("VmRSS:");
        const auto start = std::chrono::steady_clock::now();
        const auto dataset = data::readCsv({path, {}, {}}, arguments.threads);
        ours.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        memory.push_back((memoryOf("VmHWM:") - before) / matrix);
        isRead = dataset && dataset->train.samples == arguments.rows && dataset->features() == features;
        if (!dataset)
            std::fprintf(stderr, "%s\n", dataset.error().sentence().c_str());
        if (arguments.python.empty())
            continue;
        theirs.push_back(pandasSeconds(arguments.python, path, ""));
        if (areNumbers)
            theirs.back() = std::min(theirs.back(), pandasSeconds(arguments.python, path, ", dtype='float32'"));
    }
    std::printf("{\"name\": \"%s\", \"rows\": %lld, \"columns\": %lld, \"megabytes\": %.4g, \"seconds\": %.4g, \"memory_per_matrix\": %.4g", name,
                static_cast<long long>(arguments.rows), static_cast<long long>(columns), static_cast<double>(std::filesystem::file_size(path)) / 1e6,
                median(ours), *std::max_element(memory.begin(), memory.end()));
    if (!theirs.empty() && median(theirs) > 0.0)
        std::printf(", \"pandas_seconds\": %.4g, \"times_as_fast\": %.4g", median(theirs), median(theirs) / median(ours));
    std::printf("}\n");
    return isRead;
}

} // namespace

int main(int count, char **values) {
    Arguments arguments;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string key = values[i];
        if (key == "--pandas")
            arguments.python = values[i + 1];
        else if (key == "--rows")
            arguments.rows = std::max(1, std::atoi(values[i + 1]));
        else if (key == "--columns")
            arguments.columns = std::max(0, std::atoi(values[i + 1]));
        else if (key == "--words")
            arguments.words = std::max(0, std::atoi(values[i + 1]));
        else if (key == "--threads")
            arguments.threads = std::atoi(values[i + 1]);
    }
    const std::string path = (std::filesystem::temp_directory_path() / ("hourglass_csv_benchmark_" + std::to_string(getpid()) + ".csv")).string();
    const auto run = [&](bool isWritten, const char *name, core::Index columns, core::Index features) {
        const bool isRead = isWritten && time(name, path, columns, features, arguments);
        if (!isWritten)
            std::fprintf(stderr, "%s cannot be written\n", path.c_str());
        std::filesystem::remove(path);
        return isRead;
    };
    bool isRead = arguments.columns == 0 || run(writeTable(path, arguments), "csv.load", arguments.columns, arguments.columns);
    if (isRead && arguments.words > 0)
        isRead = run(writeWords(path, arguments), "csv.words", arguments.words + 1, differentWords * arguments.words + 1);
    return isRead ? 0 : 1;
}
