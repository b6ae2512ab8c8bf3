// SPDX-License-Identifier: Apache-2.0
/// Where the face is: dlib's frontal detector and its 68-point predictor, or landmarks from elsewhere.
#pragma once

#include <array>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>

#include "porevis/options.hpp"
#include "porevis/photo/photo.hpp"

namespace porevis {

/// A face and its 68 landmarks in the order of iBUG 300-W (Sagonas et al. 2016, doi:10.1016/j.imavis.2016.01.002).
struct Face {
  cv::Rect2d box;                         ///< px of the photograph.
  std::array<cv::Point2d, 68> landmarks;  ///< px of the photograph; left and right as the viewer sees them.
  /// Which side of the face is towards the camera, the subject's own: `front`, `left` or `right`. In a left view the
  /// nose points to the picture's left, as long as the picture is not mirrored. Empty: to be told from the pose.
  std::string view{};
};

/// Where to find the landmark model, how large a photograph is searched, and what view it is.
struct FaceOptions {
  std::filesystem::path model{};  ///< shape_predictor_68_face_landmarks.dat; empty: POREVIS_FACE_MODEL, then the usual
                                  ///< data folders.
  int search_px = 800;            ///< the photograph's longer side is shrunk to this before the search, px.
  std::string view{};             ///< `front`, `left` or `right`, see Face::view; empty: told from the pose.
  double max_yaw_deg = 60;        ///< a head turned further is refused: one eye and half of the mouth are out of sight.

  static constexpr auto fields() {
    return std::tuple{
        field("model", &FaceOptions::model, "file of the 68-point landmark model; empty: the usual data folders"),
        field("search_px", &FaceOptions::search_px, 200, 4000, "longer side of the photograph as searched, px"),
        field("view", &FaceOptions::view,
              "front, left or right (the subject's side towards the camera); empty: told "
              "from the pose"),
        field("max_yaw_deg", &FaceOptions::max_yaw_deg, 10, 75, "furthest turn of the head to a side, degrees"),
    };
  }
};

/// Finds the one face of a photograph and checks it as check_face() does. The model is loaded once a process.
/// @throws InputError  no face, more than one face, or no model: names the photograph and the mend.
[[nodiscard]] Face find_face(const Photo& photo, const FaceOptions& options = {});

/// Checks that a face can be measured, and names its view where it has none.
/// @return the face with its view.
/// @throws InputError      it is turned too far; its mouth is covered; it is of stone, or drawn; its landmarks do not
/// lie as
///                         a face's do; it shows another side than the view given.
/// @throws ParameterError  an option is out of its range, or the view is none of the three.
[[nodiscard]] Face check_face(const Photo& photo, Face face, const FaceOptions& options = {});

/// Checks that the face lies whole in the photograph, as its regions need it to.
/// @throws InputError  forehead, chin or a cheek is cut off by the picture's edge.
void check_whole(const Photo& photo, const Face& face);

/// Starts loading the landmark model in the background, so that it is there when find_face() asks for it.
void preload_face_model(const FaceOptions& options = {});

}  // namespace porevis
