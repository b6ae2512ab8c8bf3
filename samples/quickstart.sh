#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds porevis into .venv and compares two photographs:
#   samples/quickstart.sh                              synthetic skin before and after a known change
#   samples/quickstart.sh BEFORE AFTER [OPTIONS ...]   your photographs; options as of `porevis compare`
set -euo pipefail

# Photographs and files are named from where the user stands; the rest happens in the repository root.
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
source cmake/setup.sh
porevis_setup
porevis=$root/.venv/bin/porevis

if [ $# -eq 0 ]; then
  porevis_say "Photographing synthetic skin whose pores shrink by 15 % in diameter, with other light, focus and angle"
  "$porevis" phantom --out out/phantom --change diameter_factor=0.85 --before px_per_mm=20 \
    --after exposure=0.7 --after gradient_angle_deg=200 --after blur_sigma_px=1.2 --after rotation_deg=3
  porevis_say "Comparing the two photographs"
  "$porevis" compare out/phantom/before.png out/phantom/after.png --whole --px-per-mm 20 --out out/quickstart
else
  porevis_say "Comparing"
  cd "$here"
  "$porevis" compare --out "$root/out/quickstart" "$@"
fi
