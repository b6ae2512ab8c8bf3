// SPDX-License-Identifier: Apache-2.0
/// Photographs of flat targets of known size on skin: an ArUco marker, a colour chart, the ticks of a ruler.
#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <opencv2/aruco.hpp>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "porevis/phantom/phantom.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis::test {

/// Linear light of a target at a place on it, mm from its middle; none beside it.
using Target = std::function<std::optional<cv::Vec3d>(cv::Point2d)>;

/// How a target is photographed.
struct View {
  double px_per_mm = 20;     ///< at the target's middle, of a plane that faces the camera.
  cv::Point2d centre_px;     ///< where its middle lies.
  double turn_deg = 0;       ///< about the camera's axis.
  double tilt_deg = 0;       ///< about the picture's vertical ...
  double lean_deg = 0;       ///< ... and its horizontal.
  double distance_mm = 800;  ///< from the camera.
  double size_mm = 40;       ///< of what is drawn round the middle.
  double blur_sigma_px = 1;
  double noise = 0.003;                    ///< standard deviation of linear light.
  cv::Matx33d light = cv::Matx33d::eye();  ///< what light and camera make of colours.
};

/// Lays a target on even light of a picture, then blurs and adds noise. Perspective of a lens whose axis passes the
/// picture's middle.
inline Photo photograph_target(cv::Mat linear, const Target& target, const View& view, int bits = 8) {
  const double focal = view.px_per_mm * view.distance_mm;  // px
  const cv::Point2d axis(linear.cols / 2.0, linear.rows / 2.0);
  const cv::Vec3d middle((view.centre_px.x - axis.x) / view.px_per_mm, (view.centre_px.y - axis.y) / view.px_per_mm,
                         view.distance_mm);
  cv::Matx33d tilt, lean, turn;
  cv::Rodrigues(cv::Vec3d(0, view.tilt_deg * CV_PI / 180, 0), tilt);
  cv::Rodrigues(cv::Vec3d(view.lean_deg * CV_PI / 180, 0, 0), lean);
  cv::Rodrigues(cv::Vec3d(0, 0, view.turn_deg * CV_PI / 180), turn);
  const cv::Matx33d rotation = lean * tilt * turn;
  // Homography from the plane's mm to px, turned round.
  const cv::Matx33d px_from_mm = cv::Matx33d(focal, 0, axis.x, 0, focal, axis.y, 0, 0, 1) *
                                 cv::Matx33d(rotation(0, 0), rotation(0, 1), middle[0], rotation(1, 0), rotation(1, 1),
                                             middle[1], rotation(2, 0), rotation(2, 1), middle[2]);
  const cv::Matx33d mm_from_px = px_from_mm.inv();
  const double half = 0.75 * view.size_mm * view.px_per_mm;
  const cv::Rect box = cv::Rect(cvRound(view.centre_px.x - half), cvRound(view.centre_px.y - half), cvRound(2 * half),
                                cvRound(2 * half)) &
                       cv::Rect(0, 0, linear.cols, linear.rows);
  constexpr int kFine = 4;
  cv::parallel_for_({0, box.height}, [&](const cv::Range& rows) {
    for (int r = rows.start; r < rows.end; ++r) {
      for (int x = box.x; x < box.x + box.width; ++x) {
        const int y = box.y + r;
        cv::Vec3d sum;
        const cv::Vec3d beside = linear.at<cv::Vec3f>(y, x);
        for (int i = 0; i < kFine * kFine; ++i) {
          const cv::Vec3d p =
              mm_from_px * cv::Vec3d(x - 0.5 + (i % kFine + 0.5) / kFine, y - 0.5 + (i / kFine + 0.5) / kFine, 1);
          const auto colour = target({p[0] / p[2], p[1] / p[2]});
          sum += colour ? view.light * *colour : beside;
        }
        linear.at<cv::Vec3f>(y, x) = sum / (kFine * kFine);
      }
    }
  });
  if (view.blur_sigma_px > 0) cv::GaussianBlur(linear, linear, {}, view.blur_sigma_px);
  cv::Mat grain(linear.size(), CV_32FC3);
  cv::RNG random(7);
  random.fill(grain, cv::RNG::NORMAL, 0, view.noise);
  linear += grain;
  return photo_from_pixels(encode_srgb(linear, bits), "target.png");
}

/// Linear light of phantom skin, neither blurred nor noisy.
inline cv::Mat bare_skin(double width_mm, double height_mm, double px_per_mm) {
  phantom::SkinDescription skin;
  skin.width_mm = width_mm;
  skin.height_mm = height_mm;
  phantom::ShotDescription shot;
  shot.px_per_mm = px_per_mm;
  shot.blur_sigma_px = shot.noise = 0;
  const Photo photo = phantom::photograph(phantom::make_skin(skin, 3), shot).photo;
  return linear_light(photo, photo.frame());
}

/// A marker of dictionary 4x4_50, printed on white paper with a margin of one cell.
inline Target marker_target(int id, double side_mm) {
  cv::Mat cells;
  cv::aruco::drawMarker(cv::aruco::getPredefinedDictionary(cv::aruco::DICT_4X4_50), id, 6, cells, 1);
  return [cells, side_mm](cv::Point2d p) -> std::optional<cv::Vec3d> {
    const int x = cvFloor(6 * p.x / side_mm + 3), y = cvFloor(6 * p.y / side_mm + 3);
    if (x < -1 || y < -1 || x > 6 || y > 6) return std::nullopt;
    const bool white = x < 0 || y < 0 || x > 5 || y > 5 || cells.at<uchar>(y, x) > 127;
    return white ? cv::Vec3d::all(0.75) : cv::Vec3d::all(0.04);
  };
}

/// A colour chart of 24 patches on a black card; linear sRGB of the patches as given, row by row.
inline Target chart_target(double pitch_mm, const std::array<cv::Vec3d, 24>& colours) {
  return [colours, pitch_mm](cv::Point2d p) -> std::optional<cv::Vec3d> {
    constexpr double kCard = 0.25, kPatch = 0.91;  // pitches
    const double x = p.x / pitch_mm + 3, y = p.y / pitch_mm + 2;
    if (x < -kCard || y < -kCard || x > 6 + kCard || y > 4 + kCard) return std::nullopt;
    const int i = cvFloor(x), j = cvFloor(y);
    const bool patch =
        i >= 0 && j >= 0 && i < 6 && j < 4 && std::abs(x - i - 0.5) < kPatch / 2 && std::abs(y - j - 0.5) < kPatch / 2;
    return patch ? colours[6 * j + i] : cv::Vec3d::all(0.025);
  };
}

/// The sRGB codes that X-Rite publishes for the chart, as linear light: not quite those of its L*a*b* values.
inline std::array<cv::Vec3d, 24> published_srgb() {
  constexpr int kCodes[24][3] = {{115, 82, 68},   {194, 150, 130}, {98, 122, 157}, {87, 108, 67},   {133, 128, 177},
                                 {103, 189, 170}, {214, 126, 44},  {80, 91, 166},  {193, 90, 99},   {94, 60, 108},
                                 {157, 188, 64},  {224, 163, 46},  {56, 61, 150},  {70, 148, 73},   {175, 54, 60},
                                 {231, 199, 31},  {187, 86, 149},  {8, 133, 161},  {243, 243, 242}, {200, 200, 200},
                                 {160, 160, 160}, {122, 122, 121}, {85, 85, 85},   {52, 52, 52}};
  std::array<cv::Vec3d, 24> linear;
  for (int i = 0; i < 24; ++i) {
    for (int c = 0; c < 3; ++c) {
      const double v = kCodes[i][c] / 255.0;
      linear[i][c] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    }
  }
  return linear;
}

/// A white ruler with black ticks along x, `spacing_mm` apart and as wide as a sixth of that.
inline Target ruler_target(double length_mm, double spacing_mm) {
  return [=](cv::Point2d p) -> std::optional<cv::Vec3d> {
    if (std::abs(p.x) > length_mm / 2 || std::abs(p.y) > 3) return std::nullopt;
    const double phase = p.x / spacing_mm - std::floor(p.x / spacing_mm);
    return cv::Vec3d::all(phase < 1.0 / 6 ? 0.05 : 0.7);
  };
}

/// The linear sum of an open eye's light: skin, white, a brown iris with pupil and glint, lids over its upper rim.
inline Target eye_target(double iris_mm) {
  return [iris_mm](cv::Point2d p) -> std::optional<cv::Vec3d> {
    const double half = 15;  // of the opening, mm
    const double lid = 5.2 * (1 - (p.x / half) * (p.x / half));
    if (std::abs(p.x) > half || p.y < -0.9 * lid || p.y > lid) return std::nullopt;
    const double r = std::hypot(p.x, p.y);
    if (std::hypot(p.x - 1.2, p.y + 1.4) < 0.6) return cv::Vec3d::all(0.9);
    if (r < 2) return cv::Vec3d::all(0.01);
    const double white = 1 / (1 + std::exp(-(r - iris_mm / 2) / 0.12));  // the limbus is soft
    return cv::Vec3d(0.12, 0.07, 0.04) * (1 - white) + cv::Vec3d(0.55, 0.5, 0.48) * white;
  };
}

}  // namespace porevis::test
