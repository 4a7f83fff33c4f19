"""Track ids: every spelling of one id is one song; local files, episodes and other things are told."""

import string

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.songs.source.track import is_bare, track_id, track_ids

ID = "0WiKz86jAqiP6ZnuAZv8nz"
IDS = st.text(alphabet=string.ascii_letters + string.digits, min_size=22, max_size=22)


class TestTrackId:
    @pytest.mark.parametrize(
        "text",
        [
            ID,
            f"spotify:track:{ID}",
            f"https://open.spotify.com/track/{ID}",
            f"https://open.spotify.com/track/{ID}?si=Z4xEUA6dduDnODLD",
            f"http://open.spotify.com/intl-de/track/{ID}?si=a#b",
            f"open.spotify.com/embed/track/{ID}",
            f"  {ID} ",
        ],
    )
    def test_spellings(self, text):
        """URI, link and bare id are one id."""
        assert track_id(text) == ID

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "17",
            f"{ID}x",
            ID[:-1],
            f"spotify:album:{ID}",
            f"spotify:episode:{ID}",
            f"https://example.org/track/{ID}",
            f"https://open.spotify.com/album/{ID}",
            "spotify:local:A::B:183",
            f"{ID[:-1]}-",
        ],
    )
    def test_no_track(self, text):
        """What is no track has no track id."""
        assert track_id(text) is None


class TestTrackIds:
    def test_kinds(self):
        """Each cell is a track, a local file, an episode or none of them; an empty one is none."""
        cells = [f"spotify:track:{ID}", "spotify:local:A::B:183", f"spotify:episode:{ID}", "17", None]
        found = track_ids(pa.chunked_array([cells[:2], cells[2:]]))
        assert found.ids.to_pylist() == [ID, None, None, None, None]
        assert found.is_local.to_pylist() == [False, True, False, False, False]
        assert found.is_episode.to_pylist() == [False, False, True, False, False]

    def test_links_of_episodes_and_local_files(self):
        """Links to podcasts and local files are known, too."""
        links = [f"https://open.spotify.com/{what}/{ID}" for what in ("episode", "show", "local")]
        found = track_ids(pa.array(links))
        assert found.is_episode.to_pylist() == [True, True, False]
        assert found.is_local.to_pylist() == [False, False, True]

    def test_bare(self):
        """A column of bare ids comes back as it is."""
        assert track_ids(pa.array([ID, ID])).ids.to_pylist() == [ID, ID]

    @settings(derandomize=True, max_examples=40, deadline=None)
    @given(st.lists(st.one_of(IDS, IDS.map("spotify:track:{}".format), st.text(max_size=40)), min_size=1, max_size=8))
    def test_one_cell_like_many(self, cells):
        """A column says of each cell what `track_id` says of it alone, but for line breaks inside a cell."""
        flat = [cell.replace("\n", "") for cell in cells]
        assert track_ids(pa.array(flat, pa.string())).ids.to_pylist() == [track_id(cell) for cell in flat]


def test_bare_ids_are_22_letters_and_digits():
    """No link, no other length, nothing beyond ASCII, also in a part of an array; null is none."""
    cells = ["a" * 22, "a" * 21, "a" * 23, "a" * 21 + ":", "a" * 20 + "é", None, "Z9" * 11]
    assert is_bare(pa.array(cells)).tolist() == [True, False, False, False, False, False, True]
    assert is_bare(pa.array(cells)[3:]).tolist() == [False, False, False, True]
    assert is_bare(pa.array([], pa.string())).tolist() == []
    assert is_bare(pa.array([None], pa.string())).tolist() == [False]
