#include "ui/window/about_window.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/glyphs.h"
#include "ui/theme/text_size.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

AboutWindow::AboutWindow(const QString &version, QWidget *parent) : QWidget(parent, Qt::Window) {
    setWindowTitle(tr("About Hourglass"));
    setObjectName("aboutWindow");
    setProperty("sheet", true);
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(26, 24, 26, 24);
    layout->setSpacing(14);
    layout->setSizeConstraint(QLayout::SetFixedSize);

    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    auto *icon = new QLabel;
    icon->setPixmap(programIcon().pixmap(QSize(56, 56), devicePixelRatio()));
    auto *name = new QLabel(tr("Hourglass"));
    followTextSize(name, [name] { name->setFont(interfaceFont(1.7 * interfaceFont().pointSizeF(), QFont::DemiBold)); });
    auto *what = new QLabel(version.isEmpty() ? tr("See how an autoencoder learns") : tr("Version %1 · see how an autoencoder learns").arg(version));
    what->setProperty("dim", true);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(name);
    words->addWidget(what);
    words->addStretch(1);
    head->addWidget(icon);
    head->addLayout(words, 1);
    layout->addLayout(head);

    const auto row = [](const QString &part, const QString &licence) {
        return QString("<tr><td>%1</td><td>&nbsp;&nbsp;&nbsp;&nbsp;%2</td></tr>").arg(part, licence);
    };
    auto *text =
        new QLabel(tr("<p>Free software under the GNU General Public License, version 3 or later (GPL-3.0-or-later). It comes "
                      "without any warranty.</p>"
                      "<p>It stands on</p>") +
                   "<table cellspacing=\"3\">" + row(tr("Qt %1, windows and drawing").arg(qVersion()), "LGPL-3.0") +
                   row(tr("QCustomPlot, curves and scatter plots"), "GPL-3.0-or-later") + row(tr("Eigen, matrix products"), "MPL-2.0") +
                   row(tr("JSON for Modern C++ by Niels Lohmann"), "MIT") + row(tr("zlib, packed data"), "zlib") +
                   row(tr("giflib and libwebp, animations"), "MIT, BSD-3-Clause") + row(tr("Fashion-MNIST by Zalando, the images"), "MIT") + "</table>");
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    followTextSize(text, [text] { text->setMinimumWidth(scaled(430)); });
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(text);
}

void AboutWindow::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
