#include "engine/data/readers/sound_file.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <sndfile.h>

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

constexpr sf_count_t framesAtOnce = 1 << 16;
constexpr Index mostChannels = 64;

struct Close {
    void operator()(SNDFILE *file) const { sf_close(file); }
};

} // namespace

core::Result<Recording> readRecording(const std::string &path, Index mostFrames) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, Close> file(sf_open(path.c_str(), SFM_READ, &info));
    if (!file)
        return Error{std::string("the recording cannot be read (") + sf_strerror(nullptr) + ")", path, "Save it as WAV or FLAC."};
    if (info.channels < 1 || info.channels > mostChannels)
        return Error{"the recording has " + std::to_string(info.channels) + " channels; at most 64 can be read", path, "Save fewer of them."};
    Recording recording{info.samplerate, info.channels, 0, {}, {}};
    std::vector<float> piece(static_cast<std::size_t>(framesAtOnce) * static_cast<std::size_t>(info.channels));
    while (recording.frames < mostFrames) {
        const sf_count_t got = sf_readf_float(file.get(), piece.data(), std::min<sf_count_t>(framesAtOnce, mostFrames - recording.frames));
        if (got <= 0)
            break;
        for (Index i = 0; i < got * recording.channels; ++i) // files of floats may hold anything
            if (!std::isfinite(piece[static_cast<std::size_t>(i)]))
                return Error{"the recording holds a value that is not a finite number", path, "Save it anew."};
        recording.values.insert(recording.values.end(), piece.begin(), piece.begin() + got * recording.channels);
        recording.frames += got;
    }
    if (recording.frames == 0)
        recording.remark = "it holds no sound, or its header was never completed";
    else if (info.frames > recording.frames && info.frames != SF_COUNT_MAX && recording.frames < mostFrames)
        recording.remark = "it ends before its header says";
    return recording;
}

} // namespace hourglass::data
