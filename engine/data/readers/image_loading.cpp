#include "engine/data/readers/image_loading.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

constexpr int mostThreads = 64;
constexpr auto betweenReports = std::chrono::milliseconds(40);

/// What the threads of one run share.
struct Shared {
    std::atomic<Index> next{0}, done{0};
    std::atomic<bool> lacksMemory{false};
    std::mutex mutex;
    std::condition_variable ended;
    int running = 0; ///< under the mutex
};

void runThrough(Shared &shared, Index count, const Progress &progress, const std::function<void(Index)> &work) {
    try {
        while (!progress.isCancelled() && !shared.lacksMemory) {
            const Index index = shared.next++;
            if (index >= count)
                break;
            work(index);
            ++shared.done;
        }
    } catch (const std::bad_alloc &) {
        shared.lacksMemory = true;
    }
    const std::lock_guard lock(shared.mutex);
    --shared.running;
    shared.ended.notify_one();
}

/// Closes what fopen() opened.
struct Close {
    void operator()(std::FILE *file) const { std::fclose(file); }
};

} // namespace

std::optional<Error> forEachOnAllCores(Index count, int threads, const Progress &progress, const std::string &what, const std::string &where,
                                       const std::function<void(Index)> &work) {
    const int wanted = threads > 0 ? threads : std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, mostThreads);
    const int members = static_cast<int>(std::min<Index>(wanted, std::max<Index>(count, 1)));
    Shared shared;
    std::vector<std::jthread> team; // joined before what they share goes
    for (int member = 0; member < members; ++member) {
        {
            const std::lock_guard lock(shared.mutex);
            ++shared.running;
        }
        try {
            team.emplace_back([&] { runThrough(shared, count, progress, work); });
        } catch (const std::system_error &) { // no more threads to be had: those at hand do it, or this one
            const std::lock_guard lock(shared.mutex);
            --shared.running;
            break;
        }
    }
    if (team.empty()) {
        shared.running = 1;
        runThrough(shared, count, progress, work);
    }
    for (std::unique_lock lock(shared.mutex); shared.running > 0;) {
        shared.ended.wait_for(lock, betweenReports);
        lock.unlock();
        progress.tell(static_cast<double>(shared.done) / static_cast<double>(std::max<Index>(count, 1)), what);
        lock.lock();
    }
    team.clear();
    if (shared.lacksMemory)
        return Error{"the pictures do not fit into memory", where, "Choose a smaller size, or close other programs."};
    if (progress.isCancelled())
        return cancelledError(where);
    return {};
}

core::Result<std::vector<std::byte>> readWhole(const std::string &path, std::size_t most) {
    const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
    if (!file)
        return Error{"cannot be opened (" + std::generic_category().message(errno) + ")", {}, {}};
    struct stat status {};
    if (fstat(fileno(file.get()), &status) != 0 || !S_ISREG(status.st_mode))
        return Error{"is no file", {}, {}};
    if (status.st_size == 0)
        return Error{"is empty", {}, {}};
    if (static_cast<std::uint64_t>(status.st_size) > most)
        return Error{"is larger than the " + std::to_string(most >> 20) + " MB that a picture may have", {}, {}};
    std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
    if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
        return Error{"cannot be read to its end", {}, {}};
    return bytes;
}

std::size_t mostBytesOfOne(Index files) {
    const auto memory = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return files == 1 ? std::max(mostPictureBytes, memory / 2) : mostPictureBytes;
}

} // namespace hourglass::data
