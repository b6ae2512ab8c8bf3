# SPDX-License-Identifier: Apache-2.0
"""Paths, arrays and photographs alike; results as attributes, tables and dicts."""

from __future__ import annotations

import gc
import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import porevis
import pytest
from conftest import PX_PER_MM, Pair
from hypothesis import given, settings
from hypothesis import strategies as st
from porevis import phantom


def measure(photo: Any) -> porevis.Measurement:
    return porevis.measure_photo(photo, whole=True, px_per_mm=PX_PER_MM)


def as_json(result: Any, like: Any) -> Any:
    """A result's attributes, nested as its JSON is."""
    if isinstance(like, dict):
        return {name: as_json(getattr(result, name), value) for name, value in like.items()}
    if isinstance(like, list):
        return [as_json(item, value) for item, value in zip(result, like, strict=True)]
    return None if like is None and np.isnan(result) else result


def without_photo(measurement: porevis.Measurement) -> dict[str, Any]:
    """Two of them are equal if and only if the figures are."""
    content: dict[str, Any] = measurement.to_dict()
    content.pop("photo")
    return content


def test_array_gives_what_the_path_gives(pair: Pair) -> None:
    from_path = measure(pair.before)
    pixels = porevis.read_photo(pair.before).pixels
    from_array = measure(pixels)
    assert without_photo(from_array) == without_photo(from_path)
    assert from_array.pores.tolist().__repr__() == from_path.pores.tolist().__repr__()  # NaN where there is no size
    assert from_array.photo.file == "array"
    assert from_path.photo.file == "before.png"
    assert without_photo(measure(str(pair.before))) == without_photo(from_path)
    assert without_photo(measure(pair.shot_before.photo)) == without_photo(from_path)


def test_sixteen_bits_agree_with_eight(pair: Pair) -> None:
    pixels = porevis.read_photo(pair.before).pixels
    wide = measure(pixels.astype(np.uint16) * 257)
    assert wide.regions[0].visibility == pytest.approx(measure(pixels).regions[0].visibility, rel=1e-6)


def test_contiguous_array_is_borrowed(pair: Pair) -> None:
    pixels = np.array(pair.shot_before.photo.pixels)
    photo = porevis.read_photo(pixels)
    assert np.shares_memory(photo.pixels, pixels)
    assert not photo.pixels.flags.writeable
    del pixels
    gc.collect()
    assert np.array_equal(photo.pixels, pair.shot_before.photo.pixels)


def test_pixels_outlive_their_photograph(pair: Pair) -> None:
    pixels = porevis.read_photo(pair.before).pixels
    gc.collect()
    assert np.array_equal(pixels, pair.shot_before.photo.pixels)


@pytest.mark.parametrize(
    "layout",
    [
        lambda a: np.asfortranarray(a),
        lambda a: np.repeat(a, 2, axis=1)[:, ::2],
        lambda a: np.ascontiguousarray(a[::-1])[::-1],
        lambda a: np.ascontiguousarray(a[..., ::-1])[..., ::-1],
    ],
)
def test_other_layouts_are_copied_once(pair: Pair, layout: Any) -> None:
    array = layout(np.array(pair.shot_before.photo.pixels))
    assert not array.flags.c_contiguous
    assert without_photo(measure(array)) == without_photo(measure(pair.shot_before.photo))


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 4), np.uint8),
        np.zeros((10, 10, 3), np.float32),
        np.zeros((10, 10, 3), ">u2"),
        np.zeros((0, 10, 3), np.uint8),
        [[1, 2], [3, 4]],
        None,
    ],
)
def test_unusable_arrays(array: Any) -> None:
    with pytest.raises(porevis.InputError, match="array"):
        measure(array)


def test_measurement(pair: Pair) -> None:
    measurement = measure(pair.before)
    content = measurement.to_dict()
    assert content == json.loads(measurement.to_json())
    (region,) = measurement.regions
    (summary,) = content["regions"]
    assert as_json(region, summary) == summary
    pores = measurement.pores
    assert isinstance(pores, porevis.PoreTable)
    assert len(pores) == region.pore_count
    assert set(pores["region"]) == {"whole"}
    assert pores["darkness_mm2"].sum() / region.area_mm2 == pytest.approx(region.visibility)
    sizes = pores["diameter_mm"][np.isfinite(pores["diameter_mm"])]  # the smallest pores have none
    assert sizes.mean() == pytest.approx(region.diameter_mm.mean)
    assert np.percentile(sizes, 90) == pytest.approx(region.diameter_mm.p90, rel=0.02)


def test_labels_and_mask(pair: Pair, tmp_path: Path) -> None:
    measurement = measure(pair.before)
    (region,) = measurement.regions
    x, y, width, height = region.roi
    assert region.labels.dtype == np.int32
    assert region.labels.shape == (height, width)
    assert not region.labels.flags.writeable
    assert set(np.unique(region.labels)) == {0, *region.pores["id"]}
    assert region.measurable.shape == region.labels.shape
    assert np.count_nonzero(region.measurable) / 20**2 == pytest.approx(region.area_mm2)
    mask = porevis.draw_pores(measurement)
    assert mask.shape == (measurement.photo.height_px, measurement.photo.width_px)
    assert np.array_equal(mask[y : y + height, x : x + width] == 255, region.labels > 0)
    porevis.save_png(tmp_path / "mask.png", mask)
    assert np.array_equal(porevis.read_photo(tmp_path / "mask.png").pixels[..., 0], mask)


def test_comparison(pair: Pair) -> None:
    comparison = porevis.compare_photos(pair.before, pair.after, whole=True, px_per_mm=PX_PER_MM)
    content = comparison.to_dict()
    (region,) = comparison.regions
    (record,) = content["regions"]
    assert {name: change.relative for name, change in region.change.items()} == {
        name: change["relative"] for name, change in record["change"].items()
    }
    change = region.change["visibility"]
    assert change.relative == pytest.approx(pair.true_change, abs=0.1)
    assert change.ci95[0] < change.relative < change.ci95[1] < 0
    assert change.relative == pytest.approx(region.after.visibility / region.before.visibility - 1)
    assert record["pores"] == {name: getattr(region.pores, name) for name in ("matched", "vanished", "appeared")}
    assert isinstance(comparison.pores, porevis.PairTable)
    assert comparison.alignment.overlap == content["alignment"]["overlap"]
    assert comparison.before.photo.sha256 == porevis.read_photo(pair.before).sha256
    assert porevis.draw_overlay(pair.before, pair.after, comparison).dtype == np.uint8


def test_regions_as_list_and_as_file_agree(pair: Pair, tmp_path: Path) -> None:
    outline = [(20.0, 30.0), (300.0, 30.0), (300.0, 280.0), (20.0, 280.0)]
    hole = [(100.0, 100.0), (160.0, 100.0), (160.0, 160.0)]
    regions = [porevis.Region("patch", outline, [hole])]
    (tmp_path / "regions.json").write_text(
        json.dumps({"regions": [{"name": "patch", "outline": outline, "keep_out": [hole]}]})
    )
    listed = porevis.measure_photo(pair.before, regions=regions, px_per_mm=PX_PER_MM)
    filed = porevis.measure_photo(pair.before, regions=tmp_path / "regions.json", px_per_mm=PX_PER_MM)
    assert listed.to_dict() == filed.to_dict()
    assert listed.regions[0].region.outline == outline
    arrays = [porevis.Region("patch", np.array(outline), [np.array(hole)])]  # type: ignore[arg-type, list-item]
    assert porevis.measure_photo(pair.before, regions=arrays, px_per_mm=PX_PER_MM).to_dict() == filed.to_dict()


def test_threads_do_not_change_results(pair: Pair) -> None:
    photos = [pair.before, pair.after] * 4
    alone = [measure(photo).to_json() for photo in photos]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda photo: measure(photo).to_json(), photos)) == alone


def test_tables(pair: Pair) -> None:
    pandas = pytest.importorskip("pandas")
    pores = measure(pair.before).pores
    frame = pores.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert tuple(frame.columns) == pores.columns
    assert len(frame) == len(pores)
    assert frame["diameter_mm"].mean() == pytest.approx(np.nanmean(pores["diameter_mm"]))


def test_edge_blur() -> None:
    """A step across a slanted line, blurred by 1.2 px before the pixels average over their squares."""
    fine = (np.arange(640) + 0.5) / 8 - 0.5
    distance = (fine[None, :] - 39.7) * np.cos(0.1) - (fine[:, None] - 39.5) * np.sin(0.1)
    share = np.vectorize(math.erfc)(-distance / (math.sqrt(2) * 1.2)) / 2
    light = 0.1 + 0.5 * share.reshape(80, 8, 80, 8).mean(axis=(1, 3))
    encoded = np.rint(65535 * (1.055 * light ** (1 / 2.4) - 0.055)).astype(np.uint16)
    blur = porevis.measure_edge_blur(np.repeat(encoded[..., None], 3, axis=2))
    assert blur.blur_sigma_px == pytest.approx(1.2, rel=0.03)
    assert 0 < blur.uncertainty_px < 0.01
    assert blur.angle_deg == pytest.approx(90 - math.degrees(0.1), abs=0.1)
    with pytest.raises(porevis.InputError, match="no straight edge"):
        porevis.measure_edge_blur(np.full((80, 80, 3), 100, np.uint8))


def test_a_region_without_pores_is_a_result() -> None:
    smooth = np.full((200, 200, 3), (190, 150, 130), np.uint8)
    measurement = porevis.measure_photo(smooth, whole=True, px_per_mm=PX_PER_MM)
    assert len(measurement.pores) == 0
    assert measurement.regions[0].pore_count == 0
    assert measurement.regions[0].visibility == 0
    assert measurement.pores.to_csv().count("\n") == 1
    assert measurement.pores.columns[0] == "region"


@settings(max_examples=8, deadline=None)
@given(rows=st.integers(0, 40), columns=st.integers(0, 40), flip=st.booleans())
def test_pores_move_and_flip_with_the_picture(pair: Pair, rows: int, columns: int, flip: bool) -> None:
    """Cutting rows and columns off moves every pore that is far from the edge by just that; a flip mirrors it."""
    pixels = pair.shot_before.photo.pixels
    margin = 60
    height, width = pixels.shape[:2]

    def inside(pores: porevis.PoreTable) -> np.ndarray:
        x, y = pores["x_px"], pores["y_px"]
        far = (x > 40 + margin) & (x < width - margin) & (y > 40 + margin) & (y < height - margin)
        return np.array(sorted(zip(x[far], y[far], strict=True)))

    whole = measure(pixels).pores
    cut = pixels[rows:, columns:]
    part = measure(cut[:, ::-1] if flip else cut).pores
    if flip:
        part["x_px"] = cut.shape[1] - 1 - part["x_px"]
    part["x_px"] += columns
    part["y_px"] += rows
    expected, found = inside(whole), inside(part)
    nearest = np.hypot(*(expected[:, None] - found[None]).transpose(2, 0, 1)).min(axis=1)
    assert np.mean(nearest < 3) > 0.85  # a pore at the limit may be found in one picture only
    assert np.quantile(nearest[nearest < 3], 0.95) < 0.1


def test_hairs_are_taken_off_the_density() -> None:
    bare = phantom.SkinDescription(width_mm=10, height_mm=10)
    hairy = phantom.SkinDescription(width_mm=10, height_mm=10, hairs_per_cm2=15)
    skin = [
        porevis.map_skin(phantom.photograph(phantom.make_skin(description, seed=3)).photo, whole=True, px_per_mm=20)[0]
        for description in (bare, hairy)
    ]
    hair = skin[1].kinds["hair"] > 0.3
    layer = porevis.hair_layer(skin[1].density, hair)
    assert layer.shape == skin[1].density.shape
    assert layer.min() == 0
    before, after = (
        np.abs(density - skin[0].density)[hair].mean() for density in (skin[1].density, skin[1].density - layer)
    )
    assert after < 0.5 * before


def test_pores_stand_out_of_the_skins_texture() -> None:
    description = phantom.SkinDescription(width_mm=12, height_mm=12, furrow_depth=0.12)
    shot = phantom.photograph(phantom.make_skin(description, seed=4))
    density = porevis.map_skin(shot.photo, whole=True, px_per_mm=20)[0].density
    snr = porevis.pore_snr(density)
    assert snr.shape == density.shape[:2]
    pores = shot.pores[shot.pores["blurred_contrast"] > 0.2]
    column, row = (np.rint((pores[axis] + 0.5) * 12 / 20 - 0.5).astype(int) for axis in ("x_px", "y_px"))
    at_pores = snr[row.clip(0, len(snr) - 1), column.clip(0, len(snr) - 1)]
    assert np.median(at_pores) > 4
    assert np.median(snr) < 0.2

    for wrong in (density[..., 0], density[..., :2]):
        with pytest.raises(porevis.InputError, match=r"density must be \(h, w, 3\)"):
            porevis.pore_snr(wrong)
    density = density.copy()
    density[3, 4] = np.nan
    with pytest.raises(porevis.InputError, match="no finite number"):
        porevis.pore_snr(density)


def test_hair_layer_refuses_what_does_not_fit() -> None:
    density = np.zeros((20, 30, 3), np.float32)
    for wrong, hair in ((density, np.ones((20, 20), bool)), (density[..., 0], np.ones((20, 30), bool))):
        with pytest.raises(porevis.InputError, match=r"density must be \(h, w, 3\)"):
            porevis.hair_layer(wrong, hair)
    density[3, 4] = np.nan
    with pytest.raises(porevis.InputError, match="not all of it is finite"):
        porevis.hair_layer(density, np.ones((20, 30), bool))
