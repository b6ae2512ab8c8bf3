// SPDX-License-Identifier: Apache-2.0
#include "porevis/photo/pose.hpp"

#include <gtest/gtest.h>

#include <opencv2/calib3d.hpp>
#include <vector>

namespace porevis {
namespace {

/// A head of another shape than the average, turned and photographed from 1.2 m.
Face photographed(double yaw_deg, double pitch_deg, double roll_deg) {
  const std::vector<std::pair<int, cv::Point3d>> head{
      {30, {0, 0, 0}},     {27, {1, -39, 16}},  {28, {0, -26, 11}},   {29, {0, -13, 6}},   {33, {0, 14, 15}},
      {31, {-16, 9, 22}},  {35, {16, 8, 21}},   {36, {-46, -36, 40}}, {45, {45, -37, 40}}, {39, {-19, -34, 33}},
      {42, {19, -34, 33}}, {48, {-26, 33, 33}}, {54, {27, 33, 33}},   {51, {0, 27, 17}},   {57, {0, 44, 20}},
      {7, {-12, 73, 32}},  {9, {12, 73, 32}}};
  const auto about = [](double degrees, const cv::Vec3d& axis) {
    cv::Matx33d turn;
    cv::Rodrigues(degrees * CV_PI / 180 * axis, turn);
    return turn;
  };
  const cv::Matx33d turn = about(roll_deg, {0, 0, 1}) * about(-yaw_deg, {0, 1, 0}) * about(pitch_deg, {1, 0, 0});
  Face face;
  for (const auto& [index, place] : head) {
    const cv::Vec3d p = turn * cv::Vec3d(place.x, place.y, place.z) + cv::Vec3d(20, -30, 1200);
    face.landmarks[static_cast<std::size_t>(index)] = {1500 + 9000 * p[0] / p[2], 2000 + 9000 * p[1] / p[2]};
  }
  return face;
}

TEST(HeadPose, FaceOnIsZero) {
  const HeadPose pose = head_pose(photographed(0, 0, 0));
  EXPECT_NEAR(pose.yaw_deg, 0, 3);
  EXPECT_NEAR(pose.pitch_deg, 0, 8);  // heads differ
  EXPECT_NEAR(pose.roll_deg, 0, 1);
}

TEST(HeadPose, FollowsTheHead) {
  const HeadPose straight = head_pose(photographed(0, 0, 0));
  for (const double degrees : {-40.0, -15.0, 15.0, 40.0}) {
    EXPECT_NEAR(head_pose(photographed(degrees, 0, 0)).yaw_deg - straight.yaw_deg, degrees, 5);
    EXPECT_NEAR(head_pose(photographed(0, degrees / 2, 0)).pitch_deg - straight.pitch_deg, degrees / 2, 4);
    EXPECT_NEAR(head_pose(photographed(0, 0, degrees / 2)).roll_deg - straight.roll_deg, degrees / 2, 1);
  }
}

TEST(HeadPose, IsThatOfTheHeadWhereverInThePictureItIs) {
  Face face = photographed(25, 5, -4);
  const HeadPose here = head_pose(face);
  for (cv::Point2d& p : face.landmarks) p = 0.3 * p + cv::Point2d(700, 20);
  const HeadPose there = head_pose(face);
  EXPECT_NEAR(there.yaw_deg, here.yaw_deg, 0.01);
  EXPECT_NEAR(there.pitch_deg, here.pitch_deg, 0.01);
  EXPECT_NEAR(there.roll_deg, here.roll_deg, 0.01);
}

TEST(HeadPose, NamesTheSideTowardsTheCamera) {
  EXPECT_EQ(head_pose(photographed(0, 0, 0)).view, "front");
  EXPECT_EQ(head_pose(photographed(12, 0, 0)).view, "front");
  EXPECT_EQ(head_pose(photographed(40, 0, 0)).view, "right");  // the nose points to the picture's right
  EXPECT_EQ(head_pose(photographed(-40, 0, 0)).view, "left");
  Face told = photographed(15, 0, 0);
  told.view = "right";
  EXPECT_EQ(head_pose(told).view, "right");
}

TEST(HeadPose, NoFaceHasNone) {
  EXPECT_TRUE(std::isnan(HeadPose{}.yaw_deg));
  EXPECT_EQ(HeadPose{}.view, "");
}

}  // namespace
}  // namespace porevis
