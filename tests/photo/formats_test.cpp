// SPDX-License-Identifier: Apache-2.0
// Reading of the formats beyond JPEG, PNG and TIFF, and what files say of the capture.
#include "photo/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "porevis/error.hpp"
#include "porevis/photo/photo.hpp"
#include "random.hpp"

namespace porevis {
namespace {

using test::decode;
using test::Folder;
using test::pattern;
using test::refusal;
using ::testing::HasSubstr;

double max_difference(const cv::Mat& a, const cv::Mat& b) {
  EXPECT_EQ(a.size(), b.size());
  EXPECT_EQ(a.type(), b.type());
  return cv::norm(a, b, cv::NORM_INF);
}

cv::Mat three(const cv::Mat& grey) {
  cv::Mat rgb;
  cv::merge(std::vector<cv::Mat>{grey, grey, grey}, rgb);
  return rgb;
}

TEST(WebP, ComesBack) {
  const cv::Mat rgb = pattern(61, 47, CV_8UC3);
  const Picture picture = decode(test::webp_bytes(rgb));
  EXPECT_EQ(max_difference(picture.pixels, rgb), 0);
  EXPECT_EQ(picture.origin.format, "WebP");
  EXPECT_LE(max_difference(decode(test::webp_bytes(rgb, 95)).pixels, rgb), 16);  // its colours have half the pixels
  const cv::Mat rgba = pattern(61, 47, CV_8UC4);
  EXPECT_LE(max_difference(decode(test::webp_bytes(rgba)).pixels, decode(test::png_bytes(rgba)).pixels), 0);
}

TEST(Capture, IsReadFromExif) {
  const Folder folder;
  const cv::Mat rgb = pattern(64, 48, CV_8UC3);
  const std::vector<std::pair<std::string, std::string>> tags{{"Exif.Image.Make", "Nobody"},
                                                              {"Exif.Image.Model", "Nobody X1"},
                                                              {"Exif.Photo.DateTimeOriginal", "2024:05:03 10:11:12"},
                                                              {"Exif.Photo.OffsetTimeOriginal", "+02:00"},
                                                              {"Exif.Photo.FocalLength", "60/1"},
                                                              {"Exif.Photo.FocalLengthIn35mmFilm", "90"},
                                                              {"Exif.Photo.LensModel", "60 mm macro"}};
  for (const Bytes& file :
       {encode_jpeg(rgb, 90), encode_png(rgb), test::tiff_bytes(folder, rgb), test::webp_bytes(rgb)}) {
    const CaptureRecord origin = read_photo(folder.write("photo", test::with_exif(file, tags))).origin;
    EXPECT_EQ(origin.camera, "Nobody X1") << origin.format;
    EXPECT_EQ(origin.lens, "60 mm macro");
    EXPECT_EQ(origin.captured, "2024-05-03T10:11:12+02:00");
    EXPECT_EQ(origin.focal_length_mm, 60);
    EXPECT_EQ(origin.focal_length_35mm, 90);
    EXPECT_TRUE(std::isnan(origin.px_per_mm));
  }
}

TEST(Capture, AbsurdExifSaysNothing) {
  const Folder folder;
  const Bytes file = test::with_exif(encode_jpeg(pattern(64, 48, CV_8UC3), 90),
                                     {{"Exif.Image.Make", "\x01\xFF\n  Nobody\t"},
                                      {"Exif.Image.Model", std::string(5000, 'X')},
                                      {"Exif.Photo.DateTimeOriginal", "0000:00:00 99:61:00"},
                                      {"Exif.Photo.FocalLength", "5/0"},
                                      {"Exif.Photo.FocalLengthIn35mmFilm", "0"}});
  const CaptureRecord origin = read_photo(folder.write("photo.jpg", file)).origin;
  EXPECT_EQ(origin.camera, "Nobody " + std::string(80, 'X'));
  EXPECT_EQ(origin.captured, "");
  EXPECT_TRUE(std::isnan(origin.focal_length_mm));
  EXPECT_TRUE(std::isnan(origin.focal_length_35mm));
}

#ifdef POREVIS_WITH_JP2
TEST(Jpeg2000, ComesBackAsItWas) {
  for (const int type : {CV_8UC3, CV_16UC3}) {
    const cv::Mat rgb = pattern(61, 47, type);
    const Picture picture = decode(test::jp2_bytes(rgb));
    EXPECT_EQ(max_difference(picture.pixels, rgb), 0);
    EXPECT_EQ(picture.origin.format, "JPEG 2000");
    EXPECT_EQ(picture.origin.colour, "sRGB");
    EXPECT_EQ(max_difference(decode(test::jp2_bytes(rgb, {}, true)).pixels, rgb), 0);
    cv::Mat grey;
    cv::extractChannel(rgb, grey, 0);
    EXPECT_EQ(max_difference(decode(test::jp2_bytes(grey)).pixels, three(grey)), 0);
  }
}

TEST(Jpeg2000, FollowsItsProfile) {
  const cv::Mat p3 = test::quantized(test::in_space(test::colours(), test::display_p3), 16);
  const cv::Mat truth = test::quantized(test::colours(), 16);
  const Picture picture = decode(test::jp2_bytes(p3, test::profile(test::display_p3, "Display P3")));
  EXPECT_LE(max_difference(picture.pixels, truth), 0.05 * 257);
}
#endif

#ifdef POREVIS_WITH_HEIF
TEST(Heif, ComesBackClose) {
  const cv::Mat rgb = pattern(128, 96, CV_8UC3);
  for (const bool avif : {false, true}) {
    const Bytes file = test::heif_bytes(rgb, {.avif = avif});
    if (file.empty()) continue;
    const Picture picture = decode(file);
    EXPECT_LE(max_difference(picture.pixels, rgb), 10);
    EXPECT_EQ(picture.origin.format, avif ? "AVIF" : "HEIC");
  }
}

TEST(Heif, FollowsItsProfileAndItsCodePoints) {
  const cv::Mat colour(64, 64, CV_32FC3, cv::Scalar(0.8, 0.6, 0.5));
  const cv::Mat p3 = test::quantized(test::in_space(colour, test::display_p3), 8);
  const cv::Mat truth = test::quantized(colour, 16);
  const Bytes with_profile = test::heif_bytes(p3, {.icc = test::profile(test::display_p3, "Display P3")});
  if (with_profile.empty()) GTEST_SKIP() << "libheif has no HEVC encoder";
  EXPECT_LE(max_difference(decode(with_profile).pixels, truth), 2 * 257);
  const Picture by_code = decode(test::heif_bytes(p3, {.primaries = 12}));
  EXPECT_LE(max_difference(by_code.pixels, truth), 2 * 257);
  EXPECT_EQ(by_code.origin.colour, "Display P3");
}

TEST(Heif, IsTurnedOnce) {
  const cv::Mat rgb = pattern(128, 96, CV_8UC3);
  Bytes exif = test::exif_block(6);
  const Bytes file = test::heif_bytes(rgb, {.exif = exif, .turn_deg = 90});
  if (file.empty()) GTEST_SKIP() << "libheif has no HEVC encoder";
  cv::Mat turned;
  cv::rotate(rgb, turned, cv::ROTATE_90_CLOCKWISE);
  EXPECT_LE(max_difference(decode(file).pixels, turned), 10);
}
#endif

#ifdef POREVIS_WITH_RAW
/// Smooth linear light: what a mosaic can hold.
cv::Mat smooth_light() {
  cv::Mat light(64, 96, CV_32FC3);
  for (int y = 0; y < light.rows; ++y) {
    for (int x = 0; x < light.cols; ++x) {
      const float u = static_cast<float>(x) / 96, v = static_cast<float>(y) / 64;
      light.at<cv::Vec3f>(y, x) = {0.3F + 0.3F * u, 0.2F + 0.2F * v, 0.15F + 0.1F * u * v};
    }
  }
  return light;
}

double inner_error(const cv::Mat& read, const cv::Mat& light) {
  const cv::Mat truth = encode_srgb(light, 16);
  const cv::Rect inner(4, 4, truth.cols - 8, truth.rows - 8);  // without what a mosaic's edge takes away
  return cv::norm(read(inner), truth(inner), cv::NORM_INF) / 257;
}

TEST(Raw, DngIsDevelopedEvenly) {
  const cv::Mat light = smooth_light();
  const Picture picture = decode(test::dng_bytes(light));
  ASSERT_EQ(picture.pixels.size(), light.size());
  EXPECT_EQ(picture.pixels.type(), CV_16UC3);
  EXPECT_LE(inner_error(picture.pixels, light), 1);
  EXPECT_EQ(picture.origin.format, "DNG");
  EXPECT_EQ(picture.origin.colour, "RAW, camera white balance");
  EXPECT_EQ(picture.origin.camera, "Nobody Test");
  // The camera's white balance; half the light stays half the light.
  EXPECT_LE(inner_error(decode(test::dng_bytes(light, {0.5, 1, 0.7})).pixels, light), 1.5);
  EXPECT_LE(inner_error(decode(test::dng_bytes(0.5 * light)).pixels, 0.5 * light), 1);
}

TEST(Raw, IsTurnedOnce) {
  const cv::Mat light = smooth_light();
  cv::Mat turned;
  cv::rotate(light, turned, cv::ROTATE_90_CLOCKWISE);
  EXPECT_LE(inner_error(decode(test::dng_bytes(light, {1, 1, 1}, 6)).pixels, turned), 1);
}

TEST(Raw, UnknownCameraIsRefused) {
  EXPECT_THAT(refusal(test::unknown_raw()), HasSubstr("camera RAW of a camera that LibRaw"));
}
#endif

TEST(Dicom, ComesBackAsItWas) {
  const cv::Mat rgb = pattern(62, 46, CV_8UC3);
  EXPECT_EQ(max_difference(decode(test::dicom_bytes(rgb)).pixels, rgb), 0);
  EXPECT_EQ(max_difference(decode(test::dicom_bytes(rgb, {.planar = true})).pixels, rgb), 0);
  for (const int type : {CV_8UC1, CV_16UC1}) {
    const cv::Mat grey = pattern(62, 46, type);
    const cv::Mat negative = cv::Scalar::all(type == CV_8UC1 ? 255 : 65535) - grey;
    EXPECT_EQ(max_difference(decode(test::dicom_bytes(grey, {.photometric = "MONOCHROME2"})).pixels, three(grey)), 0);
    EXPECT_EQ(max_difference(decode(test::dicom_bytes(negative, {.photometric = "MONOCHROME1"})).pixels, three(grey)),
              0);
  }
  const cv::Mat deep = pattern(62, 46, CV_16UC1) / 16;  // 12 bits
  const cv::Mat read = decode(test::dicom_bytes(deep, {.photometric = "MONOCHROME2", .bits_stored = 12})).pixels;
  EXPECT_LE(max_difference(read, three(deep * (65535. / 4095))), 1);
}

TEST(Dicom, OfEachKindOfColour) {
  const cv::Mat index = pattern(62, 46, CV_8UC1);
  cv::Mat truth;
  cv::merge(std::vector<cv::Mat>{index, 255 - index, index / 2 - 0.25}, truth);
  const cv::Mat palette = decode(test::dicom_bytes(index, {.photometric = "PALETTE COLOR", .palette = true})).pixels;
  truth.convertTo(truth, palette.type(), palette.depth() == CV_16U ? 257 : 1);
  EXPECT_LE(max_difference(palette, truth), 257);
  // One colour in luminance and chroma of full range (PS3.3 C.7.6.3.1.2): (200, 140, 110).
  const cv::Mat ybr(48, 48, CV_8UC3, cv::Scalar(155, 103, 160));
  const cv::Mat rgb(48, 48, CV_8UC3, cv::Scalar(200, 140, 110));
  EXPECT_LE(max_difference(decode(test::dicom_bytes(ybr, {.photometric = "YBR_FULL"})).pixels, rgb), 2);
}

TEST(Dicom, Encapsulated) {
  const cv::Mat rgb = pattern(62, 46, CV_8UC3);
  const Bytes jpeg = encode_jpeg(rgb, 95);
  for (const char* photometric : {"YBR_FULL_422", "YBR_FULL"}) {
    const cv::Mat read = decode(test::dicom_bytes(rgb, {.photometric = photometric,
                                                        .transfer_syntax = "1.2.840.10008.1.2.4.50",
                                                        .encapsulated = jpeg}))
                             .pixels;
    EXPECT_LE(max_difference(read, decode(jpeg).pixels), 3) << photometric;
  }
#ifdef POREVIS_WITH_JP2
  const Bytes jp2 = test::jp2_bytes(rgb, {}, true);
  EXPECT_EQ(
      max_difference(
          decode(test::dicom_bytes(rgb, {.transfer_syntax = "1.2.840.10008.1.2.4.90", .encapsulated = jp2})).pixels,
          rgb),
      0);
#endif
}

TEST(Dicom, RunLengths) {
  for (const int type : {CV_8UC3, CV_16UC1}) {
    const cv::Mat picture = pattern(62, 46, type);
    Bytes rle(64);
    const int width = static_cast<int>(picture.elemSize1());
    const int segments = static_cast<int>(picture.elemSize());
    rle[0] = static_cast<std::uint8_t>(segments);
    for (int s = 0; s < segments; ++s) {
      for (int i = 0; i < 4; ++i) rle[4 + 4 * s + i] = static_cast<std::uint8_t>(rle.size() >> (8 * i));
      const std::uint8_t* first = picture.data + s / width * width + (width - 1 - s % width);
      for (std::size_t i = 0; i < picture.total();) {  // runs where there are any, else bytes as they are
        std::size_t run = 1;
        while (run < 128 && i + run < picture.total() && first[(i + run) * segments] == first[i * segments]) ++run;
        rle.push_back(static_cast<std::uint8_t>(run > 1 ? 257 - run : 0));
        rle.push_back(first[i * segments]);
        i += run;
      }
    }
    const cv::Mat read = decode(test::dicom_bytes(picture, {.photometric = type == CV_8UC3 ? "RGB" : "MONOCHROME2",
                                                            .transfer_syntax = "1.2.840.10008.1.2.5",
                                                            .encapsulated = rle}))
                             .pixels;
    EXPECT_EQ(max_difference(read, type == CV_8UC3 ? picture : three(picture)), 0);
  }
}

TEST(Dicom, FollowsItsProfile) {
  const cv::Mat p3 = test::quantized(test::in_space(test::colours(), test::display_p3), 8);
  const Picture picture = decode(test::dicom_bytes(p3, {.icc = test::profile(test::display_p3, "Display P3")}));
  const cv::Mat truth = test::quantized(test::colours(), 16);
  EXPECT_LE(max_difference(picture.pixels.rowRange(0, 10), truth.rowRange(0, 10)), 257);  // skin
  EXPECT_EQ(picture.origin.colour, "ICC: Display P3");
}

TEST(Dicom, StatesItsScaleAndCapture) {
  const cv::Mat rgb = pattern(62, 46, CV_8UC3);
  const CaptureRecord origin = decode(test::dicom_bytes(rgb, {.spacing = "0.05\\0.05"})).origin;
  EXPECT_NEAR(origin.px_per_mm, 20, 1e-9);
  EXPECT_EQ(origin.camera, "Nobody Dermascope 1");
  EXPECT_EQ(origin.captured, "2024-05-03T10:11:12+02:00");
  EXPECT_NEAR(decode(test::dicom_bytes(rgb, {.imager_spacing = "0.1\\0.1"})).origin.px_per_mm, 10, 1e-9);
  EXPECT_NEAR(decode(test::dicom_bytes(rgb, {.scan_spacing = "0.04\\0.04"})).origin.px_per_mm, 25, 1e-9);
  for (const char* absurd : {"0\\0", "-1\\-1", "nan\\nan", "x\\y", "0.05", "1e-320\\1e-320"}) {
    EXPECT_TRUE(std::isnan(decode(test::dicom_bytes(rgb, {.spacing = absurd})).origin.px_per_mm)) << absurd;
  }
}

TEST(Dicom, RefusesWhatIsNoPhotograph) {
  const cv::Mat rgb = pattern(62, 46, CV_8UC3);
  EXPECT_THAT(refusal(test::dicom_bytes(rgb, {.pixels = false})), HasSubstr("a DICOM file without a picture"));
  EXPECT_THAT(refusal(test::dicom_bytes(rgb, {.modality = "CT"})), HasSubstr("modality CT, no photograph"));
  EXPECT_THAT(refusal(test::dicom_bytes(rgb, {.frames = 3})), HasSubstr("several pictures"));
  EXPECT_THAT(refusal(test::dicom_bytes(rgb, {.spacing = "0.05\\0.1"})), HasSubstr("not square"));
  Bytes without = test::dicom_bytes(rgb);
  without.resize(without.size() - 62 * 46 * 3 - 12);  // the header, all of it
  EXPECT_THAT(refusal(without), HasSubstr("damaged or incomplete DICOM (it has no pixels)"));
  EXPECT_THAT(refusal(test::dicom_bytes(rgb, {.transfer_syntax = "1.2.840.10008.1.2.4.80", .encapsulated = {1, 2}})),
              HasSubstr("a DICOM of a rare compression (1.2.840.10008.1.2.4.80); export"));
}

/// Small valid files of each format.
std::vector<Bytes> small_files() {
  const cv::Mat rgb = pattern(64, 48, CV_8UC3);
  std::vector<Bytes> files{test::webp_bytes(rgb), test::webp_bytes(rgb, 90, test::profile(test::display_p3, "P3"))};
#ifdef POREVIS_WITH_JP2
  files.push_back(test::jp2_bytes(rgb));
  files.push_back(test::jp2_bytes(pattern(64, 48, CV_16UC1), {}, true));
#endif
#ifdef POREVIS_WITH_HEIF
  for (const bool avif : {false, true}) {
    if (Bytes file = test::heif_bytes(rgb, {.avif = avif}); !file.empty()) files.push_back(std::move(file));
  }
#endif
#ifdef POREVIS_WITH_RAW
  files.push_back(test::dng_bytes(smooth_light()));
#endif
  files.push_back(test::dicom_bytes(rgb));
  files.push_back(test::dicom_bytes(rgb, {.photometric = "YBR_FULL_422",
                                          .transfer_syntax = "1.2.840.10008.1.2.4.50",
                                          .encapsulated = encode_jpeg(rgb, 90)}));
  return files;
}

TEST(Formats, RefuseTruncatedFiles) {
  ::testing::internal::CaptureStderr();
  for (const Bytes& whole : small_files()) {
    EXPECT_NO_THROW((void)decode(whole)) << "first " << int{whole[0]} << ' ' << whole.size();
    for (const double part : {0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9}) {
      const auto length = std::max<std::size_t>(4, static_cast<std::size_t>(part * static_cast<double>(whole.size())));
      EXPECT_THROW((void)decode({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}), InputError)
          << length << " bytes of " << whole.size() << ", first " << int{whole[0]};
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Formats, DamagedFilesAreReadOrRefused) {
  Random random(11, "damaged formats");
  int refused = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const Bytes& whole : small_files()) {
    ::testing::internal::CaptureStderr();
    for (int round = 0; round < 60; ++round) {
      Bytes damaged = whole;
      for (auto flips = 1 + random.below(4); flips > 0; --flips) {
        const auto range = random.uniform() < 0.5 ? std::min<std::size_t>(700, damaged.size()) : damaged.size();
        damaged[random.below(range)] ^= static_cast<std::uint8_t>(1U << random.below(8));
      }
      try {
        const cv::Mat rgb = decode(damaged).pixels;
        EXPECT_TRUE(rgb.type() == CV_8UC3 || rgb.type() == CV_16UC3);
      } catch (const InputError&) {
        ++refused;
      }
    }
    const std::string said = ::testing::internal::GetCapturedStderr();
    const bool heif = whole[4] == 'f';  // its decoders behind libheif cannot be kept quiet
    EXPECT_TRUE(heif || said.empty()) << said;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
  EXPECT_GT(refused, 50);
}

TEST(Formats, RefuseHugePicturesByTheirHeader) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Bytes> files;
  const cv::Mat rgb = pattern(64, 48, CV_8UC3);
  Bytes webp = test::webp_bytes(rgb);
  webp[21] = webp[22] = webp[23] = 0xFF;  // width and height of the lossless header, 14 bits each
  webp[24] |= 0x0F;
  files.push_back(webp);
#ifdef POREVIS_WITH_JP2
  Bytes jp2 = test::jp2_bytes(rgb, {}, true);
  for (const int at : {8, 12, 24, 28}) {  // SIZ: picture and tile
    jp2[at + 2] = 0x3E;
    jp2[at + 3] = 0x20;
  }
  files.push_back(jp2);
#endif
#ifdef POREVIS_WITH_HEIF
  Bytes heic = test::heif_bytes(rgb);
  const std::string ispe = "ispe";
  auto at = std::search(heic.begin(), heic.end(), ispe.begin(), ispe.end());
  if (at != heic.end()) {
    at[8 + 2] = at[12 + 2] = 0x3E;
    files.push_back(heic);
  }
#endif
#ifdef POREVIS_WITH_RAW
  Bytes dng = test::dng_bytes(smooth_light());
  dng[10 + 12 + 8 + 1] = dng[10 + 24 + 8 + 1] = 0x3E;  // ImageWidth, ImageLength
  files.push_back(dng);
#endif
  files.push_back(test::dicom_bytes(rgb, {.rows = 16000}));
  for (const Bytes& bytes : files) {
    EXPECT_THAT(refusal(bytes), HasSubstr("more than the 150 megapixels allowed")) << "first " << int{bytes[0]};
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

}  // namespace
}  // namespace porevis
