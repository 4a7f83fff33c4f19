"""The map: on planted groups, where the answer is known, and on the digits."""

import json
from collections import Counter

import numpy as np
import pytest

from motif.collection import Collection, dense, ragged, read
from motif.core.errors import InputError
from motif.latent.source import digits
from motif.latent.study import demo, with_map
from motif.latent.study import map as map_codes


def _planted(n_items: int = 60, *, gold: bool = True) -> Collection:
    """Three pictures, each with a little noise; the column `shape` says which."""
    rng = np.random.default_rng(0)
    shapes = rng.random((3, 5, 4)).astype(np.float32)
    which = np.arange(n_items) % 3
    pictures = np.clip(shapes[which] + 0.02 * rng.normal(size=(n_items, 5, 4)), 0, 1).astype(np.float32)
    columns = {"id": [f"item{row}" for row in range(n_items)]}
    if gold:
        columns["shape"] = ["abc"[k] for k in which]
    return Collection("picture", columns, blocks={"pixels": dense(pictures)})


SETTINGS = {
    "gold": "shape",
    "n_clusters": 3,
    "n_components": 4,
    "n_numbers": (1, 3),
    "n_permutations": 99,
    "quick": True,
}
ON_MAP = {"neighbours_kept", "distance_correlation"}


@pytest.fixture(scope="module")
def planted():
    return map_codes(_planted(), **SETTINGS)


def test_planted_groups_are_found(planted):
    """Groups that are there become the regions, named, whole and perfectly scored."""
    assert planted.figures["ami"].value == pytest.approx(1)
    assert planted.figures["ami"].null.p == 0.01
    assert sorted(region.name for region in planted.regions) == ["a", "b", "c"]
    assert all((region.n_items, region.share) == (20, 1.0) for region in planted.regions)


def test_every_item_has_a_place_and_a_cluster(planted):
    """Codes and labels line up with the items; each item lies in one region."""
    assert planted.places.shape == (60, 2)
    assert planted.pictures.shape == (60, 5, 4)
    assert sorted(row for region in planted.regions for row in region.rows) == list(range(60))
    for region in planted.regions:
        assert set(planted.labels[region.rows]) == {region.label}


def test_the_map_keeps_its_share_of_the_variance(planted):
    """Two axes hold almost all that differs between three pictures."""
    assert 0.9 < planted.kept <= 1


def test_items_of_a_region_come_nearest_first():
    """The items of a region are in the order of their distance to its middle."""
    found = map_codes(_planted(), **SETTINGS | {"n_components": 20})  # as many numbers as pixels: distances are kept
    for region in found.regions:
        pictures = found.pictures[region.rows].reshape(region.n_items, -1)
        distances = np.linalg.norm(pictures - pictures.mean(axis=0), axis=1)
        np.testing.assert_allclose(distances, np.sort(distances), rtol=1e-5)


def test_longer_codes_restore_better(planted):
    """The error falls with each number added, down from that of the mean picture."""
    assert [restored.n_components for restored in planted.restored] == [3, 1, 0]
    errors = [restored.error for restored in planted.restored]
    assert errors == sorted(errors)
    assert planted.figures["error_3"].value == errors[0]
    assert planted.figures["error_1"].trivial["the_mean_picture"] == errors[-1]
    assert planted.figures["error_1"].n < 60  # held-out items only


def test_the_mean_picture_is_the_same_for_all(planted):
    """A code of no numbers restores every example as one picture."""
    assert np.ptp(planted.restored[-1].pictures, axis=0).max() == 0


def test_examples_are_held_out_and_one_of_each_value(planted):
    """Each known value is shown by its first held-out item."""
    held_out = set(_planted().split({"fit": 0.5, "held_out": 0.5})["held_out"].ids)
    assert [planted.gold[row] for row in planted.examples] == ["a", "b", "c"]
    assert all(f"item{row}" in held_out for row in planted.examples)


def test_the_result_is_plain_json(planted):
    """`as_dict` holds figures, regions and the record, and nothing that JSON lacks."""
    told = json.loads(json.dumps(planted.as_dict(), allow_nan=False))
    assert told["n_items"] == 60
    assert told["figures"]["ami"]["value"] == pytest.approx(1)
    assert told["record"]["step"] == "latent.map"
    assert told["record"]["parameters"]["n_permutations"] == 99


def test_the_record_names_no_place(planted):
    """Seed, settings and checksum are recorded; no path is."""
    assert planted.record.seed == 0
    assert len(planted.record.inputs["pixels"]) == 64
    assert "/" not in json.dumps(planted.record.as_dict())


def test_same_seed_same_result():
    """Two runs differ in nothing but their times."""
    first, again = (map_codes(_planted(), **SETTINGS, random_state=5) for _ in range(2))
    assert first.codes.tobytes() == again.codes.tobytes()
    assert first.labels.tobytes() == again.labels.tobytes()
    assert first.as_dict()["figures"] == again.as_dict()["figures"]


def test_without_gold_there_are_clusters_and_errors_only():
    """Nothing known means numbered regions and no agreement, and the examples are the first held-out items."""
    found = map_codes(_planted(gold=False), **SETTINGS)
    assert found.gold is None
    assert set(found.figures) == ON_MAP | {"error_1", "error_3"}
    assert sorted(region.name for region in found.regions) == ["cluster 1", "cluster 2", "cluster 3"]
    assert all(region.share is None for region in found.regions)
    assert len(found.examples) == 10


def test_items_of_which_nothing_is_known_are_not_judged():
    """Items without a value lie on the map and are left out of the agreement."""
    collection = _planted()
    values = [None if row < 10 else value for row, value in enumerate(collection.items["shape"].to_pylist())]
    found = map_codes(collection.with_column("shape", values), **SETTINGS)
    assert found.figures["ami"].n == 50
    assert len(found.labels) == 60


def test_quick_takes_fewer_draws():
    """`quick` caps the draws of every null at 100 and changes no value."""
    quick, slow = (map_codes(_planted(), **SETTINGS | {"n_permutations": 150, "quick": q}) for q in (True, False))
    assert (quick.figures["ami"].null.n, slow.figures["ami"].null.n) == (100, 150)
    assert (quick.figures["error_1"].null.n, slow.figures["error_1"].null.n) == (100, 150)
    assert quick.figures["ami"].value == slow.figures["ami"].value


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"block": "frames"}, "there is no block 'frames'; there are: 'pixels'"),
        ({"n_clusters": 61}, "n_clusters=61 asked of n_samples=60"),
        ({"n_components": 1}, "n_components must be at least 2"),
        ({"n_components": 21}, "n_components must be at most 20"),
        ({"n_numbers": (2, 30)}, "n_components must be at most 20"),
        ({"n_numbers": (0, 2)}, "n_numbers must be at least 1"),
        ({"n_permutations": "x", "quick": True}, "n_permutations must be a whole number, not 'x'"),
        ({"n_numbers": ()}, "n_numbers must name at least one length of code"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """The message names what was asked and what there is."""
    with pytest.raises(InputError, match=message):
        map_codes(_planted(), **SETTINGS | settings)


def test_pictures_outside_the_range_are_refused():
    """A block that is not in [0, 1] is refused with its range."""
    wrong = Collection("picture", {"id": list("abcd")}, blocks={"pixels": dense(np.full((4, 2, 2), 255.0))})
    with pytest.raises(InputError, match="must lie in \\[0, 1\\]; given between 255 and 255"):
        map_codes(wrong, n_clusters=2, n_components=2)


def test_too_few_items_are_refused():
    """A collection that cannot be halved says so."""
    with pytest.raises(InputError, match="3 items are too few"):
        map_codes(_planted(60).select([0, 1, 2]), n_clusters=2, n_components=2, n_numbers=(1,))


def test_the_digits():
    """On the digits the clusters agree with the digits far beyond chance, and the errors are those known of PCA."""
    found = map_codes(digits(), quick=True)
    ami, vi = found.figures["ami"], found.figures["vi_bits"]
    assert 0.71 < ami.value < 0.76  # five seeds gave 0.734 to 0.741; the interval over items is 0.71 to 0.76
    assert ami.verdict().startswith("better than chance by 0.7")
    assert vi.value < vi.trivial["one_cluster"] < vi.null.mean
    assert found.figures["error_10"].value == pytest.approx(0.0196, abs=0.001)  # 0.0204 with another half
    assert found.figures["error_10"].trivial["the_mean_picture"] == pytest.approx(0.0736, abs=0.001)
    assert Counter(found.gold)["3"] == 183
    assert found.credit.startswith("E. Alpaydin")


def test_codes_and_groups_go_back_into_the_collection(planted, tmp_path):
    """`with_map` adds codes with their history, groups and the record, and all of it survives saving."""
    with_map(_planted(), planted).save(tmp_path / "planted.motif")
    kept = read(tmp_path / "planted.motif")
    np.testing.assert_allclose(kept.blocks["codes"][:], planted.codes, rtol=1e-6)
    assert kept.blocks["codes"].columns[:2] == ("number_1", "number_2")
    np.testing.assert_allclose(kept.blocks["map"][:], planted.places, rtol=1e-6)
    assert kept.blocks["map"].info.parents == ("codes",)
    assert (kept.blocks["codes"].info.step, kept.blocks["codes"].info.parents) == ("latent.map", ("pixels",))
    assert kept.items["group"].to_pylist() == planted.labels.tolist()
    assert kept.items["group_name"].to_pylist() == list(planted.gold)  # the planted groups are found whole
    assert [record["step"] for record in kept.records][-1] == "latent.map"


def test_a_map_of_other_items_is_refused(planted):
    """A map goes only to a collection of as many items."""
    with pytest.raises(InputError, match="the map: 60 given, 30 expected"):
        with_map(_planted(30), planted)


def test_the_demo_leaves_a_collection(tmp_path):
    """The demo saves the digits with their codes, and again in place of the older one."""
    for _ in range(2):
        found = demo(folder=tmp_path, quick=True)
    kept = read(tmp_path / "digits.motif")
    assert kept.blocks["codes"].shape == (1797, 20)
    assert kept.blocks["map"].shape == (1797, 2)
    assert found.figures["ami"].null.n == 100


@pytest.mark.parametrize(
    ("block", "given"),
    [
        (ragged([np.zeros((3 + row % 2, 5), np.float32) for row in range(6)]), "ragged"),
        (dense(np.zeros((6, 5), np.float32)), "dense"),
        (dense(np.zeros((6, 5, 5, 4), np.float32)), "dense"),
    ],
)
def test_blocks_without_pictures_are_refused(block, given):
    """Pictures of several sizes, rows of numbers and pictures with alpha are refused with what there is."""
    collection = Collection("picture", {"id": list("abcdef")}, blocks={"pixels": block})
    with pytest.raises(InputError, match=f"^block 'pixels' must hold pictures of one size, .*; given {given} .*$"):
        map_codes(collection, n_clusters=2, n_components=2, n_numbers=(1,))


def test_an_empty_gold_column_is_no_gold():
    """A column that knows nothing of any item is as good as none."""
    missing = map_codes(_planted(gold=False).with_column("shape", [None] * 60), **SETTINGS)
    without = map_codes(_planted(gold=False), **SETTINGS)
    assert missing.gold is None
    assert set(missing.figures) == set(without.figures) == ON_MAP | {"error_1", "error_3"}
    assert missing.examples.tolist() == without.examples.tolist()


def test_examples_without_gold_in_the_held_out_half():
    """Where only fitted items are known, the examples are the first of those held out."""
    held_out = map_codes(_planted(gold=False), **SETTINGS).examples
    other = set(_planted().split({"fit": 0.5, "held_out": 0.5})["fit"].ids)
    values = ["a" if f"item{row}" in other else None for row in range(60)]
    assert map_codes(_planted().with_column("shape", values), **SETTINGS).examples.tolist() == held_out.tolist()


def test_a_numpy_seed_is_recorded():
    """The record names the seed whatever its type."""
    assert map_codes(_planted(), **SETTINGS, random_state=np.int64(3)).record.seed == 3


@pytest.mark.filterwarnings("ignore:Number of distinct clusters")
def test_clusters_without_items_are_no_regions():
    """Equal pictures lie in one region, however many clusters are asked for."""
    equal = Collection(
        "picture", {"id": [str(row) for row in range(20)]}, blocks={"pixels": dense(np.ones((20, 4, 4)))}
    )
    (region,) = map_codes(equal, n_clusters=3, n_components=2, n_numbers=(1,), quick=True).regions
    assert region.n_items == 20
