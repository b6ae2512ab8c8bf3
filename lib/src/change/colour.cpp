// SPDX-License-Identifier: Apache-2.0
#include "change/colour.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "robust.hpp"
#include "skin/absorption.hpp"
#include "skin/mask.hpp"
#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

constexpr double kScaleMm =
    0.25;                       // sigma over which colour is told: wide against a pore, narrow against a furrow's cell
constexpr double kWideMm = 5;   // sigma over which the lamps' colours may differ between the photographs
constexpr double kMost = 0.06;  // of the skin's own green light; where one shines more, neither is measured,
                                // unless most of the skin does
constexpr double kMarginMm = 0.1, kPoreMarginMm = 0.12;
constexpr double kPore = 0.1;  // probability from which a pixel's colour may be a pore's
constexpr double kMark = 0.3;  // and from which it is a needle mark's, whose red halo reaches out
constexpr double kHaloMm = 1.5;
const cv::Vec3d kBlood(kBloodRed, 1, kBloodBlue);
constexpr double kUsual = 0.012;  // spread of shine and blood between photographs of unchanged skin
constexpr double kSpotOfShine = 0.02, kSpotOfBlood = 0.03;
constexpr double kOtherLight = 0.05;        // spread of shine: all facets are lit anew, and their colours tell nothing
constexpr double kMostBlood = 0.5;          // optical density
constexpr double kLeastDeterminant = 0.02;  // grey skin tells nothing

/// A difference of colour as far as it is believed: one as small as noise and the pores' own colour make is not,
/// neither as a spread over all skin nor in a spot.
/// @param sure  CV_8U; where it is believed however small it is; may be empty.
cv::Mat believed(const cv::Mat& difference, const cv::Mat& skin, double spot, const cv::Mat& sure = {}) {
  const double spread = std::max(median_and_spread(difference, skin).spread, 1e-9);
  cv::Mat doubt;
  cv::divide(spot * spot, cv::max(difference.mul(difference), 1e-9), doubt);
  if (!sure.empty()) doubt.setTo(0, sure);
  return difference.mul(cv::max(1 - doubt, std::max(0.0, 1 - std::pow(kUsual / spread, 2))));
}

cv::Mat to_full(const cv::Mat& map, cv::Size size) {
  cv::Mat full;
  cv::resize(map, full, size, 0, 0, cv::INTER_LINEAR);
  return full;
}

}  // namespace

double take_out_colour(SkinMap& before, SkinMap& after, double background_mm) {
  const cv::Size size = before.light.size();
  const double px_per_mm = before.working_px_per_mm;
  cv::Mat measurable, pores, weight;
  cv::resize(before.measurable & after.measurable, measurable, size, 0, 0, cv::INTER_AREA);
  cv::Mat skin = measurable > 127;
  cv::Mat halos = cv::Mat::zeros(size, CV_8U), marks;
  for (const SkinMap* one : {&before, &after}) {  // a pore's colour changes with it
    if (one->kinds.pore.empty()) continue;
    cv::resize(one->kinds.pore, pores, size, 0, 0, cv::INTER_LINEAR);
    skin.setTo(0, widened(pores > kPore, kPoreMarginMm * px_per_mm));
    cv::resize(one->kinds.needle_mark, marks, size, 0, 0, cv::INTER_LINEAR);
    const int side = 2 * cvRound(kHaloMm * px_per_mm) + 1;
    cv::dilate(marks > kMark, marks, cv::Mat::ones(side, side, CV_8U));  // a square, which is quick
    halos |= marks;
  }
  if (cv::countNonZero(skin) < 100) return 0;
  skin.convertTo(weight, CV_32F, 1 / 255.0);
  std::vector<cv::Mat> first, second;
  cv::split(before.light, first);
  cv::split(after.light, second);

  // log(after / before) of each channel; the medians are exposure and white balance.
  const MaskedBlur smooth(weight, kScaleMm * px_per_mm);
  cv::Vec3d colour;
  std::vector<cv::Mat> ratio(3);
  for (int c = 0; c < 3; ++c) {
    const auto i = static_cast<std::size_t>(c);
    colour[c] = std::max(1e-4, median_and_spread(first[i], skin).centre);
    cv::log(cv::max(smooth(second[i]), 1e-4F) / cv::max(smooth(first[i]), 1e-4F), ratio[i]);
    ratio[i] -= median_and_spread(ratio[i], skin).centre;
  }

  // = light + shine x (the skin's green / its own light) - blood x its absorption. Melanin is the same in both.
  cv::Matx33d parts;
  for (int c = 0; c < 3; ++c) {
    parts(c, 0) = 1;
    parts(c, 1) = colour[1] / colour[c];
    parts(c, 2) = -kBlood[c];
  }
  if (std::abs(cv::determinant(parts)) < kLeastDeterminant) return 0;
  const cv::Matx33d solve = parts.inv();
  const auto part = [&](int row) {
    return cv::Mat(solve(row, 0) * ratio[0] + solve(row, 1) * ratio[1] + solve(row, 2) * ratio[2]);
  };
  cv::Mat shine = part(1), blood = part(2);

  // Shine is little: the skin's usual colour, and the lamps' where it varies, is what most of the skin has.
  const double width = 2 * median_and_spread(shine, skin).spread + kMost / 2;
  cv::Mat usual, usual_weight;
  cv::inRange(shine, -width, width, usual);
  cv::Mat(usual & skin).convertTo(usual_weight, CV_32F, 1 / 255.0);
  shine -= masked_blur(shine, usual_weight, kWideMm * px_per_mm);
  const double difference = median_and_spread(shine, skin).spread;
  if (difference > kOtherLight) return difference;
  const double most = std::max(kMost, 3 * difference);
  const MaskedBlur flattened(weight, background_mm * px_per_mm);  // what the skin's own light followed already
  const cv::Mat told = blood.clone();
  for (int round = 0; round < 2; ++round) blood += told - smooth(blood);  // gives back what the mean took (van Cittert)
  blood = cv::min(cv::max(blood - flattened(blood), -kMostBlood), kMostBlood);

  blood = believed(blood, skin, kSpotOfBlood, halos);
  cv::Mat bright = widened((cv::abs(shine) > most) & (measurable > 127), kMarginMm * px_per_mm);
  shine = believed(shine, skin, kSpotOfShine);

  // Of shine and blood the darkness has what the channels have that it is read from.
  double of_shine = 0;
  for (int c = 0; c < 3; ++c) of_shine += before.channels[c] * colour[1] / colour[c];
  const cv::Size full = before.darkness.size();
  cv::resize(bright, bright, full, 0, 0, cv::INTER_NEAREST);
  cv::Mat unblooded;
  cv::exp(before.channels.dot(kBlood) * to_full(blood, full), unblooded);
  for (SkinMap* one : {&before, &after}) {
    const cv::Mat more = of_shine * cv::min(cv::max(one == &after ? shine : cv::Mat(-shine), 0), most);
    const cv::Mat here = to_full(more, full), around = to_full(flattened(more), full);
    cv::Mat light = (1 - one->darkness).mul(1 + around) - here;
    if (one == &after) light = light.mul(unblooded);
    one->measurable.setTo(0, bright);
    one->darkness = 1 - light;
    one->darkness.setTo(0, ~one->measurable);
  }
  return difference;
}

}  // namespace porevis
