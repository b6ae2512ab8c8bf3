// SPDX-License-Identifier: Apache-2.0
/// Regions of the face: what is measured, and what inside it is kept out.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "porevis/options.hpp"
#include "porevis/photo/face.hpp"

namespace porevis {

using Polygon = std::vector<cv::Point2d>;  ///< closed, px of the photograph.

/// A named part of the skin.
struct Region {
  std::string name;               ///< for example `cheek_left`; left and right are the subject's.
  Polygon outline;                ///< at least three corners.
  std::vector<Polygon> keep_out;  ///< parts of it that are no skin: eyes, brows, lips, nostrils.
};

/// Which regions of the face are measured.
struct RegionOptions {
  std::string set = "main";  ///< `main`: five regions; `fine`: twelve smaller ones. No skin lies in two of one set.
  double max_tilt_deg = 60;  ///< skin turned further away from the camera is left out.

  static constexpr auto fields() {
    return std::tuple{
        field("set", &RegionOptions::set, "regions of the face: main (five) or fine (twelve)"),
        field("max_tilt_deg", &RegionOptions::max_tilt_deg, 30, 80,
              "skin turned further away from the camera is left out, degrees"),
    };
  }
};

/// Regions of the face from the 68 landmarks, as lib/data/regions.json draws them; eyes, brows, lips and nostrils are kept
/// out. What a turned head hides is left out: of a cheek or a side of the nose all of it, of a region on the face's middle
/// as much as is turned away.
/// @return `main`: `forehead`, `nose`, `cheek_left`, `cheek_right`, `chin`; `fine`: `forehead`, `glabella`,
/// `nose_dorsum`, `nose_tip`, `nose_ala_left`, `nose_ala_right`, `cheek_medial_left`, `cheek_medial_right`,
/// `cheek_lateral_left`, `cheek_lateral_right`, `upper_lip`, `chin`; in this order, cut to the picture; one that lies
/// wholly outside is left out.
/// @throws ParameterError  an option is out of its range, or no such set.
[[nodiscard]] std::vector<Region> regions_from_face(const Face& face, cv::Size picture,
                                                    const RegionOptions& options = {});

/// Regions from a polygon file: {"regions": [{"name", "outline": [[x, y], ...], "keep_out": [[[x, y], ...], ...]}]},
/// px.
/// @throws InputError  missing, no JSON, an unknown key, a name twice, fewer than three corners, outside the picture.
[[nodiscard]] std::vector<Region> regions_from_file(const std::filesystem::path& path, cv::Size picture);

/// The whole picture as one region named `whole`.
[[nodiscard]] Region whole_region(cv::Size picture);

/// The smallest pixel rectangle round a region, widened by a margin and cut to the picture.
[[nodiscard]] cv::Rect bounds(const Region& region, int margin_px, cv::Size picture);

/// 255 where a pixel's centre lies in the region and not in what it keeps out, else 0.
/// @return (roi.height, roi.width) CV_8U.
[[nodiscard]] cv::Mat region_mask(const Region& region, cv::Rect roi);

}  // namespace porevis
