// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/region.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "photo/head_model.hpp"
#include "photo/pictures.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using test::Folder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const cv::Size picture(1000, 1200);

Region square(double x, double y, double side) {
  return {.name = "square", .outline = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, .keep_out = {}};
}

Region disc(cv::Point2d centre, double radius) {
  Region region{.name = "disc", .outline = {}, .keep_out = {}};
  for (int i = 0; i < 720; ++i) {
    const double angle = i * std::numbers::pi / 360;
    region.outline.push_back(centre + radius * cv::Point2d(std::cos(angle), std::sin(angle)));
  }
  return region;
}

/// A symmetric frontal face, drawn by hand; eyes 240 px apart.
Face drawn_face() {
  Face face;
  auto& p = face.landmarks;
  const auto both = [&](int right, int left, double x, double y) {
    p[right] = {500 - x, y};
    p[left] = {500 + x, y};
  };
  for (int i = 0; i < 8; ++i) {
    const double angle = i * std::numbers::pi / 16;
    both(i, 16 - i, 270 * std::cos(angle), 500 + 420 * std::sin(angle));
  }
  p[8] = {500, 920};
  for (int i = 0; i < 5; ++i) both(17 + i, 26 - i, 225 - 42 * i, i == 0 ? 410 : i == 1 ? 385 : i < 4 ? 375 : 390);
  for (int i = 0; i < 4; ++i) p[27 + i] = {500, 490.0 + 55 * i};
  both(31, 35, 50, 680);
  both(32, 34, 26, 690);
  p[33] = {500, 697};
  both(36, 45, 170, 500);
  both(37, 44, 140, 488);
  both(38, 43, 100, 488);
  both(39, 42, 70, 502);
  both(40, 47, 100, 510);
  both(41, 46, 140, 510);
  both(48, 54, 95, 770);
  both(49, 53, 60, 750);
  both(50, 52, 22, 742);
  p[51] = {500, 747};
  both(59, 55, 60, 795);
  both(58, 56, 25, 808);
  p[57] = {500, 810};
  both(60, 64, 85, 770);
  both(61, 63, 25, 768);
  p[62] = {500, 770};
  both(67, 65, 25, 775);
  p[66] = {500, 778};
  return face;
}

Polygon part(const Face& face, int first, int last) {
  return {face.landmarks.begin() + first, face.landmarks.begin() + last + 1};
}

cv::Mat mask(const Region& region) { return region_mask(region, {{}, picture}); }

TEST(RegionMask, HoldsThePixelsWhoseCentresLieInside) {
  EXPECT_EQ(cv::countNonZero(mask(square(9.5, 19.5, 30))), 900);
  EXPECT_EQ(cv::countNonZero(mask(square(9.6, 19.6, 30))), 900);
  EXPECT_EQ(cv::countNonZero(mask(square(9.6, 19.6, 0.3))), 0);
  const cv::Mat one = mask(square(9.6, 19.6, 0.5));
  EXPECT_EQ(cv::countNonZero(one), 1);
  EXPECT_EQ(one.at<std::uint8_t>(20, 10), 255);
}

TEST(RegionMask, HasTheAreaOfThePolygon) {
  EXPECT_NEAR(cv::countNonZero(mask(disc({400.3, 500.7}, 200))), std::numbers::pi * 200 * 200, 100);
}

TEST(RegionMask, MovesWithTheRegion) {
  const cv::Mat before = mask(disc({400.3, 500.7}, 200));
  const cv::Mat after = mask(disc({407.3, 489.7}, 200));
  EXPECT_EQ(cv::norm(before(cv::Rect(100, 200, 600, 600)), after(cv::Rect(107, 189, 600, 600)), cv::NORM_INF), 0);
}

TEST(RegionMask, OfAPartIsThePartOfTheWhole) {
  const Region region = disc({400.3, 500.7}, 200);
  const cv::Rect roi(150, 450, 300, 400);
  EXPECT_EQ(cv::norm(region_mask(region, roi), mask(region)(roi), cv::NORM_INF), 0);
}

TEST(RegionMask, NeighboursShareNoPixelAndLeaveNoGap) {
  Region left = square(100, 100, 50);
  Region right = square(100, 100, 50);
  left.outline = {{100, 100}, {130, 100}, {120, 150}, {100, 150}};
  right.outline = {{130, 100}, {150, 100}, {150, 150}, {120, 150}};
  EXPECT_EQ(cv::countNonZero(mask(left) & mask(right)), 0);
  EXPECT_EQ(cv::norm(mask(left) | mask(right), mask(square(100, 100, 50)), cv::NORM_INF), 0);
}

TEST(RegionMask, LeavesOutWhatIsKeptOut) {
  Region region = square(9.5, 19.5, 30);
  region.keep_out = {square(19.5, 29.5, 10).outline, square(30.5, 40.5, 100).outline};
  const cv::Mat kept = mask(region);
  EXPECT_EQ(cv::countNonZero(kept), 900 - 100 - 81);
  EXPECT_EQ(kept.at<std::uint8_t>(35, 25), 0);
}

TEST(RegionMask, WholePicture) {
  const Region whole = whole_region(picture);
  EXPECT_EQ(whole.name, "whole");
  EXPECT_EQ(cv::countNonZero(mask(whole)), picture.area());
  EXPECT_EQ(bounds(whole, 0, picture), cv::Rect({}, picture));
  EXPECT_EQ(bounds(whole, 50, picture), cv::Rect({}, picture));
}

TEST(RegionMask, BoundsAreTheTightestRectangle) {
  const Region region = disc({400.3, 500.7}, 200);
  EXPECT_EQ(bounds(region, 0, picture), cv::boundingRect(mask(region)));
  EXPECT_EQ(bounds(region, 5, picture), cv::Rect(cv::Point(196, 296), cv::Point(606, 706)));
  EXPECT_EQ(bounds(square(-20, -20, 40), 3, picture), cv::Rect(0, 0, 24, 24));
}

TEST(FaceRegions, AreFiveOnSkin) {
  const Face face = drawn_face();
  const std::vector<Region> regions = regions_from_face(face, picture);
  std::vector<std::string> names;
  const cv::Mat inside_jaw = mask({.name = "jaw", .outline = part(face, 0, 16), .keep_out = {}});
  const std::vector<Polygon> features = {part(face, 17, 21), part(face, 22, 26), part(face, 31, 35),
                                         part(face, 36, 41), part(face, 42, 47), part(face, 48, 59)};
  cv::Mat taken = cv::Mat::zeros(picture, CV_8U);
  for (const Region& region : regions) {
    names.push_back(region.name);
    const cv::Mat skin = mask(region);
    EXPECT_GT(cv::countNonZero(skin), 0.05 * 240 * 240) << region.name;
    EXPECT_EQ(cv::countNonZero(skin & taken), 0) << region.name;
    taken |= skin;
    if (region.name != "forehead" && region.name != "nose") {
      EXPECT_EQ(cv::countNonZero(skin & ~inside_jaw), 0) << region.name;
    }
    for (const Polygon& feature : features) {
      EXPECT_EQ(cv::countNonZero(skin & mask({.name = "feature", .outline = feature, .keep_out = {}})), 0)
          << region.name;
    }
  }
  EXPECT_THAT(names, ::testing::ElementsAre("forehead", "nose", "cheek_left", "cheek_right", "chin"));
}

std::vector<std::string> names_of(const std::vector<Region>& regions) {
  std::vector<std::string> names;
  for (const Region& region : regions) names.push_back(region.name);
  return names;
}

TEST(FaceRegions, FineOnesShareNoSkinAndLieInTheFace) {
  const std::vector<Region> regions = regions_from_face(drawn_face(), picture, {.set = "fine"});
  EXPECT_THAT(names_of(regions),
              ::testing::ElementsAre("forehead", "glabella", "nose_dorsum", "nose_tip", "nose_ala_left",
                                     "nose_ala_right", "cheek_medial_left", "cheek_medial_right", "cheek_lateral_left",
                                     "cheek_lateral_right", "upper_lip", "chin"));
  cv::Mat taken = cv::Mat::zeros(picture, CV_8U);
  for (const Region& region : regions) {
    const cv::Mat skin = mask(region);
    EXPECT_GT(cv::countNonZero(skin), 0.005 * 240 * 240) << region.name;  // 20 mm2
    EXPECT_EQ(cv::countNonZero(skin & taken), 0) << region.name;
    taken |= skin;
  }
  // The finer parts of a cheek are the cheek, no more and no less.
  cv::Mat cheek = mask(regions[6]) | mask(regions[8]);
  EXPECT_EQ(cv::norm(cheek, mask(regions_from_face(drawn_face(), picture)[2]), cv::NORM_INF), 0);
}

/// Where a point of the drawn face goes as its head, an average one, is turned; above 0 the nose goes to the picture's
/// right.
cv::Point2d turned(const cv::Point2d& p, double yaw_deg) {
  constexpr double kPxPerMm = 240 / 62.0;
  const cv::Point2d tip(500, 655);
  const double turn = yaw_deg * CV_PI / 180;
  const cv::Point2d mm = (p - tip) / kPxPerMm;
  const double behind = head_depth_mm(mm.x, mm.y) - 80;  // of the axis about which the head turns
  return tip + kPxPerMm * cv::Point2d(mm.x * std::cos(turn) - behind * std::sin(turn), mm.y);
}

Face turned_face(double yaw_deg) {
  Face face = drawn_face();
  for (cv::Point2d& p : face.landmarks) p = turned(p, yaw_deg);
  return face;
}

TEST(FaceRegions, OfATurnedHeadAreTheSameSkin) {
  const Region cheek = regions_from_face(drawn_face(), picture)[3];  // the near one, the picture's left
  for (const double yaw : {10.0, 20.0, 35.0}) {
    const std::vector<Region> regions = regions_from_face(turned_face(yaw), picture);
    const auto same = std::ranges::find(regions, "cheek_right", &Region::name);
    ASSERT_NE(same, regions.end()) << yaw;
    cv::Point2d middle(0, 0), there(0, 0);
    ASSERT_EQ(same->outline.size(), cheek.outline.size());
    for (std::size_t i = 0; i < cheek.outline.size(); ++i) {
      middle += turned(cheek.outline[i], yaw) / static_cast<double>(cheek.outline.size());
      there += same->outline[i] / static_cast<double>(cheek.outline.size());
    }
    EXPECT_LT(cv::norm(middle - there) * 62 / 240, 3) << yaw;  // mm
  }
}

TEST(FaceRegions, DoNotFollowTheOutlineOfATurnedHead) {
  const Face face = turned_face(25);
  Face wide = face, wider = face;
  for (int i = 0; i < 7; ++i) {  // the near side, where skin turns into sight that the front view does not show
    wide.landmarks[i] += cv::Point2d(-40, 10);
    wider.landmarks[i] += cv::Point2d(-70, 20);
  }
  const std::vector<Region> regions = regions_from_face(wide, picture), same = regions_from_face(wider, picture);
  ASSERT_EQ(regions.size(), same.size());
  for (std::size_t i = 0; i < regions.size(); ++i) EXPECT_EQ(regions[i].outline, same[i].outline) << regions[i].name;
}

TEST(FaceRegions, LeaveOutTheFarSideOfATurnedHead) {
  EXPECT_THAT(names_of(regions_from_face(turned_face(42), picture)),
              ::testing::ElementsAre("forehead", "nose", "cheek_right", "chin"));
  EXPECT_THAT(names_of(regions_from_face(turned_face(-42), picture)),
              ::testing::ElementsAre("forehead", "nose", "cheek_left", "chin"));
  EXPECT_THAT(names_of(regions_from_face(turned_face(-42), picture, {.set = "fine"})),
              ::testing::AllOf(::testing::Not(::testing::Contains("nose_ala_right")),
                               ::testing::Not(::testing::Contains("cheek_medial_right")),
                               ::testing::Contains("cheek_lateral_left"), ::testing::Contains("upper_lip")));
  EXPECT_EQ(regions_from_face(turned_face(10), picture).size(), 5);
}

TEST(FaceRegions, KeepToTheNearSideOfTheNosesRidge) {
  const Face face = turned_face(-42);  // the near side is the subject's left, the picture's right
  const Region nose = regions_from_face(face, picture)[1];
  const double ridge = std::min(face.landmarks[29].x, face.landmarks[30].x);
  for (const cv::Point2d& corner : nose.outline) EXPECT_GE(corner.x, ridge - 1);
  EXPECT_GT(cv::countNonZero(mask(nose)), 0.02 * 240 * 240);
}

TEST(FaceRegions, NarrowOnTheFarSideAsTheHeadTurns) {
  const auto beyond_the_middle = [](double yaw_deg) {
    const Face face = turned_face(yaw_deg);
    const Region forehead = regions_from_face(face, picture)[0];
    const double middle = 0.5 * (face.landmarks[21].x + face.landmarks[22].x);
    double most = 0;
    for (const cv::Point2d& corner : forehead.outline) most = std::max(most, corner.x - middle);
    return most;
  };
  EXPECT_GT(beyond_the_middle(0), 1.5 * beyond_the_middle(42));
  EXPECT_GT(beyond_the_middle(42), 0);
}

TEST(FaceRegions, OptionsAreChecked) {
  EXPECT_THROW((void)regions_from_face(drawn_face(), picture, {.set = "all"}), ParameterError);
  EXPECT_THROW((void)regions_from_face(drawn_face(), picture, {.set = "main", .max_tilt_deg = 90}), ParameterError);
}

TEST(FaceRegions, LeftIsTheSubjects) {
  for (const Region& region : regions_from_face(drawn_face(), picture)) {
    const cv::Rect box = bounds(region, 0, picture);
    const double x = box.x + 0.5 * box.width;
    if (region.name == "cheek_left") {
      EXPECT_GT(x, 560);
    } else if (region.name == "cheek_right") {
      EXPECT_LT(x, 440);
    }
  }
}

TEST(FaceRegions, AreSymmetricOnASymmetricFace) {
  const std::vector<Region> regions = regions_from_face(drawn_face(), picture);
  const auto flipped = [](const Region& region) {
    Region out = region;
    for (cv::Point2d& corner : out.outline) corner.x = 1000 - corner.x;
    for (Polygon& polygon : out.keep_out) {
      for (cv::Point2d& corner : polygon) corner.x = 1000 - corner.x;
    }
    return mask(out);
  };
  constexpr int partner[] = {0, 1, 3, 2, 4};
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const double area = cv::countNonZero(mask(regions[i]));
    const double differing = cv::countNonZero(mask(regions[i]) != flipped(regions[partner[i]]));
    EXPECT_LT(differing, 0.01 * area) << regions[i].name;
  }
}

TEST(FaceRegions, TurnAndGrowWithTheFace) {
  const Face face = drawn_face();
  const cv::Matx22d turn = 0.7 * cv::Matx22d(std::cos(0.2), -std::sin(0.2), std::sin(0.2), std::cos(0.2));
  const auto moved = [&](cv::Point2d p) { return cv::Point2d(turn * p) + cv::Point2d(250, 60); };
  Face turned = face;
  for (cv::Point2d& point : turned.landmarks) point = moved(point);
  const auto before = regions_from_face(face, picture);
  const auto after = regions_from_face(turned, picture);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    ASSERT_EQ(before[i].outline.size(), after[i].outline.size());
    for (std::size_t k = 0; k < before[i].outline.size(); ++k) {
      EXPECT_LT(cv::norm(moved(before[i].outline[k]) - after[i].outline[k]), 0.01);
    }
  }
}

TEST(FaceRegions, AreCutToThePicture) {
  const cv::Size small(700, 600);  // ends above the chin
  const auto regions = regions_from_face(drawn_face(), small);
  ASSERT_EQ(regions.size(), 4);
  for (const Region& region : regions) {
    EXPECT_NE(region.name, "chin");
    for (const cv::Point2d& corner : region.outline) {
      EXPECT_GE(corner.x, -0.5);
      EXPECT_GE(corner.y, -0.5);
      EXPECT_LE(corner.x, small.width - 0.5);
      EXPECT_LE(corner.y, small.height - 0.5);
    }
    const cv::Rect frame({}, small);
    const auto whole = regions_from_face(drawn_face(), picture);
    const auto same = std::find_if(whole.begin(), whole.end(), [&](const Region& r) { return r.name == region.name; });
    EXPECT_EQ(cv::norm(region_mask(region, frame), region_mask(*same, frame), cv::NORM_INF), 0) << region.name;
  }
}

class RegionFile : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path write(const std::string& text) const {
    return folder_.write("regions.json", {text.begin(), text.end()});
  }

  [[nodiscard]] std::string refusal(const std::string& text) const {
    const auto path = write(text);
    try {
      (void)regions_from_file(path, picture);
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), StartsWith(path.string() + ": "));
      EXPECT_THAT(error.what(), HasSubstr("; "));
      return error.what();
    }
    return "nothing was thrown";
  }

  Folder folder_;
};

TEST_F(RegionFile, IsRead) {
  const auto regions = regions_from_file(write(R"({"regions": [
      {"name": "left-cheek_2", "outline": [[0, 0], [1000, 0], [1000, 1200.0]],
       "keep_out": [[[1, 1], [20.5, 1], [20.5, 3e1]]]},
      {"name": "b", "outline": [[-0.5, -0.5], [9, 0], [9, 9], [0, 9]]}]})"),
                                         picture);
  ASSERT_EQ(regions.size(), 2);
  EXPECT_EQ(regions[0].name, "left-cheek_2");
  EXPECT_EQ(regions[0].outline, (Polygon{{0, 0}, {1000, 0}, {1000, 1200}}));
  EXPECT_EQ(regions[0].keep_out, (std::vector<Polygon>{{{1, 1}, {20.5, 1}, {20.5, 30}}}));
  EXPECT_TRUE(regions[1].keep_out.empty());
}

TEST_F(RegionFile, ErrorsNameRegionAndMend) {
  const auto region = [](const std::string& fields) { return R"({"regions": [{)" + fields + "}]}"; };
  const std::string corners = R"("outline": [[0, 0], [9, 0], [9, 9]])";
  const std::pair<std::string, const char*> cases[] = {
      {"hello", "no JSON: parse error at line 1, column 1"},
      {"{\"regions\": [", "no JSON"},
      {"\xFF\xFE", "no JSON"},
      {"[]", "no object in braces"},
      {"{}", "`regions` is missing"},
      {R"({"regions": []})", "no list of at least one region"},
      {R"({"regions": {}})", "no list of at least one region"},
      {R"({"regions": [1]})", "region 1: no object"},
      {R"({"regions": [], "scale": 3})", "unknown key `scale`"},
      {region(R"("name": "a")"), "region 1: `outline` is missing"},
      {region(corners), "region 1: `name` is missing"},
      {region(R"("name": "", )" + corners), "region 1: its name is not one of"},
      {region(R"("name": "../a", )" + corners), "region 1: its name is not one of"},
      {region(R"("name": 7, )" + corners), "`name` is no text"},
      {region(R"("name": "a", "colour": 1, )" + corners), "unknown key `colour`"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0]])"), "region a: a polygon has fewer than three corners"},
      {region(R"("name": "a", "outline": 5)"), "a polygon is no list of corners"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0], [9]])"), "corner 3 is no pair of numbers"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0], [9, "9"]])"), "corner 3 is no pair of numbers"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0], [9, NaN]])"), "no JSON"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0], [9, 1e999]])"), "no JSON"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0], [1001, 9]])"),
       "region a: corner 3 (1001, 9) lies outside the picture of 1000 x 1200 px; give pixels of this picture"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 0], [9, -1]])"), "corner 3 (9, -1) lies outside"},
      {region(R"("name": "a", "outline": [[0, 0], [9, 9], [5, 5]])"), "a polygon has no area"},
      {region(R"("name": "a", "keep_out": [[0, 0], [9, 0], [9, 9]], )" + corners), "corner 1 is no pair of numbers"},
      {region(R"("name": "a", "keep_out": 3, )" + corners), "`keep_out` is no list of polygons"},
      {R"({"regions": [{"name": "a", )" + corners + R"(}, {"name": "a", )" + corners + "}]}", "name is used twice"},
      {region(R"("name": "a", "outline": [[10, 10], [90, 90], [90, 10], [10, 50]])"),
       "region a: a polygon crosses itself at (36.6667, 36.6667); give its corners in their order along the border"},
      {region(R"("name": "a", "keep_out": [[[0, 0], [9, 9], [9, 0], [0, 8]]], )" + corners), "crosses itself"},
  };
  for (const auto& [text, expected] : cases) EXPECT_THAT(refusal(text), HasSubstr(expected)) << text;
}

TEST_F(RegionFile, RefusesFilesMeantToHarm) {
  EXPECT_THAT(refusal(std::string(5'000'000, '[')), HasSubstr("nested too deeply"));
  EXPECT_THAT(refusal(std::string(17 << 20, ' ')), HasSubstr("more than the 16 MB allowed"));
  std::string corners = "[0,0]";
  for (int i = 0; i < 100'000; ++i) corners += ",[5,5]";
  EXPECT_THAT(refusal(R"({"regions": [{"name": "a", "outline": [)" + corners + "]}]}"),
              HasSubstr("more than 100000 corners"));
}

TEST_F(RegionFile, MissingFileIsNamed) {
  EXPECT_THROW((void)regions_from_file(folder_.path("missing.json"), picture), InputError);
  EXPECT_THROW((void)regions_from_file(folder_.path(""), picture), InputError);
}

}  // namespace
}  // namespace porevis
