// SPDX-License-Identifier: Apache-2.0
/// dlib's face detector and 68-point landmark model, loaded once a process.
#pragma once

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_processing/shape_predictor.h>

#include <filesystem>
#include <memory>
#include <string>

namespace porevis {

/// Where the landmark model is: the path given, else POREVIS_FACE_MODEL, else the usual data folders; empty where none
/// has it.
[[nodiscard]] std::filesystem::path face_model_path(const std::filesystem::path& given);

/// Starts loading the detector and the model of a path in the background, once a process.
void start_face_model(const std::filesystem::path& path);

/// The model of a path; waits until it is loaded.
/// @throws InputError  the file is missing or no such model.
[[nodiscard]] std::shared_ptr<const dlib::shape_predictor> face_model(const std::filesystem::path& path);

/// A detector of one's own: a search changes it.
[[nodiscard]] dlib::frontal_face_detector face_detector();

}  // namespace porevis
