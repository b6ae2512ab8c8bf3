// SPDX-License-Identifier: Apache-2.0
#include "skin/masked_blur.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace porevis {
namespace {

constexpr double kSigmaPx = 3;  // a wider mean is as smooth on a shrunk copy, and many times quicker

}  // namespace

MaskedBlur::MaskedBlur(cv::Mat weight, double sigma_px) : weight_(std::move(weight)) {
  const double shrink = std::max(1.0, std::floor(sigma_px / kSigmaPx));
  size_ = {std::max(1, cvCeil(weight_.cols / shrink)), std::max(1, cvCeil(weight_.rows / shrink))};
  sigma_x_ = sigma_px * size_.width / weight_.cols;
  sigma_y_ = sigma_px * size_.height / weight_.rows;
  const cv::Mat norm = blurred(weight_);
  nowhere_ = norm < 1e-3F;
  norm_ = cv::max(norm, 1e-6F);
}

cv::Mat MaskedBlur::blurred(const cv::Mat& map) const {
  cv::Mat small;
  cv::resize(map, small, size_, 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {}, sigma_x_, sigma_y_, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);  // outside is zero
  return small;
}

cv::Mat MaskedBlur::operator()(const cv::Mat& values) const {
  cv::Mat mean = blurred(values.mul(weight_)) / norm_;
  mean.setTo(0, nowhere_);
  cv::resize(mean, mean, values.size(), 0, 0, cv::INTER_LINEAR);
  return mean;
}

cv::Mat masked_blur(const cv::Mat& values, const cv::Mat& weight, double sigma_px) {
  return MaskedBlur(weight, sigma_px)(values);
}

}  // namespace porevis
