#include <QTest>

#include <cmath>

#include "engine/analysis/decompositions.h"
#include "engine/core/random.h"
#include "tests/support/eigen_oracle.h"

using namespace hourglass;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

MatrixXd drawn(Eigen::Index rows, Eigen::Index columns) {
    const core::Random random(3, core::Stream::Data);
    return MatrixXd::NullaryExpr(rows, columns, [&](Eigen::Index r, Eigen::Index c) {
        return static_cast<double>(random.normal(0, static_cast<std::uint64_t>(r), static_cast<std::uint64_t>(c)));
    });
}

MatrixXd withEigenvalues(const VectorXd &values) {
    const MatrixXd basis = tests::orthonormalised(drawn(values.size(), values.size()));
    return basis * values.asDiagonal() * basis.transpose();
}

/// Wilkinson's W21+ repeated along the diagonal and joined by small numbers: eigenvalues in tight clusters that are not equal.
MatrixXd gluedWilkinson(int copies) {
    MatrixXd matrix = MatrixXd::Zero(21 * copies, 21 * copies);
    for (int i = 0; i < matrix.rows(); ++i) {
        matrix(i, i) = std::abs(i % 21 - 10);
        if (i > 0)
            matrix(i, i - 1) = matrix(i - 1, i) = i % 21 == 0 ? 1e-9 : 1.0;
    }
    return matrix;
}

} // namespace

class DecompositionsTest : public QObject {
    Q_OBJECT
    static MatrixXd named(const QString &name);
    static void addCases();

private slots:
    void leadingPairsAgreeWithFullSolver_data() { addCases(); }
    void leadingPairsAgreeWithFullSolver();
    void noPairs();
    void orthonormalBasisKeepsTheSpace();
    void orthonormalBasisOfEqualColumns();
};

void DecompositionsTest::addCases() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("count");
    for (const char *name :
         {"covariance", "identity", "zero", "rank one", "pairs of equal", "cluster", "graded", "negative", "diagonal", "wilkinson", "empty rows"})
        for (const int count : {1, 20, 200}) // by inverse iteration, but the last
            QTest::newRow(qPrintable(QString("%1, %2").arg(name).arg(count))) << QString(name) << count;
    QTest::newRow("two by two") << "two by two" << 2;
    QTest::newRow("one by one") << "one by one" << 1;
}

MatrixXd DecompositionsTest::named(const QString &name) {
    const Eigen::Index size = 210;
    if (name == "covariance")
        return drawn(size, 400) * drawn(size, 400).transpose() / 400;
    if (name == "identity")
        return MatrixXd::Identity(size, size);
    if (name == "zero")
        return MatrixXd::Zero(size, size);
    if (name == "rank one")
        return drawn(size, 1) * drawn(size, 1).transpose();
    if (name == "pairs of equal")
        return withEigenvalues(VectorXd::NullaryExpr(size, [](Eigen::Index i) { return 300.0 - static_cast<double>(i / 2); }));
    if (name == "cluster")
        return withEigenvalues(VectorXd::NullaryExpr(size, [](Eigen::Index i) { return 1.0 + 1e-9 * static_cast<double>(i); }));
    if (name == "graded")
        return withEigenvalues(VectorXd::NullaryExpr(size, [](Eigen::Index i) { return std::pow(0.8, static_cast<double>(i)); }));
    if (name == "negative")
        return -drawn(size, 400) * drawn(size, 400).transpose();
    if (name == "diagonal")
        return VectorXd(VectorXd::LinSpaced(size, -1, 5)).asDiagonal();
    if (name == "wilkinson")
        return gluedWilkinson(10);
    if (name == "empty rows") { // pixels that are always black
        MatrixXd matrix = MatrixXd::Zero(size, size);
        matrix.block(50, 50, 80, 80) = (drawn(80, 100) * drawn(80, 100).transpose()) / 100;
        return matrix;
    }
    if (name == "two by two")
        return (MatrixXd(2, 2) << 2, 1, 1, 2).finished();
    return MatrixXd::Constant(1, 1, 4.0);
}

void DecompositionsTest::leadingPairsAgreeWithFullSolver() {
    QFETCH(QString, name);
    QFETCH(int, count);
    const MatrixXd matrix = named(name);
    const Eigen::Index size = matrix.rows();
    MatrixXd lower = matrix.triangularView<Eigen::Lower>(); // the rest is not to be read
    lower.triangularView<Eigen::StrictlyUpper>().setConstant(std::nan(""));
    const auto pairs = analysis::leadingEigenpairs({lower.data(), lower.data() + lower.size()}, size, count);

    QCOMPARE(pairs.size, size);
    QCOMPARE(pairs.areByIteration, size > 96 && count <= size / 3 && name != "zero"); // the way back is for what nobody has met
    QCOMPARE(static_cast<int>(pairs.values.size()), count);
    QCOMPARE(static_cast<Eigen::Index>(pairs.vectors.size()), size * count);
    const Eigen::SelfAdjointEigenSolver<MatrixXd> oracle(matrix);
    const VectorXd expected = oracle.eigenvalues().reverse().head(count);
    const VectorXd values = Eigen::Map<const VectorXd>(pairs.values.data(), count);
    const MatrixXd vectors = Eigen::Map<const MatrixXd>(pairs.vectors.data(), size, count);
    const double norm = std::max(oracle.eigenvalues().cwiseAbs().maxCoeff(), 1e-300);
    QVERIFY((values - expected).cwiseAbs().maxCoeff() <= 1e-12 * norm);
    QVERIFY((matrix * vectors - vectors * values.asDiagonal()).cwiseAbs().maxCoeff() <= 1e-10 * norm);
    QVERIFY((vectors.transpose() * vectors - MatrixXd::Identity(count, count)).cwiseAbs().maxCoeff() <= 1e-9);
    // Where an eigenvalue stands alone, its vector is the solver's but for the sign.
    for (int k = 0; k < count; ++k) {
        const double above = k > 0 ? expected[k - 1] - expected[k] : norm;
        const double below = k + 1 < size ? expected[k] - oracle.eigenvalues()[size - 2 - k] : norm;
        if (std::min(above, below) > 1e-4 * norm)
            QVERIFY(std::abs(vectors.col(k).dot(oracle.eigenvectors().col(size - 1 - k))) > 1 - 1e-10);
    }
}

void DecompositionsTest::noPairs() {
    const auto pairs = analysis::leadingEigenpairs({1, 0, 0, 1}, 2, 0);
    QCOMPARE(pairs.size, 2);
    QVERIFY(pairs.values.empty() && pairs.vectors.empty());
}

void DecompositionsTest::orthonormalBasisKeepsTheSpace() {
    constexpr int rows = 40, columns = 7, stride = 48;
    Eigen::MatrixXf storage = Eigen::MatrixXf::Constant(stride, columns, 3.0f);
    storage.topRows(rows) = drawn(rows, columns).cast<float>();
    const MatrixXd before = storage.topRows(rows).cast<double>();
    analysis::orthonormalise({storage.data(), rows, columns, stride});
    const MatrixXd basis = storage.topRows(rows).cast<double>();
    QVERIFY((basis.transpose() * basis - MatrixXd::Identity(columns, columns)).cwiseAbs().maxCoeff() < 1e-6);
    QVERIFY((basis * (basis.transpose() * before) - before).cwiseAbs().maxCoeff() < 1e-5);
    QVERIFY((storage.bottomRows(stride - rows).array() == 3.0f).all());
}

void DecompositionsTest::orthonormalBasisOfEqualColumns() {
    Eigen::MatrixXf columns = Eigen::MatrixXf::Ones(9, 3);
    analysis::orthonormalise({columns.data(), 9, 3, 9});
    QVERIFY((columns.transpose() * columns - Eigen::MatrixXf::Identity(3, 3)).cwiseAbs().maxCoeff() < 1e-6f);
}

QTEST_APPLESS_MAIN(DecompositionsTest)
#include "decompositions_test.moc"
