"""System checks of how the newsroom looks: what is wrong here would be a page that some readers cannot read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from newsroom import colours, theme

COLOURS = ("NEWSROOM_COLOUR", "NEWSROOM_COLOUR_DARK", "NEWSROOM_PAPER", "NEWSROOM_PAPER_DARK")


@register()
def check_colours(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """Every colour is one, and whatever is written in it or on it can be read, by day and by night."""
    for name in COLOURS:
        said = getattr(settings, name)
        if said and not colours.read(said):
            yield Error(
                f"{name} is “{said}”, which is not a colour.",
                hint=f"Six hexadecimal digits after a number sign: {name}='#8c1d18'",
                id="newsroom.E030",
            )
    for dark in (False, True):
        yield from _of_the_paper(theme.palette(dark), dark)


def _of_the_paper(shown: Mapping[str, str], dark: bool) -> Iterator[CheckMessage]:
    paper_name, colour_name = ("NEWSROOM_PAPER_DARK", "NEWSROOM_COLOUR_DARK") if dark else COLOURS[2::-2]
    grounds = (shown["paper"], shown["wash"])
    ink = min(colours.contrast(shown["ink"], ground) for ground in grounds)
    if ink < 7:
        yield Error(
            f"{paper_name} is {shown['paper']}: text on it has a contrast of {ink:.1f} to 1, and long texts want 7.",
            hint=f"Choose a {'darker' if dark else 'lighter'} paper.",
            id="newsroom.E031",
        )
        return
    accent = min(colours.contrast(shown["accent"], ground) for ground in grounds)
    if accent < colours.ENOUGH:
        near = colours.legible(shown["accent"], grounds, towards=shown["ink"])
        yield Error(
            f"{colour_name} is {shown['accent']}: small type in it has a contrast of {accent:.1f} to 1 on the "
            f"{'dark ' if dark else ''}paper {shown['paper']}, and readers need {colours.ENOUGH}.",
            hint=f"{colour_name}='{near}' is near and can be read.",
            id="newsroom.E032",
        )


@register()
def check_type(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    for name in ("NEWSROOM_TYPE", "NEWSROOM_TYPE_HEADLINES"):
        said = getattr(settings, name)
        if said and not theme.families(said):
            yield Error(
                f"{name} is “{said}”, which is neither a kind of type nor a list of faces.",
                hint=f"One of {', '.join(theme.TYPES)}; or faces separated by commas, those of several words in "
                'quotation marks: "Source Serif 4", Georgia, serif',
                id="newsroom.E033",
            )


@register()
def check_logo(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """A logo without a file is a gap on every page, and one without a size lets the page jump."""
    for name in ("NEWSROOM_LOGO", "NEWSROOM_LOGO_DARK"):
        said = getattr(settings, name)
        if said and theme.size_of(said) is None:
            yield Error(
                f"{name} is “{said}”: no picture with a size was found under this name among the static files.",
                hint="Name it from the folder static/ of NEWSROOM_THEME: img/logo.svg. An SVG says its size by width "
                "and height or by a viewBox.",
                id="newsroom.E034",
            )
    if settings.NEWSROOM_LOGO_DARK and not settings.NEWSROOM_LOGO:
        yield Error(
            "NEWSROOM_LOGO_DARK is set and NEWSROOM_LOGO is not, so no page shows a logo.",
            hint="Set NEWSROOM_LOGO to the logo on light paper, which may be the same file.",
            id="newsroom.E035",
        )


@register()
def check_icon(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """An icon that is none leaves the letter, and one that is small or no square is a blur on a home screen."""
    said = settings.NEWSROOM_ICON
    width, height = (theme.size_of(said) if said else None) or (0, 0)
    if said and (said.lower().endswith(".svg") or width != height or width < 512):
        found = f"a picture of {width} by {height} pixels" if width else "no picture that was found"
        yield Error(
            f"NEWSROOM_ICON is “{said}”, {found}.",
            hint="A square PNG of 512 pixels or more among the static files; from it every size is made.",
            id="newsroom.E037",
        )


@register()
def check_folder(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """A theme that is not found changes nothing, and nobody would know why."""
    if not settings.NEWSROOM_THEME:
        return
    folder = Path(settings.BASE_DIR) / settings.NEWSROOM_THEME
    if not any((folder / part).is_dir() for part in ("templates", "static")):
        yield Error(
            f"NEWSROOM_THEME is “{folder}”, a folder without templates/ and static/, or none at all.",
            hint="Give the whole path of a folder that holds templates/, static/ or both (docs/templates.md).",
            id="newsroom.E036",
        )
