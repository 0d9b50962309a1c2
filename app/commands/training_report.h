// What `train` says: one JSON object a line, or lines for people.
#pragma once

#include "app/commands/job.h"
#include "app/commands/json_line.h"
#include "engine/plan/snapshot.h"
#include "engine/training/records.h"
#include "engine/training/stopping.h"

namespace hourglass::app {

class TrainingReport {
public:
    /// Borrows both.
    TrainingReport(const Job &job, int threads, bool isJson, Console &console) : m_job(job), m_threads(threads), m_isJson(isJson), m_console(console) {}

    void start();
    void epoch(const training::EvaluationRecord &record);
    /// A line that is drawn again and again, on a terminal alone.
    void progress(const training::Status &status);
    void clearProgress();
    /// Measures the scores and the baselines, and says them with the hash of the parameters.
    /// `end` is why it ended: the stop that held, "epochs", "steps" or "interrupted", and what there is to say about it.
    /// An error, and nothing said, where samples could not be read any more.
    std::optional<core::Error> done(const plan::Snapshot &snapshot, const training::Stop &end);

private:
    void print(const JsonLine &line);
    void tellReading();

    const Job &m_job;
    int m_threads;
    bool m_isJson;
    Console &m_console;
    bool m_hasProgress = false;
};

} // namespace hourglass::app
