// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/pigment.hpp"

#include <algorithm>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "porevis/skin/skin_map.hpp"
#include "robust.hpp"
#include "skin/absorption.hpp"
#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

constexpr double kDetailMm = 0.15;  // pigment has no finer detail than light spreads inside the skin

}  // namespace

Pigment measure_pigment(const cv::Mat& light, const cv::Mat& inside) {
  CV_Assert(light.type() == CV_32FC3 && inside.type() == CV_8U && inside.size() == light.size());
  // Half the pixels a side hold all the detail there is.
  const cv::Size half(std::max(1, light.cols / 2), std::max(1, light.rows / 2));
  cv::Mat weight, small;
  inside.convertTo(weight, CV_32F, 1 / 255.0);
  cv::resize(light, small, half, 0, 0, cv::INTER_AREA);  // 0 where nothing is read
  cv::resize(weight, weight, half, 0, 0, cv::INTER_AREA);
  std::vector<cv::Mat> logs;
  cv::split(small, logs);
  for (cv::Mat& channel : logs) channel /= cv::max(weight, 1e-3F);
  const MaskedBlur calm(weight, kDetailMm * kWorkingPxPerMm / 2);
  cv::parallel_for_({0, 3}, [&](const cv::Range& channels) {
    for (int c = channels.start; c < channels.end; ++c) {
      cv::Mat& channel = logs[static_cast<std::size_t>(c)];
      channel = calm(channel);
      cv::log(cv::max(channel, 1e-5F), channel);
    }
  });

  // ln(red / green) = m (1 - Mr) + h (1 - Hr); ln(red / blue) = m (Mb - Mr) + h (Hb - Hr).
  const cv::Mat red_green = logs[0] - logs[1], red_blue = logs[0] - logs[2];
  constexpr double a = 1 - kMelaninRed, b = 1 - kBloodRed, c = kMelaninBlue - kMelaninRed, d = kBloodBlue - kBloodRed;
  constexpr double determinant = a * d - b * c;
  Pigment pigment;
  pigment.melanin = (d * red_green - b * red_blue) / determinant;
  pigment.haemoglobin = (a * red_blue - c * red_green) / determinant;
  const cv::Mat skin = weight > 0.5F;
  pigment.melanin_index = median_and_spread(pigment.melanin, skin).centre;
  pigment.redness = median_and_spread(pigment.haemoglobin, skin).centre;
  pigment.melanin -= pigment.melanin_index;
  pigment.haemoglobin -= pigment.redness;
  for (cv::Mat* map : {&pigment.melanin, &pigment.haemoglobin}) {
    cv::resize(*map, *map, light.size(), 0, 0, cv::INTER_LINEAR);
    map->setTo(0, ~inside);
  }
  return pigment;
}

}  // namespace porevis
