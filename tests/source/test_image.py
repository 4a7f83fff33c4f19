"""Pictures come in upright, once, at their own depth and with their profile; what is no picture gets one clear line."""

import io
import logging
import struct
import subprocess
import sys
import threading
import warnings
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageOps

from motif.core.digest import array_digest
from motif.core.errors import DataError, InputError, MissingExtra, MotifError, SourceError
from motif.source.file import list_files
from motif.source.image import FORMATS, MAX_PIXELS, Picture, encode_image, read_image, read_note, to_srgb
from motif.source.image.read import upright
from motif.source.image.whole import ends_early, is_whole, webp_size

SRGB_PROFILE = ImageCms.createProfile("sRGB")
SRGB = ImageCms.ImageCmsProfile(SRGB_PROFILE).tobytes()


def rng():
    """The same chance in every test, whatever their order."""
    return np.random.default_rng(0)


def save(image, form, **options):
    """A picture's bytes, written by Pillow."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image.save(stream, form, **options)
    return stream.getvalue()


def smooth(height, width, n_channels=3):
    """A picture without hard edges, which lossy formats keep well."""
    noise = rng().integers(0, 256, (height, width, n_channels), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 4).reshape(height, width, n_channels)


def corners(height=24, width=40):
    """A picture that differs in every corner: red, green, blue, white, row by row from the top left."""
    pixels = np.zeros((height, width, 3), np.uint8)
    half, middle = height // 2, width // 2
    pixels[:half, :middle, 0] = pixels[:half, middle:, 1] = pixels[half:, :middle, 2] = 255
    pixels[half:, middle:] = 255
    return pixels


def png(width, height, depth, colour_type, rows, *chunks):
    """A PNG made by hand: rows are the bytes behind each filter byte."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))
    between = b"".join(chunk(name, content) for name, content in chunks)
    body = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return b"\x89PNG\r\n\x1a\n" + header + between + body + chunk(b"IEND", b"")


def tiff(pixels, *, order="<", **tags):
    """An uncompressed TIFF made by hand, independent of Motif's writer; tags are named as Pillow names them."""
    numbers = {tag.name: tag.value for tag in ExifTags.Base}
    height, width, n_channels = pixels.shape
    raw = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    values = {"ImageWidth": width, "ImageLength": height, "Compression": 1, "SamplesPerPixel": n_channels}
    values |= {"PhotometricInterpretation": 2 if n_channels > 2 else 1, "RowsPerStrip": height}
    values |= {"StripByteCounts": len(raw), **tags}
    n = len(values) + 2
    behind = 8 + 2 + 12 * n + 4
    entries = {numbers[name]: struct.pack(order + "HIHH", 3, 1, value, 0) for name, value in values.items()}
    for name in ("StripByteCounts", "RowsPerStrip"):
        entries[numbers[name]] = struct.pack(order + "HII", 4, 1, values[name])
    bits = struct.pack(order + "H", 8 * pixels.itemsize) * n_channels
    where = bits.ljust(4, b"\0") if len(bits) <= 4 else struct.pack(order + "I", behind)
    entries[numbers["BitsPerSample"]] = struct.pack(order + "HI", 3, n_channels) + where
    entries[numbers["StripOffsets"]] = struct.pack(order + "HII", 4, 1, behind + len(bits))
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, n)
    listed = b"".join(struct.pack(order + "H", tag) + entry for tag, entry in sorted(entries.items()))
    return head + listed + bytes(4) + bits + raw


def refusal(source, reason, **settings):
    """The message of the DataError that reading gives, its reason checked."""
    with pytest.raises(DataError) as caught:
        read_image(source, **settings)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- orientation ----------------------------------------------------------------------------------------------------

UPRIGHT = np.array([[1, 2, 3], [4, 5, 6]])
STORED = {  # what a camera stores for the picture above, from the EXIF standard: where row 0 and column 0 lie
    1: [[1, 2, 3], [4, 5, 6]],  # top, left
    2: [[3, 2, 1], [6, 5, 4]],  # top, right
    3: [[6, 5, 4], [3, 2, 1]],  # bottom, right
    4: [[4, 5, 6], [1, 2, 3]],  # bottom, left
    5: [[1, 4], [2, 5], [3, 6]],  # left, top
    6: [[3, 6], [2, 5], [1, 4]],  # right, top
    7: [[6, 3], [5, 2], [4, 1]],  # right, bottom
    8: [[4, 1], [5, 2], [6, 3]],  # left, bottom
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_orientation_turns_the_stored_rows_upright(orientation):
    """Row 0 and column 0 go where the standard says, worked out by hand."""
    assert upright(np.array(STORED[orientation]), orientation).tolist() == UPRIGHT.tolist()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_orientation_is_applied_once_in_every_format(form, orientation):
    """Four coloured corners stored in each of the eight ways are upright again, as Pillow's own function has them."""
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    stored = upright(corners(), back)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    data = save(Image.fromarray(stored), form, exif=exif)
    picture = read_image(data)
    assert picture.pixels.shape == (24, 40, 3)
    assert np.abs(picture.pixels[2:-2:19, 2:-2:35].astype(int) - corners()[2:-2:19, 2:-2:35]).max() < 40
    with Image.open(io.BytesIO(data)) as image:
        assert (picture.pixels == np.asarray(ImageOps.exif_transpose(image))).all()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_orientation_is_applied_once_to_a_deep_tiff(orientation, order):
    """At 16 bits every pixel lies where it should, exactly, in both byte orders."""
    pixels = rng().integers(0, 65536, (5, 7, 3), dtype=np.uint16)
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    picture = read_image(tiff(upright(pixels, back), order=order, Orientation=orientation))
    assert picture.pixels.dtype == np.uint16
    assert (picture.pixels == pixels).all()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("n_channels", [1, 2, 3, 4])
def test_orientation_is_applied_once_to_a_deep_png(orientation, n_channels):
    """The same for PNG of 16 bits, grey and colour, with and without alpha."""
    pixels = rng().integers(0, 65536, (5, 7, n_channels), dtype=np.uint16)
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    stored = upright(pixels, back)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    rows = [row.astype(">u2").tobytes() for row in stored]
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[n_channels]
    height, width = stored.shape[:2]
    data = png(width, height, 16, colour_type, rows, (b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0")))
    assert (read_image(data).pixels == pixels).all()


@pytest.mark.parametrize("value", [0, 9, 300])
def test_an_orientation_that_does_not_exist_changes_nothing(value):
    """Values outside 1 to 8 count as 1."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = value
    assert (read_image(save(Image.fromarray(corners()), "PNG", exif=exif)).pixels == corners()).all()


def test_broken_exif_data_do_not_cost_the_picture():
    """Damage beside the pixels is passed over: the pixels are what is asked for."""
    data = save(Image.fromarray(corners()), "PNG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert (read_image(data).pixels == corners()).all()
    jpeg = save(Image.fromarray(corners()), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x05junk")
    assert read_image(jpeg).pixels.shape == (24, 40, 3)


# --- kinds of pixels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n_channels", [1, 2, 3, 4])
@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_eight_bits_survive_bit_for_bit(form, n_channels):
    """What Pillow wrote without loss is read without loss, grey to RGB with alpha."""
    pixels = rng().integers(0, 256, (9, 7, n_channels), dtype=np.uint8)
    image = Image.fromarray(pixels[:, :, 0] if n_channels == 1 else pixels)
    picture = read_image(save(image, form))
    assert (picture.pixels == pixels).all()
    assert picture.has_alpha == (n_channels in (2, 4))
    assert (picture.height, picture.width, picture.format) == (9, 7, form.lower())


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
@pytest.mark.parametrize("n_channels", [1, 3, 4])
def test_sixteen_bits_that_opencv_wrote_survive_bit_for_bit(suffix, n_channels):
    """Pillow would reduce them to 8 bits."""
    pixels = rng().integers(0, 65536, (9, 7, n_channels), dtype=np.uint16)
    swapped = pixels if n_channels == 1 else pixels[:, :, [2, 1, 0, 3][:n_channels]]
    data = cv2.imencode(suffix, swapped)[1].tobytes()
    picture = read_image(data)
    assert picture.pixels.dtype == np.uint16
    assert (picture.pixels == pixels).all()


def test_a_palette_becomes_rgb_and_its_transparent_colour_alpha():
    """A palette is looked up; a transparent entry makes the fourth channel."""
    image = Image.new("P", (2, 1))
    image.putpalette([10, 20, 30, 40, 50, 60])
    image.putpixel((1, 0), 1)
    assert read_image(save(image, "PNG")).pixels.tolist() == [[[10, 20, 30], [40, 50, 60]]]
    clear = [[[10, 20, 30, 255], [40, 50, 60, 0]]]
    assert read_image(save(image, "PNG", transparency=1)).pixels.tolist() == clear
    assert read_image(save(image, "PNG", transparency=b"\xff\x00")).pixels.tolist() == clear
    assert read_image(save(image, "GIF", transparency=1)).pixels[0, 1, 3] == 0


@pytest.mark.parametrize(
    ("depth", "colour_type", "rows", "key", "expected"),
    [
        (1, 0, [b"\x40"], b"\0\1", [[[0, 255], [255, 0]]]),
        (2, 0, [b"\x60"], b"\0\1", [[[85, 0], [170, 255]]]),
        (4, 0, [b"\x3f"], b"\0\3", [[[51, 0], [255, 255]]]),
        (8, 0, [b"\x03\xff"], b"\0\3", [[[3, 0], [255, 255]]]),
        (16, 0, [b"\x03\x01\xff\xff"], b"\3\1", [[[769, 0], [65535, 65535]]]),
        (8, 2, [b"\1\2\3\1\2\4"], b"\0\1\0\2\0\3", [[[1, 2, 3, 0], [1, 2, 4, 255]]]),
        (16, 2, [b"\1\1\2\2\3\3\1\1\2\2\3\4"], b"\1\1\2\2\3\3", [[[257, 514, 771, 0], [257, 514, 772, 65535]]]),
    ],
)
def test_the_transparent_colour_of_a_png_becomes_alpha_at_every_depth(depth, colour_type, rows, key, expected):
    """One grey level or colour can be transparent; it is compared at the depth of the file."""
    data = png(2, 1, depth, colour_type, rows, (b"tRNS", key))
    assert read_image(data).pixels.tolist() == expected


def test_black_and_white_becomes_grey():
    """One bit a pixel is read as 0 and 255."""
    image = Image.fromarray(np.array([[0, 255, 255]], np.uint8)).convert("1")
    for form in ("PNG", "TIFF", "BMP"):
        assert read_image(save(image, form)).pixels.tolist() == [[[0], [255], [255]]]


def test_white_may_be_zero():
    """A TIFF that counts from white to black is turned, at 8 and at 16 bits."""
    for kind, top in ((np.uint8, 255), (np.uint16, 65535)):
        pixels = np.array([[[0], [1], [top]]], kind)
        assert read_image(tiff(pixels, PhotometricInterpretation=0)).pixels.tolist() == [[[top], [top - 1], [0]]]


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_alpha_that_is_multiplied_in_is_divided_out(kind):
    """The colours of a half opaque pixel come back at their own strength; a fourth channel without meaning goes."""
    top = int(np.iinfo(kind).max)
    pixels = np.array([[[top // 4, top // 2, 0, top // 2], [top, 0, 0, top]]], kind)
    picture = read_image(tiff(pixels, ExtraSamples=1))
    expected = [[[top // 2, top, 0, top // 2], [top, 0, 0, top]]]
    assert np.abs(picture.pixels.astype(int) - expected).max() <= 1
    assert (read_image(tiff(pixels, ExtraSamples=0)).pixels == pixels[:, :, :3]).all()
    assert (read_image(tiff(pixels, ExtraSamples=2)).pixels == pixels).all()


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb_the_right_way_round(form):
    """White paper is white and full inks are their colours, also in Adobe's inverted JPEG."""
    inks = np.zeros((32, 64, 4), np.uint8)
    inks[:, 16:32, 0] = 255  # cyan
    inks[:, 32:48, 1:3] = 255  # red
    inks[:, 48:, 3] = 255  # black
    picture = read_image(save(Image.fromarray(inks, "CMYK"), form, **({"quality": 100} if form == "JPEG" else {})))
    seen = picture.pixels[16, [8, 24, 40, 56]].astype(int)
    assert np.abs(seen - [[255, 255, 255], [0, 255, 255], [255, 0, 0], [0, 0, 0]]).max() <= 3
    assert picture.profile is None


def test_thirty_two_bits_are_refused_with_what_to_do():
    """Depths that Motif has no place for are named."""
    data = save(Image.fromarray(np.ones((2, 3), np.float32)), "TIFF")
    assert "32 bits a channel" in refusal(data, "unsupported_depth")
    assert "8 or 16 bits" in refusal(tiff(np.zeros((2, 3, 2), np.uint16), ExtraSamples=2), "unsupported_depth")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "TIFF"])
def test_an_animation_gives_its_first_frame(form):
    """Frames behind the first are not read."""
    frames = [Image.fromarray(np.full((8, 8, 3), level, np.uint8)) for level in (255, 0, 128)]
    picture = read_image(save(frames[0], form, save_all=True, append_images=frames[1:]))
    assert picture.pixels.shape[:2] == (8, 8)
    assert picture.pixels[:, :, :3].min() >= 250


# --- profiles -------------------------------------------------------------------------------------------------------


def icc(space, tags, *, kind=b"mntr", connection=b"XYZ "):
    """A colour profile made by hand: version 2, the tags given."""
    base = {b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"hand\0" + bytes(78), b"cprt": b"text\0\0\0\0none\0"}
    base[b"wtpt"] = xyz(0.9642, 1.0, 0.8249)
    every = {**base, **tags}
    at = 128 + 4 + 12 * len(every)
    table, body = struct.pack(">I", len(every)), b""
    for name, content in every.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = bytes(4) + b"lcms" + struct.pack(">I", 0x02400000) + kind + space + connection
    head += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    head = head.ljust(128, b"\0")
    profile = head + table + body
    return struct.pack(">I", len(profile)) + profile[4:]


def xyz(*values):
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def gamma(value):
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(value * 256)) + bytes(2)


LINEAR_RGB = icc(
    b"RGB ",
    {
        b"rXYZ": xyz(0.4360, 0.2225, 0.0139),  # the primaries of sRGB, adapted to D50
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma(1.0)),
    },
)
LINEAR_GREY = icc(b"GRAY", {b"kTRC": gamma(1.0)})


def to_srgb_by_formula(linear):
    """The levels of sRGB for linear light, from the standard (IEC 61966-2-1)."""
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


INKS = [(0.1, 0.6, 0.9), (0.8, 0.2, 0.5), (1.0, 0.9, 0.2), (0.0, 0.0, 0.0)]  # unlike the plain formula's


def ink_profile():
    """A CMYK profile of two corners an ink: how much red, green and blue light each full ink lets through."""
    lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    grid = b""
    for cell in range(16):
        present = [INKS[place] for place in range(4) if cell >> (3 - place) & 1]
        light = np.prod([[255.0, 255.0, 255.0], *present], axis=0).round().astype(int)
        grid += bytes(lab.apply(Image.new("RGB", (1, 1), tuple(light.tolist()))).getpixel((0, 0)))
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 * (place % 4 == 0) for place in range(9)))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + matrix + straight * 4 + grid + straight * 3
    return icc(b"CMYK", {b"A2B0": table}, kind=b"prtr", connection=b"Lab ")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_the_profile_is_kept_and_applied(form):
    """Linear light becomes the levels that the sRGB formula gives."""
    levels = np.linspace(20, 235, 12).round().astype(np.uint8)
    pixels = np.repeat(np.repeat(levels, 8)[None, :, None], 16, axis=0).repeat(3, axis=2)
    picture = read_image(save(Image.fromarray(pixels), form, icc_profile=LINEAR_RGB))
    assert picture.profile == LINEAR_RGB
    expected = to_srgb_by_formula(picture.pixels / 255.0)
    assert np.abs(to_srgb(picture) - expected).max() <= 1.5  # 8 bits, and primaries rounded to 4 digits


def test_the_profile_of_a_deep_or_transparent_picture_is_applied_to_its_colours_alone():
    """Alpha is passed through, 16 bits are reduced first."""
    pixels = np.array([[[32768, 32768, 32768, 12345]]], np.uint16)
    result = to_srgb(Picture(pixels, LINEAR_RGB))
    assert result.dtype == np.uint8
    assert abs(int(result[0, 0, 0]) - to_srgb_by_formula(np.array(0.5))) <= 1.5
    assert result[0, 0, 3] == round(12345 / 257)


def test_a_grey_profile_is_applied_to_grey():
    """Grey with its own profile, and grey with a profile for RGB, both come out as equal colours."""
    grey = Picture(np.array([[[64]]], np.uint8), LINEAR_GREY)
    expected = to_srgb_by_formula(np.array(64 / 255))
    assert np.abs(to_srgb(grey)[0, 0] - expected).max() <= 1.5
    assert np.abs(to_srgb(Picture(grey.pixels, LINEAR_RGB))[0, 0] - expected).max() <= 1.5


def test_an_srgb_profile_changes_no_pixel():
    """The most common profile is not a source of rounding."""
    pixels = rng().integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert (to_srgb(Picture(pixels, SRGB)) == pixels).all()


BAD_SPACE = SRGB[:16] + b"\xf1\xf2\xf3\xf4" + SRGB[20:]


@pytest.mark.parametrize("profile", [b"junk", SRGB[:200], LINEAR_GREY, ink_profile(), BAD_SPACE])
def test_a_profile_that_cannot_be_used_is_said_and_passed_over(caplog, profile):
    """The colours stay as they are, and the log has one line."""
    pixels = rng().integers(0, 256, (4, 4, 3), dtype=np.uint8)
    with caplog.at_level(logging.WARNING, logger="motif"):
        assert (to_srgb(Picture(pixels, profile)) == pixels).all()
    assert len(caplog.records) == 1


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_goes_through_its_profile(form):
    """Paper and inks have the colours that the profile says, not those of the plain formula."""
    inks = np.zeros((32, 64, 4), np.uint8)
    inks[:, 16:32, 0] = 255
    inks[:, 32:48, 1] = 255
    inks[:, 48:, 3] = 255
    options = {"quality": 100} if form == "JPEG" else {}
    picture = read_image(save(Image.fromarray(inks, "CMYK"), form, icc_profile=ink_profile(), **options))
    seen = picture.pixels[16, [8, 24, 40, 56]].astype(int)
    expected = [[255, 255, 255], *(255 * np.array(INKS)[[0, 1, 3]])]
    assert np.abs(seen - expected).max() <= 8  # the profile holds Lab of 8 bits, and black is moved to black
    assert picture.profile is None


def test_reading_as_srgb_never_hands_out_the_picture_itself():
    """Changing the result leaves the picture and its id alone."""
    picture = Picture(np.zeros((2, 2, 3), np.uint8))
    to_srgb(picture)[:] = 255
    assert picture.pixels.max() == 0


@given(st.integers(0, 65535))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_sixteen_bits_become_the_nearest_of_256_levels(level):
    """Rounded, not cut: 65535 is 255 and the error is at most half a level."""
    result = to_srgb(Picture(np.full((1, 1, 1), level, np.uint16)))
    assert abs(int(result[0, 0, 0]) - level / 257) <= 0.5


# --- refusals -------------------------------------------------------------------------------------------------------

WHOLE = {
    "jpeg": save(Image.fromarray(smooth(60, 80)), "JPEG"),
    "progressive": save(Image.fromarray(smooth(60, 80)), "JPEG", progressive=True),
    "png": save(Image.fromarray(smooth(60, 80)), "PNG"),
    "png of 16 bits": encode_image(smooth(60, 80).astype(np.uint16) * 257, format="png"),
    "webp": save(Image.fromarray(smooth(60, 80)), "WEBP"),
    "lossless webp": save(Image.fromarray(smooth(60, 80)), "WEBP", lossless=True),
    "tiff": save(Image.fromarray(smooth(60, 80)), "TIFF"),
    "packed tiff": save(Image.fromarray(smooth(60, 80)), "TIFF", compression="tiff_lzw"),
    "tiff of 16 bits": encode_image(smooth(60, 80).astype(np.uint16) * 257, format="tiff"),
    "bmp": save(Image.fromarray(smooth(60, 80)), "BMP"),
    "gif": save(Image.fromarray(smooth(60, 80)), "GIF"),
    "avif": save(Image.fromarray(smooth(60, 80)), "AVIF"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_cut_file_is_truncated_wherever_it_is_cut(name):
    """At 50 places from the first bytes to the last one, the message says that the file ends early."""
    data = WHOLE[name]
    assert read_image(data).pixels.shape == (60, 80, 3)
    for n in np.linspace(12, len(data) - 1, 50).astype(int):
        assert "ends early" in refusal(data[:n], "truncated")


@pytest.mark.parametrize("name", ["jpeg", "png", "gif"])
def test_bytes_behind_the_end_are_passed_over(name):
    """What cameras and editors append does not make a whole picture a cut one."""
    assert (read_image(WHOLE[name] + bytes(100)).pixels == read_image(WHOLE[name]).pixels).all()
    assert not ends_early(name, WHOLE[name])


@pytest.mark.parametrize("name", ["png", "png of 16 bits", "webp", "packed tiff", "avif"])
def test_damage_in_the_middle_never_passes_as_another_error(name):
    """Zeros over a part of the file give a picture or a DataError, never an error of a library."""
    data = WHOLE[name]
    for start in range(30, len(data) - 60, max(len(data) // 25, 1)):
        broken = data[:start] + bytes(50) + data[start + 50 :]
        try:
            read_image(broken, max_pixels=1_000_000)
        except DataError as error:
            assert error.reason in ("damaged", "truncated", "too_large", "unsupported_depth")  # noqa: PT017 - either is right


def test_a_bomb_is_refused_by_its_header():
    """A kilobyte that claims 3,600 million pixels is refused with both numbers and what to do, nothing decoded."""
    bomb = png(60_000, 60_000, 8, 2, [bytes(100)])
    message = refusal(bomb, "too_large")
    assert "60,000 x 60,000 pixels, 3,600,000,000" in message
    assert "80,000,000 allowed" in message
    assert "--max-pixels" in message
    refusal(png(60_000, 60_000, 16, 2, [bytes(100)]), "too_large")


def test_a_picture_above_pillows_limits_is_refused_too():
    """Motif's cap lies below Pillow's, whose first limit only warns and whose second is a class of its own."""
    assert MAX_PIXELS < Image.MAX_IMAGE_PIXELS
    for side in (9_000, 9_600, 14_000):  # 81, 92 and 196 million
        refusal(png(side, side, 1, 0, [bytes(100)]), "too_large")
    for form in ("GIF", "BMP", "TIFF", "JPEG", "PNG", "WEBP", "AVIF"):
        refusal(save(Image.new("L", (30, 30)), form), "too_large", max_pixels=899)


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("exif", [b"", b"Exif\0\0II*\0\x08\0\0\0\0\0"])
def test_the_size_of_a_webp_is_known_from_its_header(lossless, exif):
    """The three ways to begin a WebP file (plain, lossless, extended) state the size that Pillow finds."""
    data = save(Image.fromarray(smooth(60, 80)), "WEBP", lossless=lossless, exif=exif)
    assert webp_size(data) == (80, 60)


def test_a_webp_bomb_is_refused_before_its_decoder_takes_room():
    """A header of 268 million pixels is refused with its size."""
    head = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xfe\x3f\0" * 2
    message = refusal(b"RIFF" + struct.pack("<I", len(head)) + head, "too_large")
    assert "16,383 x 16,383" in message


def test_the_cap_is_exact():
    """As many pixels as allowed are read, one more is not."""
    data = save(Image.fromarray(corners()), "PNG")
    assert read_image(data, max_pixels=960).height == 24
    refusal(data, "too_large", max_pixels=959)
    with pytest.raises(InputError, match="max_pixels"):
        read_image(data, max_pixels=0)


@pytest.mark.parametrize("form", ["TIFF", "WEBP"])
def test_a_raised_cap_passes_pillows_and_leaves_it_as_it_was(monkeypatch, form):
    """Where Pillow would refuse again by its own limit, a caller's higher cap counts, and only for that picture."""
    data = save(Image.fromarray(corners()), form)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert read_image(data, max_pixels=1000).height == 24
    assert Image.MAX_IMAGE_PIXELS == 100
    refusal(data, "too_large", max_pixels=101)
    assert Image.MAX_IMAGE_PIXELS == 100


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"just words, saved under the wrong name", "text"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "a web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "XML"),
        (b"PK\x03\x04" + bytes(60), "a zip archive"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"\x01\x02\x03\x04" * 20, "bytes of an unknown kind"),
        (b"id,song\n1,Stay\n", "text"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path, content, says):
    """A file with a picture's name is refused with what it is."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    message = refusal(path, "not_an_image")
    assert message.startswith(f"'photo.jpg' is {says}, not a picture")
    assert str(tmp_path) not in message


def test_an_empty_file_a_folder_and_nothing_are_told_apart(tmp_path):
    """Each has its own error and reason."""
    (tmp_path / "empty.jpg").write_bytes(b"")
    assert "'empty.jpg' is empty" in refusal(tmp_path / "empty.jpg", "empty")
    assert "the picture is empty" in refusal(b"", "empty")
    with pytest.raises(SourceError, match="is a folder"):
        read_image(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        read_image(tmp_path / "none.jpg")


def test_a_file_far_too_large_for_its_pixels_is_not_read(tmp_path):
    """A file of more bytes than the most pixels allowed could need is refused unread."""
    with (tmp_path / "huge.jpg").open("wb") as stream:
        stream.truncate(200 << 20)  # takes no room on the disk
    refusal(tmp_path / "huge.jpg", "too_large", max_pixels=1000)


def heic(image, **options):
    """A picture's bytes as HEIC; skipped with the reason where no package reads and writes it."""
    plugin = pytest.importorskip("pillow_heif", reason="HEIC needs the extra 'heic'")
    stream = io.BytesIO()
    plugin.encode(image.mode, image.size, image.tobytes(), stream, **options)
    return stream.getvalue()


def test_heic_without_its_extra_is_refused_with_what_to_install(monkeypatch):
    """The format that phones make is named, and what reads it."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
    with pytest.raises(MissingExtra, match=r"pip install 'motif-media\[heic\]'"):
        read_image(data)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_is_upright_once(orientation):
    """HEIC says by a property of its own how it is turned, and repeats that in EXIF: one of the two counts."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    picture = read_image(heic(Image.fromarray(corners()), quality=-1, chroma=444, exif=exif.tobytes()))
    assert picture.format == "heic"
    wanted = upright(corners(), orientation)
    assert picture.pixels.shape == wanted.shape
    assert np.abs(picture.pixels.astype(int) - wanted).max() <= 3  # rounding of YCbCr


def test_heic_keeps_alpha_profile_and_fails_like_the_others():
    """Alpha is read, the size is known before pixels are, and a cut file is truncated."""
    image = Image.fromarray(np.dstack([corners(), np.full((24, 40), 100, np.uint8)]))
    data = heic(image, quality=-1, icc_profile=SRGB)
    picture = read_image(data)
    assert picture.has_alpha
    assert (picture.pixels[..., 3] == 100).all()
    refusal(data, "too_large", max_pixels=100)
    assert {refusal(data[:at], "truncated") != "" for at in np.linspace(40, len(data) - 1, 50).astype(int)} == {True}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_avif_is_upright_once(orientation):
    """AVIF says by a property of its own how it is turned."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    data = save(Image.fromarray(corners()), "AVIF", exif=exif, quality=100, subsampling="4:4:4")
    pixels = read_image(data).pixels
    wanted = upright(corners(), orientation)
    assert pixels.shape == wanted.shape
    assert np.abs(pixels.astype(int) - wanted).max() <= 3  # rounding of YCbCr


def test_a_picture_says_which_colours_it_was_read_from():
    """CMYK and Lab become sRGB, which the picture tells; RGB stays what it is."""
    image = Image.fromarray(corners())
    lab = ImageCms.profileToProfile(image, SRGB_PROFILE, ImageCms.createProfile("LAB"), outputMode="LAB")
    found = [read_image(save(one, "TIFF")).converted_from for one in (image.convert("CMYK"), lab, image)]
    assert found == ["CMYK", "Lab", ""]


@pytest.mark.parametrize("depth", [8, 10, 12])
def test_avif_of_every_depth_is_read_with_eight_bits(depth):
    """More bits than 8 are rounded, not cut; OpenCV wrote them."""
    if not cv2.haveImageWriter("a.avif"):
        pytest.skip("this OpenCV writes no AVIF")
    stored = smooth(24, 40).astype(np.uint8 if depth == 8 else np.uint16) << (depth - 8)
    options = [cv2.IMWRITE_AVIF_DEPTH, depth, cv2.IMWRITE_AVIF_QUALITY, 100]
    picture = read_image(cv2.imencode(".avif", stored[..., ::-1], options)[1].tobytes())
    assert picture.pixels.dtype == np.uint8
    assert np.abs(picture.pixels.astype(int) - smooth(24, 40)).max() <= 3


def test_the_alpha_of_avif_and_gif_is_kept():
    """A transparent pixel stays one in the formats that are only read."""
    alpha = np.repeat(np.arange(24, dtype=np.uint8)[:, None] * 10, 40, axis=1)
    data = save(Image.fromarray(np.dstack([corners(), alpha])), "AVIF", quality=100)
    assert np.abs(read_image(data).pixels[..., 3].astype(int) - alpha).max() <= 2
    indexed = Image.fromarray(corners()).quantize(4)
    key = int(np.asarray(indexed)[0, 0])
    opaque = read_image(save(indexed, "GIF", transparency=key)).pixels[..., 3]
    assert ((opaque == 0) == (np.asarray(indexed) == key)).all()


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "packbits", None])
def test_black_and_white_tiff_of_every_packing(compression):
    """A scan of one bit a pixel is grey of 0 and 255."""
    image = Image.fromarray(corners()).convert("1")
    pixels = read_image(save(image, "TIFF", compression=compression)).pixels
    assert (pixels[..., 0] == np.where(np.asarray(image), 255, 0)).all()


def test_the_first_picture_of_a_camera_s_pair_is_read():
    """Two JPEG pictures in one file (MPO), as phones write them, give the first."""
    first = Image.fromarray(corners())
    data = save(first, "MPO", save_all=True, append_images=[first.rotate(180)], quality=100, subsampling=0)
    assert np.abs(read_image(data).pixels.astype(int) - corners()).max() <= 3


def test_an_animated_png_gives_what_other_programs_show_first():
    """An APNG's default picture is read, be it a part of the animation or not."""
    still, moving = Image.fromarray(corners()), Image.fromarray(corners()).rotate(180)
    for apart in (False, True):
        data = save(still, "PNG", save_all=True, append_images=[moving], default_image=apart)
        assert (read_image(data).pixels == corners()).all()


@pytest.mark.parametrize("name", ["photo.jpg", "photo.txt", "photo"])
def test_a_mislabelled_picture_is_read_as_what_it_is(tmp_path, name):
    """The name of a PNG does not matter, and the format says what it was."""
    (tmp_path / name).write_bytes(save(Image.fromarray(corners()), "PNG"))
    picture = read_image(tmp_path / name)
    assert picture.format == "png"
    assert (picture.pixels == corners()).all()


def test_two_names_for_a_picture_in_a_folder(tmp_path):
    """The endings for listings find pictures of every format, in any letter case."""
    for name in ("a.JPG", "b.png", "c.webp", "d.tif", "e.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in list_files(tmp_path, suffixes=FORMATS)] == ["a.JPG", "b.png", "c.webp", "d.tif"]


@given(st.binary(max_size=200))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_random_bytes_give_one_clear_line(data):
    """Nothing but Motif's own errors comes out of bytes that are no picture."""
    with pytest.raises(MotifError):
        read_image(data)
    assert read_note(data) is None


@given(
    st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8)
)
@settings(derandomize=True, max_examples=600, deadline=None)
def test_changed_bytes_give_a_picture_or_one_clear_line(name, changes):
    """A few bytes changed anywhere in a picture of any format: a picture or a DataError, never anything else."""
    data = bytearray(WHOLE[name])
    for share, byte in changes:
        data[int(share * (len(data) - 1))] = byte
    try:
        picture = read_image(bytes(data), max_pixels=100_000)
    except DataError:
        return
    finally:
        read_note(bytes(data))
    assert picture.height * picture.width <= 100_000


# --- the picture ----------------------------------------------------------------------------------------------------


def test_the_id_comes_from_the_pixels_alone():
    """Another format, profile, note or orientation of the file gives the same id; another pixel does not."""
    pixels = rng().integers(0, 256, (9, 7, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    files = [
        save(Image.fromarray(pixels), "PNG"),
        save(Image.fromarray(pixels), "TIFF", icc_profile=SRGB),
        save(Image.fromarray(upright(pixels, 8)), "PNG", exif=exif),
        encode_image(pixels, format="png", note="retagged"),
    ]
    ids = {read_image(data).id for data in files}
    assert ids == {array_digest(pixels)[:16]}
    pixels[0, 0, 0] ^= 1
    assert Picture(pixels).id not in ids


def test_a_picture_refuses_what_are_no_pixels():
    """Floats, five channels and nothing are refused with what was given."""
    for wrong in (np.zeros((2, 2, 3)), np.zeros((2, 2, 5), np.uint8), np.zeros((0, 2, 3), np.uint8), [[1]]):
        with pytest.raises(InputError, match="pixels must be"):
            Picture(wrong)  # type: ignore[arg-type]


def test_threads_may_read_at_the_same_time():
    """Eight threads that read and write give what one gives, and Pillow's limit and the warnings are as before."""
    before, filters = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    expected = {name: read_image(data).id for name, data in WHOLE.items()}
    wrong = []

    def work(seed):
        for name in np.random.default_rng(seed).permutation(sorted(WHOLE)):
            picture = read_image(WHOLE[str(name)], max_pixels=10**9 if seed % 2 else MAX_PIXELS)
            again = read_image(encode_image(picture.pixels, format="png"))
            wrong.extend([name] * (picture.id != expected[str(name)] or again.id != picture.id))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert before == Image.MAX_IMAGE_PIXELS
    assert warnings.filters == filters


def test_a_photo_needs_no_more_than_three_copies_of_itself(tmp_path):
    """A JPEG of 12 million pixels that has to be turned adds at most three times its pixels to the memory."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    large = cv2.resize(smooth(60, 80), (4000, 3000))
    (tmp_path / "photo.jpg").write_bytes(save(Image.fromarray(large), "JPEG", exif=exif, quality=92))
    program = (
        "import resource, sys; from motif.source.image import read_image;"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024;"
        "before = peak(); picture = read_image(sys.argv[1]);"
        "print((peak() - before) / picture.pixels.nbytes)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "photo.jpg")], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) <= 3.3  # the program itself and Pillow's plugins are in it


# --- writing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("n_channels", [1, 2, 3, 4])
@pytest.mark.parametrize("form", ["png", "tiff"])
def test_what_is_written_without_loss_comes_back(form, n_channels, kind):
    """Pixels, profile and note survive; grey with alpha of 16 bits is stored as colour in a TIFF."""
    pixels = rng().integers(0, np.iinfo(kind).max, (33, 17, n_channels), dtype=kind, endpoint=True)
    data = encode_image(pixels, format=form, profile=SRGB, note="Motif – café")
    picture = read_image(data)
    expected = pixels[:, :, [0, 0, 0, 1]] if (form, n_channels, kind) == ("tiff", 2, np.uint16) else pixels
    assert picture.pixels.dtype == kind
    assert (picture.pixels == expected).all()
    assert picture.profile == SRGB
    assert read_note(data) == "Motif – café"


@pytest.mark.parametrize("form", ["png", "tiff"])
@pytest.mark.parametrize("n_channels", [1, 3, 4])
def test_sixteen_bits_are_written_as_opencv_reads_them(form, n_channels):
    """An independent reader gets every pixel."""
    pixels = rng().integers(0, 65536, (33, 17, n_channels), dtype=np.uint16)
    seen = cv2.imdecode(np.frombuffer(encode_image(pixels, format=form), np.uint8), cv2.IMREAD_UNCHANGED)
    seen = seen[:, :, None] if n_channels == 1 else seen[:, :, [2, 1, 0, 3][:n_channels]]
    assert (seen == pixels).all()


@pytest.mark.parametrize(("form", "n_channels"), [("jpg", 1), ("jpg", 3), ("webp", 3), ("webp", 4)])
def test_lossy_formats_keep_the_look_the_profile_and_the_note(form, n_channels):
    """A smooth picture differs by a few levels only."""
    pixels = smooth(60, 80, n_channels)
    data = encode_image(pixels, format=form, profile=SRGB, note="made by hand")
    picture = read_image(data)
    assert picture.format == {"jpg": "jpeg"}.get(form, form)
    assert np.abs(picture.pixels.astype(int) - pixels).mean() < 3
    assert (picture.profile, read_note(data)) == (SRGB, "made by hand")


def test_webp_of_full_quality_loses_nothing():
    """Quality 100 keeps every pixel, also the colours below full transparency."""
    pixels = rng().integers(0, 256, (33, 17, 4), dtype=np.uint8)
    pixels[:5, :, 3] = 0
    assert (read_image(encode_image(pixels, format="webp", quality=100)).pixels == pixels).all()


def test_a_higher_quality_is_closer():
    """The quality of JPEG and WebP does what it says."""
    pixels = smooth(60, 80) ^ rng().integers(0, 16, (60, 80, 3), dtype=np.uint8)
    for form in ("jpg", "webp"):
        errors = []
        for quality in (20, 60, 95):
            seen = read_image(encode_image(pixels, format=form, quality=quality)).pixels
            errors.append(np.abs(seen.astype(int) - pixels).mean())
        assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize(
    ("pixels", "settings", "says"),
    [
        (np.zeros((2, 2, 4), np.uint8), {"format": "jpg"}, "cannot hold transparency"),
        (np.zeros((2, 2, 2), np.uint8), {"format": "jpg"}, "cannot hold transparency"),
        (np.zeros((2, 2, 3), np.uint16), {"format": "jpg"}, "the pixels have 16"),
        (np.zeros((2, 2, 3), np.uint16), {"format": "webp"}, "the pixels have 16"),
        (np.zeros((2, 2, 3)), {"format": "png"}, "float64"),
        (np.zeros((2, 2, 3), np.uint8), {"format": "bmp"}, "format must be one of"),
        (np.zeros((2, 2, 3), np.uint8), {"format": "jpg", "quality": 0}, "quality"),
        (np.zeros((1, 17_000, 3), np.uint8), {"format": "webp"}, "at most 16,383"),
        (np.zeros((66_000, 1, 3), np.uint8), {"format": "jpg"}, "at most 65,500"),
        (np.zeros((2, 2, 3), np.uint8), {"format": "png", "note": "a\0b"}, "without NUL"),
        (np.zeros((2, 2, 3), np.uint8), {"format": "jpg", "note": "x" * 70_000}, "70,000 characters"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_with_what_to_do(pixels, settings, says):
    """Nothing is dropped to make it fit."""
    with pytest.raises(InputError, match=says):
        encode_image(pixels, **settings)


def test_writing_is_the_same_every_time():
    """The same pixels give the same bytes."""
    pixels = smooth(60, 80)
    for form in ("png", "jpg", "webp", "tiff"):
        assert encode_image(pixels, format=form, note="x") == encode_image(pixels, format=form, note="x")


# --- notes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["png", "jpg", "webp", "tiff"])
@pytest.mark.parametrize("note", ["motif 0.1 cartoon khist", "", "x" * 50_000, 'a "quoted" {"json": 1}', "日本語 ✓"])
def test_a_note_comes_back_word_for_word(form, note):
    """Any text, long or not Latin, is stored and read."""
    data = encode_image(np.zeros((4, 4, 3), np.uint8), format=form, note=note)
    assert (read_note(data) or "") == note


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_without_a_note_has_none(name):
    """None, and not an empty text, says that nobody wrote one."""
    assert read_note(WHOLE[name]) is None


def test_notes_of_other_programs_are_read():
    """The tag Software is nobody's own; bytes that are no UTF-8 are taken for Latin-1."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = "Some Camera 1.0"
    assert read_note(save(Image.fromarray(corners()), "JPEG", exif=exif)) == "Some Camera 1.0"
    latin = encode_image(corners(), format="jpg", note="caf\N{LATIN SMALL LETTER E WITH ACUTE}")
    assert read_note(latin.replace("é".encode() + b"\0", b"\xe9\0\0")) == "caf\xe9"


def test_only_the_header_is_read_for_a_note(tmp_path):
    """A picture that is cut right behind its header still says its note; what is no picture has none."""
    data = encode_image(smooth(200, 300), format="png", note="header")
    (tmp_path / "cut.png").write_bytes(data[:400])
    assert len(data) > 10_000
    assert read_note(tmp_path / "cut.png") == "header"
    (tmp_path / "text.png").write_bytes(b"no picture")
    (tmp_path / "empty.png").write_bytes(b"")
    assert read_note(tmp_path / "text.png") is None
    assert read_note(tmp_path / "empty.png") is None
    with pytest.raises(SourceError):
        read_note(tmp_path / "none.png")


# --- reference cases ------------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_reference_pictures_are_read_as_opencv_reads_them(shared):
    """The pictures of the khist cases, and the masks, give the pixels of another decoder."""
    paths = sorted((shared / "data/pictures").rglob("*.png"))
    assert len(paths) >= 16
    for path in paths:
        seen = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        seen = seen[:, :, None] if seen.ndim == 2 else seen[:, :, ::-1]
        assert (read_image(path).pixels == seen).all(), path.name


@pytest.mark.shared
def test_reference_photos_are_read_as_opencv_reads_them(shared):
    """JPEG decoders may round differently, by a level or two."""
    for path in sorted((shared / "data/pictures/masks").glob("*.jpg")):
        seen = cv2.imread(str(path), cv2.IMREAD_COLOR)[:, :, ::-1]
        picture = read_image(path)
        assert picture.format == "jpeg"
        assert np.abs(picture.pixels.astype(int) - seen).max() <= 4, path.name


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_profile_that_cannot_be_parsed_is_left_out(caplog, form):
    """The log names the file, and the picture says it; a good profile is kept."""
    image = Image.new("RGB", (4, 3))
    with caplog.at_level(logging.WARNING, logger="motif"):
        picture = read_image(save(image, form, icc_profile=b"junk"))
    assert (picture.profile, picture.has_broken_profile) == (None, True)
    assert len(caplog.records) == 1
    assert not read_image(save(image, form, icc_profile=SRGB)).has_broken_profile


@pytest.mark.parametrize("form", ["png", "jpg", "webp", "tiff"])
def test_a_file_is_whole_or_cut(tmp_path, form):
    """A cut file, another file and none are no whole pictures."""
    data = encode_image(np.zeros((9, 8, 3), np.uint8), format=form)
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b").write_bytes(data[:-1])
    (tmp_path / "c").write_bytes(b"no picture")
    assert [is_whole(tmp_path / name) for name in "abcd"] == [True, False, False, False]
