// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porevis/error.hpp"

namespace porevis {
namespace {

using ::testing::HasSubstr;

Photo photo(const std::string& camera = "") {
  Photo result = photo_from_pixels(cv::Mat(400, 600, CV_8UC3, cv::Scalar::all(100)), "a.jpg");
  result.origin.camera = camera;
  return result;
}

DeviceProfile booth() {
  DeviceProfile device;
  device.name = "booth";
  device.distance_mm = 1000;
  device.distance_uncertainty_mm = 10;
  device.focal_length_mm = 85;
  device.pixel_pitch_um = 4.4;
  return device;
}

std::string refusal(const DeviceProfile& device, const Photo& of) {
  try {
    (void)scale_of_device(device, of);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Device, ThinLensGivesTheScale) {
  const DeviceScale scale = scale_of_device(booth(), photo());
  EXPECT_NEAR(scale.px_per_mm, 85 / (0.0044 * 915), 1e-9);
  EXPECT_NEAR(scale.relative_uncertainty, std::hypot(10 / 915.0, 0.02), 1e-12);
}

TEST(Device, ItsOwnScaleGoesBeforeTheLens) {
  DeviceProfile device = booth();
  device.px_per_mm = 21;
  const DeviceScale scale = scale_of_device(device, photo());
  EXPECT_DOUBLE_EQ(scale.px_per_mm, 21);
  EXPECT_NEAR(scale.relative_uncertainty, 10 / 915.0, 1e-12);
}

TEST(Device, AnotherCameraOrSizeIsRefused) {
  DeviceProfile device = booth();
  device.camera = "NIKON D850";
  EXPECT_EQ(refusal(device, photo("NIKON D850")), "nothing was thrown");
  EXPECT_EQ(refusal(device, photo()), "nothing was thrown");
  EXPECT_EQ(
      refusal(device, photo("Canon EOS R5")),
      "a.jpg: was taken with Canon EOS R5, but the device profile booth is of NIKON D850; give the profile of this "
      "camera");
  device.width_px = 600;
  EXPECT_EQ(refusal(device, photo()), "nothing was thrown");
  device.width_px = 6000;
  EXPECT_THAT(refusal(device, photo()),
              HasSubstr("is 600 px long, but the device profile booth holds for pictures of 6000"));
}

TEST(Device, WhatLacksIsNamed) {
  DeviceProfile device = booth();
  device.distance_mm = 0;
  EXPECT_THAT(refusal(device, photo()), HasSubstr("booth: has no distance_mm"));
  device.distance_mm = 80;
  EXPECT_THAT(refusal(device, photo()), HasSubstr("is not larger than focal_length_mm"));
  device = booth();
  device.pixel_pitch_um = 0;
  EXPECT_THAT(refusal(device, photo()), HasSubstr("booth: has no scale; give px_per_mm"));
}

}  // namespace
}  // namespace porevis
