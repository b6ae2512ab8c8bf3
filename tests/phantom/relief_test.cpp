// SPDX-License-Identifier: Apache-2.0
#include "phantom/relief.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace porevis::phantom {
namespace {

TEST(PhantomRelief, TypicalFurrowIsAsDarkAsAsked) {
  Skin skin;
  skin.seed = 5;
  skin.description.furrow_depth = 0.1;
  const cv::Mat1f relief = shade_relief(skin, {{0, 0, 400, 400}}, {1, 0});
  std::vector<float> shading(relief.begin(), relief.end());
  std::sort(shading.begin(), shading.end());
  EXPECT_NEAR(cv::mean(relief)[0], 1, 0.01);
  EXPECT_NEAR(1 - shading[16000] / shading[80000], 0.1, 0.02);  // the darkest tenth against the median
}

TEST(PhantomRelief, ShadingFollowsTheLight) {
  Skin skin;
  skin.seed = 6;
  const Nodes nodes{{0, 0, 300, 300}};
  const auto slopes = [&](cv::Point2d to_light) {
    const cv::Mat1f from = shade_relief(skin, nodes, to_light);
    const cv::Mat1f against = shade_relief(skin, nodes, -to_light);
    return cv::Mat1f(from - against);
  };
  const cv::Mat1f x = slopes({1, 0});
  const cv::Mat1f y = slopes({0, 1});
  const double correlation = x.dot(y) / std::sqrt(x.dot(x) * y.dot(y));
  EXPECT_GT(x.dot(x), 1);
  EXPECT_LT(std::abs(correlation), 0.3);
  skin.description.furrow_depth = 0;
  EXPECT_EQ(slopes({1, 0}).dot(slopes({1, 0})), 0);
}

}  // namespace
}  // namespace porevis::phantom
