# SPDX-License-Identifier: Apache-2.0
"""Photographs of heads in full size whose skin, pores and shape are known exactly.

A head is a smooth union of ellipsoids and spheres, of other shape and proportions than the average head that porevis
corrects with. Its eyes, brows, lips and hair are those of a portrait in the public domain (NASA's astronaut, from
scikit-image's wheel), its skin is phantom skin; every pore is a disc on the surface, drawn as the camera sees it.

Head coordinates, mm: x to the picture's right and y down from the middle between the eyes, z away from the camera.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
from change_labelled import encoded, linear
from numpy.typing import NDArray
from porevis import Photo, phantom
from porevis._core import Face, find_face, photo_from_array
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Maps = NDArray[np.float32]

EYES_MM = 62.0
CAMERA_MM = 1200.0
WIDTH_MM, HEIGHT_MM = 190.0, 250.0  # of the photograph, at the distance of the eyes
CENTRE_MM = np.array([0.0, 12.0, 0.0])  # of the head, in the middle of the photograph
CELL_MM = 0.7  # of the grid on which the head's shape is found; between, it is smooth
VISIBLE = 0.06  # smallest peak darkness, as photographed, of a pore that counts
OD_RED, OD_BLUE = 0.72, 1.13  # of a pore, relative to green
SHARPNESS = 1.3  # of a pore's profile


@dataclass(frozen=True)
class Head:
    """Proportions of a head; 1 is usual."""

    width: float = 1
    depth: float = 1
    nose: float = 1  # how far it stands out
    nose_width: float = 1
    cheeks_mm: float = 1  # how far they stand out
    tone: int = 3  # Fitzpatrick type of its skin


HEADS = {
    "usual": Head(),
    "narrow": Head(width=0.93, depth=1.06, nose=1.15, nose_width=0.9, cheeks_mm=0, tone=2),
    "wide": Head(width=1.07, depth=0.94, nose=0.75, nose_width=1.15, cheeks_mm=5, tone=5),
}


def ellipsoid(p: Floats, centre: tuple[float, float, float], radii: tuple[float, float, float]) -> Floats:
    """About the distance from an ellipsoid's surface, below 0 inside."""
    q = (p - centre) / np.array(radii)
    length = np.linalg.norm(q, axis=-1)
    return length * (length - 1) / np.maximum(np.linalg.norm(q / radii, axis=-1), 1e-9)


def joined(a: Floats, b: Floats, blend_mm: float) -> Floats:
    """Of two bodies grown together smoothly."""
    h = np.maximum(blend_mm - np.abs(a - b), 0) / blend_mm
    return np.minimum(a, b) - h * h * blend_mm / 4


def distance(p: Floats, head: Head) -> Floats:
    """About the distance of points (..., 3) from the skin, below 0 inside."""
    w, d = head.width, head.depth
    p = np.stack([np.abs(p[..., 0]), p[..., 1], p[..., 2]], axis=-1)  # both sides are alike
    body = ellipsoid(p, (0, -25, 95 * d - 20), (75 * w, 100, 95 * d))
    body = joined(body, ellipsoid(p, (0, 35, 78 * d - 17), (66 * w, 62, 78 * d)), 14)
    body = joined(body, ellipsoid(p, (0, 70, 62 * d - 16), (45 * w, 43, 62 * d)), 14)
    body = joined(body, ellipsoid(p, (36 * w, 30, 27 - head.cheeks_mm), (23, 22, 20)), 16)
    body = joined(body, ellipsoid(p, (0, 94, 4), (17, 13, 15)), 12)  # chin
    body = -joined(-body, ellipsoid(p, (30, 1, -22), (16, 10, 24)), 8)  # eye sockets
    body = joined(body, ellipsoid(p, (31, 0, 12), (13, 13, 13)), 3)  # eyeballs
    body = joined(body, ellipsoid(p, (0, 62, -13), (24, 13, 9)), 6)  # lips
    # The nose: a ridge between two spheres, its broad base, and the wings.
    nose = head.nose_width
    body = joined(body, ellipsoid(p, (0, 25, -10), (17 * nose, 26, 16 * head.nose)), 14)
    root, tip = np.array([0, -2, -14.0]), np.array([0, 34, -22 - 9.0 * head.nose])
    along = ((p - root) @ (tip - root) / ((tip - root) @ (tip - root))).clip(0, 1)
    ridge = np.linalg.norm(p - root - along[..., None] * (tip - root), axis=-1) - nose * (5 + 3 * along)
    body = joined(body, ridge, 14)
    return joined(body, ellipsoid(p, (11 * nose, 39, -19), (7, 7, 8)), 8)


def normals(p: Floats, head: Head) -> Floats:
    """Slope of `distance`: unit vectors out of the skin, times how fast it grows."""
    step = 0.02
    return np.stack([(distance(p + e, head) - distance(p - e, head)) / (2 * step) for e in step * np.eye(3)], axis=-1)


@dataclass(frozen=True)
class View:
    """A camera before a head. The scale holds at the eyes."""

    yaw_deg: float  # above 0 the nose points to the picture's right
    px_per_mm: float

    @property
    def size(self) -> tuple[int, int]:
        """Width, height, px."""
        return round(WIDTH_MM * self.px_per_mm), round(HEIGHT_MM * self.px_per_mm)

    @property
    def turn(self) -> Floats:
        """(3, 3), camera from head."""
        sine, cosine = np.sin(np.deg2rad(self.yaw_deg)), np.cos(np.deg2rad(self.yaw_deg))
        return np.array([[cosine, 0, -sine], [0, 1, 0], [sine, 0, cosine]])

    @property
    def eyes(self) -> Floats:
        """The middle of the eyes from the camera, mm; the head's centre comes to the middle of the picture."""
        middle = self.turn @ np.array([0, 0, 60.0])  # turns about its axis, but stays where its scale is known
        return np.array([-middle[0], -CENTRE_MM[1], CAMERA_MM])

    def before_camera(self, p: Floats) -> Floats:
        """Head coordinates -> from the camera, mm."""
        return p @ self.turn.T + self.eyes

    def picture(self, p: Floats) -> Floats:
        """Head coordinates -> px (..., 2)."""
        seen = self.before_camera(p)
        focal = self.px_per_mm * CAMERA_MM
        return focal * seen[..., :2] / seen[..., 2:] + (np.array(self.size) - 1) / 2

    def rays(self, px: Floats) -> Floats:
        """Directions (..., 3) from the camera, of length 1 along its axis."""
        focal = self.px_per_mm * CAMERA_MM
        flat = (px - (np.array(self.size) - 1) / 2) / focal
        return np.concatenate([flat, np.ones_like(flat[..., :1])], axis=-1)

    def hits(self, px: Floats, head: Head) -> Floats:
        """Where the sight through pixels (..., 2) meets the skin, head coordinates; NaN where it does not."""
        shape = px.shape[:-1]
        ray = self.rays(px.reshape(-1, 2)) @ self.turn
        start = -self.eyes @ self.turn
        depth = np.full(len(ray), CAMERA_MM - 110.0)
        open_ = np.arange(len(ray))
        for _ in range(150):
            step = 0.9 * distance(start + depth[open_, None] * ray[open_], head)
            depth[open_] += step
            open_ = open_[(np.abs(step) > 1e-3) & (depth[open_] < CAMERA_MM + 120)]
            if not len(open_):
                break
        depth[depth >= CAMERA_MM + 120] = np.nan
        depth[open_] = np.nan  # grazes
        return (start + depth[:, None] * ray).reshape(*shape, 3)


@dataclass(frozen=True)
class Grid:
    """The head as a view shows it, on cells; maps (h, w[, 3])."""

    place: Floats  # head coordinates; NaN beside the head
    cosine: Floats  # of the skin's tilt against the line of sight
    step_px: float

    def at(self, cells: Floats, px: Floats) -> Floats:
        """A map's values at pixels (n, 2), the nearest cell's."""
        x, y = np.rint((px + 0.5) / self.step_px - 0.5).astype(int).T
        return cells[y.clip(0, cells.shape[0] - 1), x.clip(0, cells.shape[1] - 1)]


def grid_of(view: View, head: Head) -> Grid:
    """Finds the head's shape as a view shows it."""
    step_px = CELL_MM * view.px_per_mm
    width, height = (round(n / step_px) for n in view.size)
    x, y = np.meshgrid((np.arange(width) + 0.5) * step_px - 0.5, (np.arange(height) + 0.5) * step_px - 0.5)
    px = np.stack([x, y], axis=-1)
    place = view.hits(px, head)
    ray = view.rays(px) @ view.turn
    out = normals(np.nan_to_num(place), head)
    cosine = -(out * ray).sum(axis=-1) / np.linalg.norm(out, axis=-1) / np.linalg.norm(ray, axis=-1)
    cosine[np.isnan(place[..., 0])] = np.nan
    return Grid(place, cosine, step_px)


@dataclass(frozen=True)
class Pores:
    """Pores of a head's skin, one a row; places and axes in head coordinates."""

    place: Floats  # (n, 3)
    out: Floats  # (n, 3), unit, square to the skin
    along: Floats  # (n, 3), unit, along the long axis
    diameter_mm: Floats  # of the disc of the outline's area
    elongation: Floats
    contrast: Floats
    darkness_mm2: Floats  # integrated over the skin


def strew(head: Head, per_cm2: float, seed: int) -> Pores:
    """Strews pores evenly over the skin of the face; sizes and contrasts are those of a phantom skin."""
    draw = np.random.default_rng(seed)
    low, high = np.array([-85, -90, -50.0]), np.array([85, 118, 75.0])
    shell_mm = 1.0  # points this near to the skin are pores: as many on any mm2
    # Few of the points lie on the skin; those beyond would be too close to a neighbour.
    points = draw.uniform(low, high, (int(1.15 * per_cm2 / 100 / shell_mm * np.prod(high - low)), 3))
    near = np.concatenate([np.abs(distance(part, head)) < 1.5 * shell_mm for part in np.array_split(points, 40)])
    points = points[near]
    slope = normals(points, head)
    steepness = np.linalg.norm(slope, axis=-1)
    away = distance(points, head) / steepness
    on = np.abs(away) < shell_mm / 2
    out = slope[on] / steepness[on, None]
    place = points[on] - away[on, None] * out
    for _ in range(3):
        place -= distance(place, head)[:, None] * out
    crowded = {max(pair) for pair in cKDTree(place).query_pairs(0.45)}
    keep = np.setdiff1d(np.arange(len(place)), list(crowded))
    place, out = place[keep], out[keep]

    side = np.sqrt(len(place) / per_cm2) * 10 * 1.1
    table = phantom.make_skin(phantom.SkinDescription(width_mm=side, height_mm=side, pores_per_cm2=per_cm2), seed).pores
    chosen = draw.choice(len(table), len(place), replace=len(table) < len(place))
    aside = np.cross(out, np.array([0, 0, 1.0]) + 1e-3)
    aside /= np.linalg.norm(aside, axis=-1, keepdims=True)
    angle = draw.uniform(0, np.pi, len(place))[:, None]
    along = np.cos(angle) * aside + np.sin(angle) * np.cross(out, aside)
    return Pores(
        place, out, along, *(table[name][chosen] for name in ("diameter_mm", "elongation", "contrast", "darkness_mm2"))
    )


def own_axes(pores: Pores, view: View) -> Floats:
    """Pixels from a pore's middle -> its own axes (n, 2, 2), on which its outline is the unit circle."""
    step = 0.01
    middle = view.picture(pores.place)
    axes = (pores.along, np.cross(pores.out, pores.along))
    px_from_mm = np.stack([(view.picture(pores.place + step * axis) - middle) / step for axis in axes], axis=-1)
    stretch = np.sqrt(pores.elongation)
    half_mm = np.stack([pores.diameter_mm * stretch, pores.diameter_mm / stretch], axis=-1) / 2
    return np.linalg.pinv(px_from_mm * half_mm[:, None, :])


def seen_pores(pores: Pores, view: View, head: Head, grid: Grid) -> NDArray[np.intp]:
    """Which pores a view shows: towards the camera, in the picture and behind nothing."""
    px = view.picture(pores.place)
    width, height = view.size
    seen = view.before_camera(pores.place)
    towards = (seen * (pores.out @ view.turn.T)).sum(axis=-1) < 0
    inside = (px > 2).all(axis=-1) & (px < np.array([width, height]) - 3).all(axis=-1)
    front = view.before_camera(grid.at(grid.place, px.clip(0, [width - 1, height - 1])))[:, 2]
    return np.flatnonzero(towards & inside & (np.abs(seen[:, 2] - front) < 2.5))


def draw_pores(light: Maps, pores: Pores, seen: NDArray[np.intp], view: View) -> None:
    """Darkens each pore's pixels; light is (H, W, 3), linear, and is changed."""
    fine = 2  # points a pixel, each way
    offsets = (np.arange(fine) + 0.5) / fine - 0.5
    places, own = view.picture(pores.place), own_axes(pores, view)
    reach_px = 1.3 * pores.diameter_mm * np.sqrt(pores.elongation) * view.px_per_mm + 2
    densities = np.array([OD_RED, 1, OD_BLUE], np.float32)
    for i in seen:
        x0, y0 = np.floor(places[i] - reach_px[i]).astype(int).clip(0)
        x1, y1 = np.ceil(places[i] + reach_px[i]).astype(int) + 1
        x1, y1 = min(x1, light.shape[1]), min(y1, light.shape[0])
        x = (np.arange(x0, x1)[:, None] + offsets).ravel() - places[i, 0]
        y = (np.arange(y0, y1)[:, None] + offsets).ravel()[:, None] - places[i, 1]
        a, b = (row[0] * x + row[1] * y for row in own[i])
        left = 1 - pores.contrast[i] * np.exp2(-((a * a + b * b) ** SHARPNESS))
        left = left.reshape(y1 - y0, fine, x1 - x0, fine).mean(axis=(1, 3)).astype(np.float32)
        light[y0:y1, x0:x1] *= left[..., None] ** densities


def blurred_contrast(pores: Pores, view: View, blur_px: float) -> Floats:
    """Peak darkness of each pore after the camera's blur."""
    node = np.linspace(-3.5, 3.5, 15)
    x, y = np.meshgrid(node, node)
    weight = np.exp(-(x * x + y * y) / 2).ravel()
    spread_px = np.sqrt(blur_px**2 + 1 / 12)
    at = np.einsum("nij,kj->nki", own_axes(pores, view), spread_px * np.stack([x.ravel(), y.ravel()], axis=-1))
    return pores.contrast * (np.exp2(-((at**2).sum(axis=-1) ** SHARPNESS)) @ weight) / weight.sum()


@dataclass(frozen=True)
class Portrait:
    """The portrait, laid on head coordinates x, y."""

    light: Maps  # (h, w, 3), linear
    px_from_mm: Floats  # (2, 3)
    landmarks: Floats  # (68, 2), mm; symmetrical


@cache
def portrait() -> Portrait:
    """NASA's astronaut, as scikit-image holds her."""
    from skimage import data

    enlarged = cv2.resize(data.astronaut()[:330, 60:390], None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    found = np.array(find_face(photo_from_array(np.ascontiguousarray(enlarged))).landmarks)
    right, left = found[36:42].mean(axis=0), found[42:48].mean(axis=0)
    along = (left - right) / EYES_MM
    turn = np.array([[along[0], -along[1]], [along[1], along[0]]])
    middle = (left + right) / 2
    mm = (found - middle) @ np.linalg.inv(turn).T
    mirrored = mm[MIRRORED] * [-1, 1]
    return Portrait(linear(enlarged), np.column_stack([turn, middle]), (mm + mirrored) / 2)


MIRRORED = np.array(
    [
        *range(16, -1, -1),  # jaw
        *range(26, 16, -1),  # brows
        *(27, 28, 29, 30, 35, 34, 33, 32, 31),  # nose
        *(45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40),  # eyes
        *(54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65),  # lips
    ]
)


def landmarks_on(head: Head) -> Floats:
    """The 68 landmarks on a head (68, 3): as on the portrait, the jaw's on the head's outline seen from the front."""
    flat = portrait().landmarks.copy()
    flat[:17, 0] *= head.width
    points = np.column_stack([flat, np.full(68, -60.0)])
    # Straight back onto the skin; the jaw's move inwards until they meet it.
    for i in range(68):
        for _ in range(60):
            p = points[i].copy()
            for _ in range(80):
                step = float(distance(p[None], head)[0])
                p[2] += 0.9 * step
                if abs(step) < 1e-3 or p[2] > 60:
                    break
            if p[2] <= 60:
                break
            points[i, :2] -= 0.02 * (points[i, :2] - [0, 20])
        points[i] = p
    return points


def skin_share(x: Maps, y: Maps) -> Maps:
    """How much of a place, head coordinates, is phantom skin: 1, or 0 on eyes, brows, lips, nostrils and hair."""
    mm, per_mm = portrait().landmarks, 4
    canvas = np.zeros((240 * per_mm, 200 * per_mm), np.uint8)

    def on_canvas(points: Floats) -> NDArray[np.int32]:
        return np.rint((points + np.array([100, 110])) * per_mm).astype(np.int32)

    def fill(points: Floats, value: int) -> None:
        cv2.fillPoly(canvas, [on_canvas(points)], value)

    angle = np.linspace(0, np.pi, 40)
    top = np.column_stack([74 * np.cos(angle), 5 - 67 * np.sin(angle)])
    jaw = mm[:17] + (mm[:17] - [0, 20]) * 0.25
    fill(np.concatenate([jaw, top]), 255)
    for brow in (mm[17:22], mm[22:27]):
        cv2.polylines(canvas, [on_canvas(brow)], False, 0, 9 * per_mm)
    for part in (mm[36:42], mm[42:48], mm[48:60]):
        middle = part.mean(axis=0)
        reach = 4.5 if len(part) == 6 else 3
        outward = part - middle
        fill(middle + outward * (1 + reach / np.linalg.norm(outward, axis=1, keepdims=True)), 0)
    fill(mm[[31, 33, 35]] + [[-2, 2], [0, 3], [2, 2]], 0)
    soft = cv2.GaussianBlur(canvas.astype(np.float32) / 255, (0, 0), 1.2 * per_mm)
    return cv2.remap(soft, (x + 100) * per_mm, (y + 110) * per_mm, cv2.INTER_LINEAR, borderValue=0)


def portrait_light(x: Maps, y: Maps, smoothed_mm: float = 0) -> Maps:
    """The portrait at places x, y, linear light (h, w, 3) relative to its skin's."""
    picture = portrait()
    per_mm = float(np.hypot(*picture.px_from_mm[:, 0]))
    light = cv2.GaussianBlur(picture.light, (0, 0), smoothed_mm * per_mm) if smoothed_mm else picture.light
    at = [row[0] * x + row[1] * y + row[2] for row in picture.px_from_mm.astype(np.float32)]
    cheek = (picture.px_from_mm[:, :2] @ [[32, -32], [28, 28]]).T + picture.px_from_mm[:, 2]
    skin = np.mean(
        [picture.light[int(v) - 9 : int(v) + 10, int(u) - 9 : int(u) + 10].mean(axis=(0, 1)) for u, v in cheek], axis=0
    )
    return cv2.remap(light, at[0], at[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) / skin.astype(np.float32)


@cache
def texture(tone: int, px_per_mm: float, seed: int) -> Maps:
    """Skin without pores, 60 mm square, linear light; goes on mirrored."""
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=60, height_mm=60, pores_per_cm2=0, tone=tone), seed)
    shot = phantom.ShotDescription(px_per_mm=px_per_mm, gradient=0, blur_sigma_px=0.3, noise=0, bits=16)
    pixels = np.asarray(phantom.photograph(skin, shot).photo.pixels).astype(np.float32) / 65535
    return np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4).astype(np.float32)


@dataclass(frozen=True)
class Shot:
    """A photograph of a head and all that is known of it."""

    photo: Photo
    view: View
    head: Head
    grid: Grid
    face: Face  # the true landmarks
    pores: Pores
    seen: NDArray[np.intp] = field(repr=False)  # of the pores
    contrast: Floats = field(repr=False)  # of all pores, as photographed


def photograph(
    head: Head,
    view: View,
    pores: Pores,
    seed: int,
    blur_px: float = 0.8,
    noise: float = 0.01,
    marks: Floats | None = None,
) -> Shot:
    """Photographs a head; blur and noise as in phantom.ShotDescription, marks: landmarks_on(head) if known."""
    grid = grid_of(view, head)
    width, height = view.size
    skin = texture(head.tone, view.px_per_mm, seed)
    mean = skin.mean(axis=(0, 1))
    filled = np.where(np.isnan(grid.place), 0, grid.place).astype(np.float32)
    on_head = (~np.isnan(grid.cosine)).astype(np.float32)
    cosine = np.nan_to_num(grid.cosine).clip(0.02, 1).astype(np.float32)

    # Lengths along the skin, as far as two numbers can hold them: round the head's axis, and down.
    x, y, z = cv2.split(filled)
    round_mm = np.arctan2(x, 55 - z) * 75
    large = cv2.resize(np.dstack([x, y, round_mm]), (width, height), interpolation=cv2.INTER_CUBIC)
    x, y, round_mm = cv2.split(large)
    back_and_forth = [
        np.abs((mm + 200) * view.px_per_mm % (2 * n) - n)
        for mm, n in ((round_mm, skin.shape[1] - 1), (y, skin.shape[0] - 1))
    ]
    light = cv2.remap(skin, *(c.astype(np.float32) for c in back_and_forth), cv2.INTER_CUBIC)
    light *= portrait_light(x, y, smoothed_mm=4).mean(axis=-1, keepdims=True).clip(0.55, 1.35)
    share = skin_share(x, y)[..., None]
    light = share * light + (1 - share) * portrait_light(x, y) * mean
    light *= cv2.resize(0.35 + 0.65 * cosine, (width, height))[..., None]  # a large soft light by the camera
    on_head = cv2.resize(on_head, (width, height))[..., None]
    light = (on_head * light + (1 - on_head) * 0.02).astype(np.float32)

    seen = seen_pores(pores, view, head, grid)
    px = view.picture(pores.place[seen])
    bare = skin_share(pores.place[seen, :1].astype(np.float32), pores.place[seen, 1:2].astype(np.float32))[:, 0]
    seen = seen[(bare > 0.98) & (px[:, 0] > 0)]
    draw_pores(light, pores, seen, view)

    light = cv2.GaussianBlur(light, (0, 0), blur_px)
    level = float(mean[1])
    grain = np.random.default_rng(seed).standard_normal(light.shape, np.float32)
    light += noise * level * np.sqrt(0.05 + 0.95 * light.clip(0) / level) * grain
    marks = landmarks_on(head) if marks is None else marks
    face = Face([tuple(point) for point in view.picture(marks)])
    photo = photo_from_array(encoded(light), "head")
    return Shot(photo, view, head, grid, face, pores, seen, blurred_contrast(pores, view, blur_px))
