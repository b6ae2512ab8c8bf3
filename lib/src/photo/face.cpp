// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/face.hpp"

#include <dlib/opencv/cv_image.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>
#include <vector>

#include "photo/face_check.hpp"
#include "photo/face_model.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/pose.hpp"

namespace porevis {
namespace {

using GreyView = dlib::cv_image<unsigned char>;

constexpr std::array kMoves{-0.03, -0.015, 0.0, 0.015, 0.03};
constexpr std::array kUnmoved{0.0};

/// A picture as detector and predictor want it: grey, of ordinary exposure.
cv::Mat grey_of(const cv::Mat& rgb) {
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  cv::normalize(grey, grey, 0, 255, cv::NORM_MINMAX, CV_8U);
  return grey;
}

/// Dark skin beside bright things, brought up to where the detector sees its edges.
cv::Mat brightened(const cv::Mat& grey) {
  cv::Mat out;
  cv::createCLAHE(4, {8, 8})->apply(grey, out);
  return out;
}

/// @param threshold  added to the detector's own: below 0 it finds more, and more that is no face.
std::vector<dlib::rectangle> detect(dlib::frontal_face_detector detector, const cv::Mat& grey, double threshold) {
  constexpr double kWeak = 0.25;  // of the best score: what is found beside a face and is none scores a tenth of it
  std::vector<dlib::rect_detection> found;  // best first
  detector(GreyView(grey), found, threshold);
  std::vector<dlib::rectangle> boxes;
  for (const dlib::rect_detection& one : found) {
    if (one.detection_confidence >= kWeak * found.front().detection_confidence) boxes.push_back(one.rect);
  }
  return boxes;
}

std::vector<dlib::rectangle> detect_mirrored(dlib::frontal_face_detector detector, const cv::Mat& grey,
                                             double threshold) {
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  std::vector<dlib::rectangle> boxes = detect(std::move(detector), mirrored, threshold);
  for (dlib::rectangle& box : boxes) {
    box = {grey.cols - 1 - box.right(), box.top(), grey.cols - 1 - box.left(), box.bottom()};
  }
  return boxes;
}

/// The box a detector well centred on these landmarks would give; the real one comes in steps of 20 % and off centre.
dlib::rectangle box_of(const dlib::full_object_detection& shape) {
  dlib::rectangle extent;
  for (unsigned i = 0; i < shape.num_parts(); ++i) extent += shape.part(i);
  const auto height = static_cast<double>(extent.height());
  const auto side = static_cast<unsigned long>(std::lround(0.98 * height));
  return dlib::centered_rect(dlib::center(extent) - dlib::point(0, std::lround(0.045 * height)), side, side);
}

cv::Point2d place(const dlib::point& p) { return {static_cast<double>(p.x()), static_cast<double>(p.y())}; }

/// Whether the landmarks that a box leads to lie as a head's: dlib's detector takes a few other things for faces.
bool holds_a_face(const dlib::shape_predictor& predictor, const cv::Mat& grey, const dlib::rectangle& box) {
  const GreyView view(grey);
  const dlib::full_object_detection shape = predictor(view, box_of(predictor(view, box)));
  Face face;
  for (unsigned i = 0; i < face.landmarks.size(); ++i) face.landmarks[i] = place(shape.part(i));
  return lies_like_a_head(fit_head(face));
}

/// The boxes of faces, sought ever harder until there is one: a turned head, dark skin or a fringe of hair may need it.
std::vector<dlib::rectangle> find_boxes(const dlib::shape_predictor& predictor, const cv::Mat& grey) {
  constexpr double kFaint = -0.35;  // of what the detector scores
  const dlib::frontal_face_detector detector = face_detector();
  const auto faces = [&](std::vector<dlib::rectangle> boxes) {
    std::erase_if(boxes, [&](const auto& box) { return !holds_a_face(predictor, grey, box); });
    return boxes;
  };

  // A large face shows in a picture of half the size too, in a quarter of the time. The detector's own window is 80 px:
  // a face twice as large there hides none that would count beside it.
  constexpr unsigned long kLargePx = 160;
  cv::Mat half;
  cv::resize(grey, half, {std::max(1, grey.cols / 2), std::max(1, grey.rows / 2)}, 0, 0, cv::INTER_AREA);
  std::vector<dlib::rectangle> boxes = detect(detector, half, 0);
  if (std::ranges::any_of(boxes, [](const auto& box) { return box.width() >= kLargePx; })) {
    for (auto& box : boxes) box = {2 * box.left(), 2 * box.top(), 2 * box.right() + 1, 2 * box.bottom() + 1};
    boxes = faces(std::move(boxes));
  } else {
    boxes.clear();
  }
  if (boxes.empty()) boxes = faces(detect(detector, grey, 0));
  if (!boxes.empty()) return boxes;
  const cv::Mat bright = brightened(grey);
  boxes = faces(detect(detector, bright, 0));
  if (boxes.empty()) boxes = faces(detect_mirrored(detector, grey, 0));
  if (boxes.empty()) boxes = faces(detect(detector, grey, kFaint));
  if (boxes.empty()) boxes = faces(detect_mirrored(detector, bright, kFaint));
  return boxes;
}

/// Landmarks, averaged over boxes moved a little: the model's answer depends on the box and is rounded to whole pixels.
/// @param moves  of the boxes along and across, in widths.
std::array<cv::Point2d, 68> predict(const dlib::shape_predictor& predictor, const cv::Mat& grey,
                                    const dlib::rectangle& found, std::span<const double> moves = kMoves) {
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
  std::array<cv::Point2d, 68> landmarks;
  for (unsigned i = 0; i < landmarks.size(); ++i) {
    for (const auto& shape : shapes) landmarks[i] += place(shape.part(i)) / static_cast<double>(shapes.size());
  }
  return landmarks;
}

/// The face as it would look from the front, drawn on an average head in the pose that the landmarks tell.
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
};

/// Landmarks of a head in any pose. The model was trained on faces from the front and takes turned ones for less turned
/// than they are; so a turned head is brought to the front with what is known of its pose, and again with what that
/// tells.
std::array<cv::Point2d, 68> predict_turned(const dlib::shape_predictor& predictor, const cv::Mat& grey,
                                           const dlib::rectangle& found) {
  constexpr double kTurnedDeg = 12;
  constexpr int kRounds = 5;  // each takes away more than half of what is amiss
  Face face{.box = {}, .landmarks = predict(predictor, grey, found)};
  const auto yaw_deg = [&] { return head_pose(face).yaw_deg; };
  const auto again = [&](std::span<const double> moves) {
    const FrontView front(grey, fit_head(face));
    face.landmarks = predict(predictor, front.grey, FrontView::box(), moves);
    for (cv::Point2d& p : face.landmarks) p = front.to_picture(p);
  };
  if (!(std::abs(yaw_deg()) > kTurnedDeg)) return face.landmarks;
  for (int round = 0; round < kRounds; ++round) again(kUnmoved);
  again(kMoves);
  return face.landmarks;
}

/// The landmarks of the face in a box of the small picture, px of the photograph. A face that is small there is looked
/// at again, larger.
std::array<cv::Point2d, 68> find_landmarks(const dlib::shape_predictor& predictor, const Photo& photo,
                                           const SmallPicture& small, const cv::Mat& grey,
                                           const dlib::rectangle& found) {
  constexpr double kSharpBoxPx = 250, kMargin = 0.6;  // the margin in widths of the box
  const double width = static_cast<double>(found.width());
  if (width >= kSharpBoxPx || small.shrink.x <= 1) {
    auto landmarks = predict_turned(predictor, grey, found);
    for (cv::Point2d& p : landmarks) p = small.to_photo(p.x, p.y);
    return landmarks;
  }
  const double margin = kMargin * width;
  const cv::Point2d corner =
      small.to_photo(static_cast<double>(found.left()) - margin, static_cast<double>(found.top()) - margin);
  const cv::Point2d opposite =
      small.to_photo(static_cast<double>(found.right()) + margin, static_cast<double>(found.bottom()) + margin);
  const cv::Rect part = cv::Rect(corner, opposite) & photo.frame();
  const double longer_side = std::max(part.width, part.height) * kSharpBoxPx / (width * small.shrink.x);
  const SmallPicture closer = shrink(photo.pixels(part), cvRound(longer_side));
  const cv::Point2d offset(part.tl());
  const auto there = [&](long x, long y) {
    const cv::Point2d p = closer.from_photo(small.to_photo(static_cast<double>(x), static_cast<double>(y)) - offset);
    return dlib::point(std::lround(p.x), std::lround(p.y));
  };
  const dlib::rectangle box(there(found.left(), found.top()), there(found.right(), found.bottom()));
  auto landmarks = predict_turned(predictor, grey_of(closer.rgb), box);
  for (cv::Point2d& p : landmarks) p = closer.to_photo(p.x, p.y) + offset;
  return landmarks;
}

std::filesystem::path find_model(const FaceOptions& options, const std::string& photo) {
  const std::filesystem::path path = face_model_path(options.model);
  if (path.empty()) {
    throw InputError(photo + ": no landmark model to find the face with; install the package libdlib-data or set " +
                     "POREVIS_FACE_MODEL to shape_predictor_68_face_landmarks.dat");
  }
  return path;
}

}  // namespace

Face find_face(const Photo& photo, const FaceOptions& options) {
  check(options);
  const std::filesystem::path path = find_model(options, photo.file);
  start_face_model(path);  // the detector loads beside it
  const auto predictor = face_model(path);
  const SmallPicture small = shrink(photo.pixels, options.search_px);
  const cv::Mat grey = grey_of(small.rgb);
  const std::vector<dlib::rectangle> boxes = find_boxes(*predictor, grey);
  if (boxes.empty()) {
    throw InputError(
        photo.file +
        ": no face found; photograph it from the front or turned less, or give regions with --regions FILE or "
        "--whole if the whole picture is skin");
  }

  const auto narrower = [](const auto& a, const auto& b) { return a.width() < b.width(); };
  const dlib::rectangle largest = *std::max_element(boxes.begin(), boxes.end(), narrower);
  const auto faces =
      std::count_if(boxes.begin(), boxes.end(), [&](const auto& box) { return 2 * box.width() >= largest.width(); });
  if (faces > 1) {
    throw InputError(photo.file + ": " + std::to_string(faces) +
                     " faces found; crop the photograph to one face or give regions with --regions");
  }

  const cv::Point2d corner = small.to_photo(static_cast<double>(largest.left()), static_cast<double>(largest.top()));
  const cv::Point2d opposite =
      small.to_photo(static_cast<double>(largest.right()), static_cast<double>(largest.bottom()));
  Face face{.box = {corner, opposite}, .landmarks = find_landmarks(*predictor, photo, small, grey, largest)};
  return check_face(photo, small, std::move(face), options);
}

Face check_face(const Photo& photo, Face face, const FaceOptions& options) {
  check(options);
  return check_face(photo, shrink(photo.pixels, options.search_px), std::move(face), options);
}

void preload_face_model(const FaceOptions& options) {
  if (const auto path = face_model_path(options.model); !path.empty()) start_face_model(path);
}

}  // namespace porevis
