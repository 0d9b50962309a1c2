// Data that are packed are read as what is in them, whatever packs them, and leave nothing behind.
#include <QTest>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "engine/data/readers/archive_file.h"
#include "engine/data/readers/packed.h"
#include "tests/support/csv_files.h"
#include "tests/support/npz_bytes.h"

#include <archive.h>
#include <archive_entry.h>

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

const std::string table = "a,b\n1,2.5\n3,4.5\n5,6.5\n";

struct Packing {
    const char *ending;
    int (*format)(archive *);
    int (*filter)(archive *);
};

const Packing packings[] = {
    {".csv.bz2", archive_write_set_format_raw, archive_write_add_filter_bzip2}, {".csv.xz", archive_write_set_format_raw, archive_write_add_filter_xz},
    {".csv.zst", archive_write_set_format_raw, archive_write_add_filter_zstd},  {".csv.gz", archive_write_set_format_raw, archive_write_add_filter_gzip},
    {".zip", archive_write_set_format_zip, archive_write_add_filter_none},      {".tar", archive_write_set_format_ustar, archive_write_add_filter_none},
    {".tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip}, {".tar.xz", archive_write_set_format_pax, archive_write_add_filter_xz},
};

/// Files by name and content, packed.
std::string pack(const QString &path, const Packing &packing, const std::vector<std::pair<std::string, std::string>> &files) {
    archive *writer = archive_write_new();
    packing.format(writer);
    packing.filter(writer);
    archive_write_open_filename(writer, path.toUtf8().constData());
    for (const auto &[name, content] : files) {
        archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    return path.toStdString();
}

QByteArray contentOf(const std::string &path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class PackedTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder, m_temporary;

    /// Whether such a file is refused, and then by a sentence that says nothing of where it was unpacked.
    bool isRefused(const QByteArray &bytes, const char *ending) const {
        const std::string path = writeFile(m_folder.path(), QString("part") + ending, {bytes.begin(), bytes.end()});
        const auto dataset = readPath({.path = path});
        if (!dataset && (dataset.error().what.empty() || dataset.error().sentence().find(m_temporary.path().toStdString()) != std::string::npos))
            QTest::qFail(dataset.error().sentence().c_str(), __FILE__, __LINE__);
        return !dataset;
    }

private slots:
    void initTestCase() { qputenv("TMPDIR", m_temporary.path().toUtf8()); }

    void areReadAsWhatIsInThem_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < static_cast<int>(std::size(packings)); ++i)
            QTest::newRow(packings[i].ending) << i;
    }
    void areReadAsWhatIsInThem() {
        QFETCH(int, number);
        const Packing &packing = packings[number];
        const std::string path = pack(m_folder.filePath(QString("table") + packing.ending), packing, {{"table.csv", table}});
        const auto dataset = readPath({.path = path});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.floats, (std::vector<float>{1, 2.5f, 3, 4.5f, 5, 6.5f}));
        QCOMPARE(dataset->key, path);
        QVERIFY2(dataset->origin.find(m_temporary.path().toStdString()) == std::string::npos, dataset->origin.c_str());
        QVERIFY(QDir(m_temporary.path()).isEmpty());
    }

    /// SciPy's archives are zip archives themselves, and stay whole within what packs them.
    void archivesOfArraysStayWhole_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("xz") << 1;
        QTest::newRow("zst") << 2;
        QTest::newRow("gz") << 3;
    }
    void archivesOfArraysStayWhole() {
        QFETCH(int, number);
        const std::string sparse = zipOf({{"indices.npy", npyOf<std::int32_t>("<i4", {1, 0, 2})},
                                          {"indptr.npy", npyOf<std::int32_t>("<i4", {0, 1, 2, 3})},
                                          {"data.npy", npyOf<double>("<f8", {1.5, -2, 3})},
                                          {"format.npy", npyOf("|S3", "()", "csr")},
                                          {"shape.npy", npyOf<std::int64_t>("<i8", {3, 3})}});
        const QString ending = QString(packings[number].ending).section('.', -1);
        const auto dataset = readPath({.path = pack(m_folder.filePath("X.npz." + ending), packings[number], {{"X.npz", sparse}})});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.floats, (std::vector<float>{0, 1.5f, 0, -2, 0, 0, 0, 0, 3}));
    }

    /// What is read from the disk as it lies is unpacked before.
    void filesThatAreReadFromTheDiskAreUnpacked() {
        const auto isPackedAs = [this](const char *name, const std::string &content) {
            return isPacked(pack(m_folder.filePath(name), packings[3], {{"x", content}}));
        };
        QVERIFY(isPackedAs("a.h5ad.gz", "\x89HDF\r\n\x1A\n"));
        QVERIFY(isPackedAs("a.nc.gz", "CDF\x01"));
        QVERIFY(isPackedAs("a.mat.gz", "MATLAB 5.0 MAT-file"));
        QVERIFY(isPackedAs("version4.mat.gz", std::string(20, '\0')));
        QVERIFY(isPackedAs("a.wav.gz", "RIFF"));
        QVERIFY(!isPackedAs("a.csv.gz", table)); // is read through gzip
    }

    void beginningsAreSentences_data() { areReadAsWhatIsInThem_data(); }
    void beginningsAreSentences() {
        QFETCH(int, number);
        std::string rows = "a,b\n";
        for (int i = 0; i < 400; ++i)
            rows += std::to_string(i * 7919 % 100003) + ',' + std::to_string(i * i % 7907) + '\n';
        const Packing &packing = packings[number];
        const QByteArray bytes = contentOf(pack(m_folder.filePath(QString("rows") + packing.ending), packing, {{"rows.csv", rows}}));
        int refused = 0;
        for (qsizetype size = 0; size < bytes.size(); size += 64)
            refused += isRefused(bytes.left(size), packing.ending) ? 1 : 0;
        QVERIFY(refused > 1); // a tar that ends behind the rows is whole
        QVERIFY(QDir(m_temporary.path()).isEmpty());
    }

    void beginningsOfArchivesInArchivesAreSentences() {
        const QByteArray inner = contentOf(pack(m_folder.filePath("inner.zip"), packings[4], {{"table.csv", table}}));
        for (const Packing *outer : {&packings[4], &packings[6]}) {
            const QByteArray bytes = contentOf(pack(m_folder.filePath("outer"), *outer, {{"inner.zip", inner.toStdString()}}));
            QVERIFY(!isRefused(bytes, outer->ending));
            for (qsizetype size = 0; size < bytes.size(); size += 64)
                isRefused(bytes.left(size), outer->ending);
            for (qsizetype size = 0; size < inner.size(); size += 64) { // whole outside, cut off within
                const std::string content = inner.left(size).toStdString();
                isRefused(contentOf(pack(m_folder.filePath("outer"), *outer, {{"inner.zip", content}})), outer->ending);
            }
        }
        QVERIFY(QDir(m_temporary.path()).isEmpty());
    }

    void noByteIsTrusted_data() { areReadAsWhatIsInThem_data(); }
    void noByteIsTrusted() {
        QFETCH(int, number);
        const Packing &packing = packings[number];
        const QByteArray bytes = contentOf(pack(m_folder.filePath(QString("table") + packing.ending), packing, {{"table.csv", table}}));
        for (qsizetype at = 0; at < std::min<qsizetype>(bytes.size(), 400); ++at) // sizes, offsets, flags, checksums
            for (const char wrong : {'\xff', '\0'}) {
                QByteArray lying = bytes;
                lying[at] = wrong;
                isRefused(lying, packing.ending);
            }
        QVERIFY(QDir(m_temporary.path()).isEmpty());
    }

    void lyingSizesCostNothing() {
        QByteArray tar = contentOf(pack(m_folder.filePath("lying.tar"), packings[5], {{"table.csv", table}}));
        tar.replace(124, 11, "77777777777"); // eight gigabytes, and the sum of the header put right
        unsigned sum = 0;
        for (int i = 0; i < 512; ++i)
            sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(tar[i]);
        tar.replace(148, 7, QByteArray::number(sum, 8).rightJustified(6, '0') + '\0');
        QVERIFY(isRefused(tar, ".tar"));
        QByteArray zip = contentOf(pack(m_folder.filePath("lying.zip"), packings[4], {{"table.csv", table}}));
        for (const char *mark : {"PK\3\4", "PK\1\2"}) {
            const qsizetype sizes = zip.indexOf(QByteArray(mark, 4)) + (mark[2] == 3 ? 18 : 20);
            zip.replace(sizes, 8, QByteArray("\xf0\xff\xff\x7f\xf0\xff\xff\x7f", 8)); // two gigabytes, packed and unpacked
        }
        QVERIFY(isRefused(zip, ".zip"));
        QVERIFY(QDir(m_temporary.path()).isEmpty());
    }

    void archivesInArchivesEnd() {
        std::string content = table, name = "table.csv";
        for (int depth = 0; depth < 5; ++depth) {
            QFile file(QString::fromStdString(pack(m_folder.filePath("inner.zip"), packings[4], {{name, content}})));
            QVERIFY(file.open(QIODevice::ReadOnly));
            content = file.readAll().toStdString();
            name = "inner.zip";
            const auto dataset = readPath({.path = file.fileName().toStdString()});
            QCOMPARE(bool(dataset), depth < 3);
            if (!dataset)
                QVERIFY(dataset.error().what.find("archives in archives") != std::string::npos);
        }
    }

    void namesStayWithinTheFolder() {
        const std::string path = pack(m_folder.filePath("names.tar"), packings[5],
                                      {{"../outside.csv", table}, {"a/.hidden.csv", table}, {"__MACOSX/table.csv", table}, {"/b/table.csv", table}});
        const auto unpacked = unpack(path, {});
        QVERIFY2(bool(unpacked), unpacked ? "" : unpacked.error().sentence().c_str());
        QCOMPARE(unpacked->files, core::Index{1});
        QVERIFY(QString::fromStdString(unpacked->path).endsWith("/b/table.csv"));
        QVERIFY(!QFile::exists(m_temporary.filePath("outside.csv")));
    }

    void tablesThatDoNotBelongTogetherAreNamed() {
        const auto refused =
            readPath({.path = pack(m_folder.filePath("several.zip"), packings[4],
                                   {{"people.csv", "age,height\n31,1.5\n42,1.75\n"}, {"wine.csv", "acid,sugar,alcohol\n3.5,2,9\n3.1,4,8\n"}})});
        QVERIFY(!refused);
        const QString sentence = QString::fromStdString(refused.error().what), hint = QString::fromStdString(refused.error().hint);
        QVERIFY2(sentence.startsWith("the archive holds 2 tables") && sentence.contains("people.csv") && sentence.contains("wine.csv"), qPrintable(sentence));
        QVERIFY2(hint.startsWith("Name one of them in data.options.file"), qPrintable(hint));
        QVERIFY(QString::fromStdString(refused.error().where).endsWith("several.zip"));
    }

    void oneOfSeveralTablesIsRead_data() {
        QTest::addColumn<int>("packing");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("isNested");
        QTest::newRow("zip") << 4 << QString() << false;
        QTest::newRow("tar.gz, below a folder") << 6 << QString("data/") << false;
        QTest::newRow("the only thing in another") << 4 << QString() << true;
    }
    void oneOfSeveralTablesIsRead() {
        QFETCH(int, packing);
        QFETCH(QString, folder);
        QFETCH(bool, isNested);
        const std::string wine = folder.toStdString() + "wine.csv";
        std::string path = pack(m_folder.filePath("several"), packings[packing],
                                {{folder.toStdString() + "people.csv", "age,height\n31,1.5\n42,1.75\n"}, {wine, "acid,sugar,alcohol\n3.5,2,9\n3.1,4,8\n"}});
        if (isNested)
            path = pack(m_folder.filePath("nested.zip"), packings[4], {{"several.zip", contentOf(path).toStdString()}});
        const auto dataset = readPath({.path = path, .options = {{"file", wine}}});
        QVERIFY2(bool(dataset), dataset ? "" : dataset.error().sentence().c_str());
        QCOMPARE(dataset->train.floats, (std::vector<float>{3.5f, 2, 9, 3.1f, 4, 8}));
        QCOMPARE(dataset->report.assumed.at("file"), spec::Value(wine));
        QCOMPARE(dataset->key, path);
        QVERIFY2(QString::fromStdString(dataset->title).endsWith(QString::fromStdString("/" + wine)) || isNested, dataset->title.c_str());
        const auto further = readPath({.path = path, .options = {{"file", wine}, {"header", std::string("no")}}}); // settings of its reader beside it
        QVERIFY(further && further->featureNames.front() == "column 1");
        for (const char *wrong : {"beer.csv", "../wine.csv", "/etc/hostname", "data"}) {
            const auto refused = readPath({.path = path, .options = {{"file", std::string(wrong)}}});
            QVERIFY(!refused);
            QCOMPARE(refused.error().where, std::string("data.options.file"));
            QVERIFY2(refused.error().hint.find("people.csv") != std::string::npos, refused.error().sentence().c_str());
        }
        QVERIFY(QDir(m_temporary.path()).isEmpty());
    }

    void filesOfDataAreListed() {
        const std::string path = pack(m_folder.filePath("listed.zip"), packings[4],
                                      {{"b/wine.csv", table}, {"a.csv", table}, {"README.txt", "About them.\n"}, {"x.bin", std::string("\1\2\3", 3)}});
        const auto unpacked = unpack(path, {});
        QVERIFY(bool(unpacked));
        QCOMPARE(filesOfData(*unpacked, 9), (std::vector<std::string>{"a.csv", "b/wine.csv"}));
        QCOMPARE(filesOfData(*unpacked, 1), std::vector<std::string>{"a.csv"});
    }

    void whatHoldsNothingIsASentence() {
        const auto empty = readPath({.path = pack(m_folder.filePath("empty.tar.gz"), packings[6], {{"note.md", ""}})});
        QVERIFY(!empty);
        const auto binary =
            readPath({.path = pack(m_folder.filePath("some.zip"), packings[4], {{"x.dta", std::string("<stata_dta>") + std::string(100, '\0')}})});
        QVERIFY(!binary && binary.error().what.find("a Stata file") != std::string::npos);
        QVERIFY(binary.error().where.find("some.zip/x.dta") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(PackedTest)
#include "packed_test.moc"
