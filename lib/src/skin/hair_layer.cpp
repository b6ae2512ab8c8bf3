// SPDX-License-Identifier: Apache-2.0
#include "porevis/skin/hair_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "porevis/error.hpp"
#include "porevis/skin/skin_map.hpp"
#include "skin/masked_blur.hpp"
#include "skin/sample_cubic.hpp"
#include "skin/trace_hairs.hpp"

namespace porevis {
namespace {

// Lengths in working px. Chosen on synthetic skin, photographed with and without its hairs.
constexpr double kSkinMm = 0.5;             // sigma of the mean that the bare skin around has
constexpr double kReach = 3.5;              // from a hair's axis to where its blurred flank ends
constexpr double kSmoothing = 5;            // sigma along the axis: hairs bend little
constexpr int kBeyond = 4, kBehindTip = 5;  // points beyond and before the last of an axis: there its tip is sought
constexpr double kTipStep = 0.5;
constexpr int kStep = 6;       // between the places along a hair at which it is fitted
constexpr double kAlong = 12;  // to each side of such a place: what is fitted
constexpr int kSparse = 2;     // of these places, while its width is sought
constexpr std::array kSigmas{0.45, 0.55, 0.7, 0.85, 1.05, 1.3, 1.6};  // of a hair's profile
constexpr double kDoubt = 0.05;  // of the light: what differs more counts less, being a pore or another hair
constexpr double kMostAside = 0.8, kMostMove = 0.4, kDarkEnough = 0.02;  // for its middle to be told
constexpr double kDarkest = 0.97;                                        // share of the light a hair takes
constexpr float kLeastLayer = 0.01F;
constexpr int kRounds = 2;                                 // of all together: each hair is taken anew, the others off
constexpr float kFaintest = 0.03F, kFaintestLeft = 0.15F;  // density of a hair; of one first seen when others are off

/// A pixel of a hair, and where in the straightened hair it lies.
struct Place {
  cv::Point at;
  double along, across;
};

/// A hair laid straight, its pixels in the order of their places along it.
struct Straight {
  std::vector<Place> places;
  int last = 0;  ///< point of its axis.

  /// The first of its places from a point on.
  [[nodiscard]] std::size_t from(double along) const {
    const auto before = [](const Place& place, double t) { return place.along < t; };
    return static_cast<std::size_t>(std::lower_bound(places.begin(), places.end(), along, before) - places.begin());
  }
};

/// An axis that goes on straight at both ends.
HairAxis lengthened(const HairAxis& axis, int points) {
  const auto step = [&](std::size_t from, std::size_t to) {
    const cv::Point2d way = axis[to] - axis[from];
    return way / std::max(1e-9, cv::norm(way));
  };
  const std::size_t last = axis.size() - 1, behind = std::min<std::size_t>(kBehindTip, last);
  HairAxis longer;
  for (int i = points; i > 0; --i) longer.push_back(axis[0] + i * step(behind, 0));
  longer.insert(longer.end(), axis.begin(), axis.end());
  for (int i = 1; i <= points; ++i) longer.push_back(axis[last] + i * step(last - behind, last));
  return longer;
}

/// Hairs bend little. Lengthened by kBeyond at each end.
HairAxis smoothed(const HairAxis& axis) {
  const int edge = cvCeil(2 * kSmoothing);
  const HairAxis longer = lengthened(axis, kBeyond + edge);
  cv::Mat points(static_cast<int>(longer.size()), 1, CV_64FC2), smooth;
  std::copy(longer.begin(), longer.end(), points.begin<cv::Point2d>());
  cv::GaussianBlur(points, smooth, {1, 2 * edge + 1}, 1, kSmoothing, cv::BORDER_REPLICATE);
  return {smooth.begin<cv::Point2d>() + edge, smooth.end<cv::Point2d>() - edge};
}

Straight straighten(const HairAxis& traced, cv::Size size) {
  const HairAxis axis = smoothed(traced);
  Straight hair;
  hair.last = static_cast<int>(axis.size()) - 1;
  cv::Rect2d box(axis[0], cv::Size2d(0, 0));
  for (const cv::Point2d& at : axis) {
    box |= cv::Rect2d(at - cv::Point2d(kReach, kReach), cv::Size2d(2 * kReach, 2 * kReach));
  }

  // The nearest point of the axis has a pixel.
  cv::Rect area(cv::Point(cvFloor(box.x), cvFloor(box.y)), cv::Point(cvCeil(box.br().x) + 1, cvCeil(box.br().y) + 1));
  area &= cv::Rect({}, size);
  cv::Mat nearest(area.size(), CV_32S, cv::Scalar(-1));
  cv::Mat distance(area.size(), CV_64F, cv::Scalar((kReach + 0.5) * (kReach + 0.5)));
  for (int i = 0; i <= hair.last; ++i) {
    const cv::Point2d centre = axis[static_cast<std::size_t>(i)] - cv::Point2d(area.tl());
    constexpr int kBox = static_cast<int>(kReach) + 1;
    for (int y = std::max(0, cvFloor(centre.y) - kBox); y <= std::min(area.height - 1, cvFloor(centre.y) + kBox); ++y) {
      for (int x = std::max(0, cvFloor(centre.x) - kBox); x <= std::min(area.width - 1, cvFloor(centre.x) + kBox);
           ++x) {
        const cv::Point2d away = cv::Point2d(x, y) - centre;
        if (away.ddot(away) >= distance.at<double>(y, x)) continue;
        distance.at<double>(y, x) = away.ddot(away);
        nearest.at<int>(y, x) = i;
      }
    }
  }
  for (int y = 0; y < area.height; ++y) {
    for (int x = 0; x < area.width; ++x) {
      const int i = nearest.at<int>(y, x);
      if (i < 0) continue;
      const auto at = [&](int k) { return axis[static_cast<std::size_t>(std::clamp(k, 0, hair.last))]; };
      const cv::Point2d way = at(i + 1) - at(i - 1), tangent = way / std::max(1e-9, cv::norm(way));
      const cv::Point pixel = area.tl() + cv::Point(x, y);
      const cv::Point2d away = cv::Point2d(pixel) - at(i);
      const double along = i + away.ddot(tangent), across = away.ddot({-tangent.y, tangent.x});
      if (std::abs(across) <= kReach && along >= -0.5 && along <= hair.last + 0.5) {
        hair.places.push_back({pixel, along, across});
      }
    }
  }
  std::stable_sort(hair.places.begin(), hair.places.end(),
                   [](const Place& a, const Place& b) { return a.along < b.along; });
  return hair;
}

/// exp(-x^2 / 2), to 1e-4; by table, since it takes nearly all of the time.
double bell(double x) {
  constexpr int kPerUnit = 64, kMost = 8;
  static const auto table = [] {
    std::array<double, kPerUnit * kMost + 2> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = std::exp(-0.5 * std::pow(static_cast<double>(i) / kPerUnit, 2));
    }
    return values;
  }();
  const double place = std::min(std::abs(x), static_cast<double>(kMost)) * kPerUnit;
  const auto left = static_cast<std::size_t>(place);
  return table[left] + (place - static_cast<double>(left)) * (table[left + 1] - table[left]);
}

/// From 0 to 1, over a few sigmas around x = 0.
double rise(double x) { return 1 / (1 + std::exp(-1.7 * x)); }

/// Of a residual: 1 for none, less for what is no noise.
double weight_of(double residual) { return 1 / (1 + residual * residual / (kDoubt * kDoubt)); }

/// What a hair is like at a place along it.
struct Section {
  double dark = 0;     ///< share of the light that its middle takes.
  cv::Vec3d channels;  ///< the same in each channel.
  double aside = 0;    ///< where its middle lies across the axis.
};

/// A hair takes of the light a share that is a Gaussian across it and ends at its tips.
struct Hair {
  double sigma = 0;
  double from = 0, to = 0;        ///< its tips, along the axis.
  std::vector<Section> sections;  ///< kStep apart.

  [[nodiscard]] Section at(double along) const {
    const double place = std::clamp(along / kStep, 0.0, static_cast<double>(sections.size() - 1));
    const auto left = static_cast<std::size_t>(place), right = std::min(left + 1, sections.size() - 1);
    const double share = place - static_cast<double>(left);
    const Section &a = sections[left], &b = sections[right];
    return {(1 - share) * a.dark + share * b.dark, (1 - share) * a.channels + share * b.channels,
            (1 - share) * a.aside + share * b.aside};
  }
  /// Of its full darkness, at a place.
  [[nodiscard]] double share(const Place& place, double aside) const {
    return bell((place.across - aside) / sigma) * rise((place.along - from) / sigma) * rise((to - place.along) / sigma);
  }
};

/// Fits a hair to the light its pixels lack. What is short or lies aside of it (pores, other hairs) counts little.
class Fit {
 public:
  /// @param lack  of each place: the share of the light that lacks, in each channel.
  Fit(const Straight& straight, const std::vector<cv::Vec3d>& lack) : straight_(straight), lack_(lack) {
    for (const cv::Vec3d& light : lack) mean_.push_back((light[0] + light[1] + light[2]) / 3);
  }

  /// @param hair  as it was fitted before, with other hairs elsewhere; without sections if it was not.
  void operator()(Hair& hair) const {
    if (hair.sections.empty()) {
      hair.sections.resize(static_cast<std::size_t>(straight_.last / kStep + 2));
      hair.sigma = width();
    }
    for (std::size_t i = 0; i < hair.sections.size(); ++i) {
      (void)fit(hair.sections[i], middle(i), hair.sigma);
      tell_channels(hair.sections[i], middle(i), hair.sigma);
    }
    hair.from = tip(hair, kBeyond, -1);
    hair.to = tip(hair, straight_.last - kBeyond, 1);
  }

 private:
  [[nodiscard]] double middle(std::size_t section) const {
    const double first = kBeyond, last = std::max(first, static_cast<double>(straight_.last - kBeyond));
    return std::clamp(static_cast<double>(section) * kStep, first, last);
  }
  [[nodiscard]] std::size_t begin(double middle) const {
    return straight_.from(std::max<double>(kBeyond, middle - kAlong));
  }
  [[nodiscard]] std::size_t end(double middle) const {
    return straight_.from(std::min<double>(straight_.last - kBeyond, middle + kAlong) + 1e-9);
  }

  /// The sigma that leaves least.
  [[nodiscard]] double width() const {
    double best = kSigmas[0], least = -1;
    for (const double sigma : kSigmas) {
      double left = 0;
      for (int t = 0; t < straight_.last; t += kSparse * kStep) {
        Section section;
        left += fit(section, middle(static_cast<std::size_t>(t / kStep)), sigma);
      }
      if (least >= 0 && left >= least) continue;
      least = left;
      best = sigma;
    }
    return best;
  }

  /// lack = dark x bell(across - aside): dark and aside by turns, each near the last fit.
  /// @return what is left.
  double fit(Section& section, double middle, double sigma) const {
    constexpr int kFits = 2;
    const std::size_t first = begin(middle), last = end(middle);
    const bool anew = section.dark == 0;
    double left = 0;
    for (int round = 0; round < kFits; ++round) {
      double aa = 1e-9, bb = 1e-3, av = 0, bv = 0;
      left = 0;
      for (std::size_t k = first; k < last; ++k) {
        const double x = (straight_.places[k].across - section.aside) / sigma, g = bell(x), slope = x / sigma * g;
        const double residual = mean_[k] - section.dark * g;
        const double weight = anew && round == 0 ? g : weight_of(residual);
        left += residual * residual * weight;
        aa += weight * g * g;
        bb += weight * slope * slope;
        av += weight * g * mean_[k];
        bv += weight * slope * residual;
      }
      section.dark = std::clamp(av / aa, 0.0, kDarkest);
      if (section.dark < kDarkEnough) continue;
      const double moved = std::clamp(bv / bb / section.dark, -kMostMove, kMostMove);
      section.aside = std::clamp(section.aside + moved, -kMostAside, kMostAside);
    }
    return left;
  }

  void tell_channels(Section& section, double middle, double sigma) const {
    const std::size_t last = end(middle);
    double aa = 1e-9;
    section.channels = {};
    for (std::size_t k = begin(middle); k < last; ++k) {
      const double g = bell((straight_.places[k].across - section.aside) / sigma);
      const double weight = weight_of(mean_[k] - section.dark * g);
      aa += weight * g * g;
      section.channels += weight * g * lack_[k];
    }
    for (int c = 0; c < 3; ++c) section.channels[c] = std::clamp(section.channels[c] / aa, 0.0, kDarkest);
  }

  /// @param sure     the last point of the axis that was traced.
  /// @param outward  -1 or 1.
  /// @return where the hair ends, so that least is left.
  [[nodiscard]] double tip(const Hair& hair, double sure, double outward) const {
    const double inner = sure - outward * (kBehindTip + 1), outer = sure + outward * (kBeyond + 1);
    const std::size_t first = straight_.from(std::min(inner, outer)), last = straight_.from(std::max(inner, outer));
    std::vector<double> endless;
    for (std::size_t k = first; k < last; ++k) {
      const Section section = hair.at(straight_.places[k].along);
      endless.push_back(section.dark * bell((straight_.places[k].across - section.aside) / hair.sigma));
    }
    double best = sure, least = -1;
    for (double end = sure - outward * kBehindTip; outward * (end - sure) <= kBeyond; end += outward * kTipStep) {
      double left = 0;
      for (std::size_t k = first; k < last; ++k) {
        const double within = rise(outward * (end - straight_.places[k].along) / hair.sigma);
        const double residual = mean_[k] - endless[k - first] * within;
        left += residual * residual * weight_of(residual);
      }
      if (least >= 0 && left >= least) continue;
      least = left;
      best = end;
    }
    return best;
  }

  const Straight& straight_;
  const std::vector<cv::Vec3d>& lack_;
  std::vector<double> mean_;
};

/// The density of a hair at each of its places.
std::vector<cv::Vec3f> densities(const Straight& straight, const Hair& hair) {
  std::vector<cv::Vec3f> layer;
  layer.reserve(straight.places.size());
  for (const Place& place : straight.places) {
    const Section section = hair.at(place.along);
    const double share = hair.share(place, section.aside);
    cv::Vec3f density;
    for (int c = 0; c < 3; ++c) density[c] = static_cast<float>(-std::log(1 - section.channels[c] * share));
    layer.push_back(density[1] < kLeastLayer ? cv::Vec3f() : density);
  }
  return layer;
}

/// Hairs, and the density without them.
class Layers {
 public:
  explicit Layers(const cv::Mat& excess) : left_(excess.clone()) {}

  /// Adds the hairs that stand out of what is left.
  void trace(const cv::Mat& hair, float faintest) {
    cv::Mat green;
    cv::extractChannel(left_, green, 1);
    for (const HairAxis& axis : trace_hairs(green, hair, faintest)) {
      hairs_.push_back({straighten(axis, hair.size()), {}, {}});
    }
  }

  /// Takes each hair anew, the others off.
  void fit() {
    std::vector<cv::Vec3d> lack;
    for (Taken& hair : hairs_) {
      move(hair, 1);
      lack.clear();
      for (const Place& place : hair.straight.places) {
        cv::Vec3d light = left_.at<cv::Vec3f>(place.at);
        for (int c = 0; c < 3; ++c) light[c] = 1 - std::exp(-light[c]);
        lack.push_back(light);
      }
      Fit(hair.straight, lack)(hair.shape);
      hair.density = densities(hair.straight, hair.shape);
      move(hair, -1);
    }
  }

  [[nodiscard]] cv::Mat sum() const {
    cv::Mat all = cv::Mat::zeros(left_.size(), CV_32FC3);
    for (const Taken& hair : hairs_) {
      for (std::size_t k = 0; k < hair.density.size(); ++k) {
        all.at<cv::Vec3f>(hair.straight.places[k].at) += hair.density[k];
      }
    }
    return all;
  }

 private:
  struct Taken {
    Straight straight;
    Hair shape;
    std::vector<cv::Vec3f> density;  ///< at each of its places.
  };

  void move(const Taken& hair, float sign) {
    for (std::size_t k = 0; k < hair.density.size(); ++k) {
      left_.at<cv::Vec3f>(hair.straight.places[k].at) += sign * hair.density[k];
    }
  }

  cv::Mat left_;
  std::vector<Taken> hairs_;
};

}  // namespace

cv::Mat hair_layer(const cv::Mat& density, const cv::Mat& hair) {
  CV_Assert(density.type() == CV_32FC3 && hair.type() == CV_8U && hair.size() == density.size());
  if (density.empty()) return density.clone();
  if (!cv::checkRange(density)) throw InputError("density: not all of it is finite; give that of a SkinMap");
  cv::Mat bare;
  cv::dilate(hair, bare, cv::Mat::ones(3, 3, CV_8U));
  bare = bare == 0;
  bare.convertTo(bare, CV_32F, 1 / 255.0);
  const MaskedBlur skin(bare, kSkinMm * kWorkingPxPerMm);
  std::vector<cv::Mat> channels;
  cv::split(density, channels);
  for (cv::Mat& channel : channels) channel -= skin(channel);
  cv::Mat excess;
  cv::merge(channels, excess);
  Layers layers(excess);
  layers.trace(hair, kFaintest);
  layers.fit();
  layers.trace(hair, kFaintestLeft);  // those that others hid
  for (int round = 0; round < kRounds; ++round) layers.fit();
  return layers.sum();
}

}  // namespace porevis
