// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/hair_layer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

constexpr int kSide = 96;
constexpr double kPeak = 0.15, kHair = 0.5;
const cv::Point kBeside(40, 50), kAlone(70, 20), kUnder(20, 48);  // pores; the hair runs along row 48

/// Skin with three pores, and hairs over it.
struct Hairy {
  cv::Mat skin = cv::Mat(kSide, kSide, CV_32FC3), density, hair = cv::Mat::zeros(kSide, kSide, CV_8U);

  explicit Hairy(bool crossing = false) {
    cv::RNG(5).fill(skin, cv::RNG::NORMAL, 0, 0.004);
    for (const cv::Point& pore : {kBeside, kAlone, kUnder}) {
      add(skin, [&](cv::Point p) { return kPeak * std::exp(-(p - pore).ddot(p - pore) / 2.5); });
    }
    density = skin.clone();
    grow([](cv::Point p) { return p.y - 48.3; });
    if (crossing) grow([](cv::Point p) { return (p.x - 60 + 0.6 * (p.y - 48)) / std::hypot(1, 0.6); });
  }

  /// The mean of the green channel over a few pixels, of what is left when the hairs are taken off.
  [[nodiscard]] double left_at(cv::Point place) const {
    const cv::Mat left = density - hair_layer(density, hair);
    return cv::mean(left(cv::Rect(place.x - 1, place.y - 1, 3, 3)))[1];
  }

 private:
  template <class Ink>
  static void add(cv::Mat& map, const Ink& ink) {
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const auto amount = static_cast<float>(ink({x, y}));
        map.at<cv::Vec3f>(y, x) += cv::Vec3f(0.9F, 1, 1.1F) * amount;
      }
    }
  }

  template <class Distance>
  void grow(const Distance& distance) {
    add(density, [&](cv::Point p) { return kHair * std::exp(-distance(p) * distance(p) / 1.2); });
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        if (std::abs(distance({x, y})) < 1) hair.at<uchar>(y, x) = 255;
      }
    }
  }
};

TEST(HairLayer, HairsGoAndPoresStay) {
  for (const bool crossing : {false, true}) {
    const Hairy hairy(crossing);
    const cv::Mat left = hairy.density - hair_layer(hairy.density, hairy.hair);
    cv::Mat flank;
    cv::dilate(hairy.hair, flank, cv::Mat::ones(3, 3, CV_8U));
    const double before = cv::norm(hairy.density, hairy.skin, cv::NORM_L2, flank);
    EXPECT_LT(cv::norm(left, hairy.skin, cv::NORM_L2, flank), 0.25 * before) << crossing;
    cv::Mat3f skin = hairy.skin;
    for (const cv::Point& pore : {kBeside, kUnder}) {
      const double true_mean = cv::mean(skin(cv::Rect(pore.x - 1, pore.y - 1, 3, 3)))[1];
      EXPECT_NEAR(hairy.left_at(pore), true_mean, 0.25 * true_mean) << pore << crossing;
    }
  }
}

TEST(HairLayer, AwayFromHairsNothingIsTaken) {
  const Hairy hairy;
  const cv::Mat layer = hair_layer(hairy.density, hairy.hair);
  EXPECT_EQ(cv::norm(layer(cv::Rect(0, 0, kSide, 40)), cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(hair_layer(hairy.density, cv::Mat::zeros(kSide, kSide, CV_8U)), cv::NORM_INF), 0);
  double least = 0, most = 0;
  cv::minMaxLoc(layer.reshape(1), &least, &most);
  EXPECT_GE(least, 0);
  EXPECT_NEAR(most, 1.1 * kHair, 0.08);
}

TEST(HairLayer, AQuarterTurnTurnsIt) {
  const Hairy hairy(true);
  cv::Mat density, hair, turned_back;
  cv::rotate(hairy.density, density, cv::ROTATE_90_CLOCKWISE);
  cv::rotate(hairy.hair, hair, cv::ROTATE_90_CLOCKWISE);
  cv::rotate(hair_layer(density, hair), turned_back, cv::ROTATE_90_COUNTERCLOCKWISE);
  EXPECT_LT(cv::norm(turned_back, hair_layer(hairy.density, hairy.hair), cv::NORM_L1) / (3 * kSide * kSide), 1e-3);
}

TEST(HairLayer, AHairEndsAtItsTip) {
  constexpr double kFrom = 20.4, kTo = 71.7;
  cv::Mat density(kSide, kSide, CV_32FC3), hair = cv::Mat::zeros(kSide, kSide, CV_8U);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double within = 0.25 * std::erfc((kFrom - x) / 1.1) * std::erfc((x - kTo) / 1.1);
      const double lack = 0.4 * within * std::exp(-std::pow(y - 48.3, 2) / 1.2);
      density.at<cv::Vec3f>(y, x) = cv::Vec3d::all(-std::log(1 - lack));
      if (lack > 0.1) hair.at<uchar>(y, x) = 255;
    }
  }
  const cv::Mat left = density - hair_layer(density, hair);
  EXPECT_LT(cv::norm(left, cv::NORM_INF), 0.08);
}

/// The same synthetic skin with and without its hairs, crowded so that many cross and run side by side.
TEST(HairLayer, OfSyntheticHairsLittleIsLeft) {
  const auto seen = [](double hairs_per_cm2) {
    phantom::SkinDescription description{.width_mm = 15, .height_mm = 15};
    description.hairs_per_cm2 = hairs_per_cm2;
    const Photo photo = phantom::photograph(phantom::make_skin(description, 11), {}).photo;
    const cv::Rect whole({}, photo.pixels.size());
    return normalize_skin(linear_light(photo, whole), all_of(whole.size()), whole, given(20)).density;
  };
  const cv::Mat bare = seen(0), hairy = seen(25);
  cv::Mat added, hair;
  cv::extractChannel(hairy - bare, added, 1);
  hair = added > 0.08;
  const cv::Mat left = hairy - hair_layer(hairy, hair);
  EXPECT_LT(cv::norm(left, bare, cv::NORM_L2, hair), 0.2 * cv::norm(hairy, bare, cv::NORM_L2, hair));
}

TEST(HairLayer, ThreadsChangeNothing) {
  const Hairy hairy(true);
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const cv::Mat one = hair_layer(hairy.density, hairy.hair);
  cv::setNumThreads(2);
  EXPECT_EQ(cv::norm(one, hair_layer(hairy.density, hairy.hair), cv::NORM_INF), 0);
  cv::setNumThreads(threads);
}

TEST(HairLayer, NothingButHairAndAFewPixels) {
  for (const int side : {1, 2, 9}) {
    const cv::Mat density(side, side, CV_32FC3, cv::Scalar::all(0.4));
    EXPECT_EQ(hair_layer(density, cv::Mat(side, side, CV_8U, 255)).size(), cv::Size(side, side));
  }
}

}  // namespace
}  // namespace porevis
