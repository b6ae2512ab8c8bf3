// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/recognize.hpp"

#include <algorithm>
#include <array>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "porevis/skin/hair_layer.hpp"
#include "porevis/skin/pore_snr.hpp"
#include "skin/network.hpp"

namespace porevis {
namespace {

constexpr int kTilePx = 1024;
constexpr int kSeenPx = 40;  // how far the network looks, a multiple of kStridePx
/// For a second look, at hairs here and there. What lies farther than this moves it by less than 0.01 almost
/// everywhere.
constexpr int kHairTilePx = 64, kHairSeenPx = 24;
constexpr int kStridePx = 8;
// As in lib/model/train.py:
/// What lies far from skin (black hair, glints) looks no farther than in training.
constexpr double kLeast = -0.7, kMost = 1.5;
constexpr double kSnr = 0.1;   // of one standard deviation of pore_snr(), as the network is shown it
constexpr double kHair = 0.3;  // probability from which a hair is taken off
constexpr int kBesidePx = 5;   // from it: where the second look tells more

int padded(int side) { return (side + kStridePx - 1) / kStridePx * kStridePx; }

struct Tile {
  cv::Rect own;   ///< what the tile tells.
  cv::Rect seen;  ///< what the network sees for it.
};

/// Cuts a map into tiles; all of one size, so that a network's memory serves one after the other, and in multiples of
/// kStridePx, so that the network sees the same whatever the tile.
std::vector<Tile> cut(cv::Size map, int tile_side, int seen_px) {
  const auto ranges = [&](int side) {
    const int count = (side + tile_side - 1) / tile_side, step = padded((side + count - 1) / count);
    const int beside = std::min(2, count - 1);  // of two tiles, each has but one neighbour
    const int width = std::min(padded(side), step + beside * seen_px);
    std::vector<std::pair<cv::Range, cv::Range>> own_and_seen;
    for (int start = 0; start < side; start += step) {
      const int seen = std::clamp(start - seen_px, 0, padded(side) - width);
      own_and_seen.push_back({{start, std::min(side, start + step)}, {seen, seen + width}});
    }
    return own_and_seen;
  };
  const auto rect = [](const cv::Range& x, const cv::Range& y) {
    return cv::Rect(x.start, y.start, x.size(), y.size());
  };
  std::vector<Tile> tiles;
  for (const auto& [own_y, seen_y] : ranges(map.height)) {
    for (const auto& [own_x, seen_x] : ranges(map.width)) tiles.push_back({rect(own_x, own_y), rect(seen_x, seen_y)});
  }
  return tiles;
}

/// What the network sees of skin.
struct Sight {
  cv::Mat density;  ///< CV_32FC3.
  cv::Mat snr;      ///< CV_32F, pore_snr() of it.

  explicit Sight(const cv::Mat& of) : density(of), snr(pore_snr(of)) {}

  /// Both sides a multiple of kStridePx.
  void pad() {
    const int below = padded(density.rows) - density.rows, beside = padded(density.cols) - density.cols;
    if (below == 0 && beside == 0) return;
    for (cv::Mat* map : {&density, &snr}) cv::copyMakeBorder(*map, *map, 0, below, 0, beside, cv::BORDER_CONSTANT);
  }
};

/// The logits (1, 4 C, h / 2, w / 2) of a tile: of each kind the top left, top right, bottom left and bottom right
/// pixels.
cv::Mat run(cv::dnn::Net& network, const Sight& sight, const cv::Rect& tile) {
  const std::array size{1, 4, tile.height, tile.width};
  cv::Mat input(static_cast<int>(size.size()), size.data(), CV_32F);
  std::array<cv::Mat, 4> planes;
  for (int c = 0; c < 4; ++c) {
    planes[static_cast<std::size_t>(c)] = cv::Mat(tile.size(), CV_32F, input.ptr<float>(0, c));
  }
  cv::split(sight.density(tile), planes.data());
  sight.snr(tile).convertTo(planes[3], CV_32F, kSnr);
  cv::min(input, kMost, input);
  cv::max(input, kLeast, input);
  network.setInput(input);
  return network.forward();
}

/// Puts the four pixels of each half-size one in their places, as probabilities.
/// @param origin  of the map in the tile, even.
void interleave(const cv::Mat& logits, int kind, cv::Point origin, cv::Mat map) {
  for (int y = 0; y < map.rows; ++y) {
    const int row = origin.y + y, first = 4 * kind + 2 * (row % 2);
    const auto* left = logits.ptr<float>(0, first) + row / 2 * logits.size[3] + origin.x / 2;
    const auto* right = logits.ptr<float>(0, first + 1) + row / 2 * logits.size[3] + origin.x / 2;
    auto* to = map.ptr<float>(y);
    for (int x = 0; x + 1 < map.cols; x += 2) {
      to[x] = -left[x / 2];
      to[x + 1] = -right[x / 2];
    }
    if (map.cols % 2 == 1) to[map.cols - 1] = -left[map.cols / 2];
    cv::Mat values = map.row(y);
    cv::exp(values, values);
    for (int x = 0; x < map.cols; ++x) to[x] = 1 / (1 + to[x]);
  }
}

/// The map of each kind, in the network's order; null for what is not asked.
using Maps = std::array<cv::Mat*, 6>;

/// Fills the maps within these tiles: tile by tile, so that the layers' memory does not grow with the map.
void look(const cv::Mat& density, const std::vector<Tile>& tiles, const Maps& maps) {
  Sight sight(density);
  sight.pad();
  const auto work = [&](const cv::Range& range) {
    cv::dnn::Net network = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(network_bytes), network_size);
    for (int i = range.start; i < range.end; ++i) {
      const Tile& tile = tiles[static_cast<std::size_t>(i)];
      const cv::Mat logits = run(network, sight, tile.seen);
      for (std::size_t c = 0; c < maps.size(); ++c) {
        if (maps[c] == nullptr) continue;
        interleave(logits, static_cast<int>(c), tile.own.tl() - tile.seen.tl(), (*maps[c])(tile.own));
      }
    }
  };
  const int count = static_cast<int>(tiles.size());
  if (count == 1) {  // leaves the threads to the layers
    work({0, 1});
  } else {
    cv::parallel_for_({0, count}, work, cv::getNumThreads());
  }
}

}  // namespace

Kinds recognize(const cv::Mat& density) {
  CV_Assert(density.type() == CV_32FC3);
  Kinds kinds;
  const Maps maps{&kinds.pore, &kinds.centre, &kinds.hair, &kinds.pigment, &kinds.papule, &kinds.needle_mark};
  for (cv::Mat* map : maps) map->create(density.size(), CV_32F);
  if (density.empty()) return kinds;
  look(density, cut(density.size(), kTilePx, kSeenPx), maps);

  const cv::Mat hair = kinds.hair > kHair;
  if (cv::countNonZero(hair) == 0) return kinds;
  kinds.hair_layer = hair_layer(density, hair);
  cv::Mat lifted;
  cv::extractChannel(kinds.hair_layer, lifted, 1);
  cv::dilate(lifted > 0, lifted, cv::Mat::ones(2 * kBesidePx + 1, 2 * kBesidePx + 1, CV_8U));
  std::vector<Tile> hairy = cut(density.size(), kHairTilePx, kHairSeenPx);
  std::erase_if(hairy, [&](const Tile& tile) { return cv::countNonZero(lifted(tile.own)) == 0; });
  cv::Mat pore = kinds.pore.clone(), centre = kinds.centre.clone();
  look(density - kinds.hair_layer, hairy, {&pore, &centre});
  // Only beside what was taken off: farther off the hair tells what is a piece of another.
  pore.copyTo(kinds.pore, lifted);
  centre.copyTo(kinds.centre, lifted);
  return kinds;
}

}  // namespace porevis
