"""Images made for a test: small, of known size, in memory."""

import io
import struct
import zlib

from PIL import Image


def picture(width, height, kind="PNG", mode="RGB", **settings):
    """A gradient, so that no two places look alike."""
    horizontal = Image.linear_gradient("L").rotate(90).resize((width, height))
    vertical = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (horizontal, vertical, horizontal)).convert(mode)
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def noise(width, height, quality=95):
    """A JPEG that is expensive to decode."""
    file = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def size_of(data):
    """(width, height) of an image that is decoded whole."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image.size


def format_of(data):
    return Image.open(io.BytesIO(data)).format


def png_header(width, height):
    """A PNG that announces a size and has hardly any pixels."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
