"""Drawings of rooms in which people meet, wait or watch."""

from __future__ import annotations

import math

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, between, ink, smooth


def council_chamber(c: Canvas) -> None:
    c.wash("2b2a38", "4a3f46", "7d5f4c", "a97e55")
    for i in range(9):
        x = 60 + i * 185
        c.box(x - 62, 60, x + 62, 470, ink("3b323a"))
        c.shape(
            smooth([(x - 44, 470), (x - 44, 180), (x, 90), (x + 44, 180), (x + 44, 470)], 8),
            between("2f3f66", "1b2747", abs(i - 4) / 5),
        )
        c.box(x - 2, 96, x + 2, 470, ink("3b323a"))
        for y in (210, 300, 390):
            c.box(x - 44, y, x + 44, y + 4, ink("3b323a"))
    c.box(0, 468, WIDTH, 500, ink("57392b"))
    for row, seats in reversed(list(enumerate((7, 9, 11, 13, 14)))):
        across, deep = (300 + row * 138) * 1.14, (300 + row * 138) * 0.62
        y = 1080 - 40 * row
        for grow, lift, tone in (
            (46, 40, "432a22"),
            (46, 18, "93633f"),
            (40, 4, "6b4632"),
            (36, -26, between("8a5a3c", "5c3b2e", row / 5)),
        ):
            colour = tone if isinstance(tone, tuple) else ink(tone)
            rim = [(across + grow, deep + grow, math.radians(angle)) for angle in range(176, 365, 4)]
            c.shape([(800 + a * math.cos(t), y - lift + d * math.sin(t)) for a, d, t in rim], colour)
        for seat in range(seats):
            angle = math.radians(193 + seat * 154 / (seats - 1))
            x, sy = 800 + across * math.cos(angle), y + deep * math.sin(angle)
            _member(c, x, sy, 1.12 - row * 0.10, empty=(row == 2 and seat == 8))
    for x in (250, 800, 1350):
        c.stroke([(x, -10), (x, 120)], ink("1f191c"), 4)
        c.oval(x, 140, 30, 30, ink("fff0c4"))
        c.glow(x, 140, 330, "ffdf9a", 0.8)
    c.box(690, 860, 910, 1067, ink("3f261d"))
    c.box(676, 846, 924, 872, ink("7a4f36"))
    c.shape([(740, 846), (752, 800), (848, 800), (860, 846)], ink("efe4cb"))
    for line in range(4):
        c.stroke([(762, 810 + line * 8), (838 - line * 9, 810 + line * 8)], ink("7a6a52"), 2)
    c.stroke([(700, 850), (690, 780), (712, 752)], ink("1f191c"), 5)
    c.oval(715, 748, 9, 13, ink("1f191c"))


def _member(c: Canvas, x: float, y: float, size: float, *, empty: bool) -> None:
    c.box(x - 30 * size, y - 54 * size, x + 30 * size, y + 22 * size, ink("6d2f2c"), 10)
    c.box(x - 24 * size, y - 46 * size, x + 24 * size, y + 10 * size, ink("8a3f38"), 8)
    if empty:
        return
    coat = c.chance.choice(("2c3547", "3f4c52", "5a3f4c", "26312d", "6b5a3c", "474257"))
    skin = c.chance.choice(("e0b08c", "b98060", "8a5a42", "f0c9a8", "6b4433"))
    c.shape(
        smooth(
            [
                (x - 32 * size, y + 26 * size),
                (x - 26 * size, y - 8 * size),
                (x, y - 20 * size),
                (x + 26 * size, y - 8 * size),
                (x + 32 * size, y + 26 * size),
            ],
            6,
        ),
        ink(coat),
    )
    c.oval(x, y - 36 * size, 15 * size, 18 * size, ink(skin))
    hair = c.chance.choice(("1f1716", "4b3020", "8b6b44", "cfc8bc", "8a8a8c"))
    c.arc(
        x,
        y - 39 * size,
        16 * size,
        17 * size,
        c.chance.choice((150, 180, 200)),
        c.chance.choice((340, 360, 385)),
        ink(hair),
        9 * size,
    )
    c.box(x - 12 * size, y + 24 * size, x + 14 * size, y + 32 * size, ink("f3ead4", 0.9))


def night_clinic(c: Canvas) -> None:
    c.wash("0d1730", "18294a", "27406a", "2b3f5c", bottom=780)
    for _ in range(90):
        c.oval(
            c.chance.uniform(0, WIDTH),
            c.chance.uniform(0, 420),
            *([c.chance.uniform(0.7, 1.8)] * 2),
            ink("ffffff", c.chance.uniform(0.2, 0.8)),
        )
    c.ridge(600, 60, ink("14233f"), steps=8)
    c.wash("1a2c4a", "0c1830", top=760)
    c.box(0, 776, WIDTH, 800, ink("33445c"))
    c.box(240, 330, 1240, 776, ink("7d8a86"))
    for course in range(13):
        for brick in range(27):
            left = 240 + brick * 38 - (course % 2) * 19
            if c.chance.random() < 0.3:
                c.box(max(240, left), 334 + course * 34, min(1240, left + 36), 366 + course * 34, ink("6b7874", 0.5))
    c.shape([(205, 336), (740, 190), (1275, 336)], ink("3a4a52"))
    c.shape([(740, 190), (1275, 336), (1180, 336)], ink("2c3a42"))
    c.oval(740, 280, 46, 46, ink("f4ead0"))
    c.ring(740, 280, 46, 46, ink("20303a"), 6)
    c.stroke([(740, 280), (740, 246)], ink("20303a"), 5)
    for hour in range(24):
        turn = math.radians(hour * 15)
        c.oval(740 + 36 * math.cos(turn), 280 + 36 * math.sin(turn), 2, 2, ink("20303a"))
    for x in (330, 520, 880, 1070):
        c.glow(x + 60, 560, 220, "ffdf9a", 0.55)
        c.box(x, 440, x + 120, 650, ink("f7e4b4"), 6)
        c.box(x, 440, x + 120, 452, ink("fff6da"))
        c.box(x + 57, 440, x + 63, 650, ink("46555a"))
        c.box(x, 540, x + 120, 546, ink("46555a"))
        c.box(x - 8, 650, x + 128, 662, ink("d9d2bc"))
    for x, tall in ((360, 84), (930, 92), (1100, 76)):
        c.oval(x + 8, 650 - tall, 15, 18, ink("41545c"))
        c.shape(
            smooth([(x - 22, 650), (x - 16, 676 - tall), (x + 8, 666 - tall), (x + 32, 676 - tall), (x + 38, 650)], 6),
            ink("41545c"),
        )
    c.glow(740, 650, 330, "fff0c0", 0.9)
    c.box(672, 470, 808, 776, ink("fff3cf"))
    c.box(672, 470, 808, 776, ink("2f7d74", 0.16))
    c.box(737, 470, 743, 776, ink("2f5f5a"))
    c.box(662, 452, 818, 474, ink("2f7d74"))
    c.box(722, 404, 758, 416, ink("e2524a"))
    c.box(734, 392, 746, 428, ink("e2524a"))
    c.shape([(672, 776), (808, 776), (1000, 1067), (480, 1067)], ink("ffe2a0", 0.20))
    queue = (560, 500, 446, 385, 330)
    for i, x in enumerate(queue):
        _standing(c, x, 832 + (i % 2) * 8, 1.0 - (i % 3) * 0.04, ("7a4a3f", "2f4f6b", "5b6b3c", "6a3f5c", "39424f")[i])
    for y in (850, 930, 1010):
        c.stroke([(0, y), (WIDTH, y + 6)], ink("3f587a", 0.25), 2)
    c.shape([(1290, 700), (1620, 690), (1620, 800), (1320, 800)], ink("b9483a"))
    c.box(1380, 610, 1620, 700, ink("e9e2d0"))
    for x in (1400, 1460, 1520, 1580):
        c.box(x, 632, x + 38, 664, ink("ffd98c"))
    c.stroke([(1330, 700), (1330, 560)], ink("20303a"), 6)
    c.glow(1330, 556, 90, "ff9d7a", 0.9)
    c.oval(1330, 556, 6, 6, ink("ffe0cc"))


def _standing(c: Canvas, x: float, foot: float, size: float, coat: str) -> None:
    c.oval(x + 22, foot + 4, 46 * size, 8 * size, ink("060d1c", 0.5))
    for leg in (-11, 11):
        c.box(x + leg * size - 9 * size, foot - 84 * size, x + leg * size + 8 * size, foot, ink("1a2336"), 5)
    body = [
        (x - 32 * size, foot - 66 * size),
        (x - 30 * size, foot - 160 * size),
        (x, foot - 186 * size),
        (x + 30 * size, foot - 160 * size),
        (x + 32 * size, foot - 66 * size),
    ]
    c.shape(smooth(body, 6), ink(coat))
    c.shape(
        smooth(
            [
                (x + 6, foot - 66 * size),
                (x + 12, foot - 176 * size),
                (x + 30 * size, foot - 160 * size),
                (x + 32 * size, foot - 66 * size),
            ],
            6,
        ),
        ink("ffe2a0", 0.16),
    )
    c.oval(x, foot - 204 * size, 18 * size, 22 * size, ink(c.chance.choice(("d9a582", "9a6a4c", "6b4433"))))
    c.arc(x, foot - 208 * size, 19 * size, 21 * size, 170, 370, ink("221a1c"), 12 * size)


def waiting_room_chairs(c: Canvas) -> None:
    c.wash("dbe3d6", "cfd9cc", "c4cdbf", bottom=720)
    c.box(0, 560, WIDTH, 720, ink("8fb0a4"))
    c.box(0, 552, WIDTH, 562, ink("6f9489"))
    c.wash("c9bfa6", "a79a80", top=720)
    for tile in range(14):
        c.stroke([(800 + (tile - 7) * 70, 720), (800 + (tile - 7) * 330, 1080)], ink("8f8268", 0.5), 3)
    for row in range(5):
        y = 722 + row * row * 17 + row * 12
        c.stroke([(0, y), (WIDTH, y)], ink("8f8268", 0.5), 3)
    c.shape([(1180, -20), (1500, -20), (1180, 720), (620, 720)], ink("fff8dc", 0.35))
    c.shape([(620, 720), (1180, 720), (900, 1080), (200, 1080)], ink("fff8dc", 0.22))
    c.oval(800, 240, 104, 104, ink("3f5550"))
    c.oval(800, 240, 92, 92, ink("f8f4e6"))
    for hour in range(12):
        turn = math.radians(hour * 30)
        c.stroke(
            [
                (800 + 74 * math.cos(turn), 240 + 74 * math.sin(turn)),
                (800 + 84 * math.cos(turn), 240 + 84 * math.sin(turn)),
            ],
            ink("3f5550"),
            5,
        )
    c.stroke([(800, 240), (762, 262)], ink("3f5550"), 9)
    c.stroke([(800, 240), (848, 186)], ink("3f5550"), 6)
    c.stroke([(800, 240), (800, 312)], ink("c8503f"), 3)
    c.oval(800, 240, 8, 8, ink("c8503f"))
    c.oval(170, 900, 96, 13, ink("5f543f", 0.4))
    c.shape([(96, 720), (244, 720), (224, 902), (116, 902)], ink("b9794c"))
    c.box(88, 704, 252, 736, ink("cf8f5f"), 5)
    for leaf in range(15):
        lean = (leaf - 7) * 0.20
        tip = (170 + math.sin(lean) * 300, 712 - math.cos(lean) * (320 - abs(leaf - 7) * 8))
        bend = smooth([(170, 716), (170 + math.sin(lean) * 110, 590), tip], 10)
        c.ribbon(bend, [4, 30, 24, 1], between("2f5f46", "6f9a55", leaf / 14))
    for i in range(1, 8):
        _chair(c, 166 + i * 188, 880, "d9713f" if i == 2 else ("2f7d80" if i % 2 else "3a8f8c"))
    c.shape([(514, 868), (580, 852), (590, 868), (524, 886)], ink("f6f1e2"))
    c.stroke([(530, 872), (576, 861)], ink("c8503f"), 5)


def _chair(c: Canvas, x: float, seat: float, tone: str) -> None:
    c.oval(x, seat + 126, 78, 11, ink("5f543f", 0.4))
    for leg in (-54, 54):
        c.stroke([(x + leg * 0.9, seat), (x + leg * 1.12, seat + 124)], ink("45504c"), 8)
    c.box(x - 66, seat - 190, x + 66, seat - 26, ink(tone), 26)
    c.box(x - 56, seat - 184, x + 40, seat - 150, ink("ffffff", 0.12), 16)
    c.box(x - 74, seat - 34, x + 74, seat + 10, between(tone, "1d3a3a", 0.25), 18)
    c.box(x - 74, seat - 34, x + 74, seat - 20, ink("ffffff", 0.14), 8)


def stage_lighthouse(c: Canvas) -> None:
    c.wash("05060d", "0d1322", "1c2233", "0b0d16")
    for i in range(26):
        x = i * 66 - 20
        fold = smooth([(x, 0), (x + 14, 330), (x - 6, 700)], 10)
        c.ribbon(fold, [26, 30, 38], ink("1a1f33", 0.7))
    for spread, strength in ((1.0, 0.13), (0.66, 0.16), (0.34, 0.20)):
        c.shape(
            [(792, 250), (808, 250), (1660, 420 + 420 * spread), (1660, 560 - 330 * spread)], ink("ffe6a4", strength)
        )
        c.shape(
            [(792, 250), (808, 250), (-60, 520 + 330 * spread), (-60, 640 - 220 * spread)],
            ink("ffe6a4", strength * 0.45),
        )
    c.shape([(-40, 1067), (340, 720), (1260, 720), (1640, 1067)], ink("3a2c2a"))
    for plank in range(-12, 13):
        c.stroke([(800 + plank * 38, 720), (800 + plank * 76, 1080)], ink("241b1c"), 4)
    c.shape([(340, 720), (1260, 720), (1266, 732), (334, 732)], ink("6b4f40"))
    c.oval(800, 870, 430, 100, ink("ffdf9a", 0.12))
    c.oval(800, 870, 280, 62, ink("ffdf9a", 0.14))
    c.stroke([(800, -10), (800, 170)], ink("3f4660"), 6)
    c.box(742, 170, 858, 190, ink("55607c"))
    c.box(752, 190, 848, 310, ink("fff3c4"))
    for ring in range(8):
        c.stroke([(752, 198 + ring * 15), (848, 198 + ring * 15)], ink("c9913c", 0.8), 3)
    c.glow(800, 250, 360, "fff0bc", 1.0)
    for x in (752, 784, 816, 848):
        c.box(x - 3, 190, x + 3, 310, ink("55607c"))
    c.box(742, 310, 858, 330, ink("55607c"))
    c.shape([(752, 170), (800, 128), (848, 170)], ink("55607c"))
    _figure(c, 610, 880, 1.0, "6d4a3c", 1)
    _figure(c, 985, 860, 1.04, "31507a", -1)
    _figure(c, 1130, 940, 1.1, "222b33", -1)
    c.box(700, 806, 868, 818, ink("7d5a3c"))
    for leg in (714, 852):
        c.box(leg, 818, leg + 10, 916, ink("5a3f2c"))
    c.shape([(752, 806), (784, 796), (816, 806), (816, 800), (784, 789), (752, 800)], ink("f6ecd0"))
    for row, (y, size) in enumerate(((1010, 1.0), (1075, 1.25))):
        for i in range(19 - row * 4):
            x = i * (88 + 24 * row) + c.chance.uniform(-10, 10)
            c.oval(x, y - 44 * size, 22 * size, 27 * size, ink("07080f"))
            c.shape(
                smooth(
                    [
                        (x - 52 * size, y + 40),
                        (x - 38 * size, y - 6),
                        (x, y - 24 * size),
                        (x + 38 * size, y - 6),
                        (x + 52 * size, y + 40),
                    ],
                    6,
                ),
                ink("07080f"),
            )


def _figure(c: Canvas, x: float, foot: float, size: float, coat: str, side: int) -> None:
    c.oval(x - side * 26, foot + 2, 78 * size, 12 * size, ink("000000", 0.45))
    coat_line = [
        (x - 44 * size, foot),
        (x - 30 * size, foot - 170 * size),
        (x - 24 * size, foot - 214 * size),
        (x, foot - 228 * size),
        (x + 24 * size, foot - 214 * size),
        (x + 30 * size, foot - 170 * size),
        (x + 44 * size, foot),
    ]
    c.shape(coat_line, ink(coat))
    lit = [
        (x + side * 44 * size, foot),
        (x + side * 30 * size, foot - 170 * size),
        (x + side * 24 * size, foot - 214 * size),
        (x + side * 6 * size, foot - 226 * size),
        (x + side * 14 * size, foot),
    ]
    c.shape(lit, ink("ffe2a0", 0.28))
    c.oval(x, foot - 252 * size, 21 * size, 26 * size, ink("c99a74"))
    c.arc(
        x,
        foot - 256 * size,
        22 * size,
        25 * size,
        150 if side > 0 else 190,
        350 if side > 0 else 390,
        ink("1c1614"),
        13 * size,
    )
    arm = smooth(
        [
            (x + side * 20 * size, foot - 196 * size),
            (x + side * 54 * size, foot - 150 * size),
            (x + side * 84 * size, foot - 134 * size),
        ],
        8,
    )
    c.ribbon(arm, [26 * size, 20 * size, 12 * size], ink(coat))


def circle_of_chairs(c: Canvas) -> None:
    """An assembly from above: chairs in rings, one lit."""
    c.wash("c98f5c", "b97f50", "a56c44")
    for plank in range(17):
        x = plank * 100
        c.box(x, 0, x + 98, HEIGHT, between("c28a58", "a8703f", c.chance.random()))
        for y in range(int(c.chance.uniform(60, 260)), HEIGHT, 320):
            c.box(x, y, x + 98, y + 4, ink("7d5030", 0.6))
    c.shape([(-20, -20), (520, -20), (1080, 1100), (240, 1100)], ink("fff0c4", 0.16))
    c.shape([(700, -20), (980, -20), (1620, 1000), (1620, 1100), (1300, 1100)], ink("fff0c4", 0.12))
    c.oval(800, 534, 190, 190, ink("2f5f66"))
    for ring, tone in ((176, "3f7a7d"), (140, "e9c988"), (126, "2f5f66"), (70, "c8553f"), (54, "e9c988")):
        c.oval(800, 534, ring, ring, ink(tone))
    for spoke in range(24):
        turn = math.radians(spoke * 15)
        c.stroke(
            [
                (800 + 78 * math.cos(turn), 534 + 78 * math.sin(turn)),
                (800 + 118 * math.cos(turn), 534 + 118 * math.sin(turn)),
            ],
            ink("e9c988"),
            5,
        )
    for radius, seats in ((300, 16), (420, 24), (545, 32)):
        for seat in range(seats):
            turn = math.radians(seat * 360 / seats + radius)
            x, y = 800 + radius * 1.2 * math.cos(turn), 534 + radius * 0.86 * math.sin(turn)
            _seated(c, x, y, math.atan2(534 - y, 800 - x))


def _seated(c: Canvas, x: float, y: float, facing: float) -> None:
    def at(ahead: float, aside: float) -> tuple[float, float]:
        return x + ahead * math.cos(facing) - aside * math.sin(facing), y + ahead * math.sin(facing) + aside * math.cos(
            facing
        )

    c.oval(x + 9, y + 11, 33, 31, ink("4b2f1c", 0.35))
    c.shape([at(-22, -28), at(20, -26), at(20, 26), at(-22, 28)], ink("f0e2c4"))
    c.shape([at(-30, -28), at(-21, -28), at(-21, 28), at(-30, 28)], ink("7d5030"))
    if c.chance.random() < 0.07:
        return
    coat = c.chance.choice(("b5493c", "2f6d7c", "d9a441", "4c5f3c", "5b4468", "33415a", "d88a6a", "7a8f9a"))
    c.shape(
        smooth([at(-14, -30), at(2, -31), at(8, 0), at(2, 31), at(-14, 30), at(-20, 0), at(-14, -30)], 6), ink(coat)
    )
    for arm in (-1, 1):
        c.ribbon([at(0, arm * 25), at(18, arm * 20), at(26, arm * 8)], [12, 10, 8], ink(coat))
    skin, hair = c.chance.choice(
        (("e6b894", "5b3a22"), ("9a6a4c", "1c1614"), ("6b4433", "15100f"), ("f0cfae", "d6c9a8"), ("d9a582", "8d8a86"))
    )
    c.oval(*at(2, 0), 15, 15, ink(skin))
    c.oval(*at(-2, 0), 14, 14, ink(hair))
