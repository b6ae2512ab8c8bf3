// SPDX-License-Identifier: Apache-2.0
/// How large a millimetre of skin is in a photograph, and how well that is known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "porevis/options.hpp"
#include "porevis/photo/chart.hpp"
#include "porevis/photo/device.hpp"
#include "porevis/photo/face.hpp"
#include "porevis/photo/marker.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/photo/ruler.hpp"

namespace porevis {

/// Pixels per millimetre on the skin.
struct Scale {
  double px_per_mm = 0;             ///< > 0.
  double relative_uncertainty = 0;  ///< one standard deviation / value; 0 where it was given as certain.
  std::string source;  ///< `given`, `two points`, `marker`, `ticks`, `chart`, `device`, `eye distance of the subject`,
                       ///< `file`, `eye distance`, `iris`, `eye distance and iris`; `alignment` in a comparison.
  double reading_uncertainty = 0;    ///< the part of relative_uncertainty that comes from reading this photograph; the
                                     ///< rest is shared by all photographs of one subject, sticker or stand.
  std::vector<Scale> others{};       ///< what the other sources at hand say.
  std::vector<std::string> notes{};  ///< what to mind; one line each.

  [[nodiscard]] double px(double mm) const { return mm * px_per_mm; }
  [[nodiscard]] double mm(double px) const { return px / px_per_mm; }
};

/// The sources of the scale beside MeasureOptions::px_per_mm.
struct ScaleOptions {
  double given_uncertainty = 0;        ///< of px_per_mm as given; one standard deviation / value.
  double subject_eye_distance_mm = 0;  ///< of this subject, as measured; 0: not known.
  double subject_eye_distance_uncertainty_mm = 1;
  double eye_distance_mm = 62;             ///< of the population, between the centres of the eyes.
  double eye_distance_uncertainty = 0.06;  ///< one standard deviation between adults / eye_distance_mm.
  double iris_mm = 11.7;                   ///< of the population, the visible iris's width.
  double iris_uncertainty = 0.043;         ///< one standard deviation between adults / iris_mm.
  double file_uncertainty = 0.05;          ///< of the pixel spacing that a file tells, relative.
  RulerOptions ruler;
  RulerOptions ticks;
  MarkerOptions marker;
  ChartOptions chart;
  DeviceProfile device;

  static constexpr auto fields() {
    using O = ScaleOptions;
    return std::tuple{
        field("given_uncertainty", &O::given_uncertainty, 0, 0.5, "standard deviation of px_per_mm as a share of it"),
        field("subject_eye_distance_mm", &O::subject_eye_distance_mm, 0, 90,
              "this subject's distance between the centres of the eyes, mm; 0: not known"),
        field("subject_eye_distance_uncertainty_mm", &O::subject_eye_distance_uncertainty_mm, 0, 20,
              "its standard deviation, mm"),
        field("eye_distance_mm", &O::eye_distance_mm, 30, 90,
              "the population's distance between the centres of the eyes, mm"),
        field("eye_distance_uncertainty", &O::eye_distance_uncertainty, 0, 0.5,
              "its standard deviation as a share of it"),
        field("iris_mm", &O::iris_mm, 5, 20, "the population's visible width of the iris, mm"),
        field("iris_uncertainty", &O::iris_uncertainty, 0, 0.5, "its standard deviation as a share of it"),
        field("file_uncertainty", &O::file_uncertainty, 0, 0.5,
              "standard deviation of the pixel spacing that the file tells, as a share of it"),
        field("ruler", &O::ruler, "two points and the length between them"),
        field("ticks", &O::ticks, "a line across the ticks of a ruler and the length from tick to tick"),
        field("marker", &O::marker, "stickers of known size"),
        field("chart", &O::chart, "a colour chart of 24 patches"),
        field("device", &O::device, "camera, lens and distance"),
    };
  }
};

/// Only a face can tell the scale, or it is asked for this subject's eye distance.
/// @param px_per_mm  as given; 0: not given.
[[nodiscard]] bool scale_needs_face(const Photo& photo, double px_per_mm, const ScaleOptions& options);

/// The scale of a photograph: of the sources asked for the one with the smallest uncertainty; if none is, the best of
/// what the file tells and the face shows. The others are held against it.
/// @param face       none where it was not looked for.
/// @param px_per_mm  as given; 0: not given.
/// @throws InputError      a source asked for is not found or cannot be, two of them disagree by more than 2.5 of their
///                         combined standard deviations, or there is no source at all.
/// @throws ParameterError  an option is out of its range.
/// @note Eyes, cheeks and nose are not equally far from the camera: at arm's length scales differ between them by some
///       percent, which is not modelled.
[[nodiscard]] Scale find_scale(const Photo& photo, const std::optional<Face>& face, double px_per_mm,
                               const ScaleOptions& options = {});

/// A scale the user gives.
/// @throws ParameterError  px_per_mm is not within 1 to 500.
[[nodiscard]] Scale scale_given(double px_per_mm, double relative_uncertainty = 0);

/// The scale from the distance of the eyes, closed or open (centres of each eye's six landmarks).
/// @param pose  how far the head is turned: it shortens the distance; NaN: taken as face on.
[[nodiscard]] Scale scale_from_face(const Face& face, const ScaleOptions& options = {}, const HeadPose& pose = {});

/// What two photographs' own scales and their alignment say of each other, where they disagree by more than 2.5
/// standard deviations: one line; empty where they agree.
/// @param magnification  lengths after / lengths before, as the skin was aligned.
[[nodiscard]] std::string scale_disagreement(const Scale& before, const Scale& after, double magnification);

}  // namespace porevis
