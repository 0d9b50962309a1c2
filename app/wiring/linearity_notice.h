// Says at the end of a training on a table that PCA does as well.
#pragma once

namespace hourglass::ui {
class NoticeStrip;
}

namespace hourglass::app {

class Session;

/// Both must outlive the connection, which ends with the strip. Said once a training, when it is finished and the baselines are measured.
void connectLinearityNotice(Session &session, ui::NoticeStrip &notices);

} // namespace hourglass::app
