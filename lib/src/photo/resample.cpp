// SPDX-License-Identifier: Apache-2.0
#include "photo/resample.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace porevis {
namespace {

constexpr int kTilePx = 256, kPiecePx = 768;  // at most; sides of a tile and of its piece of the photograph
constexpr int kLobes = 3;
constexpr int kPhases = 512;   // places between two pixels
constexpr double kKept = 1.5;  // px left to a px of the frame, at least, where blocks are averaged first
constexpr int kMostTaps = static_cast<int>(2 * kLobes * 2 * kKept);

double lanczos(double x) {
  if (std::abs(x) >= kLobes) return 0;
  if (std::abs(x) < 1e-9) return 1;
  const double a = CV_PI * x;
  return kLobes * std::sin(a) * std::sin(a / kLobes) / (a * a);
}

/// Lanczos' weights at each phase between two pixels; each phase sums to one.
class Kernel {
 public:
  explicit Kernel(double step)
      : reach_(cvCeil(kLobes * std::max(1.0, step))), weights_((kPhases + 1) * static_cast<std::size_t>(2 * reach_)) {
    const double width = std::max(1.0, step);
    for (int phase = 0; phase <= kPhases; ++phase) {
      float* row = &weights_[static_cast<std::size_t>(phase) * taps()];
      double sum = 0;
      for (int i = 0; i < taps(); ++i) sum += lanczos((i - reach_ + 1 - 1.0 * phase / kPhases) / width);
      for (int i = 0; i < taps(); ++i) {
        row[i] = static_cast<float>(lanczos((i - reach_ + 1 - 1.0 * phase / kPhases) / width) / sum);
      }
    }
  }

  [[nodiscard]] int taps() const { return 2 * reach_; }
  [[nodiscard]] int reach() const { return reach_; }

  /// The weights of the pixels round a place, from `first` on.
  struct Window {
    int first;
    const float* weights;
  };
  [[nodiscard]] Window at(double place) const {
    const int floor = cvFloor(place);
    const int phase = cvRound((place - floor) * kPhases);
    return {floor - reach_ + 1, &weights_[static_cast<std::size_t>(phase) * taps()]};
  }

 private:
  int reach_;
  std::vector<float> weights_;
};

/// A piece of the photograph in linear light, blocks of `block` x `block` pixels averaged, its borders repeated.
struct Piece {
  cv::Mat linear;   // CV_32FC3
  cv::Point first;  // which block its top-left pixel is; blocks are counted from the photograph's corner
};

Piece piece_of(const Photo& photo, cv::Rect blocks, int block) {
  const cv::Size all((photo.width_px() + block - 1) / block, (photo.height_px() + block - 1) / block);
  const cv::Rect held = blocks & cv::Rect({}, all);
  const cv::Rect pixels = cv::Rect(held.x * block, held.y * block, held.width * block, held.height * block);
  const cv::Rect there = pixels & photo.frame();
  cv::Mat linear = linear_light(photo, there);
  if (block > 1) {
    cv::copyMakeBorder(linear, linear, 0, pixels.height - there.height, 0, pixels.width - there.width,
                       cv::BORDER_REPLICATE);
    cv::Mat averaged;
    cv::resize(linear, averaged, held.size(), 0, 0, cv::INTER_AREA);
    linear = averaged;
  }
  cv::copyMakeBorder(linear, linear, held.y - blocks.y, blocks.br().y - held.br().y, held.x - blocks.x,
                     blocks.br().x - held.br().x, cv::BORDER_REPLICATE);
  return {linear, blocks.tl()};
}

/// Sum of the pixels round a place under a separable kernel.
cv::Vec3f weighted_sum(const Piece& piece, const Kernel& kernel, cv::Point2d place) {
  const auto [left, across] = kernel.at(place.x);
  const auto [top, down] = kernel.at(place.y);
  const int taps = kernel.taps();
  std::array<float, 3 * kMostTaps> column{};  // red, green, blue by turns
  for (int j = 0; j < taps; ++j) {
    const float* row = piece.linear.ptr<float>(top - piece.first.y + j) + 3 * (left - piece.first.x);
    const float weight = down[j];
    for (int i = 0; i < 3 * taps; ++i) column[i] += weight * row[i];
  }
  cv::Vec3f sum;
  for (int i = 0; i < taps; ++i) {
    for (int c = 0; c < 3; ++c) sum[c] += across[i] * column[3 * i + c];
  }
  return sum;
}

}  // namespace

MapGrid grid_of(const Affine& map, cv::Size frame) {
  MapGrid grid;
  grid.nodes.create(2, 2, CV_32FC2);
  grid.step = {std::max(1.0, frame.width - 1.0), std::max(1.0, frame.height - 1.0)};
  for (int y = 0; y < 2; ++y) {
    for (int x = 0; x < 2; ++x) {
      const cv::Vec2d place = map * cv::Vec3d(x * grid.step.x, y * grid.step.y, 1);
      grid.nodes.at<cv::Vec2f>(y, x) = place;
    }
  }
  return grid;
}

double step_of(const MapGrid& photo_from_frame, cv::Size frame) {
  const double middle = (frame.height - 1) / 2.0, across = std::max(1, frame.width - 1);
  return cv::norm(photo_from_frame({across, middle}) - photo_from_frame({0, middle})) / across;
}

void resample(const Photo& photo, const MapGrid& photo_from_frame, cv::Size frame,
              const std::function<void(Tile& tile)>& take) {
  const double step = step_of(photo_from_frame, frame);
  const int block = std::max(1, cvFloor(step / kKept));
  const Kernel kernel(step / block);
  const cv::Rect2d held(-0.5, -0.5, photo.width_px(), photo.height_px());

  const int side = std::clamp(cvRound(kPiecePx / step), 16, kTilePx);
  const int across = (frame.width + side - 1) / side, down = (frame.height + side - 1) / side;
  cv::parallel_for_({0, across * down}, [&](const cv::Range& range) {
    for (int t = range.start; t < range.end; ++t) {
      Tile tile;
      tile.place = cv::Rect(t % across * side, t / across * side, side, side) & cv::Rect({}, frame);
      tile.linear = cv::Mat::zeros(tile.place.size(), CV_32FC3);
      tile.inside = cv::Mat::zeros(tile.place.size(), CV_8U);
      cv::Mat places(tile.place.size(), CV_64FC2);
      cv::Point2d low(1e9, 1e9), high(-1e9, -1e9);
      for (int y = 0; y < places.rows; ++y) {
        for (int x = 0; x < places.cols; ++x) {
          const cv::Point2d place = photo_from_frame(tile.place.tl() + cv::Point(x, y));
          if (!held.contains(place)) continue;
          tile.inside.at<uchar>(y, x) = 255;
          const cv::Point2d blocks = (place + cv::Point2d(0.5, 0.5)) / block - cv::Point2d(0.5, 0.5);
          places.at<cv::Point2d>(y, x) = blocks;
          low = {std::min(low.x, blocks.x), std::min(low.y, blocks.y)};
          high = {std::max(high.x, blocks.x), std::max(high.y, blocks.y)};
        }
      }
      if (high.x >= low.x) {
        const int reach = kernel.reach();
        const cv::Point first(cvFloor(low.x) - reach + 1, cvFloor(low.y) - reach + 1);
        const cv::Point beyond(cvFloor(high.x) + reach + 1, cvFloor(high.y) + reach + 1);
        const Piece piece = piece_of(photo, {first, beyond}, block);
        for (int y = 0; y < places.rows; ++y) {
          for (int x = 0; x < places.cols; ++x) {
            if (tile.inside.at<uchar>(y, x) == 0) continue;
            tile.linear.at<cv::Vec3f>(y, x) = weighted_sum(piece, kernel, places.at<cv::Point2d>(y, x));
          }
        }
      }
      take(tile);
    }
  });
}

Resampled resample(const Photo& photo, const MapGrid& photo_from_frame, cv::Size frame) {
  Resampled all{cv::Mat(frame, CV_32FC3), cv::Mat(frame, CV_8U)};
  resample(photo, photo_from_frame, frame, [&](Tile& tile) {
    tile.linear.copyTo(all.linear(tile.place));
    tile.inside.copyTo(all.inside(tile.place));
  });
  return all;
}

}  // namespace porevis
