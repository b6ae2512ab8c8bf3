// SPDX-License-Identifier: Apache-2.0
#include "photo/predict_landmarks.hpp"

#include <dlib/opencv/cv_image.h>

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>
#include <vector>

#include "photo/face_check.hpp"
#include "photo/face_model.hpp"
#include "photo/head_model.hpp"

namespace porevis {
namespace {

using GreyView = dlib::cv_image<unsigned char>;

constexpr std::array kMoves{-0.03, -0.015, 0.0, 0.015, 0.03};
constexpr std::array kUnmoved{0.0};
constexpr double kTurnedDeg = 12;  // from where a head is brought to the front before its landmarks are told

/// Landmarks, averaged over boxes moved a little: the model's answer depends on the box and is rounded to whole pixels.
/// @param moves  of the boxes along and across, in widths.
Landmarks predict(const dlib::shape_predictor& predictor, const cv::Mat& grey, const dlib::rectangle& found,
                  std::span<const double> moves = kMoves) {
  const GreyView view(grey);
  const dlib::rectangle box = box_of(predictor(view, found));
  const auto share = [&](double part) { return std::lround(part * static_cast<double>(box.width())); };
  std::vector<dlib::rectangle> boxes;
  for (const double dx : moves) {
    for (const double dy : moves) {
      boxes.push_back(dlib::translate_rect(box, share(dx), share(dy)));
    }
  }
  std::vector<dlib::full_object_detection> shapes(boxes.size());
  cv::parallel_for_({0, static_cast<int>(boxes.size())}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) shapes[i] = predictor(view, boxes[i]);
  });
  Landmarks landmarks;
  for (unsigned i = 0; i < landmarks.size(); ++i) {
    for (const auto& shape : shapes) landmarks[i] += place(shape.part(i)) / static_cast<double>(shapes.size());
  }
  return landmarks;
}

/// The face as it would look from the front, drawn on an average head in a supposed pose. What the head's turn hides is
/// the mirror image of the other half.
struct FrontView {
  static constexpr double kPxPerMm = 2;
  static constexpr double kHalfWidthMm = 110, kAboveMm = 115, kBelowMm = 125;  // about the tip of the nose
  HeadFit fit;
  cv::Mat grey;

  FrontView(const cv::Mat& picture, const HeadFit& head) : fit(head) {
    cv::Mat map(cvRound(kPxPerMm * (kAboveMm + kBelowMm)), cvRound(kPxPerMm * 2 * kHalfWidthMm), CV_32FC2);
    map.forEach<cv::Point2f>([this](cv::Point2f& there, const int* at) {
      there = to_picture({1.0 * at[1], 1.0 * at[0]});
    });
    cv::remap(picture, grey, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    complete();
  }

  [[nodiscard]] cv::Point2d to_picture(const cv::Point2d& p) const {
    const double x = p.x / kPxPerMm - kHalfWidthMm, y = p.y / kPxPerMm - kAboveMm;
    return fit.to_picture({x, y, head_depth_mm(x, y)});
  }

  /// Where the detector would see the face.
  static dlib::rectangle box() {
    constexpr double kSideMm = 127, kDownMm = 7;
    return dlib::centered_rect(std::lround(kPxPerMm * kHalfWidthMm), std::lround(kPxPerMm * (kAboveMm + kDownMm)),
                               std::lround(kPxPerMm * kSideMm), std::lround(kPxPerMm * kSideMm));
  }

 private:
  void complete() {
    constexpr double kRoundMm = 78, kGone = 0.2, kPlain = 0.45;  // cosines of the skin's tilt to the camera
    const double yaw = fit.yaw_deg();
    if (!(std::abs(yaw) > kTurnedDeg)) return;
    cv::Mat mirrored;
    cv::flip(grey, mirrored, 1);
    for (int x = 0; x < grey.cols; ++x) {
      const double away_mm = (x / kPxPerMm - kHalfWidthMm) * (yaw > 0 ? 1 : -1);
      if (away_mm <= 0) continue;
      const double tilt = std::asin(std::min(1.0, away_mm / kRoundMm)) + std::abs(yaw) * CV_PI / 180;
      const double share = std::clamp((kPlain - std::cos(tilt)) / (kPlain - kGone), 0.0, 1.0);
      cv::Mat column = grey.col(x);
      if (share > 0) cv::addWeighted(column, 1 - share, mirrored.col(std::max(0, x - 1)), share, 0, column);
    }
  }
};

Landmarks predict(const dlib::shape_predictor& predictor, const FrontView& front, std::span<const double> moves,
                  const dlib::rectangle& box = FrontView::box()) {
  Landmarks landmarks = predict(predictor, front.grey, box, moves);
  for (cv::Point2d& p : landmarks) p = front.to_picture(p);
  return landmarks;
}

/// What the detector most takes for a face in a front view.
struct Seen {
  double likeness = -1;  ///< its score; above 0 also where the view from the front is still half turned.
  dlib::rectangle box = FrontView::box();
};

Seen see_face(dlib::frontal_face_detector& detector, const FrontView& front) {
  constexpr int kShrink = 2;
  cv::Mat small;
  cv::resize(front.grey, small, {}, 1.0 / kShrink, 1.0 / kShrink, cv::INTER_AREA);
  std::vector<dlib::rect_detection> found;
  detector(GreyView(small), found, Seen{}.likeness);  // best first
  if (found.empty()) return {};
  const dlib::rectangle& box = found.front().rect;
  return {found.front().detection_confidence,
          {kShrink * box.left(), kShrink * box.top(), kShrink * box.right() + 1, kShrink * box.bottom() + 1}};
}

/// An average head turned by so much, its axis in the middle of a box.
HeadFit supposed_head(const dlib::rectangle& box, double yaw) {
  constexpr double kBoxMm = 127, kAwayMm = 1000;
  const cv::Vec3d axis(0, 7, 60);
  const double s = std::sin(yaw * CV_PI / 180), c = std::cos(yaw * CV_PI / 180);
  HeadFit fit;
  fit.rotation = {c, 0, -s, 0, 1, 0, s, 0, c};
  fit.place_mm = cv::Vec3d(0, 0, kAwayMm + axis[2]) - fit.rotation * axis;
  fit.focal_px = kAwayMm * static_cast<double>(box.width()) / kBoxMm;
  fit.centre = place(dlib::center(box));
  return fit;
}

/// How far landmarks went, mm; the jaw's apart, which slide along the outline.
double moved_mm(const Landmarks& from, const Landmarks& to, const HeadFit& fit) {
  constexpr std::size_t kJaw = 17;
  double px = 0;
  for (std::size_t i = kJaw; i < from.size(); ++i) px += cv::norm(to[i] - from[i]);
  return px / (static_cast<double>(from.size() - kJaw) * fit.px_per_mm);
}

}  // namespace

dlib::rectangle box_of(const dlib::full_object_detection& shape) {
  dlib::rectangle extent;
  for (unsigned i = 0; i < shape.num_parts(); ++i) extent += shape.part(i);
  const auto height = static_cast<double>(extent.height());
  const auto side = static_cast<unsigned long>(std::lround(0.98 * height));
  return dlib::centered_rect(dlib::center(extent) - dlib::point(0, std::lround(0.045 * height)), side, side);
}

PredictedFace predict_facing(const dlib::shape_predictor& predictor, const cv::Mat& grey,
                             const dlib::rectangle& found) {
  constexpr int kRounds = 5;  // each takes away more than half of what is amiss
  Face face{.box = {}, .landmarks = predict(predictor, grey, found)};
  if (std::abs(fit_head(face).yaw_deg()) > kTurnedDeg) {
    for (int round = 0; round < kRounds; ++round) {
      face.landmarks = predict(predictor, FrontView(grey, fit_head(face)), kUnmoved);
    }
    face.landmarks = predict(predictor, FrontView(grey, fit_head(face)), kMoves);
  }
  auto detector = face_detector();
  return {see_face(detector, FrontView(grey, fit_head(face))).likeness, face.landmarks};
}

PredictedFace predict_turned(const dlib::shape_predictor& predictor, const cv::Mat& grey, const dlib::rectangle& box) {
  constexpr std::array kYaws{-50.0, -35.0, -20.0, 20.0, 35.0, 50.0};
  constexpr int kRounds = 10;
  constexpr double kStillMm = 3, kSettledMm = 0.8;  // a move by the first is worth one of likeness
  constexpr double kUnknown = 1000;
  struct Way {
    double likeness = -1;
    HeadFit fit;
    dlib::rectangle box;
  };
  std::array<Way, kYaws.size()> ways;
  cv::parallel_for_({0, static_cast<int>(ways.size())}, [&](const cv::Range& range) {
    auto detector = face_detector();
    for (int i = range.start; i < range.end; ++i) {
      Way& best = ways[static_cast<std::size_t>(i)];
      HeadFit fit = supposed_head(box, kYaws[static_cast<std::size_t>(i)]);
      Face face;
      for (int round = 0; round < kRounds; ++round) {
        const FrontView front(grey, fit);
        const Seen seen = see_face(detector, front);
        const Landmarks before = std::exchange(face.landmarks, predict(predictor, front, kUnmoved, seen.box));
        const double moved = round == 0 ? kUnknown : moved_mm(before, face.landmarks, fit);
        const double likeness = seen.likeness - moved / kStillMm;
        if (likeness > best.likeness) best = {likeness, fit, seen.box};
        fit = fit_head(face);
        if (moved < kSettledMm || !lies_like_a_head(fit)) break;
      }
    }
  });
  const Way& best = *std::ranges::max_element(ways, {}, &Way::likeness);
  if (best.box.is_empty()) return {};
  return {best.likeness, predict(predictor, FrontView(grey, best.fit), kMoves, best.box)};
}

}  // namespace porevis
