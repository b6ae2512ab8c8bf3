// SPDX-License-Identifier: Apache-2.0
#include "porevis/pores/segment.hpp"

#include <gtest/gtest.h>

#include <numbers>
#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

const cv::Size kSize(400, 400);
const Scale kScale = given(20);

/// Even skin with a little noise, so that there is a spread to stand out from.
cv::Mat noisy(const cv::Mat& linear, double noise = 0.005, int seed = 7) {
  cv::Mat factor(linear.size(), CV_32FC3), lit;
  cv::RNG(seed).fill(factor, cv::RNG::NORMAL, 1, noise);
  cv::multiply(linear, factor, lit);
  return lit;
}

SegmentOptions classical() {
  SegmentOptions options;
  options.classical = true;
  return options;
}

std::vector<Pore> pores_of(const cv::Mat& linear, double blur_sigma_px = 0, const SegmentOptions& options = {}) {
  SkinMap skin = normalize_skin(linear, all_of(linear.size()), {{}, linear.size()}, kScale);
  recognize_marks(skin);
  return segment_pores(skin, kScale, blur_sigma_px, options).pores;
}

std::vector<GaussianPore> grid(cv::Point2d offset) {
  std::vector<GaussianPore> pores;
  for (int y = 40; y < 400; y += 40) {
    for (int x = 40; x < 400; x += 40) {
      pores.push_back({cv::Point2d(x, y) + offset, 4.0 + 0.5 * static_cast<double>((x + y) / 40 % 8), 0.3});
    }
  }
  return pores;
}

TEST(Segment, FindsPoresWithPlaceSizeAndDarkness) {
  const auto truth = grid({0.3, -0.2});
  for (const SegmentOptions& options : {SegmentOptions{}, classical()}) {
    const auto pores = pores_of(noisy(gaussian_skin(kSize, truth)), 0, options);
    ASSERT_EQ(pores.size(), truth.size());
    for (std::size_t i = 0; i < pores.size(); ++i) {
      EXPECT_NEAR(pores[i].x_px, truth[i].centre.x, 0.35);
      EXPECT_NEAR(pores[i].y_px, truth[i].centre.y, 0.35);
      // These are Gaussian; the fit takes pores for a little flatter.
      EXPECT_NEAR(pores[i].diameter_mm, kScale.mm(truth[i].fwhm_px), 0.14 * kScale.mm(truth[i].fwhm_px));
      EXPECT_NEAR(pores[i].contrast, 0.3, 0.05);
      const double darkness = 0.3 * std::numbers::pi / 4 / std::numbers::ln2 * std::pow(kScale.mm(truth[i].fwhm_px), 2);
      EXPECT_NEAR(pores[i].darkness_mm2, darkness, 0.12 * darkness);
      EXPECT_LT(pores[i].elongation, 1.25);
      EXPECT_GT(pores[i].diameter_se_mm, 0);
      EXPECT_LT(pores[i].diameter_se_mm, 0.2 * pores[i].diameter_mm);
      EXPECT_EQ(pores[i].id, static_cast<int>(i) + 1);
    }
  }
}

TEST(Segment, BelowTwoPixelsThereIsDarknessButNoSize) {
  std::vector<GaussianPore> small = grid({0, 0});
  for (GaussianPore& pore : small) pore = {pore.centre, 1.4, 0.6};
  cv::Mat soft;
  cv::GaussianBlur(gaussian_skin(kSize, small), soft, {}, 0.8);
  const auto pores = pores_of(noisy(soft), 0.8, classical());
  ASSERT_GT(pores.size(), small.size() / 2);
  const double darkness = 0.6 * std::numbers::pi / 4 / std::numbers::ln2 * std::pow(kScale.mm(1.4), 2);
  double sum = 0;
  for (const Pore& pore : pores) {
    EXPECT_TRUE(std::isnan(pore.diameter_mm));
    EXPECT_TRUE(std::isnan(pore.contrast));
    sum += pore.darkness_mm2;
  }
  EXPECT_NEAR(sum / static_cast<double>(pores.size()), darkness, 0.2 * darkness);
}

TEST(Segment, AShiftByAWholePixelMovesCentresByIt) {
  const cv::Mat linear = noisy(gaussian_skin({440, 440}, grid({20.3, 19.8})));
  const auto here = pores_of(linear(cv::Rect(10, 10, 420, 420)).clone());
  const auto there = pores_of(linear(cv::Rect(9, 8, 420, 420)).clone());
  ASSERT_EQ(here.size(), there.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    EXPECT_NEAR(there[i].x_px, here[i].x_px + 1, 0.2);
    EXPECT_NEAR(there[i].y_px, here[i].y_px + 2, 0.2);
  }
}

TEST(Segment, AFlipFlips) {
  const cv::Mat linear = noisy(gaussian_skin(kSize, grid({0.3, -0.2})));
  cv::Mat flipped;
  cv::flip(linear, flipped, 1);
  const auto here = pores_of(linear);
  auto there = pores_of(flipped);
  ASSERT_EQ(here.size(), there.size());
  for (Pore& pore : there) pore.x_px = kSize.width - 1 - pore.x_px;
  for (const Pore& pore : here) {
    const auto twin = std::min_element(there.begin(), there.end(), [&](const Pore& a, const Pore& b) {
      return std::hypot(a.x_px - pore.x_px, a.y_px - pore.y_px) < std::hypot(b.x_px - pore.x_px, b.y_px - pore.y_px);
    });
    EXPECT_NEAR(twin->x_px, pore.x_px, 0.4);
    EXPECT_NEAR(twin->darkness_mm2, pore.darkness_mm2, 0.05 * pore.darkness_mm2);
  }
}

TEST(Segment, BlurIsTakenOutOfSizeAndContrastAndLeavesDarkness) {
  const cv::Mat sharp = gaussian_skin(kSize, grid({0, 0}));
  cv::Mat soft;
  cv::GaussianBlur(sharp, soft, {}, 1.2);
  const auto before = pores_of(noisy(sharp), 0), after = pores_of(noisy(soft), 1.2);
  ASSERT_EQ(before.size(), after.size());
  double size = 0, contrast = 0, darkness = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    size += after[i].diameter_mm / before[i].diameter_mm;
    contrast += after[i].contrast / before[i].contrast;
    darkness += after[i].darkness_mm2 / before[i].darkness_mm2;
  }
  const auto n = static_cast<double>(before.size());
  EXPECT_NEAR(size / n, 1, 0.08);  // Gaussian pores; the fit takes them for a little flatter, the more the sharper
  EXPECT_NEAR(contrast / n, 1, 0.05);
  EXPECT_NEAR(darkness / n, 1, 0.03);
}

TEST(Segment, LinesAreNoPores) {
  cv::Mat linear = gaussian_skin(kSize, {});
  for (int y = 30; y < 400; y += 60) linear.rowRange(y, y + 4) *= 0.7;
  cv::GaussianBlur(linear, linear, {}, 0.7);  // as every camera does
  EXPECT_TRUE(pores_of(noisy(linear)).empty());
}

TEST(Segment, NothingIsFoundWhereThereIsNothing) {
  const double area_cm2 = kSize.area() / (20.0 * 20.0) / 100;
  EXPECT_LT(static_cast<double>(pores_of(gaussian_skin(kSize, {})).size()) / area_cm2, 1);
  for (const double noise : {0.005, 0.02, 0.08}) {
    EXPECT_LT(static_cast<double>(pores_of(noisy(gaussian_skin(kSize, {}), noise)).size()) / area_cm2, 1) << noise;
  }
}

TEST(Segment, AgreesWithPhantoms) {
  for (const int tone : {1, 3, 6}) {
    phantom::SkinDescription description;
    description.tone = tone;
    const auto shot = phantom::photograph(phantom::make_skin(description, 11), {});
    const auto measurement = measure_photo(shot.photo, whole_picture(20));
    EXPECT_GT(agreement(measurement.regions.front().pores, shot).f1(), 0.91) << "tone " << tone;
  }
}

TEST(Segment, PoresAmongHairsAreFound) {
  phantom::SkinDescription description;
  description.hairs_per_cm2 = 25;  // 300 on 12 cm2
  for (const int seed : {11, 12}) {
    const auto shot = phantom::photograph(phantom::make_skin(description, static_cast<std::uint64_t>(seed)), {});
    EXPECT_GT(agreement(measure_photo(shot.photo, whole_picture(20)).regions.front().pores, shot).f1(), 0.775) << seed;
  }
}

TEST(Segment, ConfidenceIsTheShareOfPores) {
  std::vector<phantom::SkinDescription> skins(4);
  skins[1].furrow_depth = 0.12;
  skins[2].contrast = 0.15;
  skins[3].pores_per_cm2 = 200;
  MeasureOptions options = whole_picture(20);
  options.segment.min_confidence = 0.5;
  for (const phantom::SkinDescription& description : skins) {
    const auto shot = phantom::photograph(phantom::make_skin(description, 11), {});
    std::vector<Pore> doubtful = measure_photo(shot.photo, options).regions.front().pores;
    std::erase_if(doubtful, [](const Pore& pore) { return pore.confidence > 0.8; });
    double told = 0;
    for (const Pore& pore : doubtful) told += pore.confidence / static_cast<double>(doubtful.size());
    const Agreement counted = agreement(doubtful, shot);
    EXPECT_NEAR(counted.found / static_cast<double>(counted.found + counted.wrong), told, 0.2);
  }
}

TEST(Segment, ConfidentPoresAreMoreOftenPores) {
  phantom::SkinDescription description;
  description.furrow_depth = 0.1;
  const auto shot = phantom::photograph(phantom::make_skin(description, 11), {});
  const Measurement measurement = measure_photo(shot.photo, whole_picture(20));
  std::vector<Pore> sure, unsure;
  for (const Pore& pore : measurement.regions.front().pores) {
    EXPECT_GE(pore.confidence, 0.5);
    EXPECT_LE(pore.confidence, 1);
    (pore.confidence > 0.9 ? sure : unsure).push_back(pore);
  }
  const auto right = [&](const std::vector<Pore>& pores) {
    return 1 - static_cast<double>(agreement(pores, shot).wrong) / static_cast<double>(pores.size());
  };
  ASSERT_GT(sure.size(), 50U);
  ASSERT_GT(unsure.size(), 20U);
  EXPECT_GT(right(sure), right(unsure) + 0.05);
}

TEST(Segment, NoiseInOneMapMovesNoSum) {
  // One skin in two maps, places known: what differs is noise alone.
  std::vector<Spot> spots;
  cv::Mat clean = cv::Mat::zeros(1000, 1000, CV_32F);
  for (int y = 20; y < 980; y += 24) {
    for (int x = 20; x < 980; x += 24) {
      const double sigma_px = 1.4 + 0.15 * static_cast<double>((x + y) / 24 % 8);
      Spot& spot = spots.emplace_back();
      spot.centre = spot.recognized = cv::Point2d(x + 0.3, y - 0.2);
      spot.sigma_px = sigma_px;
      for (int v = -11; v <= 11; ++v) {
        for (int u = -11; u <= 11; ++u) {
          const double r2 = std::pow(u - 0.3, 2) + std::pow(v + 0.2, 2);
          clean.at<float>(y + v, x + u) += static_cast<float>(0.2 * std::exp(-r2 / (2 * sigma_px * sigma_px)));
        }
      }
    }
  }
  double darkness = 0, core = 0;
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    cv::RNG random(round + 1);
    cv::Mat noise(clean.size(), CV_32F);
    random.fill(noise, cv::RNG::NORMAL, 0, 0.05);
    const std::array<cv::Mat, 2> maps{clean, clean + noise};
    const auto tables = measure_spots(maps, all_of(clean.size()), spots, kScale, 0.8, {});
    const auto sum = [](const std::vector<Pore>& pores, double Pore::*of) {
      double total = 0;
      for (const Pore& pore : pores) total += pore.*of;
      return total;
    };
    darkness += sum(tables[1], &Pore::darkness_mm2) / sum(tables[0], &Pore::darkness_mm2) / kRounds;
    core += sum(tables[1], &Pore::core_darkness_mm2) / sum(tables[0], &Pore::core_darkness_mm2) / kRounds;
  }
  EXPECT_NEAR(darkness, 1, 0.006);
  EXPECT_NEAR(core / darkness, 1, 0.004);
}

TEST(Segment, GrowthTellsWhatAnotherSizeWouldMakeOfTheSums) {
  // To a larger pore an aperture is what a smaller one is to the pore.
  const std::array profiles{+[](double r2) { return std::exp2(-r2); },
                            +[](double r2) { return std::exp2(-r2 / 4) / (1 + r2); },
                            +[](double r2) { return 1 / (1 + std::exp((std::sqrt(r2) - 1) / 0.12)); }};
  std::vector<double> powers;
  for (const auto& profile : profiles) {
    constexpr double kSmaller = 0.93, kRadiusPx = 2.2;
    std::array<cv::Mat, 2> maps{cv::Mat::zeros(600, 600, CV_32F), cv::Mat::zeros(600, 600, CV_32F)};
    std::vector<Spot> spots;
    for (int y = 30; y < 570; y += 40) {
      for (int x = 30; x < 570; x += 40) {
        Spot& spot = spots.emplace_back();
        spot.centre = spot.recognized = cv::Point2d(x + 0.01 * y, y - 0.02 * x / 3);
        spot.sigma_px = 2;
        for (std::size_t m = 0; m < maps.size(); ++m) {
          const double radius_px = kRadiusPx * (m == 0 ? 1 / std::sqrt(kSmaller) : std::sqrt(kSmaller));
          for (int v = cvFloor(spot.centre.y) - 19; v < spot.centre.y + 19; ++v) {
            for (int u = cvFloor(spot.centre.x) - 19; u < spot.centre.x + 19; ++u) {
              const cv::Point2d off = cv::Point2d(u, v) - spot.centre;
              if (maps[m].rows <= v || maps[m].cols <= u || u < 0 || v < 0) continue;
              maps[m].at<float>(v, u) += static_cast<float>(0.2 * profile(off.dot(off) / (radius_px * radius_px)));
            }
          }
        }
      }
    }
    const auto tables = measure_spots(maps, all_of(maps[0].size()), spots, kScale, 0.5, {});
    const auto power = [&](double Pore::*sum, double Pore::*growth) {
      std::array<double, 2> sums{}, grown{};
      for (std::size_t m = 0; m < maps.size(); ++m) {
        for (const Pore& pore : tables[m]) {
          sums[m] += pore.*sum;
          grown[m] += pore.*growth;
        }
      }
      const double made = 2 - std::log(sums[1] / sums[0]) / std::log(kSmaller);
      EXPECT_NEAR((grown[0] + grown[1]) / (sums[0] + sums[1]), made, 0.04);
      return made;
    };
    powers.push_back(power(&Pore::darkness_mm2, &Pore::growth_mm2));
    power(&Pore::core_darkness_mm2, &Pore::core_growth_mm2);
  }
  EXPECT_LT(powers[2], 0.1);  // steep walls: all is in the aperture
  EXPECT_GT(powers[1], powers[0] + 0.1);
  EXPECT_GT(powers[0], 0.15);
}

TEST(Segment, ThreadsChangeNothing) {
  const cv::Mat linear = noisy(gaussian_skin(kSize, grid({0.1, 0.2})));
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const auto one = pores_of(linear);
  cv::setNumThreads(4);
  const auto four = pores_of(linear);
  cv::setNumThreads(threads);
  ASSERT_EQ(one.size(), four.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].x_px, four[i].x_px);
    EXPECT_EQ(one[i].diameter_mm, four[i].diameter_mm);
    EXPECT_EQ(one[i].darkness_mm2, four[i].darkness_mm2);
  }
}

TEST(Segment, RefusesOptionsOutOfRange) {
  SegmentOptions options;
  options.min_diameter_mm = -1;
  EXPECT_THROW((void)find_spots(SkinMap{}, kScale, options), ParameterError);
  EXPECT_THROW((void)find_blobs(cv::Mat::zeros(50, 50, CV_32F), all_of({50, 50}), kScale, options), ParameterError);
}

}  // namespace
}  // namespace porevis
