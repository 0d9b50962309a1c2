// A moving picture on its way into a file, a picture at a time: GIF, animated WebP, or numbered PNG pictures in a folder. What is not finished leaves nothing
// behind. Used on one thread, which may be any.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QImage>

#include "engine/core/result.h"

namespace hourglass::app {

enum class AnimationFormat {
    Gif,       ///< 255 colours a picture
    Webp,      ///< every colour as it is
    SmallWebp, ///< much smaller than the exact one, with edges of colours a little softer
    Png
};

struct AnimationFile {
    AnimationFormat format = AnimationFormat::Gif;
    std::string path;             ///< of PNG pictures: of a folder that is not there yet, or empty
    double framesPerSecond = 10;  ///< above 0
    double lastHeldSeconds = 0.0; ///< the last picture stays so much longer
    bool loops = true;            ///< for ever; false: it is shown once
    int frames = 0;               ///< that will come, at least 1
};

/// How long each picture is shown, in milliseconds, whole hundredths of a second as GIF has them. Rounding never adds up: the k-th picture begins within 5 ms
/// of k / framesPerSecond. None is shorter than 20 ms, which viewers take for 100 ms.
std::vector<int> durationsOf(const AnimationFile &file);

class AnimationWriter {
public:
    virtual ~AnimationWriter() = default; ///< what is not finished goes

    /// The next picture. All are as large as the first, and opaque.
    virtual std::optional<core::Error> add(const QImage &picture) = 0;
    /// All pictures are there: the file, or the folder, takes its place.
    virtual std::optional<core::Error> finish() = 0;
    /// Written so far; 0 where the format says so only at its end.
    virtual long long bytes() const = 0;
};

/// An error where nothing can be written to the path, known before the first picture.
core::Result<std::unique_ptr<AnimationWriter>> startAnimation(const AnimationFile &file);

core::Result<std::unique_ptr<AnimationWriter>> startGif(const AnimationFile &file);
core::Result<std::unique_ptr<AnimationWriter>> startWebp(const AnimationFile &file);
core::Result<std::unique_ptr<AnimationWriter>> startPngs(const AnimationFile &file);

} // namespace hourglass::app
