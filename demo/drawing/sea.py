"""Drawings of the harbour and the sea."""

from __future__ import annotations

import math

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, between, ink, smooth


def harbour_at_dusk(c: Canvas) -> None:
    c.wash("23304f", "5b4a72", "c4697a", "f2a65e", "fbd38a", bottom=620)
    c.glow(1120, 590, 620, "ffd08a", 0.9)
    c.oval(1120, 575, 62, 62, ink("fff0c4"))
    c.ridge(600, 70, ink("6b4a68"), steps=7)
    c.ridge(612, 34, ink("4a3858"), steps=13)
    c.wash("e59a62", "a85a68", "4c3a5c", "1c2340", top=612)
    c.shimmer(1120, 616, 1040, 300, "ffe2a6", 190)
    c.swell(640, 1067, "f2b27a", "2a2648", 34)
    _quay(c)
    _crane(c, 250, 640, 1.25)
    _crane(c, 560, 640, 1.0)
    _container_ship(c, 300, 700, 1.0)
    for x, colour in ((120, "ffd68a"), (430, "ffd68a"), (640, "ff9d7a"), (760, "ffd68a")):
        c.glow(x, 668, 60, colour, 0.8)
        c.oval(x, 668, 4, 4, ink("fff2cc"))
        c.shimmer(x, 720, 900, 46, colour, 22)


def _quay(c: Canvas) -> None:
    c.box(-10, 690, 800, 726, ink("1d1c33"))
    c.box(-10, 690, 800, 695, ink("3b3450"))
    for x in range(20, 800, 62):
        c.box(x, 726, x + 14, 752, ink("15152a"))


def _crane(c: Canvas, x: float, base: float, size: float) -> None:
    dark = ink("191a32")
    for leg in (-46, 46):
        c.box(x + leg * size - 5, base - 250 * size, x + leg * size + 5, base + 54, dark)
    c.stroke([(x - 46 * size, base - 40), (x + 46 * size, base - 150 * size)], dark, 5 * size)
    c.stroke([(x + 46 * size, base - 40), (x - 46 * size, base - 150 * size)], dark, 5 * size)
    c.box(x - 150 * size, base - 262 * size, x + 250 * size, base - 248 * size, dark)
    c.stroke([(x, base - 370 * size), (x + 240 * size, base - 258 * size)], dark, 4 * size)
    c.stroke([(x, base - 370 * size), (x - 140 * size, base - 258 * size)], dark, 4 * size)
    c.shape([(x - 26 * size, base - 250 * size), (x, base - 378 * size), (x + 26 * size, base - 250 * size)], dark)
    c.stroke([(x + 150 * size, base - 250 * size), (x + 150 * size, base - 120 * size)], dark, 2)
    c.box(x + 120 * size, base - 126 * size, x + 180 * size, base - 96 * size, ink("b4553f"))
    c.oval(x, base - 380 * size, 3.5, 3.5, ink("ff7a5c"))


def _container_ship(c: Canvas, x: float, y: float, size: float) -> None:
    boxes = ("a8503e", "d08a4a", "3d5a6c", "7d8f6a", "c7a46a", "553d5b")
    for column in range(13):
        for row in range(2 + (column * 7 % 3)):
            left = x + (92 + column * 42) * size
            top = y - (26 + row * 24) * size
            c.box(left, top, left + 39 * size, top + 22 * size, ink(c.chance.choice(boxes)))
            c.box(left, top, left + 39 * size, top + 3 * size, ink("ffe0a8", 0.18))
    c.box(x + 20 * size, y - 130 * size, x + 80 * size, y, ink("d9c7b4"))
    c.box(x + 10 * size, y - 138 * size, x + 90 * size, y - 122 * size, ink("c2ad9c"))
    for floor in range(4):
        for window in range(4):
            left = x + (26 + window * 13) * size
            top = y - (112 - floor * 26) * size
            lit = c.chance.random() < 0.6
            c.box(left, top, left + 8 * size, top + 8 * size, ink("ffdf94" if lit else "6d5a66"))
    c.shape(
        [(x - 8, y - 4), (x + 690 * size, y - 10), (x + 660 * size, y + 66 * size), (x + 16 * size, y + 66 * size)],
        ink("221a30"),
    )
    c.shape(
        [(x + 11, y + 48), (x + 668 * size, y + 48), (x + 660 * size, y + 66 * size), (x + 16 * size, y + 66 * size)],
        ink("8c3b38"),
    )


def kelp_forest(c: Canvas) -> None:
    c.wash("cfe6b0", "7fc0a0", "2f8a86", "145a68", "0a3242")
    for x, lean, wide in ((300, 130, 120), (640, 60, 180), (980, -40, 140), (1290, -150, 110)):
        c.shape(
            [(x, -20), (x + wide, -20), (x + wide + lean * 2 + 120, 1080), (x + lean * 2 - 60, 1080)],
            ink("f4ffd0", 0.07),
        )
    c.glow(760, -40, 900, "f2ffc8", 0.85)
    for depth, count in ((0, 12), (1, 9), (2, 6)):
        for i in range(count):
            x = (i + 0.5) * WIDTH / count + c.chance.uniform(-70, 70)
            _kelp(c, x, depth)
        if depth < 2:
            c.box(0, 0, WIDTH, HEIGHT, ink("1f7f7c", 0.20))
    for y, start, count in ((420, 520, 17), (560, 920, 11)):
        for i in range(count):
            x = start + i * 26 + c.chance.uniform(-10, 10)
            _fish(c, x, y + 34 * math.sin(i / 2.3) + c.chance.uniform(-26, 26), 12 + c.chance.random() * 6)
    floor = smooth([(-100, 1000), (180, 960), (420, 1010), (760, 975), (1080, 1015), (1380, 965), (1700, 1000)], 14)
    c.shape([*floor, (1700, 1100), (-100, 1100)], ink("06202c"))
    for _ in range(70):
        c.oval(
            c.chance.uniform(0, WIDTH),
            c.chance.uniform(40, 980),
            *([c.chance.uniform(1, 3.2)] * 2),
            ink("f2ffe0", 0.35),
        )


def _kelp(c: Canvas, x: float, depth: int) -> None:
    stem = ("3f8f78", "2d6a4f", "173f34")[depth]
    blade = ("57a588", "5c8a3f", "3d5a24")[depth]
    edge = ("6fb895", "93ac4e", "6d8434")[depth]
    sway = c.chance.uniform(-90, 90)
    top = c.chance.uniform(-80, 160) - 40 * depth
    points = smooth(
        [(x, 1040), (x + sway * 0.3, 760), (x - sway * 0.25, 480), (x + sway * 0.5, 240), (x + sway, top)], 14
    )
    width = 5 + 4 * depth
    c.ribbon(points, [width, width * 0.8, width * 0.5], ink(stem))
    for i, (px, py) in enumerate(points[6:-1:3]):
        if c.chance.random() < 0.22:
            continue
        side = 1 if i % 2 else -1
        length = (110 + 60 * depth) * c.chance.uniform(0.7, 1.2)
        lift = c.chance.uniform(-70, 90)
        leaf = smooth([(px, py), (px + side * length * 0.4, py - lift * 0.5 - 18), (px + side * length, py + lift)], 12)
        c.ribbon(leaf, [2, 13 + 9 * depth, 15 + 8 * depth, 9, 0.5], ink(blade))
        c.ribbon(leaf, [1, 2 + depth, 1.5, 0.5], ink(edge, 0.8))
        c.oval(px + side * 5, py - 2, 4 + 2 * depth, 5 + 2 * depth, ink(edge))


def _fish(c: Canvas, x: float, y: float, size: float) -> None:
    silver = ink(c.chance.choice(("dff2d8", "b9dcc6", "f6ffe6")), 0.9)
    body = smooth(
        [
            (x - size, y),
            (x - size * 0.2, y - size * 0.42),
            (x + size, y),
            (x - size * 0.2, y + size * 0.42),
            (x - size, y),
        ],
        6,
    )
    c.shape(body, silver)
    c.shape([(x - size * 0.8, y), (x - size * 1.45, y - size * 0.4), (x - size * 1.45, y + size * 0.4)], silver)


def wind_turbines_at_sea(c: Canvas) -> None:
    c.wash("6fa3c4", "a9cbd8", "e4e6d8", "f6e3c4", bottom=690)
    c.glow(340, 600, 560, "fff0cc", 0.7)
    for _ in range(9):
        x, y = c.chance.uniform(-100, 1600), c.chance.uniform(70, 380)
        for _ in range(3):
            left, long = x + c.chance.uniform(-60, 60), c.chance.uniform(240, 460)
            bank = smooth([(left, y), (left + long * 0.4, y - 12), (left + long, y + 6)], 10)
            c.ribbon(bank, [1, 16, 30, 22, 1], ink("ffffff", 0.22))
            y += c.chance.uniform(8, 20)
    c.wash("9fb9b4", "5f8f99", "2c6078", "123a55", top=688)
    for row in range(5):
        scale = 0.20 + 0.155 * row**1.22
        for i in range(8 - row):
            x = 130 + i * (200 + 66 * row) - row * 90 + (row % 2) * 90
            tone = between("b8ccd0", "f8f6ee", row / 4)
            _turbine(c, x, 690 + row * row * 9, scale, tone, c.chance.uniform(0, 120))
    c.swell(700, 1067, "d8ecea", "0d2c44", 42)
    hull = [(1010, 930), (1030, 962), (1200, 962), (1236, 918), (1150, 926)]
    c.shape([(1080, 870), (1080, 928), (1150, 928), (1150, 884), (1134, 870)], ink("f2efe6"))
    c.box(1092, 882, 1140, 898, ink("2c4a5c"))
    c.shape(hull, ink("d9542b"))
    c.ribbon(smooth([(1012, 956), (900, 962), (760, 986), (600, 990)], 10), [10, 7, 4, 1], ink("ffffff", 0.55))


def _turbine(c: Canvas, x: float, base: float, size: float, tone: tuple[int, int, int, int], turn: float) -> None:
    hub = base - 360 * size
    c.shape([(x - 9 * size, base), (x - 4 * size, hub), (x + 4 * size, hub), (x + 9 * size, base)], tone)
    c.box(x - 13 * size, base - 26 * size, x + 13 * size, base + 6 * size, ink("e8b23a"))
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        dx, dy = math.sin(angle), -math.cos(angle)
        tip = (x + dx * 205 * size, hub + dy * 205 * size)
        swell = (x + dx * 60 * size - dy * 11 * size, hub + dy * 60 * size + dx * 11 * size)
        c.shape([(x - dy * 4 * size, hub + dx * 4 * size), swell, tip, (x + dy * 4 * size, hub - dx * 4 * size)], tone)
    c.oval(x, hub, 8 * size, 8 * size, tone)


def ships_at_anchor(c: Canvas) -> None:
    c.wash("c9d2cf", "dcd8c6", "ecd9b8", "f0c99a", bottom=470)
    c.glow(420, 450, 520, "fff3d6", 0.8)
    c.wash("c9b792", "8fa39a", "4f7f86", "1f4d5e", "0f2f42", top=468)
    c.shimmer(420, 474, 900, 420, "fff0c8", 150)
    c.swell(480, 1067, "e9e4c8", "14384a", 44)
    hulls = ("7c2f2c", "26394a", "3f4f3f", "6a4a33", "20303c")
    for i, (x, y, size) in enumerate(
        (
            (130, 486, 0.16),
            (330, 492, 0.2),
            (620, 488, 0.17),
            (850, 496, 0.22),
            (1130, 490, 0.18),
            (1400, 494, 0.2),
            (240, 540, 0.36),
            (720, 556, 0.42),
            (1240, 548, 0.38),
            (60, 660, 0.74),
            (880, 700, 0.95),
        )
    ):
        _freighter(c, x, y, size, hulls[i % len(hulls)])


def _freighter(c: Canvas, x: float, y: float, size: float, hull: str) -> None:
    long = 560 * size
    haze = max(0.0, min(0.62, 0.75 - size))
    body = between(hull, "b9b49c", haze)
    c.box(x, y + 34 * size, x + long * 0.97, y + 46 * size, ink("0f2f42", 0.25), 4)
    for i in range(9):
        for row in range(1 + (i * 5) % 3):
            colour = c.chance.choice(("b2543f", "d3a04f", "4c6f7c", "8b8f63", "e0d2b0"))
            left = x + (40 + i * 42) * size
            c.box(
                left,
                y - (24 + 22 * row) * size,
                left + 39 * size,
                y - (3 + 22 * row) * size,
                between(colour, "c6bfa4", haze),
            )
    c.box(x + long - 120 * size, y - 120 * size, x + long - 66 * size, y, between("f1ead8", "d6cfb6", haze))
    c.box(
        x + long - 132 * size, y - 126 * size, x + long - 58 * size, y - 106 * size, between("dcd2bc", "cbc3a8", haze)
    )
    c.box(x + long - 56 * size, y - 92 * size, x + long - 30 * size, y - 2 * size, between(hull, "b9b49c", haze))
    c.shape(
        [
            (x - 16 * size, y - 8 * size),
            (x + long, y - 2 * size),
            (x + long - 14 * size, y + 36 * size),
            (x + 22 * size, y + 36 * size),
        ],
        body,
    )
    c.shape(
        [
            (x + 15 * size, y + 27 * size),
            (x + long - 11 * size, y + 27 * size),
            (x + long - 14 * size, y + 37 * size),
            (x + 22 * size, y + 37 * size),
        ],
        between("a13c2f", "b9a48c", haze),
    )
    c.stroke([(x, y + 2 * size), (x - 60 * size, y + 60 * size)], ink("1c2a30", 0.7), max(0.6, 2.4 * size))
