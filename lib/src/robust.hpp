// SPDX-License-Identifier: Apache-2.0
/// Centre and spread that a few outliers do not move.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace porevis {

/// The middle value (the upper of two); NaN of none. Reorders the values.
template <class T>
[[nodiscard]] T median(std::vector<T>& values);

/// Median, and 1.4826 times the median absolute deviation from it: the standard deviation of a normal distribution.
struct Robust {
  double centre = 0;
  double spread = 0;
};

/// Zero of none. Changes the values.
[[nodiscard]] Robust median_and_spread(std::vector<float>& values);

/// Of the values within a mask, a sample of them where there are many; zero where it is empty.
/// @param values  CV_32F.
/// @param mask    CV_8U of its size.
[[nodiscard]] Robust median_and_spread(const cv::Mat& values, const cv::Mat& mask);

}  // namespace porevis
