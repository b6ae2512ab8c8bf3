// SPDX-License-Identifier: Apache-2.0
/// Finds pores: compact dark spots over a range of sizes.
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "porevis/options.hpp"
#include "porevis/photo/scale.hpp"
#include "porevis/pores/pore.hpp"
#include "porevis/skin/skin_map.hpp"

namespace porevis {

/// Which spots count as pores.
struct SegmentOptions {
  double min_confidence = 0.6;  ///< smallest probability of being a pore that counts; a change asks for more.
  double min_diameter_mm = 0.08;
  double max_diameter_mm = 0.8;
  bool classical = false;         ///< blob detection instead of the trained network; the three below are its own.
  double min_contrast = 0.05;     ///< peak darkness as photographed.
  double min_significance = 3.7;  ///< blob response / its robust spread over the region's skin.
  double min_roundness = 0.45;    ///< smaller / larger curvature at the centre: 1 round, 0 a line.

  static constexpr auto fields() {
    using O = SegmentOptions;
    return std::tuple{
        field("min_confidence", &O::min_confidence, 0.01, 1, "smallest probability of being a pore"),
        field("min_diameter_mm", &O::min_diameter_mm, 0.02, 2, "smallest pore looked for, mm"),
        field("max_diameter_mm", &O::max_diameter_mm, 0.05, 5, "largest pore looked for, mm"),
        field("classical", &O::classical, "blob detection instead of the trained network"),
        field("min_contrast", &O::min_contrast, 0, 1, "classical: smallest peak darkness as photographed"),
        field("min_significance", &O::min_significance, 0, 100,
              "classical: smallest blob response in units of the skin's own spread"),
        field("min_roundness", &O::min_roundness, 0, 1, "classical: smallest ratio of the curvatures at the centre"),
    };
  }
};

/// A place where a pore seems to be; px of the map.
struct Spot {
  cv::Point2d centre;
  double sigma_px = 0;    ///< of the Gaussian that fits it, as photographed.
  double confidence = 0;  ///< 0..1.
  /// Where it was recognized; `centre` is the darkest place near it. An aperture laid on the darkest place holds more
  /// darkness than the pore's, for it sought the skin's dark texture too; one laid here does not.
  cv::Point2d recognized;
};

/// By row, then column.
[[nodiscard]] bool in_reading_order(const Spot& a, const Spot& b);

/// Finds the pores of a region: what the network recognized, or blobs if the options say so.
/// @return by row, then column.
/// @throws ParameterError  an option is out of its range.
[[nodiscard]] std::vector<Spot> find_spots(const SkinMap& skin, const Scale& scale, const SegmentOptions& options = {});

/// Finds compact, significant, dark blobs by the scale-normalized Laplacian alone: the reference that the network has
/// to beat. It knows neither hair nor freckle.
/// @param darkness    CV_32F.
/// @param measurable  CV_8U of its size.
/// @return by row, then column.
/// @throws ParameterError  an option is out of its range.
/// @see Lindeberg 1998, doi:10.1023/A:1008045108935.
[[nodiscard]] std::vector<Spot> find_blobs(const cv::Mat& darkness, const cv::Mat& measurable, const Scale& scale,
                                           const SegmentOptions& options = {});

/// Measures spots where they are by the Gaussian that fits each under the known blur; neighbours are left out. The
/// fit's answer to a pore-like profile seen through the same blur turns it into size and contrast before the blur. The
/// sizes of a map are read together: each is its posterior mean under a log-normal distribution that all fits tell.
/// Darkness is summed over an aperture, the same on all maps, and the skin around it subtracted; what a Gaussian of the
/// spot's width has beyond is added. A pore less than about
/// 2 px across, or whose fit tells little, has no size: diameter, area, contrast, elongation and orientation are NaN.
/// @param measurable     CV_8U; other pixels take no part.
/// @param blur_sigma_px  the map's blur.
/// @param origin         the map's top-left pixel in the photograph, px.
/// @return one Pore a spot, in their order; darkness may be zero or negative where there is no pore (any more).
[[nodiscard]] std::vector<Pore> measure_spots(const cv::Mat& darkness, const cv::Mat& measurable,
                                              std::span<const Spot> spots, const Scale& scale, double blur_sigma_px,
                                              cv::Point origin);

/// The same spots on several maps of one blur.
/// @param maps    CV_32F, of one size.
/// @param colour  likewise, SkinMap::colour_doubt of each map, told as Pore::colour_mm2; empty where nothing was.
/// @return a table a map.
[[nodiscard]] std::vector<std::vector<Pore>> measure_spots(std::span<const cv::Mat> maps, const cv::Mat& measurable,
                                                           std::span<const Spot> spots, const Scale& scale,
                                                           double blur_sigma_px, cv::Point origin,
                                                           std::span<const cv::Mat> colour = {});

/// Turns what was measured in the picture into what is on the skin: areas and lengths by the surface's patch at each
/// pore; elongation and orientation as if the camera looked square on the skin there. A round pore on turned skin reads
/// round.
void lay_on_skin(std::vector<Pore>& pores, const FaceSurface& surface);

/// Which pore each pixel shows, as photographed: what the network takes for a pore, around the spots found; touching
/// pores are parted.
/// @return CV_32S of the map's size: n for the pore of the spot at n - 1 (Pore::id), 0 for skin.
[[nodiscard]] cv::Mat label_spots(const SkinMap& skin, std::span<const Spot> spots);

/// The pores of a region.
struct Segmentation {
  std::vector<Pore> pores;  ///< by row, then column; empty where there is none.
  cv::Mat labels;           ///< see label_spots().
};

/// Segments the pores of a region.
/// @param blur_sigma_px  the photograph's blur, taken out of sizes and contrast.
/// @note The same result for any number of threads.
[[nodiscard]] Segmentation segment_pores(const SkinMap& skin, const Scale& scale, double blur_sigma_px,
                                         const SegmentOptions& options = {});

}  // namespace porevis
