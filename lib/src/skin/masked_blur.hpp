// SPDX-License-Identifier: Apache-2.0
/// Gaussian means that know no borders of a mask.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Means of the values round each point, those of weight zero left out: no halo at borders. One weight serves many
/// maps.
class MaskedBlur {
 public:
  /// @param weight  CV_32F.
  MaskedBlur(cv::Mat weight, double sigma_px);

  /// @param values  CV_32F, of the weight's size.
  /// @return 0 where there is no weight near.
  [[nodiscard]] cv::Mat operator()(const cv::Mat& values) const;

 private:
  [[nodiscard]] cv::Mat blurred(const cv::Mat& map) const;
  cv::Mat weight_, norm_, nowhere_;
  cv::Size size_;
  double sigma_x_, sigma_y_;
};

/// The same for a single map.
[[nodiscard]] cv::Mat masked_blur(const cv::Mat& values, const cv::Mat& weight, double sigma_px);

}  // namespace porevis
