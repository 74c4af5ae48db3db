"""What every drawing is made with: a canvas of 1600 by 1067, drawn at twice the size and reduced, then grained.

A drawing is a function that takes a ``Canvas``. The same name gives the same picture every time: all chance comes from
the canvas's own generator.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
_SCALE = 2

Colour = tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]


def ink(code: str, alpha: float = 1.0) -> tuple[int, int, int, int]:
    """A colour from its six hexadecimal digits, and how much of it covers what lies below."""
    red, green, blue = (int(code[i : i + 2], 16) for i in (0, 2, 4))
    return red, green, blue, round(alpha * 255)


def between(one: str, other: str, share: float, alpha: float = 1.0) -> tuple[int, int, int, int]:
    a, b = ink(one), ink(other)
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a[:3], b[:3], strict=True))
    return red, green, blue, round(alpha * 255)


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A curve through all the points (Catmull-Rom)."""
    out: list[Point] = []
    ends = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            out.append(
                tuple(
                    0.5
                    * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )  # type: ignore[arg-type]
            )
    out.append(points[-1])
    return out


class Canvas:
    def __init__(self, name: str) -> None:
        self.chance = random.Random(name)  # noqa: S311 - a drawing, not a secret
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def wash(self, *colours: str, top: float = 0, bottom: float = HEIGHT) -> None:
        """A gradient from the top edge to the bottom edge through all the colours, as wide as the canvas."""
        height = max(2, round((bottom - top) * _SCALE))
        column = Image.new("RGB", (1, len(colours)))
        column.putdata([ink(colour)[:3] for colour in colours])
        # The middle of the first and last pixel is where the colour is pure, so the rest of them is cut away.
        edge = 0.5 if len(colours) > 1 else 0
        band = column.resize((1, height), Image.Resampling.BILINEAR, box=(0, edge, 1, len(colours) - edge)).resize(
            (self.image.width, height)
        )
        self.image.paste(band, (0, round(top * _SCALE)))

    def shape(self, points: Iterable[Point], fill: Colour) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: float = 0) -> None:
        corners = [left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE]
        if radius:
            self._draw.rounded_rectangle(corners, radius * _SCALE, fill=fill)
        else:
            self._draw.rectangle(corners, fill=fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        self._draw.ellipse(
            [(x - across) * _SCALE, (y - down) * _SCALE, (x + across) * _SCALE, (y + down) * _SCALE], fill=fill
        )

    def ring(self, x: float, y: float, across: float, down: float, fill: Colour, width: float) -> None:
        self._draw.ellipse(
            [(x - across) * _SCALE, (y - down) * _SCALE, (x + across) * _SCALE, (y + down) * _SCALE],
            outline=fill,
            width=round(width * _SCALE),
        )

    def arc(
        self, x: float, y: float, across: float, down: float, start: float, end: float, fill: Colour, width: float
    ) -> None:
        self._draw.arc(
            [(x - across) * _SCALE, (y - down) * _SCALE, (x + across) * _SCALE, (y + down) * _SCALE],
            start,
            end,
            fill=fill,
            width=round(width * _SCALE),
        )

    def stroke(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=fill, width=max(1, round(width * _SCALE)), joint="curve")

    def ribbon(self, points: Sequence[Point], widths: Sequence[float], fill: Colour) -> None:
        """A stroke whose width changes along the way: a stem, a wake, a strand of smoke."""
        left: list[Point] = []
        right: list[Point] = []
        for i, (x, y) in enumerate(points):
            ax, ay = points[max(0, i - 1)]
            bx, by = points[min(len(points) - 1, i + 1)]
            length = math.hypot(bx - ax, by - ay) or 1
            place = i / (len(points) - 1) * (len(widths) - 1)
            low = min(int(place), len(widths) - 2)
            half = (widths[low] + (widths[low + 1] - widths[low]) * (place - low)) / 2
            dx, dy = -(by - ay) / length * half, (bx - ax) / length * half
            left.append((x + dx, y + dy))
            right.append((x - dx, y - dy))
        self.shape([*left, *reversed(right)], fill)

    def ridge(self, base: float, height: float, fill: Colour, *, steps: int = 9, floor: float = HEIGHT) -> list[Point]:
        """Rolling ground from edge to edge; gives back the line of its crest."""
        points = [(i * WIDTH / (steps - 1), base - self.chance.random() * height) for i in range(-1, steps + 1)]
        crest = smooth(points, 16)
        self.shape([*crest, (WIDTH + 200, floor), (-200, floor)], fill)
        return crest

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """Light around a lamp or the sun, added to what is there."""
        size = round(radius * 2 * _SCALE)
        left, top = round((x - radius) * _SCALE), round((y - radius) * _SCALE)
        falloff = ImageChops.invert(Image.radial_gradient("L")).point(
            [round(strength * 255 * (max(0, v - 74) / 181) ** 2) for v in range(256)]
        )
        reach = (max(0, left), max(0, top), min(self.image.width, left + size), min(self.image.height, top + size))
        if reach[0] >= reach[2] or reach[1] >= reach[3]:
            return
        part = tuple((edge - offset) * 256 / size for edge, offset in zip(reach, (left, top) * 2, strict=True))
        width, height = reach[2] - reach[0], reach[3] - reach[1]
        mask = falloff.resize((width, height), Image.Resampling.BICUBIC, box=part)
        below = self.image.crop(reach)
        light = Image.new("RGB", (width, height), ink(colour)[:3])
        self.image.paste(ImageChops.screen(below, light), reach[:2], mask)

    def shimmer(self, x: float, top: float, bottom: float, spread: float, colour: str, count: int = 60) -> None:
        """Broken light on water below a lamp or the sun."""
        for _ in range(count):
            depth = self.chance.random()
            y = top + (bottom - top) * depth
            half = (6 + spread * 0.4 * depth) * (0.3 + self.chance.random())
            centre = x + self.chance.gauss(0, spread * (0.25 + 0.5 * depth) / 2)
            alpha = (1 - depth) * 0.6 + 0.12
            self.box(centre - half, y, centre + half, y + 1.5 + 3 * depth, ink(colour, alpha * self.chance.random()), 1)

    def swell(self, top: float, bottom: float, light: str, dark: str, rows: int = 40) -> None:
        """The surface of the sea: short strokes that grow towards the reader."""
        for row in range(rows):
            depth = (row / rows) ** 1.6
            y = top + (bottom - top) * depth
            for _ in range(9):
                x = self.chance.uniform(-60, WIDTH + 60)
                half = (14 + 110 * depth) * (0.4 + self.chance.random())
                tone = light if self.chance.random() < 0.5 else dark
                bend = (1 + 7 * depth) * self.chance.random()
                arch = smooth([(x - half, y), (x, y - bend), (x + half, y)], 6)
                self.ribbon(arch, [0.5, 1.2 + 5 * depth, 0.5], ink(tone, 0.10 + 0.25 * self.chance.random()))

    def soften(self, radius: float) -> None:
        self.image = self.image.filter(ImageFilter.BoxBlur(radius * _SCALE))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def finish(self, grain: float = 0.5) -> bytes:
        """The picture reduced, grained and with darker corners, as a JPEG."""
        picture = self.image.reduce(_SCALE)
        noise = Image.frombytes("L", (WIDTH // 2, 534), self.chance.randbytes(WIDTH // 2 * 534))
        noise = noise.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.6))
        paper = Image.merge("RGB", (noise,) * 3).point([round(128 + (v - 128) * 0.22 * grain) for v in range(256)] * 3)
        picture = ImageChops.overlay(picture, paper)
        corners = (
            Image.radial_gradient("L")
            .resize((WIDTH, HEIGHT))
            .point([255 - round(70 * max(0, (v - 110) / 145) ** 2) for v in range(256)])
        )
        picture = ImageChops.multiply(picture, Image.merge("RGB", (corners,) * 3))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=82, optimize=True)
        return out.getvalue()
