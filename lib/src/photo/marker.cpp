// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/marker.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/aruco.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "photo/target.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

namespace aruco = cv::aruco;

const std::map<std::string, aruco::PREDEFINED_DICTIONARY_NAME> kDictionaries{
    {"4x4_50", aruco::DICT_4X4_50},
    {"4x4_100", aruco::DICT_4X4_100},
    {"4x4_250", aruco::DICT_4X4_250},
    {"4x4_1000", aruco::DICT_4X4_1000},
    {"5x5_50", aruco::DICT_5X5_50},
    {"5x5_100", aruco::DICT_5X5_100},
    {"5x5_250", aruco::DICT_5X5_250},
    {"5x5_1000", aruco::DICT_5X5_1000},
    {"6x6_50", aruco::DICT_6X6_50},
    {"6x6_100", aruco::DICT_6X6_100},
    {"6x6_250", aruco::DICT_6X6_250},
    {"6x6_1000", aruco::DICT_6X6_1000},
    {"7x7_50", aruco::DICT_7X7_50},
    {"7x7_100", aruco::DICT_7X7_100},
    {"7x7_250", aruco::DICT_7X7_250},
    {"7x7_1000", aruco::DICT_7X7_1000},
    {"original", aruco::DICT_ARUCO_ORIGINAL},
    {"apriltag_16h5", aruco::DICT_APRILTAG_16h5},
    {"apriltag_25h9", aruco::DICT_APRILTAG_25h9},
    {"apriltag_36h10", aruco::DICT_APRILTAG_36h10},
    {"apriltag_36h11", aruco::DICT_APRILTAG_36h11},
};

cv::Ptr<aruco::Dictionary> dictionary_of(const std::string& name) {
  if (const auto found = kDictionaries.find(name); found != kDictionaries.end()) {
    return aruco::getPredefinedDictionary(found->second);
  }
  std::string names;
  for (const auto& [known, value] : kDictionaries) names += (names.empty() ? "" : ", ") + known;
  throw ParameterError("dictionary = '" + name + "' is unknown: give " + names);
}

/// Markers of a grey picture, roughly: as found, or in one shrunk to `longer_px` if it is larger.
struct Found {
  std::vector<int> ids;
  std::vector<std::vector<cv::Point2f>> corners;
};

Found detect(const cv::Mat& grey, const cv::Ptr<aruco::Dictionary>& dictionary, double longer_px) {
  const double shrink = std::max(1.0, std::max(grey.cols, grey.rows) / longer_px);
  cv::Mat small = grey;
  if (shrink > 1) cv::resize(grey, small, {}, 1 / shrink, 1 / shrink, cv::INTER_AREA);
  const auto parameters = aruco::DetectorParameters::create();
  parameters->minMarkerPerimeterRate = 0.02;
  Found found;
  aruco::detectMarkers(small, dictionary, found.corners, found.ids, parameters);
  for (auto& corners : found.corners) {
    for (auto& corner : corners) {
      corner.x = static_cast<float>((corner.x + 0.5) * shrink - 0.5);
      corner.y = static_cast<float>((corner.y + 0.5) * shrink - 0.5);
    }
  }
  return found;
}

/// What neither noise nor blur explains: how a camera sharpens and a printer spreads its ink, px a side.
constexpr double kSidePx = 0.05;
constexpr double kLeastStep = 0.15;  // of light, summed over three channels: black ink against white paper

std::optional<Marker> measure(const Photo& photo, int id, const std::vector<cv::Point2f>& corners, int cells,
                              double side_mm) {
  const double rough_side = cv::arcLength(corners, true) / 4, reach_px = 0.55 * rough_side / cells;
  const LightAround around = light_around(photo, corners, 2 * reach_px + 2);
  Quad rough;
  for (int i = 0; i < 4; ++i) rough[i] = cv::Point2d(corners[i]) - around.corner;
  const auto square = fit_square(around.light, rough, reach_px, kLeastStep);
  if (!square) return std::nullopt;
  Marker marker;
  marker.id = id;
  for (int i = 0; i < 4; ++i) marker.corners_px[i] = square->corners[i] + around.corner;
  const auto side = static_cast<float>(side_mm);
  std::array<cv::Point2f, 4> in_px;
  for (int i = 0; i < 4; ++i) in_px[i] = square->corners[i];
  const std::array<cv::Point2f, 4> in_mm{{{0, 0}, {side, 0}, {side, side}, {0, side}}};
  const cv::Matx33d px_from_mm = cv::getPerspectiveTransform(in_mm.data(), in_px.data());
  const PlaneView view = view_of_plane(px_from_mm, {side_mm / 2, side_mm / 2});
  marker.px_per_mm = view.px_per_mm;
  marker.tilt_deg = view.tilt_deg;
  const double sides_px = std::sqrt(2.0) * std::hypot(square->uncertainty_px, kSidePx);
  marker.relative_uncertainty = std::hypot(sides_px / square->side_px, view.uncertainty);
  return marker;
}

cv::Point2d middle(const Marker& marker) {
  const Quad& c = marker.corners_px;
  return (c[0] + c[1] + c[2] + c[3]) / 4;
}

}  // namespace

std::vector<Marker> find_markers(const Photo& photo, const MarkerOptions& options) {
  check(options);
  const auto dictionary = dictionary_of(options.dictionary);
  cv::Mat grey;
  cv::cvtColor(photo.pixels, grey, cv::COLOR_RGB2GRAY);
  if (grey.depth() != CV_8U) grey.convertTo(grey, CV_8U, 1 / 257.0);
  const auto measured = [&](double longer_px) {
    const Found found = detect(grey, dictionary, longer_px);
    std::vector<Marker> markers;
    for (std::size_t i = 0; i < found.ids.size(); ++i) {
      if (auto marker = measure(photo, found.ids[i], found.corners[i], dictionary->markerSize + 2, options.side_mm)) {
        const auto twin = std::find_if(markers.begin(), markers.end(), [&](const Marker& m) {  // found twice
          return cv::norm(middle(m) - middle(*marker)) < cv::norm(m.corners_px[1] - m.corners_px[0]) / 2;
        });
        if (twin == markers.end()) markers.push_back(*marker);
      }
    }
    return markers;
  };
  std::vector<Marker> markers = measured(1600);
  if (markers.empty()) markers = measured(1e9);  // small ones
  std::sort(markers.begin(), markers.end(), [](const Marker& a, const Marker& b) { return a.id < b.id; });
  return markers;
}

}  // namespace porevis
