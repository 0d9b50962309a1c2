#include "engine/sweeps/results.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace hourglass::sweeps {

namespace {

std::string numberText(double number) {
    if (!std::isfinite(number))
        return {};
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), written.ptr};
}

std::string cell(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char letter : text)
        quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return quoted + '"';
}

double meanOf(const std::vector<double> &values) {
    return values.empty() ? training::none : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double spreadOf(const std::vector<double> &values) {
    if (values.size() < 2)
        return training::none;
    const double mean = meanOf(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// 0 trained to the end, 1 not so, 2 without a number.
int classOf(const Summary &summary) {
    return !std::isfinite(summary.mean) ? 2 : summary.isWhole ? 0 : 1;
}

} // namespace

std::vector<Summary> summariesOf(const std::vector<Trial> &trials, const std::vector<TrialProgress> &progress, Measure measure) {
    std::vector<Summary> all;
    for (std::size_t first = 0, last = 0; first < trials.size(); first = last) {
        while (last < trials.size() && trials[last].combination == trials[first].combination)
            ++last;
        Summary summary{.combination = trials[first].combination, .firstTrial = first, .isWhole = true};
        std::vector<double> values, rates, distortions;
        for (std::size_t index = first; index < last; ++index) {
            const TrialProgress &each = progress[index];
            summary.epochs = std::max(summary.epochs, each.epoch);
            summary.isWhole = summary.isWhole && each.state == TrialState::Done;
            const double value = valueOf(each, measure);
            if (each.state == TrialState::Failed)
                ++summary.failed;
            else if (std::isfinite(value))
                values.push_back(value);
            if (std::isfinite(each.judgement.rate) && each.state != TrialState::Failed) {
                rates.push_back(each.judgement.rate);
                distortions.push_back(each.judgement.distortion);
            }
        }
        summary.count = static_cast<Index>(values.size());
        summary.mean = meanOf(values);
        summary.spread = spreadOf(values);
        summary.rate = meanOf(rates);
        summary.distortion = meanOf(distortions);
        all.push_back(summary);
    }
    return all;
}

std::vector<std::size_t> ranked(const std::vector<Summary> &summaries) {
    std::vector<std::size_t> order(summaries.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        const Summary &a = summaries[left], &b = summaries[right];
        if (classOf(a) != classOf(b))
            return classOf(a) < classOf(b);
        if (classOf(a) == 1 && a.epochs != b.epochs)
            return a.epochs > b.epochs;
        return classOf(a) < 2 && a.mean < b.mean;
    });
    return order;
}

const char *wordFor(TrialState state) {
    switch (state) {
    case TrialState::Waiting: return "waiting";
    case TrialState::Running: return "running";
    case TrialState::Held: return "held";
    case TrialState::Done: return "done";
    case TrialState::Stopped: return "stopped";
    case TrialState::Failed: return "failed";
    case TrialState::Cancelled: return "cancelled";
    }
    return "";
}

std::string csvOf(const std::vector<Axis> &axes, const std::vector<Trial> &trials, const std::vector<TrialProgress> &progress) {
    std::string text = "trial,combination";
    for (const Axis &axis : axes)
        text += ',' + cell(axis.path);
    text += ",seed,state,epochs,parameters,code,train_loss,validation_loss,validation_mse,rate,distortion,seconds,note\r\n";
    for (std::size_t index = 0; index < trials.size(); ++index) {
        const Trial &trial = trials[index];
        const TrialProgress &each = progress[index];
        text += std::to_string(index + 1) + ',' + std::to_string(trial.combination + 1);
        for (const std::string &value : trial.values)
            text += ',' + cell(value);
        text += ',' + std::to_string(trial.spec.training.seed) + ',' + wordFor(each.state) + ',' + numberText(each.epoch) + ',' +
                std::to_string(each.parameters) + ',' + std::to_string(each.codeSize);
        for (const double number : {each.trainLoss, each.loss, each.judgement.squaredError, each.judgement.rate, each.judgement.distortion, each.seconds})
            text += ',' + numberText(number);
        text += ',' + cell(each.sentence) + "\r\n";
    }
    return text;
}

} // namespace hourglass::sweeps
