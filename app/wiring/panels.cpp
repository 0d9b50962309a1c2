#include "app/wiring/panels.h"

namespace hourglass::app {

const std::vector<PanelRow> &panelRows() {
    static const std::vector<PanelRow> rows{stackPanel(),
                                            layerPanel(),
                                            latentPanel(),
                                            reconstructionsPanel(),
                                            lossPanel(),
                                            trainingPanel(),
                                            dataPanel(),
                                            mixingDeskPanel(),
                                            traversalsPanel(),
                                            betweenTwoPanel(),
                                            judgingPanel(),
                                            dataSpacePanel(),
                                            drawPanel(),
                                            compressionPanel(),
                                            runsPanel(),
                                            errorsPanel(),
                                            weightsPanel(),
                                            activationsPanel(),
                                            unitPanel(),
                                            codeUnitsPanel(),
                                            factorsPanel(),
                                            gatesPanel(),
                                            comparedReconstructionsPanel(),
                                            comparedMapsPanel(),
                                            sweepPanel()};
    return rows;
}

} // namespace hourglass::app
