"""Drawings of the city: stalls, trams, rooms and halls."""

from __future__ import annotations

import math

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, between, ink, smooth


def market_stall(c: Canvas) -> None:
    c.wash("233847", "35505a", "5d6f68", "3a3f40")
    for i in range(7):
        x = i * 270 - 60
        c.box(x, 0, x + 26, 700, ink("1b2c38"))
        c.arc(x + 148, 190, 135, 150, 180, 360, ink("1b2c38"), 16)
    for x in (210, 800, 1390):
        c.glow(x, 250, 520, "ffd694", 0.85)
        c.stroke([(x, 0), (x, 226)], ink("11202a"), 3)
        c.shape([(x - 46, 246), (x - 16, 216), (x + 16, 216), (x + 46, 246)], ink("d8553c"))
        c.oval(x, 248, 20, 9, ink("fff4cf"))
    c.box(0, 690, WIDTH, HEIGHT, ink("2c3133"))
    for row in range(9):
        y = 700 + row * row * 5
        c.stroke([(0, y), (WIDTH, y)], ink("49504d", 0.6), 2)
    for stripe in range(20):
        left = 60 + stripe * 74
        tone = "e9dfc8" if stripe % 2 else "2f7f86"
        c.shape([(left + 30, 372), (left + 104, 372), (left + 74, 470), (left, 470)], ink(tone))
        c.arc(left + 37, 470, 37, 26, 0, 180, ink(tone), 26)
        c.shape([(left, 468), (left + 74, 468), (left + 70, 482), (left + 37, 492), (left + 4, 482)], ink(tone))
    c.shape([(90, 372), (1570, 372), (1564, 386), (84, 386)], ink("123038", 0.5))
    for x in (110, 1490):
        c.box(x, 460, x + 16, 930, ink("5a4130"))
    c.shape([(70, 690), (1530, 690), (1580, 850), (20, 850)], ink("dfeaea"))
    for _ in range(620):
        y = c.chance.uniform(694, 846)
        x = c.chance.uniform(70 - (y - 690) * 0.3, 1530 + (y - 690) * 0.3)
        size = c.chance.uniform(5, 15)
        tone = c.chance.choice(("ffffff", "c2d9de", "a9c6cf", "f0f8f8"))
        c.shape(
            [(x, y), (x + size, y - size * 0.5), (x + size * 1.5, y + size * 0.2), (x + size * 0.5, y + size * 0.6)],
            ink(tone, 0.85),
        )
    for row, (y, size) in enumerate(((730, 1.0), (790, 1.18))):
        for i in range(9):
            x = 150 + i * 154 + row * 60
            _catch(c, x, y, size, (i * 5 + row * 3) % 4)
    c.box(20, 850, 1580, 950, ink("6b4a33"))
    for x in range(20, 1580, 130):
        c.box(x, 850, x + 4, 950, ink("4b3323"))
    c.box(20, 850, 1580, 862, ink("8d6546"))
    for x, words in ((330, 3), (760, 2), (1190, 3)):
        c.box(x, 640, x + 104, 704, ink("1d2426"), 4)
        for line in range(words):
            c.stroke([(x + 16, 658 + line * 15), (x + 88 - line * 18, 656 + line * 15)], ink("f3ecd8", 0.9), 4)
        c.box(x + 48, 704, x + 54, 740, ink("4b3323"))


def _catch(c: Canvas, x: float, y: float, size: float, kind: int) -> None:
    back = ("5b7887", "c4543f", "7c8a5c", "44505e")[kind]
    belly = ("e6ecea", "f4b79c", "e8e2bd", "bfc9cc")[kind]
    c.oval(x + 4, y + 14 * size, 66 * size, 12 * size, ink("5c7a82", 0.35))
    outline = smooth(
        [
            (x - 62 * size, y),
            (x - 20 * size, y - 25 * size),
            (x + 34 * size, y - 13 * size),
            (x + 60 * size, y - 2 * size),
            (x + 34 * size, y + 13 * size),
            (x - 20 * size, y + 23 * size),
            (x - 62 * size, y),
        ],
        8,
    )
    c.shape(outline, ink(back))
    c.shape(
        [
            *smooth([(x - 60 * size, y + 3), (x - 10 * size, y + 6 * size), (x + 56 * size, y)], 8),
            *smooth([(x + 34 * size, y + 13 * size), (x - 20 * size, y + 23 * size), (x - 60 * size, y + 3)], 8),
        ],
        ink(belly),
    )
    c.shape(
        [(x + 54 * size, y - 2), (x + 88 * size, y - 24 * size), (x + 78 * size, y), (x + 88 * size, y + 20 * size)],
        ink(back),
    )
    c.arc(x - 34 * size, y, 14 * size, 20 * size, 290, 70, ink("20303a", 0.6), 2.5)
    c.oval(x - 46 * size, y - 5 * size, 5.4 * size, 5.4 * size, ink("f6f2e0"))
    c.oval(x - 46 * size, y - 5 * size, 2.8 * size, 2.8 * size, ink("131a1e"))


def tram_on_the_hill(c: Canvas) -> None:
    c.wash("f3d9a8", "f0b98a", "d98a7a", "9a6f80", bottom=760)
    c.glow(1270, 240, 480, "fff3cc", 0.9)
    c.oval(1270, 240, 74, 74, ink("fff6dc"))
    for layer, (base, tone) in enumerate(((560, "c08a86"), (640, "9d7180"), (730, "6d5570"))):
        x = -40.0
        while x < WIDTH:
            wide, tall = c.chance.uniform(54, 120), c.chance.uniform(60, 210)
            top = base - tall + x * 0.09 * (layer - 1)
            c.box(x, top, x + wide, HEIGHT, ink(tone))
            if c.chance.random() < 0.55:
                c.shape([(x - 5, top), (x + wide / 2, top - wide * 0.42), (x + wide + 5, top)], ink(tone))
            else:
                c.box(x + 10, top - 26, x + 22, top, ink(tone))
            for _ in range(layer * 5):
                wx, wy = x + c.chance.uniform(8, wide - 16), top + c.chance.uniform(18, 190)
                c.box(wx, wy, wx + 8, wy + 13, ink("ffdf9c", 0.5 + 0.2 * layer))
            x += wide
    hill = [(-20, 1000), (1620, 690), (1620, 1100), (-20, 1100)]
    c.shape(hill, ink("3a3348"))
    for i in range(60):
        x = i * 30 - 20
        y = 1004 - x * 0.189
        c.shape([(x, y), (x + 17, y - 3.2), (x + 12, y + 14), (x - 6, y + 18)], ink("51475c"))
    for lift in (26, 62):
        c.stroke([(-20, 1004 + lift), (1620, 694 + lift)], ink("c9b7a8"), 5)
        c.stroke([(-20, 1010 + lift), (1620, 700 + lift)], ink("231f30"), 4)
    for x in (160, 760, 1360):
        foot = 1000 - x * 0.189
        c.box(x - 6, foot - 420, x + 6, foot + 6, ink("2a2438"))
        c.stroke([(x, foot - 405), (x + 130, foot - 428)], ink("2a2438"), 6)
    c.stroke([(-20, 610), (1620, 300)], ink("2a2438"), 2.5)
    _tram(c)


def _tram(c: Canvas) -> None:
    lean = math.atan2(-310, 1640)

    def at(along: float, up: float) -> tuple[float, float]:
        return (
            470 + along * math.cos(lean) + up * math.sin(lean),
            952 + along * math.sin(lean) - up * math.cos(lean),
        )

    def panel(left: float, low: float, right: float, high: float, fill: tuple[int, int, int, int]) -> None:
        c.shape([at(left, low), at(right, low), at(right, high), at(left, high)], fill)

    c.stroke([at(330, 262), at(280, 316), at(350, 366)], ink("2a2438"), 6)
    panel(20, 12, 640, 30, ink("1c1828"))
    for wheel in (90, 150, 500, 560):
        c.oval(*at(wheel, 14), 23, 23, ink("1c1828"))
        c.oval(*at(wheel, 14), 10, 10, ink("6b6270"))
    body = [at(0, 30), at(660, 30), at(664, 120), at(650, 226), at(626, 250), at(34, 250), at(10, 226), at(-4, 120)]
    c.shape(body, ink("b23a34"))
    panel(0, 112, 662, 130, ink("f2e3c2"))
    panel(12, 220, 648, 234, ink("f2e3c2"))
    panel(30, 250, 630, 262, ink("7b2a2c"))
    for window in range(6):
        left = 44 + window * 98
        panel(left, 140, left + 80, 212, ink("ffe7b0" if window % 3 else "ffd98c"))
        panel(left, 184, left + 80, 188, ink("7b2a2c"))
        if window in (0, 2, 3, 5):
            x = left + 40
            head = at(x, 172)
            c.oval(head[0], head[1], 12, 14, ink("4b3040"))
            c.shape([at(x - 24, 140), at(x + 24, 140), at(x + 15, 162), at(x - 15, 162)], ink("4b3040"))
    for door in (240, 436):
        panel(door - 6, 34, door + 2, 214, ink("7b2a2c"))
    panel(280, 232, 380, 252, ink("1c1828"))
    for stroke in range(3):
        panel(296 + stroke * 26, 238, 312 + stroke * 26, 246, ink("ffdf8c"))
    light = at(656, 76)
    c.glow(*light, 260, "fff0b8", 0.85)
    c.oval(*light, 13, 13, ink("fff9e0"))


def reading_room(c: Canvas) -> None:
    c.wash("e8c48a", "d49a62", "8b5a42", "3f2b2c")
    vanish = (800, 470)
    c.box(0, 0, WIDTH, HEIGHT, ink("4d322b"))
    for bay in range(12):
        far = 0.80**bay
        across, high = 860 * far, 560 * far
        arch = [(800 - across, 470 + 640 * far)]
        for angle in range(180, 361, 5):
            turn = math.radians(angle)
            arch.append((800 + across * math.cos(turn), 470 - 70 * far + high * math.sin(turn)))
        arch.append((800 + across, 470 + 640 * far))
        tone = between("6d4636", "ffe2a6", (bay / 11) ** 1.2)
        c.shape(arch, between("3f2724", "c9935c", bay / 11) if bay % 2 == 0 else tone)
    c.glow(800, 400, 420, "fff6d8", 1.0)
    c.shape([vanish, (2300, 1067), (-700, 1067)], ink("6b4433"))
    for plank in range(-16, 17):
        c.stroke([(800 + plank * 7, 482), (800 + plank * 160, 1090)], ink("51322a", 0.65), 3)
    for bay in range(5, -1, -1):
        scale = 0.72**bay
        for side in (-1, 1):
            x = 800 + side * 690 * scale
            _shelf(c, x, 470 + 330 * scale, scale, side)
    c.shape([(760, 520), (840, 520), (1120, 1090), (480, 1090)], ink("a66a3f"))
    c.shape([(766, 520), (834, 520), (1080, 1090), (520, 1090)], ink("bd8250"))
    for depth in range(5):
        scale = 0.64**depth
        y = 500 + 470 * scale
        for side in (-1, 1):
            x = 800 + side * 168 * scale
            c.glow(x, y - 96 * scale, 210 * scale, "fff1b8", 0.75)
            c.box(x - 4 * scale, y - 96 * scale, x + 4 * scale, y, ink("3c2a1c"))
            c.shape(
                [
                    (x - 62 * scale, y - 86 * scale),
                    (x - 40 * scale, y - 128 * scale),
                    (x + 40 * scale, y - 128 * scale),
                    (x + 62 * scale, y - 86 * scale),
                ],
                ink("1f6b56"),
            )
            c.oval(x, y - 86 * scale, 60 * scale, 7 * scale, ink("fff6cf"))
            c.oval(x, y, 26 * scale, 7 * scale, ink("3c2a1c"))
        if depth < 3:
            for side in (-1, 1):
                _reader(c, 800 + side * 330 * scale, y + 40 * scale, scale, side)
    for side, x in ((1, 790), (-1, 640)):
        book = [(x, 1010), (x + 74, 996), (x + 148, 1010), (x + 156, 1050), (x + 76, 1036), (x - 8, 1050)]
        c.shape(book, ink("f6ecd4"))
        c.stroke([(x + 74, 998), (x + 76, 1036)], ink("a08a68"), 3)
        for line in range(3 * side, 3 + 3 * side):
            if line >= 0:
                c.stroke([(x + 12, 1016 + line % 3 * 8), (x + 64, 1008 + line % 3 * 8)], ink("a08a68", 0.7), 2)


def _shelf(c: Canvas, x: float, foot: float, scale: float, side: int) -> None:
    wide, tall = 250 * scale, 560 * scale
    left = x if side > 0 else x - wide
    c.box(left, foot - tall, left + wide, foot, between("3a241d", "a9744a", 0.5 - scale / 2))
    for row in range(6):
        top = foot - tall + 14 * scale + row * 90 * scale
        c.box(left + 10 * scale, top, left + wide - 10 * scale, top + 78 * scale, ink("23140f", 0.8))
        spine = left + 12 * scale
        while spine < left + wide - 22 * scale:
            thick, high = c.chance.uniform(9, 22) * scale, c.chance.uniform(46, 74) * scale
            colour = c.chance.choice(("a8483a", "c98c46", "3f5f5a", "6d7f56", "d8c29a", "44405c", "7c3a3a"))
            c.box(
                spine,
                top + 78 * scale - high,
                spine + thick - 1,
                top + 78 * scale,
                between(colour, "e8c48a", 0.45 * (1 - scale)),
            )
            spine += thick


def _reader(c: Canvas, x: float, y: float, scale: float, side: int) -> None:
    coat = c.chance.choice(("2f4a5c", "7c3f3a", "55603c", "463a58"))
    body = [
        (x - 70 * scale, y + 120 * scale),
        (x - 54 * scale, y + 6 * scale),
        (x - 20 * scale, y - 26 * scale),
        (x + 20 * scale, y - 26 * scale),
        (x + 54 * scale, y + 6 * scale),
        (x + 70 * scale, y + 120 * scale),
    ]
    c.shape(smooth(body, 8), ink(coat))
    c.oval(x - side * 8 * scale, y - 58 * scale, 30 * scale, 35 * scale, ink("b9805c"))
    hair = c.chance.choice(("2a1c18", "5b3a22", "c9c0b2"))
    c.arc(x - side * 8 * scale, y - 62 * scale, 32 * scale, 36 * scale, 170, 370, ink(hair), 24 * scale)
    c.ribbon(
        smooth(
            [
                (x - side * 40 * scale, y + 24 * scale),
                (x - side * 86 * scale, y + 50 * scale),
                (x - side * 130 * scale, y + 36 * scale),
            ],
            8,
        ),
        [34 * scale, 26 * scale, 16 * scale],
        ink(coat),
    )
