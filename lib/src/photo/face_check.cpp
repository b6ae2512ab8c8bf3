// SPDX-License-Identifier: Apache-2.0
#include "photo/face_check.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <vector>

#include "photo/landmarks.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/pose.hpp"
#include "porevis/photo/region.hpp"

namespace porevis {
namespace {

constexpr const char* kOrRegions = ", or give regions with --regions FILE";

/// The logarithms of a part's colour ratios, which a change of exposure leaves and a white balance shifts alike.
struct Tint {
  double red = 0;   ///< of red over green
  double blue = 0;  ///< of blue over green
};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

template <class Work>
void for_each_pixel(const cv::Mat& mask, const Work& work) {
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      if (mask.at<std::uint8_t>(y, x) != 0) work(cv::Point(x, y));
    }
  }
}

/// The skin and lips of a face, small.
class Looks {
 public:
  Looks(const SmallPicture& small, const Face& face) : picture_(photo_from_pixels(small.rgb)), face_(face) {
    for (cv::Point2d& p : face_.landmarks) p = small.from_photo(p);
    regions_ = regions_from_face(face_, picture_.pixels.size());
  }

  /// How much light differs from its surroundings of 1.5 mm, as a share of it: the median over a region, and over
  /// regions.
  [[nodiscard]] double detail() const {
    constexpr double kFinestPx = 0.6, kWidestMm = 1.5, kBlack = 1e-4;
    const double widest_px = std::max(1.5, kWidestMm * fit_head(face_).px_per_mm);
    std::vector<double> details;
    for (const Region& region : regions_) {
      const cv::Rect roi = bounds(region, cvCeil(3 * widest_px), picture_.pixels.size());
      cv::Mat light, fine, wide;
      cv::extractChannel(linear_light(picture_, roi), light, 1);
      cv::log(light + kBlack, light);
      cv::GaussianBlur(light, fine, {}, kFinestPx);
      cv::GaussianBlur(light, wide, {}, widest_px);
      std::vector<double> differences;
      for_each_pixel(region_mask(region, roi),
                     [&](cv::Point p) { differences.push_back(std::abs(fine.at<float>(p) - wide.at<float>(p))); });
      details.push_back(median(std::move(differences)));
    }
    return median(std::move(details));
  }

  [[nodiscard]] Tint lips() const {
    const auto& p = face_.landmarks;
    return tint({"lips", {p.begin() + 48, p.begin() + 60}, {{p.begin() + 60, p.end()}}});
  }

  /// A picture of greys, whatever it was before: checked later, with the skin.
  [[nodiscard]] bool colourless() const {
    constexpr double kGrey = 1e-3;
    return std::ranges::all_of(regions_, [this](const Region& region) {
      const Tint skin = tint(region);
      return std::abs(skin.red) < kGrey && std::abs(skin.blue) < kGrey;
    });
  }

  /// Nearest to the lips of all regions, so that a mask over the mouth covers it too.
  [[nodiscard]] Tint chin() const {
    const auto found = std::ranges::find(regions_, "chin", &Region::name);
    return found == regions_.end() ? Tint{} : tint(*found);
  }

  /// How much darker lashes, lid or iris are than the middle of an eye's surroundings, as a share of it: the lesser of
  /// the two eyes, or the near one of a head turned so far that its nose may hide the other. 1 where an eye lies
  /// outside the picture.
  [[nodiscard]] double eyes(double yaw_deg) const {
    constexpr double kHiddenDeg = 28;
    constexpr double kWider = 1.2, kHigher = 1.6;  // lashes and lids round the landmarks
    double least = 1;
    for (const std::size_t first : {36U, 42U}) {
      if (std::abs(yaw_deg) > kHiddenDeg && (first == 36) != (yaw_deg > 0)) continue;
      const auto begin = face_.landmarks.begin() + static_cast<std::ptrdiff_t>(first);
      Region eye{.name = "eye", .outline = {begin, begin + 6}, .keep_out = {}};
      const cv::Point2d middle = centre(face_, static_cast<int>(first), static_cast<int>(first) + 5);
      for (cv::Point2d& p : eye.outline) {
        p = middle + cv::Point2d(kWider * (p.x - middle.x), kHigher * (p.y - middle.y));
      }
      const cv::Rect roi = bounds(eye, 0, picture_.pixels.size());
      const cv::Rect2d frame({}, cv::Size2d(picture_.pixels.size()));
      if (!std::ranges::all_of(eye.outline, [&](const cv::Point2d& p) { return frame.contains(p); })) continue;
      const cv::Mat light = linear_light(picture_, roi);
      std::vector<double> green;
      for_each_pixel(region_mask(eye, roi), [&](cv::Point at) { green.push_back(light.at<cv::Vec3f>(at)[1]); });
      if (green.empty()) continue;
      std::ranges::sort(green);
      least = std::min(least, 1 - green[green.size() / 10] / std::max(green[green.size() / 2], 1e-4));
    }
    return least;
  }

 private:
  [[nodiscard]] Tint tint(const Region& region) const {
    constexpr float kBlack = 2e-4F;
    const cv::Rect roi = bounds(region, 0, picture_.pixels.size());
    if (roi.empty()) return {};
    const cv::Mat light = linear_light(picture_, roi);
    std::vector<double> red, blue;
    for_each_pixel(region_mask(region, roi), [&](cv::Point at) {
      const cv::Vec3f p = light.at<cv::Vec3f>(at) + cv::Vec3f::all(kBlack);
      red.push_back(std::log(p[0] / p[1]));
      blue.push_back(std::log(p[2] / p[1]));
    });
    return {median(std::move(red)), median(std::move(blue))};
  }

  Photo picture_;
  Face face_;
  std::vector<Region> regions_;
};

void check_view(const std::string& view) {
  if (view.empty() || view == "front" || view == "left" || view == "right") return;
  throw ParameterError("view = " + view +
                       " is none: give front, left or right (the subject's side towards the camera)");
}

/// Whether a face turned by so much can be the view: wide limits, for people differ.
bool can_be(const std::string& view, double yaw_deg) {
  constexpr double kOtherSideDeg = 10, kFrontDeg = 35;
  return view == "front" ? std::abs(yaw_deg) < kFrontDeg : (view == "left" ? -yaw_deg : yaw_deg) > -kOtherSideDeg;
}

}  // namespace

SmallPicture shrink(const cv::Mat& pixels, int longer_side_px) {
  const double factor = std::min(1.0, static_cast<double>(longer_side_px) / std::max(pixels.cols, pixels.rows));
  const cv::Size size(std::max(1, cvRound(factor * pixels.cols)), std::max(1, cvRound(factor * pixels.rows)));
  // By a whole number first: several times faster. What does not fill a block at the right and lower edge is left out.
  const int block = std::max(1, static_cast<int>(1 / factor));
  const cv::Rect blocks(0, 0, std::max(1, pixels.cols / block) * block, std::max(1, pixels.rows / block) * block);
  const cv::Mat whole = pixels(blocks & cv::Rect({}, pixels.size()));
  SmallPicture small{
      .rgb = {},
      .shrink = {static_cast<double>(whole.cols) / size.width, static_cast<double>(whole.rows) / size.height}};
  cv::resize(whole, small.rgb, {std::max(1, whole.cols / block), std::max(1, whole.rows / block)}, 0, 0,
             cv::INTER_AREA);
  if (small.rgb.size() != size) cv::resize(small.rgb, small.rgb, size, 0, 0, cv::INTER_AREA);
  return small;
}

bool lies_like_a_head(const HeadFit& fit) {
  constexpr double kMostResidual = 0.2;  // faces reach 0.1
  return fit.residual < kMostResidual;
}

Face check_face(const Photo& photo, const SmallPicture& small, Face face, const FaceOptions& options) {
  check_view(options.view);
  check_view(face.view);
  const auto refuse = [&photo](const std::string& what) { throw InputError(photo.file + ": " + what); };
  if (!lies_like_a_head(fit_head(face))) {
    refuse("the landmarks do not lie as those of a face; check their order and the picture they belong to");
  }

  // Turned how far, and which way.
  if (!options.view.empty()) face.view = options.view;
  const HeadPose pose = head_pose(face);
  const long yaw = std::lround(pose.yaw_deg);
  if (std::abs(pose.yaw_deg) > options.max_yaw_deg) {
    refuse("the head is turned by " + std::to_string(std::abs(yaw)) +
           " degrees; photograph it from the front or turned less" + kOrRegions);
  }
  if (!can_be(pose.view, pose.yaw_deg)) {
    refuse("given as the " + pose.view + " view, but the nose points " + std::to_string(std::abs(yaw)) +
           " degrees to the picture's " + (yaw < 0 ? "left" : "right") +
           "; correct the view, or the picture is mirrored");
  }
  face.view = pose.view;

  // Living skin: never even, and its lips of another tint.
  constexpr double kLeastDetail =
      0.003;                           // skin, smoothed by a camera or enlarged, has 0.012 or more; drawings to 0.002
  constexpr double kLeastTint = 0.03;  // lips differ by 0.25 and more; stone and cloth by 0.01
  constexpr double kLeastEye = 0.3;    // eyes, closed or open, have 0.65 and more; skin taken for one to 0.15
  const Looks looks(small, face);
  if (looks.detail() < kLeastDetail) {
    refuse(
        std::string("even areas without skin's detail: a drawing or a retouched picture; give the photograph as it was "
                    "taken") +
        kOrRegions);
  }
  if (looks.eyes(pose.yaw_deg) < kLeastEye) {
    refuse(
        std::string("no eye where a face would have one: the head is turned too far, or an eye is covered; photograph "
                    "it from the front or turned less") +
        kOrRegions);
  }
  const Tint lips = looks.lips(), chin = looks.chin();
  if (std::abs(lips.red - chin.red) < kLeastTint && std::abs(lips.blue - chin.blue) < kLeastTint &&
      !looks.colourless()) {
    refuse(std::string("the lips are of the colour around them: a covered mouth or a statue; uncover the face") +
           kOrRegions);
  }
  return face;
}

void check_whole(const Photo& photo, const Face& face) {
  struct Part {
    const char* name;
    cv::Vec3d place_mm;  // of its middle on the average head
  };
  const HeadFit fit = fit_head(face);
  const cv::Rect2d frame({}, cv::Size2d(photo.pixels.size()));
  for (const Part& part : {Part{"chin", {0, 66, 28}}, Part{"forehead", {0, -72, 20}}, Part{"cheek", {50, 5, 38}},
                           Part{"cheek", {-50, 5, 38}}}) {
    if (frame.contains(fit.to_picture(part.place_mm))) continue;
    throw InputError(photo.file + ": the " + part.name +
                     " is cut off by the picture's edge; photograph the whole face" + kOrRegions);
  }
}

}  // namespace porevis
