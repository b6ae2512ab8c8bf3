// SPDX-License-Identifier: Apache-2.0
#include "fill.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace porevis {
namespace {

constexpr int kRounds = 200;
constexpr float kOver = 1.9F;  // successive over-relaxation

cv::Mat blurred(const cv::Mat& map, double sigma) {
  cv::Mat out;
  cv::GaussianBlur(map, out, {}, sigma, sigma, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);  // outside is zero
  return out;
}

}  // namespace

cv::Mat fill(const cv::Mat& values, const cv::Mat& known) {
  CV_Assert(values.type() == CV_32F && known.type() == CV_8U && values.size() == known.size());
  cv::Mat held = cv::Mat::zeros(values.size(), CV_32F), weight;
  values.copyTo(held, known);
  known.convertTo(weight, CV_32F, 1 / 255.0);
  cv::Mat out(values.size(), CV_32F, cv::Scalar(cv::mean(values, known)[0]));
  for (double width = std::max(values.cols, values.rows) / 4.0; width > 1; width /= 2) {
    const cv::Mat share = blurred(weight, width), trust = share / (share + 0.05F);
    out += trust.mul(blurred(held, width) / cv::max(share, 1e-6F) - out);
  }
  values.copyTo(out, known);

  for (int round = 0; round < kRounds; ++round) {
    for (int r = 0; r < out.rows; ++r) {
      const auto* fixed = known.ptr<uchar>(r);
      const auto *above = out.ptr<float>(std::max(r - 1, 0)), *below = out.ptr<float>(std::min(r + 1, out.rows - 1));
      auto* here = out.ptr<float>(r);
      for (int c = 0; c < out.cols; ++c) {
        if (fixed[c] != 0) continue;
        const float around = (above[c] + below[c] + here[std::max(c - 1, 0)] + here[std::min(c + 1, out.cols - 1)]) / 4;
        here[c] += kOver * (around - here[c]);
      }
    }
  }
  return out;
}

}  // namespace porevis
