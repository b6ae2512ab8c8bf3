// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/align.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/calib3d.hpp>
#include <opencv2/features2d.hpp>
#include <opencv2/imgproc.hpp>

#include "change/flow.hpp"
#include "change/search.hpp"
#include "robust.hpp"

namespace porevis {
namespace {

constexpr double kFeaturePxPerMm = 8;  // pores and furrows, but not noise
constexpr double kDetailMm = 0.06;     // sigma of the smoothing before motion is sought
constexpr double kFloorSpreads = 1;    // fainter detail is relief, whose shading follows the light and not the skin
constexpr double kBlockMm = 6;
constexpr double kReachMm = 2.5;  // how far off a coarse map may be
constexpr int kCellPx = 4;

cv::Point2d apply(const Affine& a, cv::Point2d p) {
  return {a(0, 0) * p.x + a(0, 1) * p.y + a(0, 2), a(1, 0) * p.x + a(1, 1) * p.y + a(1, 2)};
}

/// Green light of a part of a photograph, shrunk. Pixel centres: full = (small + 1/2) / shrink - 1/2 + roi.tl().
cv::Mat shrunk_linear(const Photo& photo, cv::Rect roi, double shrink) {
  cv::Mat small;
  cv::resize(linear_light(photo, roi), small, {}, shrink, shrink, cv::INTER_AREA);
  return small;
}

/// Skin detail as an 8-bit picture for the feature detector: light over its surroundings.
cv::Mat feature_picture(const Photo& photo, cv::Rect roi, double shrink) {
  cv::Mat green, around, picture;
  cv::extractChannel(shrunk_linear(photo, roi, shrink), green, 1);
  cv::GaussianBlur(green, around, {}, kFeaturePxPerMm);
  cv::Mat(128 * green / (around + 1e-4F)).convertTo(picture, CV_8U);
  return picture;
}

/// Skin detail of a part of a photograph at a working scale.
struct FeaturePicture {
  cv::Mat picture;  // from feature_picture()
  cv::Point origin;
  double shrink;

  /// A place of the picture in the photograph, px.
  template <class T>
  [[nodiscard]] cv::Point_<T> to_photo(cv::Point_<T> p) const {
    const T half(0.5), s = static_cast<T>(shrink);
    return {(p.x + half) / s - half + static_cast<T>(origin.x), (p.y + half) / s - half + static_cast<T>(origin.y)};
  }
};

/// The motion that most features agree on; empty where too few do.
std::optional<Affine> align_pictures(const FeaturePicture& before, const FeaturePicture& after, const Scale& scale) {
  const auto sift = cv::SIFT::create(6000, 3, 0.02);
  std::vector<cv::KeyPoint> points_before, points_after;
  cv::Mat features_before, features_after;
  sift->detectAndCompute(before.picture, cv::noArray(), points_before, features_before);
  sift->detectAndCompute(after.picture, cv::noArray(), points_after, features_after);
  if (points_before.size() < 12 || points_after.size() < 12) return std::nullopt;

  std::vector<std::vector<cv::DMatch>> matches;
  cv::BFMatcher(cv::NORM_L2).knnMatch(features_before, features_after, matches, 2);
  std::vector<cv::Point2f> from, to;
  for (const auto& match : matches) {
    if (match.size() < 2 || match[0].distance > 0.85F * match[1].distance) continue;  // Lowe 2004, sec. 7.1
    from.push_back(before.to_photo(points_before[static_cast<std::size_t>(match[0].queryIdx)].pt));
    to.push_back(after.to_photo(points_after[static_cast<std::size_t>(match[0].trainIdx)].pt));
  }
  if (from.size() < 12) return std::nullopt;
  cv::Mat agreeing;
  const cv::Mat map = cv::estimateAffinePartial2D(from, to, agreeing, cv::RANSAC, scale.px(0.4), 20000, 0.999, 20);
  if (map.empty() || cv::countNonZero(agreeing) < 12) return std::nullopt;
  const Affine found(map);
  constexpr double kPlausible =
      4;  // a handful of chance matches agree best on a map that shrinks everything to a point
  if (const double scale_up = magnification(found); scale_up > kPlausible || scale_up < 1 / kPlausible)
    return std::nullopt;
  return found;
}

/// The motion under which the dark spots of both lie on each other; empty where none stands out.
std::optional<Affine> search_pictures(const FeaturePicture& before, const FeaturePicture& after, const Scale& scale) {
  const auto darkness = [](const FeaturePicture& of) {
    cv::Mat dark;
    of.picture.convertTo(dark, CV_32F, -1 / 128.0, 1);
    return dark;
  };
  const auto found = search_motion(darkness(before), darkness(after), scale.px_per_mm * before.shrink);
  if (!found) return std::nullopt;
  Affine map = *found;  // the linear part is the same in any pixels of one size
  const cv::Point2d from = before.to_photo(cv::Point2d()), to = after.to_photo(cv::Point2d(map(0, 2), map(1, 2)));
  map(0, 2) = to.x - map(0, 0) * from.x - map(0, 1) * from.y;
  map(1, 2) = to.y - map(1, 0) * from.x - map(1, 1) * from.y;
  return map;
}

FlowPicture flow_picture(const cv::Mat& darkness, const cv::Mat& measurable, double px_per_mm) {
  FlowPicture picture;
  cv::GaussianBlur(darkness, picture.darkness, {}, kDetailMm * px_per_mm);
  const auto floor = static_cast<float>(kFloorSpreads * median_and_spread(picture.darkness, measurable).spread);
  picture.darkness = cv::min(cv::max(picture.darkness - floor, 0.F), 0.5F);
  measurable.convertTo(picture.skin, CV_32F, 1 / 255.0);
  return picture;
}

/// Correlation of two pictures where both are skin.
double correlation(const cv::Mat& a, const cv::Mat& b, const cv::Mat& mask) {
  if (cv::countNonZero(mask) < 100) return 0;
  cv::Scalar mean_a, mean_b, sd_a, sd_b;
  cv::meanStdDev(a, mean_a, sd_a, mask);
  cv::meanStdDev(b, mean_b, sd_b, mask);
  const double product = cv::mean(a.mul(b), mask)[0] - mean_a[0] * mean_b[0];
  return product / std::max(sd_a[0] * sd_b[0], 1e-12);
}

}  // namespace

double magnification(const Affine& map) { return std::sqrt(std::abs(map(0, 0) * map(1, 1) - map(0, 1) * map(1, 0))); }

Affine align_faces(const Face& before, const Face& after) {
  // The similarity (x, y) -> (a x - b y + u, b x + a y + v) that fits all landmarks best.
  Eigen::Matrix<double, Eigen::Dynamic, 4> from(2 * before.landmarks.size(), 4);
  Eigen::VectorXd to(from.rows());
  for (std::size_t i = 0; i < before.landmarks.size(); ++i) {
    const cv::Point2d p = before.landmarks[i], q = after.landmarks[i];
    const auto row = static_cast<Eigen::Index>(2 * i);
    from.row(row) << p.x, -p.y, 1, 0;
    from.row(row + 1) << p.y, p.x, 0, 1;
    to[row] = q.x;
    to[row + 1] = q.y;
  }
  const Eigen::Vector4d t = from.colPivHouseholderQr().solve(to);
  return {t[0], -t[1], t[2], t[1], t[0], t[3]};
}

std::optional<Affine> align_features(const Photo& before, const Photo& after, cv::Rect roi, const Scale& scale) {
  const double shrink = std::min(1.0, kFeaturePxPerMm / scale.px_per_mm);
  const FeaturePicture first{feature_picture(before, roi, shrink), roi.tl(), shrink};
  for (const double other : {1.0, 2.0, 0.5}) {  // a photograph of another scale, or of fainter detail
    const double after_shrink = std::min(1.0, other * shrink);
    if (other > 1 && after_shrink == shrink) continue;
    const FeaturePicture second{feature_picture(after, after.frame(), after_shrink), {}, after_shrink};
    if (const auto map = align_pictures(first, second, scale)) return map;
  }
  return search_pictures(first, {feature_picture(after, after.frame(), shrink), {}, shrink}, scale);
}

std::string explain_no_alignment(const Photo& before, const Photo& after, cv::Rect roi, const Scale& scale) {
  const double shrink = std::min(1.0, kFeaturePxPerMm / scale.px_per_mm);
  const FeaturePicture first{feature_picture(before, roi, shrink), roi.tl(), shrink};
  FeaturePicture mirrored{feature_picture(after, after.frame(), shrink), {}, shrink};
  cv::flip(mirrored.picture, mirrored.picture, 1);
  if (align_pictures(first, mirrored, scale) || search_pictures(first, mirrored, scale)) {
    return "after: mirrored: flip it back";
  }
  return "the photographs share no skin that could be found in both: give two photographs of the same skin, both in "
         "focus";
}

Alignment align_region(const SkinMap& before, const Photo& after, const Affine& coarse, const Scale& scale,
                       const SkinOptions& skin, const AlignOptions& options) {
  check(options);
  // The before skin at the working resolution.
  const double shrink = std::min(1.0, options.working_px_per_mm / scale.px_per_mm);
  const double px_per_mm = scale.px_per_mm * shrink;
  cv::Mat small_darkness, small_mask;
  cv::resize(before.darkness, small_darkness, {}, shrink, shrink, cv::INTER_AREA);
  cv::resize(before.measurable, small_mask, small_darkness.size(), 0, 0, cv::INTER_NEAREST);
  const FlowPicture fixed = flow_picture(small_darkness, small_mask, px_per_mm);
  const cv::Size size = small_darkness.size();

  // The after skin, coarsely brought onto the same pixels, with room for the field to look around.
  const int margin = static_cast<int>(std::ceil((kReachMm + 0.5) * px_per_mm));
  const auto to_after = [&](double x, double y) {
    return apply(coarse, {(x + 0.5) / shrink - 0.5 + before.roi.x, (y + 0.5) / shrink - 0.5 + before.roi.y});
  };
  std::vector<cv::Point2f> corners;
  for (const double x : {-margin - 2.0, size.width + margin + 2.0}) {
    for (const double y : {-margin - 2.0, size.height + margin + 2.0}) corners.emplace_back(to_after(x, y));
  }
  Alignment result;
  result.after_from_before = cv::Mat(before.darkness.size(), CV_32FC2, cv::Scalar::all(-1));
  result.aligned = cv::Mat::zeros(before.darkness.size(), CV_8U);
  const cv::Rect after_roi = cv::boundingRect(corners) & after.frame();
  if (after_roi.width < 8 || after_roi.height < 8) return result;

  const double after_shrink = std::min(1.0, shrink / magnification(coarse));
  const cv::Mat after_small = shrunk_linear(after, after_roi, after_shrink);
  cv::Mat placed, held_in;
  {
    cv::Mat map(size.height + 2 * margin, size.width + 2 * margin, CV_32FC2);
    held_in.create(map.size(), CV_8U);
    for (int y = 0; y < map.rows; ++y) {
      for (int x = 0; x < map.cols; ++x) {
        const cv::Point2d p = to_after(x - margin, y - margin);
        const cv::Point2d q((p.x - after_roi.x + 0.5) * after_shrink - 0.5,
                            (p.y - after_roi.y + 0.5) * after_shrink - 0.5);
        map.at<cv::Vec2f>(y, x) = {static_cast<float>(q.x), static_cast<float>(q.y)};
        const bool held = q.x >= 0 && q.y >= 0 && q.x <= after_small.cols - 1 && q.y <= after_small.rows - 1;
        held_in.at<uchar>(y, x) = held ? 255 : 0;
      }
    }
    cv::remap(after_small, placed, map, cv::noArray(), cv::INTER_LANCZOS4, cv::BORDER_REPLICATE);
  }
  Scale working = scale;
  working.px_per_mm = px_per_mm;
  const SkinMap after_skin = normalize_skin(placed, held_in, {{}, placed.size()}, working, skin);
  FlowPicture moving = flow_picture(after_skin.darkness, after_skin.measurable, px_per_mm);
  FlowPicture wide_fixed;  // with the same margin, so that both lie on the same pixels
  cv::copyMakeBorder(fixed.darkness, wide_fixed.darkness, margin, margin, margin, margin, cv::BORDER_CONSTANT, 0);
  cv::copyMakeBorder(fixed.skin, wide_fixed.skin, margin, margin, margin, margin, cv::BORDER_CONSTANT, 0);

  // Blocks find the way, least squares refines it; there and, for the check, back.
  const double smoothness = options.smoothness_mm * px_per_mm;
  const int block = static_cast<int>(std::lround(kBlockMm * px_per_mm));
  const int reach = static_cast<int>(std::lround(kReachMm * px_per_mm));
  cv::Mat there = block_motion(wide_fixed, moving, block, reach, kCellPx);
  refine_motion(wide_fixed, moving, 2 * smoothness, kCellPx, 3, there);
  refine_motion(wide_fixed, moving, smoothness, kCellPx, 5, there);
  cv::Mat back = inverse_motion(there, kCellPx);
  refine_motion(moving, wide_fixed, smoothness, kCellPx, 3, back);

  const cv::Size wide_size = wide_fixed.darkness.size();
  const cv::Mat field = spread_field(there, wide_size, kCellPx);
  const cv::Mat round_trip = field + warp(spread_field(back, wide_size, kCellPx), field);
  const cv::Rect middle(margin, margin, size.width, size.height);
  const cv::Mat warped = warp(moving.darkness, field)(middle);
  const FlowPicture placed_after{warped, warp(moving.skin, field)(middle)};
  const cv::Mat both = placed_after.skin.mul(fixed.skin) > 0.5F;
  const cv::Mat agreement = local_correlation(fixed, placed_after, kBlockMm / 3 * px_per_mm, kCellPx);
  result.correlation = correlation(fixed.darkness, warped, both);

  std::vector<double> errors;
  cv::Mat trusted = cv::Mat::zeros(size, CV_8U);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double error = cv::norm(round_trip.at<cv::Vec2f>(y + margin, x + margin)) / px_per_mm;
      if (both.at<uchar>(y, x)) errors.push_back(error);
      const bool agrees = agreement.at<float>(y, x) > options.min_correlation;
      if (agrees && error < 2 * options.max_residual_mm) trusted.at<uchar>(y, x) = 255;
    }
  }
  if (!errors.empty()) {
    const auto nine_tenths = errors.begin() + static_cast<std::ptrdiff_t>(0.9 * static_cast<double>(errors.size() - 1));
    std::nth_element(errors.begin(), nine_tenths, errors.end());
    result.residual_p90_mm = *nine_tenths;
    result.residual_mm = median(errors);
  }

  // To full resolution: where each pixel of the region lies in the after photograph.
  cv::Mat full_field, full_trusted;
  cv::resize(field(middle), full_field, before.darkness.size(), 0, 0, cv::INTER_CUBIC);
  cv::resize(trusted, full_trusted, before.darkness.size(), 0, 0, cv::INTER_NEAREST);
  const double sx = static_cast<double>(size.width) / before.darkness.cols;
  const double sy = static_cast<double>(size.height) / before.darkness.rows;
  for (int y = 0; y < full_field.rows; ++y) {
    for (int x = 0; x < full_field.cols; ++x) {
      const cv::Vec2f d = full_field.at<cv::Vec2f>(y, x);
      const cv::Point2d p = apply(coarse, {before.roi.x + x + d[0] / sx, before.roi.y + y + d[1] / sy});
      result.after_from_before.at<cv::Vec2f>(y, x) = {static_cast<float>(p.x), static_cast<float>(p.y)};
      const bool inside = p.x >= 0 && p.y >= 0 && p.x <= after.width_px() - 1 && p.y <= after.height_px() - 1;
      if (inside && full_trusted.at<uchar>(y, x)) result.aligned.at<uchar>(y, x) = 255;
    }
  }
  const double measurable = cv::countNonZero(before.measurable);
  result.overlap = measurable > 0 ? cv::countNonZero(before.measurable & result.aligned) / measurable : 0;
  return result;
}

cv::Point2d MapGrid::operator()(cv::Point2d place) const {
  if (nodes.empty()) {
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  }
  const double u = (place.x - origin.x) / step.x, v = (place.y - origin.y) / step.y;
  const int x = std::clamp(cvFloor(u), 0, std::max(0, nodes.cols - 2));
  const int y = std::clamp(cvFloor(v), 0, std::max(0, nodes.rows - 2));
  const int right = std::min(x + 1, nodes.cols - 1), below = std::min(y + 1, nodes.rows - 1);
  const auto at = [&](int column, int row) { return cv::Vec2d(nodes.at<cv::Vec2f>(row, column)); };
  const double s = u - x, t = v - y;
  const cv::Vec2d found =
      (1 - t) * ((1 - s) * at(x, y) + s * at(right, y)) + t * ((1 - s) * at(x, below) + s * at(right, below));
  return {found[0], found[1]};
}

MapGrid thin_map(const cv::Mat& after_from_before, cv::Point origin, double step_px) {
  CV_Assert(after_from_before.type() == CV_32FC2);
  const auto count = [&](int length) { return std::max(2, cvCeil((length - 1) / step_px) + 1); };
  MapGrid grid;
  grid.nodes.create(count(after_from_before.rows), count(after_from_before.cols), CV_32FC2);
  grid.origin = origin;
  grid.step = {(after_from_before.cols - 1.0) / (grid.nodes.cols - 1),
               (after_from_before.rows - 1.0) / (grid.nodes.rows - 1)};
  const MapGrid dense{after_from_before, {}, {1, 1}};
  for (int y = 0; y < grid.nodes.rows; ++y) {
    for (int x = 0; x < grid.nodes.cols; ++x) {
      const cv::Point2d place = dense({x * grid.step.x, y * grid.step.y});
      grid.nodes.at<cv::Vec2f>(y, x) = {static_cast<float>(place.x), static_cast<float>(place.y)};
    }
  }
  return grid;
}

Alignment unmoved(const SkinMap& skin) {
  Alignment result;
  result.after_from_before = cv::Mat(skin.darkness.size(), CV_32FC2);
  for (int y = 0; y < skin.darkness.rows; ++y) {
    for (int x = 0; x < skin.darkness.cols; ++x) {
      result.after_from_before.at<cv::Vec2f>(y, x) = {static_cast<float>(skin.roi.x + x),
                                                      static_cast<float>(skin.roi.y + y)};
    }
  }
  result.aligned = cv::Mat(skin.darkness.size(), CV_8U, cv::Scalar(255));
  result.overlap = result.correlation = 1;
  return result;
}

cv::Mat resample_linear(const Photo& after, const cv::Mat& after_from_before) {
  CV_Assert(after_from_before.type() == CV_32FC2);
  double x0 = 0, x1 = 0, y0 = 0, y1 = 0;
  std::vector<cv::Mat> xy;
  cv::split(after_from_before, xy);
  cv::minMaxLoc(xy[0], &x0, &x1);
  cv::minMaxLoc(xy[1], &y0, &y1);
  const cv::Rect roi =
      cv::Rect(cv::Point(cvFloor(x0) - 3, cvFloor(y0) - 3), cv::Point(cvCeil(x1) + 4, cvCeil(y1) + 4)) & after.frame();
  if (roi.empty()) return cv::Mat::zeros(after_from_before.size(), CV_32FC3);
  cv::Mat linear = linear_light(after, roi);

  // A photograph of finer scale is smoothed to what the coarser pixels can hold before it is looked up.
  const cv::Point middle(after_from_before.cols / 2, after_from_before.rows / 2);
  const cv::Vec2f across =
      after_from_before.at<cv::Vec2f>(middle.y, std::min(middle.x + 1, after_from_before.cols - 1)) -
      after_from_before.at<cv::Vec2f>(middle.y, middle.x);
  const double step = cv::norm(across);
  if (step > 1.2) cv::GaussianBlur(linear, linear, {}, 0.4 * std::sqrt(step * step - 1));

  cv::Mat map, placed;
  cv::merge(std::vector<cv::Mat>{xy[0] - roi.x, xy[1] - roi.y}, map);
  // Lanczos: OpenCV's cubic kernel sharpens, by 0.07 px2. What lies beyond the border must not lighten or darken the
  // rim.
  cv::remap(linear, placed, map, cv::noArray(), cv::INTER_LANCZOS4, cv::BORDER_REPLICATE);
  return placed;
}

}  // namespace porevis
