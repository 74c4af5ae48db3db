"""Drawings from the edge of the land: beach, buoy, street, bucket."""

from __future__ import annotations

import math

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, between, ink, smooth


def groynes(c: Canvas) -> None:
    """The beach from above: fences with sand heaped on one side of each."""
    c.wash("1d6f80", "2f93a0", "63b8b4")
    for band in range(9):
        y = 60 + band * 52
        line = smooth([(x, y + x * 0.10 + c.chance.uniform(-14, 14)) for x in range(-100, 1800, 150)], 10)
        c.ribbon(line, [1, 5 + band, 2, 7 + band, 1], ink("e9fbf2", 0.10 + 0.05 * band))
    shore = _shoreline(610)
    for lift, tone, alpha in ((58, "bfe6d6", 0.45), (34, "dcf3e4", 0.6), (12, "ffffff", 0.9)):
        c.shape([*[(x, y - lift) for x, y in shore], (1800, 1200), (-200, 1200)], ink(tone, alpha))
    c.shape([*shore, (1800, 1200), (-200, 1200)], ink("d9b077"))
    c.shape([*[(x, y + 40) for x, y in shore], (1800, 1200), (-200, 1200)], ink("ecd09a"))
    for _ in range(1600):
        x, y = c.chance.uniform(0, WIDTH), c.chance.uniform(700, HEIGHT)
        c.oval(x, y, 1.4, 1.1, ink(c.chance.choice(("a97f4c", "fff2cf")), 0.4))
    dune = smooth([(-100, 960), (200, 935), (520, 975), (900, 930), (1240, 968), (1700, 925)], 14)
    c.shape([*dune, (1700, 1200), (-100, 1200)], ink("8b9a5b"))
    c.shape([*[(x, y + 34) for x, y in dune], (1700, 1200), (-100, 1200)], ink("6d8148"))
    for _ in range(260):
        x, y = c.chance.uniform(-20, WIDTH), c.chance.uniform(960, 1080)
        c.stroke([(x, y), (x + c.chance.uniform(-8, 8), y - c.chance.uniform(10, 24))], ink("435a2f", 0.8), 2)
    for x in (190, 530, 870, 1210, 1550):
        for post in range(15):
            left, y = x + post * 5.2, 930 - post * 34
            c.oval(left + 12, y + 8, 10, 6, ink("5a4028", 0.35))
            c.box(left, y - 16, left + 11, y + 8, ink("4a3524"))
            c.oval(left + 5.5, y - 16, 5.5, 3.5, ink("8a6b4a"))
        c.stroke([(x + 5, 925), (x + 78, 448)], ink("4a3524"), 6)
        for slip in range(9):
            c.stroke([(x + 70 + slip, 455 + slip * 6), (x + 104 + slip * 3, 440 + slip * 9)], ink("ffffff", 0.5), 2)
    for x, y, tint in (
        (330, 850, "c8443c"),
        (386, 872, "f3efe2"),
        (700, 840, "2f6d8c"),
        (1040, 862, "e2a13a"),
        (1090, 846, "c8443c"),
    ):
        c.oval(x + 7, y + 8, 23, 18, ink("7a5a34", 0.35))
        for slice_ in range(8):
            a, b = math.radians(slice_ * 45), math.radians(slice_ * 45 + 45)
            colour = tint if slice_ % 2 else "fbf4e4"
            c.shape(
                [(x, y), (x + 23 * math.cos(a), y + 18 * math.sin(a)), (x + 23 * math.cos(b), y + 18 * math.sin(b))],
                ink(colour),
            )


def _shoreline(base: float) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for groyne in range(-1, 6):
        x = -62 + groyne * 340 + 340
        points += [
            (x + 20, base + 128),
            (x + 110, base + 92),
            (x + 200, base + 20),
            (x + 296, base - 62),
            (x + 308, base - 58),
        ]
    return smooth(points, 8)


def bell_buoy(c: Canvas) -> None:
    c.wash("8fa4a2", "b7c3b8", "d6d7c2", "e3dcc0", bottom=640)
    for _ in range(16):
        y = c.chance.uniform(40, 420)
        x = c.chance.uniform(-300, 1500)
        c.ribbon(
            smooth([(x, y), (x + 320, y - 20), (x + 760, y + 12)], 12),
            [1, 34, 60, 40, 1],
            ink(c.chance.choice(("6f8584", "eef0e0")), 0.16),
        )
    c.ridge(628, 42, ink("8c9c97"), steps=8)
    c.wash("86a096", "4f7b78", "2b5560", "123544", top=626)
    for back, tone in ((690, "3f7474"), (760, "2f6269")):
        wave = smooth([(x, back + 34 * math.sin(x / 210 + back)) for x in range(-60, 1800, 90)], 8)
        c.shape([*wave, (1800, 1100), (-60, 1100)], ink(tone, 0.7))
    _buoy(c, 830, 800)
    for front, tone, lift in ((845, "23525c", 44), (930, "18414f", 52), (1010, "0f303f", 40)):
        wave = smooth([(x, front + lift * math.sin(x / 250 + front / 60)) for x in range(-60, 1800, 90)], 8)
        c.shape([*wave, (1800, 1200), (-60, 1200)], ink(tone))
        c.ribbon(wave, [2, 5, 2, 6, 2], ink("d4e6d6", 0.5))
        c.ribbon([(x, y + 14) for x, y in wave], [1, 3, 1, 4, 1], ink("d4e6d6", 0.18))
    for x, y in ((560, 868), (720, 842), (930, 846), (1050, 880)):
        for _ in range(26):
            c.oval(
                x + c.chance.gauss(0, 46),
                y + c.chance.gauss(0, 11),
                *([c.chance.uniform(1, 4)] * 2),
                ink("f4faf0", 0.7),
            )
    for x, y, size in ((300, 250, 26), (390, 300, 18), (1240, 200, 22)):
        c.stroke(
            smooth(
                [
                    (x - size * 1.6, y - size * 0.2),
                    (x - size * 0.6, y - size * 0.6),
                    (x, y),
                    (x + size * 0.6, y - size * 0.6),
                    (x + size * 1.6, y - size * 0.1),
                ],
                8,
            ),
            ink("f5f4ea"),
            5,
        )


def _buoy(c: Canvas, x: float, base: float) -> None:
    lean = math.radians(11)

    def at(across: float, up: float) -> tuple[float, float]:
        return x + across * math.cos(lean) + up * math.sin(lean), base + across * math.sin(lean) - up * math.cos(lean)

    red, dark, pale = ink("c23b2c"), ink("7d2420"), ink("e7654a")
    c.shape([at(-150, -90), at(-165, 40), at(-120, 78), at(120, 78), at(165, 40), at(150, -90)], red)
    c.shape([at(60, -90), at(64, 78), at(120, 78), at(165, 40), at(150, -90)], dark)
    c.shape([at(-120, 78), at(-112, 90), at(112, 90), at(120, 78)], ink("3a2a2a"))
    for left, right in ((-104, -26), (104, 26), (-34, -8), (34, 8)):
        c.stroke([at(left, 88), at(right, 440)], red if left < 0 else dark, 13)
    for up in (170, 262, 350):
        wide = 104 - (up - 88) * 0.222
        c.stroke([at(-wide, up), at(wide, up)], red, 9)
    for low, high in ((90, 170), (170, 262), (262, 350)):
        a, b = 104 - (low - 88) * 0.222, 104 - (high - 88) * 0.222
        c.stroke([at(-a, low), at(b, high)], pale, 4)
        c.stroke([at(a, low), at(-b, high)], dark, 4)
    bell = smooth(
        [
            at(-58, 176),
            at(-44, 196),
            at(-38, 236),
            at(-20, 256),
            at(0, 260),
            at(20, 256),
            at(38, 236),
            at(44, 196),
            at(58, 176),
        ],
        8,
    )
    c.shape(bell, ink("caa24a"))
    c.shape([*bell[len(bell) // 2 :], at(8, 176)], ink("9a752c"))
    c.stroke([at(-60, 176), at(60, 176)], ink("7d5c22"), 8)
    for clapper in (-74, 74):
        c.stroke([at(clapper * 0.5, 270), at(clapper, 196)], ink("2d2624"), 4)
        c.oval(*at(clapper, 190), 12, 12, ink("2d2624"))
    c.shape([at(-40, 440), at(-40, 456), at(40, 456), at(40, 440)], dark)
    c.shape([at(-22, 456), at(-18, 512), at(18, 512), at(22, 456)], ink("f6e7b0"))
    c.shape([at(-26, 512), at(0, 542), at(26, 512)], red)
    c.glow(*at(0, 484), 240, "fff0b4", 0.85)


def bucket_over_the_side(c: Canvas) -> None:
    c.wash("5d7484", "8ea0a2", "bcc3b6", "d8d2ba", bottom=560)
    c.wash("7d9494", "3f6672", "1d4356", "0c2739", top=556)
    c.swell(566, 1067, "d0e0d6", "0a2234", 46)
    c.oval(560, 872, 250, 30, ink("0a2234", 0.35))
    for ring, alpha in ((150, 0.6), (212, 0.4), (290, 0.22)):
        c.ring(560, 866, ring, ring * 0.17, ink("e6f0e6", alpha), 4)
    rail = smooth([(1700, 250), (1330, 300), (1130, 420), (1010, 640), (960, 1100)], 14)
    c.shape([*rail, (1800, 1100), (1800, 200)], ink("2a3d3c"))
    for plank in range(9):
        c.stroke([(x + 40 + plank * 62, y + 30) for x, y in rail], ink("1a2a2b", 0.8), 4)
        c.stroke([(x + 46 + plank * 62, y + 30) for x, y in rail], ink("4a625d", 0.4), 2)
    c.ribbon(rail, [34, 30, 26, 34], ink("8a5f3a"))
    c.ribbon([(x - 6, y - 7) for x, y in rail], [9, 8, 7, 9], ink("c39664"))
    rope = smooth([(1180, 350), (900, 330), (640, 420), (560, 590)], 16)
    c.ribbon(rope, [11, 9, 9], ink("cdb483"))
    for x, y in rope[::2]:
        c.stroke([(x - 5, y - 3), (x + 5, y + 4)], ink("7d6439"), 2.4)
    c.arc(560, 672, 104, 92, 180, 360, ink("b79a66"), 9)
    sides = [(452, 672), (486, 868), (634, 868), (668, 672)]
    c.shape(sides, ink("d9c79c"))
    c.shape([(580, 672), (588, 868), (634, 868), (668, 672)], ink("a98f5f", 0.75))
    c.shape([(500, 672), (516, 868), (534, 868), (526, 672)], ink("f3e7c6", 0.8))
    for y, half in ((716, 102), (832, 82)):
        c.arc(560, y - 10, half, 22, 8, 172, ink("7a5f38"), 6)
    c.oval(560, 672, 108, 27, ink("8c7448"))
    c.oval(560, 677, 98, 21, ink("3f6f78"))
    c.oval(535, 673, 34, 6, ink("bfe0d8", 0.6))
    c.stroke([(606, 700), (642, 566)], ink("f5f4ee"), 11)
    c.stroke([(606, 700), (626, 626)], ink("c23b2c"), 4)
    for mark in range(7):
        t = mark / 8
        c.stroke([(613 + 29 * t, 674 - 100 * t), (620 + 29 * t, 676 - 100 * t)], ink("40342a"), 2)
    for i in range(13):
        x = 470 + i * 15 + c.chance.uniform(-6, 6)
        length = c.chance.uniform(8, 26)
        c.ribbon([(x, 872), (x, 872 + length)], [3, 6], ink("d6ece6", 0.8))


def tidal_street(c: Canvas) -> None:
    c.wash("2c3d5c", "55688a", "9fa3a8", "e9c79a", "f4dcae", bottom=640)
    c.glow(800, 600, 520, "ffe3ac", 0.75)
    c.wash("f0cf9c", "b9a79c", "6a7f94", "2c4560", top=606)
    c.swell(620, 1067, "f6e3bc", "2a3f5c", 40)
    for side in (-1, 1):
        for house in range(6):
            near, far = 800 - 880 * 0.66**house, 800 - 880 * 0.66 ** (house + 1)
            roof_a, roof_b = 600 - 500 * 0.66**house, 600 - 500 * 0.66 ** (house + 1)
            foot_a, foot_b = 612 + 260 * 0.66**house, 612 + 260 * 0.66 ** (house + 1)
            wall = ("c8674f", "d9b57a", "8f9f8c", "b7a2a0", "7d8ea0", "cf9366")[(house + (side > 0) * 2) % 6]
            points = [(near, roof_a), (far, roof_b), (far, foot_b), (near, foot_a)]
            gable = [(near, roof_a), ((near + far) / 2, (roof_a + roof_b) / 2 - 74 * 0.66**house), (far, roof_b)]
            shade = between(wall, "5a5570", 0.34 if side > 0 else 0.08)
            image = [(near, foot_a), (far, foot_b), (far, foot_b + (foot_b - roof_b) * 0.5), (near, foot_a + 420)]
            c.shape(_mirror(image, side), (*shade[:3], 70))
            c.shape(_mirror(points, side), shade)
            c.shape(_mirror(gable, side), between("5b3f46", "6f6478", house / 6))
            for floor in (0.2, 0.52):
                for pane in (0.2, 0.62):
                    _window(c, (near, far, roof_a, roof_b, foot_a, foot_b), floor, pane, side)
            wet_a, wet_b = foot_a - 66 * 0.66**house, foot_b - 66 * 0.66 ** (house + 1)
            c.shape(_mirror([(near, wet_a), (far, wet_b), (far, foot_b), (near, foot_a)], side), ink("2f3d4d", 0.3))
            edge = [(near, foot_a - 3), (far, foot_b - 2), (far, foot_b + 2), (near, foot_a + 5)]
            c.shape(_mirror(edge, side), ink("fff0d0", 0.6))
    c.shimmer(800, 624, 1060, 420, "fff0c6", 220)
    for depth in range(4):
        scale = 0.62**depth
        for side in (-1, 1):
            x = 800 + side * 600 * scale
            y = 610 + 232 * scale
            c.stroke([(x, y), (x, y - 400 * scale)], ink("20263a"), 9 * scale)
            c.stroke([(x, y - 392 * scale), (x - side * 46 * scale, y - 406 * scale)], ink("20263a"), 6 * scale)
            lx, ly = x - side * 50 * scale, y - 392 * scale
            c.glow(lx, ly, 150 * scale, "ffd890", 0.9)
            c.shape(
                [
                    (lx - 12 * scale, ly - 18 * scale),
                    (lx + 12 * scale, ly - 18 * scale),
                    (lx + 8 * scale, ly + 18 * scale),
                    (lx - 8 * scale, ly + 18 * scale),
                ],
                ink("fff3cc"),
            )
            c.shimmer(lx, y + 16 * scale, y + 220 * scale, 60 * scale, "ffe6ae", 22)


def _mirror(points: list[tuple[float, float]], side: int) -> list[tuple[float, float]]:
    return points if side < 0 else [(WIDTH - x, y) for x, y in points]


def _window(c: Canvas, wall: tuple[float, ...], floor: float, pane: float, side: int) -> None:
    near, far, roof_a, roof_b, foot_a, foot_b = wall

    def at(along: float, down: float) -> tuple[float, float]:
        top, bottom = roof_a + (roof_b - roof_a) * along, foot_a + (foot_b - foot_a) * along
        return near + (far - near) * along, top + (bottom - top) * down

    glass = [at(pane, floor), at(pane + 0.2, floor), at(pane + 0.2, floor + 0.19), at(pane, floor + 0.19)]
    lit = c.chance.random() < 0.55
    c.shape(_mirror(glass, side), ink("ffdf9a" if lit else "36425c"))
    sill = [
        at(pane - 0.02, floor + 0.19),
        at(pane + 0.22, floor + 0.19),
        at(pane + 0.22, floor + 0.205),
        at(pane - 0.02, floor + 0.205),
    ]
    c.shape(_mirror(sill, side), ink("f6ecd8", 0.8))
