// SPDX-License-Identifier: Apache-2.0
#include "porevis/change/comparability.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "robust.hpp"

namespace porevis {
namespace {

/// A rise of redness is the skin's own where melanin rose by less than this share of it; a white balance moves both.
constexpr double kOwn = 0.2;
constexpr double kSure = 3;        // standard errors of the skin's detail
constexpr double kTelling = 0.03;  // beyond these, what is worth a note

std::string sentence(const auto&... parts) {
  std::ostringstream text;
  text.precision(2);
  (text << ... << parts);
  return text.str();
}

}  // namespace

std::vector<std::string> check_geometry(const Affine& after_from_before, const ComparabilityOptions& options) {
  std::vector<std::string> reasons;
  const double larger = magnification(after_from_before);
  if (std::max(larger, 1 / larger) > options.max_scale_ratio) {
    reasons.push_back(sentence("after: ", larger, " times the scale of the other photograph, allowed ",
                               options.max_scale_ratio, ": photograph from the same distance at the same size"));
  }
  const double turn_deg = std::atan2(after_from_before(1, 0), after_from_before(0, 0)) * 180 / CV_PI;
  if (std::abs(turn_deg) > options.max_turn_deg) {
    reasons.push_back(sentence("after: turned by ", std::lround(turn_deg), " degrees, allowed ", options.max_turn_deg,
                               ": save it upright"));
  }
  return reasons;
}

std::vector<std::string> check_pose(const HeadPose& before, const HeadPose& after,
                                    const ComparabilityOptions& options) {
  const double yaw = std::abs(after.yaw_deg - before.yaw_deg), pitch = std::abs(after.pitch_deg - before.pitch_deg);
  if (!(std::max(yaw, pitch) > options.max_pose_deg)) return {};
  return {sentence("after: the head is turned by ", std::lround(std::max(yaw, pitch)),
                   " degrees against the other photograph, allowed ", options.max_pose_deg,
                   ": let the face look the same way")};
}

std::vector<std::string> check_focus(double blur_before_px, double blur_after_px, const Scale& scale,
                                     const ComparabilityOptions& options) {
  // Against skin's own finest detail: where that is wider than either blur, the difference matters little.
  const double own = scale.px(kSkinDetailMm);
  const double softer = std::hypot(blur_after_px, own) / std::hypot(blur_before_px, own);
  if (!(std::max(softer, 1 / softer) > options.max_blur_ratio)) return {};
  return {std::string(softer > 1 ? "after" : "before") +
          ": much softer than the other photograph: focus alike and hold still"};
}

SkinCheck check_skin(std::span<const MatchedRegion> regions, const ComparabilityOptions& options) {
  std::vector<double> told, detail, shine, likeness, redness, melanin, marks;
  for (const auto& [before, after, matching] : regions) {
    // Beyond what light from elsewhere makes of it.
    told.push_back(std::log(matching.detail_ratio));
    const double chance = kSure * matching.detail_se;
    detail.push_back(told.back() - std::clamp(told.back(), -chance, chance));
    shine.push_back(matching.shine_difference);
    likeness.push_back(matching.likeness);
    redness.push_back(after.pigment.redness - before.pigment.redness);
    melanin.push_back(after.pigment.melanin_index - before.pigment.melanin_index);
    marks.push_back(after.coverage.needle_marks - before.coverage.needle_marks);
  }
  SkinCheck check;
  if (regions.empty()) return check;
  if (const double spread = median(shine); spread > options.max_shine_difference) {
    const double alike = median(likeness);
    check.other_light = sentence("after: another kind of light (shine differs by ", 100 * spread,
                                 " % of the skin's light, ", std::lround(100 * alike),
                                 " % of its relief is alike): photograph both with the same lamps and the same "
                                 "polarisation");
    (alike < options.min_likeness ? check.faults : check.notes).push_back(check.other_light);
  }
  if (const double more = median(detail); std::abs(more) > kTelling) {
    const bool edited = std::abs(more) > std::log(options.max_detail_ratio);
    const double share = std::exp(std::abs(median(told))) - 1;
    (edited ? check.faults : check.notes)
        .push_back(sentence(more > 0 ? "after" : "before", ": the skin between the pores has ",
                            std::lround(100 * share), " % more contrast than in the other photograph, by ",
                            edited
                                ? "editing, noise reduction or another picture style: give both as the camera took them"
                                : "another picture style, noise reduction or of its own; the intervals allow for it"));
  }
  if (const double rise = median(redness);
      std::abs(rise) > options.max_redness && std::abs(median(melanin)) < kOwn * std::abs(rise)) {
    check.faults.push_back(sentence(
        rise > 0 ? "after" : "before", ": redder than the other photograph (optical density ", std::abs(rise),
        ", allowed ", options.max_redness, "): wait until the redness has settled, about three days after needling"));
  }
  if (const double more = median(marks); std::abs(more) > options.max_needle_marks) {
    check.faults.push_back(sentence(more > 0 ? "after" : "before", ": fresh needle marks on ", 100 * std::abs(more),
                                    " % of the skin: wait until they have healed, about three days"));
  }
  return check;
}

}  // namespace porevis
