// SPDX-License-Identifier: Apache-2.0
#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>

#include "photo/codec_formats.hpp"

namespace porevis {
namespace {

struct Free {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

ColourSpace read_colour(const Encoded& picture) {
  const WebPData data{picture.bytes.data(), picture.bytes.size()};
  const std::unique_ptr<WebPDemuxer, Free> demuxer(WebPDemux(&data));
  WebPChunkIterator chunk;
  if (!demuxer || WebPDemuxGetChunk(demuxer.get(), "ICCP", 1, &chunk) == 0) return {};
  ColourSpace space{.name = "ICC", .icc = {chunk.chunk.bytes, chunk.chunk.bytes + chunk.chunk.size}};
  WebPDemuxReleaseChunkIterator(&chunk);
  return space;
}

}  // namespace

Decoded decode_webp(const Encoded& picture) {
  const std::uint8_t* data = picture.bytes.data();
  const std::size_t size = picture.bytes.size();
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data, size, &features) != VP8_STATUS_OK) refuse_damaged(picture, "WebP", "its header is damaged");
  check_size(picture, features.width, features.height);
  if (features.has_animation != 0) refuse_kind(picture, "a WebP of moving pictures");
  Decoded decoded;
  decoded.colour = read_colour(picture);
  cv::Mat& pixels = decoded.pixels;
  pixels.create(features.height, features.width, features.has_alpha != 0 ? CV_8UC4 : CV_8UC3);
  const auto decode = features.has_alpha != 0 ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  if (decode(data, size, pixels.data, pixels.total() * pixels.elemSize(), static_cast<int>(pixels.step)) == nullptr) {
    refuse_damaged(picture, "WebP", "its pixels are damaged or cut short");
  }
  return decoded;
}

}  // namespace porevis
