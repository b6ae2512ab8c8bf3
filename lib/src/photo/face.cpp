// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/face.hpp"

#include <dlib/opencv/cv_image.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "photo/face_check.hpp"
#include "photo/face_model.hpp"
#include "photo/predict_landmarks.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using GreyView = dlib::cv_image<unsigned char>;

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

using Detections = std::vector<dlib::rect_detection>;  // best first

constexpr double kFaint = -0.35, kFaintest = -0.8;  // scores of a head turned far; a face has more than 0

/// What the detector sees in a picture, best first.
Detections detect(const cv::Mat& grey) {
  constexpr double kWeak = 0.25;  // of the best score: what is found beside a face and is none scores a tenth of it
  dlib::frontal_face_detector detector = face_detector();
  Detections found;
  detector(GreyView(grey), found, kFaintest);
  if (found.empty()) return found;
  const double best = found.front().detection_confidence, least = std::min(best, kWeak * best);
  std::erase_if(found, [least](const auto& one) { return one.detection_confidence < least; });
  return found;
}

Detections detect_mirrored(const cv::Mat& grey) {
  cv::Mat mirrored;
  cv::flip(grey, mirrored, 1);
  Detections found = detect(mirrored);
  for (auto& [confidence, weight, box] : found) {
    box = {grey.cols - 1 - box.right(), box.top(), grey.cols - 1 - box.left(), box.bottom()};
  }
  return found;
}

/// What the detector sees in a picture and its mirror image, as it is and brightened. Each is looked at once, when
/// asked for.
class Sightings {
 public:
  static constexpr std::size_t kCount = 4;  ///< as it is, brightened, and the mirror images of both

  explicit Sightings(const cv::Mat& grey) : grey_(grey) {}

  const Detections& operator[](std::size_t i) {
    if (!found_[i]) {
      if (i % 2 == 1 && bright_.empty()) bright_ = brightened(grey_);
      const cv::Mat& picture = i % 2 == 1 ? bright_ : grey_;
      found_[i] = i < 2 ? detect(picture) : detect_mirrored(picture);
    }
    return *found_[i];
  }

 private:
  cv::Mat grey_, bright_;
  std::array<std::optional<Detections>, kCount> found_;
};

/// Whether the landmarks that a box leads to lie as a head's: dlib's detector takes a few other things for faces.
bool holds_a_face(const dlib::shape_predictor& predictor, const cv::Mat& grey, const dlib::rectangle& box) {
  const GreyView view(grey);
  const dlib::full_object_detection shape = predictor(view, box_of(predictor(view, box)));
  Face face;
  for (unsigned i = 0; i < face.landmarks.size(); ++i) face.landmarks[i] = place(shape.part(i));
  return lies_like_a_head(fit_head(face));
}

/// The boxes of faces, sought ever harder until there is one: a turned head, dark skin or a fringe of hair may need it.
std::vector<dlib::rectangle> find_boxes(const dlib::shape_predictor& predictor, const cv::Mat& grey,
                                        Sightings& sightings) {
  const auto faces = [&](const Detections& found) {
    std::vector<dlib::rectangle> boxes;
    for (const auto& one : found) {
      if (one.detection_confidence >= 0 && holds_a_face(predictor, grey, one.rect)) boxes.push_back(one.rect);
    }
    return boxes;
  };

  // A large face shows in a picture of half the size too, in a quarter of the time. The detector's own window is 80 px:
  // a face twice as large there hides none that would count beside it.
  constexpr unsigned long kLargePx = 160;
  cv::Mat half;
  cv::resize(grey, half, {std::max(1, grey.cols / 2), std::max(1, grey.rows / 2)}, 0, 0, cv::INTER_AREA);
  Detections large = detect(half);
  std::vector<dlib::rectangle> boxes;
  if (std::ranges::any_of(large, [](const auto& one) { return one.rect.width() >= kLargePx; })) {
    for (auto& [confidence, weight, box] : large) {
      box = {2 * box.left(), 2 * box.top(), 2 * box.right() + 1, 2 * box.bottom() + 1};
    }
    boxes = faces(large);
  }
  for (std::size_t i = 0; boxes.empty() && i < Sightings::kCount; ++i) boxes = faces(sightings[i]);
  return boxes;
}

cv::Rect2d in_photo(const SmallPicture& small, const dlib::rectangle& box) {
  return {small.to_photo(static_cast<double>(box.left()), static_cast<double>(box.top())),
          small.to_photo(static_cast<double>(box.right()), static_cast<double>(box.bottom()))};
}

struct FoundFace {
  Face face;
  double likeness = -1;  ///< PredictedFace::likeness
};

/// Looks at the face in a box of the small picture, and at one that is small there again, larger.
/// @param look  predicts a face from a picture and a box, px of it.
template <class Look>
FoundFace find_in(const Photo& photo, const SmallPicture& small, const cv::Mat& grey, const dlib::rectangle& found,
                  Look look) {
  constexpr double kSharpBoxPx = 250, kMargin = 0.6;  // the margin in widths of the box
  const double width = static_cast<double>(found.width());
  if (width >= kSharpBoxPx || small.shrink.x <= 1) {
    auto [likeness, landmarks] = look(grey, found);
    for (cv::Point2d& p : landmarks) p = small.to_photo(p.x, p.y);
    return {{.box = in_photo(small, found), .landmarks = landmarks}, likeness};
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
  auto [likeness, landmarks] = look(grey_of(closer.rgb), box);
  for (cv::Point2d& p : landmarks) p = closer.to_photo(p.x, p.y) + offset;
  return {{.box = in_photo(small, found), .landmarks = landmarks}, likeness};
}

InputError several_faces(const Photo& photo, std::ptrdiff_t count) {
  return InputError(photo.file + ": " + std::to_string(count) +
                    " faces found; crop the photograph to one face or give regions with --regions");
}

/// A head turned far, wherever the detector sees the least of a face.
/// @throws InputError  there are two.
std::optional<FoundFace> find_turned(const dlib::shape_predictor& predictor, const Photo& photo,
                                     const SmallPicture& small, const cv::Mat& grey, Sightings& sightings) {
  constexpr double kLeastLikeness = 0.25;
  constexpr double kAlike = 0.3, kApart = 0.7;  // widths of a box: of boxes of one head, of the noses of two
  constexpr std::size_t kNose = 30;
  constexpr std::size_t kMostBoxes = 4;
  std::vector<dlib::rectangle> tried;
  const auto is_new = [&](const dlib::rectangle& box) {
    return std::ranges::none_of(tried, [&](const dlib::rectangle& other) {
      return cv::norm(place(dlib::center(box)) - place(dlib::center(other))) <
             kAlike * static_cast<double>(std::min(box.width(), other.width()));
    });
  };
  const auto follow = [&](const dlib::rectangle& box) {
    return find_in(photo, small, grey, box, [&](const cv::Mat& closer, const dlib::rectangle& there) {
      return predict_turned(predictor, closer, there);
    });
  };
  FoundFace likeliest;
  dlib::rectangle its_box;
  for (const double threshold : {0.0, kFaint, kFaintest}) {
    for (std::size_t i = 0; i < Sightings::kCount; ++i) {
      for (const auto& [confidence, weight, box] : sightings[i]) {
        if (confidence < threshold) break;
        if (tried.size() == kMostBoxes || !is_new(box)) continue;
        tried.push_back(box);
        const FoundFace head = follow(box);
        if (std::min(head.likeness, likeliest.likeness) >= kLeastLikeness &&
            cv::norm(likeliest.face.landmarks[kNose] - head.face.landmarks[kNose]) >
                kApart * likeliest.face.box.width) {
          throw several_faces(photo, 2);
        }
        if (!its_box.is_empty() && head.likeness <= likeliest.likeness) continue;
        likeliest = head;
        its_box = box;
      }
    }
    if (likeliest.likeness >= kLeastLikeness) break;
  }
  if (its_box.is_empty()) return std::nullopt;

  // The box of a turned head lies off its middle and is of one of few sizes: a start there may lead astray, and mostly
  // to a head that is turned less. So of what several lead to, the more turned is nearer to the truth.
  constexpr double kSureLikeness = 1.2, kWorthDeg = 10;  // so much turn is worth one of likeness
  const auto rank = [](const FoundFace& head) {
    if (head.likeness < kLeastLikeness) return head.likeness;
    return head.likeness + std::abs(fit_head(head.face).yaw_deg()) / kWorthDeg;
  };
  struct Start {
    double aside, larger;  // widths of the box
  };
  FoundFace best = likeliest;
  for (const auto& [aside, larger] : {Start{-0.25, 1}, {0.25, 1.18}, {0.25, 0.85}, {-0.25, 0.85}}) {
    if (best.likeness >= kSureLikeness) break;
    const auto width = static_cast<double>(its_box.width());
    const auto side = static_cast<unsigned long>(std::lround(larger * width));
    const dlib::point middle = dlib::center(its_box) + dlib::point(std::lround(aside * width), 0);
    const FoundFace head = follow(dlib::centered_rect(middle, side, side));
    if (rank(head) > rank(best)) best = head;
  }
  if (best.likeness < kLeastLikeness) return std::nullopt;
  return best;
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
  Sightings sightings(grey);
  const std::vector<dlib::rectangle> boxes = find_boxes(*predictor, grey, sightings);
  const auto checked = [&](Face face) { return check_face(photo, small, std::move(face), options); };
  if (boxes.empty()) {
    if (const auto turned = find_turned(*predictor, photo, small, grey, sightings)) return checked(turned->face);
    throw InputError(
        photo.file +
        ": no face found; photograph it from the front or turned less, or give regions with --regions FILE or "
        "--whole if the whole picture is skin");
  }

  const auto narrower = [](const auto& a, const auto& b) { return a.width() < b.width(); };
  const dlib::rectangle largest = *std::max_element(boxes.begin(), boxes.end(), narrower);
  const auto faces =
      std::count_if(boxes.begin(), boxes.end(), [&](const auto& box) { return 2 * box.width() >= largest.width(); });
  if (faces > 1) throw several_faces(photo, faces);
  const FoundFace facing = find_in(photo, small, grey, largest, [&](const auto& picture, const auto& box) {
    return predict_facing(*predictor, picture, box);
  });
  // What hardly looks like a face may be a head turned far whose landmarks were laid on its cheek.
  constexpr double kPlainLikeness = 1;
  if (facing.likeness < kPlainLikeness) {
    const auto turned = find_turned(*predictor, photo, small, grey, sightings);
    if (turned && turned->likeness > facing.likeness) return checked(turned->face);
  }
  return checked(facing.face);
}

Face check_face(const Photo& photo, Face face, const FaceOptions& options) {
  check(options);
  return check_face(photo, shrink(photo.pixels, options.search_px), std::move(face), options);
}

void preload_face_model(const FaceOptions& options) {
  if (const auto path = face_model_path(options.model); !path.empty()) start_face_model(path);
}

}  // namespace porevis
