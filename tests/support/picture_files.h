// A folder of picture files, and what the program's decoder makes of it.
#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QTest>

#include "app/pictures/image_decoder.h"
#include "engine/data/readers/reader.h"
#include "tests/support/idx_files.h"

namespace hourglass::tests {

inline Bytes png(const QImage &image) {
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    if (!QImageWriter(&buffer, "png").write(image))
        qFatal("a PNG cannot be written");
    return {content.begin(), content.end()};
}

inline QImage grey16(int width, int height, const std::vector<std::uint16_t> &values) {
    QImage image(width, height, QImage::Format_Grayscale16);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            reinterpret_cast<quint16 *>(image.scanLine(y))[x] = values[static_cast<std::size_t>(y * width + x)];
    return image;
}

/// (v − low) ÷ (high − low) over all of them.
template <class T>
std::vector<float> byRange(const std::vector<std::vector<T>> &pictures) {
    double lowest = std::numeric_limits<double>::max(), highest = -lowest;
    for (const auto &picture : pictures)
        for (const T value : picture)
            lowest = std::min<double>(lowest, static_cast<double>(value)), highest = std::max<double>(highest, static_cast<double>(value));
    std::vector<float> scaled;
    for (const auto &picture : pictures)
        for (const T value : picture)
            scaled.push_back(static_cast<float>((static_cast<double>(value) - lowest) / (highest - lowest)));
    return scaled;
}

/// Numbers that are the same but for rounding.
inline void compare(const std::vector<float> &got, const std::vector<float> &wanted) {
    QCOMPARE(got.size(), wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        QVERIFY2(std::abs(got[i] - wanted[i]) < 1e-6f, qPrintable(QString("%1: %2 where %3 is right").arg(i).arg(got[i]).arg(wanted[i])));
}

inline spec::Values option(const char *key, const char *value) {
    return {{key, std::string(value)}};
}

/// All that was said of the pictures, doubts as well.
inline QString remarksOf(const data::Dataset &dataset) {
    QString all;
    for (const data::Doubt &doubt : dataset.report.doubts)
        all += QString::fromStdString(doubt.sentence) + '\n';
    for (const std::string &remark : dataset.report.remarks)
        all += QString::fromStdString(remark) + '\n';
    return all;
}

class PictureFolder {
public:
    QString path() const { return m_folder.path(); }
    QString at(const QString &name) const { return m_folder.filePath(name); }
    std::string add(const char *name, const Bytes &content) const { return writeFile(m_folder.path(), QString::fromUtf8(name), content); }
    /// The whole, or a file or folder in it.
    core::Result<data::Dataset> read(const spec::Values &options = {}, const QString &name = {}) const {
        data::ReadOrder order;
        order.path = (name.isEmpty() ? m_folder.path() : at(name)).toStdString();
        order.options = options;
        order.images = &app::imageDecoder();
        return data::readPath(order);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace hourglass::tests
