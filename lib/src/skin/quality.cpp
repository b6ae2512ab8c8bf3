// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/quality.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace porevis {
namespace {

constexpr double kLeastDetail = 0.001;  // standard deviation of darkness; a level of 8 bits is several times that
constexpr double kMostOdd = 0.03;
constexpr double kMostSpots = 1.0 / 3;  // share of moles, brows and deep shadow; more has no face
constexpr double kLeastColour = 1e-3;   // optical density

double median(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  return (values[values.size() / 2] + values[(values.size() - 1) / 2]) / 2;
}

/// What of a map could not be skin's: pixels that differ from their surroundings by half or more (hairs, moles and
/// shine are left out before), and the spread of all.
struct Oddness {
  double odd_px = 0, squares = 0;
};

Oddness oddness(const SkinMap& skin) {
  Oddness odd;
  for (int y = 0; y < skin.darkness.rows; ++y) {
    const auto* darkness = skin.darkness.ptr<float>(y);  // 0 where it cannot be measured
    for (int x = 0; x < skin.darkness.cols; ++x) {
      odd.odd_px += std::abs(darkness[x]) > 0.5F ? 1 : 0;
      odd.squares += darkness[x] * darkness[x];
    }
  }
  return odd;
}

/// A picture of greys, whatever it was before.
bool colourless(std::span<const SkinMap> skins) {
  return std::ranges::all_of(skins,
                             [](const SkinMap& skin) {
                               return skin.pigment.melanin.empty() ||
                                      (cv::norm(skin.pigment.melanin, cv::NORM_INF) < kLeastColour &&
                                       cv::norm(skin.pigment.haemoglobin, cv::NORM_INF) < kLeastColour);
                             }) &&
         std::ranges::any_of(skins, [](const SkinMap& skin) { return !skin.pigment.melanin.empty(); });
}

}  // namespace

CaptureQuality check_capture(std::span<const SkinMap> skins, const Scale& scale, const QualityOptions& options,
                             const HeadPose& pose) {
  check(options);
  std::vector<double> blur, noise;
  double region_px = 0, clipped_px = 0, glare_px = 0, spots_px = 0, measurable_px = 0;
  Oddness all;
  for (const SkinMap& skin : skins) {
    blur.push_back(skin.sharpness.blur_sigma_px);
    noise.push_back(skin.sharpness.noise);
    region_px += skin.region_px;
    clipped_px += skin.coverage.clipped * skin.region_px;
    glare_px += cv::countNonZero(skin.glare);
    spots_px += skin.coverage.spots * skin.region_px;
    measurable_px += skin.measurable_px();
    const Oddness odd = oddness(skin);
    all.odd_px += odd.odd_px;
    all.squares += odd.squares;
  }

  CaptureQuality quality;
  quality.blur_sigma_px = median(blur);
  quality.noise = median(noise);
  quality.clipped_fraction = region_px > 0 ? clipped_px / region_px : 0;
  quality.glare_fraction = region_px > 0 ? glare_px / region_px : 0;

  const auto unfit = [&quality](const std::string& what, double value, double limit, const std::string& mend) {
    std::ostringstream reason;
    reason.precision(3);
    reason << what << " " << value << ", allowed " << limit << ": " << mend;
    quality.reasons.push_back(reason.str());
  };
  if (scale.px_per_mm < options.min_px_per_mm) {
    unfit("scale (px/mm)", scale.px_per_mm, options.min_px_per_mm, "photograph closer or with more pixels");
  }
  if (measurable_px == 0) {
    quality.reasons.emplace_back("no measurable skin in any region: check regions, light and exposure");
  } else if (all.squares < kLeastDetail * kLeastDetail * measurable_px) {
    quality.reasons.emplace_back("an even picture without skin's detail: check the file and the regions");
  } else if (all.odd_px > kMostOdd * measurable_px) {
    unfit("share that differs from its surroundings by half or more", all.odd_px / measurable_px, kMostOdd,
          "this is not skin, or not skin alone; check the regions");
  } else if (spots_px > kMostSpots * region_px) {
    unfit("share of wide dark spots", spots_px / region_px, kMostSpots,
          "this is not skin, or not skin alone; check the regions and the light");
  } else if (colourless(skins)) {
    quality.reasons.emplace_back("no colour, so pores and pigment look alike: give the photograph as it was taken");
  } else if (scale.mm(quality.blur_sigma_px) > options.max_blur_mm) {
    unfit("blur (sigma on the skin, mm)", scale.mm(quality.blur_sigma_px), options.max_blur_mm,
          "focus on the skin and hold still");
  }
  if (quality.noise > options.max_noise) {
    unfit("noise", quality.noise, options.max_noise, "use more light or a lower ISO setting");
  }
  if (quality.clipped_fraction > options.max_clipped_fraction) {
    unfit("clipped share", quality.clipped_fraction, options.max_clipped_fraction, "expose less");
  }
  if (quality.glare_fraction > options.max_glare_fraction) {
    unfit("shining share", quality.glare_fraction, options.max_glare_fraction, "blot the skin or polarise the light");
  }
  quality.pose = pose;
  if (const double pitch = std::abs(pose.pitch_deg); pitch > options.max_pitch_deg) {
    unfit("head turned up or down (degrees)", pitch, options.max_pitch_deg, "hold the head level");
  }
  quality.fit = quality.reasons.empty();
  return quality;
}

}  // namespace porevis
