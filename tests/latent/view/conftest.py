"""The demo's map of the digits, made once."""

import pytest

from motif.latent.study import demo


@pytest.fixture(scope="session")
def found():
    return demo(quick=True)
