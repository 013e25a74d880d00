"""Pictures as values: a photo keeps its shape, and where it is missing an empty frame of the same size keeps its place."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cached_property
from pathlib import Path

from markupsafe import escape
from msgspec import Struct

from xlflow.documents.template.word_values import PrintSpot, UnfitError, WordValue
from xlflow.documents.word_package import OFFICE

EMU_PER_MM = 36_000
_INCH_MM = 25.4
PHOTO_MM = (25.0, 35.0)
"""一寸照片: the frame where neither caller nor picture gives a size."""
_FRAME_PIXELS_PER_MM = 8
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


class _Image(Struct, frozen=True):
    """What a file says of itself; the natural size in millimetres."""

    extension: str
    content_type: str
    width_mm: float
    height_mm: float


class Picture(WordValue):
    """A picture in the text: `{{ 照片 }}`. It is never distorted.

    One of `width_mm` and `height_mm` gives the size, both give a box that it must fit into, neither leaves its own size. `source` is
    the content, a file, or None; where the file is not there either, an empty frame of that size is printed. `description` is read out
    to who cannot see it. What is no picture is an `UnfitError` when it is printed.
    """

    needed = "{{ 名称 }}"

    def __init__(
        self,
        source: bytes | str | Path | None,
        *,
        width_mm: float | None = None,
        height_mm: float | None = None,
        description: str = "",
    ) -> None:
        self._source, self._width, self._height, self._description = source, width_mm, height_mm, description

    @property
    def missing(self) -> bool:
        """Whether only its frame can be printed."""
        return self._content is None

    def in_run(self, spot: PrintSpot) -> str:
        """The drawing between the texts of the run."""
        return f'</w:t>{self._drawing(spot)}<w:t xml:space="preserve">'

    def as_runs(self, spot: PrintSpot, properties: str) -> str:
        """The drawing in a run of its own."""
        return f"<w:r>{self._drawing(spot)}</w:r>"

    @cached_property
    def _content(self) -> bytes | None:
        if self._source is None or isinstance(self._source, bytes):
            return self._source or None
        path = Path(self._source)
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError as error:
            raise UnfitError(f"的照片 {path.name} 打不开，请核对该文件") from error

    @cached_property
    def _image(self) -> _Image | None:
        return None if self._content is None else _read_image(self._content)

    @cached_property
    def size_mm(self) -> tuple[float, float]:
        """Width and height as printed."""
        image = self._image
        if image is None:
            width, height = self._width, self._height
            ratio = PHOTO_MM[1] / PHOTO_MM[0]
            return width or (height / ratio if height else PHOTO_MM[0]), height or (width * ratio if width else PHOTO_MM[1])
        scales = [asked / own for asked, own in ((self._width, image.width_mm), (self._height, image.height_mm)) if asked]
        scale = min(scales, default=1.0)
        return image.width_mm * scale, image.height_mm * scale

    def _drawing(self, spot: PrintSpot) -> str:
        image = self._image
        if image is None or self._content is None:
            relation = spot.additions.image(spot.part, self._frame, "png", "image/png")
        else:
            relation = spot.additions.image(spot.part, self._content, image.extension, image.content_type)
        number = spot.additions.drawing_id()
        width, height = (round(side * EMU_PER_MM) for side in self.size_mm)
        return (
            f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"><wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{number}" name="图片{number}" descr="{escape(self._description)}"/>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )

    @cached_property
    def _frame(self) -> bytes:
        return frame_png(*(max(round(side * _FRAME_PIXELS_PER_MM), 2) for side in self.size_mm))


def frame_png(width: int, height: int) -> bytes:
    """A white picture with a thin black edge, of so many points."""
    row = bytearray(b"\xff" * ((width + 7) // 8))
    row[0] &= 0x7F
    row[(width - 1) // 8] &= ~(0x80 >> (width - 1) % 8) & 0xFF
    edge = b"\0" * (len(row) + 1)
    lines = edge + (b"\0" + bytes(row)) * (height - 2) + edge
    chunks = ((b"IHDR", struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    body = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def _read_image(content: bytes) -> _Image:
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    try:
        image = Image.from_file(io.BytesIO(content))
        pixels = (image.px_width, image.px_height)
        if min(pixels) < 1:
            raise UnrecognizedImageError
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, struct.error, KeyError, ValueError) as error:
        raise UnfitError("的值不是可用的图片，请用 JPEG、PNG、GIF、BMP 或 TIFF") from error
    width, height = (side / (dpi or 72) * _INCH_MM for side, dpi in zip(pixels, (image.horz_dpi, image.vert_dpi), strict=True))
    return _Image(image.ext, image.content_type, width, height)
