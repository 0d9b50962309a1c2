// Patches of images as bfloat16 operands, on each path that this machine has: the same bits as rounding the matrix of patches, for images of all kinds of
// steps, padding and sizes, and the same products.
#include <QTest>

#include <cstring>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/layers/patches.h"
#include "tests/support/instruction_levels.h"

using namespace hourglass;
using namespace hourglass::tests;
using kernels::Index;
using kernels::MixedPath;

namespace {

constexpr std::uint16_t beyond = 0xbeef;

struct Image {
    const char *name;
    Index channels;
    layers::Extent rows, columns; ///< extent, kernel, stride, dilation, padding
};

const Image images[] = {
    {"digits, same", 1, {28, 3, 1, 1, -1}, {28, 3, 1, 1, -1}},  {"digits, halved", 1, {28, 3, 2, 1, -1}, {28, 3, 2, 1, -1}},
    {"maps, halved", 16, {14, 3, 2, 1, -1}, {14, 3, 2, 1, -1}}, {"small maps", 32, {7, 3, 1, 1, -1}, {7, 3, 1, 1, -1}},
    {"without padding", 3, {9, 4, 1, 1, 0}, {11, 2, 1, 1, 0}},  {"in threes", 2, {20, 5, 3, 1, 2}, {19, 5, 3, 1, 1}},
    {"dilated", 2, {20, 3, 2, 2, 2}, {40, 3, 1, 3, 4}},         {"as many positions as a power of two", 5, {16, 3, 1, 1, -1}, {16, 3, 1, 1, -1}},
    {"long rows", 1, {2, 1, 1, 1, 0}, {150, 7, 2, 1, 3}},       {"longer than a vector by one", 1, {3, 2, 1, 1, 0}, {34, 2, 1, 1, 0}},
    {"one number", 1, {1, 1, 1, 1, 0}, {1, 1, 1, 1, 0}},
};

std::vector<float> numbersOf(Index count, std::uint64_t state) {
    std::vector<float> numbers(static_cast<std::size_t>(count));
    for (float &number : numbers) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        number = static_cast<float>(static_cast<std::int64_t>(state >> 40) - (1 << 23)) * 0x1p-22f;
    }
    return numbers;
}

using Halves = std::vector<std::uint16_t>;

/// An image laid out in both ways: by the matrix of its patches in float32, and by its own rounded numbers.
struct Laid {
    Index positions, depths, chunks;
    std::vector<float> matrix;
    Halves image, panels, rows;

    Laid(const layers::PatchGeometry &geometry, MixedPath path, const std::vector<float> &numbers)
        : positions(geometry.positions()), depths(geometry.depths()), chunks(kernels::chunksOf(depths)),
          matrix(static_cast<std::size_t>(geometry.matrixFloats() + 64)), image(static_cast<std::size_t>(geometry.roundedImageSize()) + 1, beyond),
          panels(static_cast<std::size_t>(geometry.panelsSize()) + 1, beyond), rows(static_cast<std::size_t>(geometry.rowsSize()) + 1, beyond) {
        std::vector<float> padded(static_cast<std::size_t>(geometry.imageFloats() + 64));
        geometry.gather(numbers.data(), padded.data(), matrix.data());
        geometry.round(path, numbers.data(), image.data());
        geometry.gatherPanels(path, image.data(), panels.data());
        geometry.gatherRows(path, image.data(), rows.data());
    }
};

std::size_t at(Index place) {
    return static_cast<std::size_t>(place);
}

} // namespace

class MixedPatchesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const std::string wanted = qEnvironmentVariable("HOURGLASS_TEST_LEVEL").toStdString();
        if (!wanted.empty() && !supports(wanted))
            QSKIP("This processor does not have the level");
        if (wanted == bestLevel())
            QSKIP("The loader chooses this level by itself: the test without the variable is of it");
        core::setFloatingPointMode();
    }

    void operandsAreThoseOfTheMatrix_data() { eachImageByEachPath(); }
    void operandsAreThoseOfTheMatrix() {
        const auto [path, geometry, numbers] = imageOfRow();
        const Laid laid(geometry, path, numbers);
        const Index stride = kernels::rowStrideOf(laid.positions), panelDepth = laid.chunks * kernels::mixedTile;
        Halves rows(at(kernels::rowsSize(laid.depths, laid.positions)) + 64), panels(at(kernels::panelSize(laid.positions, laid.depths)));
        kernels::roundRows(path, laid.positions, laid.depths, laid.matrix.data(), geometry.stride(), rows.data(), stride);
        kernels::roundPanels(path, laid.positions, laid.depths, laid.matrix.data(), geometry.stride(), panels.data(), panelDepth, kernels::mixedTile);
        for (Index depth = 0; depth < laid.depths; ++depth)
            for (Index position = 0; position < kernels::chunksOf(laid.positions) * kernels::mixedChunk; ++position)
                QCOMPARE(laid.rows[at(depth * stride + position)], rows[at(depth * stride + position)]);
        for (Index depth = 0; depth < laid.chunks * kernels::mixedChunk; ++depth)
            for (Index position = 0; position < laid.positions; ++position)
                QCOMPARE(laid.panels[at(depth / 2 * geometry.pairStride() + 2 * position + depth % 2)],
                         panels[at(position / 16 * panelDepth + depth / 32 * kernels::mixedTile + depth % 32 / 2 * 32 + position % 16 * 2 + depth % 2)]);
        for (const Halves *written : {&laid.image, &laid.panels, &laid.rows})
            QCOMPARE(written->back(), beyond); // room is taken as it was asked for
    }

    void productsHaveTheSameBits_data() { eachImageByEachPath(); }
    void productsHaveTheSameBits() {
        const auto [path, geometry, numbers] = imageOfRow();
        const Laid laid(geometry, path, numbers);
        constexpr Index channels = 21;
        const std::vector<float> weights = numbersOf(channels * laid.depths, 9);
        const Index rowStride = kernels::rowStrideOf(laid.depths), panelDepth = laid.chunks * kernels::mixedTile, pairStride = geometry.pairStride();
        Halves rows(at(kernels::rowsSize(channels, laid.depths)) + 64), panels(at(kernels::panelSize(laid.positions, laid.depths)));
        kernels::roundRows(path, laid.depths, channels, weights.data(), laid.depths, rows.data(), rowStride);
        kernels::roundPanels(path, laid.positions, laid.depths, laid.matrix.data(), geometry.stride(), panels.data(), panelDepth, kernels::mixedTile);
        std::vector<float> expected(at(laid.positions * channels)), found(expected.size());
        kernels::mixedProduct(path, {laid.positions, channels, laid.chunks, panels.data(), panelDepth, kernels::mixedTile, rows.data(), rowStride,
                                     kernels::mixedChunk, expected.data(), laid.positions, false});
        kernels::mixedProduct(path, {laid.positions, channels, laid.chunks, laid.panels.data(), 2 * kernels::mixedGroup, kernels::mixedChunk / 2 * pairStride,
                                     rows.data(), rowStride, kernels::mixedChunk, found.data(), laid.positions, false, pairStride});
        QVERIFY(std::memcmp(found.data(), expected.data(), found.size() * sizeof(float)) == 0);
    }

private:
    struct Case {
        MixedPath path;
        layers::PatchGeometry geometry;
        std::vector<float> numbers;
    };

    static void eachImageByEachPath() {
        QTest::addColumn<int>("image");
        QTest::addColumn<int>("path");
        constexpr const char *names[] = {"software", "AVX512_BF16", "AMX"};
        for (const MixedPath path : {MixedPath::Software, MixedPath::Avx512Bf16, MixedPath::Amx})
            for (std::size_t image = 0; kernels::isSupported(path) && image < std::size(images); ++image)
                QTest::addRow("%s, %s", images[image].name, names[static_cast<int>(path)]) << static_cast<int>(image) << static_cast<int>(path);
    }
    static Case imageOfRow() {
        QFETCH(int, image);
        QFETCH(int, path);
        const Image &of = images[image];
        layers::Extent rows = of.rows, columns = of.columns;
        rows.settle();
        columns.settle();
        return {static_cast<MixedPath>(path), {of.channels, rows, columns}, numbersOf(of.channels * rows.extent * columns.extent, 3)};
    }
};

QTEST_APPLESS_MAIN(MixedPatchesTest)
#include "mixed_patches_test.moc"
