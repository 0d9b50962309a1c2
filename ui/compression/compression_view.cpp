#include "ui/compression/compression_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>

#include "ui/code/decoded_tiles.h"
#include "ui/compression/rate_plot.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/elided_label.h"

namespace hourglass::ui {

namespace {

constexpr int usualBits = 8;

QString bytesText(double bytes) {
    return bytes < 1000  ? CompressionView::tr("%1 bytes").arg(QLocale().toString(bytes, 'g', 3))
           : bytes < 1e6 ? CompressionView::tr("%1 kB").arg(QLocale().toString(bytes / 1e3, 'f', 1))
                         : CompressionView::tr("%1 MB").arg(QLocale().toString(bytes / 1e6, 'f', 2));
}

QString psnrText(double psnr) {
    return CompressionView::tr("%1 dB").arg(QLocale().toString(psnr, 'f', 1));
}

} // namespace

CompressionView::CompressionView(QWidget *parent)
    : Panel(QStringLiteral("compression"), tr("Compression"), parent), m_plot(new RatePlot(this)), m_body(new QWidget(this)), m_obstacle(new QLabel(this)) {
    header()->setCaption(tr("The code as a file: how few bytes a picture takes, and what is left of it."));
    m_bits = new QSlider(Qt::Horizontal, this);
    m_bits->setObjectName(QStringLiteral("codeBits"));
    m_bits->setAccessibleName(tr("Bits a unit of the code"));
    m_bits->setToolTip(tr("Bits that each unit of the code is rounded to"));
    m_bits->setRange(1, analysis::mostBits);
    m_bits->setPageStep(4);
    m_bits->setValue(usualBits);
    connect(m_bits, &QSlider::valueChanged, this, &CompressionView::refresh);
    connect(m_plot, &RatePlot::bitsChosen, m_bits, &QSlider::setValue);
    connect(m_plot->plotExport(), &PlotExport::failed, this, &CompressionView::exportFailed);

    auto *side = new QVBoxLayout;
    side->setSpacing(3);
    const auto addRow = [&](const QString &accessibleName) {
        auto *text = new ElidedLabel({}, this);
        text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        auto *tiles = new DecodedTiles(this);
        tiles->setAccessibleName(accessibleName);
        tiles->setMinimumSize(100, 28);
        side->addWidget(text);
        side->addWidget(tiles, 1);
        return std::pair(text, tiles);
    };
    const auto original = addRow(tr("Pictures as they are"));
    original.first->setText(tr("Original"));
    m_originalTiles = original.second;
    const auto code = addRow(tr("Pictures of the quantised code"));
    m_codeText = code.first;
    m_codeTiles = code.second;
    side->addWidget(m_bits);
    const auto jpeg = addRow(tr("Pictures of JPEG"));
    m_jpegText = jpeg.first;
    m_jpegTiles = jpeg.second;
    m_decoderText = new ElidedLabel({}, this);
    m_decoderText->setProperty("dim", true);
    m_decoderText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    side->addWidget(m_decoderText);
    auto *halves = new QHBoxLayout(m_body);
    halves->setContentsMargins(0, 0, 0, 0);
    halves->setSpacing(10);
    halves->addWidget(m_plot, 1);
    halves->addLayout(side, 1);
    m_obstacle->setWordWrap(true);
    m_obstacle->setAlignment(Qt::AlignCenter);
    m_obstacle->setProperty("dim", true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 10, 8);
    layout->addWidget(m_body, 1);
    layout->addWidget(m_obstacle, 1);
    setFocusProxy(m_bits);
    setMinimumSize(260, 180);
    CompressionView::setTheme(theme());
    clear();
}

int CompressionView::bits() const {
    return m_bits->value();
}

QString CompressionView::codeText() const {
    return m_codeText->text();
}

QString CompressionView::jpegText() const {
    return m_jpegText->text();
}

QString CompressionView::decoderText() const {
    return m_decoderText->text();
}

void CompressionView::clear() {
    m_code.reset();
    m_jpeg.reset();
    m_plot->fit();
    refresh();
}

void CompressionView::showCode(std::shared_ptr<const analysis::CompressionPicture> code) {
    m_code = std::move(code);
    refresh();
}

void CompressionView::showJpeg(std::shared_ptr<const analysis::JpegCurve> jpeg) {
    m_jpeg = std::move(jpeg);
    refresh();
}

const analysis::RatePoint *CompressionView::jpegBeside(double bytes) const {
    if (!m_jpeg || m_jpeg->points.empty())
        return nullptr;
    const analysis::RatePoint *found = &m_jpeg->points.front();
    for (const analysis::RatePoint &point : m_jpeg->points)
        if (point.bytes <= bytes)
            found = &point;
    return found;
}

void CompressionView::refresh() {
    const bool isThere = m_code && !m_code->obstacle;
    m_body->setVisible(isThere);
    m_obstacle->setVisible(!isThere);
    m_plot->show(m_code, m_jpeg, bits());
    if (!isThere) {
        m_obstacle->setText(m_code ? QString::fromStdString(m_code->obstacle->sentence())
                                   : tr("Bytes and pictures appear here once there are data and a stack."));
        header()->setSubtitle({});
        return;
    }
    const QString compared = m_code->units == 1
                                 ? tr("1 unit, %L1 images").arg(static_cast<qlonglong>(m_code->images))
                                 : tr("%L1 units, %L2 images").arg(static_cast<qlonglong>(m_code->units)).arg(static_cast<qlonglong>(m_code->images));
    header()->setSubtitle(m_code->moment.step == 0 ? tr("%1 · not trained yet").arg(compared) : compared, compared);
    m_look.sample = m_code->sample;
    m_look.style.range = m_code->range;
    const auto show = [this](DecodedTiles *tiles, const std::vector<std::vector<float>> &images) {
        std::vector<DecodedTiles::Tile> shown;
        for (const std::vector<float> &image : images)
            shown.push_back({{}, image, {}});
        tiles->show(m_look, std::move(shown));
    };
    const analysis::RatePoint &point = m_code->points[static_cast<std::size_t>(bits() - 1)];
    show(m_originalTiles, m_code->originals);
    show(m_codeTiles, point.shown);
    m_codeText->setText((bits() == 1 ? tr("Code of 1 bit a unit: %2, %3") : tr("Code of %1 bits a unit: %2, %3"))
                            .arg(QString::number(bits()), bytesText(point.bytes), psnrText(point.psnr)));
    const analysis::RatePoint *jpeg = jpegBeside(point.bytes);
    m_jpegText->setText(jpeg ? (jpeg->bytes > point.bytes ? tr("JPEG cannot get so small; its smallest: %1, %2") : tr("JPEG, quality %3: %1, %2"))
                                   .arg(bytesText(jpeg->bytes), psnrText(jpeg->psnr))
                                   .arg(jpeg->setting)
                        : m_jpeg && m_jpeg->obstacle ? QString::fromStdString(m_jpeg->obstacle->sentence())
                                                     : tr("JPEG is being measured"));
    show(m_jpegTiles, jpeg ? jpeg->shown : std::vector<std::vector<float>>());
    m_decoderText->setText(
        tr("The decoder itself: %1, once; an image as bytes: %2").arg(bytesText(m_code->decoderBytes), bytesText(static_cast<double>(m_code->sample.size()))));
}

void CompressionView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_look.style.theme = theme;
    m_plot->setTheme(theme);
    for (DecodedTiles *tiles : {m_originalTiles, m_codeTiles, m_jpegTiles})
        tiles->setTheme(theme);
}

std::vector<InputSection> CompressionView::inputs() const {
    return {{tr("Compression"),
             {{{tr("Click a point")}, tr("Look at the code of so many bits")},
              {{tr("Wheel, drag")}, tr("Zoom and move")},
              {{tr("Double-click")}, tr("Show all")}}}};
}

} // namespace hourglass::ui
