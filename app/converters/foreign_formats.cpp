#include "app/converters/foreign_formats.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>

#include "app/converters/conversion_messages.h"
#include "app/converters/hdf5.h"
#include "app/converters/keras_weights.h"
#include "app/converters/matlab.h"
#include "app/converters/netcdf.h"
#include "app/converters/xlsx.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HOURGLASS_RESERVES_ADDRESSES
#endif
#endif

namespace hourglass::app {

using core::Error;

namespace {

constexpr rlim_t mostSeconds = 300, mostFiles = 64;

const ForeignFormat table[] = {
    {"matlab", convertMatlab}, {"hdf5", convertHdf5}, {"netcdf", convertNetcdf}, {"xlsx", convertXlsx}, {"keras", convertKerasWeights},
};

void limit(int resource, rlim_t most) {
    rlimit wanted{most, most}, present{};
    if (getrlimit(resource, &present) == 0 && present.rlim_max != RLIM_INFINITY)
        wanted = {std::min(most, present.rlim_max), std::min(most, present.rlim_max)};
    setrlimit(resource, &wanted);
}

void limitOurselves() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto memory = static_cast<rlim_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, mostSeconds);
    limit(RLIMIT_NOFILE, mostFiles);
    limit(RLIMIT_FSIZE, memory / 2); // the result lies in memory
#ifndef HOURGLASS_RESERVES_ADDRESSES
    limit(RLIMIT_AS, memory / 4 * 3);
#endif
}

void say(const std::string &message) {
    for (std::size_t at = 0; at < message.size();) {
        const ssize_t written = write(STDOUT_FILENO, message.data() + at, message.size() - at);
        if (written <= 0)
            return;
        at += static_cast<std::size_t>(written);
    }
}

core::Result<data::Conversion> convert(const std::vector<std::string> &words) try {
    const auto format = std::find_if(std::begin(table), std::end(table), [&](const ForeignFormat &known) { return words[0] == known.key; });
    if (format == std::end(table))
        return Error{"there is no format “" + words[0] + "”", words[1], {}};
    ForeignFile file{words[1], {words.begin() + 2, words.end()}, conversionDescriptor, [](double fraction) { say(progressMessage(fraction)); }};
    return format->convert(file);
} catch (const std::bad_alloc &) {
    return Error{"the file takes more memory than is allowed", words[1], "Choose a part of it, or save a smaller one."};
} catch (const std::exception &problem) {
    return Error{std::string("the file could not be read (") + problem.what() + ")", words[1], "It may be damaged."};
}

} // namespace

bool ForeignFile::isChosen(const std::string &name) const {
    return std::find(chosen.begin(), chosen.end(), name) != chosen.end();
}

std::span<const ForeignFormat> foreignFormats() {
    return table;
}

int runConversion(const std::vector<std::string> &words) {
    if (words.size() < 2)
        return 2;
    limitOurselves();
    const auto conversion = convert(words);
    say(conversion ? doneMessage(*conversion) : errorMessage(conversion.error()));
    return conversion ? 0 : 1;
}

} // namespace hourglass::app
