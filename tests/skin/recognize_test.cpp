// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/recognize.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "skins.hpp"

namespace porevis {
namespace {

constexpr double kPxPerMm = 20;

struct Scene {
  phantom::Shot shot;
  SkinMap skin;
};

Scene scene(phantom::SkinDescription description) {
  description.width_mm = description.height_mm = 25;
  Scene result;
  result.shot = phantom::photograph(phantom::make_skin(description, 21), {});
  const Photo& photo = result.shot.photo;
  result.skin =
      normalize_skin(linear_light(photo, photo.frame()), all_of(photo.pixels.size()), photo.frame(), given(kPxPerMm));
  recognize_marks(result.skin);
  return result;
}

/// Share of a map that would be left out where a kind of confuser lies, and where none does.
std::pair<double, double> inside_and_outside(const cv::Mat& probability, const phantom::Shot& shot,
                                             const std::string& kind) {
  cv::Mat truth = cv::Mat::zeros(shot.photo.pixels.size(), CV_8U);
  for (const phantom::TrueConfuser& confuser : shot.confusers) {
    if (confuser.kind != kind) continue;
    const int width = std::max(2, cvRound(0.7 * confuser.size_px));
    for (std::size_t i = 1; i < confuser.path_px.size(); ++i)
      cv::line(truth, confuser.path_px[i - 1], confuser.path_px[i], 255, width);
    if (confuser.path_px.size() == 1) cv::circle(truth, confuser.path_px[0], width / 2, 255, cv::FILLED);
  }
  const cv::Mat map = (probability > SkinOptions().mask_confidence) / 255;
  cv::Mat small, wide;
  cv::resize(truth, small, map.size(), 0, 0, cv::INTER_AREA);
  cv::dilate(small, wide, cv::Mat::ones(5, 5, CV_8U));
  return {cv::mean(map, small > 200)[0], cv::mean(map, wide == 0)[0]};
}

TEST(Recognize, TellsEachKind) {
  phantom::SkinDescription description;
  description.hairs_per_cm2 = 8;
  description.freckles_per_cm2 = 8;
  description.needle_marks_per_cm2 = 15;
  for (const int tone : {1, 5}) {
    description.tone = tone;
    const Scene s = scene(description);
    const auto hair = inside_and_outside(s.skin.kinds.hair, s.shot, "hair");
    EXPECT_GT(hair.first, 0.8) << tone;
    EXPECT_LT(hair.second, 0.02) << tone;
    const auto mark = inside_and_outside(s.skin.kinds.needle_mark, s.shot, "needle_mark");
    EXPECT_GT(mark.first, 0.5) << tone;
    EXPECT_LT(mark.second, 0.02) << tone;
    const auto freckle = inside_and_outside(s.skin.kinds.pigment, s.shot, "freckle");
    EXPECT_GT(freckle.first, freckle.second + 0.3) << tone;
  }
}

TEST(Recognize, HairsAndNeedleMarksAreLeftOutAndCounted) {
  phantom::SkinDescription description;
  description.hairs_per_cm2 = 10;
  description.needle_marks_per_cm2 = 30;
  const Coverage coverage = scene(description).skin.coverage;
  EXPECT_GT(coverage.hair, 0.01);
  EXPECT_GT(coverage.needle_marks, 0.003);
  EXPECT_LT(coverage.measurable, 1 - 0.5 * (coverage.hair + coverage.needle_marks));
  const Coverage bare = scene({}).skin.coverage;
  EXPECT_LT(bare.hair + bare.needle_marks, 0.005);
  EXPECT_GT(bare.measurable, 0.99);
}

/// From a place to the nearest edge of a hair, px.
double away_from_hairs(const phantom::Shot& shot, cv::Point2d place) {
  double nearest = 1e9;
  for (const phantom::TrueConfuser& confuser : shot.confusers) {
    for (std::size_t i = 1; i < confuser.path_px.size(); ++i) {
      const cv::Point2d from = confuser.path_px[i - 1], way = confuser.path_px[i] - from;
      const double along = std::clamp((place - from).ddot(way) / std::max(1e-9, way.ddot(way)), 0.0, 1.0);
      nearest = std::min(nearest, cv::norm(place - from - along * way) - confuser.size_px / 2);
    }
  }
  return nearest;
}

TEST(Recognize, PoresBesideHairsAreFound) {
  phantom::SkinDescription description;
  description.hairs_per_cm2 = 25;
  const Scene s = scene(description);
  const double step = kWorkingPxPerMm / kPxPerMm;
  double pores = 0, found = 0;
  for (const phantom::TruePore& pore : s.shot.pores) {
    const cv::Point2d centre(pore.x_px, pore.y_px);
    const double away = away_from_hairs(s.shot, centre) / kPxPerMm;
    if (pore.blurred_contrast < 0.1 || away < 0 || away > 0.15) continue;
    const cv::Point at(cvRound((centre.x + 0.5) * step - 0.5), cvRound((centre.y + 0.5) * step - 0.5));
    const cv::Rect around = cv::Rect(at.x - 1, at.y - 1, 3, 3) & cv::Rect({}, s.skin.kinds.centre.size());
    double most = 0;
    cv::minMaxLoc(s.skin.kinds.centre(around), nullptr, &most);
    ++pores;
    found += most > 0.5 ? 1 : 0;
  }
  EXPECT_GT(pores, 100);
  EXPECT_GT(found / pores, 0.6);
}

TEST(Recognize, TilesLeaveNoSeam) {
  // Wider than a tile: the same as that part recognized by itself, away from its own border, and from a place where the
  // network's own grid is the same; but for the texture around, of which a part by itself shows less.
  cv::Mat density(64, 1200, CV_32FC3);
  cv::RNG(3).fill(density, cv::RNG::NORMAL, 0, 0.05);
  const cv::Mat whole = recognize(density).centre;
  const cv::Rect part(904, 0, 248, 64), inner(904 + 64, 0, 120, 64);
  const cv::Mat alone = recognize(density(part).clone()).centre;
  EXPECT_LT(cv::norm(whole(inner), alone(inner - part.tl()), cv::NORM_INF), 0.05);
}

TEST(Recognize, ThreadsChangeNothing) {
  cv::Mat density(203, 187, CV_32FC3);
  cv::RNG(4).fill(density, cv::RNG::NORMAL, 0, 0.1);
  const int threads = cv::getNumThreads();
  cv::setNumThreads(1);
  const Kinds one = recognize(density);
  cv::setNumThreads(2);
  const Kinds two = recognize(density);
  cv::setNumThreads(threads);
  EXPECT_EQ(cv::norm(one.centre, two.centre, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(one.hair, two.hair, cv::NORM_INF), 0);
}

TEST(Recognize, AFewPixelsAreEnough) {
  for (const int side : {1, 3, 9})
    EXPECT_EQ(recognize(cv::Mat::zeros(side, side, CV_32FC3)).pore.size(), cv::Size(side, side));
}

}  // namespace
}  // namespace porevis
