// SPDX-License-Identifier: Apache-2.0
#include "porevis/overlay.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

namespace porevis {
namespace {

// Lightness and hue differ, so that they stay apart with any colour vision and on any skin.
const cv::Scalar cyan(0, 215, 255);
const cv::Scalar yellow(255, 225, 0);
const cv::Scalar magenta(235, 0, 190);
const cv::Scalar white(255, 255, 255);
const cv::Scalar grey(200, 200, 200);
const cv::Scalar dark(24, 24, 24);

constexpr double max_pixels = 8e6;   ///< of the picture drawn: enough to see pores, quick to write.
constexpr double preview_px = 1600;  ///< longest side of a picture that shows regions alone.
constexpr double margin = 0.04;      ///< round the regions, as a share of their longer side.
constexpr double gap_px = 2;         ///< between a pore's outline and its ring, so that the pore stays visible.
constexpr double kLeastSure = 0.6;   ///< confidence drawn as the least.
constexpr int shift = 4;             ///< bits of a pixel's fraction in OpenCV's drawing.

/// The part of the photograph that holds the outlines (all of it if there is none), with a margin.
cv::Rect frame_of(const cv::Size& picture, const std::vector<const Polygon*>& outlines) {
  cv::Rect frame;
  for (const Polygon* outline : outlines)
    if (!outline->empty()) frame |= bounds({.name = {}, .outline = *outline, .keep_out = {}}, 0, picture);
  if (frame.empty()) return {{0, 0}, picture};
  const int grow = static_cast<int>(margin * std::max(frame.width, frame.height)) + 4;
  frame = {frame.x - grow, frame.y - grow, frame.width + 2 * grow, frame.height + 2 * grow};
  return frame & cv::Rect({0, 0}, picture);
}

/// 2 for small cuts, where pores have few pixels; below 1 for cuts too large to handle.
double zoom_for(double pixels) { return 4 * pixels <= max_pixels ? 2 : std::min(1.0, std::sqrt(max_pixels / pixels)); }

/// Thickness of lines and text: larger pictures are looked at from farther away.
int weight_for(cv::Size picture) { return std::clamp(std::max(picture.width, picture.height) / 1000, 1, 4); }

/// A cut of a photograph to draw on, in the photograph's coordinates.
class Canvas {
 public:
  Canvas(const Photo& photo, cv::Rect frame, double zoom) : frame_(frame), zoom_(zoom) {
    photo.pixels(frame).convertTo(picture_, CV_8U, photo.pixels.depth() == CV_16U ? 1 / 257.0 : 1);
    if (zoom != 1) cv::resize(picture_, picture_, {}, zoom, zoom, zoom < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    weight_ = weight_for(picture_.size());
  }

  [[nodiscard]] const cv::Mat& picture() const { return picture_; }
  [[nodiscard]] int weight() const { return weight_; }

  /// The region's outline, and what is kept out of it where it reaches into it.
  void region(const Region& region) {
    outline(region.outline, white);
    for (const Polygon& hole : region.keep_out) {
      if (!(box(hole) & box(region.outline)).empty()) outline(hole, grey);
    }
  }

  /// A thin colour over what of a region is measured.
  void tint(Region region, const cv::Scalar& colour) {
    const auto zoomed = [this](Polygon& polygon) {
      for (cv::Point2d& p : polygon) p = at(p);
    };
    zoomed(region.outline);
    for (Polygon& hole : region.keep_out) zoomed(hole);
    const cv::Mat tinted = 0.82 * picture_ + 0.18 * colour;
    tinted.copyTo(picture_, region_mask(region, {{}, picture_.size()}));
  }

  /// A closed line, with a dark seam so that it can be seen on any skin.
  void outline(const Polygon& polygon, const cv::Scalar& colour) {
    if (polygon.empty()) return;
    std::vector<cv::Point> points;
    for (const cv::Point2d& p : polygon) points.push_back(fixed(p));
    cv::polylines(picture_, points, true, dark, 3 * weight_, cv::LINE_AA, shift);
    cv::polylines(picture_, points, true, colour, weight_, cv::LINE_AA, shift);
  }

  /// A thin ring just outside a pore's outline; a small round one where no size could be told.
  void ring(const Pore& pore, double px_per_mm, const cv::Scalar& colour) {
    const bool shaped = std::isfinite(pore.elongation) && std::isfinite(pore.orientation_deg);
    const double stretch = shaped ? std::sqrt(std::max(1.0, pore.elongation)) : 1;
    const double radius = std::isfinite(pore.diameter_mm) ? pore.diameter_mm / 2 * px_per_mm * zoom_ : 0;
    const cv::Point axes = cv::Point2d(radius * stretch + gap_px, radius / stretch + gap_px) * unit;
    cv::ellipse(picture_, fixed({pore.x_px, pore.y_px}), cv::Size(axes), shaped ? pore.orientation_deg : 0, 0, 360,
                colour, 1, cv::LINE_AA, shift);
  }

  /// The outlines of labelled pores: their outermost pixels.
  /// @param roi      where the labels lie in the photograph.
  /// @param colours  of label 1, 2, ...
  void outlines(const cv::Mat& labels, cv::Rect roi, const std::vector<cv::Vec3b>& colours) {
    const cv::Rect part = roi & frame_;
    if (part.empty()) return;
    const cv::Point corner = cv::Point2d(part.tl() - frame_.tl()) * zoom_;
    const cv::Rect seen = cv::Rect(corner, cv::Size(cv::Size2d(part.size()) * zoom_)) & cv::Rect({}, picture_.size());
    cv::Mat zoomed, picture = picture_(seen);
    cv::resize(labels(part - roi.tl()), zoomed, seen.size(), 0, 0, cv::INTER_NEAREST);
    for (int y = 1; y + 1 < zoomed.rows; ++y) {
      const auto *above = zoomed.ptr<int>(y - 1), *here = zoomed.ptr<int>(y), *below = zoomed.ptr<int>(y + 1);
      for (int x = 1; x + 1 < zoomed.cols; ++x) {
        const int label = here[x];
        if (label == 0) continue;
        if (here[x - 1] == label && here[x + 1] == label && above[x] == label && below[x] == label) continue;
        picture.at<cv::Vec3b>(y, x) = colours[static_cast<std::size_t>(label) - 1];
      }
    }
  }

  /// A name at the upper end of a polygon, kept inside the picture.
  void label(const std::string& text, const Polygon& polygon) {
    if (polygon.empty()) return;
    const cv::Point2d top = *std::ranges::min_element(polygon, {}, &cv::Point2d::y);
    const double font = 0.6 * weight_;
    const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, font, 2 * weight_, nullptr);
    const cv::Point at = fixed(top) / static_cast<int>(unit);
    const cv::Point corner(std::clamp(at.x - size.width / 2, 4, std::max(4, picture_.cols - size.width - 4)),
                           std::clamp(at.y - 8, size.height + 4, std::max(size.height + 4, picture_.rows - 4)));
    cv::putText(picture_, text, corner, cv::FONT_HERSHEY_SIMPLEX, font, dark, 4 * weight_, cv::LINE_AA);
    cv::putText(picture_, text, corner, cv::FONT_HERSHEY_SIMPLEX, font, white, weight_, cv::LINE_AA);
  }

 private:
  static constexpr double unit = 1 << shift;

  static cv::Rect2d box(const Polygon& polygon) {
    const auto [left, right] = std::ranges::minmax(polygon, {}, &cv::Point2d::x);
    const auto [top, bottom] = std::ranges::minmax(polygon, {}, &cv::Point2d::y);
    return {cv::Point2d(left.x, top.y), cv::Point2d(right.x, bottom.y)};
  }

  /// Where a point of the photograph lies on the canvas.
  [[nodiscard]] cv::Point2d at(cv::Point2d p) const {
    const cv::Point2d corner(frame_.tl());
    return (p - corner + cv::Point2d(0.5, 0.5)) * zoom_ - cv::Point2d(0.5, 0.5);
  }

  [[nodiscard]] cv::Point fixed(cv::Point2d p) const { return at(p) * unit; }

  cv::Mat picture_;
  cv::Rect frame_;
  double zoom_;
  int weight_ = 1;
};

struct LegendItem {
  std::string text;
  cv::Scalar colour;
};

/// A dark strip: a title, then what the colours mean. What does not fit is left out.
cv::Mat strip(int width, int weight, const std::string& title, const std::vector<LegendItem>& legend) {
  const double font = 0.5 * weight;
  cv::Mat picture(36 * weight, width, CV_8UC3, dark);
  int x = 10 * weight;
  const auto write = [&](const std::string& text) {
    cv::putText(picture, text, {x, 23 * weight}, cv::FONT_HERSHEY_SIMPLEX, font, white, weight, cv::LINE_AA);
    x += cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, font, weight, nullptr).width + 18 * weight;
  };
  write(title);
  for (const LegendItem& item : legend) {
    cv::circle(picture, {x + 6 * weight, 18 * weight}, 5 * weight, item.colour, weight, cv::LINE_AA);
    x += 18 * weight;
    write(item.text);
  }
  return picture;
}

cv::Mat under(const cv::Mat& top, const cv::Mat& picture) {
  cv::Mat both;
  cv::vconcat(top, picture, both);
  return both;
}

/// Yellow for the least sure, cyan for the surest.
cv::Vec3b confidence_colour(double confidence) {
  const double t = std::clamp((confidence - kLeastSure) / (1 - kLeastSure), 0.0, 1.0);
  const cv::Scalar colour = yellow * (1 - t) + cyan * t;
  return {cv::saturate_cast<uchar>(colour[0]), cv::saturate_cast<uchar>(colour[1]),
          cv::saturate_cast<uchar>(colour[2])};
}

constexpr double kPigmentRange = 0.4;  // optical density over the median at which a colour is full
const cv::Scalar paper(244, 241, 238);
const cv::Scalar less(70, 120, 180);
const cv::Scalar brown(105, 55, 15);
const cv::Scalar red(175, 0, 30);

/// Amounts over the median as colours; what was not read stays dark.
cv::Mat in_colour(const cv::Mat& amount, const cv::Scalar& more) {
  cv::Mat picture(amount.size(), CV_8UC3, dark);
  for (int y = 0; y < amount.rows; ++y) {
    for (int x = 0; x < amount.cols; ++x) {
      const double value = amount.at<float>(y, x);
      if (value == 0) continue;
      const double t = std::min(1.0, std::abs(value) / kPigmentRange);
      const cv::Scalar colour = paper * (1 - t) + (value > 0 ? more : less) * t;
      for (int c = 0; c < 3; ++c) picture.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(colour[c]);
    }
  }
  return picture;
}

const cv::Scalar& status_colour(PorePair::Status status) {
  return status == PorePair::Status::matched ? cyan : status == PorePair::Status::vanished ? yellow : magenta;
}

}  // namespace

cv::Mat draw_regions(const Photo& photo, std::span<const Region> regions) {
  const cv::Rect frame = photo.frame();
  Canvas canvas(photo, frame, std::min(1.0, preview_px / std::max(frame.width, frame.height)));
  for (const Region& region : regions) canvas.tint(region, cyan);
  for (const Region& region : regions) canvas.region(region);
  for (const Region& region : regions) canvas.label(region.name, region.outline);
  return canvas.picture();
}

cv::Mat draw_overlay(const Photo& photo, const Measurement& measurement) {
  std::vector<const Polygon*> outlines;
  for (const MeasuredRegion& region : measurement.regions) outlines.push_back(&region.region.outline);
  const cv::Rect frame = frame_of(photo.pixels.size(), outlines);
  Canvas canvas(photo, frame, zoom_for(frame.area()));
  for (const MeasuredRegion& region : measurement.regions) {
    canvas.region(region.region);
    std::vector<cv::Vec3b> colours;
    for (const Pore& pore : region.pores) colours.push_back(confidence_colour(pore.confidence));
    canvas.outlines(region.labels, region.roi, colours);
  }
  for (const MeasuredRegion& region : measurement.regions) canvas.label(region.region.name, region.region.outline);
  return under(strip(canvas.picture().cols, canvas.weight(), "pores",
                     {{"confidence 0.6", confidence_colour(kLeastSure)}, {"confidence 1", confidence_colour(1)}}),
               canvas.picture());
}

cv::Mat draw_pores(const Measurement& measurement) {
  cv::Mat mask = cv::Mat::zeros(measurement.photo.height_px, measurement.photo.width_px, CV_8U);
  for (const MeasuredRegion& region : measurement.regions) mask(region.roi).setTo(255, region.labels > 0);
  return mask;
}

cv::Mat draw_pigment(const Measurement& measurement) {
  cv::Rect frame;
  for (const MeasuredRegion& region : measurement.regions) frame |= region.roi;
  const double shrink = std::min(1.0, kWorkingPxPerMm / measurement.scale.px_per_mm);
  const auto panel = [&](cv::Mat Pigment::*map, const std::string& title, const cv::Scalar& more) {
    cv::Mat amount = cv::Mat::zeros(cvCeil(frame.height * shrink) + 1, cvCeil(frame.width * shrink) + 1, CV_32F);
    for (const MeasuredRegion& region : measurement.regions) {
      const cv::Mat& own = region.pigment.*map;
      const cv::Rect place({cvRound((region.roi.x - frame.x) * shrink), cvRound((region.roi.y - frame.y) * shrink)},
                           own.size());
      const cv::Rect seen = place & cv::Rect({}, amount.size());
      const cv::Mat part = own(cv::Rect({}, seen.size()));
      part.copyTo(amount(seen), part != 0);
    }
    const cv::Mat picture = in_colour(amount, more);
    return under(strip(picture.cols, weight_for(picture.size()), title, {{"less", less}, {"more", more}}), picture);
  };
  cv::Mat both;
  cv::hconcat(panel(&Pigment::melanin, "melanin", brown), panel(&Pigment::haemoglobin, "haemoglobin", red), both);
  return both;
}

cv::Mat draw_overlay(const Photo& before, const Photo& after, const Comparison& comparison) {
  std::array<std::vector<const Polygon*>, 2> outlines;
  for (const ComparedRegion& region : comparison.regions) {
    outlines[0].push_back(&region.region.outline);
    outlines[1].push_back(&region.outline_after);
  }
  const std::array frames{frame_of(before.pixels.size(), outlines[0]), frame_of(after.pixels.size(), outlines[1])};
  const double zoom = zoom_for(static_cast<double>(frames[0].area()) + frames[1].area());
  std::array canvases{Canvas(before, frames[0], zoom), Canvas(after, frames[1], zoom)};

  for (const ComparedRegion& region : comparison.regions) {
    canvases[0].region(region.region);
    canvases[1].outline(region.outline_after, white);
    for (const PorePair& pair : region.pores) {
      const cv::Scalar& colour = status_colour(pair.status);
      canvases[0].ring(pair.before, comparison.before.scale.px_per_mm, colour);
      canvases[1].ring(pair.after, comparison.after.scale.px_per_mm, colour);
    }
  }
  for (const ComparedRegion& region : comparison.regions) {
    canvases[0].label(region.region.name, region.region.outline);
    canvases[1].label(region.region.name, region.outline_after);
  }

  const int height = std::max(canvases[0].picture().rows, canvases[1].picture().rows);
  std::array<cv::Mat, 2> sides;
  for (int i = 0; i < 2; ++i)
    cv::copyMakeBorder(canvases[i].picture(), sides[i], 0, height - canvases[i].picture().rows, 0, i == 0 ? 8 : 0,
                       cv::BORDER_CONSTANT, dark);
  cv::Mat both;
  cv::hconcat(under(strip(sides[0].cols, canvases[0].weight(), "before",
                          {{"matched", status_colour(PorePair::Status::matched)},
                           {"vanished", status_colour(PorePair::Status::vanished)},
                           {"appeared", status_colour(PorePair::Status::appeared)}}),
                    sides[0]),
              under(strip(sides[1].cols, canvases[0].weight(), "after", {}), sides[1]), both);
  return both;
}

}  // namespace porevis
