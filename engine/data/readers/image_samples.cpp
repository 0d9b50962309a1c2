#include "engine/data/readers/image_samples.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include <unistd.h>

#include "engine/data/readers/image_loading.h"
#include "engine/data/readers/image_remarks.h"

namespace hourglass::data {

using core::Index;

namespace {

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

/// NaN and infinities become the lowest of the others, or 0. False where there were none.
bool replaceUnknown(std::vector<float> &floats) {
    float lowest = std::numeric_limits<float>::infinity();
    bool isAny = false;
    for (const float value : floats)
        if (std::isfinite(value))
            lowest = std::min(lowest, value);
        else
            isAny = true;
    if (!isAny)
        return false;
    for (float &value : floats)
        if (!std::isfinite(value))
            value = std::isfinite(lowest) ? lowest : 0.0f;
    return true;
}

void scaleByType(Picture &picture, double base) {
    const double shift = base - picture.lowest, factor = 1.0 / (picture.highest - picture.lowest);
    for (const std::uint8_t byte : picture.bytes)
        picture.floats.push_back(static_cast<float>(byte) / 255.0f);
    if (picture.bytes.empty())
        for (float &value : picture.floats)
            value = static_cast<float>((static_cast<double>(value) + shift) * factor);
    picture.bytes.clear();
}

/// Leaves in `firsts` all samples, file after file: the first of each, then its further ones. `counts` has how many each file gave.
template <class T>
void moveTogether(std::vector<T> &firsts, const std::vector<Index> &counts, Index features, const std::function<std::vector<T> &(Index)> &further) {
    const Index files = static_cast<Index>(counts.size());
    Index samples = 0;
    bool areSingle = true;
    for (const Index count : counts) {
        samples += count;
        areSingle = areSingle && count <= 1;
    }
    std::vector<T> together;
    if (!areSingle)
        together.reserve(at(samples * features));
    Index next = 0;
    for (Index file = 0; file < files; ++file) {
        if (counts[at(file)] == 0)
            continue;
        const auto first = firsts.begin() + static_cast<std::ptrdiff_t>(file * features);
        if (areSingle) {
            if (file != next)
                std::copy_n(first, features, firsts.begin() + static_cast<std::ptrdiff_t>(next * features));
        } else {
            together.insert(together.end(), first, first + static_cast<std::ptrdiff_t>(features));
            std::vector<T> &more = further(file);
            together.insert(together.end(), more.begin(), more.end());
            std::vector<T>().swap(more);
        }
        ++next;
    }
    if (areSingle)
        firsts.resize(at(samples * features));
    else
        firsts = std::move(together);
}

} // namespace

bool isBeyondMemory(Index samples, Index features, bool areFloats) {
    const double wanted = static_cast<double>(samples) * static_cast<double>(features) * (areFloats ? sizeof(float) : 1);
    return wanted > 0.75 * static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

ImageSamples::ImageSamples(const std::vector<ImageFile> &files, const ImagePlan &plan, const Progress &progress)
    : m_files(files), m_plan(plan), m_progress(progress), m_places(files.size()) {
    const std::size_t numbers = files.size() * at(plan.shape.size());
    if (plan.areFloats)
        m_floats.resize(numbers);
    else
        m_bytes.resize(numbers);
}

std::uint8_t *ImageSamples::bytesAt(Index file, Index sample) {
    const Index features = m_plan.shape.size();
    return sample == 0 ? &m_bytes[at(file * features)] : &m_places[at(file)].bytes[at((sample - 1) * features)];
}

float *ImageSamples::floatsAt(Index file, Index sample) {
    const Index features = m_plan.shape.size();
    return sample == 0 ? &m_floats[at(file * features)] : &m_places[at(file)].floats[at((sample - 1) * features)];
}

/// Into the channels of the file's newest sample from `firstChannel` on; with 0, it begins one.
void ImageSamples::add(Index file, const Picture &picture, const core::Shape &shape, Index firstChannel) {
    Place &place = m_places[at(file)];
    const Index features = m_plan.shape.size(), offset = firstChannel * shape.height() * shape.width();
    if (firstChannel == 0 && ++place.samples > 1) {
        if (++m_further % 64 == 1 && isBeyondMemory(static_cast<Index>(m_files.size()) + 2 * m_further, features, m_plan.areFloats))
            m_isTooLarge = true;
        if (m_plan.areFloats)
            place.floats.resize(place.floats.size() + at(features));
        else
            place.bytes.resize(place.bytes.size() + at(features));
    }
    if (m_plan.areFloats) {
        fitPicture(picture, shape, m_plan.fit, floatsAt(file, place.samples - 1) + offset);
        if (firstChannel == 0)
            place.numbers.push_back(picture.numbers);
    } else {
        fitPicture(picture, shape, m_plan.fit, bytesAt(file, place.samples - 1) + offset);
    }
}

void ImageSamples::addPlane(Index file, const Picture &plane) {
    Place &place = m_places[at(file)];
    const core::Shape one(1, m_plan.shape.height(), m_plan.shape.width());
    if (m_plan.pages == PageUse::Planes)
        add(file, plane, one, 0);
    else if (place.counts.pages <= m_plan.shape.channels())
        add(file, plane, one, place.counts.pages - 1);
}

bool ImageSamples::take(Index file, Picture picture) {
    Place &place = m_places[at(file)];
    ImageCounts &counts = place.counts;
    if (!picture.floats.empty() && !m_plan.areFloats) {
        m_needsFloats = true;
        return false;
    }
    counts.transparent += picture.wasTransparent;
    counts.hidden += picture.isHidden;
    counts.framesLeftOut += picture.framesLeftOut;
    counts.withFurtherChannels += picture.channelsLeftOut > 0;
    counts.mayBePages += picture.mayBePages;
    if (!picture.floats.empty() && replaceUnknown(picture.floats))
        ++counts.unknown;
    if (m_plan.isFullScale)
        scaleByType(picture, m_plan.wish.base);
    const bool arePlanes = m_plan.pages == PageUse::Planes || m_plan.pages == PageUse::Channels;
    for (Index channel = 0; arePlanes && channel < picture.channels; ++channel) {
        ++counts.pages;
        addPlane(file, picture.channels == 1 ? picture : planeOf(picture, channel));
    }
    if (!arePlanes) {
        ++counts.pages;
        add(file, picture, m_plan.shape, 0);
    }
    return m_plan.pages != PageUse::First && !m_isTooLarge && !m_progress.isCancelled();
}

void ImageSamples::read(Index file, const ImageDecoder &decoder) {
    if (m_needsFloats || m_isTooLarge)
        return;
    Place &place = m_places[at(file)];
    const auto content = readWhole(m_files[at(file)].path, mostBytesOfOne(static_cast<Index>(m_files.size())));
    if (!content) {
        place.problem = content.error().what;
        return;
    }
    if (const auto error = decoder.decodeAll(*content, m_plan.wish, [&](Picture &&picture) { return take(file, std::move(picture)); })) {
        place.problem = error->what;
        if (place.samples > 0 && m_plan.pages != PageUse::Channels)
            place.problem += "; what stands before it is read";
    }
    if (m_plan.pages == PageUse::Channels && place.samples > 0 && place.counts.pages != m_plan.shape.channels()) {
        place.problem =
            "has " + std::to_string(place.counts.pages) + (place.counts.pages == 1 ? " page, not " : " pages, not ") + std::to_string(m_plan.shape.channels());
        place.samples = 0;
    }
}

Part ImageSamples::gathered(const std::string &folder, ReadReport &report, ImageCounts &counts, std::vector<PictureNumbers> &numbers) {
    Part part;
    part.features = m_plan.shape.size();
    const bool hasLabels = !m_files.empty() && m_files.front().label >= 0;
    std::vector<Index> samples;
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        Place &place = m_places[i];
        if (!place.problem.empty()) {
            report.add({place.problem, shownBelow(m_files[i].path, folder)});
            report.leftOutSamples += place.samples == 0;
        }
        samples.push_back(place.samples);
        part.samples += place.samples;
        part.labels.insert(part.labels.end(), hasLabels ? at(place.samples) : 0, m_files[i].label);
        m_origins.insert(m_origins.end(), at(place.samples), static_cast<std::int32_t>(i));
        if (place.samples > 0)
            numbers.insert(numbers.end(), place.numbers.begin(), place.numbers.end());
        counts.transparent += place.counts.transparent;
        counts.hidden += place.counts.hidden;
        counts.unknown += place.counts.unknown;
        counts.framesLeftOut += place.counts.framesLeftOut;
        counts.withFurtherChannels += place.counts.withFurtherChannels;
        counts.mayBePages += place.counts.mayBePages;
        counts.severalPages += place.counts.pages > 1;
        counts.pages += place.counts.pages > 1 ? place.counts.pages : 0;
    }
    if (m_plan.areFloats) {
        moveTogether<float>(m_floats, samples, part.features, [this](Index file) -> std::vector<float> & { return m_places[at(file)].floats; });
        part.floats = std::move(m_floats);
    } else {
        moveTogether<std::uint8_t>(m_bytes, samples, part.features, [this](Index file) -> std::vector<std::uint8_t> & { return m_places[at(file)].bytes; });
        part.bytes = std::move(m_bytes);
    }
    return part;
}

} // namespace hourglass::data
