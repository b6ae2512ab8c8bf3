// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "photo/pictures.hpp"
#include "porevis/error.hpp"
#include "random.hpp"

namespace porevis {
namespace {

using test::Folder;
using test::pattern;
using test::TiffLayout;
using ::testing::HasSubstr;
using ::testing::Not;

cv::Mat decode(const Bytes& bytes) { return decode_picture(bytes, "picture").pixels; }

double max_difference(const cv::Mat& a, const cv::Mat& b) {
  EXPECT_EQ(a.size(), b.size());
  EXPECT_EQ(a.type(), b.type());
  return cv::norm(a, b, cv::NORM_INF);
}

cv::Mat grey_as_rgb(const cv::Mat& grey) {
  cv::Mat rgb;
  cv::merge(std::vector<cv::Mat>{grey, grey, grey}, rgb);
  return rgb;
}

std::string refusal(const Bytes& bytes, const ReadOptions& options = {}) {
  try {
    (void)decode_picture(bytes, "picture", options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Codec, PngComesBackAsItWas) {
  for (const int type : {CV_8UC3, CV_16UC3}) {
    const cv::Mat rgb = pattern(61, 47, type);
    EXPECT_EQ(max_difference(decode(encode_png(rgb)), rgb), 0);
    EXPECT_EQ(max_difference(decode(encode_png(rgb(cv::Rect(5, 6, 40, 33)))), rgb(cv::Rect(5, 6, 40, 33))), 0);
  }
}

TEST(Codec, GreyPngComesBackInThreeChannels) {
  cv::Mat mask = cv::Mat::zeros(61, 47, CV_8U), rgb;
  mask(cv::Rect(5, 6, 12, 20)).setTo(255);
  cv::merge(std::vector{mask, mask, mask}, rgb);
  EXPECT_EQ(max_difference(decode(encode_png(mask)), rgb), 0);
}

TEST(Codec, JpegComesBackCloseToWhatItWas) {
  const cv::Mat rgb = pattern(61, 47, CV_8UC3);
  EXPECT_LE(max_difference(decode(encode_jpeg(rgb, 95)), rgb), 6);
  EXPECT_LE(max_difference(decode(test::jpeg_bytes(rgb, 95, true)), rgb), 8);
  EXPECT_LT(encode_jpeg(rgb, 50).size(), encode_jpeg(rgb, 95).size());
}

TEST(Codec, EncodedPicturesHoldNoMetadata) {
  const Bytes png = encode_png(pattern(40, 40, CV_8UC3));
  const std::string text(png.begin(), png.end());
  for (const char* chunk : {"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "pHYs"}) {
    EXPECT_EQ(text.find(chunk), std::string::npos);
  }
  const Bytes jpeg = encode_jpeg(pattern(40, 40, CV_8UC3), 90);
  EXPECT_EQ(std::string(jpeg.begin(), jpeg.end()).find("Exif"), std::string::npos);
}

TEST(Codec, TagsTellProfileAndResolutionAndNothingElse) {
  const cv::Mat rgb = pattern(61, 47, CV_16UC3);
  const PictureTags tags{.srgb_profile = true, .px_per_mm = 20};
  const Bytes png = encode_png(rgb, tags), tiff = encode_tiff(rgb, tags);
  EXPECT_EQ(max_difference(decode(png), rgb), 0);
  EXPECT_EQ(max_difference(decode(tiff), rgb), 0);
  EXPECT_EQ(png, encode_png(rgb, tags));
  EXPECT_EQ(tiff, encode_tiff(rgb, tags));
  const std::string png_text(png.begin(), png.end()), tiff_text(tiff.begin(), tiff.end());
  EXPECT_THAT(png_text, HasSubstr("iCCP"));
  const auto scale = png_text.find("pHYs");
  ASSERT_NE(scale, std::string::npos);
  EXPECT_EQ(png_text.substr(scale + 4, 9), std::string("\0\0\x4e\x20\0\0\x4e\x20\1", 9));  // 20,000 px/m
  EXPECT_THAT(tiff_text, HasSubstr("acsp"));                                               // an ICC profile's signature
  EXPECT_THAT(tiff_text, Not(HasSubstr("Software")));
  for (const char* chunk : {"tEXt", "zTXt", "iTXt", "eXIf", "tIME"}) EXPECT_THAT(png_text, Not(HasSubstr(chunk)));
}

TEST(Codec, TiffComesBackAsItWas) {
  for (const int type : {CV_8UC3, CV_16UC3}) {
    const cv::Mat rgb = pattern(161, 147, type);
    EXPECT_EQ(max_difference(decode(encode_tiff(rgb)), rgb), 0);
    EXPECT_EQ(max_difference(decode(encode_tiff(rgb(cv::Rect(5, 6, 40, 33)))), rgb(cv::Rect(5, 6, 40, 33))), 0);
  }
  EXPECT_THROW((void)encode_tiff(cv::Mat1b(4, 4)), InputError);
}

TEST(Codec, GreyBecomesThreeEqualChannels) {
  const Folder folder;
  for (const int type : {CV_8UC1, CV_16UC1}) {
    const cv::Mat grey = pattern(61, 47, type);
    EXPECT_EQ(max_difference(decode(test::png_bytes(grey)), grey_as_rgb(grey)), 0);
    EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, grey, {.photometric = 1})), grey_as_rgb(grey)), 0);
    const double top = type == CV_8UC1 ? 255 : 65535;
    const cv::Mat negative = cv::Scalar::all(top) - grey;
    EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, negative, {.photometric = 0})), grey_as_rgb(grey)), 0);
  }
  const cv::Mat grey = pattern(61, 47, CV_8UC1);
  EXPECT_LE(max_difference(decode(test::jpeg_bytes(grey, 95)), grey_as_rgb(grey)), 4);
}

TEST(Codec, AlphaIsLaidOverWhiteInLinearLight) {
  cv::Mat rgba(1, 4, CV_8UC4);
  rgba.at<cv::Vec4b>(0, 0) = {10, 20, 30, 255};   // opaque
  rgba.at<cv::Vec4b>(0, 1) = {10, 20, 30, 0};     // not there
  rgba.at<cv::Vec4b>(0, 2) = {0, 0, 0, 128};      // half black: linear 127/255 = 0.498, encoded 187
  rgba.at<cv::Vec4b>(0, 3) = {255, 255, 255, 7};  // white stays white
  const cv::Mat rgb = decode(test::png_bytes(rgba));
  EXPECT_EQ(rgb.at<cv::Vec3b>(0, 0), cv::Vec3b(10, 20, 30));
  EXPECT_EQ(rgb.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 255, 255));
  EXPECT_EQ(rgb.at<cv::Vec3b>(0, 2), cv::Vec3b(187, 187, 187));
  EXPECT_EQ(rgb.at<cv::Vec3b>(0, 3), cv::Vec3b(255, 255, 255));
}

TEST(Codec, AlphaOfEachKindAndDepth) {
  const Folder folder;
  for (const int depth : {CV_8U, CV_16U}) {
    const double top = depth == CV_8U ? 255 : 65535;
    const cv::Mat rgb = pattern(61, 47, CV_MAKETYPE(depth, 3));
    cv::Mat opaque;
    cv::merge(std::vector<cv::Mat>{rgb, cv::Mat(rgb.size(), CV_MAKETYPE(depth, 1), cv::Scalar(top))}, opaque);
    EXPECT_EQ(max_difference(decode(test::png_bytes(opaque)), rgb), 0);
    EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, opaque, {.extra = 2})), rgb), 0);
    EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, opaque, {.extra = 1})), rgb), 0);
    EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, pattern(61, 47, opaque.type()), {.extra = 0})), rgb), 0);

    cv::Mat grey_alpha;
    cv::extractChannel(rgb, grey_alpha, 0);
    const cv::Mat grey = grey_as_rgb(grey_alpha);
    cv::merge(std::vector<cv::Mat>{grey_alpha, cv::Mat(rgb.size(), grey_alpha.type(), cv::Scalar(top))}, grey_alpha);
    EXPECT_EQ(max_difference(decode(test::png_bytes(grey_alpha)), grey), 0);
    EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, grey_alpha, {.photometric = 1, .extra = 2})), grey), 0);
  }
}

TEST(Codec, AssociatedAlphaGivesWhatUnassociatedGives) {
  const Folder folder;
  const cv::Mat straight(4, 4, CV_16UC4, cv::Scalar(40000, 30000, 20000, 32768));
  const cv::Mat premultiplied(4, 4, CV_16UC4, cv::Scalar(20000, 15000, 10000, 32768));
  EXPECT_LE(max_difference(decode(test::tiff_bytes(folder, straight, {.extra = 2})),
                           decode(test::tiff_bytes(folder, premultiplied, {.extra = 1}))),
            2);
}

TEST(Codec, TiffOfEachLayout) {
  const Folder folder;
  for (const int type : {CV_8UC3, CV_16UC3}) {
    const cv::Mat rgb = pattern(61, 47, type);
    for (const TiffLayout& layout :
         {TiffLayout{}, TiffLayout{.compression = 5}, TiffLayout{.compression = 8}, TiffLayout{.tile = 16},
          TiffLayout{.compression = 8, .tile = 64}, TiffLayout{.rows_per_strip = 47}, TiffLayout{.separate = true},
          TiffLayout{.big_endian = true}, TiffLayout{.big = true}}) {
      EXPECT_EQ(max_difference(decode(test::tiff_bytes(folder, rgb, layout)), rgb), 0)
          << "compression " << layout.compression << " tile " << layout.tile << " separate " << layout.separate;
    }
  }
}

TEST(Codec, TiffPalette) {
  const Folder folder;
  const cv::Mat index = pattern(61, 47, CV_8UC1);
  cv::Mat truth;
  cv::merge(std::vector<cv::Mat>{index, 255 - index, index / 2 - 0.25}, truth);
  const cv::Mat read = decode(test::tiff_bytes(folder, index, {.photometric = 3}));
  EXPECT_LE(max_difference(read, truth), 1);
}

TEST(Codec, InterlacedPng) {
  const cv::Mat rgb = pattern(61, 47, CV_8UC3);
  EXPECT_EQ(max_difference(decode(test::png_bytes(rgb, true)), rgb), 0);
}

TEST(Codec, RefusesWhatIsNoPhotograph) {
  const Folder folder;
  EXPECT_THAT(refusal({}), HasSubstr("picture: is empty"));
  const std::string words = "Dear colleague, the photographs are in the other folder.";
  EXPECT_THAT(refusal({words.begin(), words.end()}), HasSubstr("picture: no picture of a known format"));
  EXPECT_THAT(refusal({0xFF}), HasSubstr("no picture of a known format"));
  EXPECT_THAT(refusal({0xFF, 0xD8, 0xFF}), HasSubstr("damaged or incomplete JPEG"));
  EXPECT_THAT(refusal({0x89, 'P', 'N', 'G'}), HasSubstr("damaged or incomplete PNG"));
  EXPECT_THAT(refusal({'I', 'I', 42, 0}), HasSubstr("damaged or incomplete TIFF"));
  EXPECT_THAT(refusal(test::jpeg_bytes(pattern(40, 40, CV_8UC4), 90)), HasSubstr("CMYK"));
  EXPECT_THAT(refusal(test::tiff_bytes(folder, pattern(40, 40, CV_8UC4), {.photometric = 5})), HasSubstr("CMYK"));
  EXPECT_THAT(refusal(test::tiff_bytes(folder, cv::Mat(40, 40, CV_32SC3, cv::Scalar::all(5)))),
              HasSubstr("a TIFF of 32 bits a channel; export the photograph with 8 or 16 bits"));
}

TEST(Codec, RefusesHugePicturesByTheirHeader) {
  const auto start = std::chrono::steady_clock::now();
  Bytes jpeg = test::jpeg_bytes(pattern(16, 16, CV_8UC3), 90);
  const Bytes mark{0xFF, 0xC0};
  const auto frame = std::search(jpeg.begin(), jpeg.end(), mark.begin(), mark.end());
  const Bytes size{10000 >> 8, 10000 & 255, 20000 >> 8, 20000 & 255};
  std::copy(size.begin(), size.end(), frame + 5);
  for (const Bytes& bytes : {jpeg, test::png_header(20000, 10000), test::plain_tiff(20000, 10000, Bytes(300))}) {
    EXPECT_THAT(refusal(bytes), HasSubstr("20000 x 10000 px is more than the 150 megapixels allowed"));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(Codec, AllowsWhatIsJustSmallEnough) {
  const Bytes png = encode_png(pattern(40, 50, CV_8UC3));
  EXPECT_EQ(decode_picture(png, "picture", {.max_megapixels = 0.002}).pixels.size(), cv::Size(40, 50));
  EXPECT_THAT(refusal(png, {.max_megapixels = 0.001999}), HasSubstr("max_megapixels"));
}

/// Small valid files of each format.
std::vector<Bytes> small_files(const Folder& folder) {
  const cv::Mat rgb = pattern(48, 40, CV_8UC3);
  return {encode_jpeg(rgb, 90),
          test::jpeg_bytes(rgb, 90, true),
          test::png_bytes(rgb),
          test::png_bytes(pattern(48, 40, CV_16UC4), true),
          test::plain_tiff(48, 40, Bytes(rgb.datastart, rgb.dataend)),
          test::tiff_bytes(folder, rgb, {.compression = 5}),
          test::tiff_bytes(folder, pattern(48, 40, CV_16UC1), {.photometric = 1, .compression = 8, .tile = 16}),
          test::tiff_bytes(folder, pattern(48, 40, CV_8UC1), {.photometric = 3})};
}

TEST(Codec, RefusesTruncatedFiles) {
  const Folder folder;
  ::testing::internal::CaptureStderr();
  for (const Bytes& whole : small_files(folder)) {
    EXPECT_NO_THROW((void)decode(whole));
    for (const double part : {0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99}) {
      const auto length = std::max<std::size_t>(4, static_cast<std::size_t>(part * static_cast<double>(whole.size())));
      EXPECT_THROW((void)decode({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}), InputError)
          << length << " bytes of " << whole.size() << ", first " << int{whole[0]};
    }
    EXPECT_THROW((void)decode({whole.begin(), whole.end() - 1}), InputError) << "first " << int{whole[0]};
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Codec, DamagedFilesAreReadOrRefused) {
  const Folder folder;
  Random random(7, "damaged files");
  int refused = 0;
  ::testing::internal::CaptureStderr();
  for (const Bytes& whole : small_files(folder)) {
    for (int round = 0; round < 300; ++round) {
      Bytes damaged = whole;
      for (auto flips = 1 + random.below(4); flips > 0; --flips) {
        // Half of the damage goes to the start, where the structure is.
        const auto range = random.uniform() < 0.5 ? std::min<std::size_t>(200, damaged.size()) : damaged.size();
        damaged[random.below(range)] ^= static_cast<std::uint8_t>(1U << random.below(8));
      }
      try {
        const cv::Mat rgb = decode(damaged);
        EXPECT_TRUE(rgb.type() == CV_8UC3 || rgb.type() == CV_16UC3);
      } catch (const InputError&) {
        ++refused;
      }
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_GT(refused, 300);
}

TEST(Codec, RefusesEndlessProgressiveJpegs) {
  Bytes jpeg = test::jpeg_bytes(pattern(48, 40, CV_8UC3), 90, true);
  const Bytes mark{0xFF, 0xDA};
  const auto scan = std::search(jpeg.begin(), jpeg.end(), mark.begin(), mark.end());
  const auto next = std::search(scan + 2, jpeg.end(), mark.begin(), mark.end());
  const Bytes first(scan, next);
  Bytes bomb(jpeg.begin(), scan);
  for (int i = 0; i < 5000; ++i) bomb.insert(bomb.end(), first.begin(), first.end());
  bomb.insert(bomb.end(), next, jpeg.end());
  EXPECT_THAT(refusal(bomb), HasSubstr("damaged or incomplete JPEG"));
}

TEST(Codec, RefusesToEncodeOtherTypes) {
  EXPECT_THROW((void)encode_png(cv::Mat()), InputError);
  EXPECT_THROW((void)encode_png(cv::Mat(4, 4, CV_32FC3)), InputError);
  EXPECT_THROW((void)encode_jpeg(cv::Mat(4, 4, CV_16UC3), 90), InputError);
  EXPECT_THROW((void)encode_jpeg(pattern(4, 4, CV_8UC3), 0), ParameterError);
  EXPECT_THROW((void)encode_jpeg(pattern(4, 4, CV_8UC3), 101), ParameterError);
}

TEST(Codec, FilesAreWrittenWholeOrNotAtAll) {
  const Folder folder;
  const auto path = folder.path("out.bin");
  write_file(path, Bytes{1, 2, 3});
  write_file(path, Bytes{4, 5});
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "\4\5");
  std::filesystem::create_directories(folder.path("taken/inside"));
  EXPECT_THROW(write_file(folder.path("taken"), Bytes{1}), InputError);
  EXPECT_THROW(write_file(folder.path("missing/out.bin"), Bytes{1}), InputError);
  EXPECT_THROW(write_file(folder.path("out.bin/out.bin"), Bytes{1}), InputError);
  const auto entries = std::filesystem::directory_iterator(folder.path(""));
  EXPECT_EQ(std::distance(entries, std::filesystem::directory_iterator()), 2);  // out.bin and taken, nothing left over
}

TEST(Codec, UnwritableFolderIsNamed) {
  const Folder folder;
  std::filesystem::create_directory(folder.path("closed"));
  std::filesystem::permissions(folder.path("closed"), std::filesystem::perms::owner_read);
  // Root may write anywhere but there.
  const std::filesystem::path path = ::geteuid() == 0 ? "/proc/out.png" : folder.path("closed/out.png");
  try {
    write_file(path, Bytes{1});
    FAIL() << "was written";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr(path.string() + ": cannot be written"));
  }
}

}  // namespace
}  // namespace porevis
