// SPDX-License-Identifier: Apache-2.0
#include "robust.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace porevis {

template <class T>
T median(std::vector<T>& values) {
  if (values.empty()) return std::numeric_limits<T>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template float median(std::vector<float>&);
template double median(std::vector<double>&);

Robust median_and_spread(std::vector<float>& values) {
  if (values.empty()) return {};
  const float centre = median(values);
  for (float& value : values) value = std::abs(value - centre);
  return {centre, 1.4826 * median(values)};
}

Robust median_and_spread(const cv::Mat& values, const cv::Mat& mask) {
  // Of a large map every few pixels tell as much as all. The step is odd, so that it does not fall into step with a
  // pattern of the sensor.
  constexpr int kEnough = 40'000;
  const int step = static_cast<int>(values.total() / kEnough) | 1;
  std::vector<float> inside;
  int next = 0;
  for (int y = 0; y < values.rows; ++y) {
    const auto* value = values.ptr<float>(y);
    const auto* counts = mask.ptr<uchar>(y);
    int x = next;
    for (; x < values.cols; x += step) {
      if (counts[x]) inside.push_back(value[x]);
    }
    next = x - values.cols;
  }
  return median_and_spread(inside);
}

}  // namespace porevis
