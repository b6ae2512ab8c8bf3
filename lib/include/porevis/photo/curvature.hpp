// SPDX-License-Identifier: Apache-2.0
/// How the skin of a face turns away from the camera: an average head laid on the 68 landmarks.
#pragma once

#include <opencv2/core.hpp>

#include "porevis/options.hpp"
#include "porevis/photo/face.hpp"

namespace porevis {

/// What is made of the face's curvature.
struct CurvatureOptions {
  bool correct = true;       ///< areas and lengths are those on the skin, not those of its picture.
  double max_tilt_deg = 60;  ///< skin turned farther away from the camera is left out.
  double camera_mm = 1200;   ///< from the camera to the eyes; what is nearer is larger in the picture.

  static constexpr auto fields() {
    using O = CurvatureOptions;
    return std::tuple{
        field("correct", &O::correct, "areas and lengths are those on the skin, not those of its picture"),
        field("max_tilt_deg", &O::max_tilt_deg, 10, 80,
              "skin turned farther away from the camera is left out, degrees"),
        field("camera_mm", &O::camera_mm, 200, 20000, "distance of the camera from the eyes, mm"),
    };
  }
};

/// The skin of a face as the camera sees it, on a coarse grid; the default turns nowhere.
struct FaceSurface {
  /// CV_32FC3; unit vectors square to the skin: to the picture's right, down, and towards the camera, whose component
  /// is the cosine of the tilt. 0 where there is no face.
  cv::Mat normal;
  cv::Mat distance;    ///< CV_32F; from the camera / that of the eyes, to which the scale refers.
  cv::Point2d origin;  ///< where the first cell's centre lies in the photograph, px.
  double step_px = 1;  ///< side of a cell.
  double eyes_px = 0;  ///< distance of the eyes, as if the head faced the camera.

  [[nodiscard]] bool empty() const { return normal.empty(); }
};

/// Skin round a point of a photograph against its picture, in units of px at the eyes' distance.
struct SkinPatch {
  cv::Matx22d skin_from_picture = cv::Matx22d::eye();  ///< lays lengths in the picture flat on the skin.

  /// Area on the skin / area in the picture.
  [[nodiscard]] double area_factor() const { return cv::determinant(skin_from_picture); }
};

/// Lays an average head on a face: turned, moved, enlarged, and stretched a little in width, height and depth, so that
/// its landmarks fall on those found (least squares, outliers weighing less, stretches held near 1).
/// @note Heads differ from the average: on heads of other shapes the area of a region comes out right to a few percent.
[[nodiscard]] FaceSurface fit_surface(const Face& face, const CurvatureOptions& options = {});

/// The patch at a point, px of the photograph; the identity where the surface is empty or has no face there.
[[nodiscard]] SkinPatch patch_at(const FaceSurface& surface, cv::Point2d place);

/// Cosine of the tilt of each pixel of a part of the photograph: 1 faces the camera; 0 where there is no face.
/// @return CV_32F of the roi's size; all 1 where the surface is empty.
[[nodiscard]] cv::Mat facing(const FaceSurface& surface, cv::Rect roi);

/// Area on the skin / area in the picture for each pixel.
/// @return CV_32F of the roi's size; all 1 where the surface is empty.
[[nodiscard]] cv::Mat area_factor(const FaceSurface& surface, cv::Rect roi);

}  // namespace porevis
