// SPDX-License-Identifier: Apache-2.0
#include "change/colour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "robust.hpp"
#include "skin/absorption.hpp"
#include "skin/mask.hpp"
#include "skin/masked_blur.hpp"

namespace porevis {
namespace {

/// Sigmas over which colour is told: wide against a pore, narrow against a mark's halo; shine, which is less, wider.
constexpr double kBloodMm = 0.25, kShineMm = 0.35;
constexpr double kWideMm = 5;   // sigma over which the lamps' colours may differ between the photographs
constexpr double kMost = 0.06;  // of the skin's own green light; where one shines more, neither is measured,
                                // unless most of the skin does
constexpr double kMarginMm = 0.1;
constexpr double kPore = 0.1;  // probability from which a pixel's colour may be a pore's
/// Around such pixels. A pore that fades passes for shine as far as its darkness reaches; blood it hardly looks like,
/// and of a mark's narrow halo every bit of skin is wanted.
constexpr double kBloodMarginMm = 0.12, kShineMarginMm = 0.3;
constexpr double kMark = 0.3;  // and from which it is a needle mark's, whose red halo reaches out
constexpr double kHaloMm = 1.5;
const cv::Vec3d kBlood(kBloodRed, 1, kBloodBlue);
constexpr double kUsual = 0.012;  // spread of shine and blood between photographs of unchanged skin
/// What noise and the pores' colour make of a spot's. Of shine, which lies in many places and always brightens, even a
/// little left in each is a change of all.
constexpr double kSpotOfShine = 0.005, kSpotOfBlood = 0.03;
constexpr double kOtherLight = 0.05;  // spread of shine: all facets are lit anew, and their colours tell too little
constexpr double kMostBlood = 0.5;    // optical density
constexpr int kLeastPx = 100;
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

/// Where colour is compared, at working resolution; CV_8U.
struct Places {
  cv::Mat measurable;  ///< in both photographs; 0..255 by share of the pixel.
  cv::Mat skin;        ///< without pores, whose colour changes with them.
  cv::Mat far;         ///< from pores.
  cv::Mat halos;       ///< of needle marks, with the marks.
};

Places places_of(const SkinMap& before, const SkinMap& after) {
  const cv::Size size = before.light.size();
  const double px_per_mm = before.working_px_per_mm;
  Places places;
  cv::resize(before.measurable & after.measurable, places.measurable, size, 0, 0, cv::INTER_AREA);
  places.skin = places.measurable > 127;
  places.far = places.skin.clone();
  places.halos = cv::Mat::zeros(size, CV_8U);
  cv::Mat pores, marks;
  for (const SkinMap* one : {&before, &after}) {
    if (one->kinds.pore.empty()) continue;
    cv::resize(one->kinds.pore, pores, size, 0, 0, cv::INTER_LINEAR);
    places.skin.setTo(0, widened(pores > kPore, kBloodMarginMm * px_per_mm));
    places.far.setTo(0, widened(pores > kPore, kShineMarginMm * px_per_mm));
    cv::resize(one->kinds.needle_mark, marks, size, 0, 0, cv::INTER_LINEAR);
    const int side = 2 * cvRound(kHaloMm * px_per_mm) + 1;
    cv::dilate(marks > kMark, marks, cv::Mat::ones(side, side, CV_8U));  // a square, which is quick
    places.halos |= marks;
  }
  if (cv::countNonZero(places.far) < kLeastPx) places.far = places.skin;
  return places;
}

}  // namespace

double take_out_colour(SkinMap& before, SkinMap& after, double background_mm) {
  const double px_per_mm = before.working_px_per_mm;
  const auto [measurable, skin, far, halos] = places_of(before, after);
  if (cv::countNonZero(skin) < kLeastPx) return 0;
  std::vector<cv::Mat> first, second;
  cv::split(before.light, first);
  cv::split(after.light, second);
  cv::Vec3d colour;
  for (int c = 0; c < 3; ++c) {
    colour[c] = std::max(1e-4, median_and_spread(first[static_cast<std::size_t>(c)], skin).centre);
  }

  // log(after / before) of each channel; the medians are exposure and white balance.
  const auto ratio = [&](const cv::Mat& where, const MaskedBlur& smooth) {
    std::array<cv::Mat, 3> result;
    for (std::size_t c = 0; c < 3; ++c) {
      cv::log(cv::max(smooth(second[c]), 1e-4F) / cv::max(smooth(first[c]), 1e-4F), result[c]);
      result[c] -= median_and_spread(result[c], where).centre;
    }
    return result;
  };
  cv::Mat weight, far_weight;
  skin.convertTo(weight, CV_32F, 1 / 255.0);
  far.convertTo(far_weight, CV_32F, 1 / 255.0);
  const MaskedBlur smooth(weight, kBloodMm * px_per_mm);

  // = light + shine x (the skin's green / its own light) - blood x its absorption. Melanin is the same in both.
  cv::Matx33d parts;
  for (int c = 0; c < 3; ++c) {
    parts(c, 0) = 1;
    parts(c, 1) = colour[1] / colour[c];
    parts(c, 2) = -kBlood[c];
  }
  if (std::abs(cv::determinant(parts)) < kLeastDeterminant) return 0;
  const cv::Matx33d solve = parts.inv();
  const auto part = [&](int row, const std::array<cv::Mat, 3>& of) {
    return cv::Mat(solve(row, 0) * of[0] + solve(row, 1) * of[1] + solve(row, 2) * of[2]);
  };
  cv::Mat shine = part(1, ratio(far, MaskedBlur(far_weight, kShineMm * px_per_mm)));
  cv::Mat blood = part(2, ratio(skin, smooth));

  // Shine is little: the skin's usual colour, and the lamps' where it varies, is what most of the skin has.
  const double width = median_and_spread(shine, skin).spread + kSpotOfShine;
  cv::Mat usual, usual_weight;
  cv::inRange(shine, -width, width, usual);
  cv::Mat(usual & skin).convertTo(usual_weight, CV_32F, 1 / 255.0);
  shine -= masked_blur(shine, usual_weight, kWideMm * px_per_mm);
  const double difference = median_and_spread(shine, skin).spread;
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
    one->colour_doubt = one->darkness + light - 1;
    if (difference > kOtherLight) continue;
    one->measurable.setTo(0, bright);
    one->darkness = 1 - light;
    one->darkness.setTo(0, ~one->measurable);
  }
  return difference;
}

}  // namespace porevis
