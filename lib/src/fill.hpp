// SPDX-License-Identifier: Apache-2.0
/// Smooth maps carried on to where they are not known.
#pragma once

#include <opencv2/core.hpp>

namespace porevis {

/// Carries values on as a membrane would hang: Laplace's equation, begun from ever narrower means and relaxed. What is
/// known stays as it is.
/// @param values  CV_32F, small (relaxation is not for full pictures).
/// @param known   CV_8U of its size.
/// @return zero everywhere where nothing is known.
[[nodiscard]] cv::Mat fill(const cv::Mat& values, const cv::Mat& known);

}  // namespace porevis
