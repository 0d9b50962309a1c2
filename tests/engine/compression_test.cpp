// Quantised codes and JPEG: rates and distortions against what is counted by hand.
#include <QTest>

#include <atomic>
#include <cmath>

#include "engine/analysis/compression_task.h"
#include "engine/analysis/jpeg.h"
#include "engine/analysis/metrics.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using core::Index;

namespace {

struct Bench {
    std::shared_ptr<data::Dataset> dataset;
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};

    explicit Bench(const core::Shape &shape = core::Shape(1, 8, 8)) {
        dataset = std::make_shared<data::Dataset>(*tests::smoothData({.train = 100, .features = shape.size(), .test = 30, .shape = shape}));
        spec::ModelSpec model{{tests::dense(3, "identity"), tests::dense(5, "tanh"), tests::output()}, 0, false};
        snapshot->plan = *plan::compile(model, shape);
        snapshot->run = 1;
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, 4, snapshot->parameters.data(), snapshot->state.data());
    }
    template <class T>
    std::shared_ptr<const typename T::Result> run(const T &task) {
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return task.run(context);
    }
    std::vector<float> test(Index sample) const {
        std::vector<float> values(static_cast<std::size_t>(dataset->features()));
        dataset->test.copySample(sample, values.data());
        return values;
    }
};

} // namespace

class CompressionTest : public QObject {
    Q_OBJECT
private slots:
    void cellsAreEvenAndTheirMiddlesAreMeant() {
        const core::Range range{-1, 3};
        QCOMPARE(analysis::quantised(-0.9f, range, 1), 0.0f);
        QCOMPARE(analysis::quantised(1.1f, range, 1), 2.0f);
        QCOMPARE(analysis::quantised(0.2f, range, 2), 0.5f);
        QCOMPARE(analysis::quantised(-7, range, 2), -0.5f); // beyond the ends
        QCOMPARE(analysis::quantised(3, range, 2), 2.5f);
        QCOMPARE(analysis::quantised(9, {5, 5}, 4), 5.0f); // a unit that is constant
        for (int bits = 1; bits <= analysis::mostBits; ++bits)
            for (float value = -1; value <= 3; value += 0.037f)
                QVERIFY(std::abs(analysis::quantised(value, range, bits) - value) <= 4 / std::ldexp(2.0f, bits) + 1e-6f);
    }

    void pointsOfTheCodeAreCountedOneByOne() {
        Bench bench;
        const auto picture = bench.run(analysis::CompressionTask{});
        QVERIFY(picture && !picture->obstacle);
        QCOMPARE(picture->images, 30);
        QCOMPARE(picture->units, 3);
        QCOMPARE(picture->points.size(), std::size_t(17));
        QCOMPARE(picture->decoderBytes, 4.0 * (3 * 5 + 5 + 5 * 64 + 64) + 8 * 3);
        QCOMPARE(picture->originals.size(), std::size_t(analysis::shownImages));
        QCOMPARE(picture->originals[1], bench.test(1));

        plan::Network single(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 1);
        std::vector<core::Range> ranges(3, core::Range{1e9f, -1e9f});
        std::vector<float> values(64);
        for (Index sample = 0; sample < 100; ++sample) {
            bench.dataset->train.copySample(sample, values.data());
            const core::ConstView code = single.encode({values.data(), 64, 1, 64});
            for (std::size_t unit = 0; unit < 3; ++unit)
                ranges[unit] = {std::min(ranges[unit].lowest, code.data[unit]), std::max(ranges[unit].highest, code.data[unit])};
        }
        for (const int bits : {1, 4, 16, 0}) {
            double mse = 0, psnr = 0;
            for (Index sample = 0; sample < 30; ++sample) {
                const std::vector<float> original = bench.test(sample);
                const core::ConstView encoded = single.encode({original.data(), 64, 1, 64});
                std::vector<float> code(encoded.data, encoded.data + 3);
                for (std::size_t unit = 0; unit < 3 && bits > 0; ++unit)
                    code[unit] = analysis::quantised(code[unit], ranges[unit], bits);
                const core::ConstView decoded = single.decode({code.data(), 3, 1, 3});
                const double error = analysis::meanSquaredError(64, decoded.data, original.data());
                mse += error / 30;
                psnr += 10 * std::log10(1 / error) / 30;
            }
            const analysis::RatePoint &point = picture->points[bits == 0 ? 16 : static_cast<std::size_t>(bits - 1)];
            QCOMPARE(point.setting, bits);
            QCOMPARE(point.bytes, bits == 0 ? 12.0 : 3.0 * bits / 8);
            QVERIFY2(std::abs(point.mse - mse) < 1e-6 && std::abs(point.psnr - psnr) < 1e-3,
                     qPrintable(QString("%1 bits: %2 and %3").arg(bits).arg(point.mse).arg(mse)));
        }
        QVERIFY(picture->points[0].mse != picture->points[16].mse); // of an untrained network either may be the larger
        QVERIFY(std::abs(picture->points[15].psnr - picture->points[16].psnr) < 0.01);
    }

    void jpegComesBackAsItShould_data() {
        QTest::addColumn<int>("channels");
        QTest::newRow("grey") << 1;
        QTest::newRow("colour") << 3;
    }
    void jpegComesBackAsItShould() {
        QFETCH(int, channels);
        analysis::JpegPixels pixels{40, 24, channels, {}};
        for (int i = 0; i < 40 * 24 * channels; ++i)
            pixels.bytes.push_back(static_cast<std::uint8_t>(128 + 100 * std::sin(i / channels % 40 * 0.2)));
        const auto best = analysis::encodeJpeg(pixels, 100), least = analysis::encodeJpeg(pixels, 1);
        QVERIFY(best && least && best->size() > least->size() && least->size() > 100);
        QCOMPARE((*best)[0], 0xff);
        QCOMPARE((*best)[1], 0xd8);
        const auto back = analysis::decodeJpeg(*best);
        QVERIFY(back);
        QCOMPARE(back->width, 40);
        QCOMPARE(back->height, 24);
        QCOMPARE(back->channels, channels);
        for (std::size_t i = 0; i < pixels.bytes.size(); ++i)
            QVERIFY(std::abs(int(back->bytes[i]) - int(pixels.bytes[i])) <= 4);
        const auto refused = analysis::decodeJpeg({1, 2, 3, 4});
        QVERIFY(!refused && !refused.error().what.empty());
    }

    void theSheetOfJpegHasEveryImageInItsPlace() {
        for (const core::Shape &shape : {core::Shape(1, 8, 8), core::Shape(3, 9, 16)}) {
            Bench bench(shape);
            const auto curve = bench.run(analysis::JpegTask{});
            QVERIFY(curve && !curve->obstacle);
            QCOMPARE(curve->images, 30);
            for (std::size_t i = 1; i < curve->points.size(); ++i)
                QVERIFY(curve->points[i].bytes >= curve->points[i - 1].bytes && curve->points[i].setting > curve->points[i - 1].setting);
            const analysis::RatePoint &best = curve->points.back();
            QCOMPARE(best.setting, 100);
            if (shape.channels() > 1)
                continue; // noise in colour does not survive half the resolution
            QVERIFY2(best.psnr > 40, qPrintable(QString::number(best.psnr)));
            for (std::size_t image = 0; image < best.shown.size(); ++image)
                QVERIFY(analysis::meanSquaredError(shape.size(), best.shown[image].data(), bench.test(static_cast<Index>(image)).data()) < 1e-4);
        }
    }

    void whatCannotBeComparedIsSaid() {
        Bench table(core::Shape(64));
        QVERIFY(table.run(analysis::CompressionTask{})->obstacle && table.run(analysis::JpegTask{})->obstacle);
        Bench two(core::Shape(2, 8, 8));
        QVERIFY(!two.run(analysis::CompressionTask{})->obstacle);
        QVERIFY(two.run(analysis::JpegTask{})->obstacle);
        Bench broken;
        broken.snapshot->parameters[0] = std::nanf("");
        QVERIFY(broken.run(analysis::CompressionTask{})->obstacle);
        Bench cancelled;
        cancelled.isCancelled = true;
        QVERIFY(!cancelled.run(analysis::CompressionTask{}) && !cancelled.run(analysis::JpegTask{}));
    }
};

QTEST_GUILESS_MAIN(CompressionTest)
#include "compression_test.moc"
