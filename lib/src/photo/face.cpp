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
  if (small.depth() == CV_16U) small.convertTo(small, CV_8U, 1 / 257.0);
  Searched searched{
      .grey = {},
      .shrink = {static_cast<double>(pixels.cols) / size.width, static_cast<double>(pixels.rows) / size.height}};
  cv::cvtColor(small, searched.grey, cv::COLOR_RGB2GRAY);
  return searched;
}

/// Underexposed or dark skin, brought up to where the detector sees its edges.
cv::Mat brightened(const cv::Mat& grey) {
  cv::Mat out;
  cv::createCLAHE(4, {8, 8})->apply(grey, out);
  return out;
}

std::vector<dlib::rectangle> detect(dlib::frontal_face_detector detector, const cv::Mat& grey) {
  return detector(dlib::cv_image<unsigned char>(grey));
}

/// Landmarks, averaged over boxes moved and scaled a little. The model's answer depends on the box and is rounded to
/// whole pixels: from one box the eye distance scatters by 1 %, averaged by 0.3 %.
std::array<cv::Point2d, 68> predict(const dlib::shape_predictor& predictor, const Searched& searched,
                                    const dlib::rectangle& box) {
  constexpr double steps[] = {-0.03, 0, 0.03};  // of the box's side
  const auto side = static_cast<double>(box.width());
  const dlib::cv_image<unsigned char> grey(searched.grey);
  std::array<cv::Point2d, 68> sum{};
  for (const double dx : steps) {
    for (const double dy : steps) {
      for (const double grow : {-0.03, 0.03}) {
        const dlib::rectangle moved =
            dlib::centered_rect(dlib::center(box) + dlib::point(std::lround(dx * side), std::lround(dy * side)),
                                static_cast<unsigned long>(std::lround(side * (1 + grow))),
                                static_cast<unsigned long>(std::lround(side * (1 + grow))));
        const dlib::full_object_detection shape = predictor(grey, moved);
        for (unsigned i = 0; i < sum.size(); ++i) {
          sum[i] += cv::Point2d(static_cast<double>(shape.part(i).x()), static_cast<double>(shape.part(i).y()));
        }
      }
    }
  }
  for (cv::Point2d& point : sum) point = searched.to_photo(point.x / 18, point.y / 18);
  return sum;
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
  const auto model = face_model(find_model(options, photo.file));
  Searched searched = shrink(photo, options.search_px);
  std::vector<dlib::rectangle> boxes = detect(model->detector, searched.grey);
  if (boxes.empty()) {
    searched.grey = brightened(searched.grey);
    boxes = detect(model->detector, searched.grey);
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
  return {.box = {corner, opposite}, .landmarks = predict(model->predictor, searched, largest)};
}

void preload_face_model(const FaceOptions& options) {
  if (const auto path = face_model_path(options.model); !path.empty()) start_face_model(path);
}

}  // namespace porevis
