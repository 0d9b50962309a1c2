// Builds IDX content, gzip streams and files for tests of the readers.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include <QDir>
#include <QFile>
#include <QString>

#include <zlib.h>

namespace hourglass::tests {

using Bytes = std::vector<std::uint8_t>;

inline void append(Bytes &to, const Bytes &more) {
    to.insert(to.end(), more.begin(), more.end());
}

inline Bytes bigEndian(std::uint64_t value, int count) {
    Bytes bytes;
    for (int i = count - 1; i >= 0; --i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return bytes;
}

inline Bytes idxHeader(std::uint8_t type, std::initializer_list<std::uint32_t> extents) {
    Bytes bytes{0, 0, type, static_cast<std::uint8_t>(extents.size())};
    for (const std::uint32_t extent : extents)
        append(bytes, bigEndian(extent, 4));
    return bytes;
}

/// Unsigned bytes 0, 1, 2 … behind an honest header.
inline Bytes countingIdx(std::initializer_list<std::uint32_t> extents) {
    Bytes bytes = idxHeader(0x08, extents);
    std::size_t count = 1;
    for (const std::uint32_t extent : extents)
        count *= extent;
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::uint8_t>(i));
    return bytes;
}

inline Bytes labelIdx(const Bytes &labels) {
    Bytes bytes = idxHeader(0x08, {static_cast<std::uint32_t>(labels.size())});
    append(bytes, labels);
    return bytes;
}

inline Bytes gzip(const Bytes &content, int level = Z_BEST_COMPRESSION) {
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    Bytes packed(deflateBound(&stream, static_cast<uLong>(content.size())) + 64);
    stream.next_in = const_cast<Bytef *>(content.data());
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// Writes FOLDER/name, making folders on the way, and returns its path.
inline std::string writeFile(const QString &folder, const QString &name, const Bytes &content) {
    const QString path = folder + QLatin1Char('/') + name;
    QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/'))));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    file.write(reinterpret_cast<const char *>(content.data()), static_cast<qint64>(content.size()));
    return path.toStdString();
}

inline Bytes readFile(const QString &path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    const QByteArray content = file.readAll();
    return {content.begin(), content.end()};
}

inline std::span<const std::byte> asBytes(const Bytes &content) {
    return std::as_bytes(std::span<const std::uint8_t>(content));
}

} // namespace hourglass::tests
