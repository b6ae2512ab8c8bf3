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

constexpr int kProbabilities = 6;  // of the network's outputs; the rest are taken as they are

/// The network's outputs (1, C, H, W) for a tile.
cv::Mat run(cv::dnn::Net& network, const cv::Mat& density) {
  cv::Mat input = cv::max(cv::min(density, cv::Scalar::all(kMost)), cv::Scalar::all(kLeast));
  cv::copyMakeBorder(input, input, 0, padded(input.rows) - input.rows, 0, padded(input.cols) - input.cols,
                     cv::BORDER_CONSTANT);
  network.setInput(cv::dnn::blobFromImage(input));
  return network.forward();
}

/// A channel of the outputs; logits become probabilities.
cv::Mat channel(const cv::Mat& outputs, int index) {
  cv::Mat plane(outputs.size[2], outputs.size[3], CV_32F, const_cast<float*>(outputs.ptr<float>(0, index)));
  if (index >= kProbabilities) return plane;
  cv::Mat odds;
  cv::exp(-plane, odds);
  return 1 / (1 + odds);
}

}  // namespace

Kinds recognize(const cv::Mat& density) {
  CV_Assert(density.type() == CV_32FC3);
  cv::dnn::Net network = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(network_bytes), network_size);
  Kinds kinds;
  const std::array<cv::Mat*, kProbabilities + 2> maps{&kinds.pore,     &kinds.centre,           &kinds.hair,
                                                      &kinds.pigment,  &kinds.papule,           &kinds.needle_mark,
                                                      &kinds.log_size, &kinds.log_size_variance};
  for (cv::Mat* map : maps) *map = cv::Mat::zeros(density.size(), CV_32F);

  // Tile by tile, each with what the network sees around it, so that the layers' memory does not grow with the map.
  const cv::Rect all({}, density.size());
  for (int y = 0; y < density.rows; y += kTilePx) {
    for (int x = 0; x < density.cols; x += kTilePx) {
      const cv::Rect tile = cv::Rect(x, y, kTilePx, kTilePx) & all;
      const cv::Rect seen =
          cv::Rect(x - kSeenPx, y - kSeenPx, tile.width + 2 * kSeenPx, tile.height + 2 * kSeenPx) & all;
      const cv::Mat outputs = run(network, density(seen));
      for (std::size_t c = 0; c < maps.size(); ++c) {
        channel(outputs, static_cast<int>(c))(cv::Rect(tile.tl() - seen.tl(), tile.size())).copyTo((*maps[c])(tile));
      }
    }
  }
  return kinds;
}

}  // namespace porevis
