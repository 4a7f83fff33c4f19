"""Styles are written so that a bar is whole."""

import pytest

from motif.songs.source.synth.style import STYLES


@pytest.mark.parametrize("name", STYLES)
def test_every_part_has_a_sign_for_each_step_of_a_bar(name):
    """Also the drums; chords are degrees of the scale."""
    style = STYLES[name]
    parts = [part.steps for part in (style.melody, style.harmony, style.bass) if part is not None]
    assert {len(steps) for steps in (*parts, *style.drums.values())} == {style.beats * style.steps}
    assert all(0 <= degree < 7 for chords in style.chords for degree in chords)


def test_styles_lie_apart_in_tempo_or_metre():
    """Fast ones begin where slow ones end."""
    assert STYLES["ambient"].tempo_bpm[1] < STYLES["folk"].tempo_bpm[0]
    assert STYLES["house"].tempo_bpm[1] < STYLES["chiptune"].tempo_bpm[0] < STYLES["punk"].tempo_bpm[0]
    assert [name for name, style in STYLES.items() if style.beats == 3] == ["waltz"]
