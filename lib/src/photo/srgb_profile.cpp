// SPDX-License-Identifier: Apache-2.0
#include "photo/srgb_profile.hpp"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

namespace porevis {

Bytes srgb_profile() {
  struct Close {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
  };
  const std::unique_ptr<void, Close> profile(cmsCreate_sRGBProfile());
  cmsUInt32Number size = 0;
  if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) throw std::bad_alloc();
  Bytes bytes(size);
  if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) throw std::bad_alloc();
  // ICC.1:2010, 7.2.8: year, month, day, hour, minute, second, 16 bits each. The time of writing tells nothing.
  constexpr std::array<std::uint8_t, 12> kDate{2000 / 256, 2000 % 256, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
  std::ranges::copy(kDate, bytes.begin() + 24);
  return bytes;
}

}  // namespace porevis
