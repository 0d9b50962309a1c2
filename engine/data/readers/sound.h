// Recordings as WAV, FLAC, OGG, AIFF or MP3, by libsndfile: a file cut into pieces of equal length, or a folder of files with classes by folder.
#pragma once

#include <string>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// "length": frames a sample; "channels": mixed to one, or kept.
spec::Kind soundKind();

/// A file named .wav, .flac, .ogg, .oga, .opus, .aif, .aiff, .au, .caf or .mp3, or a folder that holds one, as holdsImages() looks for pictures.
bool looksLikeSound(const std::string &path);

/// Samples are series of `length` frames, one behind another from each file's first frame on; what is left at the end is left out, and a file
/// shorter than that is filled with silence. Values lie in [−1, 1] as libsndfile scales them. A file is a group; its folder its class and part,
/// as folders of pictures have it. Rates are told, and nothing is resampled.
core::Result<Dataset> readSound(const ReadOrder &order);

} // namespace hourglass::data
