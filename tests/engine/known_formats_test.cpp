// Files of formats that are not read here are told by name, whatever they are called, with the line that helps.
#include <QTest>

#include "tests/support/csv_files.h"

using namespace hourglass;
using namespace hourglass::data;
using namespace hourglass::tests;

namespace {

QByteArray at(int place, const char *bytes, int size) {
    return QByteArray(place, '\0') + QByteArray(bytes, size) + QByteArray(600, '\0');
}

} // namespace

class KnownFormatsTest : public QObject {
    Q_OBJECT

    CsvFiles m_files;

private slots:
    void areToldByName_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("helps");
        const auto row = [](const char *tag, const QByteArray &bytes, const char *name, const char *what, const char *helps) {
            QTest::newRow(tag) << bytes << QString(name) << QString(what) << QString(helps);
        };
        row("Parquet", at(0, "PAR1", 4), "x.parquet", "a Parquet file", "pandas.read_parquet('");
        row("Parquet under another name", at(0, "PAR1", 4), "x.csv", "a Parquet file", ".to_csv('data.csv'");
        row("Feather", at(0, "ARROW1\0\0", 8), "x.feather", "Feather", "read_feather");
        row("SPSS", at(0, "$FL2@(#)", 8), "x.sav", "SPSS", "read_spss");
        row("Stata", at(0, "<stata_dta><header>", 19), "x.dta", "Stata", "read_stata");
        row("Stata before 13", at(0, "\x72\x02\x01\x00", 4), "x.dta", "Stata", "read_stata");
        row("SAS", at(12, "\xc2\xea\x81\x60\xb3\x14\x11\xcf", 8), "x.sas7bdat", "SAS", "read_sas");
        row("old Excel", at(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8), "x.xls", "Excel", ".xlsx");
        row("R", at(0, "RDX3\nX\n", 7), "x.RData", "R data", "write.csv");
        row("RDS", at(0, "X\n\0\0\0\3", 6), "x.rds", "R data", "readRDS(\"");
        row("DICOM", at(128, "DICM", 4), "x.dcm", "DICOM", "pydicom");
        row("NIfTI", at(344, "n+1\0", 4), "x.nii", "NIfTI", "nibabel");
        row("FITS", at(0, "SIMPLE  =                    T", 30), "x.fits", "FITS", "astropy");
        row("pickle", at(0, "\x80\x04\x95\x10\0\0\0\0\0\0\0}", 12), "x.pkl", "pickle", "trust");
        row("pickle named as Irvine's data", at(0, "\x80\x02}q\0", 5), "x.data", "pickle", "numpy.save");
        row("PDF", at(0, "%PDF-1.7\n", 9), "x.txt", "PDF", "CSV");
        row("web page", QByteArray("\n<!DOCTYPE HTML>\n<html><body>404, not found</body></html>\n"), "x.csv", "web page", "download");
        row("SQLite", at(0, "SQLite format 3\0", 16), "x.db", "SQLite", "sqlite3 -header");
        row("7z", at(0, "7z\xBC\xAF\x27\x1C", 6), "x.7z", "7z", "7z x");
        row("HEIC", at(4, "ftypheic", 8), "x.heic", "HEIC", "PNG");
        row("film", at(4, "ftypisom", 8), "x.mp4", "film", "ffmpeg");
        row("PyTorch", QByteArray("PK\3\4") + at(26, "archive/data.pkl", 16), "x.pt", "PyTorch", "torch.load");
        row("weights", at(0, "\x10\0\0\0\0\0\0\0{}", 10), "x.safetensors", "safetensors", "--weights-in");
    }
    void areToldByName() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        QFETCH(QString, what);
        QFETCH(QString, helps);
        const auto dataset = m_files.read(bytes.toStdString(), {}, name);
        QVERIFY(!dataset);
        QVERIFY2(QString::fromStdString(dataset.error().what).contains(what), dataset.error().what.c_str());
        QVERIFY2(QString::fromStdString(dataset.error().hint).contains(helps), dataset.error().hint.c_str());
        QVERIFY(dataset.error().hint.find("FILE") == std::string::npos);
    }

    void textIsLeftToItsReader() {
        for (const char *text :
             {"SIMPLE,b\n1,2\n3,4\n", "a,b\n7z,2\n8z,4\n", "PAR1,PAR2\n1,2\n3,4\n", "%PDF,b\n1,2\n3,4\n", "0       ,1\n1,2\n3,4\n", "X\n1\n2\n"}) {
            const auto dataset = m_files.read(text);
            QVERIFY2(dataset || dataset.error().what.find("not read here") == std::string::npos, text);
        }
    }
};

QTEST_GUILESS_MAIN(KnownFormatsTest)
#include "known_formats_test.moc"
