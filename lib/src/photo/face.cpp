// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/face.hpp"

#include <dlib/opencv/cv_image.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "photo/face_model.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

/// The photograph as it is searched: grey, shrunk; `shrink` px of the photograph a px of it.
struct Searched {
  cv::Mat grey;  // CV_8U
  cv::Point2d shrink;

  // Pixel centres are whole numbers in both.
  [[nodiscard]] cv::Point2d to_photo(double x, double y) const {
    return {(x + 0.5) * shrink.x - 0.5, (y + 0.5) * shrink.y - 0.5};
  }
};

Searched shrink(const Photo& photo, int longer_side_px) {
  const cv::Mat& pixels = photo.pixels;
  const double factor = std::min(1.0, static_cast<double>(longer_side_px) / std::max(pixels.cols, pixels.rows));
  const cv::Size size(std::max(1, cvRound(factor * pixels.cols)), std::max(1, cvRound(factor * pixels.rows)));
  cv::Mat small;
  cv::resize(pixels, small, size, 0, 0, cv::INTER_AREA);
  Searched searched{
      .grey = {},
      .shrink = {static_cast<double>(pixels.cols) / size.width, static_cast<double>(pixels.rows) / size.height}};
  cv::cvtColor(small, searched.grey, cv::COLOR_RGB2GRAY);
  cv::normalize(searched.grey, searched.grey, 0, 255, cv::NORM_MINMAX, CV_8U);  // the model wants ordinary exposure
  return searched;
}

/// Dark skin beside bright things, brought up to where the detector sees its edges.
cv::Mat brightened(const cv::Mat& grey) {
  cv::Mat out;
  cv::createCLAHE(4, {8, 8})->apply(grey, out);
  return out;
}

std::vector<dlib::rectangle> detect(dlib::frontal_face_detector detector, const cv::Mat& grey) {
  return detector(dlib::cv_image<unsigned char>(grey));
}

/// The box a detector well centred on these landmarks would give; the real one comes in steps of 20 % and off centre.
dlib::rectangle box_of(const dlib::full_object_detection& shape) {
  dlib::rectangle extent;
  for (unsigned i = 0; i < shape.num_parts(); ++i) extent += shape.part(i);
  const auto height = static_cast<double>(extent.height());
  const auto side = static_cast<unsigned long>(std::lround(0.98 * height));
  return dlib::centered_rect(dlib::center(extent) - dlib::point(0, std::lround(0.045 * height)), side, side);
}

/// Landmarks, averaged over boxes moved a little: the model's answer depends on the box and is rounded to whole pixels.
std::array<cv::Point2d, 68> predict(const dlib::shape_predictor& predictor, const Searched& searched,
                                    const dlib::rectangle& found) {
  const dlib::cv_image<unsigned char> grey(searched.grey);
  const dlib::rectangle box = box_of(predictor(grey, found));
  const auto share = [&](double part) { return std::lround(part * static_cast<double>(box.width())); };
  std::vector<dlib::rectangle> boxes;
  for (const double dx : {-0.03, -0.015, 0.0, 0.015, 0.03}) {
    for (const double dy : {-0.03, -0.015, 0.0, 0.015, 0.03}) {
      boxes.push_back(dlib::translate_rect(box, share(dx), share(dy)));
    }
  }
  std::vector<dlib::full_object_detection> shapes(boxes.size());
  cv::parallel_for_({0, static_cast<int>(boxes.size())}, [&](const cv::Range& range) {
    for (int i = range.start; i < range.end; ++i) shapes[i] = predictor(grey, boxes[i]);
  });
  std::array<cv::Point2d, 68> landmarks;
  for (unsigned i = 0; i < landmarks.size(); ++i) {
    dlib::point sum;
    for (const auto& shape : shapes) sum += shape.part(i);
    const auto n = static_cast<double>(shapes.size());
    landmarks[i] = searched.to_photo(static_cast<double>(sum.x()) / n, static_cast<double>(sum.y()) / n);
  }
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
  Searched searched = shrink(photo, options.search_px);
  std::vector<dlib::rectangle> boxes = detect(face_detector(), searched.grey);
  if (boxes.empty()) {
    searched.grey = brightened(searched.grey);
    boxes = detect(face_detector(), searched.grey);
  }
  if (boxes.empty()) {
    throw InputError(photo.file +
                     ": no face found; give regions with --regions FILE or --whole if the whole picture is skin");
  }

  const auto narrower = [](const auto& a, const auto& b) { return a.width() < b.width(); };
  const dlib::rectangle largest = *std::max_element(boxes.begin(), boxes.end(), narrower);
  const auto faces =
      std::count_if(boxes.begin(), boxes.end(), [&](const auto& box) { return 2 * box.width() >= largest.width(); });
  if (faces > 1) {
    throw InputError(photo.file + ": " + std::to_string(faces) +
                     " faces found; crop the photograph to one face or give regions with --regions");
  }

  const cv::Point2d corner = searched.to_photo(static_cast<double>(largest.left()), static_cast<double>(largest.top()));
  const cv::Point2d opposite =
      searched.to_photo(static_cast<double>(largest.right()), static_cast<double>(largest.bottom()));
  return {.box = {corner, opposite}, .landmarks = predict(*predictor, searched, largest)};
}

void preload_face_model(const FaceOptions& options) {
  if (const auto path = face_model_path(options.model); !path.empty()) start_face_model(path);
}

}  // namespace porevis
