// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/scale.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include "photo/landmarks.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/iris.hpp"

namespace porevis {
namespace {

constexpr double kLeast = 1, kMost = 500;  // px/mm
constexpr double kDisagree = 2.5;          // combined standard deviations

bool possible(double px_per_mm) { return px_per_mm >= kLeast && px_per_mm <= kMost; }  // false for NaN

/// What the sources read from.
struct Evidence {
  const Photo& photo;
  const Face* face;  // none where it was not looked for
  double px_per_mm;  // as given; 0: not given
  const ScaleOptions& options;

  [[nodiscard]] HeadPose pose() const { return head_pose(*face); }
};

/// A source gives a scale, or none where it was not asked for or is not at hand.
using Source = std::optional<Scale> (*)(const Evidence&);

/// A length seen and known.
Scale scale_of(LengthPx seen, double mm, double uncertainty_mm, const char* source) {
  const double reading = seen.uncertainty_px / seen.px;
  return {.px_per_mm = seen.px / mm,
          .relative_uncertainty = std::hypot(reading, uncertainty_mm / mm),
          .source = source,
          .reading_uncertainty = reading};
}

std::optional<Scale> given(const Evidence& evidence) {
  if (evidence.px_per_mm == 0) return std::nullopt;
  return scale_given(evidence.px_per_mm, evidence.options.given_uncertainty);
}

std::optional<Scale> two_points(const Evidence& evidence) {
  const RulerOptions& ruler = evidence.options.ruler;
  if (!ruler.given()) return std::nullopt;
  return scale_of(distance_of_points(evidence.photo, ruler), ruler.length_mm, ruler.length_uncertainty_mm,
                  "two points");
}

std::optional<Scale> ticks(const Evidence& evidence) {
  const RulerOptions& ruler = evidence.options.ticks;
  if (!ruler.given()) return std::nullopt;
  return scale_of(period_of_ticks(evidence.photo, ruler), ruler.length_mm, ruler.length_uncertainty_mm, "ticks");
}

/// Mean of all markers; their scatter tells of unlike distances and of stickers that are not flat.
std::optional<Scale> marker(const Evidence& evidence) {
  const MarkerOptions& options = evidence.options.marker;
  if (options.side_mm == 0) return std::nullopt;
  const std::vector<Marker> markers = find_markers(evidence.photo, options);
  if (markers.empty()) {
    throw InputError(evidence.photo.file + ": no marker of the dictionary " + options.dictionary +
                     " is found; it must be sharp, whole and flat with a white margin, of the dictionary given");
  }
  const auto count = static_cast<double>(markers.size());
  double mean = 0, uncertainty = 0, scatter = 0;
  for (const Marker& m : markers) {
    mean += m.px_per_mm / count;
    uncertainty = std::hypot(uncertainty, m.relative_uncertainty / count);
  }
  for (const Marker& m : markers) scatter = std::hypot(scatter, (m.px_per_mm / mean - 1) / std::sqrt(count));
  return scale_of(
      {.px = mean * options.side_mm, .uncertainty_px = std::hypot(uncertainty, scatter) * mean * options.side_mm},
      options.side_mm, options.side_uncertainty_mm, "marker");
}

std::optional<Scale> chart(const Evidence& evidence) {
  const ChartOptions& options = evidence.options.chart;
  if (options.pitch_mm == 0) return std::nullopt;
  const ColourChart found = find_chart(evidence.photo, options);
  return scale_of({.px = found.pitch_px, .uncertainty_px = found.relative_uncertainty * found.pitch_px},
                  options.pitch_mm, options.pitch_uncertainty_mm, "chart");
}

std::optional<Scale> device(const Evidence& evidence) {
  const DeviceProfile& profile = evidence.options.device;
  if (!profile.given()) return std::nullopt;
  const DeviceScale found = scale_of_device(profile, evidence.photo);
  const double distance = profile.distance_uncertainty_mm / (profile.distance_mm - profile.focal_length_mm);
  return Scale{.px_per_mm = found.px_per_mm,
               .relative_uncertainty = found.relative_uncertainty,
               .source = "device",
               .reading_uncertainty = distance};
}

/// The distance of the eyes as it would be seen face on.
LengthPx eyes_apart(const Face& face, const HeadPose& pose) {
  constexpr double kLandmarks = 0.015;              // of finding the eyes, relative
  constexpr double kPose = 5 * CV_PI / 180;         // of the head's yaw
  constexpr double kMostTurned = 75 * CV_PI / 180;  // beyond which nothing is told
  const double seen_px = cv::norm(left_eye(face) - right_eye(face));
  if (!(seen_px > 0)) throw InputError("face: its eyes lie on each other; give the scale with --px-per-mm");
  const double yaw = std::isnan(pose.yaw_deg) ? 0 : std::min(std::abs(pose.yaw_deg) * CV_PI / 180, kMostTurned);
  const double px = seen_px / std::cos(yaw);
  return {.px = px, .uncertainty_px = px * std::hypot(kLandmarks, std::tan(yaw) * kPose + kPose * kPose / 2)};
}

std::optional<Scale> eyes_of_subject(const Evidence& evidence) {
  const ScaleOptions& options = evidence.options;
  if (options.subject_eye_distance_mm == 0) return std::nullopt;
  if (!evidence.face) {
    throw InputError(evidence.photo.file +
                     ": the eye distance is given, but no face is looked for where the whole picture is skin; give the "
                     "scale another way");
  }
  return scale_of(eyes_apart(*evidence.face, evidence.pose()), options.subject_eye_distance_mm,
                  options.subject_eye_distance_uncertainty_mm, "eye distance of the subject");
}

std::optional<Scale> file(const Evidence& evidence) {
  const double px_per_mm = evidence.photo.origin.px_per_mm;
  if (!possible(px_per_mm)) return std::nullopt;
  return Scale{.px_per_mm = px_per_mm,
               .relative_uncertainty = evidence.options.file_uncertainty,
               .source = "file",
               .reading_uncertainty = evidence.options.file_uncertainty};
}

std::optional<Scale> eyes(const Evidence& evidence) {
  if (!evidence.face) return std::nullopt;
  const Scale scale = scale_from_face(*evidence.face, evidence.options, evidence.pose());
  if (scale.px_per_mm < kLeast) {
    throw InputError(evidence.photo.file +
                     ": its face is shown at less than 1 px/mm, too small to show skin; give the original photograph");
  }
  return scale;
}

/// Mean of both irises, if both are told alike.
std::optional<Scale> iris(const Evidence& evidence) {
  if (!evidence.face) return std::nullopt;
  const std::vector<Iris> irises = find_irises(evidence.photo, *evidence.face);
  if (irises.size() < 2) return std::nullopt;
  constexpr double kUnlike = 0.08;
  const double unlike = std::log(irises[0].radius_px / irises[1].radius_px);
  if (std::abs(unlike) > kUnlike) return std::nullopt;
  const double width_px = irises[0].radius_px + irises[1].radius_px;
  const double mm = evidence.options.iris_mm;
  return scale_of({.px = width_px, .uncertainty_px = std::hypot(irises[0].relative_uncertainty, unlike / 2) * width_px},
                  mm, evidence.options.iris_uncertainty * mm, "iris");
}

bool disagree(const Scale& a, const Scale& b) {
  return std::abs(std::log(a.px_per_mm / b.px_per_mm)) >
         kDisagree * std::hypot(a.relative_uncertainty, b.relative_uncertainty);
}

/// "20.1 px/mm +- 0.3 % (marker)"
std::string told(const Scale& scale) {
  std::ostringstream text;
  text.precision(4);
  text << scale.px_per_mm << " px/mm +- ";
  text.precision(2);
  text << 100 * scale.relative_uncertainty << " % (" << scale.source << ")";
  return text.str();
}

/// Distance of the eyes and iris together, weighted by their variances; of unlike ones the eye distance alone.
std::optional<Scale> eyes_and_iris(const std::optional<Scale>& eyes, const std::optional<Scale>& iris) {
  if (!eyes || !iris || disagree(*eyes, *iris)) return std::nullopt;
  const auto inverse = [](const Scale& s) {
    return 1 / std::max(1e-12, s.relative_uncertainty * s.relative_uncertainty);
  };
  const double all = inverse(*eyes) + inverse(*iris), share = inverse(*eyes) / all;
  return Scale{
      .px_per_mm = std::exp(share * std::log(eyes->px_per_mm) + (1 - share) * std::log(iris->px_per_mm)),
      .relative_uncertainty = 1 / std::sqrt(all),
      .source = "eye distance and iris",
      .reading_uncertainty = std::hypot(share * eyes->reading_uncertainty, (1 - share) * iris->reading_uncertainty)};
}

constexpr Source kAskedFor[] = {given, two_points, ticks, marker, chart, device, eyes_of_subject};

/// What the file and the face tell by themselves.
std::vector<Scale> at_hand(const Evidence& evidence) {
  const std::optional<Scale> by_eyes = eyes(evidence), by_iris = iris(evidence);
  std::vector<Scale> found;
  for (const auto& scale : {eyes_and_iris(by_eyes, by_iris), file(evidence), by_eyes, by_iris}) {
    if (scale && possible(scale->px_per_mm)) found.push_back(*scale);
  }
  return found;
}

}  // namespace

bool scale_needs_face(const Photo& photo, double px_per_mm, const ScaleOptions& options) {
  return options.subject_eye_distance_mm != 0 ||
         !(px_per_mm != 0 || options.ruler.given() || options.ticks.given() || options.marker.side_mm != 0 ||
           options.chart.pitch_mm != 0 || options.device.given() || possible(photo.origin.px_per_mm));
}

Scale find_scale(const Photo& photo, const std::optional<Face>& face, double px_per_mm, const ScaleOptions& options) {
  check(options);
  const Evidence evidence{photo, face ? &*face : nullptr, px_per_mm, options};
  std::vector<Scale> asked;
  for (const Source source : kAskedFor) {
    const auto scale = source(evidence);
    if (!scale) continue;
    if (!possible(scale->px_per_mm)) {
      throw InputError(photo.file + ": its scale would be " + told(*scale) +
                       "; possible are 1 to 500 px/mm, so check the lengths given (in mm)");
    }
    for (const Scale& other : asked) {
      if (disagree(other, *scale)) {
        throw InputError(photo.file + ": two scales disagree: " + told(other) + " and " + told(*scale) +
                         "; correct or leave out one of them");
      }
    }
    asked.push_back(*scale);
  }
  const std::vector<Scale> shown = at_hand(evidence);
  std::vector<Scale> all = asked;
  all.insert(all.end(), shown.begin(), shown.end());
  if (all.empty()) {
    throw InputError(photo.file + ": nothing tells its scale; give --px-per-mm, --ruler, --marker-mm or --device");
  }
  const auto end = asked.empty() ? all.end() : all.begin() + static_cast<std::ptrdiff_t>(asked.size());
  const auto best = std::min_element(
      all.begin(), end, [](const Scale& a, const Scale& b) { return a.relative_uncertainty < b.relative_uncertainty; });
  Scale scale = *best;
  all.erase(best);
  for (const Scale& other : all) {
    if (disagree(scale, other)) {
      scale.notes.push_back("the scale is " + told(scale) + ", though another source says " + told(other));
    }
  }
  if (!std::isnan(photo.origin.px_per_mm) && !possible(photo.origin.px_per_mm)) {
    scale.notes.emplace_back("the file's own pixel spacing is not possible on skin and is left out");
  }
  scale.others = std::move(all);
  return scale;
}

Scale scale_given(double px_per_mm, double relative_uncertainty) {
  if (!possible(px_per_mm)) {
    std::ostringstream message;
    message << "px_per_mm = " << px_per_mm << " is out of range: give 1 to 500 (pixels per millimetre of skin)";
    throw ParameterError(message.str());
  }
  return {.px_per_mm = px_per_mm,
          .relative_uncertainty = relative_uncertainty,
          .source = "given",
          .reading_uncertainty = relative_uncertainty};
}

Scale scale_from_face(const Face& face, const ScaleOptions& options, const HeadPose& pose) {
  check(options);
  return scale_of(eyes_apart(face, pose), options.eye_distance_mm,
                  options.eye_distance_uncertainty * options.eye_distance_mm, "eye distance");
}

std::string scale_disagreement(const Scale& before, const Scale& after, double magnification) {
  constexpr double kAlignment = 0.005;  // skin stretches, and the head comes nearer with some parts than with others
  const bool shared = before.source == after.source;  // what the source itself is off by cancels
  const double uncertainty = std::hypot(shared ? before.reading_uncertainty : before.relative_uncertainty,
                                        shared ? after.reading_uncertainty : after.relative_uncertainty, kAlignment);
  const double ratio = after.px_per_mm / before.px_per_mm;
  if (std::abs(std::log(ratio / magnification)) <= kDisagree * uncertainty) return {};
  std::ostringstream text;
  text.precision(4);
  text << "the scales of the photographs disagree: before " << told(before) << ", after " << told(after)
       << ", after / before " << ratio << ", but the skin is aligned at " << magnification
       << "; check stickers, rulers and distances";
  return text.str();
}

}  // namespace porevis
