// Curves of runs as files: against bytes that TensorBoard's own writer made, and number by number.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>
#include <limits>

#include "engine/runs/curve_files.h"
#include "engine/runs/event_records.h"

using namespace hourglass;
using namespace hourglass::runs;
using core::Index;

namespace {

/// Four events by TensorBoard 2.21.0: RecordWriter.write(Event(…).SerializeToString()).
const QByteArray boardsOwn = QByteArray::fromHex(
    "1800000000000000a37f4b220900000060b34ada411a0d627261696e2e4576656e743a328cedae0e200000000000000029eda9500900002060b34ada4110012a130a110a0a6c6f73732f747261696e151872313fca1f1022"
    "2600000000000000734fe3000900005060b34ada4110ac022a180a160a0f6c6f73732f76616c69646174696f6e156f1283ba4c536b012400000000000000422b804d0900008060b34ada411080e497d0122a130a110a0a47"
    "72c3b6c39f652fcf8015caf24971a1cc1273");

training::EvaluationRecord evaluation(Index step, double epoch, double held, double train = training::none) {
    training::EvaluationRecord record;
    record.step = step;
    record.epoch = epoch;
    record.heldOutLoss = record.testLoss = held;
    record.trainLoss = train;
    record.endsEpoch = std::isfinite(train);
    record.seconds = record.endsEpoch ? 2.0 : training::none;
    return record;
}

/// Two epochs of four steps with one loss, then two steps with another.
RunLog smallLog() {
    RunLog log("binary cross-entropy", "test");
    std::vector<training::StepRecord> steps;
    for (Index step = 1; step <= 8; ++step)
        steps.push_back(
            {step, 0.25 * static_cast<double>(step), 1, 1.0f / static_cast<float>(step), 1.0f / static_cast<float>(step), 1.0f / static_cast<float>(step)});
    log.append(std::span(steps).first(4));
    log.append(evaluation(4, 1, 0.5, 0.6));
    log.append(std::span(steps).subspan(4));
    log.append(evaluation(8, 2, 0.25, 0.3));
    log.changeLoss("mean squared error");
    const std::vector<training::StepRecord> more{{9, 2.25, 1, 4, 4, 4}, {10, 2.5, 1, 3, 3, 3}};
    log.append(more);
    log.append(evaluation(10, 2.5, 3.5));
    return log;
}

const Series *find(const std::vector<Series> &all, const std::string &name) {
    for (const Series &series : all)
        if (series.name == name)
            return &series;
    return nullptr;
}

QByteArray bytesOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The messages of a file of records, whose checksums agree.
std::vector<std::string> messagesOf(const QByteArray &bytes) {
    std::vector<std::string> messages;
    qsizetype at = 0;
    while (at < bytes.size()) {
        std::uint64_t size = 0;
        std::memcpy(&size, bytes.constData() + at, 8);
        const std::string message(bytes.constData() + at + 12, size);
        const std::string framed = record(message);
        if (bytes.mid(at, static_cast<qsizetype>(framed.size())) != QByteArray::fromStdString(framed))
            return {};
        messages.push_back(message);
        at += static_cast<qsizetype>(framed.size());
    }
    return messages;
}

} // namespace

class CurveFilesTest : public QObject {
    Q_OBJECT

private slots:
    void checksumIsThatOfTheStandard() {
        QCOMPARE(crc32c("123456789"), 0xe3069283u);           // the check value of CRC-32C
        QCOMPARE(crc32c(std::string(32, '\0')), 0x8a9136aau); // RFC 3720, B.4
        QCOMPARE(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
        QCOMPARE(crc32c(""), 0u);
    }

    void recordsAreThoseOfTensorBoardsOwnWriter() {
        const std::string made = record(fileVersionEvent(1764412800.0)) + record(scalarEvent(1764412800.5, 1, "loss/train", 0.69314718f)) +
                                 record(scalarEvent(1764412801.25, 300, "loss/validation", -1e-3f)) +
                                 record(scalarEvent(1764412802.0, 5'000'000'000, "Größe/π", 1e30f));
        QCOMPARE(QByteArray::fromStdString(made).toHex(), boardsOwn.toHex());
    }

    void seriesHaveWhatWasMeasured() {
        const RunLog log = smallLog();
        const std::vector<Series> all = seriesOf(log);
        const Series *train = find(all, "loss/train"), *before = find(all, "binary cross-entropy/train"), *test = find(all, "loss/test"),
                     *testBefore = find(all, "binary cross-entropy/test");
        QVERIFY(train && before && test && testBefore); // losses of two kinds are never in one series
        QCOMPARE(before->points.size(), std::size_t(8));
        QCOMPARE(before->points[3].value, 0.25);
        QCOMPARE(before->points[3].epoch, 1.0);
        QCOMPARE(before->lossName, std::string("binary cross-entropy"));
        QCOMPARE(train->points.size(), std::size_t(2));
        QCOMPARE(train->points[1].value, 3.0);
        QCOMPARE(train->points[1].step, Index(10));
        QCOMPARE(testBefore->points.size(), std::size_t(2));
        QCOMPARE(test->points.size(), std::size_t(1));
        QCOMPARE(test->points[0].value, 3.5);
        const Series *epochs = find(all, "binary cross-entropy/train_epoch");
        QVERIFY(epochs && epochs->points.size() == 2);
        QCOMPARE(epochs->points[1].value, 0.3);
        QVERIFY(!find(all, "loss/validation") && !find(all, "loss/train_epoch")); // never measured
        // Two seconds an epoch: even within one, and on from the last at the same speed.
        QCOMPARE(before->points[1].seconds, 1.0);
        QCOMPARE(before->points[7].seconds, 4.0);
        QCOMPARE(train->points[1].seconds, 5.0);
        for (const Series &series : all)
            for (std::size_t i = 1; i < series.points.size(); ++i)
                QVERIFY2(series.points[i].step > series.points[i - 1].step, series.name.c_str()); // else TensorBoard throws away what came before
    }

    void whatIsNotFiniteIsLeftOut() {
        RunLog log("mean squared error", "validation");
        const std::vector<training::StepRecord> steps{{1, 0.5, 1, 1, 1, 1}, {2, 1, 1, NAN, NAN, NAN}};
        log.append(steps);
        log.append(evaluation(2, 1, training::none));
        const std::vector<Series> all = seriesOf(log);
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all[0].points.size(), std::size_t(1));
        QVERIFY(seriesOf(RunLog("mean squared error", "test")).empty());
    }

    void aTable() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("curves.csv");
        QVERIFY(!writeCurvesAsCsv({{"Map, \"wide\"", 1764412800, seriesOf(smallLog())}, {"Deep", 1764412900, seriesOf(smallLog())}}, path.toStdString()));
        const QStringList lines = QString::fromUtf8(bytesOf(path)).split("\r\n", Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 1 + 2 * (8 + 2 + 2 + 1 + 2));
        QCOMPARE(lines[0], QString("run,series,loss,step,epoch,seconds,value,minimum,maximum,steps"));
        QCOMPARE(lines[1], QString("\"Map, \"\"wide\"\"\",binary cross-entropy/train,binary cross-entropy,1,0.25,0.5,1,1,1,1"));
        QVERIFY(lines.contains("Deep,binary cross-entropy/train,binary cross-entropy,3,0.75,1.5,0.333333343,0.333333343,0.333333343,1"));
        QVERIFY(lines.contains("Deep,loss/test,mean squared error,10,2.5,5,3.5,3.5,3.5,1"));
    }

    void aFolderForEachRun() {
        const QTemporaryDir folder;
        const std::vector<RunCurves> runs{{"a/b", 1764412800, seriesOf(smallLog())}, {"a:b", 1764412900, seriesOf(smallLog())}, {"..", 0, {}}};
        const std::string place = folder.filePath("board").toStdString();
        for (int time = 0; time < 2; ++time) // the second takes the place of the first
            QVERIFY(!writeCurvesForTensorBoard(runs, place));
        const QDir board(folder.filePath("board"));
        QCOMPARE(board.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name), QStringList({"a_b", "a_b (2)", "run"}));
        QCOMPARE(QDir(board.filePath("a_b")).entryList(QDir::Files), QStringList{"events.out.tfevents.1764412800.hourglass"});
        const std::vector<std::string> messages = messagesOf(bytesOf(board.filePath("a_b/events.out.tfevents.1764412800.hourglass")));
        QCOMPARE(messages.size(), std::size_t(1 + 15));
        QVERIFY(messages[0] == fileVersionEvent(1764412800));
        QVERIFY(std::find(messages.begin(), messages.end(), scalarEvent(1764412804, 8, "binary cross-entropy/test", 0.25f)) != messages.end());
        QVERIFY(std::find(messages.begin(), messages.end(), scalarEvent(1764412805, 10, "loss/train", 3.0f)) != messages.end());
    }

    void noPlaceIsASentence() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto csv = writeCurvesAsCsv({}, folder.filePath("nowhere/curves.csv").toStdString());
        QVERIFY(csv && !csv->sentence().empty());
        const auto board = writeCurvesForTensorBoard({{"run", 0, {}}}, folder.filePath("file").toStdString());
        QVERIFY(board && board->sentence().find("file") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(CurveFilesTest)
#include "curve_files_test.moc"
