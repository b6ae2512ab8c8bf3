# SPDX-License-Identifier: Apache-2.0
"""Trains the network that tells pores, hairs, pigment spots, papules and needle marks apart, on synthetic skin alone.

Usage: python lib/model/train.py [--skins N] [--steps N] [--begin network.pt] [--seed N] [--cache DIR] [--out FILE]
Needs: pip install '.[train]' (PyTorch, ONNX, Pillow, SciPy). The same seeds give the same skins on every machine.

What it learns from: skins of every tone, density, texture and light, photographed at 8 to 40 px/mm by cameras that
blur, sharpen, resample and compress, flattened by porevis itself; then, on the optical densities, what photographs
of people hold and phantoms do not: lit rims of pores, follicles too faint to count, glints, short and dense hairs,
streaky texture, other colour filters; and a little that is no skin at all. Half of it is shown without its hairs, as
porevis looks a second time.

The committed weights come from several such runs one after the other (--begin), the last six with porevis.pore_snr as
a fourth input, which began with weight zero: 2 x 5,000 steps with --seed 2, then 10,000 with --seed 3, 4,500 with
--seed 4 and, with hairs taken off, 4,000 with --seed 5 and 6,000 with --seed 6. A single run gives others.
"""

from __future__ import annotations

import argparse
import io
import math
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import porevis
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from porevis import phantom
from scipy import ndimage, optimize, special
from torch import nn

WORKING = 12.0  # px/mm of the densities that porevis gives
VISIBLE = 0.06  # peak darkness after blur from which a pore counts
FAINT = 0.04  # between it and VISIBLE it is no mistake either way
SIDE_MM = 18.0
CHANNELS = ("pore", "centre", "hair", "pigment", "papule", "needle_mark")
# Two more outputs in training: logarithm of a pore's diameter over USUAL_MM, and of that figure's variance. To learn
# sizes helps to tell pores; they are not written, for a fit to the picture itself tells them better.
SIZE, SPREAD = 6, 7
UNTOLD = 7  # of the truth: where a faint pore may be told or not
USUAL_MM = 0.22
FWHM = 2.3548200450309493  # full width at half maximum of a Gaussian / its sigma
DETAIL_MM = (0.067, 0.167)  # sigmas of the two Gaussians between which a pore's detail lies
SIZES_MM = (0.05, 1.0)  # what one byte of truth codes, logarithmically; 0 is no pore
HAIR = 0.3  # probability from which porevis takes a hair off before it looks again
BESIDE = 5  # px from it, where the second look is taken
COUNTS = 0.05  # probability from which porevis counts a spot among a region's
SNR = 0.1  # of one standard deviation of porevis.pore_snr, as the network is shown it
KIND = {"hair": 2, "freckle": 3, "mole": 3, "papule": 4, "needle_mark": 5}
CROP = 128
VARIED = 0.75  # share of the crops shown as another camera and another skin might show them
LIFTED = 0.5  # share of the crops shown without their hairs
FIRST_SEED, FIRST_HELD_OUT, HELD_OUT = 1_000_000, 2_000_000, 300
Floats = NDArray[np.float32]


# --- synthetic photographs


def describe_skin(rng: np.random.Generator) -> dict[str, float]:
    """A random SkinDescription."""

    def some(share: float, low: float, high: float) -> float:
        return float(np.exp(rng.uniform(math.log(low), math.log(high)))) if rng.random() < share else 0.0

    return {
        "width_mm": SIDE_MM,
        "height_mm": SIDE_MM,
        "pores_per_cm2": some(0.97, 10, 250),
        "diameter_mm": some(1, 0.14, 0.34),
        "diameter_spread": rng.uniform(0.2, 0.5),
        "contrast": some(1, 0.08, 0.38),
        "contrast_spread": rng.uniform(0.2, 0.5),
        "elongation": rng.uniform(1, 2.2),
        "orientation_deg": rng.uniform(-90, 90),
        "profile_sharpness": rng.uniform(0.8, 2),
        "tone": int(rng.integers(1, 7)),
        "melanin_variation": rng.uniform(0, 0.15),
        "haemoglobin_variation": rng.uniform(0, 0.35),
        "furrow_depth": rng.uniform(0.01, 0.16),
        "furrow_spacing_mm": rng.uniform(0.4, 1.3),
        "freckles_per_cm2": some(0.3, 2, 30),
        "moles_per_cm2": some(0.2, 0.2, 1),
        "papules_per_cm2": some(0.2, 0.3, 3),
        "hairs_per_cm2": some(0.4, 2, 60),
        "needle_marks_per_cm2": some(0.3, 5, 80),
        "redness": some(0.3, 0.1, 2),
    }


def describe_shot(rng: np.random.Generator, seed: int) -> dict[str, float]:
    """A random ShotDescription. Blur is what a photograph fit to measure has: at most 0.1 mm."""
    px_per_mm = float(np.exp(rng.uniform(math.log(8), math.log(40))))
    return {
        "px_per_mm": px_per_mm,
        "exposure": rng.uniform(0.5, 1.4),
        "red_gain": rng.uniform(0.75, 1.25),
        "blue_gain": rng.uniform(0.75, 1.25),
        "gradient": rng.uniform(0, 0.8),
        "gradient_angle_deg": rng.uniform(-180, 180),
        "light_angle_deg": rng.uniform(-180, 180),
        "shine": rng.uniform(0.1, 0.9) if rng.random() < 0.35 else 0.0,
        "blur_sigma_px": min(rng.uniform(0.4, 2), 0.1 * px_per_mm),
        "noise": float(np.exp(rng.uniform(math.log(0.003), math.log(0.08)))),
        "seed": seed,
    }


def through_camera(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """What a camera's own processing does: smoothing or sharpening, resampling, JPEG."""
    picture = Image.fromarray(pixels)
    if rng.random() < 0.2:
        picture = picture.filter(ImageFilter.MedianFilter(3))
    elif rng.random() < 0.35:
        picture = Image.fromarray(denoised(np.asarray(picture), rng.uniform(1, 5)))
    if rng.random() < 0.5:
        amount = int(rng.uniform(30, 180))
        picture = picture.filter(ImageFilter.UnsharpMask(radius=rng.uniform(0.7, 2), percent=amount, threshold=0))
    if rng.random() < 0.3:
        factor = rng.uniform(0.75, 1)
        small = picture.resize([max(8, round(side * factor)) for side in picture.size], Image.Resampling.BICUBIC)
        picture = small.resize(picture.size, Image.Resampling.BICUBIC)
    if rng.random() < 0.6:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=int(rng.integers(60, 97)))
        picture = Image.open(file).convert("RGB")
    return np.asarray(picture)


def denoised(pixels: NDArray[np.uint8], threshold: float) -> NDArray[np.uint8]:
    """Noise reduction as in a telephone: weak fine detail is taken away, strong detail stays."""
    picture = pixels.astype(np.float32)
    result = np.zeros_like(picture)
    for sigma in (0.6, 1.2):
        smooth = ndimage.gaussian_filter(picture, (sigma, sigma, 0))
        detail = picture - smooth
        result += np.sign(detail) * np.maximum(np.abs(detail) - threshold, 0)
        picture, threshold = smooth, threshold / 2
    return (result + picture).clip(0, 255).round().astype(np.uint8)


def draw_truth(shot: phantom.Shot, size: tuple[int, int], factor: float, blur_mm: float) -> Floats:
    """Shares of each pixel (C + 2, h, w) that hold a visible pore, its centre (a soft dot), a hair ...; then sizes and
    where a faint pore lies. A pore's outline is that of half its peak as photographed, with this blur.
    """
    over = 4
    height, width = size
    layers = {c: Image.new("L", (width * over, height * over)) for c in range(len(CHANNELS)) if c != 1}
    pens = {c: ImageDraw.Draw(layer) for c, layer in layers.items()}

    def place(x: float, y: float) -> tuple[float, float]:
        return (x + 0.5) * factor * over, (y + 0.5) * factor * over

    for confuser in shot.confusers:
        pen = pens[KIND[confuser.kind]]
        path = [place(*p) for p in confuser.path_px]
        size_px = confuser.size_px * factor * over
        if confuser.kind == "hair":
            pen.line(path, fill=255, width=max(over, round(size_px)))
        else:
            radius = max(size_px, over) / 2
            pen.ellipse((path[0][0] - radius, path[0][1] - radius, path[0][0] + radius, path[0][1] + radius), fill=255)
    hair = np.asarray(layers[2])
    dots, sizes, untold = (np.zeros(size, np.float32) for _ in range(3))
    yy, xx = np.mgrid[:height, :width].astype(np.float32)
    pores = shot.pores
    for pore in pores[pores["blurred_contrast"] >= FAINT]:
        x, y = place(pore["x_px"], pore["y_px"])
        cx, cy = x / over - 0.5, y / over - 0.5
        part = np.s_[max(0, int(cy) - 4) : int(cy) + 6, max(0, int(cx) - 4) : int(cx) + 6]
        dot = np.exp(-((xx[part] - cx) ** 2 + (yy[part] - cy) ** 2) / 2)
        if pore["blurred_contrast"] < VISIBLE:
            untold[part] = np.maximum(untold[part], dot > 0.1)
            continue
        if hair[min(max(int(y), 0), height * over - 1), min(max(int(x), 0), width * over - 1)]:
            continue  # what a hair covers cannot be seen
        radius = math.hypot(pore["diameter_mm"], FWHM * blur_mm) / 2 * WORKING * over
        long, short = radius * math.sqrt(pore["elongation"]), radius / math.sqrt(pore["elongation"])
        angle = math.radians(pore["orientation_deg"])
        turn = np.linspace(0, 2 * math.pi, 24, endpoint=False)
        u, v = long * np.cos(turn), short * np.sin(turn)
        outline = np.c_[x + u * math.cos(angle) - v * math.sin(angle), y + u * math.sin(angle) + v * math.cos(angle)]
        pens[0].polygon([tuple(p) for p in outline], fill=255)
        sizes[part][dot > dots[part]] = code_size(pore["diameter_mm"])
        dots[part] = np.maximum(dots[part], dot)
    truth = np.empty((len(CHANNELS) + 2, height, width), np.float32)
    for c, layer in layers.items():
        truth[c] = np.asarray(layer.resize((width, height), Image.Resampling.BOX), np.float32) / 255
    truth[1], truth[SIZE], truth[UNTOLD] = dots, sizes, untold * (dots < 0.1)
    truth[0] *= 1 - truth[2]
    return truth


def code_size(diameter_mm: float) -> float:
    """A diameter as a share of a byte's range, above 0."""
    low, high = SIZES_MM
    return float(np.clip(math.log(diameter_mm / low) / math.log(high / low), 1 / 255, 1))


def log_size(code: torch.Tensor) -> torch.Tensor:
    """The logarithm of a coded diameter over USUAL_MM."""
    low, high = SIZES_MM
    return code * math.log(high / low) + math.log(low / USUAL_MM)


def synthesize(seed: int) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
    """Densities (h, w, 3) and truth (C, h, w) of one synthetic photograph; truth in 1/255."""
    rng = np.random.default_rng(seed)
    while True:
        try:
            skin = phantom.make_skin(phantom.SkinDescription(**describe_skin(rng)), seed)
            break
        except porevis.ParameterError:  # no room for so many pores: describe another skin
            continue
    description = describe_shot(rng, seed)
    shot = phantom.photograph(skin, phantom.ShotDescription(**description))
    believed = shot.px_per_mm * rng.uniform(0.88, 1.14)  # no scale is known exactly
    pixels = through_camera(shot.photo.pixels, rng)
    density = at_working_scale(porevis.map_skin(pixels, whole=True, px_per_mm=believed)[0].density, believed)
    factor = density.shape[1] / pixels.shape[1]
    blur_mm = math.sqrt(description["blur_sigma_px"] ** 2 + 1 / 12) / shot.px_per_mm  # with the pixel's own
    truth = draw_truth(shot, density.shape[:2], factor, blur_mm)
    truth[:, ~density.any(axis=2)] = 0  # clipped or black: nothing can be seen there
    return density.astype(np.float16), (255 * truth).round().astype(np.uint8)


def at_working_scale(density: Floats, px_per_mm: float) -> Floats:
    """What porevis gives the network: maps of coarser photographs are enlarged."""
    if px_per_mm >= WORKING:
        return density
    size = [round(side * WORKING / px_per_mm) for side in density.shape[1::-1]]
    channels = [Image.fromarray(np.ascontiguousarray(density[..., c])) for c in range(3)]
    return np.stack([np.asarray(c.resize(size, Image.Resampling.BILINEAR)) for c in channels], axis=2)


def load_or_synthesize(seed: int, cache: Path) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
    """The photograph of this seed, from the cache if it is there."""
    path = cache / f"{seed}.npz"
    if not path.is_file():
        density, truth = synthesize(seed)
        np.savez(path, density=density, truth=truth)
    with np.load(path) as file:
        return file["density"], file["truth"]


# --- what phantoms do not hold


def draw_hairs(rng: np.random.Generator, side: int) -> Floats:
    """Short hairs, alone or dense as a brow: optical density (side, side)."""
    over = 3
    canvas = Image.new("L", (side * over, side * over))
    pen = ImageDraw.Draw(canvas)
    dense = rng.random() < 0.3
    for _ in range(int(rng.integers(30, 150) if dense else rng.integers(3, 60))):
        middle = rng.normal(side / 2, side / 8, 2) if dense else rng.uniform(0, side, 2)
        length = np.exp(rng.uniform(math.log(0.4), math.log(6))) * WORKING
        angle, turn = rng.uniform(0, math.pi), rng.normal(0, 0.3)
        t = np.linspace(-0.5, 0.5, 8)
        x = middle[0] + length * t * np.cos(angle + turn * t)
        y = middle[1] + length * t * np.sin(angle + turn * t)
        width = max(1, round(rng.uniform(0.03, 0.1) * WORKING * over))
        strength = int(255 / 1.3 * rng.uniform(0.15, 1.3))
        pen.line([(a * over, b * over) for a, b in zip(x, y, strict=True)], fill=strength, width=width)
    return 1.3 / 255 * np.asarray(canvas, np.float32).reshape(side, over, side, over).mean((1, 3))


def scatter(rng: np.random.Generator, side: int, per_cm2: float, sigma_px: float, height: Floats | float) -> Floats:
    """Gaussian spots strewn at random, their peaks exponential with mean 1, times height: (side, side)."""
    count = rng.poisson(per_cm2 * (side / WORKING) ** 2 / 100)
    map_ = np.zeros((side, side), np.float32)
    np.add.at(map_, (rng.integers(0, side, count), rng.integers(0, side, count)), rng.exponential(1, count))
    return height * 2 * math.pi * sigma_px**2 * ndimage.gaussian_filter(map_, sigma_px)


def streaks(rng: np.random.Generator, side: int) -> Floats:
    """Fine relief that runs one way, standard deviation 1: (side, side)."""
    pad = 24
    noise = rng.normal(size=(side + 2 * pad, side + 2 * pad)).astype(np.float32)
    width, length = rng.uniform(0.5, 1.3), rng.uniform(0.8, 6)
    smooth = ndimage.gaussian_filter(noise, (width, max(width, length)))
    turned = ndimage.rotate(smooth, rng.uniform(0, 180), reshape=False, order=1, mode="wrap")
    turned = turned[pad : pad + side, pad : pad + side]
    return turned / (turned.std() + 1e-9)


def vary(density: Floats, truth: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A crop as another camera and another skin might show it: (3, s, s) and (C, s, s)."""
    side = density.shape[1]
    shadow = np.array([0.75, 1, 1.12], np.float32)[:, None, None]
    if rng.random() < 0.6:  # pores have walls: one side lit, the other in shade
        walls = ndimage.gaussian_filter(truth[0], rng.uniform(0.6, 1.4))
        angle = rng.uniform(0, 2 * math.pi)
        dy, dx = np.gradient(walls)
        density += shadow * (rng.uniform(0, 0.6) * (math.cos(angle) * dx + math.sin(angle) * dy))
    if rng.random() < 0.5:
        density += shadow * (rng.uniform(0.005, 0.06) * streaks(rng, side))
    if rng.random() < 0.5:  # the hundreds of follicles too faint to be called pores
        faint = scatter(rng, side, rng.uniform(100, 900), rng.uniform(0.5, 1.1), rng.uniform(0.005, 0.02))
        density += shadow * faint.clip(0, FAINT)
    if rng.random() < 0.2:  # glints
        density -= scatter(rng, side, rng.uniform(20, 300), rng.uniform(0.5, 1.2), rng.uniform(0.03, 0.2))
    if rng.random() < 0.2:
        hairs = draw_hairs(rng, side)
        density += np.array([0.85, 1, 1.1], np.float32)[:, None, None] * ndimage.gaussian_filter(
            hairs, rng.uniform(0.3, 0.9)
        )
        covered = hairs > 0.1
        truth[2] = np.maximum(truth[2], covered)
        brow = ndimage.gaussian_filter(covered.astype(np.float32), 4) > 0.3  # no skin to be seen between its hairs
        truth[:2] *= ~(covered | brow)
        truth[UNTOLD] = np.maximum(truth[UNTOLD], ndimage.binary_dilation(covered) & ~covered)
    mixing = np.eye(3) + rng.normal(0, 0.06, (3, 3))
    mixing *= rng.uniform(0.85, 1.2) / mixing.sum(1, keepdims=True)
    density = np.einsum("ij,jyx->iyx", mixing.astype(np.float32), density)
    if rng.random() < 0.3:  # blotchy colour noise
        blotches = rng.normal(size=density.shape).astype(np.float32)
        blotches = ndimage.gaussian_filter(blotches, (0, 1.2, 1.2)) * 4
        density += rng.uniform(0, 0.04) * (blotches - blotches.mean(0, keepdims=True))
    if rng.random() < 0.5:
        density += rng.uniform(0, 0.03) * rng.normal(size=density.shape).astype(np.float32)
    if rng.random() < 0.25:  # beyond a region's edge nothing is known
        angle, away = rng.uniform(0, 2 * math.pi), rng.uniform(-0.4, 0.5) * side
        yy, xx = np.mgrid[:side, :side] - side / 2
        outside = math.cos(angle) * xx + math.sin(angle) * yy > away
        density[:, outside] = 0
        truth[:, outside] = 0
    if rng.random() < 0.03:  # no skin at all
        density, truth = no_skin(rng, side), np.zeros_like(truth)
    return density, truth


def no_skin(rng: np.random.Generator, side: int) -> Floats:
    """Noise of any grain, or a checkerboard: (3, side, side)."""
    if rng.random() < 0.3:
        period = rng.uniform(2, 30)
        board = np.sign(np.sin(math.pi * np.arange(side) / period + rng.uniform(0, 6)))
        return np.broadcast_to((rng.uniform(0.05, 1) * board * board[:, None]).astype(np.float32), (3, side, side))
    grain = rng.uniform(0, 2)
    noise = ndimage.gaussian_filter(rng.normal(size=(3, side, side)), (0, grain, grain)).astype(np.float32)
    if rng.random() < 0.5:
        noise = np.repeat(noise[1:2], 3, axis=0)
    return noise / noise.std() * rng.uniform(0.01, 0.4)


# --- the network


def block(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Network(nn.Module):
    """A small U-Net: densities and how a pore would stand out of the skin's own texture (N, 4, H, W) to logits, sizes
    and spreads (N, C + 2, H, W); H and W multiples of 8.
    """

    def __init__(self, a: int = 16, b: int = 32, c: int = 64) -> None:
        super().__init__()
        self.enter = nn.Sequential(nn.Conv2d(4, a, 4, 2, 1, bias=False), nn.BatchNorm2d(a), nn.ReLU(inplace=True))
        self.at_half = block(a, a)
        self.at_quarter = nn.Sequential(block(a, b, 2), block(b, b))
        self.at_eighth = nn.Sequential(block(b, c, 2), block(c, c), block(c, c))
        self.narrow_eighth = nn.Conv2d(c, b, 1)
        self.join_quarter = block(b, b)
        self.narrow_quarter = nn.Conv2d(b, a, 1)
        self.join_half = block(a, a)
        self.leave = nn.Conv2d(a, 4 * (len(CHANNELS) + 2), 1)  # of each output the four pixels of a half-size one
        self.up = nn.Upsample(scale_factor=2, mode="nearest")

    def at_half_size(self, skin: torch.Tensor, outputs: int = len(CHANNELS) + 2) -> torch.Tensor:
        """The first outputs (N, 4 n, H / 2, W / 2), of each its top left, top right, bottom left, bottom right."""
        half = self.at_half(self.enter(skin))
        quarter = self.at_quarter(half)
        eighth = self.narrow_eighth(self.at_eighth(quarter))
        quarter = self.narrow_quarter(self.join_quarter(quarter + self.up(eighth)))
        last = self.join_half(half + self.up(quarter))
        return nn.functional.conv2d(last, self.leave.weight[: 4 * outputs], self.leave.bias[: 4 * outputs])

    def forward(self, skin: torch.Tensor) -> torch.Tensor:
        return nn.functional.pixel_shuffle(self.at_half_size(skin), 2)


class Kinds(nn.Module):
    """The part of a network's outputs that porevis uses: logits (N, 4 C, H / 2, W / 2), see at_half_size()."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, skin: torch.Tensor) -> torch.Tensor:
        return self.network.at_half_size(skin, len(CHANNELS))


class Crops(torch.utils.data.IterableDataset[tuple[torch.Tensor, torch.Tensor]]):
    """Endless random crops; each worker its own random stream."""

    def __init__(self, photographs: list[tuple[NDArray[np.float16], NDArray[np.uint8]]], seed: int) -> None:
        self.photographs, self.seed = photographs, seed

    def __iter__(self):  # type: ignore[no-untyped-def]
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        while True:
            density, truth = self.photographs[int(rng.integers(len(self.photographs)))]
            y, x = (int(rng.integers(max(1, side - CROP))) for side in density.shape[:2])
            part = density[y : y + CROP, x : x + CROP].astype(np.float32).transpose(2, 0, 1)
            label = truth[:, y : y + CROP, x : x + CROP].astype(np.float32) / 255
            quarter = int(rng.integers(4))
            part, label = np.rot90(part, quarter, (1, 2)).copy(), np.rot90(label, quarter, (1, 2)).copy()
            if rng.random() < 0.5:
                part, label = part[:, :, ::-1].copy(), label[:, :, ::-1].copy()
            if rng.random() < VARIED:
                part, label = vary(part, label, rng)
            if rng.random() < LIFTED:
                part, label = lift(part, label)
            yield torch.from_numpy(shown(part)), torch.from_numpy(np.ascontiguousarray(label))


def lift(density: Floats, truth: Floats) -> tuple[Floats, Floats]:
    """What porevis' second look sees: the hairs taken off, as far as they can be. What they leave is told to be neither
    hair (-1) nor bare of it.
    """
    hair = truth[2] > HAIR
    if not hair.any():
        return density, truth
    hairs = porevis.hair_layer(np.ascontiguousarray(density.transpose(1, 2, 0)), hair).transpose(2, 0, 1)
    truth = truth.copy()
    truth[2][ndimage.binary_dilation(hair, iterations=2)] = -1
    return density - hairs, truth


def shown(density: Floats) -> Floats:
    """The network's input (4, h, w), of densities (3, h, w). What lies far from skin (black hair, glints) looks no
    farther than this.
    """
    snr = porevis.pore_snr(np.ascontiguousarray(density.transpose(1, 2, 0)))
    return np.clip(np.concatenate([density, SNR * snr[None]]), -0.7, 1.5).astype(np.float32)


def kind_loss(outputs: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Cross entropy; what fills few pixels (centres, needle marks) counts more."""
    weight = torch.tensor([1, 8, 1, 0.5, 0.5, 4])[:, None, None]
    kinds = len(CHANNELS)
    entropy = nn.functional.binary_cross_entropy_with_logits(outputs[:, :kinds], truth[:, :kinds], reduction="none")
    told = torch.ones_like(entropy)
    told[:, :2] = 1 - truth[:, UNTOLD : UNTOLD + 1]
    told[:, 2] = truth[:, 2] >= 0
    return (weight * told * entropy).mean()


def size_loss(outputs: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Likelihood of the true size under a normal distribution of the told logarithm and variance, at the centres."""
    here = (truth[:, 1] > 0.6) & (truth[:, SIZE] > 0)
    spread = outputs[:, SPREAD][here].clamp(-7, 2)
    miss = outputs[:, SIZE][here] - log_size(truth[:, SIZE][here])
    return 0.01 * (0.5 * (miss**2 / spread.exp() + spread)).mean()


def new_network() -> Network:
    torch.manual_seed(1)
    network = Network()
    network.enter[0].weight.data *= 4  # densities are small numbers
    return network


def load_network(path: Path) -> Network:
    network = Network()
    network.load_state_dict(torch.load(path))
    return network.eval()


def train(
    network: Network,
    photographs: list[tuple[NDArray[np.float16], NDArray[np.uint8]]],
    steps: int,
    batch: int,
    rate: float,
    seed: int,
) -> Network:
    """One cycle of learning, the rate given at its height; the seed is that of the crops."""
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.1)
    crops = iter(torch.utils.data.DataLoader(Crops(photographs, seed), batch, num_workers=2, prefetch_factor=4))
    began, mean = time.time(), 0.0
    network.train().to(memory_format=torch.channels_last)
    for step in range(steps):
        skin, truth = next(crops)
        logits = network(skin.to(memory_format=torch.channels_last))
        loss = kind_loss(logits, truth) + size_loss(logits, truth)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        mean = 0.98 * mean + 0.02 * loss.item() if step else loss.item()
        if step % 100 == 99:
            print(f"step {step + 1} of {steps}: loss {mean:.5f}, {time.time() - began:.0f} s", flush=True)
    return network.eval()


# --- calibration


def looks(network: Network, density: Floats) -> tuple[Floats, Floats]:
    """Outputs (C + 2, h, w) as porevis takes them (recognize.cpp): pores by hairs from a second look, with the hairs
    taken off. And what was taken off, density (3, h, w).
    """

    def look(seen: Floats) -> Floats:
        with torch.no_grad():
            return network(torch.from_numpy(shown(seen))[None])[0].numpy()

    first = look(density)
    hair = first[2] > math.log(HAIR / (1 - HAIR))
    if not hair.any():
        return first, np.zeros_like(density)
    hairs = porevis.hair_layer(density.transpose(1, 2, 0), hair).transpose(2, 0, 1)
    beside = ndimage.binary_dilation(hairs[1] > 0, np.ones((2 * BESIDE + 1,) * 2))
    first[:2] = np.where(beside, look(density - hairs)[:2], first[:2])
    return first, hairs


def doubt(density: Floats, hairs: Floats, outputs: Floats) -> Floats:
    """What porevis takes off a centre's logit where its detail is weak beside the skin's or what a hair may have left,
    or redder than that of the region's pores (doubt.cpp): (h, w).
    """
    near, wide = (
        ndimage.gaussian_filter((density - hairs)[:2], (0, sigma * WORKING, sigma * WORKING)) for sigma in DETAIL_MM
    )
    red, green = near - wide
    covered = outputs[[0, 2, 5]].max(axis=0) > math.log(0.3 / 0.7)
    inside = density.any(axis=0)
    bare = inside & ~ndimage.binary_dilation(covered, np.ones((7, 7)))
    bare = bare if bare.sum() >= 0.02 * inside.sum() else inside
    spread = spread_of(green[bare])
    if spread <= 0:
        return np.zeros_like(green)
    clear = 4.5 * np.hypot(spread, 0.1 * ndimage.gaussian_filter(hairs[1], DETAIL_MM[0] * WORKING))
    faint = 2 * np.log(np.maximum(green, 0.1 / 4.5 * clear) / clear).clip(max=0)
    sure = (outputs[1] + faint > math.log(0.7 / 0.3)) & (green > 0)
    ratio = np.median(red[sure] / green[sure]).clip(0.55, 1) if sure.sum() >= 60 else 0.72
    expected = ratio * green.clip(0)
    noise = spread_of((red - ratio * green)[bare])
    if noise <= 0:
        return faint
    short_of = ((expected - red) / np.hypot(noise, 0.2 * expected) - 1).clip(0)
    return faint - short_of**2 / 2


def spread_of(values: Floats) -> float:
    """1.4826 times the median absolute deviation."""
    return float(1.4826 * np.median(np.abs(values - np.median(values)))) if len(values) else 0.0


def spots_of(outputs: Floats, doubts: Floats, truth: Floats) -> NDArray[np.float64]:
    """Peaks of the centres' doubted logits (n, 3): logit, doubt, and whether a true pore lies there."""
    logits = outputs[1] + doubts
    y, x = np.nonzero((logits == ndimage.maximum_filter(logits, 3)) & (logits > -4))
    ty, tx = np.nonzero((truth[1] == ndimage.maximum_filter(truth[1], 3)) & (truth[1] > 0.75))
    order = np.argsort(-logits[y, x])
    taken = np.zeros(len(ty), bool)
    rows = []
    for i in order:
        near = np.hypot(ty - y[i], tx - x[i]) + 100 * taken if len(ty) else np.array([100.0])
        k = int(np.argmin(near))
        found = near[k] <= 2
        if found:
            taken[k] = True
        elif truth[UNTOLD, y[i], x[i]] > 0.5:
            continue
        rows.append((outputs[1][y[i], x[i]], doubts[y[i], x[i]], found))
    return np.array(rows, np.float64).reshape(-1, 3)


def calibrate(network: Network, photographs: list[tuple[NDArray[np.float16], NDArray[np.uint8]]]) -> None:
    """Makes the height of a peak, doubted as porevis does, the share of such peaks that are pores: a logistic that goes
    into the last layer. Then prints what porevis takes from a region's spots together (weigh_spots.cpp).
    """
    spots = []
    for density, truth in photographs:
        height, width = (side // 8 * 8 for side in density.shape[:2])
        part = np.ascontiguousarray(density[:height, :width].astype(np.float32).transpose(2, 0, 1))
        outputs, hairs = looks(network, part)
        doubts = doubt(part, hairs, outputs)
        spots.append(spots_of(outputs, doubts, truth[:, :height, :width].astype(np.float32) / 255))
    logit, doubts, found = np.concatenate(spots).T
    slope, offset = fit_logistic(np.stack([logit, np.ones_like(logit)], axis=1), doubts, found)
    print(f"confidence: logit x {slope:.3f} {offset:+.3f}")
    with torch.no_grad():
        network.leave.weight[4:8] *= slope
        network.leave.bias[4:8] = network.leave.bias[4:8] * slope + offset
    weigh_spots([(special.expit(slope * s[:, 0] + offset + s[:, 1]), s[:, 2]) for s in spots])


def weigh_spots(photographs: list[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> None:
    """Prints how the share of pores among a photograph's spots is spread, and what it tells of each spot.

    photographs: the probabilities of each one's spots, and whether they are pores.
    """
    counted = [(p[p >= COUNTS], found[p >= COUNTS]) for p, found in photographs]
    pores, spots = np.array([(p.sum(), len(p)) for p, _ in counted]).T

    def unlikely(logs: NDArray[np.float64]) -> float:
        a, b = np.exp(logs)
        return -float(np.sum(special.betaln(pores + a, spots - pores + b) - special.betaln(a, b)))

    a, b = np.exp(optimize.minimize(unlikely, (0, 0)).x)
    odds = special.logit((pores + a) / (spots + a + b))
    features = [
        np.stack(np.broadcast_arrays(1, special.logit(p), o), axis=1) for (p, _), o in zip(counted, odds, strict=True)
    ]
    found = np.concatenate([found for _, found in counted])
    offset, of_spot, of_share = fit_logistic(np.concatenate(features), np.zeros_like(found), found)
    print(f"share of pores: usual {a / (a + b):.3f} of {a + b:.2f} spots")
    print(f"log odds: {offset:+.3f} + spot's x {of_spot:.3f} + share's x {of_share:.3f}")


def fit_logistic(
    features: NDArray[np.float64], known: NDArray[np.float64], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the features (n, k) are to be multiplied by, to be added to the log odds known already (n,)."""

    def loss(factors: NDArray[np.float64]) -> float:
        odds = features @ factors + known
        return float(np.mean(np.logaddexp(0, odds) - found * odds))

    return optimize.minimize(loss, np.zeros(features.shape[1])).x


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skins", type=int, default=2400)
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1, help="of the crops; another for each run that goes on")
    parser.add_argument("--cache", type=Path, default=Path("build/training"))
    parser.add_argument("--begin", type=Path, help="go on from this network.pt of an earlier run, with half its rate")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("skin.onnx"))
    arguments = parser.parse_args()

    arguments.cache.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2) as pool:
        seeds = [*range(FIRST_SEED, FIRST_SEED + arguments.skins), *range(FIRST_HELD_OUT, FIRST_HELD_OUT + HELD_OUT)]
        photographs = list(pool.map(load_or_synthesize, seeds, [arguments.cache] * len(seeds), chunksize=8))
    print(f"{len(photographs)} photographs", flush=True)
    network = load_network(arguments.begin) if arguments.begin else new_network()
    if arguments.steps > 0:
        rate = 2e-3 if arguments.begin else 4e-3
        network = train(network, photographs[:-HELD_OUT], arguments.steps, arguments.batch, rate, arguments.seed)
        torch.save(network.state_dict(), arguments.cache / "network.pt")
    calibrate(network, photographs[-HELD_OUT:])
    torch.onnx.export(
        Kinds(network),
        (torch.zeros(1, 4, 64, 64),),
        arguments.out,
        input_names=["skin"],
        output_names=["logits"],
        opset_version=11,
        dynamo=False,
        dynamic_axes={"skin": {2: "height", 3: "width"}, "logits": {2: "height", 3: "width"}},
    )


if __name__ == "__main__":
    main()
