// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/align.hpp"

#include <gtest/gtest.h>

#include <map>

#include "skins.hpp"

namespace porevis {
namespace {

struct Pair {
  phantom::Shot before, after;
  std::map<int, cv::Point2d> true_place;  ///< of each pore in the after photograph
};

Pair photograph_twice(const phantom::ShotDescription& second) {
  const phantom::Skin skin = phantom::make_skin({}, 21);
  Pair pair{phantom::photograph(skin, {}), phantom::photograph(skin, second), {}};
  for (const auto& pore : pair.after.pores) pair.true_place[pore.id] = {pore.x_px, pore.y_px};
  return pair;
}

/// Aligns the whole picture and gives the errors of the pores' places, mm.
std::vector<double> errors_of(const Pair& pair, Alignment* alignment) {
  const Photo& photo = pair.before.photo;
  const Scale scale = given(20);
  const auto coarse = align_features(photo, pair.after.photo, photo.frame(), scale);
  EXPECT_TRUE(coarse.has_value());
  if (!coarse) return {};
  const SkinMap skin =
      normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), scale);
  *alignment = align_region(skin, pair.after.photo, *coarse, scale);
  std::vector<double> errors;
  for (const auto& pore : pair.before.pores) {
    const auto truth = pair.true_place.find(pore.id);
    const cv::Point at(cvRound(pore.x_px), cvRound(pore.y_px));
    if (truth == pair.true_place.end() || !alignment->aligned.at<uchar>(at)) continue;
    const cv::Vec2f place = alignment->after_from_before.at<cv::Vec2f>(at);
    const cv::Point2d rounding = cv::Point2d(pore.x_px, pore.y_px) - cv::Point2d(at);
    errors.push_back(cv::norm(cv::Point2d(place[0], place[1]) + rounding - truth->second) / 20);
  }
  std::sort(errors.begin(), errors.end());
  return errors;
}

TEST(Align, FindsRotationScaleShiftAndBend) {
  phantom::ShotDescription second;
  second.rotation_deg = 4;
  second.scale = 1.05;
  second.shift_x_px = 35;
  second.shift_y_px = -20;
  second.bend_px = 4;
  second.seed = 2;
  Alignment alignment;
  const auto errors = errors_of(photograph_twice(second), &alignment);
  ASSERT_GT(errors.size(), 300U);
  EXPECT_LT(errors[errors.size() / 2], 0.02);
  EXPECT_LT(errors[errors.size() * 9 / 10], 0.05);
  EXPECT_LT(alignment.residual_mm, 0.02);
  EXPECT_GT(alignment.overlap, 0.7);
  EXPECT_GT(alignment.correlation, 0.8);
}

TEST(Align, LightAndFocusDoNotMoveIt) {
  phantom::ShotDescription second;
  second.exposure = 0.65;
  second.gradient = 0.6;
  second.gradient_angle_deg = 200;
  second.light_angle_deg = 120;
  second.blur_sigma_px = 1.5;
  second.noise = 0.03;
  second.seed = 2;
  Alignment alignment;
  const auto errors = errors_of(photograph_twice(second), &alignment);
  ASSERT_GT(errors.size(), 500U);
  EXPECT_LT(errors[errors.size() / 2], 0.035);
  EXPECT_LT(errors[errors.size() * 9 / 10], 0.08);
}

TEST(Align, FewPoresUnderOtherLightAndNoiseAreFound) {  // where features have nothing to agree on
  phantom::SkinDescription few;
  few.width_mm = few.height_mm = 26;
  few.pores_per_cm2 = 41;
  few.contrast = 0.176;
  few.furrow_depth = 0.037;
  few.furrow_spacing_mm = 0.98;
  const phantom::Skin skin = phantom::make_skin(few, 32007);
  phantom::ShotDescription first, second;
  first.light_angle_deg = 114;
  first.noise = 0.016;
  second.light_angle_deg = -2;
  second.noise = 0.043;
  second.rotation_deg = 3;
  second.scale = 0.96;
  second.seed = 2;
  const Photo before = phantom::photograph(skin, first).photo, after = phantom::photograph(skin, second).photo;
  const auto map = align_features(before, after, before.frame(), given(20));
  ASSERT_TRUE(map.has_value());
  EXPECT_NEAR(magnification(*map), 0.96, 0.005);
}

TEST(Align, OtherSkinIsNotAligned) {
  const auto one = phantom::photograph(phantom::make_skin({}, 21), {});
  const auto other = phantom::photograph(phantom::make_skin({}, 22), {});
  EXPECT_FALSE(align_features(one.photo, other.photo, one.photo.frame(), given(20)).has_value());
}

TEST(Align, LandmarksGiveTheSimilarity) {
  Face before, after;
  for (std::size_t i = 0; i < 68; ++i) {
    before.landmarks[i] = {100.0 + 17 * static_cast<double>(i % 9), 200.0 + 31 * static_cast<double>(i / 9)};
    const cv::Point2d p = before.landmarks[i];
    after.landmarks[i] = {1.1 * p.x - 0.2 * p.y + 5, 0.2 * p.x + 1.1 * p.y - 7};
  }
  const Affine map = align_faces(before, after);
  EXPECT_LT(cv::norm(map - Affine(1.1, -0.2, 5, 0.2, 1.1, -7)), 1e-9);
}

TEST(Align, AThinnedMapIsTheMap) {
  cv::Mat2f dense(83, 127);
  const cv::Point origin(50, 70);
  const auto truth = [](cv::Point2d p) {
    return cv::Point2d(1.05 * p.x - 0.07 * p.y + 3, 0.07 * p.x + 1.05 * p.y - 8);
  };
  for (int y = 0; y < dense.rows; ++y) {
    for (int x = 0; x < dense.cols; ++x) {
      const cv::Point2d place = truth({x + 50.0, y + 70.0});
      dense(y, x) = {static_cast<float>(place.x), static_cast<float>(place.y)};
    }
  }
  const MapGrid grid = thin_map(dense, origin, 20);
  EXPECT_LT(grid.nodes.total(), 60U);
  for (const cv::Point2d p :
       {cv::Point2d(50, 70), cv::Point2d(101.3, 99.9), cv::Point2d(176, 152), cv::Point2d(40, 160)}) {
    EXPECT_LT(cv::norm(grid(p) - truth(p)), 1e-3) << p;
  }
  EXPECT_TRUE(std::isnan(MapGrid{}({1, 1}).x));
}

TEST(Align, PicturesOfAnotherScaleAreNotShifted) {  // as a lookup by halves between pixels would
  for (const double scale : {0.97, 1.05}) {
    phantom::ShotDescription second;
    second.scale = scale;
    second.seed = 2;
    Alignment alignment;
    const Pair pair = photograph_twice(second);
    EXPECT_GT(errors_of(pair, &alignment).size(), 300U);
    const cv::Point2d middle((pair.before.photo.width_px() - 1) / 2.0, (pair.before.photo.height_px() - 1) / 2.0);
    cv::Point2d shift;
    int px = 0;
    for (int y = 60; y < pair.before.photo.height_px() - 60; ++y) {
      for (int x = 60; x < pair.before.photo.width_px() - 60; ++x) {
        const cv::Vec2f place = alignment.after_from_before.at<cv::Vec2f>(y, x);
        shift += cv::Point2d(place[0], place[1]) - middle - scale * (cv::Point2d(x, y) - middle);
        ++px;
      }
    }
    EXPECT_LT(cv::norm(shift) / px, 0.05) << scale;
  }
}

TEST(Align, PoresThatFadeDoNotDrawIt) {
  phantom::ChangeDescription fainter;
  fainter.contrast_factor = 0.5;
  const phantom::Skin skin = phantom::make_skin({}, 21);
  phantom::ShotDescription second;
  second.rotation_deg = 3;
  second.bend_px = 4;
  second.seed = 2;
  Pair pair{phantom::photograph(skin, {}), phantom::photograph(phantom::change_skin(skin, fainter), second), {}};
  for (const auto& pore : pair.after.pores) pair.true_place[pore.id] = {pore.x_px, pore.y_px};
  Alignment alignment;
  const auto errors = errors_of(pair, &alignment);
  ASSERT_GT(errors.size(), 300U);
  EXPECT_LT(errors[errors.size() / 2], 0.025);
  EXPECT_LT(alignment.residual_mm, 0.01);
}

TEST(Align, ResamplingNeitherSharpensNorDarkensTheRim) {
  // Even light with a smooth spot, looked up between the pixels.
  cv::Mat3w pixels(60, 80);
  const auto light = [](double x, double y) {
    return 0.5 - 0.2 * std::exp(-(std::pow(x - 40, 2) + std::pow(y - 30, 2)) / (2 * 1.5 * 1.5));
  };
  for (int y = 0; y < pixels.rows; ++y) {
    for (int x = 0; x < pixels.cols; ++x) {
      pixels(y, x) = cv::Vec3w::all(static_cast<std::uint16_t>(std::lround(65535 * light(x, y))));
    }
  }
  cv::Mat3f linear = linear_light(photo_from_pixels(pixels, "spot"), {0, 0, 80, 60});
  cv::Mat2f map(60, 79);
  for (int y = 0; y < map.rows; ++y) {
    for (int x = 0; x < map.cols; ++x) map(y, x) = {static_cast<float>(x) + 0.5F, static_cast<float>(y)};
  }
  const cv::Mat3f placed = resample_linear(photo_from_pixels(pixels, "spot"), map);
  const float even = linear(2, 2)[1];
  EXPECT_NEAR(placed(5, 0)[1], even, 1e-3 * even);
  EXPECT_NEAR(placed(5, 78)[1], even, 1e-3 * even);
  // Darkness spreads about the spot's middle as widely as before.
  const auto spread = [&](const cv::Mat3f& of, double from) {
    double sum = 0, moment = 0;
    for (int y = 18; y < 43; ++y) {
      for (int x = 28; x < 52; ++x) {
        const double dark = even - of(y, x)[1], dx = x + from - 40;
        sum += dark;
        moment += dark * dx * dx;
      }
    }
    return moment / sum;
  };
  EXPECT_NEAR(spread(placed, 0.5), spread(linear, 0), 0.02);  // px2
}

TEST(Align, ResamplingByTheIdentityIsExact) {
  const auto shot = phantom::photograph(phantom::make_skin({}, 21), {});
  cv::Mat2f identity(200, 300);
  for (int y = 0; y < identity.rows; ++y) {
    for (int x = 0; x < identity.cols; ++x) identity(y, x) = {static_cast<float>(x + 50), static_cast<float>(y + 70)};
  }
  const cv::Mat expected = linear_light(shot.photo, {50, 70, 300, 200});
  EXPECT_LT(cv::norm(resample_linear(shot.photo, identity), expected, cv::NORM_INF), 1e-6);
}

}  // namespace
}  // namespace porevis
