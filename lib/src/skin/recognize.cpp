// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/recognize.hpp"

#include <algorithm>
#include <array>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn.hpp>

#include "skin/network.hpp"

namespace porevis {
namespace {

constexpr int kTilePx = 1024;
constexpr int kSeenPx = 40;  // how far the network looks, a multiple of kStridePx
constexpr int kStridePx = 8;
/// What lies far from skin (black hair, glints) looks no farther than in training.
constexpr double kLeast = -0.7, kMost = 1.5;

int padded(int side) { return (side + kStridePx - 1) / kStridePx * kStridePx; }

/// How one side of a map is cut into tiles; all in multiples of kStridePx, so that the network sees the same whatever
/// the tile.
struct Tiles {
  struct Tile {
    cv::Range own;   ///< what the tile tells.
    cv::Range seen;  ///< what the network sees for it.
  };

  explicit Tiles(int map_side)
      : side(map_side), count((side + kTilePx - 1) / kTilePx), step(padded((side + count - 1) / count)) {}

  Tile operator[](int i) const {
    const int start = i * step, width = std::min(padded(side), step + 2 * kSeenPx);
    const int seen = std::clamp(start - kSeenPx, 0, padded(side) - width);
    return {{start, std::min(side, start + step)}, {seen, seen + width}};
  }

  int side, count, step;
};

/// The probabilities (4 C, h / 2, w / 2) of a tile: of each kind the top left, top right, bottom left and bottom right
/// pixels.
void run(cv::dnn::Net& network, const cv::Mat& density, cv::Mat& probability) {
  cv::Mat input = cv::dnn::blobFromImage(density);
  cv::min(input, kMost, input);
  cv::max(input, kLeast, input);
  network.setInput(input);
  const cv::Mat logits = network.forward();
  probability.create(3, &logits.size[1], CV_32F);
  cv::Mat flat = probability.reshape(1, logits.size[1]);
  logits.reshape(1, logits.size[1]).convertTo(flat, CV_32F, -1);
  cv::exp(flat, flat);
  flat += 1;
  cv::divide(1, flat, flat);
}

/// Puts the four pixels of each half-size one in their places.
/// @param origin  of the map in the tile, even.
void interleave(const cv::Mat& probability, int kind, cv::Point origin, cv::Mat map) {
  for (int y = 0; y < map.rows; ++y) {
    const int row = origin.y + y, first = 4 * kind + 2 * (row % 2);
    const auto* left = probability.ptr<float>(first, row / 2) + origin.x / 2;
    const auto* right = probability.ptr<float>(first + 1, row / 2) + origin.x / 2;
    auto* to = map.ptr<float>(y);
    for (int x = 0; x + 1 < map.cols; x += 2) {
      to[x] = left[x / 2];
      to[x + 1] = right[x / 2];
    }
    if (map.cols % 2 == 1) to[map.cols - 1] = left[map.cols / 2];
  }
}

}  // namespace

Kinds recognize(const cv::Mat& density) {
  CV_Assert(density.type() == CV_32FC3);
  Kinds kinds;
  const std::array<cv::Mat*, 6> maps{&kinds.pore,    &kinds.centre, &kinds.hair,
                                     &kinds.pigment, &kinds.papule, &kinds.needle_mark};
  for (cv::Mat* map : maps) map->create(density.size(), CV_32F);
  if (density.empty()) return kinds;
  cv::Mat input = density;
  if (density.rows % kStridePx != 0 || density.cols % kStridePx != 0) {
    cv::copyMakeBorder(density, input, 0, padded(density.rows) - density.rows, 0, padded(density.cols) - density.cols,
                       cv::BORDER_CONSTANT);
  }

  // Tile by tile, each with what the network sees around it, so that the layers' memory does not grow with the map. All
  // tiles are of one size, so that a network's memory serves one after the other.
  const Tiles columns(density.cols), rows(density.rows);
  const auto work = [&](const cv::Range& range) {
    cv::dnn::Net network = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(network_bytes), network_size);
    cv::Mat probability;
    for (int i = range.start; i < range.end; ++i) {
      const Tiles::Tile x = columns[i % columns.count], y = rows[i / columns.count];
      run(network, input(y.seen, x.seen), probability);
      for (std::size_t c = 0; c < maps.size(); ++c) {
        interleave(probability, static_cast<int>(c), {x.own.start - x.seen.start, y.own.start - y.seen.start},
                   (*maps[c])(y.own, x.own));
      }
    }
  };
  const int count = columns.count * rows.count;
  if (count == 1) {  // leaves the threads to the layers
    work({0, 1});
  } else {
    cv::parallel_for_({0, count}, work, cv::getNumThreads());
  }
  return kinds;
}

}  // namespace porevis
