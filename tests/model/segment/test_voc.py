import numpy as np
import pytest

from motif.core.errors import InputError
from motif.model.segment.voc import CLASSES, COLOURS, numbers, paint


def test_colours_are_those_of_pascal_voc():
    """The printed program's table is Pascal VOC's own: the bits of a class's number, dealt to red, green and blue."""
    for number, colour in enumerate(COLOURS):
        dealt = [0, 0, 0]
        for bit in range(8):
            dealt[bit % 3] |= (number >> bit & 1) << (7 - bit // 3)
        assert colour == tuple(dealt)
    assert len(COLOURS) == len(CLASSES) == 21


def test_person_is_the_fifteenth():
    """The order of the classes is the one the published weights were trained with."""
    assert [CLASSES[number] for number in (0, 7, 12, 15, 20)] == ["background", "car", "dog", "person", "tvmonitor"]


def test_numbers_are_ascending_and_single():
    """Order and repetition of the names do not matter."""
    assert numbers(["person", "cat", "person"]) == (8, 15)


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        (["persn"], "a class must be one of 'background'.*not 'persn'"),
        ("person", r"write \['person'\]"),
        ([], "at least one class"),
    ],
)
def test_what_names_no_class_is_refused(classes: list[str], told: str):
    """Slips are answered with what would be right."""
    with pytest.raises(InputError, match=told):
        numbers(classes)


def test_paint_gives_each_label_its_colour():
    """Two classes, two colours."""
    assert paint(np.array([[7, 15]], np.uint8)).tolist() == [[[128, 128, 128], [192, 128, 128]]]


@pytest.mark.parametrize("label", [-1, 21, 255])
def test_a_label_beyond_the_classes_is_refused(label: int):
    """The border of Pascal's own maps (255) is told, not painted."""
    with pytest.raises(InputError, match="labels must be 0 to 20"):
        paint(np.array([[label]]))
