// SPDX-License-Identifier: Apache-2.0
// Little CMS reads and judges profiles. Curves and matrix, what nearly all photographs have, are applied by tables with
// full precision; profiles that are tables of colours go through Little CMS's own transform.
#include "photo/colour_space.hpp"

#include <lcms2.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>

#include "photo/exif.hpp"
#include "photo/srgb.hpp"

namespace porevis {
namespace {

struct Free {
  void operator()(cmsContext context) const { cmsDeleteContext(context); }
};
struct Close {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct Delete {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
struct FreeCurve {
  void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, Free>;
using Profile = std::unique_ptr<void, Close>;
using Transform = std::unique_ptr<void, Delete>;
using Curve = std::unique_ptr<cmsToneCurve, FreeCurve>;

constexpr auto intent = INTENT_RELATIVE_COLORIMETRIC;

Profile open_profile(cmsContext context, const ColourSpace& space) {
  if (!space.icc.empty()) {
    const auto size = static_cast<cmsUInt32Number>(std::min<std::size_t>(space.icc.size(), 1U << 30));
    return Profile(cmsOpenProfileFromMemTHR(context, space.icc.data(), size));
  }
  const auto& [g, a, b, c, d] = space.transfer;
  const double parameters[] = {g, a, b, c, d};
  const Curve curve(cmsBuildParametricToneCurve(context, 4, parameters));
  if (!curve) return {};
  cmsToneCurve* curves[] = {curve.get(), curve.get(), curve.get()};
  const Primaries& p = space.primaries;
  const cmsCIExyY white{p[6], p[7], 1};
  const cmsCIExyYTRIPLE primaries{{p[0], p[1], 1}, {p[2], p[3], 1}, {p[4], p[5], 1}};
  return Profile(cmsCreateRGBProfileTHR(context, &white, &primaries, curves));
}

/// The profile's description, plain and short.
std::string description(cmsHPROFILE profile) {
  char text[200] = "";
  cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", text, sizeof text);
  const std::string plain = plain_text(text, 60);
  return plain.empty() ? "unnamed profile" : plain;
}

/// Whether colours of the profile are those of sRGB, to half a step of 8 bits over light and dark, grey and colourful.
bool is_srgb(cmsContext context, cmsHPROFILE profile, cmsHPROFILE srgb, int channels) {
  const Transform transform(cmsCreateTransformTHR(context, profile, channels == 1 ? TYPE_GRAY_DBL : TYPE_RGB_DBL, srgb,
                                                  TYPE_RGB_DBL, intent, cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
  if (!transform) throw ColourError("a colour profile that cannot be applied");
  const auto same = [&](double red, double green, double blue) {
    const double in[] = {red, green, blue};
    double out[3] = {};
    cmsDoTransform(transform.get(), in, out, 1);
    for (int c = 0; c < 3; ++c) {
      if (!(std::abs(out[c] - in[channels == 1 ? 0 : c]) < 0.5 / 255)) return false;
    }
    return true;
  };
  for (int i = 0; i <= 50; ++i) {
    if (!same(i / 50., i / 50., i / 50.)) return false;
  }
  constexpr double levels[] = {0.1, 0.3, 0.5, 0.7, 0.9};
  for (const double red : levels) {
    for (const double green : levels) {
      for (const double blue : levels) {
        if (channels == 3 && !same(red, green, blue)) return false;
      }
    }
  }
  return true;
}

/// The sRGB code, 0 to 65535, of linear light; interpolated to less than a tenth of a step.
class Encoder {
 public:
  Encoder() : codes_(steps + 2) {
    for (int i = 0; i <= steps; ++i) {
      codes_[i] = static_cast<float>(65535 * linear_to_srgb(static_cast<float>(i) / steps)) + 0.5F;
    }
    codes_[steps + 1] = codes_[steps];
  }

  [[nodiscard]] std::uint16_t operator()(float light) const {
    const float at = steps * std::min(std::max(light, 0.F), 1.F);
    const int i = static_cast<int>(at);
    return static_cast<std::uint16_t>(codes_[i] + (at - static_cast<float>(i)) * (codes_[i + 1] - codes_[i]));
  }

 private:
  static constexpr int steps = 1 << 14;
  std::vector<float> codes_;
};

/// A number as the index of a table and the way to its next entry.
template <class T>
float look_up(const std::vector<float>& table, T value) {
  if constexpr (std::is_integral_v<T>) return table[value];
  const float at = std::min(std::max(static_cast<float>(value), 0.F), 1.F) * static_cast<float>(table.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(at), table.size() - 2);
  return table[i] + (at - static_cast<float>(i)) * (table[i + 1] - table[i]);
}

/// Curves, then a matrix, then sRGB's encoding. Grey has one curve and no matrix.
class Shaper {
 public:
  /// @param values  how many a curve is evaluated at.
  Shaper(cmsHPROFILE profile, cmsHPROFILE srgb, int channels, int values) : matrix_(cv::Matx33f::eye()) {
    constexpr cmsTagSignature curves[] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    for (int c = 0; c < channels; ++c) {
      const auto* curve =
          static_cast<const cmsToneCurve*>(cmsReadTag(profile, channels == 1 ? cmsSigGrayTRCTag : curves[c]));
      if (curve == nullptr) throw ColourError(damaged_profile);
      std::vector<float> table(values);
      for (int i = 0; i < values; ++i) {
        table[i] = cmsEvalToneCurveFloat(curve, static_cast<float>(i) / static_cast<float>(values - 1));
      }
      curves_.push_back(std::move(table));
    }
    if (channels == 3) matrix_ = colorants(srgb).inv() * colorants(profile);
  }

  template <class T>
  [[nodiscard]] cv::Mat apply(const cv::Mat& pixels) const {
    static const Encoder encode;
    cv::Mat out(pixels.size(), CV_16UC3);
    cv::parallel_for_({0, pixels.rows}, [&](const cv::Range& rows) {
      for (int y = rows.start; y < rows.end; ++y) {
        const T* from = pixels.ptr<T>(y);
        std::uint16_t* to = out.ptr<std::uint16_t>(y);
        for (int x = 0; x < pixels.cols; ++x, to += 3) {
          if (curves_.size() == 1) {
            to[0] = to[1] = to[2] = encode(look_up(curves_[0], *from++));
            continue;
          }
          const float red = look_up(curves_[0], *from++);
          const float green = look_up(curves_[1], *from++);
          const float blue = look_up(curves_[2], *from++);
          for (int c = 0; c < 3; ++c) {
            to[c] = encode(matrix_(c, 0) * red + matrix_(c, 1) * green + matrix_(c, 2) * blue);
          }
        }
      }
    });
    return out;
  }

 private:
  static cv::Matx33f colorants(cmsHPROFILE profile) {
    constexpr cmsTagSignature tags[] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
    cv::Matx33d matrix;
    for (int c = 0; c < 3; ++c) {
      const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, tags[c]));
      if (xyz == nullptr) throw ColourError(damaged_profile);
      matrix(0, c) = xyz->X;
      matrix(1, c) = xyz->Y;
      matrix(2, c) = xyz->Z;
    }
    return matrix;
  }

  std::vector<std::vector<float>> curves_;
  cv::Matx33f matrix_;
};

cv::Mat apply_shaper(cmsHPROFILE profile, cmsHPROFILE srgb, const cv::Mat& pixels) {
  const bool bytes = pixels.depth() == CV_8U;
  const Shaper shaper(profile, srgb, pixels.channels(), bytes ? 256 : 65536);
  if (bytes) return shaper.apply<std::uint8_t>(pixels);
  return pixels.depth() == CV_16U ? shaper.apply<std::uint16_t>(pixels) : shaper.apply<float>(pixels);
}

cv::Mat apply_tables(cmsContext context, cmsHPROFILE profile, cmsHPROFILE srgb, const cv::Mat& pixels) {
  const Transform transform(cmsCreateTransformTHR(context, profile, pixels.channels() == 1 ? TYPE_GRAY_16 : TYPE_RGB_16,
                                                  srgb, TYPE_RGB_16, intent,
                                                  cmsFLAGS_HIGHRESPRECALC | cmsFLAGS_NOCACHE));
  if (!transform) throw ColourError("a colour profile that cannot be applied");
  const double gain = pixels.depth() == CV_8U ? 257 : pixels.depth() == CV_16U ? 1 : 65535;
  cv::Mat out(pixels.size(), CV_16UC3);
  cv::parallel_for_({0, pixels.rows}, [&](const cv::Range& rows) {
    cv::Mat row;
    for (int y = rows.start; y < rows.end; ++y) {
      pixels.row(y).convertTo(row, CV_16U, gain);
      cmsDoTransform(transform.get(), row.data, out.ptr(y), static_cast<cmsUInt32Number>(pixels.cols));
    }
  });
  return out;
}

bool has_tables(cmsHPROFILE profile) {
  constexpr cmsTagSignature tables[] = {cmsSigAToB0Tag, cmsSigAToB1Tag, cmsSigDToB0Tag, cmsSigDToB1Tag};
  return std::any_of(std::begin(tables), std::end(tables), [&](auto tag) { return cmsIsTag(profile, tag) != 0; });
}

cv::Mat three_channels(const cv::Mat& pixels) {
  if (pixels.channels() == 3) return pixels;
  cv::Mat rgb(pixels.size(), CV_MAKETYPE(pixels.depth(), 3));
  const int from_to[] = {0, 0, 0, 1, 0, 2};
  cv::mixChannels(&pixels, 1, &rgb, 1, from_to, 3);
  return rgb;
}

/// Whole numbers that are sRGB stay as they are.
cv::Mat keep(const cv::Mat& pixels) {
  cv::Mat rgb = three_channels(pixels);
  if (rgb.depth() == CV_32F) rgb.convertTo(rgb, CV_16U, 65535);
  return rgb;
}

}  // namespace

ColourSpace adobe_rgb() {
  return {"Adobe RGB", {}, {0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.3290}, {563 / 256.}};
}

ColourSpace linear_srgb() { return {"linear light", {}, bt709_primaries, {1}}; }

ColourSpace colour_space_h273(int primaries, int transfer) {
  ColourSpace space;
  space.name = "rare colours";
  if (primaries == 1 || primaries == 2) {
    space.name = "sRGB";
  } else if (primaries == 5) {
    space = {"BT.601, 625 lines", {}, {0.64, 0.33, 0.29, 0.60, 0.15, 0.06, 0.3127, 0.3290}};
  } else if (primaries == 6 || primaries == 7) {
    space = {"BT.601, 525 lines", {}, {0.630, 0.340, 0.310, 0.595, 0.155, 0.070, 0.3127, 0.3290}};
  } else if (primaries == 9) {
    space = {"BT.2020", {}, {0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290}};
  } else if (primaries == 12) {
    space = {"Display P3", {}, {0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290}};
  } else {
    space.fault = "colours of rare primaries (" + std::to_string(primaries) + ')';
  }
  if (transfer == 16 || transfer == 18) {
    space.fault = "colours of high dynamic range";
  } else if (transfer == 1 || transfer == 6 || transfer == 14 || transfer == 15) {
    space.transfer = {1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081};
    space.name += ", BT.709 curve";
  } else if (transfer == 4 || transfer == 5) {
    space.transfer = {transfer == 4 ? 2.2 : 2.8};
    space.name += transfer == 4 ? ", gamma 2.2" : ", gamma 2.8";
  } else if (transfer == 8) {
    space.transfer = {1};
    space.name += ", linear";
  } else if (transfer != 2 && transfer != 13) {
    space.fault = "colours of a rare transfer curve (" + std::to_string(transfer) + ')';
  }
  return space;
}

SrgbPicture to_srgb(const cv::Mat& pixels, const ColourSpace& space) {
  if (!space.fault.empty()) throw ColourError(space.fault);
  if (space.unknown()) return {keep(pixels), "sRGB assumed"};
  if (space.name == "sRGB" && space.icc.empty()) return {keep(pixels), space.name};

  const Context context(cmsCreateContext(nullptr, nullptr));
  if (!context) throw std::bad_alloc();
  const Profile profile = open_profile(context.get(), space);
  const Profile srgb(cmsCreate_sRGBProfileTHR(context.get()));
  if (!profile || !srgb) throw ColourError(damaged_profile);
  const std::string from = space.icc.empty() ? space.name : "ICC: " + description(profile.get());
  const auto kind = cmsGetColorSpace(profile.get());
  if (kind != cmsSigRgbData && kind != cmsSigGrayData) {
    throw ColourError("a colour profile of printing or other colours (" + from + ')');
  }
  if (kind == cmsSigGrayData && pixels.channels() != 1) throw ColourError("a profile of grey (" + from + ')');
  const cv::Mat colours = kind == cmsSigRgbData ? three_channels(pixels) : pixels;
  if (is_srgb(context.get(), profile.get(), srgb.get(), colours.channels())) return {keep(pixels), from};
  return {has_tables(profile.get()) ? apply_tables(context.get(), profile.get(), srgb.get(), colours)
                                    : apply_shaper(profile.get(), srgb.get(), colours),
          from};
}

}  // namespace porevis
