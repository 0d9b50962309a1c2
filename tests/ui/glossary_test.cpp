#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>
#include <QtTest>

#include "ui/window/glossary.h"
#include "ui/window/glossary_label.h"
#include "ui/window/glossary_window.h"

using namespace hourglass::ui;

class GlossaryTest : public QObject {
    Q_OBJECT

private slots:
    void fileIsWhole() {
        QFile file(HOURGLASS_SOURCE_DIR "/resources/glossary.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto read = readGlossary(file.readAll());
        QVERIFY2(bool(read), read ? "" : read.error().sentence().c_str());
        QVERIFY(read->size() >= 30);
        QCOMPARE(glossary().size(), read->size()); // and it is the one compiled in
        for (const GlossaryEntry &entry : *read) {
            QVERIFY2(entry.text.endsWith('.'), qPrintable(entry.key));
            QVERIFY2(entry.text.count(QRegularExpression("[.?](\\s|$)")) <= 3, qPrintable(entry.key));
            QVERIFY2(!entry.see.isEmpty(), qPrintable(entry.key));
            QVERIFY2(QRegularExpression("^[a-z-]+$").match(entry.key).hasMatch(), qPrintable(entry.key));
        }
    }

    void wordsOfTheWindowAreThere() {
        for (const char *key : {"autoencoder",
                                "bottleneck",
                                "code",
                                "latent-space",
                                "epoch",
                                "batch",
                                "step",
                                "learning-rate",
                                "loss",
                                "cross-entropy",
                                "cross-entropy-floor",
                                "mse",
                                "pca",
                                "optimiser",
                                "adam",
                                "momentum",
                                "activation",
                                "relu",
                                "sigmoid",
                                "encoder",
                                "decoder",
                                "reconstruction",
                                "test-part",
                                "validation",
                                "compression",
                                "overfitting",
                                "denoising",
                                "initialiser",
                                "seed",
                                "factor",
                                "group",
                                "scaling",
                                "augmentation",
                                "window-of-a-series",
                                "variational",
                                "dropout",
                                "convolution",
                                "parameters",
                                "samples-per-second",
                                "mean-image"})
            QVERIFY2(findEntry(key), key);
        QVERIFY(!findEntry("no-such-word"));
    }

    void badFilesAreNamed_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QByteArray() << "glossary.json";
        QTest::newRow("no list") << QByteArray("{}") << "not a list";
        QTest::newRow("broken") << QByteArray("[{\"key\": ") << "glossary.json";
        QTest::newRow("no object") << QByteArray("[1]") << "entry 1";
        QTest::newRow("no text") << QByteArray(R"([{"key":"a","term":"A","see":[]}])") << "a: ";
        QTest::newRow("empty text") << QByteArray(R"([{"key":"a","term":"A","text":" ","see":[]}])") << "missing or empty";
        QTest::newRow("see is a word") << QByteArray(R"([{"key":"a","term":"A","text":"x","see":"a"}])") << "no list";
        QTest::newRow("unknown member") << QByteArray(R"([{"key":"a","term":"A","text":"x","see":[],"sea":[]}])") << "\"sea\"";
        QTest::newRow("twice") << QByteArray(R"([{"key":"a","term":"A","text":"x","see":[]},{"key":"a","term":"B","text":"x","see":[]}])")
                               << "entry 2 a: the key is given twice";
        QTest::newRow("leads nowhere") << QByteArray(R"([{"key":"a","term":"A","text":"x","see":["b"]}])") << "leads to \"b\"";
        QTest::newRow("leads to itself") << QByteArray(R"([{"key":"a","term":"A","text":"x","see":["a"]}])") << "leads to \"a\"";
        QTest::newRow("a number to see") << QByteArray(R"([{"key":"a","term":"A","text":"x","see":[7]}])") << "leads to \"\"";
    }
    void badFilesAreNamed() {
        QFETCH(QByteArray, json);
        QFETCH(QString, says);
        const auto read = readGlossary(json);
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error().sentence()).contains(says), read.error().sentence().c_str());
    }

    void labelExplainsItself() {
        GlossaryLabel label("Epoch", "epoch");
        QVERIFY(label.toolTip().contains("One pass through"));
        QVERIFY(label.toolTip().contains("See also"));
        QCOMPARE(label.accessibleDescription(), findEntry("epoch")->text);
        auto *dots = label.findChild<QWidget *>("glossaryDots");
        QVERIFY(dots);
        label.resize(120, 30);
        label.show();
        QCoreApplication::processEvents();
        QCOMPARE(dots->size(), label.size());
        attachGlossary(&label, "loss"); // another word later: no second line of dots
        QCOMPARE(label.findChildren<QWidget *>("glossaryDots").size(), 1);
        QVERIFY(label.toolTip().contains("Loss"));
    }

    void dotsAreSeen() {
        QLabel plain("Epoch"), marked("Epoch");
        attachGlossary(&marked, "epoch");
        for (QLabel *label : {&plain, &marked})
            label->resize(100, 24);
        QVERIFY(plain.grab().toImage() != marked.grab().toImage());
    }

    void unknownWordChangesNothing() {
        QLabel label("Word");
        attachGlossary(&label, "no-such-word");
        QVERIFY(label.toolTip().isEmpty());
        QVERIFY(!label.findChild<QWidget *>("glossaryDots"));
    }

    void windowSearchesNamesBeforeTexts() {
        GlossaryWindow window;
        window.show();
        auto *terms = window.findChild<QListWidget *>();
        auto *search = window.findChild<QLineEdit *>();
        auto *text = window.findChild<QTextBrowser *>();
        QCOMPARE(terms->count(), int(glossary().size()));
        QTest::keyClicks(search, "latent sp");
        QCOMPARE(terms->currentItem()->text(), QString("Latent space"));
        QVERIFY(text->toPlainText().contains("every possible code"));
        search->setText("neuron"); // only in the text of Unit
        QCOMPARE(terms->currentItem()->text(), QString("Unit"));
        search->setText("zzz");
        for (int row = 0; row < terms->count(); ++row)
            QVERIFY(terms->item(row)->isHidden());
        window.showTerm("epoch"); // clears the search that hides it
        QCOMPARE(terms->currentItem()->text(), QString("Epoch"));
        QVERIFY(!terms->currentItem()->isHidden());
        emit text->anchorClicked(QUrl("batch"));
        QCOMPARE(terms->currentItem()->text(), QString("Batch"));
        window.showTerm("no-such-word");
        QCOMPARE(terms->currentItem()->text(), QString("Batch"));
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!window.isVisible());
    }
};

QTEST_MAIN(GlossaryTest)
#include "glossary_test.moc"
