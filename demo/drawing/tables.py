"""Drawings of things that lie on a table, a shelf or a page."""

from __future__ import annotations

import math

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, Point, between, ink, smooth


def waiting_curve(c: Canvas) -> None:
    c.wash("f4ead2", "efdfbd")
    left, floor, right = 190, 840, 1480
    for row in range(7):
        y = floor - row * 112
        c.stroke([(left, y), (right, y)], ink("c9b48a", 0.7), 2.5)
    for column in range(11):
        x = left + column * 129
        c.stroke([(x, floor), (x, floor + 14)], ink("6f5f45"), 3)
    points: list[Point] = []
    for step in range(0, 960, 6):
        busy = step / 1000
        points.append((left + 1290 * busy, floor - 31 * busy / (1 - busy)))
    points = [point for point in points if point[1] > 92]
    c.shape([*points, (points[-1][0], floor), (left, floor)], ink("e08a4f", 0.22))
    for i in range(len(points) - 1):
        heat = min(1.0, max(0.0, (floor - points[i][1]) / 520))
        c.stroke([points[i], points[i + 1]], between("2f7480", "c5412e", heat), 15)
    c.oval(*points[-1], 22, 22, ink("c5412e"))
    c.oval(*points[-1], 9, 9, ink("f4ead2"))
    at = left + 1290 * 0.65
    for y in range(300, floor, 26):
        c.stroke([(at, y), (at, y + 13)], ink("2f5a68"), 4)
    c.oval(at, floor - 31 * 0.65 / 0.35, 15, 15, ink("f4ead2"))
    c.ring(at, floor - 31 * 0.65 / 0.35, 15, 15, ink("2f5a68"), 6)
    c.stroke([(left, 120), (left, floor), (right, floor)], ink("4b3f30"), 7)
    for column in range(12):
        tall = 1 + (column * 5 + 2) % 3 if column < 9 else column - 6
        for row in range(tall):
            x, y = left + 24 + column * 104, floor + 150 - row * 40
            tone = c.chance.choice(("b5543c", "d89a45", "3f6f7c", "7d8b5c", "5a4560"))
            c.box(x, y - 38, x + 100, y, ink(tone))
            for rib in range(1, 8):
                c.stroke([(x + rib * 12.5, y - 35), (x + rib * 12.5, y - 3)], ink("000000", 0.14), 2)
            c.box(x, y - 38, x + 100, y - 34, ink("ffffff", 0.22))
    c.box(60, floor + 150, 1540, floor + 164, ink("4b3f30"))


def moss_in_a_drawer(c: Canvas) -> None:
    c.wash("6d4a30", "5a3b27", "432b1d")
    for grain in range(46):
        y = grain * 24 + c.chance.uniform(-6, 6)
        c.ribbon(
            smooth([(-40, y), (500, y + c.chance.uniform(-16, 16)), (1640, y + c.chance.uniform(-10, 10))], 10),
            [2, 5, 1],
            ink("2f1d12", 0.25),
        )
    c.box(70, 60, 1530, 1010, ink("2c1c13"), 14)
    c.box(96, 86, 1504, 984, ink("d8c39a"), 6)
    for row in range(2):
        for column in range(3):
            x, y = 130 + column * 456, 116 + row * 430
            tilt = c.chance.uniform(-7, 7)
            c.shape(
                [(x + 10, y + 14 + tilt), (x + 424, y + 14 - tilt), (x + 430, y + 410), (x + 14, y + 410)],
                ink("5f4a30", 0.4),
            )
            paper = ("f3e9cf", "efe2c0", "f7efd9")[(row + column) % 3]
            c.shape([(x, y + tilt), (x + 412, y - tilt), (x + 418, y + 396), (x + 4, y + 396)], ink(paper))
            c.shape([(x, y + tilt), (x + 412, y - tilt), (x + 206, y + 60)], ink("dfcda4", 0.55))
            _moss(c, x + 206, y + 276, (row * 3 + column))
            c.box(x + 244, y + 318, x + 396, y + 380, ink("fffaf0"))
            for line in range(3):
                wave = [
                    (x + 256 + i * 7, y + 332 + line * 16 + 2.6 * math.sin(i * 1.7 + line + column))
                    for i in range(18 - line * 5)
                ]
                c.stroke(smooth(wave, 4), ink("40507a", 0.85), 2.2)
    c.ring(1240, 800, 176, 176, ink("26201c"), 26)
    c.oval(1240, 800, 160, 160, ink("ffffff", 0.22))
    c.arc(1240, 800, 138, 138, 200, 262, ink("ffffff", 0.75), 10)
    c.ribbon([(1368, 924), (1500, 1060)], [40, 58], ink("26201c"))
    c.ribbon([(1400, 956), (1520, 1078)], [30, 44], ink("8a5a34"))


def _moss(c: Canvas, x: float, y: float, kind: int) -> None:
    greens = (
        ("6f7f3a", "a3ab58"),
        ("8a7a3c", "c0a95e"),
        ("4f6a3f", "86a060"),
        ("7a6436", "a98f52"),
        ("5f7a46", "9fb56c"),
        ("86703f", "bfa468"),
    )[kind]
    for stem in range(15):
        lean = (stem - 7) * 0.145 + c.chance.uniform(-0.05, 0.05)
        tall = c.chance.uniform(110, 178) - abs(stem - 7) * 5
        tip = (x + math.sin(lean) * tall, y - math.cos(lean) * tall + 20)
        line = smooth([(x + (stem - 7) * 4, y + 52), (x + math.sin(lean) * tall * 0.5, y - tall * 0.4 + 30), tip], 14)
        c.ribbon(line, [4, 3, 2], ink(greens[0]))
        for i in range(2, len(line) - 1):
            px, py = line[i]
            reach = 15 * (1 - i / len(line)) + 5
            for side in (-1, 1):
                c.ribbon([(px, py), (px + side * reach, py - reach * 0.9)], [4.5, 0.6], ink(greens[i % 2]))
        if stem % 4 == 1:
            head = (tip[0] + 12, tip[1] - 46)
            c.stroke(smooth([tip, (tip[0] + 3, tip[1] - 28), head], 6), ink("9a4a2c"), 2.4)
            c.oval(head[0] + 4, head[1] - 3, 5, 9, ink("b5652f"))


def sheet_music(c: Canvas) -> None:
    c.wash("20324a", "2f4c62", "4a6a74")
    for band in range(7):
        y = 90 + band * 150
        line = smooth([(x, y + 60 * math.sin(x / 260 + band)) for x in range(-80, 1800, 120)], 10)
        c.ribbon(line, [60, 90, 50], ink(("d88a5a", "7fa8a0", "e8c47c")[band % 3], 0.08))
    staves = [
        [(x, 330 + staff * 360 + 110 * math.sin(x / 330 + staff * 1.1)) for x in range(-60, 1720, 30)]
        for staff in range(2)
    ]
    for staff, curve in enumerate(staves):
        for rule in range(5):
            c.stroke([(x, y + (rule - 2) * 34) for x, y in curve], ink("f3e6c4", 0.9), 3.5)
        for i in range(11):
            x = 150 + i * 132 + c.chance.uniform(-14, 14)
            y = 330 + staff * 360 + 110 * math.sin(x / 330 + staff * 1.1) + c.chance.randint(-4, 4) * 17
            _note(c, x, y, ("f3e6c4", "e8a33d", "e2654a", "8fc4b4")[c.chance.choice((0, 0, 0, 1, 2, 3))], i)
    for x, y, size, tone in ((300, 930, 1.0, "e8a33d"), (1250, 150, 1.25, "e2654a"), (1420, 800, 0.8, "8fc4b4")):
        _bear(c, x, y, size, tone)


def _note(c: Canvas, x: float, y: float, tone: str, i: int) -> None:
    colour = ink(tone)
    head = [
        (x + 26 * math.cos(a) - 8 * math.sin(a) * 0.6, y + 17 * math.sin(a) - 9 * math.cos(a))
        for a in (math.radians(t) for t in range(0, 360, 12))
    ]
    c.shape(head, colour)
    c.stroke([(x + 24, y - 8), (x + 24, y - 136)], colour, 6)
    if i % 3 == 0:
        c.ribbon(
            smooth([(x + 24, y - 136), (x + 54, y - 100), (x + 62, y - 64), (x + 46, y - 36)], 8),
            [16, 14, 9, 1],
            colour,
        )
    elif i % 3 == 1:
        c.shape([(x + 22, y - 136), (x + 112, y - 118), (x + 112, y - 100), (x + 22, y - 118)], colour)


def _bear(c: Canvas, x: float, y: float, size: float, tone: str) -> None:
    """The cross-eyed one."""
    for side in (-1, 1):
        c.oval(x + side * 52 * size, y - 56 * size, 27 * size, 27 * size, ink(tone))
        c.oval(x + side * 52 * size, y - 56 * size, 13 * size, 13 * size, ink("20324a", 0.5))
    c.oval(x, y, 82 * size, 74 * size, ink(tone))
    c.oval(x, y + 28 * size, 36 * size, 27 * size, ink("f9efd6"))
    c.oval(x, y + 16 * size, 13 * size, 9 * size, ink("20324a"))
    for side in (-1, 1):
        c.oval(x + side * 28 * size, y - 18 * size, 16 * size, 17 * size, ink("ffffff"))
        c.oval(x + side * 19 * size, y - 14 * size, 7 * size, 8 * size, ink("20324a"))
    c.arc(x, y + 26 * size, 15 * size, 13 * size, 20, 160, ink("20324a"), 4 * size)


def loaves(c: Canvas) -> None:
    c.wash("2a1a18", "4f2f22", "8a5230", "c98a4a")
    c.glow(1240, 240, 620, "ffc672", 0.9)
    c.box(1060, 90, 1420, 430, ink("3b2620"), 30)
    c.box(1090, 120, 1390, 400, ink("ff9d3f"), 22)
    c.box(1090, 250, 1390, 400, ink("ffc95c"), 22)
    for bump in range(3):
        c.oval(1150 + bump * 92, 382, 50, 30, ink("8f4f22"))
    c.box(1076, 300, 1404, 308, ink("3b2620"))
    for shelf, y in enumerate((420, 690, 960)):
        scale = 0.74 + shelf * 0.15
        c.box(0, y, WIDTH, y + 16 + shelf * 4, ink("2a1a16"))
        c.box(0, y, WIDTH, y + 4, ink("d9a05c", 0.5))
        count = 5 if shelf == 0 else 7 - shelf
        for i in range(count):
            x = 120 + i * (205 if shelf == 0 else 300 if shelf == 1 else 350) + shelf * 20
            _loaf(c, x, y, scale, (i + shelf) % 3)
    for x in (40, 1560):
        c.box(x - 10, 330, x + 10, HEIGHT, ink("241512"))
    for strand, x in enumerate((300, 620, 930)):
        wisp = smooth([(x, 330), (x + 40, 240), (x - 30, 150), (x + 50, 50), (x + 10, -40)], 12)
        c.ribbon(wisp, [3, 20, 34, 40, 50], ink("ffe6c0", 0.10 + 0.02 * strand))


def _loaf(c: Canvas, x: float, floor: float, size: float, kind: int) -> None:
    crust, light, deep = (
        ("b86a2c", "e6a85a", "7a3f1a"),
        ("c98038", "f0bd74", "8a4f22"),
        ("8f4f26", "c98548", "55290f"),
    )[kind]
    wide, tall = (132 * size, 126 * size) if kind != 1 else (150 * size, 104 * size)
    c.oval(x, floor + 2, wide * 0.96, 12 * size, ink("120a08", 0.5))
    dome = [(x - wide, floor - 12 * size)]
    dome += [
        (x + wide * math.cos(math.radians(a)), floor - 30 * size + tall * math.sin(math.radians(a)))
        for a in range(180, 361, 8)
    ]
    dome += [(x + wide, floor - 12 * size), (x + wide * 0.86, floor), (x - wide * 0.86, floor)]
    c.shape(dome, ink(crust))
    shade = [
        (x + wide * 0.2, floor),
        (x + wide * 0.5, floor - tall * 0.9),
        (x + wide * 0.98, floor - 40 * size),
        (x + wide * 0.86, floor),
    ]
    c.shape(smooth(shade, 6), ink(deep, 0.35))
    c.ribbon(
        smooth(
            [
                (x - wide * 0.82, floor - tall * 0.5),
                (x - wide * 0.4, floor - tall * 1.02),
                (x + wide * 0.1, floor - tall * 1.14),
            ],
            8,
        ),
        [4 * size, 18 * size, 4 * size],
        ink(light, 0.8),
    )
    for cut in range(3):
        left = x - wide * 0.52 + cut * wide * 0.42
        slash = smooth(
            [
                (left, floor - tall * 0.48),
                (left + 26 * size, floor - tall * 0.82),
                (left + 62 * size, floor - tall * 0.98),
            ],
            8,
        )
        c.ribbon(slash, [1, 17 * size, 1], ink("f6dfae"))
        c.ribbon([(px + 3, py + 4) for px, py in slash], [1, 4 * size, 1], ink(deep, 0.7))
    for _ in range(50):
        turn, far = c.chance.uniform(math.pi, 2 * math.pi), c.chance.random() ** 0.5
        c.oval(
            x + wide * 0.9 * far * math.cos(turn),
            floor - 30 * size + tall * 0.9 * far * math.sin(turn),
            1.8,
            1.5,
            ink("fff6e0", 0.55),
        )
