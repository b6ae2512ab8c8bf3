// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

using testing::HasSubstr;

/// A mask of lines of text: # is set.
cv::Mat drawn(const std::vector<std::string>& lines) {
  cv::Mat mask = cv::Mat::zeros(static_cast<int>(lines.size()), static_cast<int>(lines[0].size()), CV_8U);
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) mask.at<std::uint8_t>(y, x) = lines[y][x] == '#' ? 255 : 0;
  return mask;
}

cv::Mat painted(const std::vector<Region>& regions, cv::Size picture) {
  cv::Mat sum = cv::Mat::zeros(picture, CV_8U);
  for (const Region& region : regions) {
    const cv::Mat one = region_mask(region, {{}, picture});
    EXPECT_EQ(cv::countNonZero(sum & one), 0) << "parts share no pixel";
    sum |= one;
  }
  return sum;
}

TEST(RegionTrace, APixelIsASquareRoundItsCentre) {
  const auto regions = regions_from_mask(drawn({"...", "..#"}), "spot");
  ASSERT_EQ(regions.size(), 1);
  EXPECT_EQ(regions[0].name, "spot");
  EXPECT_EQ(regions[0].outline, (Polygon{{2.5, 0.5}, {2.5, 1.5}, {1.5, 1.5}, {1.5, 0.5}}));
  EXPECT_TRUE(regions[0].keep_out.empty());
}

TEST(RegionTrace, HolesAreKeptOutAndPartsAreNumbered) {
  const cv::Mat mask = drawn({
      "########..",
      "#......#..",
      "#.####.#.#",
      "#.#..#.#.#",
      "#.####.#..",
      "#......#..",
      "########.#",
  });
  const auto regions = regions_from_mask(mask, "a");
  ASSERT_EQ(regions.size(), 4);
  EXPECT_EQ(regions[0].name, "a_1");
  EXPECT_EQ(regions[1].name, "a_2");
  EXPECT_EQ(regions[0].outline.size(), 4);
  EXPECT_EQ(regions[0].keep_out.size(), 1);
  EXPECT_EQ(regions[1].keep_out.size(), 1);
  EXPECT_EQ(regions[3].outline.front(), cv::Point2d(9.5, 5.5));
  EXPECT_EQ(cv::norm(painted(regions, mask.size()), mask, cv::NORM_INF), 0);
}

TEST(RegionTrace, BordersThatMeetAtACornerStayApart) {
  const cv::Mat mask = drawn({
      ".###",
      "#.##",
      "####",
  });
  const auto regions = regions_from_mask(mask, "a");
  ASSERT_EQ(regions.size(), 1);
  EXPECT_EQ(regions[0].keep_out.size(), 1);
  EXPECT_NO_THROW(check_regions(regions, mask.size(), "mask"));
  EXPECT_EQ(cv::norm(painted(regions, mask.size()), mask, cv::NORM_INF), 0);
}

TEST(RegionTrace, GivesAnyMaskBack) {
  cv::RNG random(3);
  for (int trial = 0; trial < 200; ++trial) {
    cv::Mat noise(random.uniform(1, 40), random.uniform(1, 40), CV_32F);
    random.fill(noise, cv::RNG::NORMAL, 0, 1);
    if (trial % 2 == 0) cv::GaussianBlur(noise, noise, {}, 2);
    const cv::Mat mask = noise > 0;
    const auto regions = regions_from_mask(mask, "a");
    EXPECT_EQ(cv::norm(painted(regions, mask.size()), mask, cv::NORM_INF), 0) << trial;
    EXPECT_NO_THROW(check_regions(regions, mask.size(), "mask")) << trial;
  }
}

TEST(RegionTrace, AFullMaskIsTheWholePicture) {
  const auto regions = regions_from_mask(cv::Mat(30, 40, CV_8U, cv::Scalar(1)), "a");
  ASSERT_EQ(regions.size(), 1);
  EXPECT_THAT(regions[0].outline, testing::UnorderedElementsAreArray(whole_region({40, 30}).outline));
  EXPECT_TRUE(regions_from_mask(cv::Mat::zeros(30, 40, CV_8U), "a").empty());
}

TEST(RegionTrace, SpecksAreRefused) {
  cv::Mat mask = cv::Mat::zeros(40, 40, CV_8U);
  for (int y = 0; y < 40; y += 2)
    for (int x = 0; x < 40; x += 2) mask.at<std::uint8_t>(y, x) = 1;
  try {
    (void)regions_from_mask(mask, "speckled");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("speckled: falls into 400 parts, more than the 256 allowed"));
  }
  EXPECT_THROW((void)regions_from_mask(cv::Mat(9, 9, CV_32F), "a"), InputError);
}

}  // namespace
}  // namespace porevis
