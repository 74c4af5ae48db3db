"""Charts and films of others: a place in the text, and a link until a reader asks for more."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import unescape
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit

from articles.body import markup

# A paragraph of one address and nothing else, as a link or bare.
_ALONE = re.compile(
    r'<p>\s*(?:<a href="(https?://[^"<>\s]+)">\s*(https?://[^<>\s]+)\s*</a>|(https?://[^<>\s]+))\s*</p>'
)
_EMBED = re.compile(r'<div class="embed" data-src="([^"<>]*)"></div>')

# What stands behind a frame: by the host of the frame, what it is called and what it shows.
PROVIDERS: dict[str, tuple[str, str]] = {
    "www.youtube-nocookie.com": ("YouTube", "film"),
    "www.youtube.com": ("YouTube", "film"),
    "player.vimeo.com": ("Vimeo", "film"),
    "embed.ted.com": ("TED", "film"),
    "geo.dailymotion.com": ("Dailymotion", "film"),
    "archive.org": ("Internet Archive", "film"),
    "datawrapper.dwcdn.net": ("Datawrapper", "chart"),
    "flo.uri.sh": ("Flourish", "chart"),
    "e.infogram.com": ("Infogram", "chart"),
    "ourworldindata.org": ("Our World in Data", "chart"),
    "www.openstreetmap.org": ("OpenStreetMap", "map"),
    "embed.documentcloud.org": ("DocumentCloud", "document"),
    "player.acast.com": ("Acast", "sound"),
    "embed.acast.com": ("Acast", "sound"),
    "open.spotify.com": ("Spotify", "sound"),
    "w.soundcloud.com": ("SoundCloud", "sound"),
    "embed.podcasts.apple.com": ("Apple Podcasts", "sound"),
}
_YOUTUBE = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"}) | {
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
}
_VIMEO = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_VIDEO = re.compile(r"[\w-]{6,24}", re.ASCII)
# Of the others a mere page may be meant, which no frame shows.
_FRAMES_ONLY = frozenset(PROVIDERS) - {"archive.org", "ourworldindata.org", "www.openstreetmap.org"}
_HOST = re.compile(r"[a-z0-9.-]+(?::\d{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """One chart, film or recording of others in a text. Addresses are not escaped."""

    host: str
    """As a reader knows it; "" where the address is none."""
    page: str
    """Where it can be seen at its own place, without us."""
    frame: str = ""
    """What a frame on our page loads, by https; "" where its host is not on the list."""
    provider: str = ""
    """Who it is from, as readers know them."""
    kind: str = ""
    """film, chart, map, document, sound, or other; "" without a frame."""


def render(html: str, write: Callable[[Place], str], hosts: Collection[str] = ()) -> str:
    """Cleaned HTML with what `write` makes of each embed in its place; all else unchanged.

    `hosts` are those that a frame may come from. `write` escapes what it writes; nothing is loaded by this.
    """
    return _EMBED.sub(lambda found: write(place(unescape(found[1]), hosts)), html)


def alone(html: str, hosts: Collection[str]) -> str:
    """Cleaned HTML with an embed in the place of each paragraph that is the address of a film or chart alone.

    Only what is known to be one, from one of `hosts`: any other address stays a paragraph.
    """

    def embedded(found: re.Match[str]) -> str:
        linked, words, bare = found.groups()
        address = unescape(linked or bare)
        if linked and unescape(words) != address:
            return found[0]
        if urlsplit(place(address, hosts).frame).netloc not in _FRAMES_ONLY:
            return found[0]
        return f'<div class="embed" data-src="{markup.escape_value(address)}"></div>'

    return _ALONE.sub(embedded, html) if "http" in html else html


def place(address: str, hosts: Collection[str]) -> Place:
    """What is known of this address. A film that can be shown without cookies is."""
    try:
        split = urlsplit(address)
        host, bare = split.netloc.lower(), split.hostname or ""
    except ValueError:  # "https://[": the cleaner drops such addresses, a hand-made one must not break a page
        return Place("", address)
    if not _HOST.fullmatch(host):  # with a name and a password in it, say
        return Place(bare, address)
    page, frame = _known(split, host, hosts)
    at = urlsplit(frame).netloc
    if at not in hosts:
        return Place(bare, page)
    provider, kind = PROVIDERS.get(at, (at, "other"))
    return Place(bare, page, frame, provider, kind)


def _known(split: SplitResult, host: str, hosts: Collection[str]) -> tuple[str, str]:
    """The address for people and that for a frame."""
    asked = {name: values[0] for name, values in parse_qs(split.query).items()}
    parts = [part for part in split.path.split("/") if part]
    if host in _YOUTUBE:
        return _youtube(host, parts, asked, hosts) or (split.geturl(), "")
    if host in _VIMEO:
        return _vimeo(parts, asked) or (split.geturl(), "")
    if host == "open.spotify.com" and parts[:1] != ["embed"]:
        return split.geturl(), split._replace(scheme="https", path=f"/embed{split.path}").geturl()
    return split.geturl(), split._replace(scheme="https", netloc=host).geturl()


def _youtube(host: str, parts: list[str], asked: dict[str, str], hosts: Collection[str]) -> tuple[str, str] | None:
    """A film of YouTube in any of its addresses, from the host that sets no cookie before the film is played."""
    if host == "youtu.be":
        video = parts[0] if parts else ""
    elif parts[:1] == ["watch"]:
        video = asked.get("v", "")
    else:
        video = parts[1] if len(parts) == 2 and parts[0] in ("embed", "shorts", "live", "v") else ""
    at = "www.youtube-nocookie.com" if "www.youtube-nocookie.com" in hosts else "www.youtube.com"
    if video == "videoseries" and "list" in asked:
        series = quote(asked["list"], safe="")
        return (
            f"https://www.youtube.com/playlist?list={series}",
            f"https://{at}/embed/videoseries?list={series}&autoplay=1",
        )
    if not _VIDEO.fullmatch(video):
        return None
    since = re.match(r"\d{1,6}", asked.get("start") or asked.get("t") or "")
    page, frame = f"https://www.youtube.com/watch?v={video}", f"https://{at}/embed/{video}?autoplay=1"
    if since and int(since[0]):
        page, frame = f"{page}&t={int(since[0])}s", f"{frame}&start={int(since[0])}"
    return page, frame


def _vimeo(parts: list[str], asked: dict[str, str]) -> tuple[str, str] | None:
    numbers = parts[1:] if parts[:1] == ["video"] else parts
    if not numbers or not re.fullmatch(r"\d{4,14}", numbers[0], re.ASCII):
        return None
    secret = asked.get("h") or (numbers[1] if len(numbers) > 1 else "")  # of a film that is not listed
    secret = secret if re.fullmatch(r"[0-9a-f]{6,20}", secret, re.ASCII) else ""
    wanted = {"h": secret} if secret else {}
    page = f"https://vimeo.com/{numbers[0]}" + (f"/{secret}" if secret else "")
    return page, f"https://player.vimeo.com/video/{numbers[0]}?{urlencode(wanted | {'dnt': 1, 'autoplay': 1})}"
