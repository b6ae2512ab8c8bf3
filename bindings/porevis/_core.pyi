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
__all__: list[str] = ['AlignOptions', 'Alignment', 'CaptureQuality', 'Change', 'ChangeDescription', 'ComparabilityOptions', 'CompareOptions', 'ComparedPhoto', 'ComparedRegion', 'Comparison', 'Confuser', 'Coverage', 'CurvePoint', 'DiameterSummary', 'EdgeBlur', 'Error', 'EstimateOptions', 'Face', 'FaceOptions', 'HeadPose', 'InputError', 'Matching', 'MeasureOptions', 'MeasuredRegion', 'Measurement', 'NeighbourSummary', 'OverallAlignment', 'ParameterError', 'Photo', 'PhotoRecord', 'QualityOptions', 'ReadOptions', 'Region', 'RegionOptions', 'RegionSummary', 'Scale', 'ScaleOptions', 'SegmentOptions', 'Shot', 'ShotDescription', 'SizeBin', 'Skin', 'SkinDescription', 'SkinMap', 'SkinOptions', 'TrueConfuser', 'change_skin', 'compare_photos', 'draw_overlay', 'draw_pigment', 'draw_pores', 'find_face', 'make_skin', 'map_skin', 'measure_edge_blur', 'measure_photo', 'photo_from_array', 'photograph', 'preload_face_model', 'read_landmarks', 'read_photo', 'regions_from_face', 'regions_from_file', 'save_jpeg', 'save_png', 'version']
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
class ReadOptions:
    """
    How much a photograph file may ask for.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, max_megapixels: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        max_megapixels: largest photograph read, megapixels (0.01 to 1000)
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
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, model: str = ..., search_px: int = ..., view: str = ..., max_yaw_deg: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        model: path of the 68-point landmark model; empty: the usual data folders
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
        path of the 68-point landmark model; empty: the usual data folders
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
class ScaleOptions:
    """
    The eye distance, where nothing better is known.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, eye_distance_mm: float = ..., eye_distance_uncertainty: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        eye_distance_mm: distance between the centres of the eyes, mm (30 to 90)
        eye_distance_uncertainty: its standard deviation as a share of it (0 to 0.5)
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
    def eye_distance_mm(self) -> float:
        """
        distance between the centres of the eyes, mm (30 to 90)
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
    def pixels(self) -> numpy.ndarray:
        """
        (H, W, 3) uint8 or uint16; red, green, blue; shared with the photograph, read-only.
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
    def px_per_mm(self) -> float:
        ...
    @property
    def relative_uncertainty(self) -> float:
        """
        One standard deviation / value.
        """
    @property
    def source(self) -> str:
        """
        `given` or `eye distance`.
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
    def visibility(self) -> float:
        """
        Sum of darkness_mm2 / measurable area.
        """
class AlignOptions:
    """
    How skin may move between two photographs.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
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
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, max_scale_ratio: float = ..., max_turn_deg: float = ..., max_pose_deg: float = ..., max_blur_ratio: float = ..., max_shine_difference: float = ..., min_likeness: float = ..., max_redness: float = ..., max_needle_marks: float = ..., min_measurable: float = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        max_scale_ratio: largest ratio of the photographs' scales (1 to 5)
        max_turn_deg: largest rotation between the photographs, degrees (0 to 180)
        max_pose_deg: largest difference of the head's yaw or pitch, degrees (0 to 90)
        max_blur_ratio: largest ratio of the photographs' blur (1 to 20)
        max_shine_difference: spread of the difference of shine from which the light is of another kind (0 to 10)
        min_likeness: of the relief, where the light is of another kind (0 to 1)
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
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, block_mm: float = ..., resamples: int = ..., min_blocks: int = ..., systematic: float = ..., dilution: float = ..., seed: int = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        block_mm: side of the blocks drawn with replacement, mm (0.5 to 20)
        resamples: bootstrap resamples (200 to 100000)
        min_blocks: fewest blocks with pores for an interval (2 to 1000)
        systematic: half-width added in quadrature for alignment and matching (0 to 0.5)
        dilution: share of a change by which its interval reaches farther from zero (0 to 0.9)
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
    def dilution(self) -> float:
        """
        share of a change by which its interval reaches farther from zero (0 to 0.9)
        """
    @dilution.setter
    def dilution(self, arg1: typing.Any) -> None:
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
    def detail_ratio(self) -> float:
        """
        Strength of that detail, after / before.
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
    def __eq__(self, arg0: typing.Any) -> bool:
        ...
    def __init__(self, *, px_per_mm: float = ..., blur_sigma_px: float = ..., whole: bool = ..., face: FaceOptions = ..., region: RegionOptions = ..., scale: ScaleOptions = ..., quality: QualityOptions = ..., skin: SkinOptions = ..., segment: SegmentOptions = ...) -> None:
        """
        Sets options by name; the others keep their defaults.
        
        px_per_mm: scale, px/mm; 0: from the eye distance (0 to 500)
        blur_sigma_px: the camera's blur, sigma in px; 0: estimated from the skin (0 to 20)
        whole: the whole picture is skin
        face: the search for the face
        region: the regions of the face
        scale: the scale from the eye distance
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
        scale, px/mm; 0: from the eye distance (0 to 500)
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
        the scale from the eye distance
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
    def file(self) -> str:
        """
        File name without its folder.
        """
    @property
    def height_px(self) -> int:
        ...
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
class SkinDescription:
    """
    What a skin is like.
    """
    __hash__: typing.ClassVar[None] = None  # type: ignore[assignment]
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
def compare_photos(before: Photo, after: Photo, options: CompareOptions = ...) -> Comparison:
    """
    Measures how the pores of the same skin changed between two photographs.
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
def find_face(photo: Photo, options: FaceOptions = ...) -> Face:
    """
    Finds and checks the one face of a photograph.
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
def photo_from_array(array: numpy.ndarray, name: str = 'array') -> Photo:
    """
    A photograph that borrows the array's memory: (H, W, 3) uint8 or uint16, C-contiguous; red, green, blue; sRGB-encoded. Do not change the array while the photograph is in use.
    """
def photograph(skin: Skin, shot: ShotDescription = ...) -> Shot:
    """
    Photographs a skin.
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
    Reads a JPEG, PNG or TIFF (8 or 16 bits, grey, colour or with alpha) and turns it upright.
    """
def regions_from_face(face: Face, photo: Photo, options: RegionOptions = ...) -> list[Region]:
    """
    Regions of a face, from its landmarks.
    """
def regions_from_file(path: os.PathLike[str] | str | bytes, photo: Photo) -> list[Region]:
    """
    Regions of a photograph from a polygon file.
    """
def save_jpeg(path: os.PathLike[str] | str | bytes, rgb: numpy.ndarray, quality: typing.SupportsInt | typing.SupportsIndex) -> None:
    """
    Writes (H, W, 3) uint8 as JPEG, without any metadata; quality 1 to 100.
    """
def save_png(path: os.PathLike[str] | str | bytes, rgb: numpy.ndarray) -> None:
    """
    Writes (H, W, 3) or (H, W) uint8 or uint16 as PNG, without any metadata.
    """
def version() -> str:
    """
    The version of porevis.
    """
