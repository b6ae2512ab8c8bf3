// SPDX-License-Identifier: Apache-2.0
#include "skin/masked_blur.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace porevis {

cv::Mat masked_blur(const cv::Mat& values, const cv::Mat& weight, double sigma_px) {
  // A wide mean is as smooth on a shrunk copy, and many times quicker.
  constexpr double kSigmaPx = 3;
  const double shrink = std::max(1.0, std::floor(sigma_px / kSigmaPx));
  const cv::Size size(std::max(1, cvCeil(values.cols / shrink)), std::max(1, cvCeil(values.rows / shrink)));
  const double sigma_x = sigma_px * size.width / values.cols, sigma_y = sigma_px * size.height / values.rows;
  const auto blurred = [&](const cv::Mat& map) {
    cv::Mat small;
    cv::resize(map, small, size, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(small, small, {}, sigma_x, sigma_y, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);  // outside is zero
    return small;
  };
  const cv::Mat norm = blurred(weight);
  cv::Mat mean = blurred(values.mul(weight)) / cv::max(norm, 1e-6F);
  mean.setTo(0, norm < 1e-3F);
  cv::resize(mean, mean, values.size(), 0, 0, cv::INTER_LINEAR);
  return mean;
}

}  // namespace porevis
