// SPDX-License-Identifier: Apache-2.0
#include "photo/colour_space.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "photo/formats.hpp"
#include "porevis/error.hpp"

namespace porevis {
namespace {

using test::colours;
using test::decode;
using test::Folder;
using test::in_space;
using test::quantized;
using test::refusal;
using ::testing::HasSubstr;

/// Largest difference from the colours meant, in steps of 8 bits.
double error_of(const cv::Mat& pixels, const cv::Mat& truth = colours()) {
  cv::Mat read;
  pixels.convertTo(read, CV_32F, pixels.depth() == CV_8U ? 1 : 255. / 65535);
  return cv::norm(read, 255 * truth, cv::NORM_INF);
}

/// As error_of(), of skin and greys: with 8 bits, rounding alone moves the strongest colours by several steps.
double error_of_skin(const cv::Mat& pixels) {
  return std::max(error_of(pixels.rowRange(0, 10), colours().rowRange(0, 10)),
                  error_of(pixels.rowRange(20, 30), colours().rowRange(20, 30)));
}

cv::Mat three(const cv::Mat& grey) {
  cv::Mat rgb;
  cv::merge(std::vector<cv::Mat>{grey, grey, grey}, rgb);
  return rgb;
}

struct Case {
  test::Space space;
  const char* name;
  int bits;
  double tolerance;  // steps of 8 bits
};
const Case cases[] = {{test::display_p3, "Display P3", 8, 1},     {test::display_p3, "Display P3", 16, 0.05},
                      {test::adobe_rgb_1998, "Adobe RGB", 8, 1},  {test::adobe_rgb_1998, "Adobe RGB", 16, 0.1},
                      {test::prophoto, "ProPhoto RGB", 16, 0.15}, {test::linear, "linear", 16, 0.1}};

TEST(ColourSpace, ProfilesInPngComeBackAsSrgb) {
  for (const Case& c : cases) {
    const Bytes png = test::png_bytes(quantized(in_space(colours(), c.space), c.bits));
    const Picture picture = decode(test::png_with_profile(png, test::profile(c.space, c.name)));
    EXPECT_EQ(picture.pixels.type(), CV_16UC3) << c.name;
    EXPECT_LE(c.bits == 8 ? error_of_skin(picture.pixels) : error_of(picture.pixels), c.tolerance)
        << c.name << ' ' << c.bits;
    EXPECT_EQ(picture.origin.colour, std::string("ICC: ") + c.name);
  }
}

TEST(ColourSpace, ProfilesInTiffWebpAndJpegComeBackAsSrgb) {
  const Folder folder;
  const Bytes icc = test::profile(test::display_p3, "Display P3");
  const cv::Mat p3 = quantized(in_space(colours(), test::display_p3), 8);
  EXPECT_LE(error_of_skin(decode(test::webp_bytes(p3, 101, icc)).pixels), 1);
  const cv::Mat p3_16 = quantized(in_space(colours(), test::display_p3), 16);
  EXPECT_LE(error_of(decode(test::tiff_bytes(folder, p3_16, {.icc = icc})).pixels), 0.05);
  const cv::Mat one(48, 48, CV_8UC3, cv::Scalar(203, 152, 121));  // one colour: JPEG loses next to nothing
  for (const std::size_t piece : {60000UL, 100UL}) {
    const Picture jpeg = decode(test::jpeg_with_profile(encode_jpeg(one, 100), icc, piece));
    const Picture png = decode(test::png_with_profile(encode_png(one), icc));
    EXPECT_LE(cv::norm(jpeg.pixels, png.pixels, cv::NORM_INF), 2 * 257);
    EXPECT_EQ(jpeg.origin.colour, "ICC: Display P3");
  }
}

TEST(ColourSpace, ProfilesOfTablesComeBackAsSrgb) {
  const Bytes png = test::png_bytes(quantized(in_space(colours(), test::prophoto), 16));
  const Picture picture = decode(test::png_with_profile(png, test::table_profile(test::prophoto)));
  EXPECT_LE(error_of(picture.pixels.rowRange(0, 10), colours().rowRange(0, 10)), 0.5);
}

TEST(ColourSpace, GreyProfilesComeBackAsSrgb) {
  const Folder folder;
  cv::Mat grey(20, 40, CV_32F);
  for (int x = 0; x < 40; ++x) grey.col(x).setTo((x + 0.5) / 40);
  for (const double gamma : {1.0, 1.8, 2.2}) {
    cv::Mat coded;
    cv::extractChannel(in_space(three(grey), {test::srgb.primaries, gamma}), coded, 0);
    const Bytes icc = test::grey_profile(gamma);
    for (const Bytes& file : {test::png_with_profile(test::png_bytes(quantized(coded, 16)), icc),
                              test::tiff_bytes(folder, quantized(coded, 16), {.photometric = 1, .icc = icc})}) {
      EXPECT_LE(error_of(decode(file).pixels, three(grey)), 0.1) << gamma;
    }
  }
  EXPECT_THAT(refusal(test::png_with_profile(encode_png(quantized(colours(), 8)), test::grey_profile(1.8))),
              HasSubstr("colour"));
}

TEST(ColourSpace, SrgbIsLeftAsItIs) {
  for (const int bits : {8, 16}) {
    const cv::Mat rgb = quantized(colours(), bits);
    const Picture picture = decode(test::png_with_profile(encode_png(rgb), test::profile(test::srgb, "any name")));
    EXPECT_EQ(picture.pixels.type(), rgb.type());
    EXPECT_EQ(cv::norm(picture.pixels, rgb, cv::NORM_INF), 0);
    EXPECT_EQ(picture.origin.colour, "ICC: any name");
  }
  EXPECT_EQ(decode(encode_png(quantized(colours(), 8))).origin.colour, "sRGB assumed");
  EXPECT_EQ(decode(test::png_with_chunk(encode_png(quantized(colours(), 8)), "sRGB", {0})).origin.colour, "sRGB");
}

Bytes four_bytes(std::initializer_list<std::uint32_t> values) {
  Bytes bytes;
  for (const std::uint32_t value : values) {
    for (int i = 3; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  return bytes;
}

TEST(ColourSpace, PngSaysItInItsOwnChunks) {
  const auto png_in = [](const test::Space& space) {
    return test::png_bytes(quantized(in_space(colours(), space), 16));
  };
  EXPECT_LE(error_of(decode(test::png_with_chunk(png_in(test::linear), "gAMA", four_bytes({100000}))).pixels), 0.1);
  const Bytes p3 = four_bytes({31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000});
  const Bytes primaries = test::png_with_chunk(png_in(test::display_p3), "cHRM", p3);
  EXPECT_LE(error_of(decode(test::png_with_chunk(primaries, "gAMA", four_bytes({45455}))).pixels), 0.05);
  EXPECT_LE(error_of(decode(test::png_with_chunk(png_in(test::display_p3), "cICP", {12, 13, 0, 1})).pixels), 0.05);
  const cv::Mat rgb = quantized(colours(), 8);
  const Picture usual = decode(test::png_with_chunk(encode_png(rgb), "gAMA", four_bytes({45455})));
  EXPECT_EQ(cv::norm(usual.pixels, rgb, cv::NORM_INF), 0);
  EXPECT_THAT(refusal(test::png_with_chunk(encode_png(rgb), "cICP", {9, 16, 0, 1})), HasSubstr("high dynamic range"));
}

TEST(ColourSpace, ExifSaysAdobeRgb) {
  const cv::Mat coded = quantized(in_space(colours(), test::adobe_rgb_1998), 16);
  const auto with = [&](std::uint16_t space, const char* index) {
    return test::with_exif(test::png_bytes(coded), {{"Exif.Photo.ColorSpace", std::to_string(space)},
                                                    {"Exif.Iop.InteroperabilityIndex", index}});
  };
  EXPECT_LE(error_of(decode(with(65535, "R03")).pixels), 0.1);
  EXPECT_EQ(decode(with(65535, "R03")).origin.colour, "Adobe RGB");
  EXPECT_EQ(cv::norm(decode(with(1, "R98")).pixels, coded, cv::NORM_INF), 0);
  EXPECT_EQ(decode(with(1, "R98")).origin.colour, "sRGB");
}

TEST(ColourSpace, BrokenProfilesAreRefusedUnlessIgnored) {
  const cv::Mat rgb = quantized(colours(), 8);
  const Bytes icc = test::profile(test::display_p3, "Display P3");
  const Bytes cut(icc.begin(), icc.begin() + 200);
  Bytes without_curves = icc;
  for (std::size_t i = 128; i + 4 < 400; ++i) {
    if (std::equal(&without_curves[i], &without_curves[i] + 4, "rTRC")) without_curves[i] = 'x';
  }
  Bytes missing_piece = test::jpeg_with_profile(encode_jpeg(rgb, 90), icc, 200);
  missing_piece[2 + 4 + 12] = 77;  // which piece it is
  const Bytes files[] = {test::png_with_profile(encode_png(rgb), cut),
                         test::png_with_profile(encode_png(rgb), without_curves),
                         test::jpeg_with_profile(encode_jpeg(rgb, 90), cut),
                         test::jpeg_with_profile(encode_jpeg(rgb, 90), Bytes(300, 7)),
                         test::jpeg_with_profile(encode_jpeg(rgb, 90), test::printing_profile()),
                         missing_piece,
                         test::webp_bytes(rgb, 101, cut)};
  for (const Bytes& file : files) {
    EXPECT_THAT(refusal(file), HasSubstr("; export the photograph as sRGB, or set ignore_profile")) << &file - files;
    const Picture ignored = decode_picture(file, "picture", {.ignore_profile = true});
    EXPECT_LE(cv::norm(ignored.pixels, rgb, cv::NORM_INF), 60) << &file - files;
    EXPECT_EQ(ignored.origin.colour, "sRGB assumed");
  }
}

TEST(ColourSpace, AlphaIsLaidOverWhiteAfterConversion) {
  const cv::Vec3f colour(0.6F, 0.4F, 0.3F);
  const cv::Mat straight(40, 40, CV_32FC3, colour);
  cv::Mat rgba;
  cv::merge(std::vector<cv::Mat>{in_space(straight, test::display_p3), cv::Mat(40, 40, CV_32F, cv::Scalar(0.5))}, rgba);
  const Bytes png = test::png_with_profile(test::png_bytes(quantized(rgba, 16)), test::profile(test::display_p3, "P3"));
  const cv::Mat half = quantized(straight, 16);
  cv::Mat same;
  cv::merge(std::vector<cv::Mat>{half, cv::Mat(40, 40, CV_16U, cv::Scalar(32768))}, same);
  EXPECT_LE(cv::norm(decode(png).pixels, decode(test::png_bytes(same)).pixels, cv::NORM_INF), 8);
}

TEST(ColourSpace, IsTheSameForAnyNumberOfThreads) {
  const Bytes png = test::png_with_profile(test::png_bytes(test::pattern(401, 301, CV_16UC3)),
                                           test::profile(test::prophoto, "ProPhoto"));
  const int threads = cv::getNumThreads();
  const cv::Mat many = decode(png).pixels;
  cv::setNumThreads(1);
  const cv::Mat one = decode(png).pixels;
  cv::setNumThreads(threads);
  EXPECT_EQ(cv::norm(many, one, cv::NORM_INF), 0);
}

TEST(ColourSpace, FloatingPointIsLinearLight) {
  const Folder folder;
  const cv::Mat light = in_space(colours(), test::linear);
  const Picture picture = decode(test::tiff_bytes(folder, light));
  EXPECT_EQ(picture.pixels.type(), CV_16UC3);
  EXPECT_LE(error_of(picture.pixels), 0.05);
  EXPECT_EQ(picture.origin.colour, "linear light assumed");
  cv::Mat half, twice;
  light.convertTo(half, CV_16F);
  light.convertTo(twice, CV_64F);
  EXPECT_LE(error_of(decode(test::tiff_bytes(folder, half)).pixels), 0.2);
  EXPECT_LE(error_of(decode(test::tiff_bytes(folder, twice)).pixels), 0.05);
  // With a profile the numbers are what it says.
  const cv::Mat p3 = in_space(colours(), test::display_p3);
  EXPECT_LE(error_of(decode(test::tiff_bytes(folder, p3, {.icc = test::profile(test::display_p3, "P3")})).pixels), 0.1);
}

TEST(ColourSpace, FloatingPointOfAnotherUnitIsScaled) {
  const Folder folder;
  cv::Mat ramp(100, 100, CV_32FC3);
  for (int x = 0; x < 100; ++x) ramp.col(x).setTo(cv::Scalar::all((x + 1) / 100.));
  const cv::Mat plain = decode(test::tiff_bytes(folder, ramp)).pixels;
  EXPECT_LE(cv::norm(decode(test::tiff_bytes(folder, 250 * ramp)).pixels, plain, cv::NORM_INF), 1);
  cv::Mat alpha;  // is no light
  cv::merge(std::vector<cv::Mat>{250 * ramp, cv::Mat(ramp.size(), CV_32F, cv::Scalar(1))}, alpha);
  EXPECT_LE(cv::norm(decode(test::tiff_bytes(folder, alpha, {.extra = 2})).pixels, plain, cv::NORM_INF), 1);
  // A few brilliant points do not darken the picture; what is no number is dark.
  cv::Mat odd = ramp.clone();
  odd.at<cv::Vec3f>(0, 50) = {1e6F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()};
  odd.at<cv::Vec3f>(1, 50) = {-1, 0, 0.5F};
  const cv::Mat read = decode(test::tiff_bytes(folder, odd)).pixels;
  EXPECT_EQ(read.at<cv::Vec3w>(0, 50), cv::Vec3w(65535, 65535, 0));
  EXPECT_EQ(read.at<cv::Vec3w>(1, 50)[0], 0);
  EXPECT_EQ(cv::norm(read.rowRange(2, 100), plain.rowRange(2, 100), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace porevis
