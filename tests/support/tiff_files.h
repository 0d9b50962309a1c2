// Writes TIFF files with libtiff: any type of number, one page or many.
#pragma once

#include <cstring>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <QDir>
#include <QFileInfo>

#include <tiffio.h>

namespace hourglass::tests {

/// How a page is written.
struct TiffForm {
    int width = 12, height = 10, samples = 1;
    const char *mode = "w"; ///< "w8": BigTIFF, "wb": the highest byte first
    int compression = COMPRESSION_NONE, photometric = PHOTOMETRIC_MINISBLACK, orientation = 1;
    bool isPlanar = false, isTiled = false, predicts = false;
    std::vector<std::uint16_t> extras = {};
    const char *description = nullptr;
    std::uint32_t sort = 0; ///< FILETYPE_…
};

/// Of a page, pixel after pixel with its samples beside each other. Of other bits than the type's, one row as it is packed.
template <class T>
void writeTiffPage(TIFF *file, const TiffForm &form, const std::vector<T> &values, int bits = 8 * sizeof(T)) {
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, form.width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, form.height);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, form.samples);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, bits);
    TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, std::is_floating_point_v<T> ? SAMPLEFORMAT_IEEEFP : std::is_signed_v<T> ? SAMPLEFORMAT_INT : SAMPLEFORMAT_UINT);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, form.photometric);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, form.isPlanar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(file, TIFFTAG_COMPRESSION, form.compression);
    TIFFSetField(file, TIFFTAG_ORIENTATION, form.orientation);
    if (form.sort)
        TIFFSetField(file, TIFFTAG_SUBFILETYPE, form.sort);
    if (form.predicts)
        TIFFSetField(file, TIFFTAG_PREDICTOR, std::is_floating_point_v<T> ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
    if (!form.extras.empty())
        TIFFSetField(file, TIFFTAG_EXTRASAMPLES, form.extras.size(), form.extras.data());
    if (form.description)
        TIFFSetField(file, TIFFTAG_IMAGEDESCRIPTION, form.description);
    if (bits != static_cast<int>(8 * sizeof(T))) {
        TIFFWriteScanline(file, const_cast<T *>(values.data()), 0);
        TIFFWriteDirectory(file);
        return;
    }
    const int planes = form.isPlanar ? form.samples : 1, together = form.isPlanar ? 1 : form.samples, side = 16;
    if (form.isTiled) {
        TIFFSetField(file, TIFFTAG_TILEWIDTH, side);
        TIFFSetField(file, TIFFTAG_TILELENGTH, side);
    } else {
        TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 4);
    }
    const int wide = form.isTiled ? side : form.width, high = form.isTiled ? side : 1;
    for (int plane = 0; plane < planes; ++plane)
        for (int top = 0; top < form.height; top += high)
            for (int left = 0; left < form.width; left += wide) {
                std::vector<T> block(static_cast<std::size_t>(wide * high * together));
                for (int y = 0; y < high && top + y < form.height; ++y)
                    for (int x = 0; x < wide && left + x < form.width; ++x)
                        for (int s = 0; s < together; ++s)
                            block[static_cast<std::size_t>((y * wide + x) * together + s)] =
                                values[static_cast<std::size_t>(((top + y) * form.width + left + x) * form.samples + plane + s)];
                const auto sample = static_cast<std::uint16_t>(plane);
                if (form.isTiled)
                    TIFFWriteTile(file, block.data(), static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top), 0, sample);
                else
                    TIFFWriteScanline(file, block.data(), static_cast<std::uint32_t>(top), sample);
            }
    TIFFWriteDirectory(file);
}

template <class T>
void writeTiff(const QString &path, const TiffForm &form, const std::vector<std::vector<T>> &pages, int bits = 8 * sizeof(T)) {
    QDir().mkpath(QFileInfo(path).path());
    TIFF *file = TIFFOpen(qPrintable(path), form.mode);
    if (!file)
        qFatal("cannot write %s", qPrintable(path));
    for (const std::vector<T> &page : pages)
        writeTiffPage(file, form, page, bits);
    TIFFClose(file);
}

/// Numbers that differ, over a part of the type's range: of 16 bits 12, as cameras have them; signed ones on both sides of 0.
template <class T>
std::vector<T> someNumbers(std::size_t count, int seed) {
    std::vector<T> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double share = static_cast<double>((i * 7919 + static_cast<std::size_t>(seed) * 104729) % 4001) / 4000;
        if constexpr (std::is_floating_point_v<T>)
            values[i] = static_cast<T>(-30 + 200 * share);
        else if constexpr (sizeof(T) == 1)
            values[i] = static_cast<T>((std::is_signed_v<T> ? -100 : 3) + 200 * share);
        else
            values[i] = static_cast<T>((std::is_signed_v<T> ? -1000 : 50) + 4000 * share);
    }
    return values;
}

} // namespace hourglass::tests
