// The code as a way to keep pictures: how many bytes, how much of the picture is left, and what JPEG makes of as many.
#pragma once

#include <memory>

#include "engine/analysis/compression_task.h"
#include "ui/code/decoded_look.h"
#include "ui/theme/panel.h"

class QLabel;
class QSlider;

namespace hourglass::ui {

class DecodedTiles;
class ElidedLabel;
class RatePlot;

class CompressionView : public Panel {
    Q_OBJECT
public:
    explicit CompressionView(QWidget *parent = nullptr);

    void showCode(std::shared_ptr<const analysis::CompressionPicture> code);
    void showJpeg(std::shared_ptr<const analysis::JpegCurve> jpeg);
    void clear(); ///< other data

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    RatePlot *plot() const { return m_plot; }
    int bits() const;
    /// Above the pictures of the code and of JPEG, and on the decoder.
    QString codeText() const;
    QString jpegText() const;
    QString decoderText() const;
    const DecodedTiles *codeTiles() const { return m_codeTiles; }
    const DecodedTiles *jpegTiles() const { return m_jpegTiles; }

signals:
    void exportFailed(const hourglass::core::Error &error);

private:
    void refresh();
    /// The largest that takes no more than the code, or else its smallest.
    const analysis::RatePoint *jpegBeside(double bytes) const;

    RatePlot *m_plot;
    QWidget *m_body;
    QLabel *m_obstacle;
    QSlider *m_bits;
    ElidedLabel *m_codeText, *m_jpegText, *m_decoderText;
    DecodedTiles *m_originalTiles, *m_codeTiles, *m_jpegTiles;
    DecodedLook m_look;
    std::shared_ptr<const analysis::CompressionPicture> m_code;
    std::shared_ptr<const analysis::JpegCurve> m_jpeg;
};

} // namespace hourglass::ui
