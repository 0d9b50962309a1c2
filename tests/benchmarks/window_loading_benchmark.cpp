// The real window while data come in beside a training: its longest turn, and how soon Cancel leaves the reader's thread free. A table of
// 300 000 × 100 numbers, 30 000 PNGs and 60 000 packed images are looked at, used, and looked at and cancelled. Run it under
// Xvfb: tests/benchmarks/run.sh window_loading. One JSON object for each kind of data.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include <zlib.h>

#include "app/wiring/program.h"
#include "engine/core/floating_point.h"
#include "engine/core/random.h"
#include "engine/spec/presets.h"
#include "tests/benchmarks/timed_application.h"
#include "ui/import/import_panel.h"

using namespace hourglass;
using namespace hourglass::benchmarks;

namespace {

constexpr int rows = 300'000, columns = 100, pictures = 30'000, images = 60'000, side = 28, classes = 10;
const core::Random numbers(1, core::Stream::Data);

std::uint8_t byteOf(int sample, int at) {
    return static_cast<std::uint8_t>(numbers.below(256, 0, static_cast<std::uint64_t>(sample), static_cast<std::uint64_t>(at)));
}

QString writeTable(const QString &folder) {
    QFile file(folder + "/table.csv");
    if (!file.open(QIODevice::WriteOnly))
        return {};
    QByteArray line;
    for (int column = 0; column < columns; ++column)
        line += (column ? ",x" : "x") + QByteArray::number(column);
    file.write(line + '\n');
    for (int row = 0; row < rows; ++row) {
        line.clear();
        for (int column = 0; column < columns; ++column)
            line += (column ? ",0." : "0.") + QByteArray::number(1000 + byteOf(row, column) * 30 + row % 30);
        file.write(line + '\n');
    }
    return file.fileName();
}

QString writePictures(const QString &folder) {
    const QString root = folder + "/pictures";
    QImage image(side, side, QImage::Format_Grayscale8);
    for (int i = 0; i < classes; ++i)
        QDir().mkpath(QStringLiteral("%1/%2").arg(root).arg(i));
    for (int i = 0; i < pictures; ++i) {
        for (int y = 8; y < 20; ++y)
            for (int x = 8; x < 20; ++x)
                image.scanLine(y)[x] = byteOf(i, y * side + x);
        image.save(QStringLiteral("%1/%2/%3.png").arg(root).arg(i % classes).arg(i));
    }
    return root;
}

/// A header and one block of bytes for each sample, packed.
QString writePacked(const QString &path, const QByteArray &header, int samples, int bytesEach) {
    const gzFile file = gzopen(qPrintable(path), "wb1");
    gzwrite(file, header.constData(), static_cast<unsigned>(header.size()));
    QByteArray sample(bytesEach, 0);
    for (int i = 0; i < samples; ++i) {
        for (int at = 0; at < bytesEach; ++at)
            sample[at] = at % 4 ? 0 : static_cast<char>(byteOf(i, at));
        gzwrite(file, sample.constData(), static_cast<unsigned>(sample.size()));
    }
    gzclose(file);
    return path;
}

QString writeImages(const QString &folder) {
    const auto bigEndian = [](int value) {
        return QByteArray(1, static_cast<char>(value >> 24)) + static_cast<char>(value >> 16) + static_cast<char>(value >> 8) + static_cast<char>(value);
    };
    const QByteArray header = QByteArray("\0\0\x08\x03", 4) + bigEndian(images) + bigEndian(side) + bigEndian(side);
    return writePacked(folder + "/some-images-idx3-ubyte.gz", header, images, side * side);
}

/// The turns of some time.
struct Turns {
    double longestMs = 0;
    TimedApplication::Work hardest;
};

std::string textOf(const std::string &name, const Turns &turns) {
    char text[300];
    std::snprintf(text, sizeof text, "\"%s_turn_ms_max\": %.3g, \"%s_busy_ms_max\": %.3g, \"%s_busy_in\": \"%s\"", name.c_str(), turns.longestMs, name.c_str(),
                  turns.hardest.ms, name.c_str(), turns.hardest.where.c_str());
    return text;
}

struct Bench {
    app::Program &program;
    TimedApplication &application;
    std::vector<double> turns;

    Turns takeTurns() {
        const Turns taken{quantile(turns, 1.0), std::exchange(application.hardest, {})};
        turns.clear();
        return taken;
    }

    bool isReading() const { return program.import().candidate().isReading; }

    /// Until the sheet has something to show, or for so long; in milliseconds.
    double waitWhileReading(double mostMs) {
        const double start = nowMs();
        while (isReading() && nowMs() - start < mostMs)
            QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
        return nowMs() - start;
    }

    void measure(const char *kind, const QString &path) {
        application.turns = &turns;
        takeTurns();
        program.import().consider(path);
        const double readMs = waitWhileReading(300'000);
        const bool isRead = program.import().candidate().isReady();
        run(0.3); // the preview is painted
        const Turns reading = takeTurns();
        program.import().use(program.import().candidate().refusal.has_value());
        run(1.5);
        const Turns use = takeTurns();
        // Cancelled at several moments: an early one, and such as fall into each half of the reading.
        std::vector<double> answers;
        for (const double share : {0.02, 0.2, 0.4, 0.6, 0.8, 0.95}) {
            program.import().consider(path);
            waitWhileReading(share * readMs);
            if (!isReading())
                continue;
            const double start = nowMs();
            program.import().cancel();
            bool isFree = false; // what is read next begins when the thread is
            const auto link = QObject::connect(&program.import(), &app::Import::candidateChanged, &application,
                                               [&](const ui::ImportCandidate &candidate) { isFree = isFree || !candidate.isReading; });
            program.import().consider(QStringLiteral("/nothing/there"));
            while (!isFree)
                QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
            answers.push_back(nowMs() - start);
            QObject::disconnect(link);
            program.import().cancel();
        }
        const Turns cancelling = takeTurns();
        application.turns = nullptr;
        std::printf(
            "{\"name\": \"window_loading.%s\", \"is_read\": %s, \"seconds\": %.3g, %s, %s, %s, \"cancels\": %zu, \"cancel_ms_p50\": %.3g, \"cancel_ms_max\": %.3g}\n",
            kind, isRead ? "true" : "false", readMs / 1000, textOf("reading", reading).c_str(), textOf("using", use).c_str(),
            textOf("cancelling", cancelling).c_str(), answers.size(), quantile(answers, 0.5), quantile(answers, 1.0));
        std::fflush(stdout);
    }
};

} // namespace

int main(int count, char **values) {
    TimedApplication application(count, values);
    core::setFloatingPointMode();
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("window.ini"), QSettings::IniFormat);
    app::Program program(settings, 2);
    program.window().resize(1600, 1000);
    program.window().show();
    program.open(spec::findPreset("map")->spec, "map");
    while (!program.session().dataset() || program.session().isFittingPca())
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    program.session().toggleTraining();
    run(1.0);
    Bench bench{program, application, {}};
    bench.measure("csv", writeTable(folder.path()));
    bench.measure("pictures", writePictures(folder.path()));
    bench.measure("idx_gz", writeImages(folder.path()));
    return 0;
}
