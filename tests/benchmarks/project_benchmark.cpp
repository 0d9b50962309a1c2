// What saving a training into a project takes of a processor: the copy of its state on the trainer's thread and the write on the writer's, each
// second with a thousand steps, as share of one core that trains; and how long a project of fifty runs of 200 000 parameters takes to open.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "engine/plan/plan.h"
#include "engine/project/project_writer.h"

using namespace hourglass;

namespace {

double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double wallSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

spec::LayerSpec dense(core::Index units) {
    return {"dense", {{"units", units}}};
}

training::TrainingState stateOf(const std::shared_ptr<const plan::Plan> &plan) {
    const core::Index parameters = plan->parameterFloats();
    training::TrainingState state;
    state.plan = plan;
    state.parameters = core::Floats(parameters);
    state.state = core::Floats(plan->stateFloats());
    state.moments = core::Floats(2 * parameters);
    for (core::Index i = 0; i < state.moments.size(); ++i)
        state.moments[i] = static_cast<float>(static_cast<std::uint32_t>(i) * 2654435761u >> 8) * 1e-9f;
    return state;
}

/// All curves, and the state of the run that goes on, as the window reads them.
void measureOpening(const std::string &folder) {
    constexpr std::int64_t runs = 50;
    constexpr core::Index steps = 20'000;
    const std::string path = folder + "/runs.hourglass";
    project::Saving saving;
    for (const core::Index width : {120, 32, 120, 784})
        saving.run.spec.model.layers.push_back(dense(width));
    const auto plan = plan::compile(saving.run.spec.model, core::Shape(784));
    {
        auto file = project::ProjectFile::open(path);
        if (!plan || !file)
            return;
        auto log = std::make_shared<runs::RunLog>("mean squared error", "test");
        std::vector<training::StepRecord> records;
        for (core::Index step = 1; step <= steps; ++step)
            records.push_back({step, static_cast<double>(step) / 235, 1, 0.3f, 0.3f, 0.3f});
        log->append(records);
        saving.state = std::make_shared<training::TrainingState>(stateOf(*plan));
        for (saving.run.id = 1; saving.run.id <= runs; ++saving.run.id) {
            saving.run.name = "Run " + std::to_string(saving.run.id);
            saving.log = project::LogFollower().changesOf(log);
            saving.moment = {.step = steps, .epoch = 85, .taken = project::now()};
            saving.isPresent = saving.run.id == runs;
            if (file->save(saving))
                return;
        }
    }
    const double before = processorSeconds(), start = wallSeconds();
    auto file = project::ProjectFile::open(path);
    std::vector<project::StoredRun> all = file->runs();
    core::Index spans = 0;
    for (const project::StoredRun &run : all)
        spans += file->log(run.record.id)->present().train.size();
    const auto state = file->state(all.back(), project::StateKind::Running, *plan, 60'000);
    std::printf(
        "{\"benchmark\":\"project_opening\",\"runs\":%zu,\"parameters\":%lld,\"spans\":%lld,\"sound\":%s,\"processor_ms\":%.0f,\"wall_ms\":%.0f,\"file_mb\":%.1f}\n",
        all.size(), static_cast<long long>((*plan)->parameterFloats()), static_cast<long long>(spans), state && file->missing().empty() ? "true" : "false",
        (processorSeconds() - before) * 1e3, (wallSeconds() - start) * 1e3, static_cast<double>(std::filesystem::file_size(path)) / 1e6);
}

void measure(const char *name, const std::vector<core::Index> &widths, const std::string &folder) {
    constexpr core::Index features = 784, stepsOfASecond = 1000;
    constexpr int savings = 20;
    project::Saving saving;
    for (const core::Index width : widths)
        saving.run.spec.model.layers.push_back(dense(width));
    const auto plan = plan::compile(saving.run.spec.model, core::Shape(features));
    auto file = project::ProjectFile::open(folder + "/" + name + ".hourglass");
    if (!plan || !file) {
        std::fprintf(stderr, "%s\n", plan ? file.error().sentence().c_str() : plan.error().sentence().c_str());
        return;
    }
    const core::Index parameters = (*plan)->parameterFloats();
    training::TrainingState state = stateOf(*plan);
    saving.run.id = 1;
    auto log = std::make_shared<runs::RunLog>("mean squared error", "test");
    project::LogFollower follower;
    double copying = 0, writing = 0, longest = 0;
    for (int round = 0; round < savings; ++round) {
        std::vector<training::StepRecord> steps;
        for (core::Index step = 1; step <= stepsOfASecond; ++step)
            steps.push_back({state.step + step, static_cast<double>(state.step + step) / 235, 1, 0.3f, 0.3f, 0.3f});
        log->append(steps);
        state.step += stepsOfASecond;
        saving.log = follower.changesOf(log);
        const double before = processorSeconds();
        saving.state = std::make_shared<training::TrainingState>(state);
        const double copied = processorSeconds(), start = wallSeconds();
        saving.moment = {.step = state.step, .epoch = 0, .taken = project::now()};
        if (const auto error = file->save(saving)) {
            std::fprintf(stderr, "%s\n", error->sentence().c_str());
            return;
        }
        copying += copied - before;
        writing += processorSeconds() - copied;
        longest = std::max(longest, wallSeconds() - start);
    }
    const double share = (copying + writing) / (savings * project::SavingPace::usualSeconds);
    std::printf(
        "{\"benchmark\":\"project\",\"stack\":\"%s\",\"parameters\":%lld,\"state_mb\":%.1f,\"copy_ms\":%.2f,\"write_ms\":%.2f,\"longest_write_wall_ms\":%.0f,"
        "\"share_of_a_core\":%.4f,\"file_mb\":%.1f}\n",
        name, static_cast<long long>(parameters), static_cast<double>(state.bytes()) / 1e6, copying / savings * 1e3, writing / savings * 1e3, longest * 1e3,
        share, static_cast<double>(std::filesystem::file_size(file->path())) / 1e6);
}

} // namespace

int main() {
    char folder[] = "/tmp/hourglass-project-XXXXXX";
    if (!mkdtemp(folder))
        return 1;
    measure("deep", {128, 64, 32, 64, 128, 784}, folder);
    measure("a_million", {600, 32, 600, 784}, folder);
    measureOpening(folder);
    std::filesystem::remove_all(folder);
    return 0;
}
