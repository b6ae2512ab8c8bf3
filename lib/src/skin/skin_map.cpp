// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/skin_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "robust.hpp"
#include "skin/doubt.hpp"
#include "skin/mask.hpp"
#include "skin/masked_blur.hpp"
#include "skin/weigh_spots.hpp"

namespace porevis {
namespace {

constexpr double kGlintMm = 0.06;  // sigma of the finest glint looked for
constexpr double kShineMarginMm = 0.1, kMarkMarginMm = 0.05;
constexpr double kBrow = 0.5;  // share of hair around a point from which it lies in a brow
constexpr double kFwhm = 2.3548200450309493;

/// Moles and deep shadow, wide and dark even without the hairs on them; and brows, where hairs leave little skin.
/// Sought on a coarse copy: they are wide.
cv::Mat wide_dark_spots(const cv::Mat& density, const cv::Mat& readable, const cv::Mat& hair,
                        const SkinOptions& options) {
  constexpr double kShrink = 3;
  const auto coarse = [&](const cv::Mat& map) {
    cv::Mat small;
    cv::resize(map, small, {}, 1 / kShrink, 1 / kShrink, cv::INTER_AREA);
    return small;
  };
  if (std::min(density.rows, density.cols) < kShrink) return cv::Mat::zeros(density.size(), CV_8U);
  cv::Mat green, light, skin, between;
  cv::extractChannel(density, green, 1);
  readable.convertTo(skin, CV_32F, 1 / 255.0);
  skin.copyTo(between, ~hair);
  green.setTo(0, hair);
  skin = coarse(skin);
  between = coarse(between);
  // The mean density where there is skin; a hair's or the outside's is zero and takes no part.
  cv::exp(-coarse(green) / cv::max(between, 1e-3F), light);

  const double sigma = options.spot_mm * kWorkingPxPerMm / kFwhm / kShrink;
  cv::Mat spots = 1 - masked_blur(light, between, sigma) > options.spot_darkness;
  spots |= masked_blur(between, skin, sigma) < 1 - kBrow;
  spots = widened(spots & (skin > 0), 0.5 * options.spot_mm * kWorkingPxPerMm / kShrink);
  cv::resize(spots, spots, density.size(), 0, 0, cv::INTER_NEAREST);
  return spots;
}

/// The sum of the channels' darkness, as much of each as `channels` has.
/// @param green        that of green.
/// @param backgrounds  the light of the pore-free skin in each channel, at the working scale.
/// @param dark_level   where a channel has less, nothing can be read in it, and green stands for it.
cv::Mat mixed(const cv::Mat& green, const cv::Mat& linear, const std::vector<cv::Mat>& backgrounds,
              const cv::Vec3d& channels, double dark_level) {
  cv::Mat sum = channels[1] * green, darkness, background;
  for (const int c : {0, 2}) {
    cv::extractChannel(linear, darkness, c);
    cv::resize(backgrounds[static_cast<std::size_t>(c)], background, linear.size(), 0, 0, cv::INTER_LINEAR);
    cv::divide(darkness, background, darkness);
    cv::subtract(1, darkness, darkness);
    green.copyTo(darkness, background <= dark_level);
    cv::scaleAdd(darkness, channels[c], sum, sum);
  }
  return sum;
}

}  // namespace

double SkinMap::area_mm2(const Scale& scale) const {
  const double flat_mm2 = measurable_px() / (scale.px_per_mm * scale.px_per_mm);
  return surface.empty() ? flat_mm2 : cv::mean(area_factor(surface, roi), measurable)[0] * flat_mm2;
}

SkinMap normalize_skin(const cv::Mat& linear, const cv::Mat& region, cv::Rect roi, const Scale& scale,
                       const SkinOptions& options, const cv::Vec3d& channels) {
  check(options);
  CV_Assert(linear.type() == CV_32FC3 && region.type() == CV_8U && linear.size() == region.size());
  CV_Assert(linear.size() == roi.size());

  SkinMap skin;
  skin.roi = roi;
  skin.channels = channels;
  skin.working_px_per_mm = std::min(kWorkingPxPerMm, scale.px_per_mm);
  skin.region_px = cv::countNonZero(region);

  // What can be read at all: in the region, neither clipped nor black.
  cv::Mat green, readable;
  cv::extractChannel(linear, green, 1);
  cv::inRange(linear, cv::Scalar(-1, options.dark_level, -1), cv::Scalar::all(options.clip_level), readable);
  readable &= region;
  cv::Mat unclipped;
  cv::inRange(linear, cv::Scalar::all(-1), cv::Scalar::all(options.clip_level), unclipped);
  const double clipped_px = cv::countNonZero(region & ~unclipped);

  // A copy at the working scale; unreadable pixels take no part in its means.
  const double px_per_mm = skin.working_px_per_mm;
  const double resize = px_per_mm / scale.px_per_mm;
  const cv::Size working(std::max(1, cvRound(linear.cols * resize)), std::max(1, cvRound(linear.rows * resize)));
  const auto to_working = [&](const cv::Mat& map) {
    cv::Mat result;
    cv::resize(map, result, working, 0, 0, cv::INTER_AREA);
    return result;
  };
  cv::Mat weight, masked;
  readable.convertTo(weight, CV_32F, 1 / 255.0);
  weight = to_working(weight);
  linear.copyTo(masked, readable);
  std::vector<cv::Mat> light;
  cv::split(to_working(masked), light);
  for (cv::Mat& channel : light) channel /= cv::max(weight, 1e-6F);
  masked.release();
  const cv::Mat inside = weight > 0.5F;
  cv::merge(light, skin.light);
  skin.light.setTo(0, ~inside);

  // The pore-free skin's own light: a wide mean from which pores, glints and spots are clipped, three times over.
  const double sigma = options.background_mm * px_per_mm;
  cv::Mat clean = weight.clone();
  cv::Mat background, relative;
  for (int pass = 0; pass < 3; ++pass) {
    background = masked_blur(light[1], clean, sigma);
    relative = light[1] / cv::max(background, 1e-6F);
    const auto [centre, spread] = median_and_spread(relative, inside);
    const double width = 2 * std::max(spread, 0.02);
    cv::Mat ordinary;
    cv::inRange(relative, centre - width, centre + width, ordinary);
    clean = weight.clone();
    clean.setTo(0, ~ordinary);
  }
  std::vector<cv::Mat> backgrounds, densities;
  const MaskedBlur mean(clean, sigma);
  for (const cv::Mat& channel : light) {
    backgrounds.push_back(mean(channel));
    cv::Mat density;
    cv::log(cv::max(channel / cv::max(backgrounds.back(), 1e-6F), 0.02F), density);
    density = -density;
    density.setTo(0, ~inside);
    densities.push_back(density);
  }
  cv::merge(densities, skin.density);
  background = backgrounds[1];

  // Shine adds the same light to every channel, so that it raises blue and green by a larger share than red; better lit
  // or paler skin rises by the same share everywhere.
  // Noise of single pixels is no shine: a little blur first.
  const auto rise = [&](std::size_t channel) {
    return cv::Mat(masked_blur(light[channel], weight, kGlintMm * px_per_mm) / cv::max(backgrounds[channel], 1e-6F) -
                   1);
  };
  const cv::Mat red_rise = rise(0), green_rise = rise(1);
  cv::Mat glare = (green_rise > options.shine_excess) & (red_rise < 0.9 * green_rise) & inside;

  const cv::Mat shining = widened(glare, kShineMarginMm * px_per_mm) & inside;

  // Back to full size.
  cv::Mat excluded, full_background;
  cv::resize(background, full_background, linear.size(), 0, 0, cv::INTER_LINEAR);
  skin.darkness = 1 - green / cv::max(full_background, 1e-6F);
  if (channels != kGreen) skin.darkness = mixed(skin.darkness, linear, backgrounds, channels, options.dark_level);
  cv::resize(shining, excluded, linear.size(), 0, 0, cv::INTER_NEAREST);
  cv::resize(glare, skin.glare, linear.size(), 0, 0, cv::INTER_NEAREST);
  skin.measurable = readable & ~excluded & (full_background > options.dark_level);
  skin.darkness.setTo(0, ~skin.measurable);

  // Shares of the region; at the working scale, where nothing is finer than it.
  if (skin.region_px > 0) {
    const double inside_px = std::max(1, cv::countNonZero(inside));
    const double readable_share = cv::countNonZero(readable) / skin.region_px;
    skin.coverage.measurable = skin.measurable_px() / skin.region_px;
    skin.coverage.clipped = clipped_px / skin.region_px;
    skin.coverage.dark = 1 - readable_share - skin.coverage.clipped;
    skin.coverage.shine = cv::countNonZero(shining) / inside_px * readable_share;
  }
  return skin;
}

void recognize_marks(SkinMap& skin, const SkinOptions& options) {
  cv::Mat inside;
  cv::extractChannel(skin.light, inside, 1);
  inside = inside > 0;
  skin.pigment = measure_pigment(skin.light, inside);
  cv::Mat density = skin.density;  // the network knows one scale
  const double enlarge = kWorkingPxPerMm / skin.working_px_per_mm;
  if (enlarge > 1) cv::resize(skin.density, density, {}, enlarge, enlarge, cv::INTER_LINEAR);
  skin.kinds = recognize(density);
  if (skin.region_px == 0) return;
  cv::Mat readable;
  cv::resize(inside, readable, density.size(), 0, 0, cv::INTER_NEAREST);
  doubt_spots(skin.kinds, density, readable);
  weigh_spots(skin.kinds.centre, readable);
  const auto confidence = static_cast<float>(options.mask_confidence);
  const cv::Mat hair = skin.kinds.hair > confidence;
  const cv::Mat marks = widened(skin.kinds.needle_mark > confidence, kMarkMarginMm * kWorkingPxPerMm);
  const cv::Mat spots = wide_dark_spots(density, readable, hair, options);

  const auto share = [&](const cv::Mat& mask) {
    return cv::countNonZero(mask & readable) / std::max(1.0, 1.0 * cv::countNonZero(readable)) *
           skin.coverage.measurable;
  };
  skin.coverage.pigment = share(skin.kinds.pigment > confidence);
  skin.coverage.papules = share(skin.kinds.papule > confidence);

  // What is lost to which: the last one named has it.
  cv::Mat lost = cv::Mat::zeros(density.size(), CV_8U), full, hairs;
  enum : uchar { kMark = 1, kHair, kSpot };
  lost.setTo(kMark, marks);
  lost.setTo(kHair, hair);
  lost.setTo(kSpot, spots);
  cv::resize(lost, full, skin.measurable.size(), 0, 0, cv::INTER_NEAREST);
  if (!skin.kinds.hair_layer.empty()) {
    cv::extractChannel(skin.kinds.hair_layer, hairs, 1);
    cv::resize(hairs, hairs, full.size(), 0, 0, cv::INTER_LINEAR);
  }
  std::vector<std::array<int, 4>> rows(static_cast<std::size_t>(full.rows));  // pixels kept, and lost to each
  cv::parallel_for_({0, full.rows}, [&](const cv::Range& range) {
    for (int y = range.start; y < range.end; ++y) {
      const auto* what = full.ptr<uchar>(y);
      auto* measurable = skin.measurable.ptr<uchar>(y);
      auto* darkness = skin.darkness.ptr<float>(y);
      const auto* flank = hairs.empty() ? nullptr : hairs.ptr<float>(y);
      std::array<int, 4> px{};
      for (int x = 0; x < full.cols; ++x) {
        if (measurable[x] == 0) continue;
        ++px[what[x]];
        if (what[x] == 0) {
          if (flank != nullptr && flank[x] > 0) darkness[x] = 1 - (1 - darkness[x]) * std::exp(flank[x]);
          continue;
        }
        measurable[x] = 0;
        darkness[x] = 0;
      }
      rows[static_cast<std::size_t>(y)] = px;
    }
  });
  std::array<double, 4> share_of{};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) share_of[i] += row[i] / skin.region_px;
  }
  skin.coverage.measurable = share_of[0];
  skin.coverage.needle_marks = share_of[kMark];
  skin.coverage.hair = share_of[kHair];
  skin.coverage.spots = share_of[kSpot];
}

}  // namespace porevis
