// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porevis/skin/skin_map.hpp"

namespace porevis {
namespace {

using testing::HasSubstr;

TEST(Coverage, ARegionWithLessThanHalfLeftSaysWhyAndWhatToDo) {
  Coverage coverage;
  coverage.measurable = 0.4;
  coverage.shine = 0.2;
  coverage.hair = 0.35;
  EXPECT_THAT(lack_of_skin(coverage), HasSubstr("only 40 %"));
  EXPECT_THAT(lack_of_skin(coverage), HasSubstr("35 % hair"));
  EXPECT_THAT(lack_of_skin(coverage), HasSubstr("keep hair away"));
}

TEST(Coverage, EnoughSkinSaysNothing) {
  Coverage coverage;
  coverage.measurable = 0.5;
  EXPECT_EQ(lack_of_skin(coverage), "");
}

}  // namespace
}  // namespace porevis
