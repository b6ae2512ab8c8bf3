// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/photo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "photo/pictures.hpp"
#include "porevis/error.hpp"
#include "porevis/photo/codec.hpp"
#include "random.hpp"

namespace porevis {
namespace {

using test::Folder;
using test::pattern;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string refusal(const std::filesystem::path& path, const ReadOptions& options = {}) {
  try {
    (void)read_photo(path, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// How a camera held in this orientation stores an upright picture (EXIF 2.32, tag 0x0112: which sides of the scene
/// row 0 and column 0 are).
cv::Mat stored(const cv::Mat& scene, int orientation) {
  const int bottom = scene.rows - 1;
  const int right = scene.cols - 1;
  cv::Mat out(orientation >= 5 ? cv::Size(scene.rows, scene.cols) : scene.size(), scene.type());
  for (int r = 0; r < out.rows; ++r) {
    for (int c = 0; c < out.cols; ++c) {
      const cv::Point at[] = {{c, r}, {right - c, r}, {right - c, bottom - r}, {c, bottom - r},
                              {r, c}, {right - r, c}, {right - r, bottom - c}, {r, bottom - c}};
      out.at<cv::Vec3b>(r, c) = scene.at<cv::Vec3b>(at[orientation - 1]);
    }
  }
  return out;
}

TEST(Photo, IsReadWithNameAndHash) {
  const Folder folder;
  const cv::Mat rgb = pattern(64, 48, CV_8UC3);
  const Photo photo = read_photo(folder.write("a b.png", encode_png(rgb)));
  EXPECT_EQ(photo.file, "a b.png");
  EXPECT_EQ(photo.width_px(), 64);
  EXPECT_EQ(photo.height_px(), 48);
  EXPECT_EQ(cv::norm(photo.pixels, rgb, cv::NORM_INF), 0);
  EXPECT_EQ(photo.sha256.size(), 64);
}

TEST(Photo, HashIsSha256) {
  // "abc" of FIPS 180-2, appendix B.1
  cv::Mat rgb(1, 1, CV_8UC3, cv::Scalar('a', 'b', 'c'));
  EXPECT_EQ(photo_from_pixels(rgb).sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(photo_from_pixels(rgb).file, "array");
}

TEST(Photo, FromPixelsSharesThemAndRefusesOtherTypes) {
  const cv::Mat rgb = pattern(64, 48, CV_16UC3);
  EXPECT_EQ(photo_from_pixels(rgb).pixels.data, rgb.data);
  const cv::Rect part(3, 4, 20, 10);
  EXPECT_EQ(photo_from_pixels(rgb(part)).sha256, photo_from_pixels(rgb(part).clone()).sha256);
  EXPECT_THROW((void)photo_from_pixels(cv::Mat()), InputError);
  EXPECT_THROW((void)photo_from_pixels(cv::Mat(4, 4, CV_8UC1)), InputError);
  EXPECT_THROW((void)photo_from_pixels(cv::Mat(4, 4, CV_32FC3)), InputError);
}

TEST(Photo, IsTurnedUprightByEachOrientation) {
  const Folder folder;
  const cv::Mat scene = pattern(64, 48, CV_8UC3);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const cv::Mat rows = stored(scene, orientation);
    const Bytes exact[] = {test::with_orientation(test::png_bytes(rows), orientation),
                           test::png_bytes(rows, false, test::exif_block(orientation)),
                           test::with_orientation(test::tiff_bytes(folder, rows), orientation)};
    for (const Bytes& bytes : exact) {
      const Photo photo = read_photo(folder.write("turned", bytes));
      ASSERT_EQ(photo.pixels.size(), scene.size()) << "orientation " << orientation;
      EXPECT_EQ(cv::norm(photo.pixels, scene, cv::NORM_INF), 0) << "orientation " << orientation;
    }
    const Photo jpeg =
        read_photo(folder.write("turned.jpg", test::with_orientation(encode_jpeg(rows, 95), orientation)));
    ASSERT_EQ(jpeg.pixels.size(), scene.size()) << "orientation " << orientation;
    EXPECT_LE(cv::norm(jpeg.pixels, scene, cv::NORM_INF), 6) << "orientation " << orientation;
  }
}

TEST(Photo, PaletteTiffIsTurnedOnce) {
  const Folder folder;
  const cv::Mat index = pattern(64, 48, CV_8UC1);
  const Bytes plain = test::tiff_bytes(folder, index, {.photometric = 3});
  const cv::Mat upright = read_photo(folder.write("plain.tif", plain)).pixels;
  const cv::Mat turned = read_photo(folder.write("turned.tif", test::with_orientation(plain, 3))).pixels;
  cv::Mat back;
  cv::flip(turned, back, -1);
  EXPECT_EQ(cv::norm(back, upright, cv::NORM_INF), 0);
}

TEST(Photo, AbsurdOrientationIsIgnored) {
  const Folder folder;
  const cv::Mat scene = pattern(64, 48, CV_8UC3);
  for (const int orientation : {0, 9, 65535}) {
    const Photo photo =
        read_photo(folder.write("odd.png", test::png_bytes(scene, false, test::exif_block(orientation))));
    EXPECT_EQ(cv::norm(photo.pixels, scene, cv::NORM_INF), 0) << orientation;
  }
}

TEST(Photo, DamagedMetadataAreIgnoredSilently) {
  const Folder folder;
  const cv::Mat scene = pattern(64, 48, CV_8UC3);
  const Bytes whole = test::with_orientation(encode_jpeg(scene, 90), 6);
  Random random(3, "damaged metadata");
  ::testing::internal::CaptureStderr();
  for (int round = 0; round < 200; ++round) {
    Bytes damaged = whole;
    for (int flips = 0; flips < 3; ++flips) {
      damaged[2 + random.below(60)] ^= static_cast<std::uint8_t>(1 + random.below(255));
    }
    try {
      EXPECT_EQ(read_photo(folder.write("damaged.jpg", damaged)).pixels.type(), CV_8UC3);
    } catch (const InputError&) {  // the damage hit what the decoder needs
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Photo, IsToldByItsContentNotItsName) {
  const Folder folder;
  const cv::Mat rgb = pattern(64, 48, CV_8UC3);
  EXPECT_EQ(read_photo(folder.write("jpeg.png", encode_jpeg(rgb, 90))).pixels.size(), rgb.size());
  EXPECT_EQ(read_photo(folder.write("png.tif", encode_png(rgb))).pixels.size(), rgb.size());
  EXPECT_EQ(read_photo(folder.write("tiff.jpg", test::tiff_bytes(folder, rgb))).pixels.size(), rgb.size());
}

TEST(Photo, KeepsSixteenBits) {
  const Folder folder;
  const cv::Mat rgb = pattern(64, 48, CV_16UC3);
  EXPECT_EQ(cv::norm(read_photo(folder.write("a.png", encode_png(rgb))).pixels, rgb, cv::NORM_INF), 0);
}

TEST(Photo, RefusesBadFilesByName) {
  const Folder folder;
  const auto named = [](const std::filesystem::path& path, const char* rest) {
    EXPECT_THAT(refusal(path), StartsWith(path.string() + ": " + rest));
    EXPECT_THAT(refusal(path), HasSubstr("; "));  // what to do
    EXPECT_EQ(refusal(path).find('\n'), std::string::npos);
  };
  named(folder.path("missing.jpg"), "no such file");
  named(folder.path(""), "is a folder");
  named(folder.write("empty.jpg", {}), "is empty");
  named(folder.write("text.jpg", {'h', 'e', 'l', 'l', 'o'}), "no picture of a known format");
  named(folder.write("one.png", encode_png(pattern(1, 1, CV_8UC3))), "1 x 1 px is too small");
  named(folder.write("thin.png", encode_png(pattern(31, 400, CV_8UC3))), "31 x 400 px is too small");
  named(folder.write("huge.png", test::png_header(20000, 10000)), "20000 x 10000 px is more than the 150 megapixels");
  named("/dev/zero", "is a pipe or device");
  const auto fifo = folder.path("fifo.jpg");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  named(fifo, "is a pipe or device");
  const auto long_file = folder.write("long.jpg", {0xFF, 0xD8, 0xFF});
  std::filesystem::resize_file(long_file, std::uintmax_t{3} << 30);  // takes no space on the disk
  named(long_file, "has 3221 MB, more than the 2147 MB allowed");
}

TEST(Photo, ChecksItsOptions) {
  EXPECT_THAT(refusal("any.jpg", {.max_megapixels = 0}), HasSubstr("max_megapixels = 0 is out of range"));
}

TEST(LinearLight, FollowsTheStandard) {
  cv::Mat rgb(1, 3, CV_8UC3);
  rgb.at<cv::Vec3b>(0, 0) = {0, 255, 10};
  rgb.at<cv::Vec3b>(0, 1) = {11, 128, 188};
  rgb.at<cv::Vec3b>(0, 2) = {1, 1, 1};
  const cv::Mat linear = linear_light(photo_from_pixels(rgb), {0, 0, 3, 1});
  EXPECT_FLOAT_EQ(linear.at<cv::Vec3f>(0, 0)[0], 0.F);
  EXPECT_FLOAT_EQ(linear.at<cv::Vec3f>(0, 0)[1], 1.F);
  EXPECT_NEAR(linear.at<cv::Vec3f>(0, 0)[2], 10 / 255. / 12.92, 1e-8);
  EXPECT_NEAR(linear.at<cv::Vec3f>(0, 1)[0], 0.0033465, 1e-6);
  EXPECT_NEAR(linear.at<cv::Vec3f>(0, 1)[1], 0.2158605, 1e-6);
  EXPECT_NEAR(linear.at<cv::Vec3f>(0, 1)[2], 0.5028865, 1e-6);
}

TEST(LinearLight, EncodesBackToWhatItWas) {
  cv::Mat all8(1, 256, CV_8UC3);
  for (int i = 0; i < 256; ++i) all8.at<cv::Vec3b>(0, i) = cv::Vec3b::all(static_cast<std::uint8_t>(i));
  cv::Mat all16(1, 65536, CV_16UC3);
  for (int i = 0; i < 65536; ++i) all16.at<cv::Vec3w>(0, i) = cv::Vec3w::all(static_cast<std::uint16_t>(i));
  for (const auto& [all, bits] : {std::pair{all8, 8}, std::pair{all16, 16}}) {
    const Photo photo = photo_from_pixels(all);
    EXPECT_EQ(cv::norm(encode_srgb(linear_light(photo, photo.frame()), bits), all, cv::NORM_INF), 0) << bits;
  }
}

TEST(LinearLight, CutsOffWhatCannotBeEncoded) {
  const cv::Mat linear(1, 1, CV_32FC3, cv::Scalar(-0.5, 1.5, std::numeric_limits<double>::quiet_NaN()));
  EXPECT_EQ(encode_srgb(linear, 8).at<cv::Vec3b>(0, 0), cv::Vec3b(0, 255, 0));
  EXPECT_EQ(encode_srgb(linear, 16).at<cv::Vec3w>(0, 0), cv::Vec3w(0, 65535, 0));
}

TEST(LinearLight, OfAPartIsThePartOfTheWhole) {
  const Photo photo = photo_from_pixels(pattern(64, 48, CV_8UC3));
  const cv::Rect roi(5, 7, 20, 30);
  EXPECT_EQ(cv::norm(linear_light(photo, roi), linear_light(photo, photo.frame())(roi), cv::NORM_INF), 0);
}

TEST(LinearLight, RefusesWhatLiesOutside) {
  const Photo photo = photo_from_pixels(pattern(64, 48, CV_8UC3));
  for (const cv::Rect roi :
       {cv::Rect(-1, 0, 5, 5), cv::Rect(60, 0, 5, 5), cv::Rect(0, 44, 5, 5), cv::Rect(0, 0, -1, 5)}) {
    EXPECT_THROW((void)linear_light(photo, roi), ParameterError);
  }
  EXPECT_THROW((void)encode_srgb(cv::Mat(4, 4, CV_32FC3), 12), ParameterError);
  EXPECT_THROW((void)encode_srgb(cv::Mat(4, 4, CV_8UC3), 8), InputError);
}

}  // namespace
}  // namespace porevis
