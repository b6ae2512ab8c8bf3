# SPDX-License-Identifier: Apache-2.0
# Sourced by samples/quickstart.sh and tests/run.sh, in the repository root: installs what is missing, makes .venv with
# the built package. Nothing is done again unless what it was made from has changed. The build tree is build/release.

porevis_packages=(build-essential cmake ninja-build python3-dev python3-venv libopencv-dev libeigen3-dev libdlib-dev libdlib-data
  libexiv2-dev libjpeg-dev libpng-dev libtiff-dev liblcms2-dev libssl-dev liblapack-dev libblas-dev nlohmann-json3-dev libgtest-dev
  libgmock-dev libbenchmark-dev)

porevis_say() { printf '\n== %s\n' "$*"; }

# Runs a command with its output in a log that is shown only if the command fails.
porevis_quietly() {
  mkdir -p build
  "$@" >build/setup.log 2>&1 </dev/null || { cat build/setup.log >&2; echo "error: failed: $*" >&2; return 1; }
}

porevis_install_packages() {
  local package missing=() root=()
  for package in "${porevis_packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  porevis_say "Installing with apt: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "error: neither root nor sudo: install these packages first" >&2; return 1; }
    root=(sudo)
  fi
  "${root[@]}" true  # asks for the password here, where it can be seen
  porevis_quietly "${root[@]}" apt-get update
  porevis_quietly "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# One hash of everything the package is made from.
porevis_inputs() {
  find CMakeLists.txt pyproject.toml README.md LICENSE cmake lib bindings -type f ! -name '*.pyc' -print0 | sort -z |
    xargs -0 sha256sum | cat - <(echo "$PWD") | sha256sum
}

porevis_setup() {
  porevis_install_packages || return
  if ! .venv/bin/python -c '' 2>/dev/null; then
    porevis_say "Making .venv"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: python3 is older than 3.11" >&2; return 1; }
    rm -rf .venv
    porevis_quietly python3 -m venv .venv || return
  fi
  local stamp=.venv/porevis-inputs inputs
  inputs=$(porevis_inputs)
  [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ] && return
  porevis_say "Building porevis into .venv (some minutes the first time)"
  local pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check)
  porevis_quietly "${pip[@]}" 'scikit-build-core>=0.10' 'pybind11>=3.0' || return
  porevis_quietly "${pip[@]}" --no-build-isolation --config-settings=build-dir=build/release \
    --config-settings=cmake.define.POREVIS_BUILD_TESTS=ON --config-settings=cmake.define.POREVIS_BUILD_SAMPLES=ON \
    --config-settings=cmake.define.POREVIS_BUILD_BENCHMARKS=ON '.[dev]' || return
  echo "$inputs" >"$stamp"
}
