"""`reconstruct`: the best, the median and the worst of what was held out, as page or pictures."""

import pytest

from motif.core.errors import InputError
from motif.latent.study.reconstruct import reconstruct


def test_sorts_are_in_order_and_beside_pca(fitted):
    """Errors rise from the best to the worst; each picture has its two restored ones."""
    found = reconstruct(fitted, "codes", n=4)
    best, median, worst = found.groups
    assert best.errors.max() <= median.errors.min() <= median.errors.max() <= worst.errors.min()
    assert best.originals.shape == best.by_network.shape == best.by_pca.shape == (4, 6, 6)
    assert 0 <= found.better_than_pca <= 1
    assert found.as_dict()["groups"]["best"][0]["id"] == best.ids[0]


def test_a_page_or_pictures(fitted, tmp_path):
    """By the ending of `out`; what is there stays unless asked."""
    reconstruct(fitted, "codes", n=3, out=tmp_path / "page.html")
    assert "Restored worst" in (tmp_path / "page.html").read_text(encoding="utf-8")
    reconstruct(fitted, "told", n=3, out=tmp_path / "pictures")
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert len(names) == 12
    assert names[-3:] == ["worst-01-" + names[-3].partition("worst-01-")[2], *names[-2:]]
    for out in ("page.html", "pictures"):
        with pytest.raises(InputError, match="exists"):
            reconstruct(fitted, "codes", out=tmp_path / out)
    reconstruct(fitted, "codes", n=2, out=tmp_path / "page.html", overwrite=True)
    with pytest.raises(InputError, match=r"\.html file or a folder"):
        reconstruct(fitted, "codes", out=tmp_path / "page.pdf")


def test_no_more_are_shown_than_were_held_out(fitted):
    """A number beyond is clipped, and the record holds what was done."""
    found = reconstruct(fitted, "codes", n=100_000)
    n = found.figures["error"].n
    assert [len(group.ids) for group in found.groups] == [n] * 3
    assert found.record.parameters["n"] == n
