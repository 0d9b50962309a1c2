// What a fuzzer's bytes pass for. Each fuzzer of data defines one; all else of it is compiled once.
#pragma once

namespace hourglass::fuzz {

struct TriedFile {
    const char *name;     ///< tells the reader, as it does for a person's file
    const char *beside;   ///< the name of a sound table in the same folder, which is then read as a whole; null for none
    int megabytes;        ///< the setting "megabytes" where it is above zero
    bool areReadTogether; ///< whatever the columns of the two are
};

extern const TriedFile triedFile;

} // namespace hourglass::fuzz
