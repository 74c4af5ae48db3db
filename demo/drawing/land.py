"""Drawings of open country, by day and by night."""

from __future__ import annotations

import math

from demo.drawing.brush import WIDTH, Canvas, Point, between, ink, smooth


def night_sky(c: Canvas) -> None:
    c.wash("04071a", "0a1233", "142452", "27406f", "4f6a86", bottom=860)
    for _ in range(300):
        t = c.chance.random()
        x = -80 + 1760 * t + c.chance.gauss(0, 60)
        y = 900 - 860 * t + c.chance.gauss(0, 70)
        size = c.chance.uniform(30, 110)
        c.glow(x, y, size, c.chance.choice(("8fa4d8", "c9b8e0", "e8d6c4", "7f93c9")), c.chance.uniform(0.03, 0.10))
    for _ in range(9):
        t = c.chance.uniform(0.2, 0.85)
        x, y = -80 + 1760 * t, 900 - 860 * t + c.chance.gauss(0, 26)
        long = c.chance.uniform(70, 180)
        drift = smooth([(x - long, y + long * 0.5), (x, y + c.chance.uniform(-20, 20)), (x + long, y - long * 0.5)], 8)
        c.ribbon(drift, [1, 26, 14, 34, 1], ink("0a1130", 0.13))
    for _ in range(1500):
        band = c.chance.random() < 0.6
        t = c.chance.random()
        x = -80 + 1760 * t + c.chance.gauss(0, 110) if band else c.chance.uniform(0, WIDTH)
        y = 900 - 860 * t + c.chance.gauss(0, 110) if band else c.chance.uniform(0, 850)
        size = 0.5 + 1.6 * c.chance.random() ** 5
        c.oval(x, y, size, size, ink(c.chance.choice(("ffffff", "dfe8ff", "fff0d8")), c.chance.uniform(0.35, 1)))
    for _ in range(12):
        x, y = c.chance.uniform(40, 1560), c.chance.uniform(40, 640)
        c.glow(x, y, 16, "eaf0ff", 0.9)
        c.oval(x, y, 2, 2, ink("ffffff"))
    c.ribbon([(1130, 150), (1010, 214), (900, 272)], [0.5, 2, 4], ink("ffffff", 0.8))
    c.wash("3d5874", "1a2f4d", "0b1730", top=836)
    c.swell(842, 960, "9fb6cc", "0b1730", 12)
    land = smooth([(-100, 880), (160, 846), (420, 826), (700, 852), (980, 900), (1240, 930), (1700, 960)], 14)
    c.shape([*land, (1700, 1100), (-100, 1100)], ink("060b1a"))
    for i in range(46):
        x = -20 + i * 30
        y = 872 + (i * 17 % 9) + max(0, (i - 20)) * 3.2
        c.box(x, y, x + c.chance.uniform(20, 30), y + 24, between("0b1226", "141d36", c.chance.random()), 6)
    c.shape([(300, 850), (300, 786), (352, 750), (404, 786), (404, 856)], ink("0a1122"))
    c.box(384, 744, 396, 790, ink("0a1122"))
    c.glow(336, 812, 90, "ffb75c", 0.7)
    c.box(326, 800, 346, 824, ink("ffc672"))
    for x, tall in ((800, 92), (846, 62)):
        foot = 892
        c.shape(
            smooth(
                [
                    (x - 20, foot),
                    (x - 15, foot - tall * 0.62),
                    (x, foot - tall * 0.72),
                    (x + 15, foot - tall * 0.62),
                    (x + 20, foot),
                ],
                6,
            ),
            ink("03060f"),
        )
        c.oval(x + 2, foot - tall * 0.86, tall * 0.12, tall * 0.14, ink("03060f"))
    c.stroke([(812, 838), (842, 806)], ink("03060f"), 9)


def hill_map(c: Canvas) -> None:
    c.wash("d9c79a", "c9b27c", "a9955f")
    for level in range(15):
        tone = between("7d9a62", "e9dcb0", level / 14)
        rim: list[Point] = []
        for step in range(0, 361, 12):
            turn = math.radians(step)
            wobble = 1 + 0.10 * math.sin(3 * turn + level / 3) + 0.07 * math.sin(5 * turn + 2)
            far = (1120 - level * 76) * wobble
            rim.append((900 + level * 6 + far * math.cos(turn), 560 - level * 12 + far * 0.64 * math.sin(turn)))
        c.shape(smooth(rim, 4), tone)
        c.stroke(smooth(rim, 4), ink("5f6b3c", 0.40), 2.5)
    stream = smooth([(880, 400), (980, 520), (940, 640), (1080, 760), (1060, 900), (1180, 1100)], 14)
    c.ribbon(stream, [4, 12, 18, 30], ink("3f8aa0"))
    for start, mid, end in (
        ((-20, 980), (330, 860), (560, 800)),
        ((560, 800), (720, 700), (700, 560)),
        ((700, 560), (800, 420), (1010, 330)),
        ((560, 800), (820, 860), (1300, 700)),
        ((1300, 700), (1380, 520), (1220, 360)),
    ):
        c.ribbon(smooth([start, mid, end], 12), [15, 12, 10], ink("f7ecd0"))
    houses = [(c.chance.gauss(880, 330), c.chance.gauss(560, 190)) for _ in range(66)]
    for x, y in sorted(houses, key=lambda spot: spot[1]):
        if math.hypot(x - 1010, y - 290) > 90:
            _house(
                c, x, y, c.chance.uniform(0.7, 1.0), c.chance.choice(("c4623f", "b5543c", "d08a52", "a8503e")), "f4ead6"
            )
    path = smooth([(560, 790), (700, 690), (690, 560), (800, 430), (1000, 318)], 16)
    for i in range(0, len(path) - 2, 3):
        c.stroke([path[i], path[i + 1]], ink("b0261e"), 7)
    c.oval(560, 796, 19, 19, ink("b0261e"))
    c.oval(560, 796, 8, 8, ink("f7ecd0"))
    c.glow(1010, 290, 140, "fff6c4", 0.8)
    _house(c, 1010, 300, 1.7, "2f7a4c", "fbf4e0")
    for x, y in ((905, 400), (930, 620)):
        c.oval(x, y, 11, 8, ink("8fd0dc"))


def _house(c: Canvas, x: float, y: float, size: float, roof: str, wall: str) -> None:
    c.oval(x + 10 * size, y + 18 * size, 34 * size, 9 * size, ink("4b4a2c", 0.4))
    c.box(x - 24 * size, y - 16 * size, x + 24 * size, y + 18 * size, ink(wall))
    c.shape([(x - 31 * size, y - 14 * size), (x, y - 42 * size), (x + 31 * size, y - 14 * size)], ink(roof))
    c.box(x - 6 * size, y, x + 6 * size, y + 18 * size, ink("5a3f2c"))


def meadow_verge(c: Canvas) -> None:
    c.wash("8fc0d6", "c4dcd8", "f1ead0", bottom=560)
    for x, y in ((260, 150), (820, 100), (1280, 210)):
        for puff in range(4):
            long = c.chance.uniform(200, 420)
            c.ribbon(
                smooth([(x - long / 2, y + puff * 12), (x, y + puff * 12 - 16), (x + long / 2, y + puff * 12 + 5)], 10),
                [1, 22, 34, 18, 1],
                ink("ffffff", 0.4),
            )
    c.ridge(470, 80, ink("9db890"), steps=7)
    c.ridge(530, 70, ink("7fa070"), steps=9)
    c.shape([(-20, 700), (760, 520), (830, 520), (330, 1100), (-20, 1100)], ink("8f8f8c"))
    for mark in range(7):
        a, b = (mark / 7) ** 1.6, ((mark + 0.5) / 7) ** 1.6
        c.ribbon(
            [(790 - 620 * a, 524 + 470 * a), (790 - 620 * b, 524 + 470 * b)],
            [2 + 10 * a, 2 + 10 * b],
            ink("f4f0e0", 0.9),
        )
    c.shape([(830, 520), (1640, 480), (1640, 1100), (300, 1100)], ink("6d9152"))
    flowers = ("e2503c", "f2c33d", "ffffff", "7a5aa8", "e88aa8", "4f74c4")
    for layer in range(6):
        low, tall = 560 + layer * 98, 70 + layer * 46
        for _ in range(150 - layer * 12):
            x = c.chance.uniform(830 - (low - 520) * 0.95, WIDTH + 40)
            y = low + c.chance.uniform(-30, 60)
            high = tall * c.chance.uniform(0.5, 1.1)
            bend = c.chance.uniform(-0.3, 0.3) * high
            c.ribbon(
                smooth([(x, y), (x + bend * 0.3, y - high * 0.6), (x + bend, y - high)], 6),
                [2 + layer, 1 + layer * 0.5, 0.4],
                between("7da05a", "2f5a34", layer / 6 * c.chance.uniform(0.6, 1.0)),
            )
        for _ in range(34 - layer * 2):
            x = c.chance.uniform(860 - (low - 520) * 0.9, WIDTH + 20)
            y = low - tall * c.chance.uniform(0.4, 1.1)
            _flower(c, x, y, 4 + layer * 3.1, c.chance.choice(flowers))
    _bee(c, 980, 470, 1.0)
    _bee(c, 1320, 380, 0.7)


def _flower(c: Canvas, x: float, y: float, size: float, tone: str) -> None:
    if tone == "7a5aa8":
        for bud in range(7):
            c.oval(
                x + c.chance.uniform(-0.4, 0.4) * size,
                y + bud * size * 0.5,
                size * (0.25 + bud * 0.05),
                size * 0.36,
                ink(tone),
            )
        return
    for petal in range(6):
        turn = math.radians(petal * 60 + size * 7)
        c.oval(x + math.cos(turn) * size * 0.62, y + math.sin(turn) * size * 0.5, size * 0.5, size * 0.42, ink(tone))
    c.oval(x, y, size * 0.34, size * 0.3, ink("3a2a1c" if tone == "e2503c" else "f0b02c"))


def _bee(c: Canvas, x: float, y: float, size: float) -> None:
    for wing in (-14, 12):
        c.oval(x + wing * size, y - 24 * size, 15 * size, 22 * size, ink("ffffff", 0.75))
    c.oval(x, y, 34 * size, 23 * size, ink("f0b02c"))
    for stripe in (-12, 4, 19):
        c.ribbon(
            [(x + stripe * size, y - 21 * size), (x + (stripe + 2) * size, y + 21 * size)],
            [8 * size, 8 * size],
            ink("3a2a1c"),
        )
    c.oval(x - 32 * size, y - 2 * size, 12 * size, 13 * size, ink("3a2a1c"))
