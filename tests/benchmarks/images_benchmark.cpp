// Small pictures a second that a folder is read with: 60 000 grey PNGs of 28 × 28 in ten classes. One JSON object a line.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include <QDir>
#include <QImage>
#include <QTemporaryDir>

#include "app/pictures/image_decoder.h"
#include "engine/core/random.h"
#include "engine/data/readers/image_folder.h"

using namespace hourglass;

namespace {

constexpr int pictures = 60'000, side = 28, classes = 10, runs = 5;

/// Blots that pack about as well as clothes do.
void writePictures(const QString &folder) {
    const core::Random random(0, core::Stream::Data);
    QImage image(side, side, QImage::Format_Grayscale8);
    for (int i = 0; i < classes; ++i)
        QDir().mkpath(folder + QStringLiteral("/%1").arg(i));
    for (int i = 0; i < pictures; ++i) {
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                image.scanLine(y)[x] =
                    x > 6 && x < 22 ? static_cast<uchar>(random.below(256, 0, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(y * side + x))) : 0;
        image.save(folder + QStringLiteral("/%1/%2.png").arg(i % classes).arg(i));
    }
}

} // namespace

int main() {
    const QTemporaryDir folder;
    writePictures(folder.path());
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (const int threads : {1, cores}) {
        std::vector<double> seconds;
        for (int run = 0; run < runs; ++run) {
            data::ReadOrder order;
            order.path = folder.path().toStdString();
            order.images = &app::imageDecoder();
            const auto start = std::chrono::steady_clock::now();
            const auto dataset = data::readImageFolder(order, threads);
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
            if (!dataset || dataset->train.samples != pictures)
                return 1;
        }
        std::sort(seconds.begin(), seconds.end());
        std::printf("{\"name\": \"images.load\", \"pictures\": %d, \"threads\": %d, \"pictures_per_second\": %.4g}\n", pictures, threads,
                    pictures / seconds[runs / 2]);
    }
    return 0;
}
