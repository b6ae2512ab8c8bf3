// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/chart.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/mcc.hpp>
#include <optional>
#include <sstream>
#include <vector>

#include "photo/target.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

constexpr int kColumns = 6, kRows = 4, kPatches = 24;
constexpr double kPatch = 0.91;  // side of a patch / pitch

/// CIE L*a*b* (D50, 2 degrees) of the patches, from dark skin row by row to black.
constexpr double kPublished[kPatches][3] = {
    {37.986, 13.555, 14.059},  {65.711, 18.130, 17.810},   {49.927, -4.880, -21.925}, {43.139, -13.095, 21.905},
    {55.112, 8.844, -25.399},  {70.719, -33.397, -0.199},  {62.661, 36.067, 57.096},  {40.020, 10.410, -45.964},
    {51.124, 48.239, 16.248},  {30.325, 22.976, -21.587},  {72.532, -23.709, 57.255}, {71.941, 19.363, 67.857},
    {28.778, 14.179, -50.297}, {55.261, -38.342, 31.370},  {42.101, 53.378, 28.190},  {81.733, 4.039, 79.819},
    {51.935, 49.986, -14.574}, {51.038, -28.631, -28.638}, {96.539, -0.425, 1.186},   {81.257, -0.638, -0.335},
    {66.766, -0.734, -0.504},  {50.867, -0.153, -0.270},   {35.656, -0.421, -1.231},  {20.461, -0.079, -0.973}};
constexpr const char* kNames[kPatches] = {
    "dark skin", "light skin",    "blue sky",     "foliage",   "blue flower",  "bluish green",
    "orange",    "purplish blue", "moderate red", "purple",    "yellow green", "orange yellow",
    "blue",      "green",         "red",          "yellow",    "magenta",      "cyan",
    "white",     "neutral 8",     "neutral 6.5",  "neutral 5", "neutral 3.5",  "black"};

const cv::Vec3d kWhiteD50(0.96422, 1, 0.82521);
/// Bradford adaptation, then IEC 61966-2-1.
const cv::Matx33d kD65FromD50(0.9555766, -0.0230393, 0.0631636, -0.0282895, 1.0099416, 0.0210077, 0.0122982, -0.0204830,
                              1.3299098);
const cv::Matx33d kSrgbFromXyz(3.2404542, -1.5371385, -0.4985314, -0.9692660, 1.8760108, 0.0415560, 0.0556434,
                               -0.2040259, 1.0572252);

/// Linear sRGB of CIE L*a*b* D50; outside [0, 1] where sRGB does not reach.
cv::Vec3d srgb_from_lab(const cv::Vec3d& lab) {
  const auto cube = [](double t) { return t > 6.0 / 29 ? t * t * t : 3 * 36.0 / 841 * (t - 4.0 / 29); };
  const double y = (lab[0] + 16) / 116;
  const cv::Vec3d xyz = cv::Vec3d(cube(y + lab[1] / 500), cube(y), cube(y - lab[2] / 200)).mul(kWhiteD50);
  return kSrgbFromXyz * (kD65FromD50 * xyz);
}

cv::Vec3d lab_from_srgb(const cv::Vec3d& rgb) {
  const cv::Vec3d xyz = kD65FromD50.inv() * (kSrgbFromXyz.inv() * rgb);
  const auto root = [&](int i) {
    const double t = xyz[i] / kWhiteD50[i];
    return t > 216.0 / 24389 ? std::cbrt(t) : t * 841 / 108 + 4.0 / 29;
  };
  return {116 * root(1) - 16, 500 * (root(0) - root(1)), 200 * (root(1) - root(2))};
}

cv::Point2d middle_of(int patch) { return {patch % kColumns + 0.5, patch / kColumns + 0.5}; }  // pitches

cv::Point2d mapped(const cv::Matx33d& h, cv::Point2d p) {
  const cv::Vec3d q = h * cv::Vec3d(p.x, p.y, 1);
  return {q[0] / q[2], q[1] / q[2]};
}

/// A patch's corners in the picture, or those of a part of it about its middle.
Quad patch_quad(const cv::Matx33d& px_from_pitch, int patch, double side) {
  const cv::Point2d m = middle_of(patch);
  const double r = side / 2;
  return {mapped(px_from_pitch, {m.x - r, m.y - r}), mapped(px_from_pitch, {m.x + r, m.y - r}),
          mapped(px_from_pitch, {m.x + r, m.y + r}), mapped(px_from_pitch, {m.x - r, m.y + r})};
}

/// Where the chart lies, to some percent of a patch.
std::optional<cv::Matx33d> find_roughly(const cv::Mat& rgb, double longer_px) {
  constexpr float kHalfWidth = 3.05F, kHalfHeight = 2.05F, kWorstCost = 0.01F;  // right ones cost less than 0.004
  const double shrink = std::max(1.0, std::max(rgb.cols, rgb.rows) / longer_px);
  cv::Mat small;
  cv::resize(rgb, small, {}, 1 / shrink, 1 / shrink, cv::INTER_AREA);
  if (small.depth() != CV_8U) small.convertTo(small, CV_8U, 1 / 257.0);
  cv::cvtColor(small, small, cv::COLOR_RGB2BGR);
  const auto detector = cv::mcc::CCheckerDetector::create();
  if (!detector->process(small, cv::mcc::MCC24)) return std::nullopt;
  const auto checker = detector->getBestColorChecker();
  if (checker->getCost() > kWorstCost) return std::nullopt;
  std::vector<cv::Point2f> box = checker->getBox();
  for (auto& corner : box) {
    corner.x = static_cast<float>((corner.x + 0.5) * shrink - 0.5);
    corner.y = static_cast<float>((corner.y + 0.5) * shrink - 0.5);
  }
  const std::array<cv::Point2f, 4> grid{{{3 - kHalfWidth, 2 - kHalfHeight},
                                         {3 + kHalfWidth, 2 - kHalfHeight},
                                         {3 + kHalfWidth, 2 + kHalfHeight},
                                         {3 - kHalfWidth, 2 + kHalfHeight}}};
  return cv::Matx33d(cv::getPerspectiveTransform(grid.data(), box.data()));
}

/// The middle of a patch, to a pixel or so: of what is as bright and hangs together with the place it is expected at.
std::optional<cv::Point2d> find_patch(const LightAround& around, cv::Point2d expected, double pitch_px) {
  const cv::Point2d at = expected - around.corner;
  const auto box_about = [&](double reach_px) {
    return cv::Rect(cvRound(at.x - reach_px), cvRound(at.y - reach_px), cvRound(2 * reach_px), cvRound(2 * reach_px)) &
           cv::Rect({}, around.light.size());
  };
  const cv::Rect window = box_about(0.8 * pitch_px), inner = box_about(0.12 * pitch_px);
  if (inner.empty()) return std::nullopt;
  const double level = cv::mean(around.light(inner))[0];
  double border = 0;
  cv::minMaxLoc(around.light(window), &border);
  if (level < 1.5 * border) return std::nullopt;
  const cv::Mat bright = around.light(window) > (level + border) / 2;
  cv::Mat labels, stats, middles;
  cv::connectedComponentsWithStats(bright, labels, stats, middles, 4);
  const cv::Point middle = (inner.tl() + inner.br()) / 2 - window.tl();
  const int label = labels.at<int>(middle);
  const double area = stats.at<int>(label, cv::CC_STAT_AREA) / (pitch_px * pitch_px);
  if (label == 0 || area < 0.5 || area > 1) return std::nullopt;
  return cv::Point2d(middles.at<double>(label, 0), middles.at<double>(label, 1)) + cv::Point2d(window.tl()) +
         around.corner;
}

/// The middle of a patch from its four sides.
std::optional<cv::Point2d> measure_patch(const LightAround& around, const Quad& rough, double reach_px,
                                         double least_step) {
  Quad quad;
  for (int i = 0; i < 4; ++i) quad[i] = rough[i] - around.corner;
  const auto square = fit_square(around.light, quad, reach_px, least_step);
  if (!square) return std::nullopt;
  const Quad& c = square->corners;  // the diagonals meet in the middle, whatever the perspective
  const cv::Point2d u = c[2] - c[0], v = c[3] - c[1], w = c[1] - c[0];
  return c[0] + (w.x * v.y - w.y * v.x) / (u.x * v.y - u.y * v.x) * u + around.corner;
}

/// The grid of patches through the middles of those that stand out from the border.
struct Grid {
  cv::Matx33d px_from_pitch;
  double scatter_px = 0;
  double patches = 0;
};

std::optional<Grid> fit_grid(const LightAround& around, const cv::Matx33d& rough) {
  constexpr double kReach = 0.055;  // pitches: the border between two patches is a little wider
  double brightest = 0;
  cv::minMaxLoc(around.light, nullptr, &brightest);
  Grid grid{.px_from_pitch = rough};
  for (const bool exactly : {false, true}) {
    std::vector<cv::Point2d> seen, places;
    double pitch_px = 0;
    for (int patch = 0; patch < kPatches; ++patch) {
      const Quad quad = patch_quad(grid.px_from_pitch, patch, kPatch);
      pitch_px = cv::norm(quad[1] - quad[0]) / kPatch;
      const auto middle = exactly ? measure_patch(around, quad, std::max(1.5, kReach * pitch_px), 0.03 * brightest)
                                  : find_patch(around, mapped(grid.px_from_pitch, middle_of(patch)), pitch_px);
      if (!middle) continue;
      seen.push_back(*middle);
      places.push_back(middle_of(patch));
    }
    if (seen.size() < kPatches / 2) return std::nullopt;
    std::vector<uchar> agree;
    const cv::Mat fitted =
        cv::findHomography(places, seen, cv::RANSAC, 0.7 + (exactly ? 0.01 : 0.04) * pitch_px, agree);
    if (fitted.empty()) return std::nullopt;
    grid.px_from_pitch = fitted;
    grid.patches = grid.scatter_px = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (!agree[i]) continue;
      const cv::Point2d off = mapped(grid.px_from_pitch, places[i]) - seen[i];
      grid.scatter_px += off.dot(off) / 2;
      ++grid.patches;
    }
    if (grid.patches < kPatches / 2) return std::nullopt;
    grid.scatter_px = std::sqrt(grid.scatter_px / (grid.patches - 4));
  }
  return grid;
}

/// Mean linear light of each patch's middle; a row a patch.
/// @throws InputError  patches are clipped.
cv::Mat colours_of(const Photo& photo, const cv::Matx33d& px_from_pitch) {
  cv::Mat colours(kPatches, 3, CV_64F);
  std::string clipped;
  for (int patch = 0; patch < kPatches; ++patch) {
    const Quad quad = patch_quad(px_from_pitch, patch, 0.5 * kPatch);
    std::vector<cv::Point> corners;
    for (const auto& corner : quad) corners.emplace_back(cvRound(corner.x), cvRound(corner.y));
    const cv::Rect box = cv::boundingRect(corners) & photo.frame();
    cv::Mat mask = cv::Mat::zeros(box.size(), CV_8U);
    std::vector<cv::Point> inside;
    for (const auto& corner : corners) inside.push_back(corner - box.tl());
    cv::fillConvexPoly(mask, inside, 255);
    const cv::Mat linear = linear_light(photo, box);
    const cv::Scalar mean = cv::mean(linear, mask);
    for (int c = 0; c < 3; ++c) colours.at<double>(patch, c) = mean[c];
    cv::Mat brightest, over;
    cv::reduce(linear.reshape(1, static_cast<int>(linear.total())), brightest, 1, cv::REDUCE_MAX);
    over = (brightest.reshape(1, linear.rows) > 0.99) & mask;
    if (cv::countNonZero(over) > 0.02 * cv::countNonZero(mask)) {
      clipped += (clipped.empty() ? "" : ", ") + std::string(kNames[patch]);
    }
  }
  if (!clipped.empty()) {
    throw InputError(photo.file + ": patches of the colour chart are clipped (" + clipped +
                     "): their colour is lost; expose less, or measure without the chart");
  }
  return colours;
}

}  // namespace

ColourChart find_chart(const Photo& photo, const ChartOptions& options) {
  check(options);
  std::optional<Grid> grid;
  for (const double longer_px : {1500, 1100, 2200, 3500}) {  // the detector misses some charts at some sizes
    const std::optional<cv::Matx33d> rough = find_roughly(photo.pixels, longer_px);
    if (!rough) continue;
    std::vector<cv::Point2f> outline;
    for (const cv::Point2d corner : {cv::Point2d(0, 0), {6, 0}, {6, 4}, {0, 4}}) {
      outline.push_back(mapped(*rough, corner));
    }
    const double pitch_px = cv::norm(outline[1] - outline[0]) / kColumns;
    grid = fit_grid(light_around(photo, outline, 0.5 * pitch_px), *rough);
    if (grid) break;
  }
  if (!grid) {
    throw InputError(photo.file +
                     ": no colour chart of 24 patches is found; it must be in the picture whole, flat, evenly lit and "
                     "sharp, with 40 px or more from patch to patch; or measure without it");
  }
  ColourChart chart;
  for (int patch = 0; patch < kPatches; ++patch) {
    chart.patches_px[patch] = mapped(grid->px_from_pitch, middle_of(patch));
  }
  const PlaneView view = view_of_plane(grid->px_from_pitch, {kColumns / 2.0, kRows / 2.0});
  chart.pitch_px = view.px_per_mm;
  chart.tilt_deg = view.tilt_deg;
  // A straight line through places 1.1 pitches (standard deviation) to either side; the outermost patches lack a
  // neighbour, which may move their edges a little.
  constexpr double kOutermostPx = 0.1;
  const double fit_px = std::hypot(grid->scatter_px / (1.1 * std::sqrt(grid->patches)), kOutermostPx / (kColumns - 1));
  chart.relative_uncertainty = std::hypot(fit_px / chart.pitch_px, view.uncertainty);

  const cv::Mat colours = colours_of(photo, grid->px_from_pitch);
  cv::Mat published(kPatches, 3, CV_64F), solved;
  for (int patch = 0; patch < kPatches; ++patch) {
    const auto& lab = kPublished[patch];
    const cv::Vec3d rgb = srgb_from_lab({lab[0], lab[1], lab[2]});
    for (int c = 0; c < 3; ++c) published.at<double>(patch, c) = rgb[c];
  }
  cv::solve(colours, published, solved, cv::DECOMP_SVD);
  chart.matrix = cv::Matx33d(solved).t();
  for (int patch = 0; patch < kPatches; ++patch) {
    const auto& lab = kPublished[patch];
    const cv::Vec3d corrected = chart.matrix * cv::Vec3d(colours.ptr<double>(patch));
    chart.residual_de += cv::norm(lab_from_srgb(corrected) - cv::Vec3d(lab[0], lab[1], lab[2])) / kPatches;
  }
  if (chart.residual_de > options.max_residual_de) {
    std::ostringstream fault;
    fault.precision(2);
    fault << photo.file << ": the chart's colours fit the published ones badly (mean difference " << std::fixed
          << chart.residual_de << " CIE 1976, at most " << options.max_residual_de
          << "): light it evenly and as the skin, turn off the camera's picture styles, or measure without it";
    throw InputError(fault.str());
  }
  return chart;
}

Photo correct_colour(const Photo& photo, const ColourChart& chart) {
  constexpr int kStrip = 256;  // rows at a time: linear light takes four times the room
  Photo corrected = photo;
  corrected.pixels = cv::Mat(photo.pixels.size(), CV_16UC3);
  for (int y = 0; y < photo.height_px(); y += kStrip) {
    const cv::Rect strip(0, y, photo.width_px(), std::min(kStrip, photo.height_px() - y));
    cv::Mat linear = linear_light(photo, strip);
    cv::transform(linear, linear, chart.matrix);
    encode_srgb(linear, 16).copyTo(corrected.pixels(strip));
  }
  return corrected;
}

}  // namespace porevis
