// SPDX-License-Identifier: Apache-2.0
#include "skin/broad_light.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "fill.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

constexpr float kDarkest = 1e-4F;
constexpr double kLeastSpread = 0.02, kSpreads = 2.5;  // of ordinary skin round its own light, logarithms
constexpr int kPasses = 4;
constexpr double kDeepest = 5;   // skin this many times darker than its median is hair, or tells nothing
constexpr float kStiff = 0.05F;  // of sigma squared: a slope is believed where the skin reaches about as far
constexpr double kNear = 0.3;  // of sigma: with less than kEnough of ordinary skin as near as that, light is carried on
constexpr float kEnough = 0.2F;

cv::Mat blurred(const cv::Mat& map, double sigma) {
  cv::Mat out;
  cv::GaussianBlur(map, out, {}, sigma, sigma, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);
  return out;
}

/// Planes fitted in windows round each point.
class Planes {
 public:
  Planes(const cv::Mat& weight, double sigma) : weight_(weight), sigma_(sigma) {
    x_.create(weight.size(), CV_32F);
    y_.create(weight.size(), CV_32F);
    for (int r = 0; r < weight.rows; ++r) {  // in sigmas, from the middle
      for (int c = 0; c < weight.cols; ++c) {
        x_.at<float>(r, c) = static_cast<float>((c - weight.cols / 2) / sigma);
        y_.at<float>(r, c) = static_cast<float>((r - weight.rows / 2) / sigma);
      }
    }
    const cv::Mat wx = weight.mul(x_), wy = weight.mul(y_);
    share_ = blurred(weight, sigma);
    const cv::Mat norm = cv::max(share_, 1e-12F);
    mean_x_ = blurred(wx, sigma) / norm;
    mean_y_ = blurred(wy, sigma) / norm;
    xx_ = blurred(wx.mul(x_), sigma) / norm - mean_x_.mul(mean_x_);
    xy_ = blurred(wx.mul(y_), sigma) / norm - mean_x_.mul(mean_y_);
    yy_ = blurred(wy.mul(y_), sigma) / norm - mean_y_.mul(mean_y_);
  }

  /// Values of the planes at the windows' centres.
  [[nodiscard]] cv::Mat operator()(const cv::Mat& values) const {
    const cv::Mat wv = weight_.mul(values), norm = cv::max(share_, 1e-12F);
    const cv::Mat mean = blurred(wv, sigma_) / norm;
    const cv::Mat xv = blurred(wv.mul(x_), sigma_) / norm - mean_x_.mul(mean);
    const cv::Mat yv = blurred(wv.mul(y_), sigma_) / norm - mean_y_.mul(mean);
    cv::Mat out(values.size(), CV_32F);
    for (int r = 0; r < out.rows; ++r) {
      for (int c = 0; c < out.cols; ++c) {
        const float xx = xx_.at<float>(r, c) + kStiff, yy = yy_.at<float>(r, c) + kStiff, xy = xy_.at<float>(r, c);
        const float bx = xv.at<float>(r, c), by = yv.at<float>(r, c), determinant = xx * yy - xy * xy;
        const float dx = x_.at<float>(r, c) - mean_x_.at<float>(r, c);
        const float dy = y_.at<float>(r, c) - mean_y_.at<float>(r, c);
        out.at<float>(r, c) =
            mean.at<float>(r, c) + ((yy * bx - xy * by) * dx + (xx * by - xy * bx) * dy) / determinant;
      }
    }
    return out;
  }

 private:
  cv::Mat weight_, x_, y_, share_, mean_x_, mean_y_, xx_, xy_, yy_;
  double sigma_;
};

}  // namespace

cv::Mat broad_light(const cv::Mat& linear, const cv::Mat& skin, double sigma_px) {
  CV_Assert(linear.type() == CV_32FC3 && skin.type() == CV_8U && linear.size() == skin.size());
  cv::Mat light, weight, fitted;
  cv::extractChannel(linear, light, 0);
  cv::log(cv::max(light, kDarkest), light);
  const cv::Mat lit = skin & (light > median_and_spread(light, skin).centre - std::log(kDeepest));
  cv::Mat ordinary = lit.clone();
  for (int pass = 0; pass < kPasses; ++pass) {
    ordinary.convertTo(weight, CV_32F, 1 / 255.0);
    fitted = Planes(weight, sigma_px)(light);
    const cv::Mat off = light - fitted;
    const double width = kSpreads * std::max(kLeastSpread, median_and_spread(off, ordinary).spread);
    cv::inRange(off, -width, width, ordinary);
    ordinary &= lit;
  }
  ordinary.convertTo(weight, CV_32F, 1 / 255.0);
  return fill(fitted, lit & (blurred(weight, kNear * sigma_px) > kEnough));
}

}  // namespace porevis
