# SPDX-License-Identifier: Apache-2.0
# What porevis stands on. Also installed, and included by the package config: a static porevis needs them again at link time.
find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc features2d calib3d dnn aruco mcc)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(TIFF REQUIRED)
find_package(exiv2 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
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

# A library without a package config of its own, by a header and its names; one target for all of them.
function(porevis_find target header)
  find_path(${target}_INCLUDE_DIR "${header}" PATH_SUFFIXES openjpeg-2.5 openjpeg-2.4)
  set(found "${${target}_INCLUDE_DIR}")
  foreach(name IN LISTS ARGN)
    find_library(${target}_${name}_LIBRARY NAMES ${name})
    list(APPEND found "${${target}_${name}_LIBRARY}")
  endforeach()
  if(NOT found MATCHES "NOTFOUND" AND NOT TARGET ${target})
    list(POP_FRONT found)
    add_library(${target} INTERFACE IMPORTED)
    set_target_properties(${target} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${${target}_INCLUDE_DIR}"
                                               INTERFACE_LINK_LIBRARIES "${found}")
  endif()
endfunction()

porevis_find(porevis_lcms2 lcms2.h lcms2)
porevis_find(porevis_webp webp/decode.h webp webpdemux)
foreach(needed IN ITEMS lcms2 webp)
  if(NOT TARGET porevis_${needed})
    message(FATAL_ERROR "porevis needs ${needed}: install its development package")
  endif()
endforeach()

# Formats that are read where their library is at hand, and refused by its name where it is not.
porevis_find(porevis_heif libheif/heif.h heif)
porevis_find(porevis_raw libraw/libraw.h raw_r)
porevis_find(porevis_jp2 openjpeg.h openjp2)
foreach(format IN ITEMS heif raw jp2)
  if(TARGET porevis_${format})
    list(APPEND porevis_formats ${format})
  endif()
endforeach()

set(porevis_private_dependencies
    Eigen3::Eigen
    opencv_imgproc
    opencv_features2d
    opencv_calib3d
    opencv_dnn
    opencv_aruco
    opencv_mcc
    nlohmann_json::nlohmann_json
    JPEG::JPEG
    PNG::PNG
    TIFF::TIFF
    porevis_webp
    porevis_lcms2
    exiv2lib
    OpenSSL::Crypto
    porevis_dlib)
