// Samples that stay in their file: the same numbers as in memory, by few bytes of memory, and an end with a sentence where the file goes away.
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <fstream>
#include <numeric>
#include <thread>

#include "engine/data/library/library.h"
#include "engine/data/readers/npy.h"
#include "engine/data/readers/reader.h"
#include "engine/data/row_file.h"
#include "engine/data/shaping/split.h"
#include "tests/support/malloc_count.h"
#include "tests/support/trainer_bench.h"

#include <unistd.h>

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;
using training::State;

namespace {

struct Form {
    const char *type;
    Element element;
};
const std::vector<Form> forms{{"|b1", {ElementType::Bool, false}},    {"|i1", {ElementType::Int8, false}},   {"|u1", {ElementType::UInt8, false}},
                              {"<i2", {ElementType::Int16, false}},   {">u2", {ElementType::UInt16, true}},  {"<f2", {ElementType::Float16, false}},
                              {"<f4", {ElementType::Float32, false}}, {">f4", {ElementType::Float32, true}}, {"<f8", {ElementType::Float64, false}}};

std::string headerOf(const std::string &type, const std::string &shape) {
    std::string literal = "{'descr': '" + type + "', 'fortran_order': False, 'shape': ";
    literal += shape;
    literal += ", }\n";
    std::string header("\x93NUMPY\x01\0", 8);
    header += static_cast<char>(literal.size() % 256);
    header += static_cast<char>(literal.size() / 256);
    return header + literal;
}

} // namespace

class SampleFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) const { return m_folder.filePath(name).toStdString(); }
    std::string write(const char *name, const std::string &content) const {
        std::ofstream(pathOf(name), std::ios::binary) << content;
        return pathOf(name);
    }
    /// Floats 0 … 1 of so many samples with nine features.
    std::string writeSamples(const char *name, Index samples) const {
        std::string content = headerOf("<f4", "(" + std::to_string(samples) + ", 9)");
        for (Index i = 0; i < samples * 9; ++i) {
            const float value = 0.5f + 0.5f * wave(i);
            content.append(reinterpret_cast<const char *>(&value), sizeof value);
        }
        return write(name, content);
    }
    static std::shared_ptr<const Dataset> load(const std::string &path, const char *storage) {
        spec::DataSpec spec;
        spec.source = path;
        spec.validation = 0.1;
        spec.options = {{"storage", std::string(storage)}};
        const auto loaded = Library({}, {}).load(spec, 4, {});
        if (!loaded)
            qFatal("%s", loaded.error().sentence().c_str());
        return *loaded;
    }

private slots:
    void givesTheNumbersThatAreGivenFromMemory() {
        std::string numbers; // small enough to be finite in every type
        for (int i = 0; i < 3 * 5000 * 8; ++i)
            numbers += static_cast<char>(i * 37 % 29);
        for (const Form &form : forms) {
            const std::string path = write("types.npy", headerOf(form.type, "(3, 5000)") + numbers.substr(0, 15000 * form.element.size()));
            const auto inMemory = readPath({path, {{"storage", std::string("memory")}}, {}}), inFile = readPath({path, {{"storage", std::string("file")}}, {}});
            QVERIFY2(inMemory && inFile, form.type);
            QVERIFY(!inMemory->train.file && inFile->train.file && inFile->train.bytes.empty() && inFile->train.floats.empty());
            QCOMPARE(inMemory->isWithinUnit, inFile->isWithinUnit);
            core::Floats one(5000), other(5000);
            for (Index sample = 0; sample < 3; ++sample) {
                inMemory->train.copySample(sample, one.data());
                inFile->train.copySample(sample, other.data());
                QVERIFY2(std::equal(one.data(), one.data() + 5000, other.data()), form.type);
            }
        }
    }

    void staysInItsFileAboveALimit() {
        const std::string path = writeSamples("limit.npy", 100);
        ReadOrder order{path, {}, {}};
        order.mostInMemory = 100 * 9 * 4;
        QVERIFY(!readPath(order)->train.file);
        --order.mostInMemory;
        const auto dataset = readPath(order);
        QVERIFY(dataset && dataset->train.file);
        QCOMPARE(std::get<std::string>(dataset->report.assumed.at("storage")), std::string("file"));
        QCOMPARE(dataset->report.remarks, (std::vector<std::string>{"limit.npy (0.0 GB) stays in its file, and its rows are read when they are wanted. "
                                                                    "100 of 100 rows were looked at: all their values lie between 0 and 1."}));
    }

    void isSplitByRowNumbers() {
        const std::string path = writeSamples("split.npy", 200);
        const auto inMemory = load(path, "memory"), inFile = load(path, "file");
        for (const auto part : {&Dataset::train, &Dataset::validation, &Dataset::test}) {
            const Part &one = (*inMemory).*part, &other = (*inFile).*part;
            QCOMPARE(one.samples, other.samples);
            QVERIFY(one.sourceIndex == other.sourceIndex && other.file && other.floats.empty());
            core::Floats x(9 * 200), y(9 * 200);
            std::vector<Index> all(static_cast<std::size_t>(one.samples));
            std::iota(all.rbegin(), all.rend(), Index{0});
            one.gather(all.data(), one.samples, {x.data(), 9, one.samples, 9});
            other.gather(all.data(), one.samples, {y.data(), 9, one.samples, 9});
            QVERIFY(std::equal(x.data(), x.data() + 9 * one.samples, y.data()));
        }
    }

    void trainsToTheSameBits() {
        const std::string path = writeSamples("train.npy", 200);
        std::vector<core::Floats> ends;
        for (const char *storage : {"memory", "file"}) {
            const auto dataset = load(path, storage);
            training::Stepper stepper(*plan::compile({{dense(5, "tanh"), output()}, 0, false}, dataset->shape), dataset);
            QVERIFY(bool(stepper.configure(settings(squaredError, "adam", 32))));
            core::ThreadPool pool(2);
            stepper.setThreadPool(&pool);
            stepper.start();
            const long allocations = allocationsOf([&] {
                for (int step = 0; step < 12; ++step)
                    stepper.step();
                stepper.evaluate(dataset->validation);
            });
            if (!isSanitized)
                QCOMPARE(allocations, 0L);
            QVERIFY(!dataset->failure());
            ends.push_back(stepper.currentParameters());
        }
        QVERIFY(std::equal(ends[0].data(), ends[0].data() + ends[0].size(), ends[1].data()));
    }

    void failsWithASentenceWhereTheFileShrinks() {
        const std::string path = writeSamples("shrinks.npy", 200);
        TrainerBench bench;
        bench.dataset = load(path, "file");
        bench.spec.epochs = 1000;
        training::Trainer trainer({.threads = 2});
        trainer.assign(bench.assignment());
        trainer.step(3);
        QVERIFY(settled(trainer).state == State::Paused);
        QCOMPARE(::truncate(path.c_str(), 500), 0);
        trainer.train();
        const training::Status status = settled(trainer);
        QVERIFY(status.state == State::Failed);
        QCOMPARE(status.error.what, std::string("the file became shorter while it was used"));
        QCOMPARE(status.error.where, path);
        QVERIFY(status.error.hint.find("The weights are back at those of step") != std::string::npos);
        QVERIFY(status.step <= 4);
        // Nothing of it comes back: not by going on, nor by starting anew.
        trainer.train();
        QVERIFY(settled(trainer).state == State::Failed);
        trainer.reset(3);
        QVERIFY(settled(trainer).state == State::Failed);
        std::vector<float> zeros(9, 1.0f);
        bench.dataset->train.copySample(bench.dataset->train.samples - 1, zeros.data());
        QCOMPARE(zeros, std::vector<float>(9, 0.0f));
    }

    void goesOnWhereTheFileIsRemovedOrReplaced() {
        const std::string path = writeSamples("removed.npy", 50);
        const auto dataset = readPath({path, {{"storage", std::string("file")}}, {}});
        QVERIFY(QFile::remove(QString::fromStdString(path))); // what is open stays readable
        std::vector<float> row(9);
        dataset->train.copySample(49, row.data());
        QCOMPARE(row[0], 0.5f + 0.5f * wave(49 * 9));
        QVERIFY(!dataset->failure());
    }

    void remembersTheFirstFailureFromAnyThread() {
        const std::string path = writeSamples("threads.npy", 100);
        const auto file = RowFile::open(path, {0, 100, 9, {ElementType::Float32, false}, 0});
        QVERIFY(bool(file));
        QCOMPARE(::truncate(path.c_str(), 0), 0);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] {
                std::vector<float> row(9);
                for (Index k = i; k < 100; k += 4)
                    (*file)->copyRow(k, row.data());
            });
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY((*file)->failure()->what == "the file became shorter while it was used");
    }

    void refusesRowsThatAreNotThere() {
        const std::string path = write("short", "0123456789");
        QVERIFY(bool(RowFile::open(path, {2, 2, 1, {ElementType::Float32, false}, 0})));
        QVERIFY(!RowFile::open(path, {3, 2, 1, {ElementType::Float32, false}, 0}));
        QVERIFY(!RowFile::open(path, {11, 1, 1, {ElementType::UInt8, false}, 0}));
        QVERIFY(!RowFile::open(pathOf("nowhere"), {0, 1, 1, {}, 0}));
        QVERIFY(!RowFile::open(m_folder.path().toStdString(), {0, 1, 1, {}, 0}));
    }

    void findsWhatIsNotFiniteAtOnceOrWhenItIsRead() {
        std::string content = headerOf("<f4", "(20001, 1)") + std::string(20001 * 4, '\0');
        const std::size_t data = content.size() - 20001 * 4;
        int seen = 0, unseen = 0;
        for (std::size_t row = 0; row < 20 && (seen == 0 || unseen == 0); ++row) {
            std::string bad = content;
            bad.replace(data + row * 4, 4, "\0\0\xc0\x7f", 4);
            const auto dataset = readPath({write("bad.npy", bad), {{"storage", std::string("file")}}, {}});
            const std::string what = "sample " + std::to_string(row) + " holds a value that is not a finite number";
            if (!dataset) {
                QCOMPARE(dataset.error().what, what);
                ++seen;
                continue;
            }
            float value = 1.0f;
            dataset->train.copySample(static_cast<Index>(row), &value);
            QCOMPARE(value, 0.0f);
            QCOMPARE(dataset->failure()->what, what);
            ++unseen;
        }
        QVERIFY(seen > 0 && unseen > 0); // 10 000 of 20 001 rows are looked at
    }

    void opensEightGigabytesAtOnce() {
        // 8 GB of zeros that take no place on the disk.
        constexpr Index rows = 2'551'020, features = 784;
        const std::string path = write("huge.npy", headerOf("<f4", "(2551020, 784)"));
        const auto headerSize = static_cast<Index>(std::ifstream(path, std::ios::ate).tellg());
        if (::truncate(path.c_str(), headerSize + rows * features * 4) != 0)
            QSKIP("This file system has no sparse files of that size.");
        const auto start = std::chrono::steady_clock::now();
        spec::DataSpec spec;
        spec.source = path;
        const auto dataset = Library({}, {}).load(spec, 1, {});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        qInfo("opened in %.2f s", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        QVERIFY((*dataset)->train.file && (*dataset)->test.file && (*dataset)->shape == core::Shape(features));
        QCOMPARE((*dataset)->samples(), rows);
        training::Stepper stepper(*plan::compile({{dense(5, "tanh"), output()}, 0, false}, (*dataset)->shape), *dataset);
        QVERIFY(bool(stepper.configure(settings(squaredError, "adam", 64))));
        stepper.start();
        for (int step = 0; step < 20; ++step)
            QVERIFY(std::isfinite(stepper.step().loss));
        QVERIFY(!(*dataset)->failure());
        QFile::remove(QString::fromStdString(path));
    }
};

QTEST_APPLESS_MAIN(SampleFileTest)
#include "sample_file_test.moc"
