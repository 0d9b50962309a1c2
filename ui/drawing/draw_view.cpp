#include "ui/drawing/draw_view.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>

#include "ui/code/decoded_tiles.h"
#include "ui/drawing/draw_canvas.h"
#include "ui/theme/elided_label.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int sizes = 12;      ///< steps of the brush
constexpr int nearHeight = 66; ///< of the nearest samples with their names, at the usual text size
constexpr int usualSize = 4;

/// In pixels of a sample: from a thirtieth of its side to a third, even factors apart.
double diameterOf(int size, const core::Shape &shape) {
    const double side = static_cast<double>(std::min(shape.width(), shape.height()));
    return side / 30 * std::pow(10, static_cast<double>(size) / (sizes - 1));
}

double meanSquares(const std::vector<float> &a, const std::vector<float> &b, const core::Range &range) {
    if (a.size() != b.size() || a.empty())
        return std::nan("");
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double way = (static_cast<double>(a[i]) - static_cast<double>(b[i])) / static_cast<double>(range.highest - range.lowest);
        sum += way * way;
    }
    return sum / static_cast<double>(a.size());
}

} // namespace

DrawView::DrawView(QWidget *parent)
    : Panel(QStringLiteral("draw"), tr("Draw"), parent), m_canvas(new DrawCanvas(this)), m_result(new DecodedTiles(this)), m_neighbours(new DecodedTiles(this)),
      m_figures(new ElidedLabel({}, this)), m_near(new ElidedLabel({}, this)), m_tools(new QWidget(this)), m_side(new QWidget(this)) {
    header()->setCaption(tr("Draw something, or spoil a sample, and see what the model makes of it."));
    const auto chip = [this](const QString &text, const QString &toolTip, bool isCheckable, const QString &name) {
        QToolButton *made = header()->addChip(text, toolTip, isCheckable);
        made->setObjectName(name);
        return made;
    };
    m_centre =
        chip(tr("Centred"), tr("Strokes are scaled and centred as the makers of MNIST placed digits: into 20 of 28 pixels, their centre of mass in the middle"),
             true, QStringLiteral("centreStrokes"));
    m_centre->setChecked(true);
    m_sample = chip(tr("Sample"), {}, false, QStringLiteral("putSample"));
    m_undo = chip(tr("Undo"), tr("Take the last stroke back"), false, QStringLiteral("undoStroke"));
    m_clear = chip(tr("Clear"), tr("Clear the paper"), false, QStringLiteral("clearPaper"));
    header()->setDispensable({m_clear, m_undo, m_sample, m_centre}); // all in the context menu
    connect(m_centre, &QToolButton::toggled, this, &DrawView::tellDrawn);
    connect(m_sample, &QToolButton::clicked, this, &DrawView::sampleWanted);
    connect(m_undo, &QToolButton::clicked, m_canvas, &DrawCanvas::undo);
    connect(m_clear, &QToolButton::clicked, m_canvas, &DrawCanvas::clear);

    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(4);
    auto *group = new QButtonGroup(this);
    m_brush = addTool(tr("Brush"), tr("Draw"), DrawTool::Brush);
    m_eraser = addTool(tr("Eraser"), tr("Erase: of a sample, the pixels become empty"), DrawTool::Eraser);
    m_noise = addTool(tr("Noise"), tr("Scatter noise, for the model to remove"), DrawTool::Noise);
    for (QToolButton *tool : {m_brush, m_eraser, m_noise}) {
        group->addButton(tool);
        tools->addWidget(tool);
    }
    m_brush->setChecked(true);
    m_colour = new QToolButton(this);
    m_colour->setObjectName(QStringLiteral("brushColour"));
    m_colour->setProperty("chip", true);
    m_colour->setToolTip(tr("Colour of the brush"));
    m_colour->setAccessibleName(tr("Colour of the brush"));
    m_colour->setPopupMode(QToolButton::InstantPopup);
    fillColours();
    tools->addWidget(m_colour);
    m_size = new QSlider(Qt::Horizontal, this);
    m_size->setObjectName(QStringLiteral("brushSize"));
    m_size->setAccessibleName(tr("Size of the brush"));
    m_size->setToolTip(tr("Size of the brush"));
    m_size->setRange(0, sizes - 1);
    m_size->setPageStep(3);
    m_size->setMinimumWidth(40);
    tools->addWidget(m_size, 1);
    connect(m_size, &QSlider::valueChanged, this, [this](int size) { m_canvas->setDiameter(diameterOf(size, m_canvas->paper().shape())); });
    connect(m_canvas, &DrawCanvas::diameterStepped, this, [this](int by) { m_size->setValue(m_size->value() + by); });

    m_result->setObjectName(QStringLiteral("drawResult"));
    m_result->setAccessibleName(tr("What the model makes of it"));
    m_result->setMinimumSize(120, 60);
    m_neighbours->setObjectName(QStringLiteral("drawNeighbours"));
    m_neighbours->setAccessibleName(tr("The training samples whose codes are nearest"));
    followTextSize(this, [this] { m_neighbours->setFixedHeight(scaled(nearHeight)); });
    for (ElidedLabel *label : {m_figures, m_near}) {
        label->setProperty("dim", true);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    auto *left = new QVBoxLayout;
    left->setSpacing(6);
    left->addWidget(m_canvas, 1);
    left->addWidget(m_tools);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(4);
    side->addWidget(m_result, 1);
    side->addWidget(m_figures);
    side->addWidget(m_near);
    side->addWidget(m_neighbours);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 10);
    layout->setSpacing(10);
    layout->addLayout(left, 2);
    layout->addWidget(m_side, 3);

    connect(m_canvas, &DrawCanvas::changed, this, &DrawView::tellDrawn);
    connect(m_canvas, &DrawCanvas::menuWanted, this, &DrawView::openMenu);
    connect(m_canvas, &DrawCanvas::pasteWanted, this, &DrawView::pasteWanted);
    connect(m_canvas, &DrawCanvas::imageDropped, this, &DrawView::imageDropped);
    connect(m_canvas, &DrawCanvas::fileDropped, this, &DrawView::fileDropped);
    setFocusProxy(m_canvas);
    setMinimumSize(260, 160);
    setHasSample(false);
    m_canvas->setObstacle(tr("Here one draws once there are data that are pictures."));
    m_size->setValue(usualSize);
    DrawView::setTheme(theme());
    offerTools();
    refresh();
}

/// Where the data are no pictures there is nothing to draw with.
void DrawView::offerTools() {
    const bool isImage = m_look.isImage();
    m_tools->setVisible(isImage);
    m_side->setVisible(isImage);
    m_sample->setEnabled(isImage);
    m_centre->setEnabled(isImage && !m_canvas->paper().picture());
}

QToolButton *DrawView::addTool(const QString &text, const QString &toolTip, DrawTool tool) {
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleDescription(toolTip);
    button->setProperty("chip", true);
    button->setCheckable(true);
    connect(button, &QToolButton::clicked, this, [this, tool] { takeTool(tool); });
    return button;
}

void DrawView::takeTool(DrawTool tool) {
    (tool == DrawTool::Brush ? m_brush : tool == DrawTool::Eraser ? m_eraser : m_noise)->setChecked(true);
    m_canvas->setTool(tool);
}

void DrawView::fillColours() {
    auto *menu = new QMenu(m_colour);
    const std::pair<QString, QColor> colours[] = {{tr("White"), Qt::white},
                                                  {tr("Black"), Qt::black},
                                                  {tr("Grey"), QColor(128, 128, 128)},
                                                  {tr("Red"), QColor(214, 48, 49)},
                                                  {tr("Orange"), QColor(240, 140, 0)},
                                                  {tr("Yellow"), QColor(250, 215, 60)},
                                                  {tr("Green"), QColor(47, 158, 68)},
                                                  {tr("Blue"), QColor(34, 111, 219)},
                                                  {tr("Violet"), QColor(132, 72, 200)},
                                                  {tr("Brown"), QColor(134, 90, 50)}};
    for (const auto &[name, colour] : colours) {
        QPixmap swatch(16, 16);
        swatch.fill(colour);
        QAction *action = menu->addAction(QIcon(swatch), name);
        const QColor taken = colour;
        connect(action, &QAction::triggered, this, [this, taken] { takeColour(taken); });
    }
    m_colour->setMenu(menu);
}

void DrawView::takeColour(const QColor &colour) {
    QPixmap swatch(16, 16);
    swatch.fill(colour);
    m_colour->setIcon(swatch);
    m_canvas->setColour(colour);
}

void DrawView::setData(const core::Shape &shape, const core::Range &range, float ground) {
    const Paper &paper = m_canvas->paper();
    if (shape.isImage() && shape == m_look.sample && range == m_range && ground == paper.ground()) // what was drawn fits these as well
        return tellDrawn();
    m_answer.reset();
    m_nearest.reset();
    m_limit.reset();
    m_range = range;
    m_pictureName.clear();
    m_look.sample = shape;
    m_look.style.range = range;
    m_canvas->setObstacle(shape.isImage() ? QString() : tr("These data are no pictures: here one draws once there are data that are."));
    m_colour->setVisible(shape.isImage() && shape.channels() == 3);
    takeColour(ground < 0.5f ? Qt::white : Qt::black);
    m_canvas->reset(shape.isImage() ? shape : core::Shape(1, 28, 28), ground);
    m_canvas->setDiameter(diameterOf(m_size->value(), m_canvas->paper().shape()));
    refresh();
}

void DrawView::setClasses(const QStringList &names) {
    m_classes = names;
    m_look.style.classes = names;
}

void DrawView::setHasSample(bool hasSample) {
    m_sample->setToolTip(hasSample ? tr("Put the selected sample on the paper, to draw and scatter noise on")
                                   : tr("Put a sample on the paper, to draw and scatter noise on: the selected one, or else any"));
}

void DrawView::putPicture(const std::vector<float> &values, const QString &name) {
    if (!m_look.isImage() || static_cast<core::Index>(values.size()) != m_look.sample.size())
        return;
    Paper::Values shares(values.size());
    std::transform(values.begin(), values.end(), shares.begin(), [this](float value) {
        const float share = (value - m_range.lowest) / (m_range.highest - m_range.lowest);
        return std::isfinite(share) ? std::clamp(share, 0.0f, 1.0f) : m_canvas->paper().ground();
    });
    m_pictureName = name;
    m_canvas->put(std::move(shares));
}

void DrawView::tellDrawn() {
    const Paper &paper = m_canvas->paper();
    const bool isBlank = !m_look.isImage() || paper.isBlank();
    m_undo->setEnabled(paper.canUndo());
    m_clear->setEnabled(!isBlank);
    offerTools();
    if (isBlank) {
        m_answer.reset();
        m_nearest.reset();
        m_limit.reset();
        emit drawn({});
        return refresh();
    }
    Paper::Values values = m_centre->isChecked() && !paper.picture() ? paper.centred() : paper.sample();
    for (float &value : values)
        value = m_range.lowest + value * (m_range.highest - m_range.lowest);
    emit drawn(values);
}

void DrawView::showAnswer(std::shared_ptr<const analysis::ReconstructionColumn> answer) {
    m_answer = std::move(answer);
    refresh();
}

void DrawView::showNearest(std::shared_ptr<const analysis::NearestPicture> nearest) {
    m_nearest = m_canvas->paper().isBlank() ? nullptr : std::move(nearest);
    refresh();
}

QString DrawView::figures() const {
    return m_figures->text();
}

void DrawView::refresh() {
    std::vector<DecodedTiles::Tile> tiles, near;
    QString figures;
    if (m_answer && static_cast<core::Index>(m_answer->original.size()) == m_look.sample.size()) {
        const Paper::Values *clean = m_canvas->paper().picture().get();
        std::vector<float> target = m_answer->original;
        if (clean)
            std::transform(clean->begin(), clean->end(), target.begin(),
                           [this](float share) { return m_range.lowest + share * (m_range.highest - m_range.lowest); });
        const double spoiled = meanSquares(m_answer->original, target, m_range), left = meanSquares(m_answer->reconstruction, target, m_range);
        const bool isSpoiled = clean && spoiled > 1e-9;
        if (isSpoiled)
            tiles.push_back({tr("before"), target, {}});
        tiles.push_back({isSpoiled ? tr("spoiled") : tr("the model sees"), m_answer->original, {}});
        tiles.push_back({tr("reconstruction"), m_answer->reconstruction, {}});
        tiles.push_back({isSpoiled ? tr("what is left") : tr("difference"), m_answer->reconstruction, target, true});
        m_look.style.errorLimit = m_limit.follow(typicalChange(m_look, m_answer->reconstruction, target));
        figures = isSpoiled ? tr("MSE to what it was: spoiled %1, reconstructed %2").arg(mseText(spoiled), mseText(left)) : tr("MSE %1").arg(mseText(left));
        if (!m_pictureName.isEmpty() && clean)
            figures = QStringLiteral("%1 · %2").arg(m_pictureName, figures);
    }
    if (m_nearest)
        for (const analysis::NearSample &sample : m_nearest->samples) {
            const QString name = m_look.style.className(sample.label);
            near.push_back(
                {name.isEmpty() ? QLocale().toString(sample.distance, 'g', 3) : QStringLiteral("%1 %2").arg(name, QLocale().toString(sample.distance, 'g', 2)),
                 sample.values,
                 {}});
        }
    m_near->setText(near.empty() ? QString()
                                 : tr("Nearest by code of %1 training samples").arg(QLocale().toString(static_cast<qlonglong>(m_nearest->searched))));
    m_figures->setText(figures);
    m_result->setEmptyText(m_look.isImage() ? tr("What the model makes of it stands here.") : QString());
    m_result->show(m_look, std::move(tiles));
    m_neighbours->show(m_look, std::move(near));
}

void DrawView::openMenu(const QPoint &global) {
    if (!m_look.isImage())
        return;
    auto *menu = new QMenu(m_canvas);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *tools = new QActionGroup(menu);
    for (QToolButton *button : {m_brush, m_eraser, m_noise}) {
        QAction *action = menu->addAction(button->text(), button, &QToolButton::click);
        action->setCheckable(true);
        action->setChecked(button->isChecked());
        tools->addAction(action);
    }
    menu->addSeparator();
    QAction *centre = menu->addAction(m_centre->text(), m_centre, &QToolButton::toggle);
    centre->setCheckable(true);
    centre->setChecked(m_centre->isChecked());
    centre->setEnabled(m_centre->isEnabled());
    menu->addAction(tr("Put a sample on the paper"), this, &DrawView::sampleWanted);
    menu->addAction(tr("Paste a picture"), this, &DrawView::pasteWanted);
    menu->addSeparator();
    menu->addAction(m_undo->text(), m_canvas, &DrawCanvas::undo)->setEnabled(m_undo->isEnabled());
    menu->addAction(m_clear->text(), m_canvas, &DrawCanvas::clear)->setEnabled(m_clear->isEnabled());
    menu->popup(global);
}

void DrawView::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_look.style.theme = theme;
    m_canvas->setTheme(theme);
    m_result->setTheme(theme);
    m_neighbours->setTheme(theme);
}

std::vector<InputSection> DrawView::inputs() const {
    return {m_canvas->inputs()};
}

void DrawView::resizeEvent(QResizeEvent *event) {
    Panel::resizeEvent(event);
    placeParts();
}

/// Where it is low, the nearest samples give way to what the model makes of it.
void DrawView::placeParts() {
    const bool hasRoom = height() >= scaled(2.6 * nearHeight);
    m_near->setVisible(hasRoom);
    m_neighbours->setVisible(hasRoom);
}

} // namespace hourglass::ui
