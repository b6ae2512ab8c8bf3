// SPDX-License-Identifier: Apache-2.0
/// Regions of the face: what is measured, and what inside it is kept out.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <span>
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

/// Regions of the face from the 68 landmarks, as lib/data/regions.json draws them; eyes, brows, lips and nostrils are
/// kept out. What a turned head hides is left out: of a cheek or a side of the nose all of it, of a region on the
/// face's middle as much as is turned away.
/// @return `main`: `forehead`, `nose`, `cheek_left`, `cheek_right`, `chin`; `fine`: `forehead`, `glabella`,
/// `nose_dorsum`, `nose_tip`, `nose_ala_left`, `nose_ala_right`, `cheek_medial_left`, `cheek_medial_right`,
/// `cheek_lateral_left`, `cheek_lateral_right`, `upper_lip`, `chin`; in this order, cut to the picture; one that lies
/// wholly outside is left out.
/// @throws ParameterError  an option is out of its range, or no such set.
[[nodiscard]] std::vector<Region> regions_from_face(const Face& face, cv::Size picture,
                                                    const RegionOptions& options = {});

/// Regions from a polygon file: {"regions": [{"name", "outline": [[x, y], ...], "keep_out": [[[x, y], ...], ...]}]},
/// px.
/// @throws InputError  missing, no JSON, an unknown key, or as check_regions().
[[nodiscard]] std::vector<Region> regions_from_file(const std::filesystem::path& path, cv::Size picture);

/// The parts of a mask as regions, by row, then column of their first pixels. Outlines run along the borders of the
/// pixels, so that region_mask() of all parts together is the mask again. Pixels that touch at a corner alone are of
/// two parts; holes are kept out.
/// @param mask  CV_8U; not 0 in the region.
/// @param name  of a single part; several are numbered: `name_1`, `name_2`, ...
/// @return empty where no pixel is set.
/// @throws InputError  of another type, or more than 256 parts.
[[nodiscard]] std::vector<Region> regions_from_mask(const cv::Mat& mask, const std::string& name);

/// Checks regions that somebody drew.
/// @param where  named in front of what is wrong: the file they come from.
/// @throws InputError  a name that is not 1 to 64 letters, digits, _ and -, or is there twice; a polygon with fewer
/// than three corners, no area, a corner outside the picture, or that crosses itself; more than 100,000 corners.
/// @note A polygon may touch itself or run back along itself, as one does that cuts out a hole by a bridge.
void check_regions(std::span<const Region> regions, cv::Size picture, const std::string& where);

/// The whole picture as one region named `whole`.
[[nodiscard]] Region whole_region(cv::Size picture);

/// The smallest pixel rectangle round a region, widened by a margin and cut to the picture.
[[nodiscard]] cv::Rect bounds(const Region& region, int margin_px, cv::Size picture);

/// 255 where a pixel's centre lies in the region and not in what it keeps out, else 0.
/// @return (roi.height, roi.width) CV_8U.
[[nodiscard]] cv::Mat region_mask(const Region& region, cv::Rect roi);

}  // namespace porevis
