// SPDX-License-Identifier: Apache-2.0
#include "skin/masked_blur.hpp"

#include <opencv2/imgproc.hpp>

namespace porevis {

cv::Mat masked_blur(const cv::Mat& values, const cv::Mat& weight, double sigma_px) {
  constexpr int kOutsideIsZero = cv::BORDER_ISOLATED | cv::BORDER_CONSTANT;
  cv::Mat sum, norm;
  cv::GaussianBlur(values.mul(weight), sum, {}, sigma_px, sigma_px, kOutsideIsZero);
  cv::GaussianBlur(weight, norm, {}, sigma_px, sigma_px, kOutsideIsZero);
  cv::Mat mean = sum / cv::max(norm, 1e-6F);
  mean.setTo(0, norm < 1e-3F);
  return mean;
}

}  // namespace porevis
