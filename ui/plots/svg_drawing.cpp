#include "ui/plots/svg_drawing.h"

#include <QBuffer>
#include <QRegularExpression>
#include <QSvgGenerator>

#include <cmath>

namespace hourglass::ui {

QByteArray svgOf(const QSize &size, int pixelsPerInch, const QString &title, const std::function<void(QPaintDevice &)> &draw) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(pixelsPerInch);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title);
    draw(generator);
    // A font of 12.33 pixels is measured and shown with 12 on the screen; the generator writes 12.33, and what was measured would be too narrow.
    static const QRegularExpression fraction(QStringLiteral("font-size=\"(\\d+\\.\\d+)\""));
    const QString drawn = QString::fromUtf8(bytes);
    QString text;
    qsizetype done = 0;
    for (auto found = fraction.globalMatch(drawn); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        text += QStringView(drawn).sliced(done, match.capturedStart(1) - done);
        text += QString::number(std::lround(match.captured(1).toDouble()));
        done = match.capturedEnd(1);
    }
    return text.append(QStringView(drawn).sliced(done)).toUtf8();
}

} // namespace hourglass::ui
