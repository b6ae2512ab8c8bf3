// SPDX-License-Identifier: Apache-2.0
/// Where the face is: dlib's frontal detector and its 68-point predictor.
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
};

/// Where to find the landmark model and how large a photograph is searched.
struct FaceOptions {
  std::filesystem::path model;  ///< shape_predictor_68_face_landmarks.dat; empty: POREVIS_FACE_MODEL, then the usual
                                ///< data folders.
  int search_px = 800;          ///< the photograph's longer side is shrunk to this before the search, px.

  static constexpr auto fields() {
    return std::tuple{
        field("model", &FaceOptions::model, "file of the 68-point landmark model; empty: the usual data folders"),
        field("search_px", &FaceOptions::search_px, 200, 4000, "longer side of the photograph as searched, px"),
    };
  }
};

/// Finds the one face of a photograph. The model is loaded once a process.
/// @throws InputError  no face, more than one face, or no model: names the photograph and the mend.
[[nodiscard]] Face find_face(const Photo& photo, const FaceOptions& options = {});

/// Starts loading the landmark model in the background, so that it is there when find_face() asks for it.
void preload_face_model(const FaceOptions& options = {});

}  // namespace porevis
