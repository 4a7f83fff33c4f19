"""The error tree: what callers can rely on when they catch."""

import pickle

import pytest

from motif.core import errors
from motif.core.errors import DataError, InputError, MissingExtra, MotifError, NotFitted, SourceError

CLASSES = [MotifError, InputError, DataError, NotFitted, SourceError, MissingExtra]


@pytest.mark.parametrize("cls", CLASSES)
def test_an_error_survives_a_process_border_with_its_message_and_reason(cls):
    """Pickling keeps the class, the message and the reason."""
    back = pickle.loads(pickle.dumps(cls("photo.jpg ends early", reason="truncated")))
    assert (type(back), str(back), back.reason) == (cls, "photo.jpg ends early", "truncated")


@pytest.mark.parametrize("cls", CLASSES)
def test_an_error_without_a_reason_has_its_class_s_own_word(cls):
    """Each class brings a snake_case word of its own, so that a ledger never has an empty reason."""
    reason = cls("anything").reason
    assert reason == cls.default_reason
    assert reason.replace("_", "").isalpha()
    assert reason.islower()
    assert len({other.default_reason for other in CLASSES}) == len(CLASSES)


def test_one_except_catches_the_whole_tree():
    """Every error of the module is a `MotifError`."""
    assert {getattr(errors, name) for name in errors.__all__} == set(CLASSES)
    assert all(issubclass(cls, MotifError) for cls in CLASSES)


@pytest.mark.parametrize(("cls", "standard"), [(InputError, ValueError), (MissingExtra, ImportError)])
def test_code_that_knows_only_the_standard_library_catches_them_too(cls, standard):
    """A wrong argument is a `ValueError` and a missing extra an `ImportError`."""
    with pytest.raises(standard, match="as said"):
        raise cls("as said")
