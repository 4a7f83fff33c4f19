"""What EXIF and XMP say goes along where it is asked for and still holds; what would be wrong stays behind."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from motif.core.errors import InputError
from motif.source.image import Metadata, encode_image, read_image, read_note
from motif.source.image.metadata import EXIF, metadata_of
from motif.source.image.tiff import exif_of, little_endian, tag_values

PIXELS = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)
TAGS, OF_PLACE = ExifTags.Base, ExifTags.GPS
PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6" dc:title="T">'
    b"<xmp:Thumbnails><rdf:Alt>base64</rdf:Alt></xmp:Thumbnails></rdf:Description></x:xmpmeta>"
)
FORMATS = ["png", "jpg", "webp", "tiff"]


def exif():
    """EXIF data as a phone writes them: turned, with a place, a maker's note and the name of its program."""
    block = Image.Exif()
    block[TAGS.Orientation], block[TAGS.Make], block[TAGS.Artist], block[TAGS.Software] = 6, "Maker", "Ann", "Phone 1"
    shot = block.get_ifd(ExifTags.IFD.Exif)
    shot[TAGS.DateTimeOriginal], shot[TAGS.ExposureTime] = "2020:01:02 03:04:05", 0.008
    shot[TAGS.MakerNote], shot[TAGS.ColorSpace], shot[TAGS.ExifImageWidth] = b"\1\2\3", 65535, 4000
    place = block.get_ifd(ExifTags.IFD.GPSInfo)
    place[OF_PLACE.GPSLatitudeRef], place[OF_PLACE.GPSLatitude] = "N", (48.0, 12.0, 30.5)
    return block


def photo(form, **options):
    """A photograph with all of that, written by Pillow."""
    if form == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", PACKET.decode())
        options["pnginfo"] = info
    elif form != "TIFF":
        options["xmp"] = PACKET
    stream = io.BytesIO()
    Image.fromarray(PIXELS).save(stream, form, exif=exif().tobytes(), **options)
    return stream.getvalue()


def written(picture, form, **settings):
    """A picture's file as another program, Pillow, reads it."""
    image = Image.open(io.BytesIO(encode_image(picture.pixels, format=form, metadata=picture.metadata, **settings)))
    image.load()
    return image


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_what_holds_goes_along(source, form):
    """Maker, author, dates, exposure and place come out as Pillow reads them, whatever the two formats."""
    picture = read_image(photo(source))
    found = written(picture, form, note="Motif cut").getexif()
    assert (found[TAGS.Make], found[TAGS.Artist], found[TAGS.Software]) == ("Maker", "Ann", "Motif cut")
    shot, place = found.get_ifd(ExifTags.IFD.Exif), found.get_ifd(ExifTags.IFD.GPSInfo)
    assert (shot[TAGS.DateTimeOriginal], float(shot[TAGS.ExposureTime])) == ("2020:01:02 03:04:05", 0.008)
    assert (place[OF_PLACE.GPSLatitudeRef], tuple(map(float, place[OF_PLACE.GPSLatitude]))) == ("N", (48.0, 12.0, 30.5))


@pytest.mark.parametrize("form", FORMATS)
def test_what_would_be_wrong_stays_behind(form):
    """Orientation, the maker's note and the old size are gone: the pixels are upright and may have another size."""
    found = written(read_image(photo("JPEG")), form).getexif()
    assert found.get(TAGS.Orientation, 1) == 1
    assert not {TAGS.MakerNote, TAGS.ExifImageWidth} & found.get_ifd(ExifTags.IFD.Exif).keys()
    assert found[TAGS.Software] == "Phone 1", "without a note, the program's name stays"


@pytest.mark.parametrize("form", FORMATS)
def test_the_packet_goes_along_upright_and_without_its_thumbnail(form):
    """XMP says orientation 1, keeps its words, and has no small copy of the old picture."""
    image = written(read_image(photo("JPEG")), form)
    packet = image.info["xmp"]
    assert b'dc:title="T"' in packet
    assert b'tiff:Orientation="1"' in packet
    assert b"Thumbnails" not in packet


def test_a_thumbnail_in_the_exif_data_is_dropped():
    """The second directory of EXIF, which holds a small copy of the old picture, is not read."""
    first = exif_of("program")[6:]
    at = 8 + 2 + 12
    with_second = first[:at] + struct.pack("<I", len(first)) + first[at + 4 :] + b"\1\0" + bytes(16) + b"SMALL COPY"
    picture = read_image(photo("JPEG"))
    stream = io.BytesIO()
    Image.fromarray(PIXELS).save(stream, "JPEG", exif=b"Exif\0\0" + with_second)
    again = read_image(stream.getvalue())
    assert b"SMALL COPY" not in encode_image(picture.pixels, format="jpg", metadata=again.metadata)


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_sixteen_bits_keep_it_too(form):
    """The writers of deep pictures are Motif's own, and store the same."""
    picture = read_image(photo("JPEG"))
    deep = picture.pixels.astype(np.uint16) * 257
    data = encode_image(deep, format=form, metadata=picture.metadata, note="Motif cut")
    again = read_image(data)
    assert (again.pixels == deep).all()
    assert (again.metadata.gps, again.metadata.exif) == (picture.metadata.gps, picture.metadata.exif)
    assert again.metadata.xmp == picture.metadata.xmp
    assert read_note(data) == "Motif cut"


@pytest.mark.parametrize("form", FORMATS)
def test_profile_metadata_and_note_live_side_by_side(form):
    """Each of the three comes back from a file that holds all."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = read_image(photo("PNG", icc_profile=profile))
    data = encode_image(
        picture.pixels, format=form, profile=picture.profile, note="Motif cut", metadata=picture.metadata
    )
    again = read_image(data)
    assert again.profile == profile
    assert again.metadata.gps == picture.metadata.gps
    assert read_note(data) == "Motif cut"


def test_converted_pixels_say_that_they_are_srgb():
    """The tag ColorSpace is rewritten when the colours are, and only then."""
    found = read_image(photo("JPEG")).metadata
    assert found.below[EXIF][40961] == (3, b"\xff\xff")
    converted = Metadata(found.main, found.exif, found.gps, converted=True)
    assert converted.below[EXIF][40961] == (3, b"\1\0")


def test_big_endian_values_are_turned():
    """EXIF of both byte orders gives the same values, worked out by hand."""
    big = b"MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIII", 282, 5, 1, 26, 0) + struct.pack(">II", 300, 1)
    assert metadata_of({"exif": big}, b"", "jpeg").main == {282: (5, struct.pack("<II", 300, 1))}
    assert little_endian(b"II\1\2", next(iter([_entry(kind=3, place=2, size=2)]))) == b"\1\2"


def _entry(**facts):
    from motif.source.image.tiff import Entry

    return Entry(tag=1, count=1, **facts)


def test_old_png_text_is_read():
    """PNG held EXIF as hexadecimal text before it had a place for it."""
    block = exif_of("old program")
    text = f"\nexif\n{len(block):>8}\n{block.hex()}\n"
    assert metadata_of({"Raw profile type exif": text}, b"", "png").main[305][1] == b"old program\0"
    assert metadata_of({"Raw profile type exif": "\nexif\n 4\nnot hex\n"}, b"", "png") is None


def test_a_picture_that_says_nothing_has_none():
    """None, and not empty metadata."""
    assert read_image(encode_image(PIXELS, format="png")).metadata is None


def test_the_structure_of_a_tiff_is_no_description():
    """Where the old pixels lay is not taken for metadata, and the new file's own places stand."""
    source = read_image(encode_image(PIXELS, format="tiff", note="program"))
    assert set(source.metadata.main) == {305}
    again = encode_image(PIXELS[:5], format="tiff", metadata=source.metadata)
    assert tag_values(again, 257) == (5,)


def test_too_much_for_a_jpeg_is_refused_with_what_to_do():
    """JPEG holds 64 kB of each; PNG and TIFF hold more."""
    metadata = Metadata(xmp=b"<x/>" + b" " * 70_000 + b"<y/>")
    with pytest.raises(InputError, match="use 'png'"):
        encode_image(PIXELS, format="jpg", metadata=metadata)
    assert read_image(encode_image(PIXELS, format="png", metadata=metadata)).metadata.xmp == metadata.xmp


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_damaged_exif_never_costs_the_picture(noise):
    """Any bytes in place of EXIF data give metadata or none, and those can be written."""
    for head in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b""):
        found = metadata_of({"exif": b"Exif\0\0" + head + noise}, b"", "jpeg")
        encode_image(PIXELS, format="png", metadata=found)


def test_a_block_that_repeats_one_long_value_is_not_unfolded():
    """Many tags that point to the same bytes take no more room than metadata may."""
    n = 60
    entries = b"".join(struct.pack("<HHII", 40_000 + i, 7, 60_000, 1000) for i in range(n))
    inner = struct.pack("<H", n) + entries
    block = b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", EXIF, 4, 1, 26) + bytes(4) + inner
    found = metadata_of({"exif": block.ljust(70_000, b"x")}, b"", "png")
    assert sum(len(raw) for _, raw in found.exif.values()) <= 1 << 18
