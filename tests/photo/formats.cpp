// SPDX-License-Identifier: Apache-2.0
#include "photo/formats.hpp"

#include <lcms2.h>
#include <webp/encode.h>
#include <webp/mux.h>
#include <zlib.h>

#include <cmath>
#include <cstring>
#ifdef POREVIS_WITH_JP2
#include <openjpeg.h>
#endif
#ifdef POREVIS_WITH_HEIF
#include <libheif/heif.h>
#endif

#include "porevis/error.hpp"

namespace porevis::test {
namespace {

double decoded(double v, double gamma) {
  if (gamma > 0) return std::pow(v, gamma);
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double encoded(double light, double gamma) {
  light = std::min(std::max(light, 0.), 1.);
  if (gamma > 0) return std::pow(light, 1 / gamma);
  return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

cv::Vec3d xyz(double x, double y) { return {x / y, 1, (1 - x - y) / y}; }

cv::Matx33d xyz_from_rgb(const Space& space) {
  const auto& p = space.primaries;
  cv::Matx33d columns;
  for (int c = 0; c < 3; ++c) {
    const cv::Vec3d colour = xyz(p[2 * c], p[2 * c + 1]);
    for (int r = 0; r < 3; ++r) columns(r, c) = colour[r];
  }
  return columns * cv::Matx33d::diag(columns.inv() * xyz(p[6], p[7]));
}

cv::Matx33d adaptation(const Space& to, const Space& from) {
  const cv::Matx33d bradford(0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296);
  const cv::Vec3d white_to = bradford * xyz(to.primaries[6], to.primaries[7]);
  const cv::Vec3d white_from = bradford * xyz(from.primaries[6], from.primaries[7]);
  const cv::Vec3d ratio(white_to[0] / white_from[0], white_to[1] / white_from[1], white_to[2] / white_from[2]);
  return bradford.inv() * cv::Matx33d::diag(ratio) * bradford;
}

cmsToneCurve* tone_curve(double gamma) {
  if (gamma > 0) return cmsBuildGamma(nullptr, gamma);
  const double parameters[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  return cmsBuildParametricToneCurve(nullptr, 4, parameters);
}

Bytes saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

void put(Bytes& bytes, const void* from, std::size_t count) {
  const auto* first = static_cast<const std::uint8_t*>(from);
  bytes.insert(bytes.end(), first, first + count);
}
void put_number(Bytes& bytes, std::uint32_t value, int count, bool big_endian = false) {
  for (int i = 0; i < count; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(value >> (8 * (big_endian ? count - 1 - i : i))));
  }
}

}  // namespace

Picture decode(const Bytes& bytes) { return decode_picture(bytes, "picture"); }

std::string refusal(const Bytes& bytes) {
  try {
    (void)decode(bytes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

cv::Mat colours() {
  cv::Mat out(30, 40, CV_32FC3);
  for (int y = 0; y < out.rows; ++y) {
    for (int x = 0; x < out.cols; ++x) {
      const float u = (static_cast<float>(x) + 0.5F) / 40;
      const float v = (static_cast<float>(y) + 0.5F) / 30;
      // Ten rows each of skin, strong colours and greys.
      out.at<cv::Vec3f>(y, x) = y < 10
                                    ? cv::Vec3f(0.25F + 0.7F * u, 0.15F + 0.6F * u * (0.8F + 0.6F * v), 0.1F + 0.5F * u)
                                : y < 20 ? cv::Vec3f(u, v, 1 - u * v)
                                         : cv::Vec3f(u, u, u);
    }
  }
  return out;
}

cv::Mat in_space(const cv::Mat& colours, const Space& space) {
  const cv::Matx33d matrix = xyz_from_rgb(space).inv() * adaptation(space, srgb) * xyz_from_rgb(srgb);
  cv::Mat out(colours.size(), CV_32FC3);
  for (int y = 0; y < out.rows; ++y) {
    for (int x = 0; x < out.cols; ++x) {
      const auto& in = colours.at<cv::Vec3f>(y, x);
      const cv::Vec3d light = matrix * cv::Vec3d(decoded(in[0], 0), decoded(in[1], 0), decoded(in[2], 0));
      for (int c = 0; c < 3; ++c) out.at<cv::Vec3f>(y, x)[c] = static_cast<float>(encoded(light[c], space.gamma));
    }
  }
  return out;
}

cv::Mat quantized(const cv::Mat& numbers, int bits) {
  cv::Mat out;
  numbers.convertTo(out, bits == 8 ? CV_8U : CV_16U, bits == 8 ? 255 : 65535);
  return out;
}

Bytes profile(const Space& space, const std::string& name) {
  const auto& p = space.primaries;
  const cmsCIExyY white{p[6], p[7], 1};
  const cmsCIExyYTRIPLE primaries{{p[0], p[1], 1}, {p[2], p[3], 1}, {p[4], p[5], 1}};
  cmsToneCurve* curve = tone_curve(space.gamma);
  cmsToneCurve* curves[] = {curve, curve, curve};
  cmsHPROFILE made = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsMLU* text = cmsMLUalloc(nullptr, 1);
  cmsMLUsetASCII(text, "en", "US", name.c_str());
  cmsWriteTag(made, cmsSigProfileDescriptionTag, text);
  cmsMLUfree(text);
  cmsFreeToneCurve(curve);
  return saved(made);
}

Bytes grey_profile(double gamma) {
  cmsToneCurve* curve = tone_curve(gamma);
  cmsHPROFILE made = cmsCreateGrayProfile(cmsD50_xyY(), curve);
  cmsFreeToneCurve(curve);
  return saved(made);
}

Bytes table_profile(const Space& space) {
  cmsHPROFILE made = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(made, 4.3);
  cmsSetDeviceClass(made, cmsSigInputClass);
  cmsSetColorSpace(made, cmsSigRgbData);
  cmsSetPCS(made, cmsSigXYZData);
  Space d50 = space;
  d50.primaries[6] = prophoto.primaries[6];
  d50.primaries[7] = prophoto.primaries[7];
  const cv::Matx33d matrix = adaptation(d50, space) * xyz_from_rgb(space) * (32768. / 65535);
  cmsToneCurve* curve = tone_curve(space.gamma);
  cmsToneCurve* curves[] = {curve, curve, curve};
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 3, 3);
  // What B curves, matrix and M curves make together is a table of colours to the reader.
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, curves));
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocMatrix(nullptr, 3, 3, matrix.val, nullptr));
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, nullptr));
  cmsWriteTag(made, cmsSigAToB0Tag, pipeline);
  cmsPipelineFree(pipeline);
  cmsFreeToneCurve(curve);
  return saved(made);
}

Bytes printing_profile() { return saved(cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 300)); }

Bytes jpeg_with_profile(const Bytes& jpeg, const Bytes& icc, std::size_t piece) {
  Bytes out(jpeg.begin(), jpeg.begin() + 2);
  const std::size_t count = (icc.size() + piece - 1) / piece;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t size = std::min(piece, icc.size() - i * piece);
    out.insert(out.end(), {0xFF, 0xE2});
    put_number(out, static_cast<std::uint32_t>(size + 16), 2, true);
    put(out, "ICC_PROFILE", 12);
    out.insert(out.end(), {static_cast<std::uint8_t>(i + 1), static_cast<std::uint8_t>(count)});
    put(out, icc.data() + i * piece, size);
  }
  out.insert(out.end(), jpeg.begin() + 2, jpeg.end());
  return out;
}

Bytes png_with_chunk(const Bytes& png, const std::string& type, const Bytes& data) {
  constexpr int after_header = 8 + 25;
  Bytes out(png.begin(), png.begin() + after_header);
  put_number(out, static_cast<std::uint32_t>(data.size()), 4, true);
  Bytes body(type.begin(), type.end());
  body.insert(body.end(), data.begin(), data.end());
  put(out, body.data(), body.size());
  put_number(out, static_cast<std::uint32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))), 4, true);
  out.insert(out.end(), png.begin() + after_header, png.end());
  return out;
}

Bytes png_with_profile(const Bytes& png, const Bytes& icc) {
  uLongf size = compressBound(icc.size());
  Bytes data{'p', 0, 0};
  data.resize(3 + size);
  compress(data.data() + 3, &size, icc.data(), icc.size());
  data.resize(3 + size);
  return png_with_chunk(png, "iCCP", data);
}

Bytes webp_bytes(const cv::Mat& samples, float quality, const Bytes& icc) {
  std::uint8_t* data = nullptr;
  const int step = static_cast<int>(samples.step);
  std::size_t size = 0;
  if (samples.channels() == 4) {
    size = quality > 100 ? WebPEncodeLosslessRGBA(samples.data, samples.cols, samples.rows, step, &data)
                         : WebPEncodeRGBA(samples.data, samples.cols, samples.rows, step, quality, &data);
  } else {
    size = quality > 100 ? WebPEncodeLosslessRGB(samples.data, samples.cols, samples.rows, step, &data)
                         : WebPEncodeRGB(samples.data, samples.cols, samples.rows, step, quality, &data);
  }
  Bytes bytes(data, data + size);
  WebPFree(data);
  if (icc.empty()) return bytes;
  // RIFF: an extended header that announces a profile, the profile, the picture.
  Bytes body{'W', 'E', 'B', 'P', 'V', 'P', '8', 'X', 10, 0, 0, 0, 0x20, 0, 0, 0};
  put_number(body, static_cast<std::uint32_t>(samples.cols - 1), 3);
  put_number(body, static_cast<std::uint32_t>(samples.rows - 1), 3);
  put(body, "ICCP", 4);
  put_number(body, static_cast<std::uint32_t>(icc.size()), 4);
  put(body, icc.data(), icc.size());
  if (icc.size() % 2 != 0) body.push_back(0);
  body.insert(body.end(), bytes.begin() + 12, bytes.end());
  Bytes out{'R', 'I', 'F', 'F'};
  put_number(out, static_cast<std::uint32_t>(body.size()), 4);
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

Bytes jp2_bytes([[maybe_unused]] const cv::Mat& samples, [[maybe_unused]] const Bytes& icc,
                [[maybe_unused]] bool bare) {
  Bytes bytes;
#ifdef POREVIS_WITH_JP2
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.numresolution = 3;
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  const auto count = static_cast<OPJ_UINT32>(samples.channels());
  std::vector<opj_image_cmptparm_t> components(count);
  for (auto& component : components) {
    component = {};
    component.dx = component.dy = 1;
    component.w = static_cast<OPJ_UINT32>(samples.cols);
    component.h = static_cast<OPJ_UINT32>(samples.rows);
    component.prec = samples.depth() == CV_8U ? 8 : 16;
  }
  opj_image_t* image = opj_image_create(count, components.data(), count < 3 ? OPJ_CLRSPC_GRAY : OPJ_CLRSPC_SRGB);
  image->x1 = components[0].w;
  image->y1 = components[0].h;
  for (OPJ_UINT32 c = 0; c < count; ++c) {
    cv::Mat plane;
    cv::extractChannel(samples, plane, static_cast<int>(c));
    plane.convertTo(plane, CV_32S);
    std::memcpy(image->comps[c].data, plane.data, plane.total() * sizeof(std::int32_t));
    if (c + 1 == count && count % 2 == 0) image->comps[c].alpha = 1;
  }
  struct Sink {
    Bytes& bytes;
    std::size_t at;
  } sink{bytes, 0};
  opj_stream_t* stream = opj_stream_create(1 << 16, OPJ_FALSE);
  opj_stream_set_user_data(stream, &sink, nullptr);
  opj_stream_set_write_function(stream, [](void* from, OPJ_SIZE_T size, void* user) {
    auto& to = *static_cast<Sink*>(user);
    to.bytes.resize(std::max(to.bytes.size(), to.at + size));
    std::memcpy(to.bytes.data() + to.at, from, size);
    to.at += size;
    return size;
  });
  opj_stream_set_seek_function(stream, [](OPJ_OFF_T offset, void* user) {
    static_cast<Sink*>(user)->at = static_cast<std::size_t>(offset);
    return OPJ_TRUE;
  });
  opj_stream_set_skip_function(stream, [](OPJ_OFF_T size, void* user) {
    static_cast<Sink*>(user)->at += static_cast<std::size_t>(size);
    return size;
  });
  opj_codec_t* codec = opj_create_compress(bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
  opj_setup_encoder(codec, &parameters, image);
  opj_start_compress(codec, image, stream);
  opj_encode(codec, stream);
  opj_end_compress(codec, stream);
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  if (!icc.empty()) {  // OpenJPEG writes none: its box of 15 bytes gives way to one that holds the profile
    const std::string name = "colr";
    const auto box = std::search(bytes.begin(), bytes.end(), name.begin(), name.end()) - 4;
    const auto grown = static_cast<std::uint32_t>(icc.size() + 11);
    Bytes colr;
    put_number(colr, grown, 4, true);
    colr.insert(colr.end(), {'c', 'o', 'l', 'r', 2, 0, 0});
    colr.insert(colr.end(), icc.begin(), icc.end());
    const std::string header = "jp2h";
    auto length = std::search(bytes.begin(), bytes.end(), header.begin(), header.end()) - 4;
    const std::uint32_t before = static_cast<std::uint32_t>((length[2] << 8) | length[3]) + grown - 15;
    length[2] = static_cast<std::uint8_t>(before >> 8);
    length[3] = static_cast<std::uint8_t>(before);
    const auto at = bytes.erase(box, box + 15);
    bytes.insert(at, colr.begin(), colr.end());
  }
#endif
  return bytes;
}

Bytes heif_bytes([[maybe_unused]] const cv::Mat& rgb, [[maybe_unused]] const HeifLayout& layout) {
  Bytes bytes;
#ifdef POREVIS_WITH_HEIF
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  const auto format = layout.avif ? heif_compression_AV1 : heif_compression_HEVC;
  if (heif_context_get_encoder_for_format(context, format, &encoder).code == heif_error_Ok) {
    heif_encoder_set_lossy_quality(encoder, 95);
    heif_encoder_set_parameter(encoder, "chroma", "444");
    if (layout.avif) heif_encoder_set_parameter_integer(encoder, "speed", 8);
    heif_image* image = nullptr;
    heif_image_create(rgb.cols, rgb.rows, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
    heif_image_add_plane(image, heif_channel_interleaved, rgb.cols, rgb.rows, 8);
    int step = 0;
    std::uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &step);
    for (int y = 0; y < rgb.rows; ++y)
      std::memcpy(plane + y * step, rgb.ptr(y), 3 * static_cast<std::size_t>(rgb.cols));
    if (!layout.icc.empty()) heif_image_set_raw_color_profile(image, "prof", layout.icc.data(), layout.icc.size());
    heif_encoding_options* options = heif_encoding_options_alloc();
    options->macOS_compatibility_workaround_no_nclx_profile = layout.primaries == 0 ? 1 : 0;
    options->macOS_compatibility_workaround = 0;
    heif_color_profile_nclx* nclx = heif_nclx_color_profile_alloc();
    if (layout.primaries != 0) {
      heif_nclx_color_profile_set_color_primaries(nclx, static_cast<std::uint16_t>(layout.primaries));
      heif_nclx_color_profile_set_transfer_characteristics(nclx, 13);
      heif_nclx_color_profile_set_matrix_coefficients(nclx, 6);
      heif_image_set_nclx_color_profile(image, nclx);
      options->output_nclx_profile = nclx;
    }
    if (layout.turn_deg == 90) options->image_orientation = heif_orientation_rotate_90_cw;
    heif_image_handle* handle = nullptr;
    heif_context_encode_image(context, image, encoder, options, &handle);
    if (!layout.exif.empty()) {
      heif_context_add_exif_metadata(context, handle, layout.exif.data(), static_cast<int>(layout.exif.size()));
    }
    heif_writer writer{1, [](heif_context*, const void* data, std::size_t size, void* user) {
                         put(*static_cast<Bytes*>(user), data, size);
                         return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                       }};
    heif_context_write(context, &writer, &bytes);
    heif_image_handle_release(handle);
    heif_nclx_color_profile_free(nclx);
    heif_encoding_options_free(options);
    heif_image_release(image);
    heif_encoder_release(encoder);
  }
  heif_context_free(context);
#endif
  return bytes;
}

namespace {

/// A TIFF of one directory; values that do not fit in four bytes follow it.
class TiffWriter {
 public:
  void add(std::uint16_t tag, std::uint16_t type, std::uint32_t count, const Bytes& value) {
    entries_.push_back({tag, type, count, value});
  }
  void add_number(std::uint16_t tag, std::uint32_t value, std::uint16_t type = 4) {
    Bytes bytes;
    put_number(bytes, value, type == 3 ? 2 : 4);
    add(tag, type, 1, bytes);
  }
  void add_text(std::uint16_t tag, const std::string& text) {
    Bytes bytes(text.begin(), text.end());
    bytes.push_back(0);
    add(tag, 2, static_cast<std::uint32_t>(bytes.size()), bytes);
  }
  /// Signed (10) or unsigned (5) fractions.
  void add_fractions(std::uint16_t tag, std::uint16_t type, const std::vector<double>& values) {
    Bytes bytes;
    for (const double value : values) {
      put_number(bytes, static_cast<std::uint32_t>(std::lround(value * 1e6)), 4);
      put_number(bytes, 1'000'000, 4);
    }
    add(tag, type, static_cast<std::uint32_t>(values.size()), bytes);
  }

  /// The file, its pixels last; tag 273 is set to where they begin.
  Bytes file(const Bytes& pixels) {
    const std::size_t directory = 8 + 2 + 12 * entries_.size() + 4;
    std::size_t extra = 0;
    for (const Entry& entry : entries_)
      extra += entry.value.size() > 4 ? entry.value.size() + entry.value.size() % 2 : 0;
    Bytes bytes{'I', 'I', 42, 0, 8, 0, 0, 0};
    Bytes values;
    put_number(bytes, static_cast<std::uint32_t>(entries_.size()), 2);
    for (const Entry& entry : entries_) {
      put_number(bytes, entry.tag, 2);
      put_number(bytes, entry.type, 2);
      put_number(bytes, entry.count, 4);
      if (entry.tag == 273) {
        put_number(bytes, static_cast<std::uint32_t>(directory + extra), 4);
      } else if (entry.value.size() > 4) {
        put_number(bytes, static_cast<std::uint32_t>(directory + values.size()), 4);
        values.insert(values.end(), entry.value.begin(), entry.value.end());
        if (values.size() % 2 != 0) values.push_back(0);
      } else {
        Bytes padded = entry.value;
        padded.resize(4);
        put(bytes, padded.data(), 4);
      }
    }
    put_number(bytes, 0, 4);
    bytes.insert(bytes.end(), values.begin(), values.end());
    bytes.insert(bytes.end(), pixels.begin(), pixels.end());
    return bytes;
  }

 private:
  struct Entry {
    std::uint16_t tag, type;
    std::uint32_t count;
    Bytes value;
  };
  std::vector<Entry> entries_;
};

}  // namespace

Bytes dng_bytes(const cv::Mat& linear_colours, const cv::Vec3d& neutral, int orientation) {
  Bytes pixels;
  for (int y = 0; y < linear_colours.rows; ++y) {
    for (int x = 0; x < linear_colours.cols; ++x) {
      const int c = y % 2 + x % 2;
      const double value = linear_colours.at<cv::Vec3f>(y, x)[c] * neutral[c];
      put_number(pixels, static_cast<std::uint32_t>(std::lround(65535 * value)), 2);
    }
  }
  const cv::Matx33d camera_from_xyz = xyz_from_rgb(srgb).inv();
  TiffWriter tiff;
  tiff.add_number(254, 0);
  tiff.add_number(256, static_cast<std::uint32_t>(linear_colours.cols));
  tiff.add_number(257, static_cast<std::uint32_t>(linear_colours.rows));
  tiff.add_number(258, 16, 3);
  tiff.add_number(259, 1, 3);
  tiff.add_number(262, 32803, 3);
  tiff.add_text(271, "Nobody");
  tiff.add_text(272, "Nobody Test");
  tiff.add_number(273, 0);
  tiff.add_number(274, static_cast<std::uint32_t>(orientation), 3);
  tiff.add_number(277, 1, 3);
  tiff.add_number(278, static_cast<std::uint32_t>(linear_colours.rows));
  tiff.add_number(279, static_cast<std::uint32_t>(pixels.size()));
  tiff.add(33421, 3, 2, {2, 0, 2, 0});
  tiff.add(33422, 1, 4, {0, 1, 1, 2});
  tiff.add(50706, 1, 4, {1, 4, 0, 0});
  tiff.add_text(50708, "Nobody Test");
  tiff.add_number(50717, 65535);
  tiff.add_fractions(50721, 10, {camera_from_xyz.val, camera_from_xyz.val + 9});
  tiff.add_fractions(50728, 5, {neutral[0], neutral[1], neutral[2]});
  tiff.add_number(50778, 21, 3);  // D65
  return tiff.file(pixels);
}

Bytes unknown_raw() {
  TiffWriter tiff;
  tiff.add_number(254, 0);
  tiff.add_number(256, 64);
  tiff.add_number(257, 48);
  tiff.add_number(258, 16, 3);
  tiff.add_number(259, 64321, 3);  // a compression of its own
  tiff.add_number(262, 32803, 3);
  tiff.add_text(271, "Nobody");
  tiff.add_text(272, "Secret One");
  tiff.add_number(273, 0);
  tiff.add_number(277, 1, 3);
  tiff.add_number(279, 64 * 48 * 2);
  return tiff.file(Bytes(64 * 48 * 2, 7));
}

Bytes dicom_bytes(const cv::Mat& samples, const DicomLayout& layout) {
  const auto element = [](Bytes& to, std::uint32_t group, std::uint32_t number, const char* kind, Bytes value) {
    if (value.size() % 2 != 0) value.push_back(std::strcmp(kind, "UI") == 0 || kind[0] == 'O' ? 0 : ' ');
    put_number(to, group, 2);
    put_number(to, number, 2);
    put(to, kind, 2);
    const bool long_form = kind[0] == 'O' || std::strcmp(kind, "UN") == 0;
    if (long_form) put_number(to, 0, 2);
    put_number(to, static_cast<std::uint32_t>(value.size()), long_form ? 4 : 2);
    to.insert(to.end(), value.begin(), value.end());
  };
  const auto text = [](const std::string& value) { return Bytes(value.begin(), value.end()); };
  const auto number = [](int value) {
    Bytes bytes;
    put_number(bytes, static_cast<std::uint32_t>(value), 2);
    return bytes;
  };
  const int bits = samples.depth() == CV_8U ? 8 : 16;
  const int stored = layout.bits_stored == 0 ? bits : layout.bits_stored;

  Bytes meta;
  element(meta, 2, 0x0001, "OB", {0, 1});
  element(meta, 2, 0x0002, "UI", text("1.2.840.10008.5.1.4.1.1.77.1.4"));
  element(meta, 2, 0x0003, "UI", text("1.2.3.4"));
  element(meta, 2, 0x0010, "UI", text(layout.transfer_syntax));
  element(meta, 2, 0x0012, "UI", text("1.2.3"));

  Bytes set;
  element(set, 0x0008, 0x0016, "UI", text("1.2.840.10008.5.1.4.1.1.77.1.4"));
  element(set, 0x0008, 0x0018, "UI", text("1.2.3.4"));
  element(set, 0x0008, 0x002A, "DT", text("20240503101112.5"));
  element(set, 0x0008, 0x0060, "CS", text(layout.modality));
  element(set, 0x0008, 0x0070, "LO", text("Nobody"));
  element(set, 0x0008, 0x0201, "SH", text("+0200"));
  element(set, 0x0008, 0x1090, "LO", text("Dermascope 1"));
  if (!layout.imager_spacing.empty()) element(set, 0x0018, 0x1164, "DS", text(layout.imager_spacing));
  if (!layout.scan_spacing.empty()) element(set, 0x0018, 0x2010, "DS", text(layout.scan_spacing));
  if (layout.pixels) {
    element(set, 0x0028, 0x0002, "US", number(samples.channels()));
    element(set, 0x0028, 0x0004, "CS", text(layout.photometric));
    if (samples.channels() == 3) element(set, 0x0028, 0x0006, "US", number(layout.planar ? 1 : 0));
    if (layout.frames > 1) element(set, 0x0028, 0x0008, "IS", text(std::to_string(layout.frames)));
    element(set, 0x0028, 0x0010, "US", number(layout.rows > 0 ? layout.rows : samples.rows));
    element(set, 0x0028, 0x0011, "US", number(layout.rows > 0 ? layout.rows : samples.cols));
    if (!layout.spacing.empty()) element(set, 0x0028, 0x0030, "DS", text(layout.spacing));
    element(set, 0x0028, 0x0100, "US", number(bits));
    element(set, 0x0028, 0x0101, "US", number(stored));
    element(set, 0x0028, 0x0102, "US", number(stored - 1));
    element(set, 0x0028, 0x0103, "US", number(0));
    if (layout.palette) {
      for (int c = 0; c < 3; ++c) {
        Bytes description;
        for (const int value : {256, 0, 16}) put_number(description, static_cast<std::uint32_t>(value), 2);
        element(set, 0x0028, 0x1101 + static_cast<std::uint32_t>(c), "US", description);
      }
      for (int c = 0; c < 3; ++c) {
        Bytes table;
        for (int i = 0; i < 256; ++i) {
          put_number(table, static_cast<std::uint32_t>(257 * (c == 0 ? i : c == 1 ? 255 - i : i / 2)), 2);
        }
        element(set, 0x0028, 0x1201 + static_cast<std::uint32_t>(c), "OW", table);
      }
    }
    if (!layout.icc.empty()) element(set, 0x0028, 0x2000, "OB", layout.icc);
    if (!layout.encapsulated.empty()) {
      put_number(set, 0x7FE0, 2);
      put_number(set, 0x0010, 2);
      put(set, "OB", 2);
      put_number(set, 0, 2);
      put_number(set, 0xFFFFFFFF, 4);
      Bytes fragment = layout.encapsulated;
      if (fragment.size() % 2 != 0) fragment.push_back(0);
      put_number(set, 0xE000FFFE, 4);
      put_number(set, 0, 4);
      put_number(set, 0xE000FFFE, 4);
      put_number(set, static_cast<std::uint32_t>(fragment.size()), 4);
      put(set, fragment.data(), fragment.size());
      put_number(set, 0xE0DDFFFE, 4);
      put_number(set, 0, 4);
    } else {
      Bytes pixels;
      std::vector<cv::Mat> planes{samples};
      if (layout.planar) cv::split(samples, planes);
      for (int frame = 0; frame < layout.frames; ++frame) {
        for (const cv::Mat& plane : planes) put(pixels, plane.data, plane.total() * plane.elemSize());
      }
      element(set, 0x7FE0, 0x0010, bits == 8 ? "OB" : "OW", pixels);
    }
  }
  Bytes file(128);
  put(file, "DICM", 4);
  element(file, 2, 0x0000, "UL", [&] {
    Bytes size;
    put_number(size, static_cast<std::uint32_t>(meta.size()), 4);
    return size;
  }());
  file.insert(file.end(), meta.begin(), meta.end());
  file.insert(file.end(), set.begin(), set.end());
  return file;
}

}  // namespace porevis::test
