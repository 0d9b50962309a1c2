// Recordings: what libsndfile writes is read back, cut into samples, with classes, parts and groups by folders and files.
#include <QTest>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>

#include <sndfile.h>

#include "engine/data/readers/reader.h"
#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

/// Frame i of channel c is (i + 1000 · c) / 32768, which 16 bits hold exactly.
void record(const QString &path, int format, int frames, int channels = 1, int rate = 8000) {
    QDir().mkpath(path.left(path.lastIndexOf('/')));
    SF_INFO info{0, rate, channels, format, 0, 0};
    SNDFILE *file = sf_open(path.toUtf8().constData(), SFM_WRITE, &info);
    std::vector<float> values;
    for (int i = 0; i < frames; ++i)
        for (int c = 0; c < channels; ++c)
            values.push_back(static_cast<float>(i + 1000 * c) / 32768.0f);
    sf_writef_float(file, values.data(), frames);
    sf_close(file);
}

constexpr int wav = SF_FORMAT_WAV | SF_FORMAT_PCM_16, flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;

} // namespace

class SoundTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Dataset read(const QString &path, const spec::Values &options = {}) {
        auto dataset = readPath({.path = path.toStdString(), .options = options});
        if (!dataset)
            qWarning("%s", dataset.error().sentence().c_str());
        return dataset ? std::move(*dataset) : Dataset();
    }

private slots:
    void aFileIsASeriesInPieces_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("format");
        QTest::newRow("WAV") << "a.wav" << wav;
        QTest::newRow("FLAC") << "a.flac" << flac;
        QTest::newRow("AIFF") << "a.aiff" << (SF_FORMAT_AIFF | SF_FORMAT_PCM_16);
        QTest::newRow("WAV, floats") << "f.wav" << (SF_FORMAT_WAV | SF_FORMAT_FLOAT);
    }
    void aFileIsASeriesInPieces() {
        QFETCH(QString, name);
        QFETCH(int, format);
        record(m_folder.filePath(name), format, 250);
        const Dataset dataset = read(m_folder.filePath(name), {{"length", Index{100}}});
        QVERIFY(dataset.shape == core::Shape(100, 1));
        QCOMPARE(dataset.train.samples, Index{2});
        for (int i = 0; i < 200; ++i)
            QCOMPARE(dataset.train.floats[static_cast<std::size_t>(i)], static_cast<float>(i) / 32768.0f);
        QVERIFY(remarksOf(dataset.report).contains("8000 Hz"));
        QVERIFY(remarksOf(dataset.report).contains("50 frames at the ends"));
    }

    void channelsAreMixedOrKept() {
        record(m_folder.filePath("two.wav"), wav, 64, 2);
        const Dataset mixed = read(m_folder.filePath("two.wav"), {{"length", Index{32}}});
        QVERIFY(mixed.shape == core::Shape(32, 1));
        QCOMPARE(mixed.train.floats[5], 505.0f / 32768.0f);
        const Dataset kept = read(m_folder.filePath("two.wav"), {{"length", Index{32}}, {"channels", std::string("keep")}});
        QVERIFY(kept.shape == core::Shape(32, 2));
        QCOMPARE(kept.train.floats[11], 1005.0f / 32768.0f);
    }

    void foldersAreClassesAndPartsAndFilesAreGroups() {
        for (const char *file : {"train/dog/a.wav", "train/dog/b.wav", "train/cat/c.wav", "test/cat/d.wav"})
            record(m_folder.filePath(QString("set/") + file), wav, 128);
        QFile note(m_folder.filePath("set/train/dog/e.wav"));
        QVERIFY(note.open(QIODevice::WriteOnly));
        note.write("no sound");
        note.close();
        const Dataset dataset = read(m_folder.filePath("set"), {{"length", Index{64}}});
        QCOMPARE(dataset.classNames, (std::vector<std::string>{"cat", "dog"}));
        QCOMPARE(dataset.train.samples, Index{6});
        QCOMPARE(dataset.test.samples, Index{2});
        QCOMPARE(dataset.train.labels, (std::vector<std::int32_t>{0, 0, 1, 1, 1, 1}));
        QCOMPARE(dataset.groupNames.size(), std::size_t{4});
        QCOMPARE(dataset.report.problemCount, Index{1});
        QCOMPARE(dataset.report.problems[0].file, std::string("train/dog/e.wav"));
    }

    void whatIsShortIsFilled() {
        record(m_folder.filePath("short.wav"), wav, 10);
        const Dataset dataset = read(m_folder.filePath("short.wav"));
        QCOMPARE(dataset.train.samples, Index{1});
        QCOMPARE(dataset.train.floats[9], 9.0f / 32768.0f);
        QCOMPARE(dataset.train.floats[10], 0.0f);
        QVERIFY(remarksOf(dataset.report).contains("filled with silence"));
    }

    void ratesThatDifferAreTold() {
        record(m_folder.filePath("rates/a.wav"), wav, 64, 1, 8000);
        record(m_folder.filePath("rates/b.wav"), wav, 64, 1, 16000);
        QVERIFY(remarksOf(read(m_folder.filePath("rates"), {{"length", Index{64}}}).report).contains("nothing is resampled"));
    }

    void beginningsAreSentences() {
        record(m_folder.filePath("whole.flac"), flac, 4000);
        QFile whole(m_folder.filePath("whole.flac"));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        int refused = 0;
        for (int size = 0; size < bytes.size(); size += 64) {
            QFile part(m_folder.filePath("part.flac"));
            QVERIFY(part.open(QIODevice::WriteOnly | QIODevice::Truncate));
            part.write(bytes.left(size));
            part.close();
            const auto dataset = readPath({.path = part.fileName().toStdString()});
            refused += dataset ? 0 : 1;
            if (dataset)
                QVERIFY(dataset->report.problemCount > 0 || dataset->train.samples == 4);
        }
        QVERIFY(refused > 0);
    }
};

QTEST_GUILESS_MAIN(SoundTest)
#include "sound_test.moc"
