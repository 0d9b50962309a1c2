#include "engine/data/readers/sound.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/data/natural_order.h"
#include "engine/data/readers/image_tree.h"
#include "engine/data/readers/part_name.h"
#include "engine/data/readers/sound_file.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr Index usualLength = 1024, shortestLength = 16, longestLength = 65536, mostFrames = Index{1} << 31;

bool isSoundName(const std::string &name) {
    std::string small = name;
    for (char &c : small)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    for (const char *ending : {".wav", ".flac", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".au", ".caf", ".mp3"})
        if (small.ends_with(ending) && !small.starts_with('.'))
            return true;
    return false;
}

/// Each frame becomes the mean of its channels.
void mix(Recording &recording) {
    const auto channels = static_cast<std::size_t>(recording.channels);
    for (std::size_t frame = 0; frame < static_cast<std::size_t>(recording.frames); ++frame) {
        float sum = 0.0f;
        for (std::size_t channel = 0; channel < channels; ++channel)
            sum += recording.values[frame * channels + channel];
        recording.values[frame] = sum / static_cast<float>(channels);
    }
    recording.values.resize(static_cast<std::size_t>(recording.frames));
    recording.channels = 1;
}

class SoundReader {
public:
    SoundReader(const ReadOrder &order, const spec::Component &chosen, const spec::Kind &kind)
        : m_order(order), m_length(spec::integerOf(chosen, kind, "length")), m_mixes(spec::choiceOf(chosen, kind, "channels") == "mix") {}

    Result<Dataset> read() {
        std::error_code failure;
        const bool isFolder = fs::is_directory(m_order.path, failure);
        auto tree = isFolder ? findImages(m_order.path, m_order.progress, isSoundName) : Result<ImageTree>(ImageTree{});
        if (!tree)
            return tree.error();
        if (!isFolder)
            tree->parts[ImageTree::Train].push_back({m_order.path, -1});
        m_dataset.classNames = tree->classes;
        const Index files = tree->count();
        for (int part = 0; part < 3; ++part)
            for (const ImageFile &file : tree->parts[static_cast<std::size_t>(part)]) {
                if (m_order.progress.isCancelled())
                    return cancelledError(m_order.path);
                m_order.progress.tell(static_cast<double>(m_files) / static_cast<double>(files),
                                      "Reading " + shownName(fs::path(file.path).filename().string()));
                if (auto error = take(file, part, isFolder))
                    return *error;
            }
        return finish(*tree, isFolder);
    }

private:
    std::optional<Error> take(const ImageFile &file, int part, bool isFolder) {
        ++m_files;
        const std::string name = shownName(isFolder ? fs::relative(file.path, m_order.path).string() : fs::path(file.path).filename().string());
        auto recording = readRecording(file.path, mostFrames);
        if (!recording) {
            if (!isFolder)
                return recording.error();
            pass(recording.error().what, name);
            return {};
        }
        if (!recording->remark.empty())
            pass(recording->remark, name);
        if (recording->frames == 0)
            return {};
        if (m_mixes && recording->channels > 1) {
            m_mixed = std::max(m_mixed, recording->channels);
            mix(*recording);
        }
        if (m_channels == 0)
            m_channels = recording->channels;
        if (recording->channels != m_channels)
            return Error{name + " has " + std::to_string(recording->channels) + " channels, and those before " + std::to_string(m_channels),
                         "data.options.channels", "Set it to \"mix\", which makes one of them."};
        ++m_rates[recording->rate];
        return cut(*recording, file.label, part, name);
    }

    std::optional<Error> cut(Recording &recording, std::int32_t label, int part, const std::string &name) {
        const auto width = static_cast<std::size_t>(m_length * m_channels);
        Index pieces = recording.frames / m_length;
        m_leftOver += pieces > 0 ? recording.frames % m_length : 0;
        if (pieces == 0) {
            ++m_filled;
            pieces = 1;
            recording.values.resize(width, 0.0f);
        }
        std::vector<float> &values = m_dataset.train.floats;
        const double memory = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
        if (static_cast<double>(values.size() + static_cast<std::size_t>(pieces) * width) * sizeof(float) > memory / 2)
            return Error{"the recordings take more than half of the machine's memory", m_order.path, "Choose a folder with fewer of them."};
        values.insert(values.end(), recording.values.begin(), recording.values.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(pieces) * width));
        const auto count = static_cast<std::size_t>(pieces);
        m_labels.insert(m_labels.end(), count, label);
        m_parts.insert(m_parts.end(), count, static_cast<PartKind>(part));
        m_groups.insert(m_groups.end(), count, static_cast<std::int32_t>(m_dataset.groupNames.size()));
        m_dataset.groupNames.push_back(name);
        return {};
    }

    void pass(const std::string &what, const std::string &name) {
        m_dataset.report.add({what, name, 0, 0});
        ++m_dataset.report.leftOutSamples;
    }

    Result<Dataset> finish(const ImageTree &tree, bool isFolder) {
        const auto samples = static_cast<Index>(m_parts.size());
        if (samples == 0)
            return Error{isFolder ? "none of the recordings can be read" : "the recording holds no sound", m_order.path,
                         m_dataset.report.problems.empty() ? "Choose another."
                                                           : m_dataset.report.problems.front().file + ": " + m_dataset.report.problems.front().what + "."};
        m_dataset.title = shownName(fs::path(m_order.path).filename().string());
        m_dataset.origin = (isFolder ? "Recordings in " : "Recording ") + m_order.path;
        m_dataset.shape = core::Shape(m_length, m_channels);
        Part &train = m_dataset.train;
        train.samples = samples;
        train.features = m_length * m_channels;
        const auto [lowest, highest] = std::minmax_element(train.floats.begin(), train.floats.end());
        m_dataset.isWithinUnit = *lowest >= 0.0f && *highest <= 1.0f;
        if (!tree.classes.empty())
            train.labels = std::move(m_labels);
        if (m_dataset.groupNames.size() > 1)
            train.groups = std::move(m_groups);
        else
            m_dataset.groupNames.clear();
        const bool hasParts = std::any_of(m_parts.begin(), m_parts.end(), [](PartKind part) { return part != PartKind::Train; });
        tell();
        if (hasParts)
            moveToParts(m_dataset, std::move(m_parts));
        if (m_dataset.train.isEmpty())
            return Error{"no recording of the training part can be read", m_order.path, "Choose a folder with sound recordings in it."};
        return std::move(m_dataset);
    }

    void tell() {
        std::vector<std::string> &remarks = m_dataset.report.remarks;
        std::string rates;
        for (const auto &[rate, files] : m_rates)
            rates += (rates.empty() ? "" : ", ") + std::to_string(rate) + " Hz" +
                     (m_rates.size() > 1 ? " (" + std::to_string(files) + (files == 1 ? " file)" : " files)") : "");
        remarks.push_back("A sample is " + std::to_string(m_length) + " frames behind one another; the rate is " + rates + ".");
        if (m_rates.size() > 1)
            remarks.push_back("The files differ in their rates, and nothing is resampled: the same sound has other shapes in them.");
        if (m_mixed > 0)
            remarks.push_back("Up to " + std::to_string(m_mixed) + " channels are mixed to one.");
        if (m_leftOver > 0)
            remarks.push_back(std::to_string(m_leftOver) + " frames at the ends of the files are left out: they fill no whole sample.");
        if (m_filled > 0)
            remarks.push_back(std::to_string(m_filled) + (m_filled == 1 ? " file is" : " files are") + " shorter than a sample, and filled with silence.");
        m_dataset.report.assumed = {{"length", m_length}, {"channels", std::string(m_mixes ? "mix" : "keep")}};
    }

    const ReadOrder &m_order;
    Index m_length;
    bool m_mixes;
    Dataset m_dataset;
    std::vector<std::int32_t> m_labels, m_groups; ///< one a sample, of all parts
    std::vector<PartKind> m_parts;
    std::map<int, Index> m_rates; ///< files by their rates
    Index m_channels = 0, m_mixed = 0, m_files = 0, m_leftOver = 0, m_filled = 0;
};

} // namespace

spec::Kind soundKind() {
    return {.key = "sound",
            .label = "Recordings",
            .help = "Sound as series of equally many frames; a folder of files has its classes by folder.",
            .settings = {{.key = "length",
                          .label = "Frames a sample",
                          .help = "How many frames behind one another are a sample: at 16 000 Hz, 1024 are 64 milliseconds.",
                          .kind = spec::SettingKind::Integer,
                          .fallback = usualLength,
                          .minimum = static_cast<double>(shortestLength),
                          .maximum = static_cast<double>(longestLength)},
                         {.key = "channels",
                          .label = "Channels",
                          .help = "What becomes of several channels.",
                          .kind = spec::SettingKind::Choice,
                          .fallback = std::string("mix"),
                          .choices = {{"mix", "Mixed", "Their mean is the one channel."},
                                      {"keep", "Kept", "Each is a feature of the series; all files must have equally many."}}}}};
}

bool looksLikeSound(const std::string &path) {
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return holdsImages(path, isSoundName);
    return isSoundName(fs::path(path).filename().string()) && fs::is_regular_file(path, failure);
}

Result<Dataset> readSound(const ReadOrder &order) {
    const spec::Kind kind = soundKind();
    return SoundReader(order, {kind.key, order.options}, kind).read();
}

} // namespace hourglass::data
