"""What the tests of the command line of videos share."""

import pytest
from typer.testing import CliRunner

from tests.videos.study.test_fit import labelled


@pytest.fixture
def run():
    """Run `motif` with arguments; return exit code, stdout, stderr."""
    from motif.cli.main import app

    def call(*arguments):
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return call


@pytest.fixture
def videos(tmp_path):
    """A collection on disk: 120 videos of two labels."""
    path = tmp_path / "v.motif"
    labelled(120).save(path)
    return path
