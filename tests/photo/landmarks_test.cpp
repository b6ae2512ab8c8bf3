// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/landmarks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <vector>

#include "photo/pictures.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using test::Folder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const cv::Size picture(400, 200);

/// Points that differ, inside the picture.
std::vector<cv::Point2d> points(std::size_t count) {
  std::vector<cv::Point2d> list;
  for (std::size_t i = 0; i < count; ++i)
    list.emplace_back(10 + 0.7 * static_cast<double>(i), 20 + 0.25 * static_cast<double>(i));
  return list;
}

enum class Form { pairs, triples, objects };

std::string json_of(const std::vector<cv::Point2d>& list, Form form, cv::Point2d scale = {1, 1}) {
  std::ostringstream text;
  text.precision(12);
  for (const cv::Point2d& p : list) {
    const double x = p.x * scale.x, y = p.y * scale.y;
    text << (text.tellp() > 0 ? "," : "");
    if (form == Form::objects) {
      text << R"({"x":)" << x << R"(,"y":)" << y << R"(,"z":-0.1,"visibility":0.5})";
    } else {
      text << '[' << x << ',' << y << (form == Form::triples ? ",-3]" : "]");
    }
  }
  return '[' + text.str() + ']';
}

class LandmarksFile : public ::testing::Test {
 protected:
  [[nodiscard]] Face read(const std::string& text) const {
    return read_landmarks(folder_.write("face.any", {text.begin(), text.end()}), picture);
  }

  [[nodiscard]] std::string refusal(const std::string& text) const {
    try {
      (void)read(text);
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), StartsWith(folder_.path("face.any").string() + ": "));
      return error.what();
    }
    return "nothing was thrown";
  }

  Folder folder_;
};

TEST_F(LandmarksFile, PtsCountsFromOne) {
  std::ostringstream text;
  text << "version: 1\nn_points:  68\n{\n";
  for (const cv::Point2d& p : points(68)) text << p.x + 1 << ' ' << p.y + 1 << '\n';
  text << "}\n";
  const Face face = read(text.str());
  for (std::size_t i = 0; i < 68; ++i) EXPECT_LT(cv::norm(face.landmarks[i] - points(68)[i]), 1e-3);
  EXPECT_NEAR(face.box.x, 10, 1e-3);
  EXPECT_NEAR(face.box.width, 0.7 * 67, 1e-3);
}

TEST_F(LandmarksFile, JsonIsReadInEveryFormThatIsWritten) {
  const auto expected = points(68);
  const std::string list = json_of(expected, Form::pairs);
  for (const std::string& text :
       {list, json_of(expected, Form::triples), json_of(expected, Form::objects), '[' + list + ']',
        R"({"landmarks": )" + list + "}", R"({"faceLandmarks": [)" + list + R"(], "faceBlendshapes": [1]})",
        R"( {"face_landmarks":)" + list + "}", R"({"points":)" + list + "}"}) {
    const Face face = read(text);
    for (std::size_t i = 0; i < 68; ++i)
      EXPECT_LT(cv::norm(face.landmarks[i] - expected[i]), 1e-9) << text.substr(0, 40);
  }
}

TEST_F(LandmarksFile, SharesOfThePictureBecomePixels) {
  const auto expected = points(68);
  auto shares = expected;
  for (cv::Point2d& p : shares) p = {(p.x + 0.5) / picture.width, (p.y + 0.5) / picture.height};
  const Face face = read(json_of(shares, Form::objects));
  for (std::size_t i = 0; i < 68; ++i) EXPECT_LT(cv::norm(face.landmarks[i] - expected[i]), 1e-6);
}

TEST_F(LandmarksFile, TheMeshOfMediaPipeIsTaken) {
  const auto mesh = points(478);
  const Face face = read(json_of(mesh, Form::triples));
  const auto is_at = [&](std::size_t landmark, std::size_t point) {
    EXPECT_LT(cv::norm(face.landmarks[landmark] - mesh[point]), 1e-9) << landmark;
  };
  is_at(36, 33);   // outer corner of the subject's right eye
  is_at(45, 263);  // of the left one
  is_at(8, 152);   // chin
  is_at(54, 291);  // corner of the mouth
  EXPECT_EQ(read(json_of(points(468), Form::pairs)).landmarks, face.landmarks);
}

TEST_F(LandmarksFile, ErrorsNameFileAndMend) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "is empty"},
      {"hello there", "no landmarks file"},
      {"version: 1\nn_points: 68\n{\n1 2\n}\n", "announces 68 points and does not hold them"},
      {"version: 1\nn_points: 4000000000\n{\n", "no landmarks file"},
      {"version: 1\nn_points: 2\n{\n1 2\n3 4\n}\n", "2 points; give 68"},
      {"[", "no JSON"},
      {"{}", "none of the keys"},
      {"[]", "no list of points"},
      {"[1, 2]", "2 faces or lists"},
      {R"({"landmarks": "a"})", "no list of points"},
      {json_of(points(5), Form::pairs), "5 points; give 68"},
      {'[' + json_of(points(68), Form::pairs) + ',' + json_of(points(68), Form::pairs) + ']', "2 faces or lists"},
      {R"([[1, 2], [3, "4"]])", "point 2 is no [x, y]"},
      {R"([{"x": 1, "y": 2}, {"x": 1}])", "point 2 is no [x, y]"},
      {json_of(points(68), Form::pairs, {100, 100}), "outside the picture of 400 x 200 px"},
      {std::string(1000, '['), "nested too deeply"},
  };
  for (const auto& [text, expected] : cases) EXPECT_THAT(refusal(text), HasSubstr(expected)) << text.substr(0, 60);
  EXPECT_THROW((void)read_landmarks(folder_.path("missing.pts"), picture), InputError);
}

TEST(Landmarks, MustBeNumbers) {
  auto list = points(68);
  EXPECT_NO_THROW((void)face_from_landmarks(list));
  list[7].x = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)face_from_landmarks(list), InputError);
}

}  // namespace
}  // namespace porevis
