"""Drawings of paper that somebody has worked on."""

from __future__ import annotations

import math

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, Colour, Point, ink, smooth


def fare_sheets(c: Canvas) -> None:
    """A table from above: old sheets in a fan, punched tickets, a glove, the corner of a box."""
    c.wash("3f5a5a", "345050", "2a4142")
    for _ in range(70):
        x, y = c.chance.uniform(-60, WIDTH), c.chance.uniform(0, HEIGHT)
        c.stroke([(x, y), (x + c.chance.uniform(60, 260), y + c.chance.uniform(-3, 3))], ink("1d2f30", 0.20), 2)
    c.shape([(-40, -40), (430, -40), (330, 300), (-40, 360)], ink("1b2a2a", 0.45))
    c.shape([(-40, -40), (400, -40), (300, 270), (-40, 330)], ink("a8814f"))
    c.shape([(-40, -40), (350, -40), (260, 228), (-40, 284)], ink("6b4c2b"))
    for number, (x, y, turn, tone) in enumerate(
        (
            (560, 470, -0.34, "e9dcba"),
            (700, 500, -0.18, "f1e6c8"),
            (860, 520, -0.02, "e6d6ae"),
            (1020, 560, 0.16, "f5ecd4"),
        )
    ):
        _sheet(c, (x, y), turn, tone, number)
    for x, y, turn, tone in (
        (330, 820, -0.5, "d7785a"),
        (450, 905, 0.3, "e8c069"),
        (262, 940, 0.05, "8fb3a6"),
        (1420, 250, 0.7, "d7785a"),
        (1330, 150, -0.2, "8fb3a6"),
    ):
        _ticket(c, (x, y), turn, tone)
    _glove(c, 1370, 790)


def _turned(middle: Point, turn: float, points: list[Point]) -> list[Point]:
    sine, cosine = math.sin(turn), math.cos(turn)
    return [(middle[0] + x * cosine - y * sine, middle[1] + x * sine + y * cosine) for x, y in points]


def _sheet(c: Canvas, middle: Point, turn: float, tone: str, number: int) -> None:
    corners: list[Point] = [(-235, -330), (235, -330), (235, 330), (-235, 330)]
    c.shape(_turned((middle[0] + 12, middle[1] + 16), turn, corners), ink("10201f", 0.38))
    c.shape(_turned(middle, turn, corners), ink(tone))
    c.shape(_turned(middle, turn, [(-235, -8), (235, -8), (235, 4), (-235, 4)]), ink("8f7a4e", 0.16))  # it was folded
    c.shape(_turned(middle, turn, [(-190, -285), (60, -285), (60, -255), (-190, -255)]), ink("37322a", 0.85))
    c.shape(_turned(middle, turn, [(-190, -240), (-40, -240), (-40, -230), (-190, -230)]), ink("37322a", 0.5))
    for row in range(13):
        y = -190 + row * 36
        c.stroke(_turned(middle, turn, [(-190, y + 22), (190, y + 22)]), ink("8f7a4e", 0.45), 2)
        left = 60 + c.chance.uniform(20, 90)
        c.stroke(_turned(middle, turn, [(-190, y + 8), (-190 + left, y + 8)]), ink("37322a", 0.62), 6)
        for column in range(3):
            x = 10 + column * 66
            c.stroke(_turned(middle, turn, [(x, y + 8), (x + 38, y + 8)]), ink("37322a", 0.7), 6)
    if number == 3:  # what somebody marked
        ring = [(105 + 58 * math.cos(a / 10), 36 + 30 * math.sin(a / 10)) for a in range(66)]
        c.stroke(_turned(middle, turn, ring), ink("b3311f", 0.9), 6)
        c.stroke(_turned(middle, turn, smooth([(150, 66), (178, 120), (150, 190)])), ink("b3311f", 0.85), 5)


def _ticket(c: Canvas, middle: Point, turn: float, tone: str) -> None:
    corners: list[Point] = [(-78, -36), (78, -36), (78, 36), (-78, 36)]
    c.shape(_turned((middle[0] + 5, middle[1] + 7), turn, corners), ink("10201f", 0.4))
    c.shape(_turned(middle, turn, corners), ink(tone))
    c.stroke(_turned(middle, turn, [(-60, -14), (20, -14)]), ink("2b2620", 0.7), 6)
    c.stroke(_turned(middle, turn, [(-60, 4), (-4, 4)]), ink("2b2620", 0.5), 4)
    (x, y) = _turned(middle, turn, [(50, 6)])[0]
    c.oval(x, y, 11, 11, ink("2d4546"))


def _glove(c: Canvas, x: float, y: float) -> None:
    wool: Colour = ink("7a2f3a")
    c.oval(x + 14, y + 30, 118, 148, ink("10201f", 0.35))
    for turn, length, at in ((-0.30, 118, -62), (-0.10, 150, -22), (0.08, 146, 20), (0.27, 116, 60)):
        tip = (x + at + math.sin(turn) * length, y - 40 - math.cos(turn) * length)
        c.stroke([(x + at * 0.8, y + 10), tip], wool, 52)
        c.oval(*tip, 26, 26, wool)
    c.stroke([(x - 60, y + 70), (x - 140, y + 6)], wool, 52)
    c.oval(x - 140, y + 6, 26, 26, wool)
    c.oval(x, y + 50, 92, 100, wool)
    c.box(x - 76, y + 110, x + 76, y + 196, ink("54202a"), 12)
    for rib in range(9):
        c.stroke([(x - 66 + rib * 16.5, y + 116), (x - 66 + rib * 16.5, y + 190)], ink("8f4450", 0.8), 4)


def fares_chart(c: Canvas) -> None:
    """Squared paper with two lines drawn by hand, and the pencils that drew them."""
    c.wash("f7f1de", "f0e6ca")
    for step in range(0, WIDTH, 40):
        c.stroke([(step, 0), (step, HEIGHT)], ink("7fa3a8", 0.42 if step % 200 == 0 else 0.18), 2)
    for step in range(0, HEIGHT, 40):
        c.stroke([(0, step), (WIDTH, step)], ink("7fa3a8", 0.42 if step % 200 == 0 else 0.18), 2)
    left, floor, right = 200, 880, 1440
    c.stroke([(left, 130), (left, floor), (right, floor)], ink("35332e"), 7)
    for column in range(8):
        x = left + column * 170
        c.stroke([(x, floor), (x, floor + 18)], ink("35332e"), 5)
    minutes = (8.4, 8.5, 8.7, 8.6, 8.5, 8.2, 7.4, 6.9)
    trams = (10.0, 10.0, 9.0, 8.0, 8.0, 7.0, 6.0, 5.0)
    for series, tone in ((minutes, "b3311f"), (trams, "24557a")):
        dots = [(left + 20 + number * 168, floor - 66 * value) for number, value in enumerate(series)]
        line = [(x + c.chance.uniform(-1.5, 1.5), y + c.chance.uniform(-1.5, 1.5)) for x, y in smooth(dots, 14)]
        c.stroke([(x + 3, y + 5) for x, y in line], ink("000000", 0.10), 10)
        c.stroke(line, ink(tone), 10)
        for x, y in dots:
            c.oval(x, y, 17, 17, ink("f7f1de"))
            c.ring(x, y, 17, 17, ink(tone), 6)
    for y, tone in ((985, "b3311f"), (1030, "24557a")):
        c.stroke([(956, y + 8), (1480, y + 8)], ink("000000", 0.18), 26)
        c.stroke([(950, y), (1440, y)], ink(tone), 26)
        c.stroke([(950, y - 7), (1440, y - 7)], ink("ffffff", 0.25), 6)
        c.shape([(950, y - 13), (950, y + 13), (886, y)], ink("e3c796"))
        c.shape([(906, y - 5), (906, y + 5), (886, y)], ink(tone))
        c.box(1440, y - 13, 1476, y + 13, ink("c9c4b8"))
