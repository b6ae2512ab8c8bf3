// SPDX-License-Identifier: Apache-2.0
#include "pores/assign_pixels.hpp"

#include <algorithm>
#include <cstdlib>
#include <opencv2/core/utility.hpp>

namespace porevis {

cv::Mat assign_pixels(const cv::Mat& measurable, std::span<const Spot> spots) {
  cv::Mat owner(measurable.size(), CV_32S);
  const auto squared_distance = [](const Spot& spot, int x, int y) {
    const double dx = x - spot.centre.x, dy = y - spot.centre.y;
    return dx * dx + dy * dy;
  };
  cv::parallel_for_({0, owner.rows}, [&](const cv::Range& rows) {
    owner.rowRange(rows).setTo(0);
    for (std::size_t i = 0; i < spots.size(); ++i) {
      const double radius = aperture_px(spots[i].sigma_px), core = core_px(spots[i].sigma_px);
      const cv::Point2d c = spots[i].centre;
      const auto self = static_cast<int>(i) + 1;
      for (int y = std::max(rows.start, cvCeil(c.y - radius)); y <= std::min(rows.end - 1, cvFloor(c.y + radius));
           ++y) {
        for (int x = std::max(0, cvCeil(c.x - radius)); x <= std::min(owner.cols - 1, cvFloor(c.x + radius)); ++x) {
          const double d2 = squared_distance(spots[i], x, y);
          if (d2 > radius * radius) continue;
          int& now = owner.at<int>(y, x);
          if (now != 0) {
            const Spot& other = spots[static_cast<std::size_t>(std::abs(now)) - 1];
            if (d2 / (radius * radius) >=
                squared_distance(other, x, y) / (aperture_px(other.sigma_px) * aperture_px(other.sigma_px)))
              continue;
          }
          now = d2 <= core * core ? self : -self;
        }
      }
    }
    owner.rowRange(rows).setTo(kNobody, measurable.rowRange(rows) == 0);
  });
  return owner;
}

}  // namespace porevis
