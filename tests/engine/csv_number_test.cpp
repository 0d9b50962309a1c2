// Decimals of delimited text: the float that strtof finds, bit by bit, and what is no number.
#include <QTest>

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "engine/data/readers/csv_fields.h"
#include "engine/data/readers/csv_number.h"

using namespace hourglass::data;

namespace {

/// What the reader makes of a field: the fast path where it says yes, or the whole field.
bool read(const std::string &text, float &value, bool &isFast) {
    const std::string padded = text + '\n' + std::string(32, '\0');
    const char *end = parsePlainNumber(padded.data(), '.', value);
    isFast = end == padded.data() + text.size();
    return isFast || readCsvNumber(text, '.', value) == CsvValue::Number;
}

std::string digits(std::mt19937 &random, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += static_cast<char>('0' + random() % 10);
    return text;
}

} // namespace

class CsvNumberTest : public QObject {
    Q_OBJECT

    int m_fast = 0, m_slow = 0;

    void agrees(const std::string &text) {
        float value = 0.0f;
        bool isFast = false;
        const bool isNumber = read(text, value, isFast);
        const float expected = std::strtof(text.c_str(), nullptr);
        QVERIFY2(isNumber == std::isfinite(expected), text.c_str());
        if (isNumber)
            QVERIFY2(std::bit_cast<std::uint32_t>(value) == std::bit_cast<std::uint32_t>(expected), text.c_str());
        ++(isFast ? m_fast : m_slow);
    }

private slots:
    void randomDecimalsAreExact() {
        std::mt19937 random(7);
        m_fast = m_slow = 0;
        for (int i = 0; i < 300000; ++i) {
            std::string text = random() % 2 ? "-" : "";
            text += digits(random, random() % 12);
            text += '.';
            text += digits(random, 1 + random() % 14);
            if (random() % 3 == 0) {
                text += random() % 2 ? "e-" : "E";
                text += digits(random, 1 + random() % 2);
            }
            agrees(text);
        }
        QVERIFY(m_slow > 0 && m_fast > 2 * m_slow);
    }

    void manyFieldsAtOnceAreExact() {
        if (!canReadFields())
            QSKIP("this processor reads one field after the other");
        std::mt19937 random(11);
        const char *const odd[] = {
            "",    "-",  ".", "-.", "+", "1.2.3", "1a", "a", "--1", "+-1", "1e5", "1,", "1 ", "1\r", "\"1\"", "12345678901234567", "0.123456789012345",
            "nan", "1/", "1:"};
        std::vector<std::uint32_t> ends;
        std::size_t read = 0, notRead = 0;
        for (int line = 0; line < 20000; ++line) {
            std::vector<std::string> fields;
            std::string text;
            for (int i = 0; i < 12; ++i) {
                std::string field(random() % 9 == 0 ? 1 : 0, ' ');
                field += std::array{"", "-", "+"}[random() % 3];
                field += digits(random, random() % 8);
                field += random() % 4 ? "." : "";
                field += digits(random, random() % 10);
                if (random() % 40 == 0)
                    field = odd[random() % std::size(odd)];
                text += field + (i == 11 ? '\n' : ';');
                fields.push_back(field);
            }
            const std::string padded = text + std::string(64, '7');
            findEnds(std::string_view(padded).substr(0, text.size()), ';', ends);
            QCOMPARE(ends.size(), std::size_t{12});
            std::size_t begin = 0;
            for (std::size_t i = 0; i < fields.size(); ++i) { // each of them, and all behind it
                float values[14];
                const std::size_t count = readFields(padded.data(), padded.data() + begin, ends.data() + i, 14 - i, '.', values);
                QVERIFY(i + count <= fields.size());
                for (std::size_t k = 0; k < count; ++k) {
                    const float expected = std::strtof(fields[i + k].c_str(), nullptr);
                    QVERIFY2(std::bit_cast<std::uint32_t>(values[k]) == std::bit_cast<std::uint32_t>(expected), fields[i + k].c_str());
                    float value = 0.0f;
                    QVERIFY2(readCsvNumber(std::string_view(fields[i + k]).substr(fields[i + k].find_first_not_of(' ')), '.', value) == CsvValue::Number,
                             fields[i + k].c_str());
                }
                if (i + count < fields.size())
                    ++notRead;
                read += count > 0 ? 1 : 0;
                begin = ends[i] + 1;
            }
        }
        QVERIFY(read > 200000 && notRead > 1000);
    }

    void floatsAndTheMiddlesBetweenThemAreExact() {
        // Written in full, with a digit more or less: where a double alone would round twice.
        std::mt19937 random(3);
        char text[400];
        for (int i = 0; i < 100000; ++i) {
            const auto bits = static_cast<std::uint32_t>(random()) & 0x7fffffff;
            const float below = std::bit_cast<float>(bits), above = std::bit_cast<float>(bits + 1);
            if (!std::isfinite(below) || !std::isfinite(above))
                continue;
            const double middle = (static_cast<double>(below) + static_cast<double>(above)) / 2;
            for (const double number : {static_cast<double>(below), middle, std::nextafter(middle, 1e300), std::nextafter(middle, 0.0)})
                for (const int places : {6, 8, 16, 17, 30}) {
                    std::snprintf(text, sizeof text, "%.*e", places, number);
                    agrees(text);
                }
            std::snprintf(text, sizeof text, "%.17g", middle);
            agrees(text);
        }
    }

    void theRangeOfFloatIsKept() {
        for (const char *text : {"0",
                                 "-0",
                                 "0.0",
                                 "1",
                                 "+1",
                                 "5.",
                                 ".5",
                                 "-.5e1",
                                 "1e38",
                                 "3.4028234e38",
                                 "3.4028235e38",
                                 "3.40282356e38",
                                 "3.4028236e38",
                                 "1e39",
                                 "-1e39",
                                 "1e400",
                                 "1e9999",
                                 "1e-37",
                                 "1.17549435e-38",
                                 "1.17549428e-38",
                                 "1e-40",
                                 "1.4e-45",
                                 "7e-46",
                                 "7.1e-46",
                                 "1e-46",
                                 "1e-400",
                                 "-1e-400",
                                 "1e-9999",
                                 "0e9999",
                                 "16777217",
                                 "16777219",
                                 "33554433",
                                 "9999999999999999999",
                                 "18446744073709551615",
                                 "18446744073709551616",
                                 "123456789012345678901234567890",
                                 "0.00000000000000000000000000001",
                                 "1e00005",
                                 "000000000000000000000000001.5",
                                 "4294967296.25",
                                 "0.1",
                                 "0.3",
                                 "1e23",
                                 "8.5e-7"})
            agrees(text);
    }

    void signsOfOtherKindsAreRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<float>("number");
        const auto row = [](const char *text, float number) { QTest::newRow(text) << QByteArray(text) << number; };
        row("\u22121.5", -1.5f);
        row("\u20131.5", -1.5f);
        row("\x96"
            "1.5",
            -1.5f); // of Windows-1252
        row("\u00A01.5\u202F", 1.5f);
        row("\xA0"
            "1.5",
            1.5f);
        row("1.5e\u22123", 0.0015f);
        row("\uFF0D\uFF11\uFF0E\uFF15", -1.5f);
        row("1.25D+02", 125.0f);
        row("-.5d-1", -0.05f);
    }
    void signsOfOtherKindsAreRead() {
        QFETCH(QByteArray, text);
        QFETCH(float, number);
        float value = 0.0f;
        QCOMPARE(static_cast<int>(readCsvNumber(text.toStdString(), '.', value)), static_cast<int>(CsvValue::Number));
        QCOMPARE(value, number);
    }

    void wordsAreNoNumbers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *text, CsvValue kind) { QTest::newRow(*text ? text : "empty") << QString(text) << static_cast<int>(kind); };
        for (const char *text : {"", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "?", "-", "<NA>", "#N/A", "NaT", "\u2013"})
            row(text, CsvValue::Missing);
        for (const char *text : {"inf", "-inf", "Infinity", "+Inf", "1e39", "1e999"})
            row(text, CsvValue::Infinite);
        for (const char *text : {"2024-05-01", "2024/5/1", "1.5.2024", "01.05.24", "5/1/2024 10:30", "2024-05-01T10:30:15Z", "10:30", "10:30:15.25",
                                 "2024-05-01 10:30:15+02:00", "2024-05"})
            row(text, CsvValue::Date);
        for (const char *text : {"a",   "1a",   "1,5",  "--1",    "+-1",     "1e",    "e5",   "1e+",     ".",   "-.",   "0x10", "1 2",    "1.2.3",  "1.5.2024x",
                                 "1-2", "12:3", "none", "nan(1)", "infinit", "1_000", "1..5", "2024-13", "1D3", "1.5D", "d5",   "\u2212", "5\u2212"})
            row(text, text == QString("\u2212") ? CsvValue::Missing : CsvValue::Word);
    }
    void wordsAreNoNumbers() {
        QFETCH(QString, text);
        QFETCH(int, kind);
        float value = 0.0f;
        QCOMPARE(static_cast<int>(readCsvNumber(text.toStdString(), '.', value)), kind);
        bool isFast = false;
        const std::string padded = text.toStdString() + '\n' + std::string(32, '\0');
        const char *end = parsePlainNumber(padded.data(), '.', value);
        isFast = end && *end == '\n';
        QVERIFY(!isFast);
    }

    void aCommaMayBeTheDecimalSign() {
        float value = 0.0f;
        QCOMPARE(static_cast<int>(readCsvNumber("-1,25e2", ',', value)), static_cast<int>(CsvValue::Number));
        QCOMPARE(value, -125.0f);
        QCOMPARE(static_cast<int>(readCsvNumber("1.25", ',', value)), static_cast<int>(CsvValue::Word));
        const std::string padded = "12,5;" + std::string(32, '\0');
        QCOMPARE(parsePlainNumber(padded.data(), ',', value), padded.data() + 4);
        QCOMPARE(value, 12.5f);
    }
};

QTEST_APPLESS_MAIN(CsvNumberTest)
#include "csv_number_test.moc"
