// SPDX-License-Identifier: Apache-2.0
#include "fill.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace porevis {
namespace {

TEST(Fill, GoesOnAsAMembraneHangs) {
  // x^2 - y^2 solves Laplace's equation: known on a frame, it is known inside.
  cv::Mat1f truth(81, 121);
  for (int y = 0; y < truth.rows; ++y) {
    for (int x = 0; x < truth.cols; ++x)
      truth(y, x) = static_cast<float>((x - 60) * (x - 60) - (y - 40) * (y - 40)) / 3600;
  }
  cv::Mat1b known(truth.size(), 255);
  known(cv::Rect(3, 3, 115, 75)) = 0;
  EXPECT_LT(cv::norm(fill(truth, known), truth, cv::NORM_INF), 0.01);
}

TEST(Fill, StaysWithinWhatIsKnown) {
  cv::Mat1f values(220, 160, 1e6F);
  cv::Mat1b known(values.size(), 0);
  for (int y = 60; y < 160; ++y) {
    for (int x = 50; x < 100; ++x) {
      values(y, x) = std::sin(0.1F * static_cast<float>(x));
      known(y, x) = 255;
    }
  }
  const cv::Mat filled = fill(values, known);
  double low = 0, high = 0;
  cv::minMaxLoc(filled, &low, &high);
  EXPECT_GE(low, -1.01);
  EXPECT_LE(high, 1.01);
  EXPECT_EQ(cv::norm(filled, values, cv::NORM_INF, known), 0);
}

TEST(Fill, IsZeroWhereNothingIsKnown) {
  const cv::Mat1f values(20, 30, 7.0F);
  EXPECT_EQ(cv::norm(fill(values, cv::Mat1b(values.size(), 0)), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace porevis
