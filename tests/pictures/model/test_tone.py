"""Tones: steps that never fall, edges that stay."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.pictures.model.tone import (
    full_lightness,
    guided_maps,
    lightness_steps,
    smoothed_lab,
    step_table,
    strengthened,
)


class TestStepTable:
    @settings(max_examples=50, derandomize=True, deadline=None)
    @given(st.integers(2, 32), st.one_of(st.floats(0.2, 20), st.just(np.inf)))
    def test_monotone(self, levels, sharpness):
        """The lighter is never painted darker; black and white stay; steps stay where they are."""
        table = step_table(levels, sharpness=sharpness).astype(int)
        assert (np.diff(table) >= 0).all()
        assert table[[0, 255]].tolist() == [0, 255]

    @pytest.mark.parametrize("levels", [2, 3, 5, 16])
    def test_hard(self, levels):
        """Steps with hard borders are as many as asked for, equally far."""
        found = np.unique(step_table(levels, sharpness=np.inf))
        assert np.abs(found - lightness_steps(levels)).max() <= 0.5
        assert len(found) == levels

    def test_soft(self):
        """Around a step it is flatter than half-way between two."""
        table = step_table(5, sharpness=2.0).astype(int)
        assert table[74] - table[54] < table[105] - table[85]  # the steps are at 63.75 and 127.5

    def test_one(self):
        """One step is middle grey."""
        assert set(step_table(1, sharpness=2)) == {128}


class TestSmoothedLab:
    def test_edge(self):
        """Noise goes, the edge stays."""
        rng = np.random.default_rng(0)
        grey = np.where(np.arange(80) < 40, 60, 190) + rng.normal(0, 4, (60, 80))
        before = np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
        none, three = (smoothed_lab(before, smooth=n)[..., 0].astype(float) for n in (0, 3))
        assert three[:, :36].std() < 0.4 * none[:, :36].std()
        assert three[:, 42].mean() - three[:, 37].mean() > 0.95 * (none[:, 42].mean() - none[:, 37].mean())


class TestStrengthened:
    def test_grey(self):
        """Without colour there is grey; the lightness stays."""
        lab = np.random.default_rng(0).integers(0, 256, (4, 4, 3), dtype=np.uint8)
        grey = strengthened(lab, 0)
        assert (grey[..., 1:] == 128).all()
        assert np.array_equal(grey[..., 0], lab[..., 0])


class TestGuidedMaps:
    def test_identity(self):
        """A target that is its guide comes back, but for what the epsilon takes."""
        guide = np.random.default_rng(0).uniform(0, 255, (20, 20)).astype(np.float32)
        slope, offset = guided_maps(guide, guide, radius=2, epsilon=1e-3)
        assert np.allclose(slope * guide + offset, guide, atol=0.1)


class TestFullLightness:
    def test_sharp(self):
        """Enlarged four times, an edge is as sharp as that of the full picture."""
        full = np.zeros((40, 4000, 3), np.uint8)
        full[:, 2001:] = 200
        small = smoothed_lab(full, smooth=1)[..., 0]
        row = full_lightness(full, np.ascontiguousarray(small))(slice(20, 21))[0].astype(int)
        assert row[2001] - row[2000] > 0.8 * (row[2100] - row[1900])
