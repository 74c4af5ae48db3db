"""The demo newsroom's pictures: drawn when they are needed, the same bytes for the same name."""

from __future__ import annotations

from collections.abc import Callable

from demo.drawing import city, halls, land, people, sea, sheets, shore, tables
from demo.drawing.brush import Canvas

DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "harbour-at-dusk": sea.harbour_at_dusk,
    "kelp-forest": sea.kelp_forest,
    "wind-turbines-at-sea": sea.wind_turbines_at_sea,
    "ships-at-anchor": sea.ships_at_anchor,
    "groynes": shore.groynes,
    "bell-buoy": shore.bell_buoy,
    "bucket-over-the-side": shore.bucket_over_the_side,
    "tidal-street": shore.tidal_street,
    "market-stall": city.market_stall,
    "tram-on-the-hill": city.tram_on_the_hill,
    "reading-room": city.reading_room,
    "council-chamber": halls.council_chamber,
    "night-clinic": halls.night_clinic,
    "waiting-room-chairs": halls.waiting_room_chairs,
    "stage-lighthouse": halls.stage_lighthouse,
    "circle-of-chairs": halls.circle_of_chairs,
    "night-sky-over-skerra": land.night_sky,
    "waiting-curve": tables.waiting_curve,
    "moss-in-a-drawer": tables.moss_in_a_drawer,
    "sheet-music": tables.sheet_music,
    "hill-map": land.hill_map,
    "meadow-verge": land.meadow_verge,
    "loaves": tables.loaves,
    "fare-sheets": sheets.fare_sheets,
    "fares-chart": sheets.fares_chart,
    "columnist-by-the-harbour": people.columnist_by_the_harbour,
}


def draw(name: str) -> bytes:
    """The drawing of that name as a JPEG of 1600 by 1067 pixels. Raises KeyError for a name that there is none for."""
    canvas = Canvas(name)
    DRAWINGS[name](canvas)
    return canvas.finish()
