// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/hair_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "porevis/error.hpp"
#include "porevis/skin/skin_map.hpp"
#include "skin/masked_blur.hpp"
#include "skin/sample_cubic.hpp"
#include "skin/trace_hairs.hpp"

namespace porevis {
namespace {

// Lengths in working px.
constexpr double kSkinMm = 0.5;  // sigma of the mean that the bare skin around has
constexpr int kReach = 3;        // from a hair's axis to where its blurred flank ends
constexpr int kAcross = 2 * kReach + 1;
constexpr int kAlong = 12;        // points to each side over which the density along a hair is taken
constexpr double kSmoothing = 2;  // sigma along the axis
constexpr double kTip = 1.5;      // by which a hair outlasts the last point of its axis
constexpr int kRounds = 2;        // each hair is taken anew, the others off

/// A pixel of a hair, and where in the straightened hair it lies.
struct Place {
  cv::Point at;
  double along, across;
};

/// A hair laid straight: a row for each point of its axis, kAcross columns.
struct Straight {
  std::vector<cv::Point2d> grid;  ///< where in the map each element is taken.
  std::vector<Place> places;      ///< the pixels of its area.
  int rows = 0;
};

HairAxis smoothed(const HairAxis& axis) {
  const int size = static_cast<int>(axis.size());
  cv::Mat points(size, 1, CV_64FC2), smooth;
  std::copy(axis.begin(), axis.end(), points.begin<cv::Point2d>());
  cv::GaussianBlur(points, smooth, {1, 4 * static_cast<int>(kSmoothing) + 1}, 1, kSmoothing, cv::BORDER_REPLICATE);
  return {smooth.begin<cv::Point2d>(), smooth.end<cv::Point2d>()};
}

Straight straighten(const HairAxis& traced, cv::Size size) {
  const HairAxis axis = smoothed(traced);
  const int last = static_cast<int>(axis.size()) - 1;
  Straight hair;
  hair.rows = last + 1;
  std::vector<cv::Point2d> tangents;
  cv::Rect2d box(axis[0], cv::Size2d(0, 0));
  for (int i = 0; i <= last; ++i) {
    const auto at = [&](int k) { return axis[static_cast<std::size_t>(std::clamp(k, 0, last))]; };
    const cv::Point2d way = at(i + 1) - at(i - 1), along = way / std::max(1e-9, cv::norm(way));
    tangents.push_back(along);
    for (int j = 0; j < kAcross; ++j) {
      hair.grid.push_back(at(i) + (j - kReach) * cv::Point2d(-along.y, along.x));
    }
    box |= cv::Rect2d(at(i) - cv::Point2d(kReach, kReach), cv::Size2d(2 * kReach, 2 * kReach));
  }

  // The nearest point of the axis has a pixel.
  const cv::Point first(cvFloor(box.x), cvFloor(box.y));
  cv::Rect area(first, cv::Point(cvCeil(box.br().x) + 1, cvCeil(box.br().y) + 1));
  area &= cv::Rect({}, size);
  cv::Mat nearest(area.size(), CV_32S, cv::Scalar(-1));
  cv::Mat distance(area.size(), CV_64F, cv::Scalar((kReach + 0.5) * (kReach + 0.5)));
  for (int i = 0; i <= last; ++i) {
    const cv::Point2d centre = axis[static_cast<std::size_t>(i)] - cv::Point2d(area.tl());
    constexpr int kBox = kReach + 1;
    for (int y = std::max(0, cvFloor(centre.y) - kBox); y <= std::min(area.height - 1, cvFloor(centre.y) + kBox); ++y) {
      for (int x = std::max(0, cvFloor(centre.x) - kBox); x <= std::min(area.width - 1, cvFloor(centre.x) + kBox);
           ++x) {
        const cv::Point2d away = cv::Point2d(x, y) - centre;
        if (away.ddot(away) >= distance.at<double>(y, x)) continue;
        distance.at<double>(y, x) = away.ddot(away);
        nearest.at<int>(y, x) = i;
      }
    }
  }
  for (int y = 0; y < area.height; ++y) {
    for (int x = 0; x < area.width; ++x) {
      const int i = nearest.at<int>(y, x);
      if (i < 0) continue;
      const cv::Point pixel = area.tl() + cv::Point(x, y);
      const cv::Point2d away = cv::Point2d(pixel) - axis[static_cast<std::size_t>(i)];
      const cv::Point2d tangent = tangents[static_cast<std::size_t>(i)];
      const double along = i + away.ddot(tangent), across = away.ddot({-tangent.y, tangent.x});
      if (std::abs(across) > kReach || along < -0.5 - kTip || along > last + 0.5 + kTip) continue;
      hair.places.push_back({pixel, std::clamp<double>(along, 0, last), across});
    }
  }
  return hair;
}

/// Replaces each value of a column by the median of those within kAlong rows, 0 or more.
void running_median(std::vector<float>& straight, int rows, int column, std::vector<float>& window) {
  const auto value = [&](int row) -> float& { return straight[static_cast<std::size_t>(row * kAcross + column)]; };
  std::vector<float> medians;
  const int half = std::min(kAlong, (rows - 1) / 2);
  window.clear();
  for (int row = -half; row < rows; ++row) {
    const int in = row + half, out = row - half - 1;
    if (in < rows) window.insert(std::upper_bound(window.begin(), window.end(), value(in)), value(in));
    if (out >= 0) window.erase(std::lower_bound(window.begin(), window.end(), value(out)));
    if (row >= 0) {
      const std::size_t middle = window.size() / 2;
      const float median = window.size() % 2 == 1 ? window[middle] : 0.5F * (window[middle - 1] + window[middle]);
      medians.push_back(std::max(0.0F, median));
    }
  }
  for (int row = 0; row < rows; ++row) value(row) = medians[static_cast<std::size_t>(row)];
}

/// The density of a straightened hair, taken from a map that holds it.
std::vector<float> take(const cv::Mat& map, const Straight& hair) {
  std::vector<float> straight(hair.grid.size()), window;
  std::transform(hair.grid.begin(), hair.grid.end(), straight.begin(),
                 [&](cv::Point2d at) { return sample_cubic(map, at); });
  for (int column = 0; column < kAcross; ++column) running_median(straight, hair.rows, column, window);
  const cv::Mat profile(hair.rows, kAcross, CV_32F, straight.data());
  std::vector<float> layer;
  layer.reserve(hair.places.size());
  for (const Place& place : hair.places) {
    layer.push_back(std::max(0.0F, sample_cubic(profile, {place.across + kReach, place.along})));
  }
  return layer;
}

/// All hairs of one channel.
cv::Mat layer_of(const cv::Mat& excess, const std::vector<Straight>& hairs) {
  cv::Mat left = excess.clone(), sum = cv::Mat::zeros(excess.size(), CV_32F);
  std::vector<std::vector<float>> layers(hairs.size());
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < hairs.size(); ++i) {
      const std::vector<Place>& places = hairs[i].places;
      for (std::size_t k = 0; k < layers[i].size(); ++k) left.at<float>(places[k].at) += layers[i][k];
      layers[i] = take(left, hairs[i]);
      for (std::size_t k = 0; k < layers[i].size(); ++k) left.at<float>(places[k].at) -= layers[i][k];
    }
  }
  for (std::size_t i = 0; i < hairs.size(); ++i) {
    for (std::size_t k = 0; k < layers[i].size(); ++k) sum.at<float>(hairs[i].places[k].at) += layers[i][k];
  }
  return sum;
}

}  // namespace

cv::Mat hair_layer(const cv::Mat& density, const cv::Mat& hair) {
  CV_Assert(density.type() == CV_32FC3 && hair.type() == CV_8U && hair.size() == density.size());
  if (density.empty()) return density.clone();
  if (!cv::checkRange(density)) throw InputError("density: not all of it is finite; give that of a SkinMap");
  cv::Mat bare;
  cv::dilate(hair, bare, cv::Mat::ones(3, 3, CV_8U));
  bare = bare == 0;
  bare.convertTo(bare, CV_32F, 1 / 255.0);
  const MaskedBlur skin(bare, kSkinMm * kWorkingPxPerMm);
  std::array<cv::Mat, 3> excess, layer;
  cv::split(density, excess.data());
  for (cv::Mat& channel : excess) channel -= skin(channel);
  std::vector<Straight> hairs;
  for (const HairAxis& axis : trace_hairs(excess[1], hair)) hairs.push_back(straighten(axis, hair.size()));
  cv::parallel_for_({0, 3}, [&](const cv::Range& channels) {
    for (int c = channels.start; c < channels.end; ++c) {
      layer[static_cast<std::size_t>(c)] = layer_of(excess[static_cast<std::size_t>(c)], hairs);
    }
  });
  cv::Mat result;
  cv::merge(layer.data(), 3, result);
  return result;
}

}  // namespace porevis
