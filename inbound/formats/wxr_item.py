"""One item of a WordPress export as plain data: what a post, a page and a picture of the media library say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from html import unescape
from typing import Any

from inbound.formats.arrival import Picture
from inbound.formats.feed_text import headline, moment

TEXT_KINDS = ("post", "page")
NO_TEXT = frozenset(
    """attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template
    wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face guest-author feedback acf-field
    acf-field-group wpcf7_contact_form amp_validated_url scheduled-action shop_order shop_coupon product_variation
    safecss spucpt elementor_library mc4wp-form jp_pay_order jp_pay_product tablepress_table""".split()
)
"""Post types of WordPress and of its plugins that are no articles."""


@dataclasses.dataclass(frozen=True)
class Site:
    title: str = ""
    link: str = ""
    language: str = ""
    version: str = ""
    rights: str = ""


@dataclasses.dataclass(frozen=True)
class Term:
    domain: str
    slug: str
    name: str


@dataclasses.dataclass
class Post:
    """One item of the export that may be an article, as the file states it."""

    line: int
    number: str
    kind: str
    status: str
    title: str | None
    slug: str
    link: str
    guid: str
    login: str
    content: str
    excerpt: str
    published: dt.datetime | None
    updated: dt.datetime | None
    is_protected: bool
    terms: list[Term]
    meta: list[tuple[str, str]]
    rights: dict[str, str]
    warnings: list[str]
    raw: bytes
    page_starts: list[int] = dataclasses.field(default_factory=list)
    """Numbers of the blocks of its text with which a page begins that an editor had begun there; known once read."""

    @property
    def called(self) -> str:
        return f"“{self.title[:100]}”" if self.title else f"The {self.kind} of line {self.line:,}"

    def said(self, *keys: str) -> str:
        """The first of these fields (``wp:postmeta``) that says something."""
        values = dict(reversed(self.meta))
        return next((said for key in keys if (said := values.get(key, "").strip())), "")

    def of(self, domain: str) -> list[Term]:
        return [term for term in self.terms if term.domain == domain]

    @property
    def addresses(self) -> list[str]:
        """Under which readers knew it: its own, the short one, and those of slugs that it had before."""
        found = [self.link]
        if self.slug and self.link.rstrip("/").endswith(f"/{self.slug}"):
            stem = self.link.rstrip("/").removesuffix(self.slug)
            old = [value.strip() for key, value in self.meta if key == "_wp_old_slug"]
            found += [f"{stem}{slug}/" for slug in old if re.fullmatch(r"[\w%.~-]{1,200}", slug)]
        if self.number:
            found.append(f"/?{'page_id' if self.kind == 'page' else 'p'}={self.number}")
        return [one for one in dict.fromkeys(found) if one]


def read_post(one: dict[str, Any], kind: str) -> Post:
    fields: dict[str, str] = one["fields"]

    def said(name: str) -> str:
        return fields.get(name, "").strip()

    warnings = list(one["warnings"])
    published = _time(said("wp:post_date_gmt"), said("pubDate"), said("wp:post_date"), warnings)
    updated = _time(said("wp:post_modified_gmt"), "", said("wp:post_modified"), [])
    # A category of WXR 1.0 comes twice, once without its slug.
    terms = [
        Term(row["domain"] or "category", row["nicename"], headline(unescape(row["name"])) or row["nicename"])
        for row in one["terms"]
    ]
    with_slug = {(term.domain, term.name) for term in terms if term.slug}
    terms = [term for term in terms if term.slug or (term.domain, term.name) not in with_slug]
    return Post(
        line=one["line"],
        number=said("wp:post_id"),
        kind=kind,
        status=said("wp:status") or "publish",
        title=headline(unescape(fields.get("title", ""))),
        slug=said("wp:post_name"),
        link=said("link"),
        guid=said("guid"),
        login=said("dc:creator"),
        content=fields.get("content:encoded", "")
        or (fields.get("description", "") if "wp:status" not in fields else ""),
        excerpt=fields.get("excerpt:encoded", ""),
        published=published,
        updated=updated if updated and published and updated > published else None,
        is_protected=bool(said("wp:post_password")),
        terms=list(dict.fromkeys(terms)),
        meta=[(key, value) for key, value in one["meta"]],
        rights={name.rpartition(":")[2].lower(): said(name) for name in _RIGHTS if said(name)},
        warnings=warnings,
        raw=one["raw"].encode("utf-8", "replace"),
    )


_RIGHTS = (
    "dc:rights", "copyright", "creativeCommons:license", "cc:license", "dcterms:rightsHolder", "dcterms:license",
    "media:copyright",
)  # fmt: skip
_NO_TIME = re.compile(r"\A(?:0000-00-00.*|-?\d{1,6}-00-00.*|.*-0001.*)?\Z")


def _time(utc: str, rss: str, local: str, warnings: list[str]) -> dt.datetime | None:
    """WordPress states a moment twice, in UTC and by the site's clock; of a draft the first is all zeros."""
    if not _NO_TIME.match(utc) and (found := moment(f"{utc.replace(' ', 'T')}Z" if utc[-1:].isdigit() else utc)):
        return found.astimezone(dt.UTC)
    # The RSS date of a draft is what PHP makes of those zeros.
    if not utc and not _NO_TIME.match(rss) and (found := moment(rss)):
        return found.astimezone(dt.UTC)
    if not _NO_TIME.match(local) and (found := moment(f"{local.replace(' ', 'T')}Z")):
        warnings.append(
            f"The date {local} is by the clock of the old site, whose zone is not known; it was read as UTC."
        )
        return found.astimezone(dt.UTC)
    return None


_CREDIT = re.compile(r's:6:"credit";s:\d{1,5}:"([^"]{1,500})"')
_COPYRIGHT = re.compile(r's:9:"copyright";s:\d{1,5}:"([^"]{1,500})"')


def read_picture(fields: dict[str, str], meta: dict[str, str]) -> Picture | None:
    """What the media library says of it; the camera's own credit (IPTC) stands in its metadata as PHP wrote it."""
    address = fields.get("wp:attachment_url", "").strip() or fields.get("guid", "").strip()
    if not re.match(r"https?://", address, re.IGNORECASE):
        return None
    data = meta.get("_wp_attachment_metadata", "")
    credit = next((said for key in _CREDITS if (said := meta.get(key, ""))), "")
    within, copyright = _CREDIT.search(data), _COPYRIGHT.search(data)
    organisation = meta.get("_navis_media_credit_org", "")
    return Picture(
        url=address[:2000],
        alt=headline(meta.get("_wp_attachment_image_alt")),
        caption=headline(unescape(fields.get("excerpt:encoded", ""))),
        credit=", ".join(filter(None, [headline(credit or (within[1] if within else "")), headline(organisation)]))
        or None,
        licence=headline(next((said for key in _LICENCES if (said := meta.get(key, ""))), "")),
        rights=headline(copyright[1]) if copyright else None,
    )


_CREDITS = tuple(
    """_media_credit media_credit _credit credit photo_credit _photo_credit _wp_attachment_credit image_credit
    _wp_attachment_source_name""".split()
)
_LICENCES = ("_license", "license", "licence", "_media_license", "isc_image_licence", "_wp_attachment_license")
