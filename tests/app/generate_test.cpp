// `generate`: arrays, tables and pictures that are the drawn set, and nothing half-written where it cannot be.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "app/session/part_files.h"
#include "engine/data/generators/generator.h"
#include "engine/data/readers/npy.h"
#include "engine/data/readers/reader.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

using Words = std::vector<std::string>;

data::Dataset drawn(const char *key, const spec::Values &options, std::uint64_t seed) {
    auto dataset = data::generate(*data::findGenerator(key), options, seed);
    if (!dataset)
        qFatal("cannot draw");
    return *dataset;
}

} // namespace

class GenerateTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString pathOf(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    QStringList names() const { return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

private slots:
    void init() {
        QVERIFY(m_folder.isValid());
        for (const QString &name : names())
            QVERIFY(QFileInfo(m_folder.filePath(name)).isDir() ? QDir(m_folder.filePath(name)).removeRecursively() : QFile::remove(m_folder.filePath(name)));
    }

    void writesArrays() {
        const std::string path = pathOf("X.npy").toStdString();
        const Run run = tests::run({"generate", "swiss-roll", "--set", "noise=0.1", "--set", "dimensions=7", "--samples", "40", "--seed", "5", "-o", path});
        QVERIFY2(run.status == 0, run.err.c_str());
        QCOMPARE(run.out, std::string());
        QCOMPARE(run.err, "hourglass: " + path + ": 40 samples of 7\n");
        const auto array = data::readNpyFile(path, {});
        QVERIFY(bool(array));
        QCOMPARE(array->extents, (std::vector<Index>{40, 7}));
        const data::Dataset dataset = drawn("swiss-roll", {{"noise", 0.1}, {"dimensions", Index{7}}, {"samples", Index{40}}}, 5);
        QVERIFY(array->floats == dataset.train.floats);

        QCOMPARE(tests::run(
                     {"generate", "swiss-roll", "--set", "noise=0.1", "--set", "dimensions=7", "--samples", "40", "--seed", "5", "--part", "test", "-o", path})
                     .status,
                 0);
        QVERIFY(data::readNpyFile(path, {})->floats == dataset.test.floats);
        QCOMPARE(tests::run({"generate", "strokes", "--samples", "3", "-o", path}).status, 0);
        QCOMPARE(data::readNpyFile(path, {})->extents, (std::vector<Index>{3, 28, 28}));
        QCOMPARE(tests::run({"generate", "moving-dot", "--samples", "3", "-o", path}).status, 0);
        QCOMPARE(data::readNpyFile(path, {})->extents, (std::vector<Index>{3, 8, 784}));
        QCOMPARE(names(), QStringList("X.npy"));
    }

    void writesTables() {
        const QString path = pathOf("X.csv");
        QCOMPARE(tests::run({"generate", "moons", "--samples", "12", "--seed", "2", "-o", path.toStdString()}).status, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 14); // a header, 12 rows, and nothing behind the last end of line
        QCOMPARE(lines.front(), QByteArray("x0,x1,Angle,class"));
        QVERIFY(lines.back().isEmpty());
        const data::Dataset dataset = drawn("moons", {{"samples", Index{12}}}, 2);
        for (int i = 0; i < 12; ++i) {
            const QList<QByteArray> words = lines[i + 1].split(',');
            QCOMPARE(words.size(), 4);
            QCOMPARE(words[0].toFloat(), dataset.train.floats[static_cast<std::size_t>(2 * i)]);
            QCOMPARE(words[1].toFloat(), dataset.train.floats[static_cast<std::size_t>(2 * i + 1)]);
            QCOMPARE(words[2].toFloat(), dataset.train.factors[static_cast<std::size_t>(i)]);
            QCOMPARE(words[3].toStdString(), dataset.classNames[static_cast<std::size_t>(dataset.train.labels[static_cast<std::size_t>(i)])]);
        }
        QCOMPARE(tests::run({"generate", "sprites", "--samples", "2", "-o", path.toStdString()}).status, 0);
        QFile bytes(path);
        QVERIFY(bytes.open(QIODevice::ReadOnly));
        QVERIFY(bytes.readLine().endsWith(",x1023,Shape,Size,Rotation,x,y,class\n"));
        QVERIFY(bytes.readLine().startsWith("0,0,0,"));
    }

    void writesPictures() {
        const QString folder = pathOf("digits");
        for (const bool isThere : {false, true}) { // an empty folder is as good as none
            if (isThere)
                QVERIFY(QDir(folder).removeRecursively() && QDir().mkpath(folder));
            const Run run = tests::run({"generate", "strokes", "--samples", "60", "--seed", "3", "-o", folder.toStdString() + "/"});
            QVERIFY2(run.status == 0, run.err.c_str());
            QCOMPARE(names(), QStringList("digits"));
            const data::Dataset dataset = drawn("strokes", {{"samples", Index{60}}}, 3);
            QCOMPARE(QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 10);
            for (int i = 0; i < 60; ++i) {
                const QImage picture(QString("%1/%2/%3.png").arg(folder).arg(dataset.train.labels[static_cast<std::size_t>(i)]).arg(i, 2, 10, QChar('0')));
                QCOMPARE(picture.size(), QSize(28, 28));
                for (int p = 0; p < 784; ++p)
                    QCOMPARE(qGray(picture.pixel(p % 28, p / 28)), int(dataset.train.bytes[static_cast<std::size_t>(784 * i + p)]));
            }
        }
        int pictures = 0;
        for (QDirIterator files(folder, {"*.png"}, QDir::Files, QDirIterator::Subdirectories); files.hasNext(); files.next())
            ++pictures;
        QCOMPARE(pictures, 60);
    }

    void saysWhatDoesNotFit_data() {
        QTest::addColumn<Words>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, Words words, int status, const char *part) {
            QTest::newRow(name) << std::move(words) << status << QString::fromUtf8(part);
        };
        row("no name", {"-o", "OUT/X.npy"}, 1, "Which data set?");
        row("unknown name", {"swis-roll", "-o", "OUT/X.npy"}, 1, "Did you mean \"swiss-roll\"?");
        row("data that are not generated", {"fashion-mnist", "-o", "OUT/X.npy"}, 1, "no generated data set");
        row("no output", {"moons"}, 1, "Where should the samples go?");
        row("unknown knob", {"moons", "--set", "nois=0.1", "-o", "OUT/X.npy"}, 1, "data.options.nois: is no setting of \"moons\". Did you mean \"noise\"?");
        row("knob out of range", {"moons", "--set", "noise=7", "-o", "OUT/X.npy"}, 1, "data.options.noise: must be a number from 0 to 1, not 7");
        row("no value", {"moons", "--set", "noise", "-o", "OUT/X.npy"}, 1, "\"noise\" sets nothing");
        row("a deeper path", {"moons", "--set", "a.b=1", "-o", "OUT/X.npy"}, 1, "\"a.b=1\" sets nothing");
        row("too few samples", {"moons", "--samples", "0", "-o", "OUT/X.npy"}, 1, "data.options.samples: must be a whole number");
        row("samples that are none", {"moons", "--samples", "many", "-o", "OUT/X.npy"}, 1, "data.options.samples");
        row("a seed that is none", {"moons", "--seed", "-1", "-o", "OUT/X.npy"}, 1, "--seed");
        row("unknown part", {"moons", "--part", "all", "-o", "OUT/X.npy"}, 1, "no part \"all\"");
        row("no folder", {"moons", "-o", "/nowhere/X.npy"}, 1, "/nowhere/X.npy: there is no such folder");
        row("a device", {"moons", "-o", "/dev/full"}, 1, "no pictures");
        row("no pictures", {"moons", "-o", "OUT/moons"}, 1, "samples of 2 numbers are no pictures");
        row("films are no pictures", {"moving-dot", "--set", "layout=channels", "-o", "OUT/films"}, 1, "are no pictures");
        row("a folder in no folder", {"strokes", "-o", "/nowhere/at/all"}, 1, "no folder to make this one in");
        row("a folder with something in it", {"strokes", "-o", "OUT"}, 1, "the folder is not empty");
        row("a file in its place", {"strokes", "-o", "OUT/there"}, 1, "a file is in the place of the folder");
        row("too much", {"bouncing-ball", "--samples", "20000", "--set", "side=64", "--set", "frames=32", "-o", "OUT/X.npy"}, 1, "would take");
        row("one word too many", {"moons", "circles", "-o", "OUT/X.npy"}, 2, "one word too many");
    }
    void saysWhatDoesNotFit() {
        QFETCH(Words, words);
        QFETCH(int, status);
        QFETCH(QString, part);
        QFile there(pathOf("there"));
        QVERIFY(there.open(QIODevice::WriteOnly) && there.write("mine") == 4);
        there.close();
        for (std::string &word : words)
            if (word.rfind("OUT", 0) == 0)
                word = m_folder.path().toStdString() + word.substr(3);
        words.insert(words.begin(), "generate");
        const Run run = tests::run(words);
        QVERIFY2(run.status == status, run.err.c_str());
        QVERIFY2(QString::fromStdString(run.err).contains(part), run.err.c_str());
        QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), 1);
        QCOMPARE(names(), QStringList("there"));
        QCOMPARE(QFileInfo(pathOf("there")).size(), 4);
    }

    void aTableNamesTheGroups() {
        data::Dataset dataset;
        dataset.train = {.samples = 3, .features = 1, .bytes = {}, .floats = {1, 2, 3}, .labels = {1, 0, 1}, .groups = {2, 0, 1}};
        dataset.shape = core::Shape(1);
        dataset.featureNames = {"x"};
        dataset.groupNames = {"ada", "bob, \"the\" builder", "cy"};
        dataset.classNames = {"well", "sick"};
        const std::string path = m_folder.filePath("groups.csv").toStdString();
        QVERIFY(!app::writePartAsCsv(dataset, dataset.train, path, {}));
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("x,group,class\n1,cy,sick\n2,ada,well\n3,\"bob, \"\"the\"\" builder\",sick\n"));
        const auto read = data::readPath({path, {{"group", std::string("group")}}, {}});
        QVERIFY(read && read->train.groups == dataset.train.groups && read->groupNames == dataset.groupNames);
    }
};

QTEST_GUILESS_MAIN(GenerateTest)
#include "generate_test.moc"
