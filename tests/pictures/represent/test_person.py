"""People taken apart."""

import cv2
import numpy as np

from motif.pictures.represent.person import each_person


def figure(canvas, x, *, scale=1.0):
    """Draw a person: a head on a body, standing on the lower edge."""
    height = canvas.shape[0]
    body, head = round(40 * scale), round(26 * scale)
    top = height - round(120 * scale)
    cv2.ellipse(canvas, (x, height), (body, round(120 * scale)), 0, 180, 360, 1.0, -1)
    cv2.circle(canvas, (x, top - head // 2), head, 1.0, -1)
    return canvas


def empty():
    return np.zeros((240, 400), np.float32)


def test_one():
    """A head and a body are one person."""
    people = each_person(figure(empty(), 200))
    assert len(people) == 1
    assert np.array_equal(people[0], figure(empty(), 200))


def test_apart():
    """Two who stand apart are two, from left to right."""
    left, right = figure(empty(), 90), figure(empty(), 300)
    people = each_person(np.maximum(left, right))
    assert len(people) == 2
    assert np.array_equal(people[0], left)
    assert np.array_equal(people[1], right)


def test_touching():
    """Two who touch at the shoulders are two, and the border between them lies where they touch."""
    left, right = figure(empty(), 150), figure(empty(), 229)
    people = each_person(np.maximum(left, right))
    assert len(people) == 2
    assert (np.minimum(people[0], left).sum() / left.sum()) > 0.97
    assert (np.minimum(people[1], right).sum() / right.sum()) > 0.97


def test_sum():
    """Nothing is lost between people: their alphas add up to the whole."""
    alpha = cv2.GaussianBlur(np.maximum(figure(empty(), 150), figure(empty(), 260)), (0, 0), 2)
    assert np.allclose(sum(each_person(alpha)), alpha)


def test_scraps():
    """A scrap is no person."""
    alpha = figure(empty(), 90)
    alpha[10:14, 380:384] = 1
    assert len(each_person(alpha)) == 1


def test_thin():
    """A long thin scrap is no person, however large."""
    alpha = figure(empty(), 90)
    alpha[:, 380:390] = 1
    assert len(each_person(alpha)) == 1


def test_unsure():
    """What is nowhere sure is no person, however deep."""
    unsure = 0.7 * figure(empty(), 300)
    assert len(each_person(np.maximum(figure(empty(), 90), unsure))) == 1


def test_child():
    """A person half as large is a person."""
    assert len(each_person(np.maximum(figure(empty(), 90), figure(empty(), 300, scale=0.5)))) == 2


def test_nobody():
    """Nobody is nobody."""
    assert len(each_person(empty())) == 0


def test_large():
    """A picture larger than the size at which bodies are told apart gives as many people, at its own size."""
    alpha = cv2.resize(np.maximum(figure(empty(), 90), figure(empty(), 300)), (2000, 1200))
    people = each_person(alpha)
    assert [one.shape for one in people] == [(1200, 2000)] * 2
