// Seconds to lay codes out on a plane, processor seconds of all threads, trustworthiness, and memory beyond the codes; beside other tools in
// turn with --anchors PYTHON (tests/benchmarks/anchors/projections_anchor.py), of t-SNE with the divergence of each one's layout on the same affinities
// (those of exact neighbours); scikit-learn's trustworthiness of ours stands beside our own then. The codes are the first 32 principal components of
// Fashion-MNIST's first images; --after FILE.npy,… has the codes of the same samples after some more training, once or several times, which warm starts are
// given, each from where the one before ended: times are those of all, quality that of the last. --method NAME, --tool NAME (of the others),
// --points N, --threads N, --dimensions N, --runs N, --codes FILE.npy, --after FILE.npy, --save FILE.npy. One JSON object a line.
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/analysis/pca.h"
#include "engine/data/readers/array.h"
#include "engine/data/readers/npy_array.h"
#include "engine/files/npy_writer.h"
#include "engine/projections/affinities.h"
#include "engine/projections/projection.h"
#include "engine/projections/quality.h"
#include "engine/projections/student_potential.h"
#include "tests/support/analysis_data.h"

using namespace hourglass;
using core::Index;

namespace {

constexpr Index judged = 5000, neighbours = 15; // as the anchors judge

struct Arguments {
    std::string method, tool, codes, after, save, anchors;
    Index points = 10000, dimensions = 2;
    int threads = 2, runs = 3;
};

struct Codes {
    Index dimensions = 0, samples = 0;
    core::Floats numbers;
    core::ConstView view(Index most) const { return {numbers.data(), dimensions, std::min(samples, most), dimensions}; }
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// A number of kB of /proc/self/status, in bytes.
double memoryOf(const char *key) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key))
            return std::strtod(line.c_str() + std::strlen(key), nullptr) * 1024.0;
    return 0.0;
}

double processorSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

core::Result<Codes> codesFrom(const std::string &file, Index points) {
    Codes codes;
    if (!file.empty()) {
        auto array = data::readNpyFile(file, {});
        if (!array)
            return array.error();
        codes.samples = array->count();
        codes.dimensions = array->sampleSize();
        codes.numbers = core::Floats(codes.samples * codes.dimensions);
        std::copy(array->floats.begin(), array->floats.end(), codes.numbers.data());
        return codes;
    }
    const auto dataset = tests::fashionMnist();
    if (!dataset)
        return core::Error{"Fashion-MNIST is not installed", "", "Give --codes FILE.npy."};
    codes.dimensions = 32;
    codes.samples = dataset->train.samples + dataset->test.samples;
    codes.samples = std::min(points, codes.samples);
    const Index features = dataset->shape.size();
    core::Floats images(codes.samples * features);
    for (Index sample = 0; sample < codes.samples; ++sample) {
        const bool isTrain = sample < dataset->train.samples;
        const data::Part &part = isTrain ? dataset->train : dataset->test;
        part.copySample(isTrain ? sample : sample - dataset->train.samples, images.data() + sample * features);
    }
    const core::ConstView view{images.data(), features, codes.samples, features};
    const auto pca = analysis::fitPca(analysis::SampleBlocks(view), codes.dimensions);
    if (!pca)
        return pca.error();
    codes.numbers = core::Floats(codes.samples * codes.dimensions);
    analysis::project(*pca, view, {codes.numbers.data(), codes.dimensions, codes.samples, codes.dimensions});
    return codes;
}

bool saved(const Codes &codes, const std::string &path) {
    auto writer = files::NpyWriter::create(path, {codes.samples, codes.dimensions});
    return writer && !writer->write(codes.numbers.span()) && !writer->commit();
}

struct Run {
    double seconds = 0, processorSeconds = 0, firstPicture = 0, trustworthiness = 0, objective = 0, bytesPerPoint = 0;
};

double trustOf(core::ConstView codes, const projections::Layout &layout, core::ThreadPool &pool) {
    const Index count = std::min(codes.columns, judged);
    const core::Floats columns = layout.toColumns();
    const Index rows = layout.dimensions();
    const auto quality = projections::judge(codes.columnsFrom(0, count), {columns.data(), rows, count, rows}, neighbours, pool);
    return quality ? quality->trustworthiness : 0;
}

/// What a warm start goes on from.
struct Ended {
    projections::Layout layout;
    std::shared_ptr<const projections::KnownNeighbours> known;
};

/// The KL divergence of t-SNE on these codes' own affinities, whatever a run took for them.
double divergenceOf(core::ConstView codes, const projections::Layout &layout, core::ThreadPool &pool) {
    constexpr double perplexity = 30;
    const Index samples = codes.columns;
    auto nearest = projections::nearestNeighbours(codes, std::min<Index>(3 * static_cast<Index>(perplexity), samples - 1), pool);
    if (!nearest)
        return 0;
    const projections::SparseMatrix affinities = projections::affinitiesOf(std::move(*nearest), perplexity, pool);
    projections::StudentPotential potential(samples);
    projections::Layout slope(samples, layout.dimensions());
    const kernels::ConstPoints at{layout.x.data(), layout.y.data(), layout.dimensions() > 2 ? layout.z.data() : nullptr};
    return std::log(potential.evaluate(layout, pool, slope)) + kernels::studentDivergence(0, samples, affinities.view(), at);
}

/// `start`: warm from there.
bool timeOurs(const std::string &method, core::ConstView codes, Index dimensions, const std::optional<Ended> &start, core::ThreadPool &pool, Run &run,
              Ended &ended) {
    std::ofstream("/proc/self/clear_refs") << "5"; // the peak begins anew
    const double before = memoryOf("VmRSS:"), processor = processorSeconds();
    const auto begun = std::chrono::steady_clock::now();
    const auto sinceBegun = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(); };
    projections::Subject subject{codes};
    if (start) {
        subject.start = start->layout;
        subject.known = start->known;
    }
    subject.dimensions = dimensions;
    auto projection = projections::project(method, {}, subject);
    if (!projection) {
        std::fprintf(stderr, "%s\n", projection.error().sentence().c_str());
        return false;
    }
    run.firstPicture = sinceBegun();
    if (const auto error = (*projection)->advance({}, pool)) {
        std::fprintf(stderr, "%s\n", error->sentence().c_str());
        return false;
    }
    ended.layout = (*projection)->layout();
    run.seconds = sinceBegun();
    run.processorSeconds = processorSeconds() - processor;
    run.bytesPerPoint = (memoryOf("VmHWM:") - before) / static_cast<double>(codes.columns);
    ended.known = (*projection)->giveNeighbours();
    run.objective = method == "tsne" ? divergenceOf(codes, ended.layout, pool) : 0;
    run.trustworthiness = trustOf(codes, ended.layout, pool);
    return true;
}

double numberIn(const std::string &line, const std::string &key) {
    const std::size_t at = line.find('"' + key + "\": ");
    return at == std::string::npos ? 0 : std::atof(line.c_str() + at + key.size() + 4);
}

/// The line that the script of the anchors prints for these options, or nothing.
std::string anchorSays(const Arguments &arguments, const std::string &options, const std::string &codes) {
    const std::string command = "'" + arguments.anchors + "' '" HOURGLASS_ANCHORS "/projections_anchor.py' " + options + " --codes '" + codes + "' --points " +
                                std::to_string(arguments.points) + " --threads " + std::to_string(arguments.threads) + " 2>/dev/null";
    std::string found;
    if (std::FILE *pipe = popen(command.c_str(), "r")) {
        std::array<char, 4096> line;
        while (std::fgets(line.data(), line.size(), pipe))
            if (line.front() == '{')
                found = line.data();
        pclose(pipe);
    }
    return found;
}

std::string pathBeside(const std::string &codes) {
    return codes + ".layout.npy";
}

/// What a tool's layout is worth by our own measure of t-SNE, 0 where it left none.
double divergenceOfSaved(const std::string &path, core::ConstView codes, core::ThreadPool &pool) {
    const auto array = data::readNpyFile(path, {});
    if (!array || array->count() != codes.columns || array->sampleSize() != 2)
        return 0;
    projections::Layout layout(codes.columns, 2);
    for (std::size_t i = 0; i < static_cast<std::size_t>(array->count()); ++i) {
        layout.x[i] = array->floats[2 * i];
        layout.y[i] = array->floats[2 * i + 1];
    }
    return divergenceOf(codes, layout, pool);
}

/// scikit-learn's trustworthiness of a layout of ours.
double trustOfAnchors(const Arguments &arguments, const projections::Layout &layout, const std::string &codes) {
    const std::string path = pathBeside(codes);
    Codes plane{layout.dimensions(), layout.samples(), layout.toColumns()};
    const double trust = saved(plane, path) ? numberIn(anchorSays(arguments, "--judge '" + path + "'", codes), "trustworthiness") : 0;
    std::filesystem::remove(path);
    return trust;
}

bool time(const std::string &method, const std::vector<std::string> &tools, const Codes &codes, const std::vector<Codes> &after, const Arguments &arguments,
          const std::string &path) {
    core::ThreadPool pool(arguments.threads);
    const core::ConstView view = codes.view(arguments.points);
    std::vector<double> seconds, processor;
    std::map<std::string, std::vector<double>> otherSeconds, otherProcessor, trust, divergence;
    Run run, warm, cold;
    Ended made, other;
    for (int i = 0; i < arguments.runs; ++i) {
        if (!timeOurs(method, view, arguments.dimensions, {}, pool, run, made))
            return false;
        seconds.push_back(run.seconds);
        processor.push_back(run.processorSeconds);
        if (!arguments.anchors.empty())
            for (const std::string &tool : tools) {
                if (!arguments.tool.empty() && arguments.tool != tool)
                    continue;
                const std::string plane = pathBeside(path);
                std::filesystem::remove(plane);
                const std::string line = anchorSays(arguments, "--method " + method + " --tool " + tool + " --save '" + plane + "'", path);
                otherSeconds[tool].push_back(numberIn(line, "seconds"));
                otherProcessor[tool].push_back(numberIn(line, "processor_seconds"));
                trust[tool].push_back(numberIn(line, "trustworthiness"));
                divergence[tool].push_back(method == "tsne" ? divergenceOfSaved(plane, view, pool) : 0);
                std::filesystem::remove(plane);
            }
    }
    std::printf(
        "{\"name\": \"projections\", \"method\": \"%s\", \"points\": %lld, \"dimensions\": %lld, \"layout_dimensions\": %lld, \"threads\": %d, \"seconds\": %.4g, \"processor_seconds\": %.4g, "
        "\"first_picture\": %.3g, \"trustworthiness\": %.4f, \"objective\": %.5g, \"bytes_per_point\": %.4g",
        method.c_str(), static_cast<long long>(view.columns), static_cast<long long>(view.rows), static_cast<long long>(arguments.dimensions),
        arguments.threads, median(seconds), median(processor), run.firstPicture, run.trustworthiness, run.objective, run.bytesPerPoint);
    if (!arguments.anchors.empty() && arguments.dimensions == 2)
        std::printf(", \"trustworthiness_by_scikit_learn\": %.4f", trustOfAnchors(arguments, made.layout, path));
    if (method != "pca") {
        std::vector<core::ConstView> next;
        for (const Codes &later : after)
            next.push_back(later.view(arguments.points));
        if (next.empty())
            next.push_back(view);
        std::vector<double> warmSeconds, warmProcessor, coldSeconds, coldProcessor;
        for (int i = 0; i < arguments.runs; ++i) {
            other = made;
            for (const core::ConstView later : next) {
                const Ended before = std::move(other);
                if (!timeOurs(method, later, arguments.dimensions, before, pool, warm, other))
                    return false;
                warmSeconds.push_back(warm.seconds);
                warmProcessor.push_back(warm.processorSeconds);
            }
            if (!timeOurs(method, next.back(), arguments.dimensions, {}, pool, cold, other))
                return false;
            coldSeconds.push_back(cold.seconds);
            coldProcessor.push_back(cold.processorSeconds);
        }
        std::printf(", \"warm\": {\"seconds\": %.4g, \"processor_seconds\": %.4g, \"trustworthiness\": %.5f, \"objective\": %.5g, \"cold_seconds\": %.4g, "
                    "\"cold_processor_seconds\": %.4g, \"cold_trustworthiness\": %.5f, \"cold_objective\": %.5g, \"share\": %.3g, "
                    "\"share_by_processor\": %.3g, \"bytes_per_point\": %.4g}",
                    median(warmSeconds), median(warmProcessor), warm.trustworthiness, warm.objective, median(coldSeconds), median(coldProcessor),
                    cold.trustworthiness, cold.objective, median(warmSeconds) / median(coldSeconds), median(warmProcessor) / median(coldProcessor),
                    warm.bytesPerPoint);
    }
    for (const auto &[tool, times] : otherSeconds)
        if (median(times) > 0)
            std::printf(
                ", \"%s\": {\"seconds\": %.4g, \"processor_seconds\": %.4g, \"trustworthiness\": %.4f, \"objective\": %.5g, \"times_as_fast\": %.3g, \"times_as_fast_by_processor\": %.3g}",
                tool.c_str(), median(times), median(otherProcessor[tool]), median(trust[tool]), median(divergence[tool]), median(times) / median(seconds),
                median(otherProcessor[tool]) / median(processor));
    std::printf("}\n");
    std::fflush(stdout);
    return true;
}

} // namespace

int main(int count, char **values) {
    Arguments arguments;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string key = values[i], value = values[i + 1];
        if (key == "--method")
            arguments.method = value;
        else if (key == "--tool")
            arguments.tool = value;
        else if (key == "--codes")
            arguments.codes = value;
        else if (key == "--after")
            arguments.after = value;
        else if (key == "--save")
            arguments.save = value;
        else if (key == "--anchors")
            arguments.anchors = value;
        else if (key == "--points")
            arguments.points = std::max(100, std::atoi(value.c_str()));
        else if (key == "--threads")
            arguments.threads = std::max(1, std::atoi(value.c_str()));
        else if (key == "--dimensions")
            arguments.dimensions = std::clamp(std::atoi(value.c_str()), 2, 3);
        else if (key == "--runs")
            arguments.runs = std::max(1, std::atoi(value.c_str()));
    }
    const auto codes = codesFrom(arguments.codes, arguments.points);
    if (!codes) {
        std::fprintf(stderr, "%s\n", codes.error().sentence().c_str());
        return 1;
    }
    std::vector<Codes> after;
    std::istringstream files(arguments.after);
    for (std::string file; std::getline(files, file, ',');) {
        auto read = codesFrom(file, arguments.points);
        if (!read || read->samples != codes->samples || read->dimensions != codes->dimensions) {
            std::fprintf(stderr, "%s\n", read ? "--after has codes of another size" : read.error().sentence().c_str());
            return 1;
        }
        after.push_back(std::move(*read));
    }
    std::string path = arguments.save.empty() ? arguments.codes : arguments.save;
    const bool isOurs = path.empty() && !arguments.anchors.empty();
    if (isOurs)
        path = (std::filesystem::temp_directory_path() / "hourglass_projections_benchmark.npy").string();
    bool isDone = path.empty() || path == arguments.codes || saved(*codes, path);
    const std::vector<std::pair<std::string, std::vector<std::string>>> methods{
        {"pca", {}}, {"tsne", {"qdtsne", "openTSNE"}}, {"umap", {"umap-learn", "umappp"}}, {"pacmap", {"pacmap"}}};
    for (const auto &[method, tools] : methods)
        if (isDone && (arguments.method.empty() || arguments.method == method))
            isDone = time(method, tools, *codes, after, arguments, path);
    if (isOurs)
        std::filesystem::remove(path);
    return isDone ? 0 : 1;
}
