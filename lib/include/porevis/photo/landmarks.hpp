// SPDX-License-Identifier: Apache-2.0
/// Landmarks that another program found, or a person set.
#pragma once

#include <array>
#include <filesystem>
#include <opencv2/core.hpp>
#include <span>

#include "porevis/photo/face.hpp"

namespace porevis {

/// A face from landmarks.
/// @param points  68 (iBUG 300-W) or 468 or 478 (MediaPipe's face mesh), px of the photograph.
/// @throws InputError  another number of points, or points that are not finite.
[[nodiscard]] Face face_from_landmarks(std::span<const cv::Point2d> points);

/// Reads the landmarks of one face.
///
/// - iBUG .pts: `version: 1`, `n_points: 68`, `{`, a pair of numbers a line, `}`; the first pixel is (1, 1).
/// - JSON: a list of 68, 468 or 478 points, or that list within a list of one face, or either under one of the keys
///   `landmarks`, `face_landmarks`, `faceLandmarks`, `points`. A point is [x, y], [x, y, z] or {"x", "y", ...}: px,
///   where (0, 0) is the centre of the first pixel, or, if none is beyond -0.5 to 1.5, shares of width and height as
///   MediaPipe writes them.
///
/// @param picture  size of the photograph, px.
/// @throws InputError  missing, of another format, another number of points, several faces, outside the picture.
[[nodiscard]] Face read_landmarks(const std::filesystem::path& path, cv::Size picture);

}  // namespace porevis
