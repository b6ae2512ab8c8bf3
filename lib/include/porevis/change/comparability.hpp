// SPDX-License-Identifier: Apache-2.0
/// Whether two photographs may be compared: light, focus, scale, pose and the skin's own state.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porevis/change/align.hpp"
#include "porevis/change/match.hpp"
#include "porevis/options.hpp"
#include "porevis/skin/quality.hpp"

namespace porevis {

/// From where on two photographs are not compared.
struct ComparabilityOptions {
  double max_scale_ratio = 1.5;
  double max_turn_deg = 30;            ///< of the picture; more is a picture saved on its side.
  double max_pose_deg = 15;            ///< difference of the head's yaw or pitch.
  double max_blur_ratio = 2.5;         ///< width of the finest skin detail in the softer / in the sharper.
  double max_shine_difference = 0.05;  ///< robust spread; more is another kind of light ...
  double min_likeness = 0.15;          ///< ... and if the skin's relief is not alike either, they are not compared.
  double max_detail_ratio = 1.4;    ///< of the skin's detail between the pores, either way: more is an edited picture.
  double max_redness = 0.2;         ///< rise of the skin's redness (optical density) that melanin does not share.
  double max_needle_marks = 0.005;  ///< share of the skin under needle marks that one has more of.
  double min_measurable = 0.2;      ///< share of a region that can be measured in both photographs.

  static constexpr auto fields() {
    using O = ComparabilityOptions;
    return std::tuple{
        field("max_scale_ratio", &O::max_scale_ratio, 1, 5, "largest ratio of the photographs' scales"),
        field("max_turn_deg", &O::max_turn_deg, 0, 180, "largest rotation between the photographs, degrees"),
        field("max_pose_deg", &O::max_pose_deg, 0, 90, "largest difference of the head's yaw or pitch, degrees"),
        field("max_blur_ratio", &O::max_blur_ratio, 1, 20, "largest ratio of the photographs' blur"),
        field("max_shine_difference", &O::max_shine_difference, 0, 10,
              "spread of the difference of shine from which the light is of another kind"),
        field("min_likeness", &O::min_likeness, 0, 1, "of the relief, where the light is of another kind"),
        field("max_detail_ratio", &O::max_detail_ratio, 1, 100,
              "largest ratio of the contrast of the skin between the pores"),
        field("max_redness", &O::max_redness, 0, 10, "largest rise of redness, optical density"),
        field("max_needle_marks", &O::max_needle_marks, 0, 1, "largest share of the skin under new needle marks"),
        field("min_measurable", &O::min_measurable, 0, 1, "smallest share of a region measurable in both"),
    };
  }
};

/// Why two photographs cannot be compared as their coarse alignment has it: scale and rotation. Empty where they can.
[[nodiscard]] std::vector<std::string> check_geometry(const Affine& after_from_before,
                                                      const ComparabilityOptions& options = {});

/// Why two heads cannot be compared by how they are turned; empty where they can or no face was looked for.
[[nodiscard]] std::vector<std::string> check_pose(const HeadPose& before, const HeadPose& after,
                                                  const ComparabilityOptions& options = {});

/// Why two skins cannot be compared by their focus.
/// @param before, after  blur_sigma_px on the before photograph's pixels.
[[nodiscard]] std::vector<std::string> check_focus(double blur_before_px, double blur_after_px, const Scale& scale,
                                                   const ComparabilityOptions& options = {});

/// One region of both photographs, matched.
struct MatchedRegion {
  const SkinMap& before;
  const SkinMap& after;
  const Matching& matching;
};

/// What speaks against comparing two skins; one line each.
struct SkinCheck {
  std::vector<std::string> faults;  ///< not to be compared.
  std::vector<std::string> notes;   ///< to be minded.
  std::string other_light;          ///< one of these, of another kind of light: it leaves figures, but no verdict.
};

/// Checks matched skins: another kind of light or tone curve, fresh redness, fresh needle marks. The median region
/// decides.
[[nodiscard]] SkinCheck check_skin(std::span<const MatchedRegion> regions, const ComparabilityOptions& options = {});

}  // namespace porevis
