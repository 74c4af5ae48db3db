"""Drawings of people, for the pages about them."""

from __future__ import annotations

from demo.drawing.brush import HEIGHT, WIDTH, Canvas, ink, smooth


def columnist_by_the_harbour(c: Canvas) -> None:
    """A man in a cap and a heavy coat, before the water and a mole with its light."""
    c.wash("e9c9a1", "d99f7c", "8d7c86", "4d6273", bottom=640)
    c.glow(1180, 520, 420, "ffe3b0", 0.75)
    c.wash("6b7f8b", "3e5866", "2a4150", top=600)
    for _ in range(160):
        x, y = c.chance.uniform(0, WIDTH), c.chance.uniform(612, HEIGHT)
        length = 20 + (y - 600) * 0.25
        c.stroke([(x, y), (x + length, y)], ink("e8cfae", 0.22), 2)
    c.shape([(900, 622), (1600, 590), (1600, 640), (900, 640)], ink("3b4650"))
    c.box(1250, 430, 1286, 606, ink("f0e6d2"))
    c.box(1250, 476, 1286, 512, ink("b5382e"))
    c.box(1242, 404, 1294, 434, ink("2b333b"))
    c.glow(1268, 416, 90, "fff2c4", 0.9)
    # Coat, scarf, neck
    coat = [(250, HEIGHT), (300, 880), (420, 790), (560, 752), (690, 752), (830, 790), (950, 880), (1000, HEIGHT)]
    c.shape(smooth(coat), ink("26323c"))
    c.shape([(560, 752), (624, 900), (540, HEIGHT), (470, HEIGHT), (520, 790)], ink("1c262e"))
    c.shape([(690, 752), (628, 900), (716, HEIGHT), (786, HEIGHT), (732, 790)], ink("1c262e"))
    c.box(560, 640, 690, 800, ink("c98f6e"), 40)
    c.shape(smooth([(520, 742), (580, 790), (660, 796), (738, 742), (726, 690), (624, 742), (536, 694), (520, 742)]),
            ink("a5382c"))  # fmt: skip
    # Face, ear, beard, brows, nose
    c.oval(625, 530, 142, 178, ink("d9a383"))
    c.oval(488, 552, 26, 44, ink("cf9675"))
    beard = [(488, 560), (500, 690), (560, 750), (640, 758), (710, 730), (760, 650), (764, 570), (720, 628)]
    c.shape(smooth([*beard, (640, 640), (560, 624), (488, 560)]), ink("d8d3cb"))
    c.shape(smooth([(566, 640), (640, 622), (722, 640), (700, 664), (640, 652), (584, 664), (566, 640)]), ink("bdb6ab"))
    c.stroke([(600, 676), (640, 684), (684, 676)], ink("8d4a3f"), 6)
    c.shape(smooth([(650, 520), (686, 600), (656, 616), (628, 606), (650, 520)]), ink("c98a6b"))
    for x in (578, 702):
        c.oval(x, 530, 11, 12, ink("2a2f33"))
        c.stroke([(x - 34, 500), (x, 488), (x + 32, 498)], ink("bdb6ab"), 11)
        c.stroke([(x - 30, 552), (x + 4, 560), (x + 26, 552)], ink("b67d60", 0.7), 4)
    # Cap
    cap = [(474, 474), (480, 380), (560, 322), (660, 316), (752, 366), (784, 462), (630, 430), (474, 474)]
    c.shape(smooth(cap), ink("1f2a33"))
    c.shape(smooth([(480, 470), (620, 430), (790, 460), (838, 500), (740, 486), (600, 468), (480, 490)]), ink("141c23"))
    c.stroke([(486, 462), (620, 424), (780, 454)], ink("c9a75d"), 7)
