"""`python -m motif`."""

from motif.cli.main import run

run()
