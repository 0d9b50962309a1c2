// The bytes of one try, as a file in memory where there is such a folder. One file a process: two fuzzers may run beside each other.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace hourglass::fuzz {

/// Its path: a folder of this process's own, which is gone when the process ends soundly. The name of the first call holds.
inline const std::string &pathOfTries(const char *name) {
    struct Folder {
        std::filesystem::path path;
        std::string file;
        explicit Folder(const char *name) {
            const std::filesystem::path memory("/dev/shm");
            path = (std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path()) / ("hourglass-fuzz-" + std::to_string(getpid()));
            std::filesystem::create_directories(path);
            file = (path / name).string();
        }
        ~Folder() {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    };
    static const Folder folder(name);
    return folder.file;
}

inline const std::string &fileOf(const char *name, const std::uint8_t *bytes, std::size_t size) {
    const std::string &path = pathOfTries(name);
    std::FILE *file = std::fopen(path.c_str(), "wb");
    if (!file || std::fwrite(bytes, 1, size, file) != size || std::fclose(file) != 0)
        std::abort();
    return path;
}

/// With HOURGLASS_FUZZ_SEEDS set, whatever cannot be read ends the run: seeds must be sound.
inline void note(bool wasRead, const std::string &why) {
    static const bool mustRead = std::getenv("HOURGLASS_FUZZ_SEEDS") != nullptr;
    if (wasRead || !mustRead)
        return;
    std::fprintf(stderr, "a seed cannot be read: %s\n", why.c_str());
    std::abort();
}

} // namespace hourglass::fuzz
