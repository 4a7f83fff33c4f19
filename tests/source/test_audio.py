import io
import struct
import wave

import av
import librosa
import numpy as np
import pytest
import soundfile
from scipy.signal import bilinear, lfilter

from motif.core.errors import DataError, InputError, MotifError, SourceError
from motif.source.audio import Sound, Tags, audio_files, loudness_lufs, measure_loudness, read_audio, read_tags
from motif.source.audio import read as reading
from motif.source.audio.container import opened
from motif.source.audio.sndfile import sndfile_file
from motif.source.audio.tag import LONGEST, as_tags
from motif.source.audio.whole import ends_early
from tests.clips import FORMS, debian_music, encoded

REASONS = ("corrupt", "truncated", "not_audio", "no_sound", "too_long", "empty", "unsupported_format")
LOSSLESS = ("flac", "wav")


def tone(hz=440.0, length_s=3.0, rate_hz=44100, gain=0.3):
    return gain * np.sin(2 * np.pi * hz * np.arange(int(length_s * rate_hz)) / rate_hz)


def wav(samples, rate_hz=44100):
    """A 16-bit WAV of (n,) or (n, channels), written by the standard library."""
    frames = np.atleast_2d(samples.T).T
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setparams((frames.shape[1], 2, rate_hz, 0, "NONE", ""))
        file.writeframes(np.rint(frames * 32767).astype("<i2").tobytes())
    return stream.getvalue()


def video():
    """A film of six frames with sound, as MP4."""
    stream = io.BytesIO()
    with av.open(stream, "w", format="mp4") as file:
        picture = file.add_stream("mpeg4", rate=25)
        picture.width = picture.height = 32
        for _ in range(6):
            file.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")))
        file.mux(picture.encode(None))
    return stream.getvalue()


def ogg_song(length_s=3.0):
    return encoded(tone(length_s=length_s), 44100, "ogg")


def refusal(source, reason, **settings):
    """The message of the error that reading gives, its reason checked."""
    with pytest.raises(MotifError) as caught:
        read_audio(source, **settings)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    return str(caught.value)


def outcome(read, data):
    """What reading gives, or the reason why it gives nothing."""
    try:
        return read(data)
    except DataError as error:
        return error.reason if "\n" not in str(error) else f"several lines: {error}"


# --- decoding -------------------------------------------------------------------------------------------------------


def test_two_channels_become_their_mean():
    """0.5 on the left and 0.1 on the right are 0.3, as librosa has it, and not more."""
    both = np.stack([np.full(22050, 0.5), np.full(22050, 0.1)], axis=1)
    sound = read_audio(wav(both, 22050))
    assert sound.samples.dtype == np.float32
    assert sound.samples == pytest.approx(0.3, abs=1e-4)


@pytest.mark.parametrize("form", FORMS)
def test_every_format_gives_the_same_tone(form):
    """Length, pitch, height and loudness of a tone survive each format; the lossy ones within 0.5 dB."""
    sound = read_audio(encoded(tone(), 44100, form))
    assert sound.duration_s == pytest.approx(3, abs=0.06)
    assert len(sound.samples) == pytest.approx(sound.duration_s * 22050, abs=2)
    spectrum = np.abs(np.fft.rfft(sound.samples[22050:44100]))
    assert spectrum.argmax() == 440
    assert sound.samples[22050:44100].std() == pytest.approx(0.3 / np.sqrt(2), rel=0.06)
    assert not sound.sampled


def test_samples_are_those_of_librosa_s_loader():
    """What libsndfile and soxr do gives the same samples but for 50 dB below."""
    rng = np.random.default_rng(0)
    music = np.cumsum(rng.standard_normal((88200, 2)), axis=0)
    music = 0.5 * (music - music.mean(axis=0)) / np.abs(music - music.mean(axis=0)).max()
    data = wav(music)
    decoded, _ = soundfile.read(io.BytesIO(data))
    expected = librosa.resample(decoded.mean(axis=1), orig_sr=44100, target_sr=22050)
    found = read_audio(data).samples
    assert len(found) == pytest.approx(len(expected), abs=1)
    n = min(len(found), len(expected)) - 200
    assert np.abs(found[200:n] - expected[200:n]).max() < 3e-3 * np.abs(expected).max()


def test_a_file_is_known_by_its_bytes(tmp_path):
    """An Ogg file named .mp3 is read as what it is."""
    path = tmp_path / "a.mp3"
    path.write_bytes(ogg_song())
    assert read_audio(path).duration_s == pytest.approx(3, abs=0.05)


@pytest.mark.parametrize("form", FORMS)
def test_retagging_and_renaming_leave_the_id(form, tmp_path):
    """The id is that of the samples."""
    plain, tagged = (encoded(tone(), 44100, form, tags=tags) for tags in ({}, {"title": "Other", "artist": "Name"}))
    (tmp_path / "b").write_bytes(tagged)
    assert read_audio(plain).id == read_audio(tmp_path / "b").id
    assert len(read_audio(plain).id) == 16


def test_packing_without_loss_leaves_the_id():
    """A WAV and a FLAC of the same samples are one sound; another tone is another."""
    a, b = (read_audio(encoded(tone(), 44100, form)) for form in LOSSLESS)
    assert a.id == b.id != read_audio(encoded(tone(hz=441), 44100, "wav")).id


def test_a_cover_picture_makes_no_film():
    """An MP3 with a picture inside is sound; only the sound is read."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    frame = b"\0image/png\0\x03\0" + picture
    apic = b"APIC" + struct.pack(">I", len(frame)) + b"\0\0" + frame
    size = len(apic)
    head = b"ID3\x03\0\0" + bytes((size >> shift) & 127 for shift in (21, 14, 7, 0))
    assert read_audio(head + apic + encoded(tone(), 44100, "mp3")).duration_s == pytest.approx(3, abs=0.06)


def test_the_second_reader_agrees_with_the_first():
    """What libsndfile gives for a file that FFmpeg reads too is the same sound."""
    data = encoded(tone(), 44100, "flac", tags={"title": "A", "artist": "B"})
    with sndfile_file(io.BytesIO(data), "'a.flac'") as second, opened(data) as first:
        samples = [np.concatenate([f.to_ndarray()[0] for f in file.frames()]) for file in (first, second)]
        assert (second.declared_s, second.tags["title"]) == (first.declared_s, "A")
        window = np.concatenate([frame.to_ndarray()[0] for frame in second.frames_between(1.0, 1.5)])
    assert samples[0].astype(float) / 2**15 == pytest.approx(samples[1], abs=1e-4)
    assert window == pytest.approx(samples[1][44100:66150], abs=1e-6)


def test_a_vorbis_file_that_ffmpeg_refuses_is_read_by_libsndfile(monkeypatch):
    """Where FFmpeg makes nothing of the headers, the second reader is asked; sound, windows and tags."""
    from motif.source.audio import container

    def refuse(stream, name, **_):
        raise av.error.InvalidDataError(1, "refused")

    stream = io.BytesIO()
    with soundfile.SoundFile(stream, "w", 44100, 2, format="OGG", subtype="VORBIS") as file:
        file.title, file.artist = "Song", "A;B"
        file.write(np.stack([tone(length_s=8)] * 2, axis=1))
    data = stream.getvalue()
    monkeypatch.setattr(container, "ffmpeg_file", refuse)
    assert read_audio(data).duration_s == pytest.approx(8, abs=0.05)
    assert read_audio(data, most_s=3).samples.size == pytest.approx(3 * 22050, rel=0.01)
    assert read_tags(data).song == "Song"


# --- long files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_windows_of_a_long_file_lie_evenly(form):
    """Of a minute whose pitch rises every 20 s, the three windows hold the three pitches, and the length is told."""
    music = np.concatenate([tone(hz, 20) for hz in (300, 500, 700)])
    sound = read_audio(encoded(music, 44100, form), most_s=6)
    assert sound.sampled
    assert sound.duration_s == pytest.approx(60, abs=0.1)
    assert len(sound.samples) == pytest.approx(6 * 22050, rel=0.08)  # frames of up to 0.1 s are kept whole
    thirds = np.array_split(sound.samples, 3)
    peaks = [np.abs(np.fft.rfft(third[2205 : 2205 + 22050])).argmax() for third in thirds]
    assert peaks == [300, 500, 700]


def test_a_short_file_is_read_whole_whatever_most_s():
    """A file of 3 s is not sampled when 10 are allowed."""
    assert read_audio(ogg_song(), most_s=10).samples.tolist() == read_audio(ogg_song()).samples.tolist()


@pytest.mark.slow
def test_ten_hours_are_read_by_windows_and_refused_whole():
    """Ten hours of silence in a FLAC: 30 s of it on request, else one line that says how."""
    hour = np.zeros(8000 * 600, np.int16)
    stream = io.BytesIO()
    with av.open(stream, "w", format="flac") as file:
        out = file.add_stream("flac", rate=8000, layout="mono")
        for start in range(0, 60 * len(hour), 80000):
            frame = av.AudioFrame.from_ndarray(hour[None, :80000], format="s16", layout="mono")
            frame.sample_rate, frame.pts = 8000, start
            file.mux(out.encode(frame))
        file.mux(out.encode(None))
    data = stream.getvalue()
    assert "10.0 h" in refusal(data, "too_long")
    sound = read_audio(data, most_s=30)
    assert sound.duration_s == pytest.approx(36000)
    assert len(sound.samples) < 35 * 22050


def test_a_file_that_hides_its_length_is_stopped(monkeypatch):
    """A FLAC written to a pipe states no length: what it holds counts, and too much is too much."""
    data = bytearray(encoded(tone(length_s=8), 44100, "flac"))
    data[21] &= 0xF0  # the 36 bits of the number of samples
    data[22:26] = bytes(4)
    with opened(bytes(data)) as file:
        assert file.declared_s is None
    sound = read_audio(bytes(data), most_s=3)
    assert sound.sampled
    assert sound.duration_s == pytest.approx(8)
    assert len(sound.samples) == pytest.approx(3 * 22050, rel=0.01)
    monkeypatch.setattr(reading, "MAX_S", 5.0)
    refusal(bytes(data), "too_long")


@pytest.mark.parametrize(("settings", "word"), [({"rate_hz": 10}, "rate_hz"), ({"most_s": 0}, "most_s")])
def test_settings_outside_their_range_are_refused(settings, word):
    """The message names the setting."""
    with pytest.raises(InputError, match=word):
        read_audio(b"", **settings)


# --- loudness -------------------------------------------------------------------------------------------------------


def bs1770(samples, rate_hz):
    """Integrated loudness of one channel counted as two, written from ITU-R BS.1770-4 with its analogue prototypes."""
    w = 2 * np.pi * 1681.974450955533
    gain, q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    shelf = bilinear([gain, w * gain**0.4996667741545416 / q, w * w], [1, w / q, w * w], rate_hz)
    w = 2 * np.pi * 38.13547087602444
    high = bilinear([1, 0, 0], [1, w / 0.5003270373238773, w * w], rate_hz)
    y = lfilter(*high, lfilter(*shelf, samples))
    size, hop = int(0.4 * rate_hz), int(0.1 * rate_hz)
    powers = np.array([2 * np.mean(y[i : i + size] ** 2) for i in range(0, len(y) - size + 1, hop)])
    loud = powers[-0.691 + 10 * np.log10(powers) > -70]
    gate = -0.691 + 10 * np.log10(loud.mean()) - 10
    return -0.691 + 10 * np.log10(loud[-0.691 + 10 * np.log10(loud) > gate].mean())


def test_loudness_is_that_of_the_standard():
    """FFmpeg's meter and one written from the standard agree to 0.1 LU on noise that comes and goes."""
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(48000 * 12) * 0.1 * np.repeat([1, 0.01, 0.5], 48000 * 4)
    found, range_lu = measure_loudness(noise, 48000)
    assert found == pytest.approx(bs1770(noise, 48000), abs=0.1)
    assert range_lu > 3


def test_one_channel_is_as_loud_as_two_equal_ones():
    """A mono file and the same sound in stereo have one loudness."""
    mono = tone(gain=0.1)
    assert loudness_lufs(wav(mono)) == pytest.approx(loudness_lufs(wav(np.stack([mono, mono], axis=1))), abs=0.02)


def test_twice_the_height_is_six_decibels_louder():
    """20 log10 2."""
    assert loudness_lufs(wav(tone(gain=0.2))) - loudness_lufs(wav(tone(gain=0.1))) == pytest.approx(6.02, abs=0.03)


def test_silence_has_the_lowest_loudness_and_a_moment_none():
    """-70 LUFS is the gate; less than 0.4 s cannot be measured."""
    assert loudness_lufs(wav(np.zeros(44100))) == -70
    assert loudness_lufs(wav(tone(length_s=0.2))) is None


# --- what is no sound -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>Not found</html>", "not_audio"),
        (b"id,song\n1,Vienna\n", "not_audio"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1/a.mp3\n", "not_audio"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_audio"),
        (b"\x1aE\xdf\xa3" + bytes(100), "not_audio"),
        (bytes(range(256)) * 8, "not_audio"),
        (b"fL", "truncated"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0" + bytes(16) + b"data\0\0\0\0", "corrupt"),
    ],
)  # fmt: skip
def test_what_is_no_sound_is_told_in_one_line(data, reason, tmp_path):
    """From bytes and from a file with a wrong name; the message names the file, not its folder."""
    refusal(data, reason)
    (tmp_path / "a.mp3").write_bytes(data)
    message = refusal(tmp_path / "a.mp3", reason)
    assert "'a.mp3'" in message
    assert str(tmp_path) not in message


def test_a_film_renamed_to_mp3_is_no_sound():
    """What its bytes are decides."""
    assert "is a video, not sound" in refusal(video(), "not_audio")


def test_a_file_of_no_seconds_is_told():
    """A header without samples is no song."""
    assert refusal(wav(np.zeros(0)), "no_sound").endswith("holds 0 s of sound")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_cut_file_is_told(form, share):
    """Half and nine tenths of a file of each format end early, and the message says so."""
    data = encoded(tone(length_s=8), 44100, form)
    assert "the file is cut" in refusal(data[: int(len(data) * share)], "truncated")


def test_a_whole_file_is_not_called_cut():
    """In no format does the structure end early of itself."""
    for form in FORMS:
        data = encoded(tone(), 44100, form)
        kind = {"opus": "ogg", "m4a": "mp4"}.get(form, form)
        assert not ends_early(kind, io.BytesIO(data)), form


def test_a_damaged_mp3_is_told():
    """Frames whose bytes are noise are no sound."""
    data = bytearray(encoded(tone(length_s=8), 44100, "mp3"))
    data[1000:] = np.random.default_rng(0).integers(0, 256, len(data) - 1000, np.uint8).tobytes()
    refusal(bytes(data), "corrupt")


def test_numbers_that_are_no_samples_are_refused():
    """A WAV of floats may hold NaN and 1e30; neither gets through."""
    head = b"RIFF" + struct.pack("<I", 36 + 40000) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, 8000, 32000, 4, 32)
    for value in (np.nan, np.inf, 1e30):
        refusal(head + b"data" + struct.pack("<I", 40000) + np.full(10000, value, "<f4").tobytes(), "corrupt")


def test_missing_files_and_folders_are_told(tmp_path):
    """By the errors that all files share."""
    with pytest.raises(SourceError, match="there is no such file"):
        read_audio(tmp_path / "none.mp3")
    assert "is a folder" in refusal(tmp_path, "folder")


@pytest.mark.parametrize("form", FORMS)
def test_flipped_and_cut_bytes_end_in_sound_or_one_line(form):
    """Thirty damaged copies of a file of each format: a sound of finite samples, or an error that says why."""
    rng = np.random.default_rng(7)
    whole = encoded(tone(length_s=1.0), 44100, form, tags={"title": "Song"})
    for _ in range(30):
        data = bytearray(whole)
        places = rng.integers(0, len(data) if rng.random() < 0.5 else min(300, len(data)), rng.integers(1, 20))
        for place in places:
            data[place] = rng.integers(256)
        if rng.random() < 0.3:
            del data[rng.integers(1, len(data)) :]
        for read in (read_audio, read_tags, lambda data: read_audio(data, most_s=1)):
            found = outcome(read, bytes(data))
            assert isinstance(found, Tags | str) or np.isfinite(found.samples).all()
            assert not isinstance(found, str) or found in REASONS


def test_nothing_is_said_on_stderr(capfd):
    """FFmpeg's own complaints stay inside."""
    data = encoded(tone(), 44100, "mp3")
    refusal(data[:5000] + bytes(20000), "truncated")
    assert capfd.readouterr().err == ""


# --- tags -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_tags_of_every_format_are_read(form):
    """Title, artists, album, date and track; WAV has no place for more."""
    tags = {"title": "Vienna", "artist": "Billy Joel;Another", "album": "The Stranger", "date": "1977", "track": "5/9"}
    found = read_tags(encoded(tone(), 44100, form, tags=tags))
    assert found.song == "Vienna"
    assert found.artists == ("Billy Joel", "Another")
    assert (found.album, found.date, found.track) == ("The Stranger", "1977", 5)


def test_ids_of_others_are_read_from_vorbis_comments():
    """ISRC with or without hyphens, MusicBrainz' ids in lower case."""
    uuid = "AD8D0D93-5A41-4B9C-8C3E-0123456789AB"
    tags = {"ISRC": "us-rc1-76-07839", "MUSICBRAINZ_TRACKID": uuid, "MUSICBRAINZ_ALBUMID": "none"}
    found = read_tags(encoded(tone(), 44100, "flac", tags=tags))
    assert found.isrc == "USRC17607839"
    assert (found.musicbrainz_recording, found.musicbrainz_album) == (uuid.lower(), None)


def test_artists_are_told_apart_only_where_that_is_safe():
    """AC/DC stays one, as do names with commas and ampersands; a doubled name counts once."""
    text = "AC/DC; Earth, Wind & Fire / Simon & Garfunkel;AC/DC\0Nina"
    expected = ("AC/DC", "Earth, Wind & Fire", "Simon & Garfunkel", "Nina")
    assert as_tags({"artist": text}).artists == expected
    assert as_tags({"artist": "A feat. B", "ARTISTS": "A;B"}).artists == ("A", "B")
    assert as_tags({"album_artist": "A"}).artists == ("A",)


def test_hostile_tags_become_one_short_harmless_line():
    """Markup stays text, control characters are spelled out, a megabyte is cut, path parts are only words."""
    hostile = {"title": "<script>\x1b[2J\r\n\u202eevil", "artist": "../../etc/passwd", "album": "x" * 1_000_000}
    found = read_tags(encoded(tone(), 44100, "flac", tags=hostile))
    assert found.song == "<script>\\x1b[2J \\u202eevil"
    assert found.artists == ("../../etc/passwd",)
    assert len(found.album) == LONGEST
    assert found.album.endswith("…")


def test_ten_thousand_artists_are_cut():
    """No tag makes a row of thousands."""
    assert len(as_tags({"artist": ";".join(map(str, range(10_000)))}).artists) == 50


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("03/12", 3), ("0", None), ("A1", None), ("9" * 40, 99999)])
def test_track_numbers_are_read_from_their_beginning(text, number):
    """What is no number is none."""
    assert as_tags({"track": text}).track == number


# --- listing --------------------------------------------------------------------------------------------------------


def test_listing_knows_endings_and_first_bytes(tmp_path):
    """By ending whatever the bytes, without an ending by the bytes; never what is hidden or linked from elsewhere."""
    (tmp_path / "b").mkdir()
    for name in ("b/2.OPUS", "1.mp3", ".3.mp3", "4.txt", "b/5.m4a"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b" / "bare").write_bytes(ogg_song(0.5))
    (tmp_path / "words").write_bytes(b"x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert [path.as_posix() for path in audio_files(tmp_path)] == ["1.mp3", "b/2.OPUS", "b/5.m4a", "b/bare"]


def test_listing_a_file_is_refused(tmp_path):
    """A folder is expected."""
    (tmp_path / "a.mp3").write_bytes(b"x")
    with pytest.raises(SourceError, match="a folder is expected"):
        audio_files(tmp_path / "a.mp3")


# --- sounds and real music ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("samples", [[0.0], np.zeros((2, 2)), np.zeros(3, int), np.array([np.nan])])
def test_what_are_no_samples_are_refused(samples):
    """Lists, matrices, integers, NaN."""
    with pytest.raises(InputError, match="samples must be"):
        Sound(samples, 22050)


@pytest.fixture(scope="module")
def hyperrogue(tmp_path_factory):
    return debian_music(tmp_path_factory.mktemp("debian"))


@pytest.mark.slow
def test_real_music_is_read_whole_and_by_windows(hyperrogue):
    """All 17 files are read, three of them by libsndfile; windows say the same length and nearly the same loudness."""
    files = audio_files(hyperrogue)
    assert len(files) == 17
    for path in files:
        whole, windows = read_audio(hyperrogue / path), read_audio(hyperrogue / path, most_s=30)
        assert windows.sampled
        assert windows.duration_s == pytest.approx(whole.duration_s, abs=0.2)
        assert windows.loudness_lufs == pytest.approx(whole.loudness_lufs, abs=1.5)
    tags = read_tags(hyperrogue / "hr-savino-caribbean.ogg")  # one of the three
    assert (tags.song, tags.artists, tags.track) == ("Caribbean", ("Will Savino",), 21)
