// What each unit of the code tells: how its codes are spread, beside the prior where there is one, and which units are used at all.
#pragma once

#include <memory>

#include "engine/analysis/posterior_task.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

class UnitRows;

class CodeUnits : public Panel {
    Q_OBJECT
public:
    explicit CodeUnits(QWidget *parent = nullptr);

    void showPicture(std::shared_ptr<const analysis::PosteriorPicture> picture);
    void clear();

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;
    UnitRows *rows() const { return m_rows; }

signals:
    void exportFailed(const hourglass::core::Error &error);

private:
    UnitRows *m_rows;
};

} // namespace hourglass::ui
