# SPDX-License-Identifier: Apache-2.0
"""
The compiled part of porevis; use it through the package porevis.
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import os
import porevis.tables
import typing
__all__: list[str] = ['AlignOptions', 'Alignment', 'CaptureQuality', 'CaptureRecord', 'Change', 'ChangeDescription', 'ChartOptions', 'ColourChart', 'ComparabilityOptions', 'CompareOptions', 'ComparedPhoto', 'ComparedRegion', 'Comparison', 'Confuser', 'Coverage', 'CurvatureOptions', 'CurvatureSummary', 'CurvePoint', 'DeviceProfile', 'DiameterSummary', 'EdgeBlur', 'Error', 'EstimateOptions', 'Face', 'FaceOptions', 'Flattening', 'HeadPose', 'InputError', 'Marker', 'MarkerOptions', 'Matching', 'MeasureOptions', 'MeasuredRegion', 'Measurement', 'NeighbourSummary', 'Normalization', 'NormalizeOptions', 'NormalizedLike', 'OptionField', 'OverallAlignment', 'ParameterError', 'Photo', 'PhotoRecord', 'PictureOptions', 'QualityOptions', 'ReadOptions', 'Region', 'RegionOptions', 'RegionSummary', 'RulerOptions', 'Scale', 'ScaleErrors', 'ScaleOptions', 'SegmentOptions', 'Shot', 'ShotDescription', 'SizeBin', 'Skin', 'SkinDescription', 'SkinMap', 'SkinOptions', 'TrueConfuser', 'change_skin', 'check_regions', 'compare_photos', 'correct_colour', 'draw_overlay', 'draw_pigment', 'draw_pores', 'draw_regions', 'find_chart', 'find_face', 'find_markers', 'find_regions', 'find_scale', 'hair_layer', 'make_skin', 'map_skin', 'measure_edge_blur', 'measure_photo', 'normalize_photo', 'photo_from_array', 'photograph', 'pore_snr', 'preload_face_model', 'read_landmarks', 'read_photo', 'regions_from_face', 'regions_from_file', 'regions_from_mask', 'save_jpeg', 'save_picture', 'save_png', 'version']
class Error(Exception):
    """
    Base of all exceptions that porevis raises on purpose.
    """
class InputError(Error):
    """
    A file, array or photograph that cannot be used; the message tells the mend.
    """
class ParameterError(Error):
    """
    An option outside its range; the message names option, value and range.
    """
class OptionField:
    """
    One of the options of an options class.
    """
    @property
    def default(self) -> typing.Any:
        """
        Of `options`, an object of the nested class.
        """
    @property
    def help(self) -> str:
        """
        Meaning and unit.
        """
    @property
    def high(self) -> float | None:
        """
        Largest number allowed; None where there is no limit.
        """
    @property
    def low(self) -> float | None:
        """
        Smallest number allowed; None where there is no limit.
        """
    @property
    def name(self) -> str:
        ...
    @property
    def type(self) -> str:
        """
        `float`, `int`, `bool`, `str`, `path`, or `options` for a nested class.
        """
class ReadOptions:
    """
    How much a photograph file may ask for.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, max_megapixels: float = ..., ignore_profile: bool = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        max_megapixels: largest photograph read, megapixels (0.01 to 1000)
        ignore_profile: take any colours for sRGB
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> ReadOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def ignore_profile(self) -> bool:
        """
        take any colours for sRGB
        """
    @ignore_profile.setter
    def ignore_profile(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_megapixels(self) -> float:
        """
        largest photograph read, megapixels (0.01 to 1000)
        """
    @max_megapixels.setter
    def max_megapixels(self, arg1: typing.Any) -> None:
        ...
class FaceOptions:
    """
    Where to find the landmark model, how large a photograph is searched.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, model: str = ..., search_px: int = ..., view: str = ..., max_yaw_deg: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        model: file of the 68-point landmark model; empty: the usual data folders
        search_px: longer side of the photograph as searched, px (200 to 4000)
        view: front, left or right (the subject's side towards the camera); empty: told from the pose
        max_yaw_deg: furthest turn of the head to a side, degrees (10 to 75)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> FaceOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def max_yaw_deg(self) -> float:
        """
        furthest turn of the head to a side, degrees (10 to 75)
        """
    @max_yaw_deg.setter
    def max_yaw_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def model(self) -> str:
        """
        file of the 68-point landmark model; empty: the usual data folders
        """
    @model.setter
    def model(self, arg1: typing.Any) -> None:
        ...
    @property
    def search_px(self) -> int:
        """
        longer side of the photograph as searched, px (200 to 4000)
        """
    @search_px.setter
    def search_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def view(self) -> str:
        """
        front, left or right (the subject's side towards the camera); empty: told from the pose
        """
    @view.setter
    def view(self, arg1: typing.Any) -> None:
        ...
class RegionOptions:
    """
    Which regions of the face are measured.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, set: str = ..., max_tilt_deg: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        set: regions of the face: main (five) or fine (twelve)
        max_tilt_deg: skin turned further away from the camera is left out, degrees (30 to 80)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> RegionOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def max_tilt_deg(self) -> float:
        """
        skin turned further away from the camera is left out, degrees (30 to 80)
        """
    @max_tilt_deg.setter
    def max_tilt_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def set(self) -> str:
        """
        regions of the face: main (five) or fine (twelve)
        """
    @set.setter
    def set(self, arg1: typing.Any) -> None:
        ...
class CurvatureOptions:
    """
    What is made of the face's curvature.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, correct: bool = ..., max_tilt_deg: float = ..., camera_mm: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        correct: areas and lengths are those on the skin, not those of its picture
        max_tilt_deg: skin turned farther away from the camera is left out, degrees (10 to 80)
        camera_mm: distance of the camera from the eyes, mm (200 to 20000)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> CurvatureOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def camera_mm(self) -> float:
        """
        distance of the camera from the eyes, mm (200 to 20000)
        """
    @camera_mm.setter
    def camera_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def correct(self) -> bool:
        """
        areas and lengths are those on the skin, not those of its picture
        """
    @correct.setter
    def correct(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_tilt_deg(self) -> float:
        """
        skin turned farther away from the camera is left out, degrees (10 to 80)
        """
    @max_tilt_deg.setter
    def max_tilt_deg(self, arg1: typing.Any) -> None:
        ...
class RulerOptions:
    """
    Two points, px of the photograph, and a length.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, x1_px: float = ..., y1_px: float = ..., x2_px: float = ..., y2_px: float = ..., length_mm: float = ..., length_uncertainty_mm: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        x1_px: first point, from the left, px (0 to 100000)
        y1_px: first point, from the top, px (0 to 100000)
        x2_px: second point, from the left, px (0 to 100000)
        y2_px: second point, from the top, px (0 to 100000)
        length_mm: the length, mm; 0: none is given (0 to 10000)
        length_uncertainty_mm: standard deviation of the length, mm (0 to 1000)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> RulerOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def length_mm(self) -> float:
        """
        the length, mm; 0: none is given (0 to 10000)
        """
    @length_mm.setter
    def length_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def length_uncertainty_mm(self) -> float:
        """
        standard deviation of the length, mm (0 to 1000)
        """
    @length_uncertainty_mm.setter
    def length_uncertainty_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def x1_px(self) -> float:
        """
        first point, from the left, px (0 to 100000)
        """
    @x1_px.setter
    def x1_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def x2_px(self) -> float:
        """
        second point, from the left, px (0 to 100000)
        """
    @x2_px.setter
    def x2_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def y1_px(self) -> float:
        """
        first point, from the top, px (0 to 100000)
        """
    @y1_px.setter
    def y1_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def y2_px(self) -> float:
        """
        second point, from the top, px (0 to 100000)
        """
    @y2_px.setter
    def y2_px(self, arg1: typing.Any) -> None:
        ...
class MarkerOptions:
    """
    What markers to look for.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, side_mm: float = ..., side_uncertainty_mm: float = ..., dictionary: str = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        side_mm: side of the marker's black square, mm; 0: none is looked for (0 to 1000)
        side_uncertainty_mm: standard deviation of side_mm, mm (0 to 10)
        dictionary: the markers' dictionary: 4x4_50, 5x5_100, 6x6_250, apriltag_36h11, ...
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> MarkerOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def dictionary(self) -> str:
        """
        the markers' dictionary: 4x4_50, 5x5_100, 6x6_250, apriltag_36h11, ...
        """
    @dictionary.setter
    def dictionary(self, arg1: typing.Any) -> None:
        ...
    @property
    def side_mm(self) -> float:
        """
        side of the marker's black square, mm; 0: none is looked for (0 to 1000)
        """
    @side_mm.setter
    def side_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def side_uncertainty_mm(self) -> float:
        """
        standard deviation of side_mm, mm (0 to 10)
        """
    @side_uncertainty_mm.setter
    def side_uncertainty_mm(self, arg1: typing.Any) -> None:
        ...
class ChartOptions:
    """
    What colour chart to look for, and what for.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, colour: bool = ..., pitch_mm: float = ..., pitch_uncertainty_mm: float = ..., max_residual_de: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        colour: correct the colour by a chart of 24 patches in the photograph
        pitch_mm: from patch to patch, mm; 0: no scale is taken from a chart (0 to 500)
        pitch_uncertainty_mm: standard deviation of pitch_mm, mm (0 to 50)
        max_residual_de: largest mean colour difference left, CIE 1976 (0.1 to 100)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> ChartOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def colour(self) -> bool:
        """
        correct the colour by a chart of 24 patches in the photograph
        """
    @colour.setter
    def colour(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_residual_de(self) -> float:
        """
        largest mean colour difference left, CIE 1976 (0.1 to 100)
        """
    @max_residual_de.setter
    def max_residual_de(self, arg1: typing.Any) -> None:
        ...
    @property
    def pitch_mm(self) -> float:
        """
        from patch to patch, mm; 0: no scale is taken from a chart (0 to 500)
        """
    @pitch_mm.setter
    def pitch_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def pitch_uncertainty_mm(self) -> float:
        """
        standard deviation of pitch_mm, mm (0 to 50)
        """
    @pitch_uncertainty_mm.setter
    def pitch_uncertainty_mm(self, arg1: typing.Any) -> None:
        ...
class DeviceProfile:
    """
    Camera, lens and distance.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, name: str = ..., camera: str = ..., distance_mm: float = ..., distance_uncertainty_mm: float = ..., px_per_mm: float = ..., focal_length_mm: float = ..., pixel_pitch_um: float = ..., width_px: int = ..., blur_sigma_px: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        name: what messages call the device; empty: none
        camera: its model as EXIF names it; empty: not checked
        distance_mm: from the lens to the skin, mm (0 to 20000)
        distance_uncertainty_mm: standard deviation of it, mm (0 to 5000)
        px_per_mm: scale at that distance, px/mm; 0: from the lens (0 to 500)
        focal_length_mm: focal length as engraved, mm (0 to 5000)
        pixel_pitch_um: from pixel to pixel of the sensor, um (0 to 100)
        width_px: longer side of its pictures, px; 0: not checked (0 to 100000)
        blur_sigma_px: the camera's blur, sigma in px; 0: not known (0 to 20)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> DeviceProfile:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def blur_sigma_px(self) -> float:
        """
        the camera's blur, sigma in px; 0: not known (0 to 20)
        """
    @blur_sigma_px.setter
    def blur_sigma_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def camera(self) -> str:
        """
        its model as EXIF names it; empty: not checked
        """
    @camera.setter
    def camera(self, arg1: typing.Any) -> None:
        ...
    @property
    def distance_mm(self) -> float:
        """
        from the lens to the skin, mm (0 to 20000)
        """
    @distance_mm.setter
    def distance_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def distance_uncertainty_mm(self) -> float:
        """
        standard deviation of it, mm (0 to 5000)
        """
    @distance_uncertainty_mm.setter
    def distance_uncertainty_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def focal_length_mm(self) -> float:
        """
        focal length as engraved, mm (0 to 5000)
        """
    @focal_length_mm.setter
    def focal_length_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def name(self) -> str:
        """
        what messages call the device; empty: none
        """
    @name.setter
    def name(self, arg1: typing.Any) -> None:
        ...
    @property
    def pixel_pitch_um(self) -> float:
        """
        from pixel to pixel of the sensor, um (0 to 100)
        """
    @pixel_pitch_um.setter
    def pixel_pitch_um(self, arg1: typing.Any) -> None:
        ...
    @property
    def px_per_mm(self) -> float:
        """
        scale at that distance, px/mm; 0: from the lens (0 to 500)
        """
    @px_per_mm.setter
    def px_per_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def width_px(self) -> int:
        """
        longer side of its pictures, px; 0: not checked (0 to 100000)
        """
    @width_px.setter
    def width_px(self, arg1: typing.Any) -> None:
        ...
class ScaleOptions:
    """
    The sources of the scale beside px_per_mm.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, given_uncertainty: float = ..., subject_eye_distance_mm: float = ..., subject_eye_distance_uncertainty_mm: float = ..., eye_distance_mm: float = ..., eye_distance_uncertainty: float = ..., iris_mm: float = ..., iris_uncertainty: float = ..., file_uncertainty: float = ..., ruler: RulerOptions = ..., ticks: RulerOptions = ..., marker: MarkerOptions = ..., chart: ChartOptions = ..., device: DeviceProfile = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        given_uncertainty: standard deviation of px_per_mm as a share of it (0 to 0.5)
        subject_eye_distance_mm: this subject's distance between the centres of the eyes, mm; 0: not known (0 to 90)
        subject_eye_distance_uncertainty_mm: its standard deviation, mm (0 to 20)
        eye_distance_mm: the population's distance between the centres of the eyes, mm (30 to 90)
        eye_distance_uncertainty: its standard deviation as a share of it (0 to 0.5)
        iris_mm: the population's visible width of the iris, mm (5 to 20)
        iris_uncertainty: its standard deviation as a share of it (0 to 0.5)
        file_uncertainty: standard deviation of the pixel spacing that the file tells, as a share of it (0 to 0.5)
        ruler: two points and the length between them
        ticks: a line across the ticks of a ruler and the length from tick to tick
        marker: stickers of known size
        chart: a colour chart of 24 patches
        device: camera, lens and distance
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> ScaleOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def chart(self) -> ChartOptions:
        """
        a colour chart of 24 patches
        """
    @chart.setter
    def chart(self, arg0: ChartOptions) -> None:
        ...
    @property
    def device(self) -> DeviceProfile:
        """
        camera, lens and distance
        """
    @device.setter
    def device(self, arg0: DeviceProfile) -> None:
        ...
    @property
    def eye_distance_mm(self) -> float:
        """
        the population's distance between the centres of the eyes, mm (30 to 90)
        """
    @eye_distance_mm.setter
    def eye_distance_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def eye_distance_uncertainty(self) -> float:
        """
        its standard deviation as a share of it (0 to 0.5)
        """
    @eye_distance_uncertainty.setter
    def eye_distance_uncertainty(self, arg1: typing.Any) -> None:
        ...
    @property
    def file_uncertainty(self) -> float:
        """
        standard deviation of the pixel spacing that the file tells, as a share of it (0 to 0.5)
        """
    @file_uncertainty.setter
    def file_uncertainty(self, arg1: typing.Any) -> None:
        ...
    @property
    def given_uncertainty(self) -> float:
        """
        standard deviation of px_per_mm as a share of it (0 to 0.5)
        """
    @given_uncertainty.setter
    def given_uncertainty(self, arg1: typing.Any) -> None:
        ...
    @property
    def iris_mm(self) -> float:
        """
        the population's visible width of the iris, mm (5 to 20)
        """
    @iris_mm.setter
    def iris_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def iris_uncertainty(self) -> float:
        """
        its standard deviation as a share of it (0 to 0.5)
        """
    @iris_uncertainty.setter
    def iris_uncertainty(self, arg1: typing.Any) -> None:
        ...
    @property
    def marker(self) -> MarkerOptions:
        """
        stickers of known size
        """
    @marker.setter
    def marker(self, arg0: MarkerOptions) -> None:
        ...
    @property
    def ruler(self) -> RulerOptions:
        """
        two points and the length between them
        """
    @ruler.setter
    def ruler(self, arg0: RulerOptions) -> None:
        ...
    @property
    def subject_eye_distance_mm(self) -> float:
        """
        this subject's distance between the centres of the eyes, mm; 0: not known (0 to 90)
        """
    @subject_eye_distance_mm.setter
    def subject_eye_distance_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def subject_eye_distance_uncertainty_mm(self) -> float:
        """
        its standard deviation, mm (0 to 20)
        """
    @subject_eye_distance_uncertainty_mm.setter
    def subject_eye_distance_uncertainty_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def ticks(self) -> RulerOptions:
        """
        a line across the ticks of a ruler and the length from tick to tick
        """
    @ticks.setter
    def ticks(self, arg0: RulerOptions) -> None:
        ...
class CaptureRecord:
    """
    What a file says of the capture; texts are empty, numbers nan, where it says nothing.
    """
    @property
    def camera(self) -> str:
        """
        Maker and model.
        """
    @property
    def captured(self) -> str:
        """
        Time by the camera's clock, ISO 8601.
        """
    @property
    def colour(self) -> str:
        """
        What its numbers were taken for, such as `sRGB assumed` or `ICC: Display P3`.
        """
    @property
    def focal_length_35mm(self) -> float:
        """
        Of equal view on 36 x 24 mm, mm.
        """
    @property
    def focal_length_mm(self) -> float:
        ...
    @property
    def format(self) -> str:
        """
        Of the file, such as `JPEG`.
        """
    @property
    def lens(self) -> str:
        ...
    @property
    def px_per_mm(self) -> float:
        """
        On the skin, where the file states it (DICOM).
        """
class Photo:
    """
    An upright photograph, sRGB-encoded; from read_photo() or an array.
    """
    def __repr__(self) -> str:
        ...
    @property
    def file(self) -> str:
        """
        File name without its folder.
        """
    @property
    def height_px(self) -> int:
        ...
    @property
    def origin(self) -> CaptureRecord:
        """
        What the file says of the capture.
        """
    @property
    def pixels(self) -> numpy.ndarray:
        """
        (H, W, 3) uint8 or uint16; red, green, blue; shared with the photograph, read-only.
        """
    @property
    def read(self) -> ReadOptions:
        """
        The options that the file was read with.
        """
    @property
    def sha256(self) -> str:
        """
        Of the file's bytes, or of the pixels where there was no file.
        """
    @property
    def width_px(self) -> int:
        ...
class Scale:
    """
    Pixels per millimetre on the skin.
    """
    @property
    def notes(self) -> list[str]:
        """
        What to mind; one line each.
        """
    @property
    def others(self) -> list[Scale]:
        """
        What the other sources at hand say.
        """
    @property
    def px_per_mm(self) -> float:
        ...
    @property
    def reading_uncertainty(self) -> float:
        """
        The part of relative_uncertainty that comes from reading this photograph.
        """
    @property
    def relative_uncertainty(self) -> float:
        """
        One standard deviation / value.
        """
    @property
    def source(self) -> str:
        """
        `given`, `two points`, `marker`, `ticks`, `chart`, `device`, `eye distance of the subject`, `file`, `eye distance`, `iris`, `eye distance and iris`; `alignment` in a comparison.
        """
class Marker:
    """
    A marker as it lies in a photograph.
    """
    @property
    def corners_px(self) -> typing.Annotated[list[tuple[float, float]], "FixedSize(4)"]:
        """
        (x, y) of the black square, clockwise from its own top left.
        """
    @property
    def id(self) -> int:
        """
        Its number in the dictionary.
        """
    @property
    def px_per_mm(self) -> float:
        """
        At its middle, its tilt taken out.
        """
    @property
    def relative_uncertainty(self) -> float:
        """
        Of reading it; one standard deviation / value, without that of its side.
        """
    @property
    def tilt_deg(self) -> float:
        """
        Against the picture's plane.
        """
class ColourChart:
    """
    A colour chart as it lies in a photograph.
    """
    @property
    def matrix(self) -> typing.Annotated[list[typing.Annotated[list[float], "FixedSize(3)"]], "FixedSize(3)"]:
        """
        Linear sRGB as it should be from linear light as photographed: rows of red, green, blue.
        """
    @property
    def patches_px(self) -> typing.Annotated[list[tuple[float, float]], "FixedSize(24)"]:
        """
        (x, y) of the 24 patches, row by row from dark skin.
        """
    @property
    def pitch_px(self) -> float:
        """
        From patch to patch at the chart's middle, tilt taken out.
        """
    @property
    def relative_uncertainty(self) -> float:
        """
        Of pitch_px; one standard deviation / value.
        """
    @property
    def residual_de(self) -> float:
        """
        Mean colour difference left, CIE 1976.
        """
    @property
    def tilt_deg(self) -> float:
        """
        Against the picture's plane.
        """
class Region:
    """
    A named part of the skin; corners (x, y) in px of the photograph.
    """
    name: str
    def __init__(self, name: str, outline: collections.abc.Sequence[tuple[float, float]], keep_out: collections.abc.Sequence[collections.abc.Sequence[tuple[float, float]]] = []) -> None:
        """
        outline: at least three corners; keep_out: polygons inside it that are no skin.
        """
    def __repr__(self) -> str:
        ...
    @property
    def keep_out(self) -> list[list[tuple[float, float]]]:
        ...
    @keep_out.setter
    def keep_out(self, arg0: collections.abc.Sequence[collections.abc.Sequence[tuple[float, float]]]) -> None:
        ...
    @property
    def outline(self) -> list[tuple[float, float]]:
        ...
    @outline.setter
    def outline(self, arg0: collections.abc.Sequence[tuple[float, float]]) -> None:
        ...
class Face:
    """
    A face: 68 landmarks in the order of iBUG 300-W.
    """
    def __init__(self, landmarks: collections.abc.Sequence[tuple[float, float]], view: str = ...) -> None:
        """
        landmarks: 68 (iBUG), 468 or 478 (MediaPipe) points (x, y), px; view: front, left or right, empty: told from the pose.
        """
    @property
    def landmarks(self) -> list[tuple[float, float]]:
        """
        68 points (x, y), px of the photograph.
        """
    @property
    def view(self) -> str:
        """
        The subject's side towards the camera: front, left or right.
        """
class EdgeBlur:
    """
    The blur that a straight edge shows.
    """
    @property
    def angle_deg(self) -> float:
        """
        Direction of the edge, from x towards y, in (-90, 90].
        """
    @property
    def blur_sigma_px(self) -> float:
        """
        Of the Gaussian that describes the camera's blur, px; a pixel's own square is not part of it.
        """
    @property
    def uncertainty_px(self) -> float:
        """
        One standard deviation of blur_sigma_px.
        """
class SkinOptions:
    """
    How the light is taken out and what is left out.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, background_mm: float = ..., shine_excess: float = ..., spot_darkness: float = ..., spot_mm: float = ..., mask_confidence: float = ..., clip_level: float = ..., dark_level: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        background_mm: sigma of the window that follows the skin's own light, mm (0.2 to 10)
        shine_excess: light above the surrounding skin's that counts as shine (0.02 to 2)
        spot_darkness: mean darkness of a mole, brow or shadow (0.02 to 1)
        spot_mm: diameter over which spot_darkness is taken, mm (0.2 to 10)
        mask_confidence: probability from which a hair or needle mark is left out (0.01 to 1)
        clip_level: linear light from which a channel is clipped (0.5 to 1)
        dark_level: linear green light below which nothing can be read (0 to 0.5)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> SkinOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def background_mm(self) -> float:
        """
        sigma of the window that follows the skin's own light, mm (0.2 to 10)
        """
    @background_mm.setter
    def background_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def clip_level(self) -> float:
        """
        linear light from which a channel is clipped (0.5 to 1)
        """
    @clip_level.setter
    def clip_level(self, arg1: typing.Any) -> None:
        ...
    @property
    def dark_level(self) -> float:
        """
        linear green light below which nothing can be read (0 to 0.5)
        """
    @dark_level.setter
    def dark_level(self, arg1: typing.Any) -> None:
        ...
    @property
    def mask_confidence(self) -> float:
        """
        probability from which a hair or needle mark is left out (0.01 to 1)
        """
    @mask_confidence.setter
    def mask_confidence(self, arg1: typing.Any) -> None:
        ...
    @property
    def shine_excess(self) -> float:
        """
        light above the surrounding skin's that counts as shine (0.02 to 2)
        """
    @shine_excess.setter
    def shine_excess(self, arg1: typing.Any) -> None:
        ...
    @property
    def spot_darkness(self) -> float:
        """
        mean darkness of a mole, brow or shadow (0.02 to 1)
        """
    @spot_darkness.setter
    def spot_darkness(self, arg1: typing.Any) -> None:
        ...
    @property
    def spot_mm(self) -> float:
        """
        diameter over which spot_darkness is taken, mm (0.2 to 10)
        """
    @spot_mm.setter
    def spot_mm(self, arg1: typing.Any) -> None:
        ...
class QualityOptions:
    """
    From where on a photograph is not fit.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, max_blur_mm: float = ..., max_noise: float = ..., max_clipped_fraction: float = ..., max_glare_fraction: float = ..., max_pitch_deg: float = ..., min_px_per_mm: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        max_blur_mm: widest blur (sigma) on the skin, mm (0.01 to 1)
        max_noise: largest noise of a pixel relative to its light (0.001 to 1)
        max_clipped_fraction: largest share of clipped skin (0 to 1)
        max_glare_fraction: largest share of shining skin (0 to 1)
        max_pitch_deg: largest pitch of the head, degrees (0 to 90)
        min_px_per_mm: coarsest scale, px/mm (1 to 100)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> QualityOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def max_blur_mm(self) -> float:
        """
        widest blur (sigma) on the skin, mm (0.01 to 1)
        """
    @max_blur_mm.setter
    def max_blur_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_clipped_fraction(self) -> float:
        """
        largest share of clipped skin (0 to 1)
        """
    @max_clipped_fraction.setter
    def max_clipped_fraction(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_glare_fraction(self) -> float:
        """
        largest share of shining skin (0 to 1)
        """
    @max_glare_fraction.setter
    def max_glare_fraction(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_noise(self) -> float:
        """
        largest noise of a pixel relative to its light (0.001 to 1)
        """
    @max_noise.setter
    def max_noise(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_pitch_deg(self) -> float:
        """
        largest pitch of the head, degrees (0 to 90)
        """
    @max_pitch_deg.setter
    def max_pitch_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_px_per_mm(self) -> float:
        """
        coarsest scale, px/mm (1 to 100)
        """
    @min_px_per_mm.setter
    def min_px_per_mm(self, arg1: typing.Any) -> None:
        ...
class HeadPose:
    """
    How a head is turned; NaN where no face was looked for.
    """
    @property
    def pitch_deg(self) -> float:
        """
        Above 0 it points down.
        """
    @property
    def roll_deg(self) -> float:
        """
        Above 0 the head is tilted clockwise.
        """
    @property
    def view(self) -> str:
        """
        The subject's side towards the camera: front, left or right; or empty.
        """
    @property
    def yaw_deg(self) -> float:
        """
        Above 0 the nose points to the picture's right.
        """
class CaptureQuality:
    """
    What the capture check found.
    """
    @property
    def blur_sigma_px(self) -> float:
        """
        Of the Gaussian that describes the blur, px.
        """
    @property
    def clipped_fraction(self) -> float:
        """
        Share of clipped skin, 0 to 1.
        """
    @property
    def fit(self) -> bool:
        """
        False: reasons tell why and what to do.
        """
    @property
    def glare_fraction(self) -> float:
        """
        Share of shining skin, 0 to 1.
        """
    @property
    def noise(self) -> float:
        """
        Standard deviation of a pixel's linear green light / its level.
        """
    @property
    def pose(self) -> HeadPose:
        ...
    @property
    def reasons(self) -> list[str]:
        """
        One line each; empty where fit.
        """
class Coverage:
    """
    What became of a region's skin: shares of its pixels, 0 to 1.
    """
    @property
    def blurred(self) -> float:
        """
        Left out: out of focus.
        """
    @property
    def clipped(self) -> float:
        """
        Left out: a channel at its limit.
        """
    @property
    def dark(self) -> float:
        """
        Left out: too dark to read.
        """
    @property
    def hair(self) -> float:
        """
        Left out.
        """
    @property
    def measurable(self) -> float:
        """
        What is left to measure.
        """
    @property
    def needle_marks(self) -> float:
        """
        Left out.
        """
    @property
    def note(self) -> str:
        """
        Why less than half is left, and what to do; empty where half or more is.
        """
    @property
    def papules(self) -> float:
        """
        Measured like the skin around.
        """
    @property
    def pigment(self) -> float:
        """
        Freckles and moles; a freckle's pores are measured.
        """
    @property
    def shine(self) -> float:
        """
        Left out: bright and colourless.
        """
    @property
    def spots(self) -> float:
        """
        Left out: moles, brows, deep shadow.
        """
class SkinMap:
    """
    The flattened skin of one region; its maps are read-only views.
    """
    @property
    def coverage(self) -> Coverage:
        ...
    @property
    def darkness(self) -> numpy.ndarray:
        """
        (H, W) float32; 1 - green light / that of the pore-free skin around.
        """
    @property
    def density(self) -> numpy.ndarray:
        """
        (h, w, 3) float32 at 12 px/mm; red, green, blue optical density over the skin around.
        """
    @property
    def facing(self) -> numpy.ndarray:
        """
        (H, W) float32; cosine of the angle by which the skin turns away from the camera; 1 where no face is known.
        """
    @property
    def glare(self) -> numpy.ndarray:
        """
        (H, W) uint8; 255 where skin shines.
        """
    @property
    def kinds(self) -> dict[str, numpy.ndarray]:
        """
        What lies on the skin: probabilities (h, w) float32 at 12 px/mm.
        """
    @property
    def measurable(self) -> numpy.ndarray:
        """
        (H, W) uint8; 255 where skin can be measured.
        """
    @property
    def roi(self) -> typing.Annotated[list[int], "FixedSize(4)"]:
        """
        Place in the photograph: x, y, width, height, px.
        """
class SegmentOptions:
    """
    Which spots count as pores.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, min_confidence: float = ..., min_diameter_mm: float = ..., max_diameter_mm: float = ..., classical: bool = ..., min_contrast: float = ..., min_significance: float = ..., min_roundness: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        min_confidence: smallest probability of being a pore (0.01 to 1)
        min_diameter_mm: smallest pore looked for, mm (0.02 to 2)
        max_diameter_mm: largest pore looked for, mm (0.05 to 5)
        classical: blob detection instead of the trained network
        min_contrast: classical: smallest peak darkness as photographed (0 to 1)
        min_significance: classical: smallest blob response in units of the skin's own spread (0 to 100)
        min_roundness: classical: smallest ratio of the curvatures at the centre (0 to 1)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> SegmentOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def classical(self) -> bool:
        """
        blob detection instead of the trained network
        """
    @classical.setter
    def classical(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_diameter_mm(self) -> float:
        """
        largest pore looked for, mm (0.05 to 5)
        """
    @max_diameter_mm.setter
    def max_diameter_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_confidence(self) -> float:
        """
        smallest probability of being a pore (0.01 to 1)
        """
    @min_confidence.setter
    def min_confidence(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_contrast(self) -> float:
        """
        classical: smallest peak darkness as photographed (0 to 1)
        """
    @min_contrast.setter
    def min_contrast(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_diameter_mm(self) -> float:
        """
        smallest pore looked for, mm (0.02 to 2)
        """
    @min_diameter_mm.setter
    def min_diameter_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_roundness(self) -> float:
        """
        classical: smallest ratio of the curvatures at the centre (0 to 1)
        """
    @min_roundness.setter
    def min_roundness(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_significance(self) -> float:
        """
        classical: smallest blob response in units of the skin's own spread (0 to 100)
        """
    @min_significance.setter
    def min_significance(self, arg1: typing.Any) -> None:
        ...
class SizeBin:
    """
    One bin of the distribution of diameters.
    """
    @property
    def density_per_cm2(self) -> float:
        """
        Of the pores in the bin.
        """
    @property
    def diameter_mm(self) -> float:
        """
        Middle of the bin on a logarithmic scale.
        """
class CurvePoint:
    """
    How dense the pores are that stand out by a threshold or more.
    """
    @property
    def density_per_cm2(self) -> float:
        """
        Of the pores that reach it.
        """
    @property
    def diameter_contrast_mm(self) -> float:
        """
        The threshold.
        """
class NeighbourSummary:
    """
    How the pores lie to each other; NaN where there are fewer than two.
    """
    @property
    def clark_evans(self) -> float:
        """
        Mean distance / that of points strewn at random: 1 random, below in clusters, above even.
        """
    @property
    def median(self) -> float:
        """
        Distance from a pore's centre to the nearest other, mm.
        """
class DiameterSummary:
    """
    Diameters of a region, mm; 0 where there is no pore, NaN where none is large enough to have a size.
    """
    @property
    def mean(self) -> float:
        ...
    @property
    def median(self) -> float:
        ...
    @property
    def p90(self) -> float:
        """
        Nine of ten pores are smaller.
        """
    @property
    def size_distribution(self) -> list[SizeBin]:
        """
        Density of pores by diameter: ten bins of equal ratio over 0.08 to 0.8 mm, the outermost open.
        """
class ScaleErrors:
    """
    One standard deviation of a region's figures by the scale alone.
    """
    @property
    def area_mm2(self) -> float:
        ...
    @property
    def density_per_cm2(self) -> float:
        ...
    @property
    def diameter_mean_mm(self) -> float:
        ...
    @property
    def diameter_median_mm(self) -> float:
        ...
    @property
    def diameter_p90_mm(self) -> float:
        ...
    @property
    def nearest_neighbour_median_mm(self) -> float:
        ...
class CurvatureSummary:
    """
    What the face's curvature did to a region's figures.
    """
    @property
    def area_factor(self) -> float:
        """
        Measurable area / what it would be if the skin faced the camera.
        """
    @property
    def tilt_deg(self) -> float:
        """
        Mean angle by which the measurable skin turns away from the camera; NaN where no face is known.
        """
    @property
    def turned_away(self) -> float:
        """
        Share of the region's outline left out for its tilt, 0 to 1.
        """
class RegionSummary:
    """
    The figures of one region.
    """
    @property
    def area_fraction(self) -> float:
        """
        Area of the pores that have a size / measurable area, 0 to 1.
        """
    @property
    def area_mm2(self) -> float:
        """
        Measurable area.
        """
    @property
    def contrast_mean(self) -> float:
        ...
    @property
    def coverage(self) -> Coverage:
        """
        What became of the region's skin.
        """
    @property
    def curvature(self) -> CurvatureSummary:
        """
        How the skin turns away from the camera.
        """
    @property
    def density_curve(self) -> list[CurvePoint]:
        """
        Density of the pores whose diameter_mm x contrast is t or more.
        """
    @property
    def density_per_cm2(self) -> float:
        ...
    @property
    def diameter_mm(self) -> DiameterSummary:
        ...
    @property
    def elongation_mean(self) -> float:
        """
        Of the pores that have a size; 0 where there is no pore.
        """
    @property
    def melanin_index(self) -> float:
        """
        Median amount of melanin, as the white balance has it.
        """
    @property
    def name(self) -> str:
        ...
    @property
    def nearest_neighbour_mm(self) -> NeighbourSummary:
        ...
    @property
    def pore_count(self) -> int:
        ...
    @property
    def redness(self) -> float:
        """
        Median amount of haemoglobin, as the white balance has it.
        """
    @property
    def roughness(self) -> float:
        """
        Standard deviation of the darkness between the pores, noise taken out.
        """
    @property
    def scale_se(self) -> ScaleErrors:
        """
        One standard deviation of the figures above by the scale alone.
        """
    @property
    def visibility(self) -> float:
        """
        Sum of darkness_mm2 / measurable area.
        """
class AlignOptions:
    """
    How skin may move between two photographs.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, working_px_per_mm: float = ..., smoothness_mm: float = ..., min_correlation: float = ..., max_residual_mm: float = ..., min_overlap: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        working_px_per_mm: resolution at which the field is sought, px/mm (4 to 40)
        smoothness_mm: sigma over which the field moves as one, mm (0.5 to 10)
        min_correlation: smallest correlation of the aligned skins (0 to 1)
        max_residual_mm: largest median forward-backward error, mm (0.005 to 1)
        min_overlap: smallest share of a region seen in both photographs (0.05 to 1)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> AlignOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def max_residual_mm(self) -> float:
        """
        largest median forward-backward error, mm (0.005 to 1)
        """
    @max_residual_mm.setter
    def max_residual_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_correlation(self) -> float:
        """
        smallest correlation of the aligned skins (0 to 1)
        """
    @min_correlation.setter
    def min_correlation(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_overlap(self) -> float:
        """
        smallest share of a region seen in both photographs (0.05 to 1)
        """
    @min_overlap.setter
    def min_overlap(self, arg1: typing.Any) -> None:
        ...
    @property
    def smoothness_mm(self) -> float:
        """
        sigma over which the field moves as one, mm (0.5 to 10)
        """
    @smoothness_mm.setter
    def smoothness_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def working_px_per_mm(self) -> float:
        """
        resolution at which the field is sought, px/mm (4 to 40)
        """
    @working_px_per_mm.setter
    def working_px_per_mm(self, arg1: typing.Any) -> None:
        ...
class ComparabilityOptions:
    """
    From where on two photographs are not compared.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, max_scale_ratio: float = ..., max_turn_deg: float = ..., max_pose_deg: float = ..., max_blur_ratio: float = ..., max_shine_difference: float = ..., min_likeness: float = ..., max_detail_ratio: float = ..., max_redness: float = ..., max_needle_marks: float = ..., min_measurable: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        max_scale_ratio: largest ratio of the photographs' scales (1 to 5)
        max_turn_deg: largest rotation between the photographs, degrees (0 to 180)
        max_pose_deg: largest difference of the head's yaw or pitch, degrees (0 to 90)
        max_blur_ratio: largest ratio of the photographs' blur (1 to 20)
        max_shine_difference: spread of the difference of shine from which the light is of another kind (0 to 10)
        min_likeness: of the relief, where the light is of another kind (0 to 1)
        max_detail_ratio: largest ratio of the contrast of the skin between the pores (1 to 100)
        max_redness: largest rise of redness, optical density (0 to 10)
        max_needle_marks: largest share of the skin under new needle marks (0 to 1)
        min_measurable: smallest share of a region measurable in both (0 to 1)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> ComparabilityOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def max_blur_ratio(self) -> float:
        """
        largest ratio of the photographs' blur (1 to 20)
        """
    @max_blur_ratio.setter
    def max_blur_ratio(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_detail_ratio(self) -> float:
        """
        largest ratio of the contrast of the skin between the pores (1 to 100)
        """
    @max_detail_ratio.setter
    def max_detail_ratio(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_needle_marks(self) -> float:
        """
        largest share of the skin under new needle marks (0 to 1)
        """
    @max_needle_marks.setter
    def max_needle_marks(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_pose_deg(self) -> float:
        """
        largest difference of the head's yaw or pitch, degrees (0 to 90)
        """
    @max_pose_deg.setter
    def max_pose_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_redness(self) -> float:
        """
        largest rise of redness, optical density (0 to 10)
        """
    @max_redness.setter
    def max_redness(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_scale_ratio(self) -> float:
        """
        largest ratio of the photographs' scales (1 to 5)
        """
    @max_scale_ratio.setter
    def max_scale_ratio(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_shine_difference(self) -> float:
        """
        spread of the difference of shine from which the light is of another kind (0 to 10)
        """
    @max_shine_difference.setter
    def max_shine_difference(self, arg1: typing.Any) -> None:
        ...
    @property
    def max_turn_deg(self) -> float:
        """
        largest rotation between the photographs, degrees (0 to 180)
        """
    @max_turn_deg.setter
    def max_turn_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_likeness(self) -> float:
        """
        of the relief, where the light is of another kind (0 to 1)
        """
    @min_likeness.setter
    def min_likeness(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_measurable(self) -> float:
        """
        smallest share of a region measurable in both (0 to 1)
        """
    @min_measurable.setter
    def min_measurable(self, arg1: typing.Any) -> None:
        ...
class EstimateOptions:
    """
    How the interval is made.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, block_mm: float = ..., resamples: int = ..., min_blocks: int = ..., systematic: float = ..., seed: int = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        block_mm: side of the blocks drawn with replacement, mm (0.5 to 20)
        resamples: bootstrap resamples (200 to 100000)
        min_blocks: fewest blocks with pores for an interval (2 to 1000)
        systematic: half-width added in quadrature for alignment and matching (0 to 0.5)
        seed: seed of the resampling (0 to 1.8e+19)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> EstimateOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def block_mm(self) -> float:
        """
        side of the blocks drawn with replacement, mm (0.5 to 20)
        """
    @block_mm.setter
    def block_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def min_blocks(self) -> int:
        """
        fewest blocks with pores for an interval (2 to 1000)
        """
    @min_blocks.setter
    def min_blocks(self, arg1: typing.Any) -> None:
        ...
    @property
    def resamples(self) -> int:
        """
        bootstrap resamples (200 to 100000)
        """
    @resamples.setter
    def resamples(self, arg1: typing.Any) -> None:
        ...
    @property
    def seed(self) -> int:
        """
        seed of the resampling (0 to 1.8e+19)
        """
    @seed.setter
    def seed(self, arg1: typing.Any) -> None:
        ...
    @property
    def systematic(self) -> float:
        """
        half-width added in quadrature for alignment and matching (0 to 0.5)
        """
    @systematic.setter
    def systematic(self, arg1: typing.Any) -> None:
        ...
class Alignment:
    """
    How well a region of the two photographs was aligned.
    """
    def to_after(self, places: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> numpy.typing.NDArray[numpy.float64]:
        """
        Where places (n, 2) of the before photograph lie in the after photograph, px.
        """
    @property
    def correlation(self) -> float:
        """
        Of the two skins once aligned, -1 to 1.
        """
    @property
    def overlap(self) -> float:
        """
        Share of the measurable skin that is aligned, 0 to 1.
        """
    @property
    def residual_mm(self) -> float:
        """
        Median forward-backward error.
        """
    @property
    def residual_p90_mm(self) -> float:
        """
        Nine in ten places have less.
        """
class Matching:
    """
    How two aligned skins were brought to one blur.
    """
    @property
    def blur_after_px(self) -> float:
        """
        Likewise, of the after photograph.
        """
    @property
    def blur_before_px(self) -> float:
        """
        Sigma before matching, px of the before photograph.
        """
    @property
    def blur_difference_se_px2(self) -> float:
        """
        Standard error of blur_after_px ** 2 - blur_before_px ** 2.
        """
    @property
    def blur_px(self) -> float:
        """
        Sigma of both afterwards.
        """
    @property
    def blur_se_px2(self) -> float:
        """
        Standard error of blur_px ** 2.
        """
    @property
    def detail_ratio(self) -> float:
        """
        Strength of that detail, after / before, had both one blur.
        """
    @property
    def likeness(self) -> float:
        """
        Share of the skin's coarse detail between the pores that both have in common, 0 to 1.
        """
    @property
    def shine_difference(self) -> float:
        """
        Robust spread of the shine that one has more of, in units of the skin's own light.
        """
class Change:
    """
    after / before - 1 of one measure.
    """
    def __repr__(self) -> str:
        ...
    @property
    def ci95(self) -> tuple[float, float]:
        """
        95 % interval (low, high); NaN where too little skin or too few pores.
        """
    @property
    def measure(self) -> str:
        ...
    @property
    def relative(self) -> float:
        """
        NaN where before is 0.
        """
class MeasureOptions:
    """
    Everything that can be set for one photograph.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, px_per_mm: float = ..., blur_sigma_px: float = ..., whole: bool = ..., face: FaceOptions = ..., region: RegionOptions = ..., scale: ScaleOptions = ..., curvature: CurvatureOptions = ..., quality: QualityOptions = ..., skin: SkinOptions = ..., segment: SegmentOptions = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        px_per_mm: scale, px/mm; 0: from another source (0 to 500)
        blur_sigma_px: the camera's blur, sigma in px; 0: estimated from the skin (0 to 20)
        whole: the whole picture is skin
        face: the search for the face
        region: the regions of the face
        scale: the other sources of the scale
        curvature: how the skin of a face turns away from the camera
        quality: the capture check
        skin: taking out the light
        segment: finding pores
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> MeasureOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def blur_sigma_px(self) -> float:
        """
        the camera's blur, sigma in px; 0: estimated from the skin (0 to 20)
        """
    @blur_sigma_px.setter
    def blur_sigma_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def curvature(self) -> CurvatureOptions:
        """
        how the skin of a face turns away from the camera
        """
    @curvature.setter
    def curvature(self, arg0: CurvatureOptions) -> None:
        ...
    @property
    def face(self) -> FaceOptions:
        """
        the search for the face
        """
    @face.setter
    def face(self, arg0: FaceOptions) -> None:
        ...
    @property
    def given_face(self) -> Face | None:
        """
        Landmarks known; None: the face is searched.
        """
    @given_face.setter
    def given_face(self, arg0: Face | None) -> None:
        ...
    @property
    def px_per_mm(self) -> float:
        """
        scale, px/mm; 0: from another source (0 to 500)
        """
    @px_per_mm.setter
    def px_per_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def quality(self) -> QualityOptions:
        """
        the capture check
        """
    @quality.setter
    def quality(self, arg0: QualityOptions) -> None:
        ...
    @property
    def region(self) -> RegionOptions:
        """
        the regions of the face
        """
    @region.setter
    def region(self, arg0: RegionOptions) -> None:
        ...
    @property
    def regions(self) -> list[Region]:
        """
        Regions to measure; empty: from the face (unless whole).
        """
    @regions.setter
    def regions(self, arg0: collections.abc.Sequence[Region]) -> None:
        ...
    @property
    def scale(self) -> ScaleOptions:
        """
        the other sources of the scale
        """
    @scale.setter
    def scale(self, arg0: ScaleOptions) -> None:
        ...
    @property
    def segment(self) -> SegmentOptions:
        """
        finding pores
        """
    @segment.setter
    def segment(self, arg0: SegmentOptions) -> None:
        ...
    @property
    def skin(self) -> SkinOptions:
        """
        taking out the light
        """
    @skin.setter
    def skin(self, arg0: SkinOptions) -> None:
        ...
    @property
    def whole(self) -> bool:
        """
        the whole picture is skin
        """
    @whole.setter
    def whole(self, arg1: typing.Any) -> None:
        ...
class CompareOptions:
    """
    Everything that can be set for a comparison.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, measure: MeasureOptions = ..., align: AlignOptions = ..., comparability: ComparabilityOptions = ..., estimate: EstimateOptions = ..., accept_quality: bool = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        measure: each photograph by itself
        align: bringing the after photograph onto the before photograph
        comparability: whether the photographs may be compared
        estimate: change and interval
        accept_quality: go on with photographs that are not fit
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> CompareOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def accept_quality(self) -> bool:
        """
        go on with photographs that are not fit
        """
    @accept_quality.setter
    def accept_quality(self, arg1: typing.Any) -> None:
        ...
    @property
    def align(self) -> AlignOptions:
        """
        bringing the after photograph onto the before photograph
        """
    @align.setter
    def align(self, arg0: AlignOptions) -> None:
        ...
    @property
    def comparability(self) -> ComparabilityOptions:
        """
        whether the photographs may be compared
        """
    @comparability.setter
    def comparability(self, arg0: ComparabilityOptions) -> None:
        ...
    @property
    def estimate(self) -> EstimateOptions:
        """
        change and interval
        """
    @estimate.setter
    def estimate(self, arg0: EstimateOptions) -> None:
        ...
    @property
    def given_face_after(self) -> Face | None:
        """
        Landmarks of the after photograph; None: the face is searched.
        """
    @given_face_after.setter
    def given_face_after(self, arg0: Face | None) -> None:
        ...
    @property
    def measure(self) -> MeasureOptions:
        """
        each photograph by itself
        """
    @measure.setter
    def measure(self, arg0: MeasureOptions) -> None:
        ...
    @property
    def smallest_detectable_change(self) -> dict[str, float]:
        """
        By region, what a change of visibility must exceed to count, relative: from repeated photographs. Assign a dict; changing the one read does nothing.
        """
    @smallest_detectable_change.setter
    def smallest_detectable_change(self, arg0: collections.abc.Mapping[str, typing.SupportsFloat | typing.SupportsIndex]) -> None:
        ...
class PhotoRecord:
    """
    What a photograph was.
    """
    @property
    def colour(self) -> str:
        """
        What its numbers were taken for; empty for an array.
        """
    @property
    def file(self) -> str:
        """
        File name without its folder.
        """
    @property
    def format(self) -> str:
        """
        Of the file; empty for an array.
        """
    @property
    def height_px(self) -> int:
        ...
    @property
    def read(self) -> ReadOptions:
        """
        The options that the file was read with.
        """
    @property
    def sha256(self) -> str:
        ...
    @property
    def width_px(self) -> int:
        ...
class MeasuredRegion:
    """
    The pores and figures of one region.
    """
    @property
    def area_fraction(self) -> float:
        """
        Area of the pores that have a size / measurable area, 0 to 1.
        """
    @property
    def area_mm2(self) -> float:
        """
        Measurable area.
        """
    @property
    def contrast_mean(self) -> float:
        ...
    @property
    def coverage(self) -> Coverage:
        """
        What became of the region's skin.
        """
    @property
    def curvature(self) -> CurvatureSummary:
        """
        How the skin turns away from the camera.
        """
    @property
    def density_curve(self) -> list[CurvePoint]:
        """
        Density of the pores whose diameter_mm x contrast is t or more.
        """
    @property
    def density_per_cm2(self) -> float:
        ...
    @property
    def diameter_mm(self) -> DiameterSummary:
        ...
    @property
    def elongation_mean(self) -> float:
        """
        Of the pores that have a size; 0 where there is no pore.
        """
    @property
    def haemoglobin(self) -> numpy.ndarray:
        """
        (h, w) float32 at 12 px/mm; optical density in green over the region's median.
        """
    @property
    def labels(self) -> numpy.ndarray:
        """
        (H, W) int32; the id of the pore that each pixel shows, as photographed; 0 for skin.
        """
    @property
    def measurable(self) -> numpy.ndarray:
        """
        (H, W) uint8, placed as `labels`; 255 where skin was measured.
        """
    @property
    def melanin(self) -> numpy.ndarray:
        """
        (h, w) float32 at 12 px/mm; optical density in green over the region's median.
        """
    @property
    def melanin_index(self) -> float:
        """
        Median amount of melanin, as the white balance has it.
        """
    @property
    def name(self) -> str:
        ...
    @property
    def nearest_neighbour_mm(self) -> NeighbourSummary:
        ...
    @property
    def pore_count(self) -> int:
        ...
    @property
    def pores(self) -> porevis.tables.PoreTable:
        """
        The region's pores: a PoreTable with the columns of pores.csv.
        """
    @property
    def redness(self) -> float:
        """
        Median amount of haemoglobin, as the white balance has it.
        """
    @property
    def region(self) -> Region:
        ...
    @property
    def roi(self) -> typing.Annotated[list[int], "FixedSize(4)"]:
        """
        Where `labels` lies in the photograph: x, y, width, height, px.
        """
    @property
    def roughness(self) -> float:
        """
        Standard deviation of the darkness between the pores, noise taken out.
        """
    @property
    def scale_se(self) -> ScaleErrors:
        """
        One standard deviation of the figures above by the scale alone.
        """
    @property
    def visibility(self) -> float:
        """
        Sum of darkness_mm2 / measurable area.
        """
class Measurement:
    """
    What measure_photo() gives; attributes as in measurement.json.
    """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The content of measurement.json.
        """
    def to_json(self) -> str:
        """
        The text of measurement.json.
        """
    @property
    def options(self) -> MeasureOptions:
        ...
    @property
    def photo(self) -> PhotoRecord:
        ...
    @property
    def pores(self) -> porevis.tables.PoreTable:
        """
        The pores of all regions: a PoreTable with the columns of pores.csv.
        """
    @property
    def quality(self) -> CaptureQuality:
        ...
    @property
    def regions(self) -> list[MeasuredRegion]:
        ...
    @property
    def scale(self) -> Scale:
        ...
class ComparedPhoto:
    """
    One of the two photographs of a comparison.
    """
    @property
    def photo(self) -> PhotoRecord:
        ...
    @property
    def quality(self) -> CaptureQuality:
        ...
    @property
    def scale(self) -> Scale:
        ...
class OverallAlignment:
    """
    How well the two photographs were aligned.
    """
    @property
    def overlap(self) -> float:
        """
        Share of the measurable skin seen in both, 0 to 1.
        """
    @property
    def residual_mm(self) -> float:
        """
        Median forward-backward error.
        """
class ComparedRegion:
    """
    One region before and after.
    """
    @property
    def after(self) -> RegionSummary:
        ...
    @property
    def alignment(self) -> Alignment:
        ...
    @property
    def before(self) -> RegionSummary:
        ...
    @property
    def change(self) -> dict[str, Change]:
        """
        Changes by measure; empty where not comparable.
        """
    @property
    def colour_share(self) -> float:
        """
        What was told to be shine and blood that one photograph has more of, as a share of the pores' darkness; a tenth of it enters the intervals as a standard error.
        """
    @property
    def expected_false(self) -> float:
        """
        Share of the darkness measured that is expected to lie in what is no pore, by the pores' confidence, 0 to 0.5; changes are corrected for it.
        """
    @property
    def matching(self) -> Matching:
        ...
    @property
    def name(self) -> str:
        ...
    @property
    def outline_after(self) -> list[tuple[float, float]]:
        """
        The same skin in the after photograph, px.
        """
    @property
    def pores(self) -> porevis.tables.PairTable:
        """
        The region's pores: a PairTable with the columns of compare's pores.csv.
        """
    @property
    def reason(self) -> str:
        ...
    @property
    def region(self) -> Region:
        """
        In the before photograph.
        """
    @property
    def smallest_detectable_change(self) -> float:
        """
        Of visibility, relative; NaN where not known.
        """
    @property
    def verdict(self) -> str:
        ...
class Comparison:
    """
    What compare_photos() gives; attributes as in comparison.json.
    """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The content of comparison.json.
        """
    def to_json(self) -> str:
        """
        The text of comparison.json.
        """
    @property
    def after(self) -> ComparedPhoto:
        ...
    @property
    def alignment(self) -> OverallAlignment:
        ...
    @property
    def before(self) -> ComparedPhoto:
        ...
    @property
    def comparable(self) -> bool:
        """
        False: no region was compared; reasons tell why.
        """
    @property
    def options(self) -> CompareOptions:
        ...
    @property
    def pores(self) -> porevis.tables.PairTable:
        """
        The pores of all regions: a PairTable with the columns of compare's pores.csv.
        """
    @property
    def reasons(self) -> list[str]:
        """
        Why not, or what to mind; one line each.
        """
    @property
    def regions(self) -> list[ComparedRegion]:
        ...
class PictureOptions:
    """
    What the normalized picture is like.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, px_per_mm: float = ..., width_mm: float = ..., height_mm: float = ..., above_eyes_mm: float = ..., light_mm: float = ..., match_colour: bool = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        px_per_mm: scale of the normalized picture, px/mm (1 to 200)
        width_mm: width of the picture round a face, mm (10 to 500)
        height_mm: height of the picture round a face, mm (10 to 500)
        above_eyes_mm: from the picture's upper edge to the eyes, mm (0 to 500)
        light_mm: sigma of the window whose light is taken out, mm (2 to 100)
        match_colour: bring the skin's median colour to the baseline's
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> PictureOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def above_eyes_mm(self) -> float:
        """
        from the picture's upper edge to the eyes, mm (0 to 500)
        """
    @above_eyes_mm.setter
    def above_eyes_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def height_mm(self) -> float:
        """
        height of the picture round a face, mm (10 to 500)
        """
    @height_mm.setter
    def height_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def light_mm(self) -> float:
        """
        sigma of the window whose light is taken out, mm (2 to 100)
        """
    @light_mm.setter
    def light_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def match_colour(self) -> bool:
        """
        bring the skin's median colour to the baseline's
        """
    @match_colour.setter
    def match_colour(self, arg1: typing.Any) -> None:
        ...
    @property
    def px_per_mm(self) -> float:
        """
        scale of the normalized picture, px/mm (1 to 200)
        """
    @px_per_mm.setter
    def px_per_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def width_mm(self) -> float:
        """
        width of the picture round a face, mm (10 to 500)
        """
    @width_mm.setter
    def width_mm(self, arg1: typing.Any) -> None:
        ...
class NormalizeOptions:
    """
    Everything that can be set for a normalized photograph.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, picture: PictureOptions = ..., measure: MeasureOptions = ..., align: AlignOptions = ..., comparability: ComparabilityOptions = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        picture: what the normalized picture is like
        measure: face, scale and regions
        align: bringing the photograph onto the baseline
        comparability: whether the photograph may be laid on the baseline
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> NormalizeOptions:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def align(self) -> AlignOptions:
        """
        bringing the photograph onto the baseline
        """
    @align.setter
    def align(self, arg0: AlignOptions) -> None:
        ...
    @property
    def comparability(self) -> ComparabilityOptions:
        """
        whether the photograph may be laid on the baseline
        """
    @comparability.setter
    def comparability(self, arg0: ComparabilityOptions) -> None:
        ...
    @property
    def measure(self) -> MeasureOptions:
        """
        face, scale and regions
        """
    @measure.setter
    def measure(self, arg0: MeasureOptions) -> None:
        ...
    @property
    def picture(self) -> PictureOptions:
        """
        what the normalized picture is like
        """
    @picture.setter
    def picture(self, arg0: PictureOptions) -> None:
        ...
class Flattening:
    """
    How the light was taken out.
    """
    @property
    def clipped_fraction(self) -> float:
        """
        Share of the picture's pixels that the factor made too bright to hold.
        """
    @property
    def gain_high(self) -> float:
        """
        Largest factor on the light, over the skin.
        """
    @property
    def gain_low(self) -> float:
        """
        Least factor on the light, over the skin.
        """
    @property
    def level(self) -> float:
        """
        Linear red light that all skin was brought to, 0 to 1.
        """
    @property
    def skin_fraction(self) -> float:
        """
        Share of the picture whose own light was read.
        """
class NormalizedLike:
    """
    The baseline on whose frame a photograph was laid.
    """
    def photo_from_normalized(self, place: tuple[float, float]) -> tuple[float, float]:
        """
        Where a place (x, y) of the picture lies in the other photograph, px.
        """
    @property
    def alignment(self) -> Alignment:
        ...
    @property
    def normalized_from_photo(self) -> typing.Annotated[list[typing.Annotated[list[float], "FixedSize(3)"]], "FixedSize(2)"]:
        """
        Of the baseline: two rows of three, px; pixel centres at whole numbers.
        """
    @property
    def photo(self) -> PhotoRecord:
        ...
    @property
    def scale(self) -> Scale:
        ...
class Normalization:
    """
    What normalize_photo() gives; attributes as in normalization.json.
    """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The record as a dict, as in normalization.json.
        """
    def to_json(self) -> str:
        """
        The record as text.
        """
    @property
    def colour_gains(self) -> typing.Annotated[list[float], "FixedSize(3)"]:
        """
        Factors on linear red, green, blue.
        """
    @property
    def comparable(self) -> bool:
        """
        False: cannot be laid on the baseline, there are no pictures; reasons tell why.
        """
    @property
    def flattened(self) -> numpy.ndarray:
        """
        (H, W, 3) uint16, sRGB; the same with the broad light taken out. Read-only.
        """
    @property
    def flattening(self) -> Flattening:
        ...
    @property
    def like(self) -> NormalizedLike | None:
        """
        The baseline; None without one.
        """
    @property
    def normalized_from_photo(self) -> typing.Annotated[list[typing.Annotated[list[float], "FixedSize(3)"]], "FixedSize(2)"]:
        """
        Two rows of three, px; pixel centres at whole numbers. With a baseline only about: `like` has the dense map.
        """
    @property
    def options(self) -> NormalizeOptions:
        ...
    @property
    def outside_fraction(self) -> float:
        """
        Share of the picture that lies outside the photograph.
        """
    @property
    def photo(self) -> PhotoRecord:
        ...
    @property
    def pixels(self) -> numpy.ndarray:
        """
        (H, W, 3) uint16, sRGB; geometry and colour, the light as it was; 0 outside the photograph. Read-only.
        """
    @property
    def px_per_mm(self) -> float:
        """
        Of the picture.
        """
    @property
    def reasons(self) -> list[str]:
        """
        Why not, or what to mind; one line each.
        """
    @property
    def scale(self) -> Scale:
        """
        Of the photograph.
        """
class SkinDescription:
    """
    What a skin is like.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, width_mm: float = ..., height_mm: float = ..., pores_per_cm2: float = ..., diameter_mm: float = ..., diameter_spread: float = ..., contrast: float = ..., contrast_spread: float = ..., elongation: float = ..., orientation_deg: float = ..., profile_sharpness: float = ..., tone: int = ..., melanin_variation: float = ..., haemoglobin_variation: float = ..., furrow_depth: float = ..., furrow_spacing_mm: float = ..., freckles_per_cm2: float = ..., moles_per_cm2: float = ..., papules_per_cm2: float = ..., hairs_per_cm2: float = ..., needle_marks_per_cm2: float = ..., redness: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        width_mm: width of the skin, mm (0.5 to 400)
        height_mm: height of the skin, mm (0.5 to 400)
        pores_per_cm2: pore density, per cm2 (0 to 1000)
        diameter_mm: median full width at half maximum, mm (0.02 to 3)
        diameter_spread: standard deviation of the logarithm of the diameters (0 to 1.5)
        contrast: median peak darkness (0 to 0.95)
        contrast_spread: standard deviation of the logarithm of the contrasts (0 to 1.5)
        elongation: mean ratio of long to short axis (1 to 4)
        orientation_deg: direction of the long axes, degrees from x towards y (-180 to 180)
        profile_sharpness: 1 Gaussian, larger flatter with steeper walls (0.5 to 8)
        tone: Fitzpatrick type (1 to 6)
        melanin_variation: relative standard deviation of melanin (0 to 1)
        haemoglobin_variation: relative standard deviation of haemoglobin (0 to 1)
        furrow_depth: typical darkness of a furrow (0 to 0.5)
        furrow_spacing_mm: distance of neighbouring furrows, mm (0.1 to 5)
        freckles_per_cm2: freckles, per cm2 (0 to 500)
        moles_per_cm2: moles, per cm2 (0 to 50)
        papules_per_cm2: papules, per cm2 (0 to 50)
        hairs_per_cm2: hairs, per cm2 (0 to 500)
        needle_marks_per_cm2: fresh needle marks, per cm2 (0 to 500)
        redness: added haemoglobin in units of the skin's own (0 to 10)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> SkinDescription:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def contrast(self) -> float:
        """
        median peak darkness (0 to 0.95)
        """
    @contrast.setter
    def contrast(self, arg1: typing.Any) -> None:
        ...
    @property
    def contrast_spread(self) -> float:
        """
        standard deviation of the logarithm of the contrasts (0 to 1.5)
        """
    @contrast_spread.setter
    def contrast_spread(self, arg1: typing.Any) -> None:
        ...
    @property
    def diameter_mm(self) -> float:
        """
        median full width at half maximum, mm (0.02 to 3)
        """
    @diameter_mm.setter
    def diameter_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def diameter_spread(self) -> float:
        """
        standard deviation of the logarithm of the diameters (0 to 1.5)
        """
    @diameter_spread.setter
    def diameter_spread(self, arg1: typing.Any) -> None:
        ...
    @property
    def elongation(self) -> float:
        """
        mean ratio of long to short axis (1 to 4)
        """
    @elongation.setter
    def elongation(self, arg1: typing.Any) -> None:
        ...
    @property
    def freckles_per_cm2(self) -> float:
        """
        freckles, per cm2 (0 to 500)
        """
    @freckles_per_cm2.setter
    def freckles_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def furrow_depth(self) -> float:
        """
        typical darkness of a furrow (0 to 0.5)
        """
    @furrow_depth.setter
    def furrow_depth(self, arg1: typing.Any) -> None:
        ...
    @property
    def furrow_spacing_mm(self) -> float:
        """
        distance of neighbouring furrows, mm (0.1 to 5)
        """
    @furrow_spacing_mm.setter
    def furrow_spacing_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def haemoglobin_variation(self) -> float:
        """
        relative standard deviation of haemoglobin (0 to 1)
        """
    @haemoglobin_variation.setter
    def haemoglobin_variation(self, arg1: typing.Any) -> None:
        ...
    @property
    def hairs_per_cm2(self) -> float:
        """
        hairs, per cm2 (0 to 500)
        """
    @hairs_per_cm2.setter
    def hairs_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def height_mm(self) -> float:
        """
        height of the skin, mm (0.5 to 400)
        """
    @height_mm.setter
    def height_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def melanin_variation(self) -> float:
        """
        relative standard deviation of melanin (0 to 1)
        """
    @melanin_variation.setter
    def melanin_variation(self, arg1: typing.Any) -> None:
        ...
    @property
    def moles_per_cm2(self) -> float:
        """
        moles, per cm2 (0 to 50)
        """
    @moles_per_cm2.setter
    def moles_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def needle_marks_per_cm2(self) -> float:
        """
        fresh needle marks, per cm2 (0 to 500)
        """
    @needle_marks_per_cm2.setter
    def needle_marks_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def orientation_deg(self) -> float:
        """
        direction of the long axes, degrees from x towards y (-180 to 180)
        """
    @orientation_deg.setter
    def orientation_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def papules_per_cm2(self) -> float:
        """
        papules, per cm2 (0 to 50)
        """
    @papules_per_cm2.setter
    def papules_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def pores_per_cm2(self) -> float:
        """
        pore density, per cm2 (0 to 1000)
        """
    @pores_per_cm2.setter
    def pores_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def profile_sharpness(self) -> float:
        """
        1 Gaussian, larger flatter with steeper walls (0.5 to 8)
        """
    @profile_sharpness.setter
    def profile_sharpness(self, arg1: typing.Any) -> None:
        ...
    @property
    def redness(self) -> float:
        """
        added haemoglobin in units of the skin's own (0 to 10)
        """
    @redness.setter
    def redness(self, arg1: typing.Any) -> None:
        ...
    @property
    def tone(self) -> int:
        """
        Fitzpatrick type (1 to 6)
        """
    @tone.setter
    def tone(self, arg1: typing.Any) -> None:
        ...
    @property
    def width_mm(self) -> float:
        """
        width of the skin, mm (0.5 to 400)
        """
    @width_mm.setter
    def width_mm(self, arg1: typing.Any) -> None:
        ...
class ChangeDescription:
    """
    How a skin changes between two visits.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, diameter_factor: float = ..., contrast_factor: float = ..., vanished_fraction: float = ..., new_fraction: float = ..., needle_marks_per_cm2: float = ..., redness: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        diameter_factor: diameter after / before (0.1 to 5)
        contrast_factor: contrast after / before (0 to 4)
        vanished_fraction: share of the pores that vanish (0 to 1)
        new_fraction: new pores as a share of those there were (0 to 5)
        needle_marks_per_cm2: fresh needle marks, per cm2 (0 to 500)
        redness: added haemoglobin in units of the skin's own (0 to 10)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> ChangeDescription:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def contrast_factor(self) -> float:
        """
        contrast after / before (0 to 4)
        """
    @contrast_factor.setter
    def contrast_factor(self, arg1: typing.Any) -> None:
        ...
    @property
    def diameter_factor(self) -> float:
        """
        diameter after / before (0.1 to 5)
        """
    @diameter_factor.setter
    def diameter_factor(self, arg1: typing.Any) -> None:
        ...
    @property
    def needle_marks_per_cm2(self) -> float:
        """
        fresh needle marks, per cm2 (0 to 500)
        """
    @needle_marks_per_cm2.setter
    def needle_marks_per_cm2(self, arg1: typing.Any) -> None:
        ...
    @property
    def new_fraction(self) -> float:
        """
        new pores as a share of those there were (0 to 5)
        """
    @new_fraction.setter
    def new_fraction(self, arg1: typing.Any) -> None:
        ...
    @property
    def redness(self) -> float:
        """
        added haemoglobin in units of the skin's own (0 to 10)
        """
    @redness.setter
    def redness(self, arg1: typing.Any) -> None:
        ...
    @property
    def vanished_fraction(self) -> float:
        """
        share of the pores that vanish (0 to 1)
        """
    @vanished_fraction.setter
    def vanished_fraction(self, arg1: typing.Any) -> None:
        ...
class ShotDescription:
    """
    How a skin is photographed.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    @staticmethod
    def fields() -> list[OptionField]:
        """
        The options in their order: name, type, default, range, meaning.
        """
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, px_per_mm: float = ..., width_px: int = ..., height_px: int = ..., exposure: float = ..., red_gain: float = ..., blue_gain: float = ..., gradient: float = ..., gradient_angle_deg: float = ..., light_angle_deg: float = ..., shine: float = ..., blur_sigma_px: float = ..., noise: float = ..., bits: int = ..., jpeg_quality: int = ..., rotation_deg: float = ..., scale: float = ..., shift_x_px: float = ..., shift_y_px: float = ..., bend_px: float = ..., seed: int = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        px_per_mm: px/mm (2 to 200)
        width_px: width of the picture, px; 0: as the skin (0 to 20000)
        height_px: height of the picture, px; 0: as the skin (0 to 20000)
        exposure: factor on the light (0.01 to 20)
        red_gain: white balance of red (0.1 to 5)
        blue_gain: white balance of blue (0.1 to 5)
        gradient: (brightest - darkest) / mean light across the picture (0 to 1.8)
        gradient_angle_deg: direction of the gradient, degrees (-360 to 360)
        light_angle_deg: direction of the light on the relief, degrees (-360 to 360)
        shine: brightness of oily patches relative to the skin's (0 to 5)
        blur_sigma_px: blur, px (0 to 20)
        noise: noise at the skin's level, relative to it (0 to 1)
        bits: 8 or 16 (8 to 16)
        jpeg_quality: JPEG quality; 0: not compressed (0 to 100)
        rotation_deg: rotation, degrees from x towards y (-180 to 180)
        scale: magnification on top of px_per_mm (0.2 to 5)
        shift_x_px: shift to the right, px (-10000 to 10000)
        shift_y_px: shift down, px (-10000 to 10000)
        bend_px: amplitude of the deformation, px (0 to 50)
        seed: seed of noise, shine and bend (0 to 1.8e+19)
        """
    def __repr__(self) -> str:
        ...
    def copy(self) -> ShotDescription:
        """
        A copy that can be changed by itself.
        """
    def to_dict(self) -> dict[str, typing.Any]:
        """
        The options as a dict, nested as they are.
        """
    @property
    def bend_px(self) -> float:
        """
        amplitude of the deformation, px (0 to 50)
        """
    @bend_px.setter
    def bend_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def bits(self) -> int:
        """
        8 or 16 (8 to 16)
        """
    @bits.setter
    def bits(self, arg1: typing.Any) -> None:
        ...
    @property
    def blue_gain(self) -> float:
        """
        white balance of blue (0.1 to 5)
        """
    @blue_gain.setter
    def blue_gain(self, arg1: typing.Any) -> None:
        ...
    @property
    def blur_sigma_px(self) -> float:
        """
        blur, px (0 to 20)
        """
    @blur_sigma_px.setter
    def blur_sigma_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def exposure(self) -> float:
        """
        factor on the light (0.01 to 20)
        """
    @exposure.setter
    def exposure(self, arg1: typing.Any) -> None:
        ...
    @property
    def gradient(self) -> float:
        """
        (brightest - darkest) / mean light across the picture (0 to 1.8)
        """
    @gradient.setter
    def gradient(self, arg1: typing.Any) -> None:
        ...
    @property
    def gradient_angle_deg(self) -> float:
        """
        direction of the gradient, degrees (-360 to 360)
        """
    @gradient_angle_deg.setter
    def gradient_angle_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def height_px(self) -> int:
        """
        height of the picture, px; 0: as the skin (0 to 20000)
        """
    @height_px.setter
    def height_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def jpeg_quality(self) -> int:
        """
        JPEG quality; 0: not compressed (0 to 100)
        """
    @jpeg_quality.setter
    def jpeg_quality(self, arg1: typing.Any) -> None:
        ...
    @property
    def light_angle_deg(self) -> float:
        """
        direction of the light on the relief, degrees (-360 to 360)
        """
    @light_angle_deg.setter
    def light_angle_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def noise(self) -> float:
        """
        noise at the skin's level, relative to it (0 to 1)
        """
    @noise.setter
    def noise(self, arg1: typing.Any) -> None:
        ...
    @property
    def px_per_mm(self) -> float:
        """
        px/mm (2 to 200)
        """
    @px_per_mm.setter
    def px_per_mm(self, arg1: typing.Any) -> None:
        ...
    @property
    def red_gain(self) -> float:
        """
        white balance of red (0.1 to 5)
        """
    @red_gain.setter
    def red_gain(self, arg1: typing.Any) -> None:
        ...
    @property
    def rotation_deg(self) -> float:
        """
        rotation, degrees from x towards y (-180 to 180)
        """
    @rotation_deg.setter
    def rotation_deg(self, arg1: typing.Any) -> None:
        ...
    @property
    def scale(self) -> float:
        """
        magnification on top of px_per_mm (0.2 to 5)
        """
    @scale.setter
    def scale(self, arg1: typing.Any) -> None:
        ...
    @property
    def seed(self) -> int:
        """
        seed of noise, shine and bend (0 to 1.8e+19)
        """
    @seed.setter
    def seed(self, arg1: typing.Any) -> None:
        ...
    @property
    def shift_x_px(self) -> float:
        """
        shift to the right, px (-10000 to 10000)
        """
    @shift_x_px.setter
    def shift_x_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def shift_y_px(self) -> float:
        """
        shift down, px (-10000 to 10000)
        """
    @shift_y_px.setter
    def shift_y_px(self, arg1: typing.Any) -> None:
        ...
    @property
    def shine(self) -> float:
        """
        brightness of oily patches relative to the skin's (0 to 5)
        """
    @shine.setter
    def shine(self, arg1: typing.Any) -> None:
        ...
    @property
    def width_px(self) -> int:
        """
        width of the picture, px; 0: as the skin (0 to 20000)
        """
    @width_px.setter
    def width_px(self, arg1: typing.Any) -> None:
        ...
class Confuser:
    """
    Anything on the skin that is no pore.
    """
    @property
    def kind(self) -> str:
        """
        `freckle`, `mole`, `papule`, `hair` or `needle_mark`.
        """
    @property
    def path(self) -> list[tuple[float, float]]:
        """
        mm; one point, or the line of a hair.
        """
    @property
    def size_mm(self) -> float:
        """
        Diameter, or width of a hair.
        """
    @property
    def strength(self) -> float:
        """
        Optical density, amount of pigment or blood, or height.
        """
class TrueConfuser:
    """
    A confuser as a photograph should show it.
    """
    @property
    def kind(self) -> str:
        """
        `freckle`, `mole`, `papule`, `hair` or `needle_mark`.
        """
    @property
    def path_px(self) -> list[tuple[float, float]]:
        """
        One point, or the line of a hair.
        """
    @property
    def size_px(self) -> float:
        """
        Diameter, or width of a hair.
        """
class Skin:
    """
    A skin with everything on it.
    """
    @property
    def confusers(self) -> list[Confuser]:
        ...
    @property
    def description(self) -> SkinDescription:
        ...
    @property
    def pores(self) -> porevis.tables.Table:
        """
        A Table; places in mm from the skin's top-left corner.
        """
    @property
    def seed(self) -> int:
        ...
    @property
    def visibility(self) -> float:
        """
        The true visibility.
        """
class Shot:
    """
    A photograph of a skin with its truth.
    """
    @property
    def confusers(self) -> list[TrueConfuser]:
        ...
    @property
    def photo(self) -> Photo:
        ...
    @property
    def pores(self) -> porevis.tables.Table:
        """
        A Table of the pores in the picture, as it should show them.
        """
    @property
    def px_per_mm(self) -> float:
        ...
def change_skin(skin: Skin, change: ChangeDescription) -> Skin:
    """
    The same skin after a change; pores keep their ids, new ones get new ids.
    """
def check_regions(regions: collections.abc.Sequence[Region], photo: Photo, where: str) -> None:
    """
    Refuses regions that do not make sense on a photograph; `where` names their file.
    """
def compare_photos(before: Photo, after: Photo, options: CompareOptions = ...) -> Comparison:
    """
    Measures how the pores of the same skin changed between two photographs.
    """
def correct_colour(photo: Photo, chart: ColourChart) -> Photo:
    """
    The photograph in the chart's colours, 16 bits a channel.
    """
@typing.overload
def draw_overlay(photo: Photo, measurement: Measurement) -> numpy.ndarray:
    """
    The photograph, cut to its regions, with outlines and pores: (H, W, 3) uint8.
    """
@typing.overload
def draw_overlay(before: Photo, after: Photo, comparison: Comparison) -> numpy.ndarray:
    """
    Before and after side by side: (H, W, 3) uint8.
    """
def draw_pigment(measurement: Measurement) -> numpy.ndarray:
    """
    Melanin and haemoglobin side by side: (H, W, 3) uint8.
    """
def draw_pores(measurement: Measurement) -> numpy.ndarray:
    """
    Where the photograph shows a pore: (H, W) uint8 of its size, 255 in a pore.
    """
def draw_regions(photo: Photo, regions: collections.abc.Sequence[Region]) -> numpy.ndarray:
    """
    The photograph with regions and their names: (H, W, 3) uint8, at most 1600 px.
    """
def find_chart(photo: Photo, options: ChartOptions = ...) -> ColourChart:
    """
    The colour chart of a photograph, and the matrix that brings its patches to their published colours.
    """
def find_face(photo: Photo, options: FaceOptions = ...) -> Face:
    """
    Finds and checks the one face of a photograph.
    """
def find_markers(photo: Photo, options: MarkerOptions) -> list[Marker]:
    """
    All markers of a dictionary, their sides fitted to hundredths of a pixel; options.side_mm > 0.
    """
def find_regions(photo: Photo, options: MeasureOptions = ...) -> list[Region]:
    """
    The regions that measure_photo() measures.
    """
def find_scale(photo: Photo, px_per_mm: typing.SupportsFloat | typing.SupportsIndex = 0.0, options: ScaleOptions = ..., face: FaceOptions = ...) -> Scale:
    """
    The scale of a photograph from the best source at hand; its face is looked for only where nothing else tells.
    """
def hair_layer(density: typing.Annotated[numpy.typing.ArrayLike, numpy.float32], hair: typing.Annotated[numpy.typing.ArrayLike, numpy.bool]) -> numpy.ndarray:
    """
    What hairs add to the optical density of the skin they lie on.
    
    density: (h, w, 3) float32 at 12 px/mm, SkinMap.density. hair: (h, w) bool, True where a hair lies, as
    SkinMap.kinds["hair"] > 0.3. Returns (h, w, 3) float32, 0 or more; 0 away from hairs. Raises InputError for
    other shapes, or where the density is not finite.
    """
def make_skin(description: SkinDescription = ..., seed: typing.SupportsInt | typing.SupportsIndex = 1) -> Skin:
    """
    Makes a skin; the same for the same description and seed.
    """
def map_skin(photo: Photo, options: MeasureOptions = ...) -> list[SkinMap]:
    """
    The flattened skin of a photograph, one map a region.
    """
def measure_edge_blur(photo: Photo) -> EdgeBlur:
    """
    Measures blur on one straight edge 2 to 20 degrees off the pixel rows or columns.
    """
def measure_photo(photo: Photo, options: MeasureOptions = ...) -> Measurement:
    """
    Measures the pores of a photograph, region by region.
    """
@typing.overload
def normalize_photo(photo: Photo, options: NormalizeOptions = ...) -> Normalization:
    """
    Normalizes a photograph.
    """
@typing.overload
def normalize_photo(photo: Photo, baseline: Photo, options: NormalizeOptions = ...) -> Normalization:
    """
    Normalizes a photograph onto the frame of a baseline.
    """
def photo_from_array(array: numpy.ndarray, name: str = 'array') -> Photo:
    """
    A photograph that borrows the array's memory: (H, W, 3) uint8 or uint16, C-contiguous; red, green, blue; sRGB-encoded. Do not change the array while the photograph is in use.
    """
def photograph(skin: Skin, shot: ShotDescription = ...) -> Shot:
    """
    Photographs a skin.
    """
def pore_snr(density: typing.Annotated[numpy.typing.ArrayLike, numpy.float32]) -> numpy.ndarray:
    """
    How far a pore of usual size would stand out at each place from the texture of the skin around: a matched
    filter that knows the skin's own spectrum.
    
    density: (h, w, 3) float32 at 12 px/mm, SkinMap.density. Returns (h, w) float32, in standard deviations, dark
    above 0; 0 where nothing is known. Raises InputError for other shapes, or where the density is not finite.
    """
def preload_face_model(options: FaceOptions = ...) -> None:
    """
    Starts loading the landmark model in the background.
    """
def read_landmarks(path: os.PathLike[str] | str | bytes, photo: Photo) -> Face:
    """
    The landmarks of a photograph's face from a file.
    """
def read_photo(path: os.PathLike[str] | str | bytes, options: ReadOptions = ...) -> Photo:
    """
    Reads a photograph of any format, turns it upright and brings its colours to sRGB.
    """
def regions_from_face(face: Face, photo: Photo, options: RegionOptions = ...) -> list[Region]:
    """
    Regions of a face, from its landmarks.
    """
def regions_from_file(path: os.PathLike[str] | str | bytes, photo: Photo) -> list[Region]:
    """
    Regions of a photograph from a polygon file.
    """
def regions_from_mask(mask: numpy.ndarray, name: str) -> list[Region]:
    """
    The parts of a mask, (H, W) uint8, as regions that run along the borders of its pixels.
    """
def save_jpeg(path: os.PathLike[str] | str | bytes, rgb: numpy.ndarray, quality: typing.SupportsInt | typing.SupportsIndex) -> None:
    """
    Writes (H, W, 3) uint8 as JPEG, without any metadata; quality 1 to 100.
    """
def save_picture(path: os.PathLike[str] | str | bytes, rgb: numpy.ndarray, px_per_mm: typing.SupportsFloat | typing.SupportsIndex = 0.0) -> None:
    """
    Writes (H, W, 3) uint8 or uint16 as PNG or TIFF, by the name's end, with the sRGB profile and, if given, the resolution; no other metadata.
    """
def save_png(path: os.PathLike[str] | str | bytes, rgb: numpy.ndarray) -> None:
    """
    Writes (H, W, 3) or (H, W) uint8 or uint16 as PNG, without any metadata.
    """
def version() -> str:
    """
    The version of porevis.
    """
