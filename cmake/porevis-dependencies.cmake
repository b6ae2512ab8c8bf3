# SPDX-License-Identifier: Apache-2.0
# What porevis stands on. Also installed, and included by the package config: a static porevis needs them again at link time.
find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc features2d calib3d dnn)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(TIFF REQUIRED)
find_package(exiv2 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_path(LCMS2_INCLUDE_DIR lcms2.h REQUIRED)
find_library(LCMS2_LIBRARY NAMES lcms2 REQUIRED)
find_package(LAPACK REQUIRED) # and BLAS: dlib's headers call both

# dlib's shared library: Debian's static one is not compiled for use in a Python module. Its package config asks for a
# window system, which porevis does without.
find_path(DLIB_INCLUDE_DIR dlib/image_processing.h REQUIRED)
find_library(DLIB_LIBRARY NAMES dlib REQUIRED)
if(NOT TARGET porevis_dlib)
  add_library(porevis_dlib INTERFACE IMPORTED)
  set_target_properties(
    porevis_dlib PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${DLIB_INCLUDE_DIR}"
                            INTERFACE_LINK_LIBRARIES "${DLIB_LIBRARY};LAPACK::LAPACK;BLAS::BLAS;Threads::Threads")
endif()

set(porevis_private_dependencies
    Eigen3::Eigen
    opencv_imgproc
    opencv_features2d
    opencv_calib3d
    opencv_dnn
    nlohmann_json::nlohmann_json
    JPEG::JPEG
    PNG::PNG
    TIFF::TIFF
    exiv2lib
    OpenSSL::Crypto
    ${LCMS2_LIBRARY}
    porevis_dlib)
