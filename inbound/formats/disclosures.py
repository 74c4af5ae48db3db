"""What the authors disclose about money and interests, where it came with the text.

The Conversation's Atom feed has it as small print after the counter; people who build a post from the feed set it in
italics before the counter or the notice.
"""

from __future__ import annotations

import re

from articles import credit_words
from inbound.formats.passages import Copy, Passage

_STANDARD = re.compile(
    r"\b(?:do(?:es)? not|don['’]t|doesn['’]t) work for, consult,? own shares in or receive funding from\b"
    r"|\b(?:has|have) disclosed no (?:relevant|other) affiliations\b"
    r"|\bno (?:recibe|reciben) salario, ni (?:ejerce|ejercen) labores de consultoría\b"
    r"|\bne (?:travaille|travaillent) pas, ne (?:conseille|conseillent) pas\b"
    r"|\bnão (?:presta|prestam) consultoria, (?:trabalha|trabalham), \w+ ações\b"
    r"|\btidak bekerja, menjadi konsultan, memiliki saham\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(
    r"^[^.]{3,160}?\b(?:receives?|received|has received|have received|works? for|consults? for"
    r"|is (?:a member|affiliated|employed)|owns shares)\b"
)
_FUNDED = re.compile(
    r"([^\s,.;]+(?: [^\s,.;]+){1,4}) (?:receives|received|has received|is receiving) (?:research )?funding from\b"
)


def take_out(copy: Copy, names: list[str], last: int | None) -> str | None:
    """The disclosure as HTML, a paragraph for each of its own, or None.

    Small print is always one. In italics it is one if it uses the standard sentence, or speaks of an author's money,
    and stands among the last passages before the notice (``last``; None for the end of the text).
    """
    found: list[Passage] = []
    passages = copy.passages
    end = len(passages) if last is None else last
    near = {index for index, one in enumerate(passages) if not one.is_blank and not one.is_rule and index <= end}
    near = set(sorted(near)[-8:])
    for index, passage in enumerate(passages):
        if passage.is_blank or not passage.text.strip() or passage.aside:
            continue
        if passage.fine_print or (index in near and _is_disclosure(passage, names)):
            found.append(passage)
    html = "".join(f'<p class="fine-print">{passage.fragment(0, len(passage.text))}</p>' for passage in found)
    for passage in found:
        passage.remove("disclosure")
    return html or None


def _is_disclosure(passage: Passage, names: list[str]) -> bool:
    words = passage.text.strip()
    if len(words) > 3000 or re.search(r"\w", passage.outside(passage.emphasised)):
        return False
    if _STANDARD.search(words):
        return True
    if any(words.startswith(name) for name in names if name) and _OF_MONEY.search(words):
        return True
    funded = _FUNDED.match(words)
    return funded is not None and credit_words.is_name(funded[1])
