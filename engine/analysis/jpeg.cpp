#include "engine/analysis/jpeg.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio> // which jpeglib.h wants first
#include <cstdlib>

#include <jpeglib.h>

namespace hourglass::analysis {

namespace {

/// libjpeg ends the program at an error unless it is led elsewhere.
struct Guard {
    jpeg_error_mgr manager; // libjpeg's pointer to it is one to this
    std::jmp_buf way;
    char message[JMSG_LENGTH_MAX];
};

void leave(j_common_ptr state) {
    auto *guard = reinterpret_cast<Guard *>(state->err);
    state->err->format_message(state, guard->message);
    std::longjmp(guard->way, 1);
}

void beSilent(j_common_ptr) {}

jpeg_error_mgr *prepare(Guard &guard) {
    jpeg_error_mgr *manager = jpeg_std_error(&guard.manager);
    manager->error_exit = leave;
    manager->output_message = beSilent;
    return manager;
}

// No object with a destructor is made in the two functions that longjmp() may leave.

/// `out` comes from malloc(), also where it fails.
bool compress(Guard &guard, const JpegPixels &pixels, int quality, unsigned char **out, unsigned long *size) {
    jpeg_compress_struct state;
    state.err = prepare(guard);
    if (setjmp(guard.way)) {
        jpeg_destroy_compress(&state);
        return false;
    }
    jpeg_create_compress(&state);
    jpeg_mem_dest(&state, out, size);
    state.image_width = static_cast<JDIMENSION>(pixels.width);
    state.image_height = static_cast<JDIMENSION>(pixels.height);
    state.input_components = static_cast<int>(pixels.channels);
    state.in_color_space = pixels.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&state);
    jpeg_set_quality(&state, quality, TRUE);
    state.optimize_coding = TRUE;
    jpeg_start_compress(&state, TRUE);
    while (state.next_scanline < state.image_height) {
        auto *row = const_cast<JSAMPLE *>(pixels.bytes.data() +
                                          static_cast<std::size_t>(state.next_scanline) * static_cast<std::size_t>(pixels.width * pixels.channels));
        jpeg_write_scanlines(&state, &row, 1);
    }
    jpeg_finish_compress(&state);
    jpeg_destroy_compress(&state);
    return true;
}

/// Into pixels, which is the caller's.
bool decompress(Guard &guard, const std::vector<std::uint8_t> &file, JpegPixels &pixels) {
    jpeg_decompress_struct state;
    state.err = prepare(guard);
    if (setjmp(guard.way)) {
        jpeg_destroy_decompress(&state);
        return false;
    }
    jpeg_create_decompress(&state);
    jpeg_mem_src(&state, file.data(), static_cast<unsigned long>(file.size()));
    jpeg_read_header(&state, TRUE);
    state.out_color_space = state.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&state);
    pixels.width = state.output_width;
    pixels.height = state.output_height;
    pixels.channels = state.output_components;
    pixels.bytes.resize(static_cast<std::size_t>(pixels.width * pixels.height * pixels.channels));
    while (state.output_scanline < state.output_height) {
        JSAMPLE *row = pixels.bytes.data() + static_cast<std::size_t>(state.output_scanline) * static_cast<std::size_t>(pixels.width * pixels.channels);
        jpeg_read_scanlines(&state, &row, 1);
    }
    jpeg_finish_decompress(&state);
    jpeg_destroy_decompress(&state);
    return true;
}

core::Error errorOf(const Guard &guard, const char *what) {
    return {std::string(what) + " (" + guard.message + ")", {}, "Try with smaller pictures."};
}

} // namespace

core::Result<std::vector<std::uint8_t>> encodeJpeg(const JpegPixels &pixels, int quality) {
    Guard guard{};
    unsigned char *out = nullptr;
    unsigned long size = 0;
    const bool isMade = compress(guard, pixels, quality, &out, &size);
    std::vector<std::uint8_t> file;
    if (isMade)
        file.assign(out, out + size);
    std::free(out);
    if (!isMade)
        return errorOf(guard, "The pictures could not be written as JPEG");
    return file;
}

core::Result<JpegPixels> decodeJpeg(const std::vector<std::uint8_t> &file) {
    Guard guard{};
    JpegPixels pixels;
    if (!decompress(guard, file, pixels))
        return errorOf(guard, "The JPEG could not be read");
    return pixels;
}

} // namespace hourglass::analysis
