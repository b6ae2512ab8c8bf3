// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/recognize.hpp"

#include <algorithm>
#include <array>
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

/// The logits (1, C, H, W) of a tile.
cv::Mat run(cv::dnn::Net& network, const cv::Mat& density) {
  cv::Mat input = cv::max(cv::min(density, kMost), kLeast);
  cv::copyMakeBorder(input, input, 0, padded(input.rows) - input.rows, 0, padded(input.cols) - input.cols,
                     cv::BORDER_CONSTANT);
  network.setInput(cv::dnn::blobFromImage(input));
  return network.forward();
}

/// The probabilities of one kind.
cv::Mat probability(const cv::Mat& logits, int kind) {
  const cv::Mat plane(logits.size[2], logits.size[3], CV_32F, const_cast<float*>(logits.ptr<float>(0, kind)));
  cv::Mat odds;
  cv::exp(-plane, odds);
  return 1 / (1 + odds);
}

}  // namespace

Kinds recognize(const cv::Mat& density) {
  CV_Assert(density.type() == CV_32FC3);
  cv::dnn::Net network = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(network_bytes), network_size);
  Kinds kinds;
  const std::array<cv::Mat*, 6> maps{&kinds.pore,    &kinds.centre, &kinds.hair,
                                     &kinds.pigment, &kinds.papule, &kinds.needle_mark};
  for (cv::Mat* map : maps) *map = cv::Mat::zeros(density.size(), CV_32F);

  // Tile by tile, each with what the network sees around it, so that the layers' memory does not grow with the map.
  const cv::Rect all({}, density.size());
  for (int y = 0; y < density.rows; y += kTilePx) {
    for (int x = 0; x < density.cols; x += kTilePx) {
      const cv::Rect tile = cv::Rect(x, y, kTilePx, kTilePx) & all;
      const cv::Rect seen =
          cv::Rect(x - kSeenPx, y - kSeenPx, tile.width + 2 * kSeenPx, tile.height + 2 * kSeenPx) & all;
      const cv::Mat logits = run(network, density(seen));
      for (std::size_t c = 0; c < maps.size(); ++c) {
        probability(logits, static_cast<int>(c))(cv::Rect(tile.tl() - seen.tl(), tile.size())).copyTo((*maps[c])(tile));
      }
    }
  }
  return kinds;
}

}  // namespace porevis
