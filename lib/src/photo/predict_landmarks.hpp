// SPDX-License-Identifier: Apache-2.0
/// The 68 landmarks of a face in a box: dlib's model, helped where the head is turned.
#pragma once

#include <dlib/geometry.h>
#include <dlib/image_processing/shape_predictor.h>

#include <array>
#include <opencv2/core.hpp>

namespace porevis {

using Landmarks = std::array<cv::Point2d, 68>;  ///< as in Face; px of the picture looked at.

[[nodiscard]] inline cv::Point2d place(const dlib::point& p) {
  return {static_cast<double>(p.x()), static_cast<double>(p.y())};
}

/// The box a detector well centred on these landmarks would give; the real one comes in steps of 20 % and off centre.
[[nodiscard]] dlib::rectangle box_of(const dlib::full_object_detection& shape);

/// Landmarks, and whether they are to be believed.
struct PredictedFace {
  /// Of the view from the front, drawn as the landmarks have the head turned, to a face, less what they still move: 0.3
  /// to 2 where they are right, rarely above 0.2 where they are not. -1: no face.
  double likeness = -1;
  Landmarks landmarks{};
};

/// A head that shows both eyes. The model was trained on faces from the front and takes turned ones for less turned
/// than they are; so a turned head is brought to the front with what is known of its pose, and again with what that
/// tells.
/// @param grey  CV_8U.
[[nodiscard]] PredictedFace predict_facing(const dlib::shape_predictor& predictor, const cv::Mat& grey,
                                           const dlib::rectangle& found);

/// A head that may be turned so far that the model, begun from the front, would lay the landmarks on its cheek: begun
/// from several turns, each followed until the landmarks stay where they are.
/// @param grey  CV_8U.
/// @param box   where the detector sees at least that there is a head.
[[nodiscard]] PredictedFace predict_turned(const dlib::shape_predictor& predictor, const cv::Mat& grey,
                                           const dlib::rectangle& box);

}  // namespace porevis
