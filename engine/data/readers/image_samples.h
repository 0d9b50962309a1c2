// The samples that the pictures of one part give: read by many threads, each file into its own place, so that what comes out depends on the files alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/data/dataset.h"
#include "engine/data/image_decoder.h"
#include "engine/data/progress.h"
#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_tree.h"

namespace hourglass::data {

/// What the pages of a file and the frames of a moving picture become.
enum class PageUse {
    Samples,  ///< one each
    First,    ///< the first alone is read
    Channels, ///< those of a file are the channels of one sample: a volume
    Planes    ///< each colour of each page is a grey sample
};

/// How all pictures are read.
struct ImagePlan {
    core::Shape shape;
    PictureFit fit = PictureFit::Crop;
    PageUse pages = PageUse::Samples;
    PictureWish wish;
    bool areFloats = false;   ///< the samples are floats; else a picture that is no bytes only sets needsFloats()
    bool isFullScale = false; ///< floats: 0 to 1 is what the type of each picture's numbers can hold
};

/// What is counted while pictures are read.
struct ImageCounts {
    Index transparent = 0, hidden = 0; ///< pictures; see Picture
    Index unknown = 0;                 ///< pictures with pixels that are no finite numbers
    Index framesLeftOut = 0;
    Index withFurtherChannels = 0; ///< pictures with channels that are left out
    Index mayBePages = 0;
    Index severalPages = 0, pages = 0; ///< files with more than one, and what those hold
};

class ImageSamples {
public:
    /// `files`, `plan` and `progress` must outlive it. It may throw std::bad_alloc.
    ImageSamples(const std::vector<ImageFile> &files, const ImagePlan &plan, const Progress &progress);

    /// Different files on different threads.
    void read(Index file, const ImageDecoder &decoder);

    bool needsFloats() const { return m_needsFloats; }
    /// The numbers that samples of several pages take do not fit into memory: reading stopped.
    bool isTooLarge() const { return m_isTooLarge; }

    /// Moves what was read together, in order. Adds what was not to the report, to the counts, and what the numbers of each sample were where they are floats.
    Part gathered(const std::string &folder, ReadReport &report, ImageCounts &counts, std::vector<PictureNumbers> &numbers);
    /// Of each sample of the part that was gathered, the file it is from.
    const std::vector<std::int32_t> &origins() const { return m_origins; }

private:
    /// Of one file.
    struct Place {
        std::string problem; ///< empty where all of it was read
        Index samples = 0;
        std::vector<std::uint8_t> bytes; ///< of the samples behind the first
        std::vector<float> floats;
        std::vector<PictureNumbers> numbers; ///< of each sample that is floats
        ImageCounts counts;
    };

    bool take(Index file, Picture picture);
    void addPlane(Index file, const Picture &plane);
    void add(Index file, const Picture &picture, const core::Shape &shape, Index firstChannel);
    std::uint8_t *bytesAt(Index file, Index sample);
    float *floatsAt(Index file, Index sample);

    const std::vector<ImageFile> &m_files;
    const ImagePlan &m_plan;
    const Progress &m_progress;
    std::vector<std::uint8_t> m_bytes; ///< the first sample of each file
    std::vector<float> m_floats;
    std::vector<Place> m_places;
    std::vector<std::int32_t> m_origins;
    std::atomic<bool> m_needsFloats{false}, m_isTooLarge{false};
    std::atomic<Index> m_further{0}; ///< samples behind the first of their files
};

/// Bytes of so many samples are more than three quarters of this machine's memory.
bool isBeyondMemory(Index samples, Index features, bool areFloats);

} // namespace hourglass::data
