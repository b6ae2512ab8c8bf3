// SPDX-License-Identifier: Apache-2.0
#include "change/flow.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "robust.hpp"

namespace porevis {
namespace {

/// Mean over cell x cell pixels; a last, partial row or column of cells repeats the border.
cv::Mat to_cells(const cv::Mat& pixels, int cell) {
  const int right = (cell - pixels.cols % cell) % cell, bottom = (cell - pixels.rows % cell) % cell;
  cv::Mat padded, cells;
  cv::copyMakeBorder(pixels, padded, 0, bottom, 0, right, cv::BORDER_REPLICATE);
  cv::resize(padded, cells, {padded.cols / cell, padded.rows / cell}, 0, 0, cv::INTER_AREA);
  return cells;
}

/// Weighted Gaussian mean of a field.
cv::Mat weighted_smooth(const cv::Mat& field, const cv::Mat& weight, double sigma) {
  cv::Mat weight2, sum, norm, norm2;
  cv::merge(std::vector<cv::Mat>{weight, weight}, weight2);
  cv::GaussianBlur(field.mul(weight2), sum, {}, sigma, sigma, cv::BORDER_REPLICATE);
  cv::GaussianBlur(weight, norm, {}, sigma, sigma, cv::BORDER_REPLICATE);
  norm = cv::max(norm, 1e-9F);
  cv::merge(std::vector<cv::Mat>{norm, norm}, norm2);
  return sum / norm2;
}

/// How strong the first picture's detail is against the second's, in windows; by least squares. On cells.
cv::Mat relative_strength(const cv::Mat& first, const cv::Mat& second, const cv::Mat& skin, double sigma_cells,
                          int cell_px) {
  constexpr double kMost = 4;
  cv::Mat product = to_cells(first.mul(second).mul(skin), cell_px);
  cv::Mat square = to_cells(second.mul(second).mul(skin), cell_px);
  for (cv::Mat* sum : {&product, &square}) {
    cv::GaussianBlur(*sum, *sum, {}, sigma_cells, sigma_cells, cv::BORDER_REPLICATE);
  }
  return cv::min(cv::max(product / (square + 1e-9), 1 / kMost), kMost);
}

}  // namespace

cv::Mat warp(const cv::Mat& picture, const cv::Mat& displacement) {
  cv::Mat map(displacement.size(), CV_32FC2), warped;
  for (int y = 0; y < map.rows; ++y) {
    const auto* d = displacement.ptr<cv::Vec2f>(y);
    auto* m = map.ptr<cv::Vec2f>(y);
    for (int x = 0; x < map.cols; ++x) m[x] = {static_cast<float>(x) + d[x][0], static_cast<float>(y) + d[x][1]};
  }
  // Looked up linearly, a picture would shift: by more the finer its detail, by nothing only at whole and half pixels.
  cv::remap(picture, warped, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar::all(0));
  return warped;
}

cv::Mat spread_field(const cv::Mat& field, cv::Size size, int cell_px) {
  // Cell centres lie at cell * (i + 1/2) - 1/2, as resize() takes it.
  cv::Mat wide;
  cv::resize(field, wide, {field.cols * cell_px, field.rows * cell_px}, 0, 0, cv::INTER_CUBIC);
  return wide(cv::Rect({}, size));
}

cv::Mat local_correlation(const FlowPicture& first, const FlowPicture& second, double sigma_px, int cell_px) {
  const cv::Mat skin = first.skin.mul(second.skin);
  const cv::Mat a = first.darkness.mul(skin), b = second.darkness.mul(skin);
  std::vector<cv::Mat> sums{skin, a, b, a.mul(a), b.mul(b), a.mul(b)};
  for (cv::Mat& sum : sums) {
    sum = to_cells(sum, cell_px);
    cv::GaussianBlur(sum, sum, {}, sigma_px / cell_px, sigma_px / cell_px, cv::BORDER_REPLICATE);
  }
  const cv::Mat n = cv::max(sums[0], 1e-6F);
  const cv::Mat aa = sums[3] - sums[1].mul(sums[1]) / n, bb = sums[4] - sums[2].mul(sums[2]) / n;
  const cv::Mat ab = sums[5] - sums[1].mul(sums[2]) / n;
  cv::Mat spread;
  cv::sqrt(cv::max(aa.mul(bb), 0), spread);
  return spread_field(ab / (spread + 1e-9F), first.darkness.size(), cell_px);
}

cv::Mat block_motion(const FlowPicture& fixed, const FlowPicture& moving, int block_px, int reach_px, int cell_px) {
  const int step = block_px / 2;
  const auto fitting = [&](int length_px) { return length_px < block_px ? 0 : (length_px - block_px) / step + 1; };
  cv::Mat_<cv::Vec3f> blocks(fitting(fixed.darkness.rows), fitting(fixed.darkness.cols),
                             cv::Vec3f());  // motion, weight: 0 where nothing is told
  cv::parallel_for_({0, blocks.rows}, [&](const cv::Range& rows) {
    for (int r = rows.start; r < rows.end; ++r) {
      for (int c = 0; c < blocks.cols; ++c) {
        const cv::Rect place(step * c, step * r, block_px, block_px);
        if (cv::mean(fixed.skin(place))[0] < 0.5) continue;
        const cv::Rect wide =
            cv::Rect(place.x - reach_px, place.y - reach_px, block_px + 2 * reach_px, block_px + 2 * reach_px) &
            cv::Rect({}, moving.darkness.size());
        if (wide.width < block_px || wide.height < block_px) continue;
        cv::Mat match;
        cv::matchTemplate(moving.darkness(wide), fixed.darkness(place), match, cv::TM_CCOEFF_NORMED);
        double best = 0;
        cv::Point at;
        cv::minMaxLoc(match, nullptr, &best, nullptr, &at);
        const cv::Point2f moved(wide.tl() + at - place.tl());
        if (best > 0.15) blocks(r, c) = {moved.x, moved.y, static_cast<float>(best * best)};
      }
    }
  });

  // A block that moves unlike its neighbours has matched something else: what agrees with the median around it is laid
  // on the cells, and spread from there.
  const cv::Size cells((fixed.darkness.cols + cell_px - 1) / cell_px, (fixed.darkness.rows + cell_px - 1) / cell_px);
  cv::Mat motion = cv::Mat::zeros(cells, CV_32FC3);  // weight x motion, weight
  constexpr int kNear = 4;                           // blocks, half of which lie beside each other
  for (int r = 0; r < blocks.rows; ++r) {
    for (int c = 0; c < blocks.cols; ++c) {
      const cv::Vec3f& block = blocks(r, c);
      if (block[2] == 0) continue;
      std::vector<float> dx, dy;
      for (int y = std::max(0, r - kNear); y <= std::min(blocks.rows - 1, r + kNear); ++y) {
        for (int x = std::max(0, c - kNear); x <= std::min(blocks.cols - 1, c + kNear); ++x) {
          if (blocks(y, x)[2] == 0 || std::hypot(x - c, y - r) > kNear) continue;
          dx.push_back(blocks(y, x)[0]);
          dy.push_back(blocks(y, x)[1]);
        }
      }
      if (std::hypot(block[0] - median(dx), block[1] - median(dy)) > std::max(2.0, 0.25 * reach_px)) continue;
      const cv::Point cell((step * c + block_px / 2) / cell_px, (step * r + block_px / 2) / cell_px);
      motion.at<cv::Vec3f>(cell) += block[2] * cv::Vec3f(block[0], block[1], 1);
    }
  }
  const cv::Scalar mean = cv::mean(motion);
  if (mean[2] == 0) return cv::Mat::zeros(cells, CV_32FC2);
  const double sigma = static_cast<double>(block_px) / cell_px;
  cv::GaussianBlur(motion, motion, {}, sigma, sigma, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);  // beyond is nothing
  motion += 1e-6 * mean;  // far from all blocks their mean
  std::vector<cv::Mat> parts;
  cv::split(motion, parts);
  cv::Mat field;
  cv::merge(std::vector<cv::Mat>{parts[0] / parts[2], parts[1] / parts[2]}, field);
  return field;
}

void refine_motion(const FlowPicture& fixed, const FlowPicture& moving, double smoothness_px, int cell_px, int rounds,
                   cv::Mat& field) {
  const double sigma = smoothness_px / cell_px;
  // Darkness, its gradient and the mask are looked up together.
  std::vector<cv::Mat> looked_up{moving.darkness, cv::Mat(), cv::Mat(), moving.skin};
  cv::Sobel(moving.darkness, looked_up[1], CV_32F, 1, 0, 3, 1.0 / 8);
  cv::Sobel(moving.darkness, looked_up[2], CV_32F, 0, 1, 3, 1.0 / 8);
  cv::Mat all;
  cv::merge(looked_up, all);
  for (int round = 0; round < rounds; ++round) {
    std::vector<cv::Mat> there;
    cv::split(warp(all, spread_field(field, fixed.darkness.size(), cell_px)), there);
    const cv::Mat skin = there[3].mul(fixed.skin);
    // Pores may have become fainter: what is left of their darkness must not draw the field to where more of it is.
    const cv::Mat strength =
        spread_field(relative_strength(fixed.darkness, there[0], skin, sigma, cell_px), fixed.darkness.size(), cell_px);
    const cv::Mat difference = (fixed.darkness - strength.mul(there[0])).mul(skin);
    const cv::Mat weight_of_gradient = strength.mul(skin);
    const cv::Mat wx = there[1].mul(weight_of_gradient), wy = there[2].mul(weight_of_gradient);

    // Normal equations in windows: [xx xy; xy yy] step = [x; y].
    std::vector<cv::Mat> sums{wx.mul(wx), wx.mul(wy), wy.mul(wy), wx.mul(difference), wy.mul(difference)};
    for (cv::Mat& sum : sums) {
      sum = to_cells(sum, cell_px);
      cv::GaussianBlur(sum, sum, {}, sigma, sigma, cv::BORDER_REPLICATE);
    }
    const cv::Mat trace = sums[0] + sums[2];
    const auto floor =
        static_cast<float>(0.05 * cv::mean(trace)[0] + 1e-12);  // where skin is bare, the field does not move
    cv::Mat step(field.size(), CV_32FC2), weight(field.size(), CV_32F);
    for (int y = 0; y < step.rows; ++y) {
      for (int x = 0; x < step.cols; ++x) {
        const float xx = sums[0].at<float>(y, x) + floor, xy = sums[1].at<float>(y, x);
        const float yy = sums[2].at<float>(y, x) + floor;
        const float bx = sums[3].at<float>(y, x), by = sums[4].at<float>(y, x);
        const float determinant = xx * yy - xy * xy;
        cv::Vec2f s((yy * bx - xy * by) / determinant, (xx * by - xy * bx) / determinant);
        const auto length = static_cast<float>(cv::norm(s));
        if (length > 1) s /= length;  // a step is only good as far as the gradient reaches
        step.at<cv::Vec2f>(y, x) = s;
        weight.at<float>(y, x) = trace.at<float>(y, x) + 1e-3F * floor;
      }
    }
    field = weighted_smooth(field + step, weight, sigma / 2);
  }
}

cv::Mat inverse_motion(const cv::Mat& field, int cell_px) {
  cv::Mat inverse = -field;
  for (int round = 0; round < 5; ++round) {
    cv::Mat map(field.size(), CV_32FC2), there;
    for (int y = 0; y < map.rows; ++y) {
      for (int x = 0; x < map.cols; ++x) {
        const cv::Vec2f d = inverse.at<cv::Vec2f>(y, x) / static_cast<float>(cell_px);
        map.at<cv::Vec2f>(y, x) = {static_cast<float>(x) + d[0], static_cast<float>(y) + d[1]};
      }
    }
    cv::remap(field, there, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    inverse = -there;
  }
  return inverse;
}

}  // namespace porevis
