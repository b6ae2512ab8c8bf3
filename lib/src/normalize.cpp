// SPDX-License-Identifier: Apache-2.0
#include "porevis/normalize.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <utility>

#include "fill.hpp"
#include "photo/landmarks.hpp"
#include "photo/resample.hpp"
#include "robust.hpp"
#include "scene.hpp"
#include "skin/broad_light.hpp"

namespace porevis {
namespace {

constexpr double kMostPixels = 150e6;
constexpr double kLightPxPerMm = 2, kLightSigmaPx = 16, kMostLightPixels = 1e6;  // broad light is smooth
constexpr double kNodeMm = 1, kMostNodes = 1e5;  // of the dense map: the field moves as one over more than that
constexpr double kMostGain = 4;                  // darker skin than that is noise
constexpr double kMostColour = 2.5;              // a white balance further off is another light
constexpr double kEnlarged = 1.01;               // what is worth saying
constexpr double kForeheadEyes = 0.6;            // height of the skin above the brows, eye distances

/// The picture to be made: its pixels and where they lie in the photograph that it is the frame of.
struct Frame {
  cv::Size size;
  double px_per_mm;
  Affine photo_from_frame;
};

/// The affine map of one frame's pixels to another's that has `factor` times as many: corners on corners.
Affine zoomed(double factor) { return {factor, 0, (factor - 1) / 2, 0, factor, (factor - 1) / 2}; }

Affine compose(const Affine& outer, const Affine& inner) {
  Affine both;
  for (int r = 0; r < 2; ++r) {
    for (int c = 0; c < 3; ++c) {
      both(r, c) = outer(r, 0) * inner(0, c) + outer(r, 1) * inner(1, c) + (c == 2 ? outer(r, 2) : 0);
    }
  }
  return both;
}

Affine inverse(const Affine& map) {
  Affine back;
  cv::invertAffineTransform(map, back);
  return back;
}

cv::Point2d apply(const Affine& map, cv::Point2d place) { return map * cv::Vec3d(place.x, place.y, 1); }

Frame frame_of(const Photo& photo, const Scene& scene, const NormalizeOptions& options) {
  const double shrink = options.picture.px_per_mm / scene.scale.px_per_mm;
  const double width = scene.face ? options.picture.width_mm * options.picture.px_per_mm : shrink * photo.width_px();
  const double height = scene.face ? options.picture.height_mm * options.picture.px_per_mm : shrink * photo.height_px();
  if (width * height > kMostPixels) {
    std::ostringstream message;
    message << "px_per_mm = " << options.picture.px_per_mm << " would make a picture of "
            << std::lround(width * height / 1e6) << " megapixels, allowed " << kMostPixels / 1e6 << ": give less";
    throw ParameterError(message.str());
  }
  Frame frame{{std::max(1, cvRound(width)), std::max(1, cvRound(height))}, options.picture.px_per_mm, {}};
  if (!scene.face) {
    frame.photo_from_frame = zoomed(1 / shrink);
    return frame;
  }
  // The line through the eyes becomes level, their middle comes to its place.
  const cv::Point2d right = right_eye(*scene.face), left = left_eye(*scene.face);
  const cv::Point2d along = (left - right) / cv::norm(left - right) / shrink, eyes = (left + right) / 2;
  const cv::Point2d place((frame.size.width - 1) / 2.0,
                          options.picture.above_eyes_mm * options.picture.px_per_mm - 0.5);
  frame.photo_from_frame = {along.x, -along.y, 0, along.y, along.x, 0};
  const cv::Point2d shift = eyes - apply(frame.photo_from_frame, place);
  frame.photo_from_frame(0, 2) = shift.x;
  frame.photo_from_frame(1, 2) = shift.y;
  return frame;
}

/// The same frame in fewer pixels.
Frame coarser(const Frame& frame, double px_per_mm) {
  const double factor = std::min(1.0, px_per_mm / frame.px_per_mm);
  return {{std::max(1, cvRound(factor * frame.size.width)), std::max(1, cvRound(factor * frame.size.height))},
          factor * frame.px_per_mm,
          compose(frame.photo_from_frame, zoomed(1 / factor))};
}

/// A map over a frame, for a frame of `factor` times as many pixels.
MapGrid rescaled(const MapGrid& map, double factor) {
  MapGrid other = map;
  other.origin = (map.origin + cv::Point2d(0.5, 0.5)) * factor - cv::Point2d(0.5, 0.5);
  other.step = map.step * factor;
  return other;
}

/// All skin of a face, jaw to forehead, without eyes, brows, lips and nostrils; or the regions that were given.
std::vector<Region> skin_of(const Scene& scene, const MeasureOptions& options) {
  if (!scene.face || !options.regions.empty()) return scene.regions;
  Region skin{.name = "face", .outline = {}, .keep_out = {}};
  const auto& landmarks = scene.face->landmarks;
  const cv::Point2d along = left_eye(*scene.face) - right_eye(*scene.face), up(along.y, -along.x);
  for (std::size_t i = 0; i <= 16; ++i) skin.outline.push_back(landmarks[i]);
  for (std::size_t i = 26; i >= 17; --i) skin.outline.push_back(landmarks[i] + kForeheadEyes * up);
  for (const Region& region : scene.regions) {
    skin.keep_out.insert(skin.keep_out.end(), region.keep_out.begin(), region.keep_out.end());
  }
  return {skin};
}

/// 255 where a frame shows skin.
cv::Mat skin_mask(std::vector<Region> skin, const Frame& frame) {
  const Affine frame_from_photo = inverse(frame.photo_from_frame);
  cv::Mat mask = cv::Mat::zeros(frame.size, CV_8U);
  for (Region& region : skin) {
    for (cv::Point2d& corner : region.outline) corner = apply(frame_from_photo, corner);
    for (Polygon& hole : region.keep_out) {
      for (cv::Point2d& corner : hole) corner = apply(frame_from_photo, corner);
    }
    mask |= region_mask(region, cv::Rect({}, frame.size));
  }
  return mask;
}

/// 255 where light can be read: neither clipped nor black.
cv::Mat readable(const Resampled& resampled, const SkinOptions& options) {
  cv::Mat mask;
  cv::inRange(resampled.linear, cv::Scalar(options.dark_level, options.dark_level, -1),
              cv::Scalar::all(options.clip_level), mask);
  return mask & resampled.inside;
}

/// A dense field on the skin as a map over the whole frame: where it cannot be trusted or there is no skin, the way off
/// the coarse map goes on from what is around.
/// @param found    where each pixel of `roi` lies in the photograph, px.
/// @param trusted  CV_8U over the roi.
/// @param coarse   photograph from frame, px.
MapGrid carried_on(const MapGrid& found, cv::Rect roi, const cv::Mat& trusted, const Affine& coarse,
                   const Frame& frame) {
  const double step = std::max(kNodeMm * frame.px_per_mm, std::sqrt(frame.size.area() / kMostNodes));
  const cv::Size count(cvCeil(frame.size.width / step) + 1, cvCeil(frame.size.height / step) + 1);
  MapGrid grid{cv::Mat(count, CV_32FC2), {}, {step, step}};
  cv::Mat known = cv::Mat::zeros(count, CV_8U), off_x = cv::Mat::zeros(count, CV_32F), off_y = off_x.clone();
  for (int y = 0; y < count.height; ++y) {
    for (int x = 0; x < count.width; ++x) {
      const cv::Point2d place(x * step, y * step);
      const cv::Point pixel(cvRound(place.x), cvRound(place.y));
      if (!roi.contains(pixel) || trusted.at<uchar>(pixel - roi.tl()) == 0) continue;
      const cv::Point2d off = found(place) - apply(coarse, place);
      known.at<uchar>(y, x) = 255;
      off_x.at<float>(y, x) = static_cast<float>(off.x);
      off_y.at<float>(y, x) = static_cast<float>(off.y);
    }
  }
  off_x = fill(off_x, known);
  off_y = fill(off_y, known);
  for (int y = 0; y < count.height; ++y) {
    for (int x = 0; x < count.width; ++x) {
      const cv::Point2d off(off_x.at<float>(y, x), off_y.at<float>(y, x));
      grid.nodes.at<cv::Point2f>(y, x) = apply(coarse, {x * step, y * step}) + off;
    }
  }
  return grid;
}

/// The photograph's skin laid on the skin of a coarse frame of the baseline.
struct Laid {
  Alignment alignment;
  MapGrid photo_from_frame;  // px of the photograph; places in px of the coarse frame
};

/// @param photo_from_baseline  coarse; from align_coarsely().
Laid lay(const Photo& photo, const Photo& baseline, const Affine& photo_from_baseline, const Frame& frame,
         const cv::Mat& skin, const NormalizeOptions& options) {
  // Copies that are no finer than the field needs.
  const Affine coarse = compose(photo_from_baseline, frame.photo_from_frame);
  const double shrink = std::min(1.0, 1 / magnification(coarse));
  const cv::Size size(std::max(1, cvRound(shrink * photo.width_px())),
                      std::max(1, cvRound(shrink * photo.height_px())));
  const Affine photo_from_small = zoomed(1 / shrink);
  const Photo small{.pixels = encode_srgb(resample(photo, grid_of(photo_from_small, size), size).linear, 16),
                    .file = photo.file,
                    .sha256 = photo.sha256};
  const Resampled before = resample(baseline, grid_of(frame.photo_from_frame, frame.size), frame.size);

  const Scale scale{frame.px_per_mm, 0, "given"};
  const cv::Rect roi = cv::boundingRect(skin);
  const SkinMap map = normalize_skin(before.linear(roi), (skin & before.inside)(roi), roi, scale, options.measure.skin);
  Laid laid;
  laid.alignment =
      align_region(map, small, compose(zoomed(shrink), coarse), scale, options.measure.skin, options.align);
  cv::Mat& found = laid.alignment.after_from_before;
  found.forEach<cv::Point2f>([&](cv::Point2f& place, const int*) { place = apply(photo_from_small, place); });
  laid.photo_from_frame = carried_on({found, roi.tl(), {1, 1}}, roi, laid.alignment.aligned & skin(roi), coarse, frame);
  return laid;
}

/// Factors on red, green and blue that bring the photograph's skin to the baseline's: medians over the same skin.
cv::Vec3d colour_gains(const Photo& photo, const Photo& baseline, const MapGrid& photo_from_frame, const Frame& frame,
                       const cv::Mat& skin, const SkinOptions& options) {
  const Resampled before = resample(baseline, grid_of(frame.photo_from_frame, frame.size), frame.size);
  const Resampled after = resample(photo, photo_from_frame, frame.size);
  const cv::Mat both = skin & readable(before, options) & readable(after, options);
  std::vector<cv::Mat> ratio;
  cv::split(before.linear / cv::max(after.linear, 1e-4F), ratio);
  cv::Vec3d gains(1, 1, 1);
  if (cv::countNonZero(both) == 0) return gains;
  for (int c = 0; c < 3; ++c) {
    const double gain = median_and_spread(ratio[static_cast<std::size_t>(c)], both).centre;
    gains[c] = std::clamp(gain, 1 / kMostColour, kMostColour);
  }
  return gains;
}

/// Factor on the light of each pixel of a frame, and what is told of it.
struct Gain {
  cv::Mat map;  // CV_32F
  Flattening flattening;
};

Gain flattening_gain(const Photo& photo, const MapGrid& photo_from_frame, const Frame& frame, const cv::Mat& skin,
                     const cv::Vec3d& colour, const NormalizeOptions& options) {
  Resampled coarse = resample(photo, photo_from_frame, frame.size);
  const cv::Mat read = skin & readable(coarse, options.measure.skin);
  cv::multiply(coarse.linear, cv::Scalar(colour), coarse.linear);
  const cv::Mat light = broad_light(coarse.linear, read, options.picture.light_mm * frame.px_per_mm);
  const double level = median_and_spread(light, read).centre;
  Gain gain;
  cv::exp(level - light, gain.map);
  gain.map = cv::min(cv::max(gain.map, 1 / kMostGain), kMostGain);
  gain.flattening.skin_fraction = cv::countNonZero(read) / static_cast<double>(read.total());
  if (gain.flattening.skin_fraction > 0) {
    gain.flattening.level = std::exp(level);
    cv::minMaxLoc(gain.map, &gain.flattening.gain_low, &gain.flattening.gain_high, nullptr, nullptr, read);
  }
  return gain;
}

/// A coarse map, `factor` px to a px of the frame, on a piece of the frame.
cv::Mat spread(const cv::Mat& map, cv::Rect piece, double factor) {
  cv::Mat places(piece.size(), CV_32FC2), out;
  const Affine map_from_frame = zoomed(factor);
  for (int y = 0; y < piece.height; ++y) {
    for (int x = 0; x < piece.width; ++x) {
      places.at<cv::Point2f>(y, x) = apply(map_from_frame, piece.tl() + cv::Point(x, y));
    }
  }
  cv::remap(map, out, places, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return out;
}

/// Takes the light out, makes both pictures in one look at the photograph, and tells what to mind of them.
Normalization finished(Normalization result, const Photo& photo, const MapGrid& photo_from_frame, const Frame& frame,
                       const std::vector<Region>& skin) {
  const double bound = frame.px_per_mm * std::sqrt(kMostLightPixels / frame.size.area());
  const Frame coarse =
      coarser(frame, std::min({kLightPxPerMm, kLightSigmaPx / result.options.picture.light_mm, bound}));
  const double factor = coarse.px_per_mm / frame.px_per_mm;
  const auto [gain, flattening] = flattening_gain(photo, rescaled(photo_from_frame, factor), coarse,
                                                  skin_mask(skin, coarse), result.colour_gains, result.options);
  result.flattening = flattening;

  result.pixels.create(frame.size, CV_16UC3);
  result.flattened.create(frame.size, CV_16UC3);
  std::atomic<std::int64_t> outside = 0, clipped = 0;
  resample(photo, photo_from_frame, frame.size, [&, &gains = gain](Tile& tile) {
    cv::multiply(tile.linear, cv::Scalar(result.colour_gains), tile.linear);
    encode_srgb(tile.linear, 16).copyTo(result.pixels(tile.place));
    const cv::Mat gain_here = spread(gains, tile.place, factor);
    std::int64_t too_bright = 0;
    for (int y = 0; y < tile.linear.rows; ++y) {
      auto* light = tile.linear.ptr<cv::Vec3f>(y);
      const auto* by = gain_here.ptr<float>(y);
      for (int x = 0; x < tile.linear.cols; ++x) {
        const float brightest = std::max({light[x][0], light[x][1], light[x][2]});
        too_bright += brightest <= 1 && by[x] * brightest > 1 ? 1 : 0;
        light[x] *= by[x];
      }
    }
    encode_srgb(tile.linear, 16).copyTo(result.flattened(tile.place));
    clipped += too_bright;
    outside += static_cast<std::int64_t>(tile.inside.total()) - cv::countNonZero(tile.inside);
  });
  const auto pixels = static_cast<double>(frame.size.area());
  result.outside_fraction = static_cast<double>(outside) / pixels;
  result.flattening.clipped_fraction = static_cast<double>(clipped) / pixels;

  const auto mind = [&](const auto&... parts) {
    std::ostringstream line;
    line.precision(3);
    (line << ... << parts);
    result.reasons.push_back(line.str());
  };
  if (frame.px_per_mm > kEnlarged * result.scale.px_per_mm) {
    mind(photo.file, ": enlarged from ", result.scale.px_per_mm, " to ", frame.px_per_mm,
         " px/mm, which adds no detail");
  }
  if (result.outside_fraction >= 0.0005) {
    mind(100 * result.outside_fraction, " % of the picture lies outside the photograph and is black");
  }
  return result;
}

}  // namespace

Normalization normalize_photo(const Photo& given, const NormalizeOptions& options) {
  check(options);
  Normalization result;
  result.photo = record(given);
  result.options = options;

  // The photograph in true colour, where the face is, and how large a millimetre of it; so the frame.
  const Scene scene = find_scene(given, options.measure);
  const Photo& photo = scene.photo;
  result.scale = scene.scale;
  const Frame frame = frame_of(photo, scene, options);
  result.px_per_mm = frame.px_per_mm;
  result.normalized_from_photo = inverse(frame.photo_from_frame);

  // The pictures.
  return finished(std::move(result), photo, grid_of(frame.photo_from_frame, frame.size), frame,
                  skin_of(scene, options.measure));
}

Normalization normalize_photo(const Photo& given, const Photo& given_baseline, const NormalizeOptions& options) {
  check(options);
  Normalization result;
  result.photo = record(given);
  result.options = options;

  // The frame is the baseline's.
  const Scene scene = find_scene(given_baseline, options.measure);
  const Photo &baseline = scene.photo, photo = in_true_colour(given, options.measure);
  const Frame frame = frame_of(baseline, scene, options);
  const std::vector<Region> skin = skin_of(scene, options.measure);
  result.px_per_mm = frame.px_per_mm;
  NormalizedLike& like = result.like.emplace();
  like.photo = record(given_baseline);
  like.scale = scene.scale;
  like.normalized_from_photo = inverse(frame.photo_from_frame);

  // How the photograph lies on it, coarsely.
  const auto refuse = [&](std::vector<std::string> reasons) {
    for (std::string& reason : reasons) {  // compare calls it so
      if (reason.starts_with("after: ")) reason.replace(0, std::string("after").size(), photo.file);
    }
    result.comparable = reasons.empty();
    result.reasons = std::move(reasons);
    return !result.comparable;
  };
  const std::optional<Face> face = scene.face ? std::optional(find_face(photo, options.measure.face)) : std::nullopt;
  const std::optional<Affine> coarse = align_coarsely(baseline, photo, scene, face);
  if (!coarse) {
    refuse({explain_no_alignment(baseline, photo, bounds_of_all(baseline, scene), scene.scale)});
    return result;
  }
  result.scale = scale_of_after(photo, face, scene.scale, magnification(*coarse), options.measure);
  result.normalized_from_photo = inverse(compose(*coarse, frame.photo_from_frame));
  if (refuse(check_geometry(*coarse, options.comparability)) ||
      refuse(check_pose(pose_of(scene.face), pose_of(face), options.comparability))) {
    return result;
  }

  // Then skin on skin.
  const Frame working = coarser(frame, options.align.working_px_per_mm);
  const cv::Mat working_skin = skin_mask(skin, working);
  const double factor = working.px_per_mm / frame.px_per_mm;
  if (photo.sha256 == baseline.sha256) {
    like.photo_from_normalized = grid_of(frame.photo_from_frame, frame.size);
    like.alignment.overlap = like.alignment.correlation = 1;
  } else {
    if (cv::countNonZero(working_skin) == 0)
      throw InputError(baseline.file + ": none of the skin lies in the picture; give larger width_mm, height_mm");
    auto [alignment, photo_from_working] = lay(photo, baseline, *coarse, working, working_skin, options);
    if (std::string fault = alignment_fault(alignment, options.align); !fault.empty()) {
      refuse({photo.file + ": " + fault});
      return result;
    }
    alignment.after_from_before.release();
    alignment.aligned.release();
    like.alignment = std::move(alignment);
    like.photo_from_normalized = rescaled(photo_from_working, 1 / factor);
  }

  // The skin's colour, and the pictures.
  if (options.picture.match_colour) {
    result.colour_gains = colour_gains(photo, baseline, rescaled(like.photo_from_normalized, factor), working,
                                       working_skin, options.measure.skin);
  }
  const MapGrid photo_from_frame = like.photo_from_normalized;
  return finished(std::move(result), photo, photo_from_frame, frame, skin);
}

}  // namespace porevis
