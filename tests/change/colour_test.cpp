// SPDX-License-Identifier: Apache-2.0
#include "change/colour.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "skin/absorption.hpp"
#include "skins.hpp"

namespace porevis {
namespace {

constexpr int kSide = 400;

/// Bare skin with dark spots of 30 %, to whose light shine is added in the left quarter.
SkinMap spotted(double shine, double gain) {
  cv::Mat linear(kSide, kSide, CV_32FC3);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const bool spot = x % 40 < 5 && y % 40 < 5;
      const float pore = spot ? 0.7F : 1.F;
      const auto added = static_cast<float>(x < kSide / 4 ? shine * 0.275 : 0);
      const auto light = static_cast<float>(gain);
      linear.at<cv::Vec3f>(y, x) =
          light * cv::Vec3f(0.46F * pore + added, 0.275F * pore + added, 0.195F * pore + added);
    }
  }
  return normalize_skin(linear, all_of(linear.size()), {0, 0, kSide, kSide}, given(20));
}

/// Mean darkness of the spots between two columns.
double darkness(const SkinMap& skin, int from, int to) {
  double sum = 0, count = 0;
  for (int y = 82; y < kSide - 80; y += 40) {
    for (int x = (from / 40 + 1) * 40 + 2; x < to; x += 40) {
      sum += skin.darkness.at<float>(y, x);
      ++count;
    }
  }
  return sum / count;
}

TEST(Colour, WeakShineIsTakenOut) {
  SkinMap before = spotted(0, 1), after = spotted(0.05, 0.7);
  const double faded = darkness(after, 20, 90) / darkness(before, 20, 90);
  ASSERT_LT(faded, 0.97);
  (void)take_out_colour(before, after, 0.8);
  EXPECT_NEAR(darkness(after, 20, 90) / darkness(before, 20, 90), 1, 0.015);
  EXPECT_NEAR(darkness(after, 260, 340) / darkness(before, 260, 340), 1, 0.015);
}

/// Of shine in patches, as light on skin leaves it, most is weak: what is left of it in every pore adds up to a change.
TEST(Colour, PatchesOfFaintShineAreTakenOut) {
  constexpr int kSpacing = 40;
  cv::Mat first(kSide, kSide, CV_32FC3), second(kSide, kSide, CV_32FC3);
  cv::RNG noise(1);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double r2 = std::pow(x % kSpacing - kSpacing / 2, 2) + std::pow(y % kSpacing - kSpacing / 2, 2);
      const double pore = 1 - 0.3 * std::exp(-r2 / 18);
      const double shine = 0.275 * 0.035 * std::pow(std::sin(x / 20.0) * std::cos(y / 23.0), 2);
      for (int c = 0; c < 3; ++c) {
        const double skin = pore * std::array{0.46, 0.275, 0.195}[static_cast<std::size_t>(c)];
        first.at<cv::Vec3f>(y, x)[c] = static_cast<float>(skin * (1 + noise.gaussian(0.01)));
        second.at<cv::Vec3f>(y, x)[c] = static_cast<float>((skin + shine) * (1 + noise.gaussian(0.01)));
      }
    }
  }
  const auto map = [](const cv::Mat& linear) {
    return normalize_skin(linear, all_of(linear.size()), {0, 0, kSide, kSide}, given(20));
  };
  SkinMap before = map(first), after = map(second);
  // What shine adds to a place it takes from its darkness: as much of it as is left shows in the light's difference.
  const auto share_of = [&](const cv::Mat& difference) {
    double along = 0, whole = 0;
    for (int y = 40; y < kSide - 40; ++y) {
      for (int x = 40; x < kSide - 40; ++x) {
        const double shine = std::pow(std::sin(x / 20.0) * std::cos(y / 23.0), 2) - 0.25;
        along -= shine * difference.at<float>(y, x);
        whole += shine * shine;
      }
    }
    return along / whole;
  };
  const double shone = share_of(after.darkness - before.darkness);
  ASSERT_GT(shone, 0.01);
  (void)take_out_colour(before, after, 0.8);
  EXPECT_LT(std::abs(share_of(after.darkness - before.darkness)), 0.5 * shone);
}

TEST(Colour, StrongShineIsLeftOutOfBoth) {
  SkinMap before = spotted(0, 1), after = spotted(0.12, 1);
  (void)take_out_colour(before, after, 0.8);
  EXPECT_EQ(cv::norm(before.measurable, after.measurable, cv::NORM_INF), 0);
  EXPECT_EQ(cv::countNonZero(after.measurable(cv::Rect(20, 40, 60, 320))), 0);
  EXPECT_GT(cv::countNonZero(after.measurable(cv::Rect(240, 40, 120, 320))), 120 * 320 * 0.95);
}

TEST(Colour, ExposureAndWhiteBalanceAreNone) {
  SkinMap before = spotted(0, 1), after = spotted(0, 0.6);
  const cv::Mat unchanged = after.darkness.clone();
  (void)take_out_colour(before, after, 0.8);
  EXPECT_LT(cv::norm(unchanged, after.darkness, cv::NORM_INF), 1e-3);
}

/// Compression draws a pore's colour out over the skin around it. Where that told shine, all pores of a compressed
/// photograph would stand in some.
TEST(Colour, AColourDrawnOutOfPoresIsNoShine) {
  constexpr int kSpacing = 40;
  constexpr double kSigma = 3;  // px; 0.35 mm across
  const auto skin = [&](double drawn_out_px, double shine) {
    cv::Mat density(kSide, kSide, CV_32F), chroma, recognized(kSide, kSide, CV_32F), linear(kSide, kSide, CV_32FC3);
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const double r2 = std::pow(x % kSpacing - kSpacing / 2, 2) + std::pow(y % kSpacing - kSpacing / 2, 2);
        density.at<float>(y, x) = static_cast<float>(0.5 * std::exp(-r2 / (2 * kSigma * kSigma)));
        recognized.at<float>(y, x) = r2 < 2 * std::log(2) * kSigma * kSigma ? 1 : 0;
      }
    }
    chroma = density.clone();
    if (drawn_out_px > 0) cv::GaussianBlur(density, chroma, {}, drawn_out_px);
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const double green = std::exp(-density.at<float>(y, x)), more = chroma.at<float>(y, x);
        const double added = 0.275 * shine * std::pow(std::sin(x / 20.0) * std::cos(y / 23.0), 2);
        linear.at<cv::Vec3f>(y, x) = cv::Vec3d::all(added) + green * cv::Vec3d(0.46 * std::exp(0.28 * more), 0.275,
                                                                               0.195 * std::exp(-0.13 * more));
      }
    }
    SkinMap map = normalize_skin(linear, all_of(linear.size()), {0, 0, kSide, kSide}, given(20));
    cv::resize(recognized, map.kinds.pore, map.light.size(), 0, 0, cv::INTER_AREA);
    map.kinds.needle_mark = cv::Mat::zeros(map.light.size(), CV_32F);
    return map;
  };
  const auto changed = [&](double drawn_out_px) {
    SkinMap before = skin(0, 0), after = skin(drawn_out_px, 0.12);
    (void)take_out_colour(before, after, 0.8);
    double first = 0, second = 0;
    for (int y = 5 * kSpacing / 2; y < kSide - 2 * kSpacing; y += kSpacing) {
      for (int x = 5 * kSpacing / 2; x < kSide - 2 * kSpacing; x += kSpacing) {
        first += before.darkness.at<float>(y, x);
        second += after.darkness.at<float>(y, x);
      }
    }
    return second / first - 1;
  };
  EXPECT_NEAR(changed(5), changed(0), 0.007);
}

/// The red halo of a needle mark is as wide as some pores lie apart: a rest of it, darkest in the middle, makes pores
/// near the mark darker and those farther off lighter.
TEST(Colour, TheHaloOfANeedleMarkIsTakenOutWhole) {
  const cv::Point mark(kSide / 2, kSide / 2);
  const auto blood = [&](double y, double x) {
    return 0.1 * std::exp(-(std::pow(x - mark.x, 2) + std::pow(y - mark.y, 2)) / (2 * 8.5 * 8.5));
  };
  const auto skin = [&](bool needled) {
    cv::Mat linear(kSide, kSide, CV_32FC3);
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        const double b = needled ? blood(y, x) : 0;
        linear.at<cv::Vec3f>(y, x) =
            cv::Vec3d(0.46 * std::exp(-kBloodRed * b), 0.275 * std::exp(-b), 0.195 * std::exp(-kBloodBlue * b));
      }
    }
    SkinMap map = normalize_skin(linear, all_of(linear.size()), {0, 0, kSide, kSide}, given(20));
    map.kinds.pore = cv::Mat::zeros(map.light.size(), CV_32F);
    map.kinds.needle_mark = map.kinds.pore.clone();
    if (needled) map.kinds.needle_mark.at<float>(map.light.rows / 2, map.light.cols / 2) = 1;
    return map;
  };
  SkinMap before = skin(false), after = skin(true);
  const auto hump = [&] {  // what a pore on the mark holds of the halo more than one at its foot
    const cv::Mat rest = after.darkness - before.darkness;
    return rest.at<float>(mark) - rest.at<float>(mark + cv::Point(16, 0));
  };
  const float whole = hump();
  ASSERT_GT(whole, 0.06);
  (void)take_out_colour(before, after, 0.8);
  EXPECT_LT(std::abs(hump()), 0.17 * whole);
}

}  // namespace
}  // namespace porevis
