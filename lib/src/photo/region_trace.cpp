// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "porevis/error.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

constexpr int kMaxParts = 256;

// By direction: right, down, left, up.
const std::array<cv::Point, 4> step{cv::Point(1, 0), {0, 1}, {-1, 0}, {0, -1}};
// The pixels that meet at a pixel's upper left corner, ahead on the left hand and on the right.
const std::array<cv::Point, 4> ahead_left{cv::Point(0, -1), {0, 0}, {-1, 0}, {-1, -1}};
const std::array<cv::Point, 4> ahead_right{cv::Point(0, 0), {-1, 0}, {-1, -1}, {0, -1}};

/// Walks along the borders of one part of a labelled picture, the part on the right hand.
class Tracer {
 public:
  /// @param box  of the part.
  Tracer(const cv::Mat& labels, int label, cv::Rect box)
      : labels_(labels), label_(label), box_(box), walked_(cv::Mat::zeros(box.size(), CV_8U)) {}

  /// The part's borders; the first is the outer one.
  [[nodiscard]] std::vector<Polygon> borders() {
    std::vector<Polygon> found;
    // Every border, of the part or of a hole in it, has upper edges of pixels of the part.
    for (int y = box_.y; y < box_.br().y; ++y) {
      for (int x = box_.x; x < box_.br().x; ++x) {
        if (inside({x, y}) && !inside({x, y - 1}) && !walked({x, y})) found.push_back(walk({x, y}));
      }
    }
    return found;
  }

 private:
  [[nodiscard]] bool inside(cv::Point pixel) const { return box_.contains(pixel) && labels_.at<int>(pixel) == label_; }
  [[nodiscard]] std::uint8_t& walked(cv::Point pixel) { return walked_.at<std::uint8_t>(pixel - box_.tl()); }

  /// Walks from the upper left corner of a pixel, along its upper edge, until it is there again.
  [[nodiscard]] Polygon walk(cv::Point start) {
    Polygon polygon;
    cv::Point at = start;  // a pixel's upper left corner
    std::size_t direction = 0;
    do {
      if (direction == 0) walked(at) = 1;
      at += step[direction];
      // The part goes on ahead on the left: turn left; ahead on the right: straight on; else turn right. So where
      // pixels touch at a corner alone the walk goes over to the other one, and no border meets itself.
      const std::size_t turn = inside(at + ahead_left[direction]) ? 3 : inside(at + ahead_right[direction]) ? 0 : 1;
      if (turn != 0) polygon.emplace_back(at.x - 0.5, at.y - 0.5);
      direction = (direction + turn) % 4;
    } while (at != start || direction != 0);
    return polygon;
  }

  const cv::Mat& labels_;
  int label_;
  cv::Rect box_;
  cv::Mat walked_;  // upper edges
};

}  // namespace

std::vector<Region> regions_from_mask(const cv::Mat& mask, const std::string& name) {
  if (mask.type() != CV_8U) throw InputError(name + ": give a mask (H, W) of uint8");
  if (mask.empty()) return {};
  cv::Mat labels, stats, centres;
  const int parts = cv::connectedComponentsWithStats(mask, labels, stats, centres, 4, CV_32S) - 1;
  if (parts > kMaxParts) {
    throw InputError(name + ": falls into " + std::to_string(parts) + " parts, more than the " +
                     std::to_string(kMaxParts) + " allowed; paint whole areas, without specks");
  }
  std::vector<Region> regions;
  for (int part = 1; part <= parts; ++part) {
    const auto stat = [&](int which) { return stats.at<int>(part, which); };
    const cv::Rect box(stat(cv::CC_STAT_LEFT), stat(cv::CC_STAT_TOP), stat(cv::CC_STAT_WIDTH),
                       stat(cv::CC_STAT_HEIGHT));
    std::vector<Polygon> borders = Tracer(labels, part, box).borders();
    Region region{.name = parts == 1 ? name : name + '_' + std::to_string(part), .outline = {}, .keep_out = {}};
    region.outline = std::move(borders.front());
    region.keep_out.assign(std::make_move_iterator(borders.begin() + 1), std::make_move_iterator(borders.end()));
    regions.push_back(std::move(region));
  }
  return regions;
}

}  // namespace porevis
