// The full set, three epochs: the window gives the bits of the command line, whatever the number of threads.
#include "tests/support/watched_training.h"

using namespace hourglass;

class WindowHashLongTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void theWindowGivesTheBitsOfTheCommandLine() {
        const tests::TrainingOrder order{data::fashionMnistKey, 3};
        if (const auto &sources = app::library().sources();
            std::none_of(sources.begin(), sources.end(), [](const data::Source &source) { return source.key == data::fashionMnistKey && source.isAvailable; }))
            QSKIP("The full set is not installed.");
        QSettings settings(m_folder.filePath("settings.ini"), QSettings::IniFormat);
        std::string hash;
        {
            tests::WindowBench bench(settings, 2);
            bench.open(tests::specOf(order), "deep");
            hash = tests::watchedHash(bench, 400'000);
            QVERIFY(bench.maps > 5 && bench.lattices > 5 && bench.sheets > 5); // it was watched indeed
        }
        QCOMPARE(hash.size(), std::size_t{64});
        for (const int threads : {1, 2, 3, 5}) {
            const std::string printed = tests::printedBy(order, threads);
            QVERIFY2(printed.find(hash) != std::string::npos, printed.c_str());
        }
    }
};

QTEST_MAIN(WindowHashLongTest)
#include "window_hash_long_test.moc"
