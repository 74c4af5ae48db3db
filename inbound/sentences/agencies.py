"""What is told of what news agencies send: NITF, NewsML, ninjs."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("%(fault)s (line %(line)s)"),
    gettext_noop("a list that only refers to other items"),
    gettext_noop("without a text"),
    gettext_noop("a list of changes to an earlier version, not the whole text"),
    gettext_noop("without any content"),
    gettext_noop(
        "The item holds %(number)s texts; each is an article of its own. This is number %(number_2)s (%(language)s)."
    ),
    gettext_noop("The time at which the status changes names no time zone; it was read as UTC."),
    gettext_noop("The time “%(said)s” (%(called)s) could not be read; look it up."),
    gettext_noop("language not stated"),
    gettext_noop("a table of data"),
    gettext_noop("a package that only refers to other items"),
    gettext_noop("a concept of a vocabulary"),
    gettext_noop("a plan of coverage"),
    gettext_noop("The end of the embargo could not be read; the item is held back until somebody asks."),
    gettext_noop("The embargo names no time zone; it was read as UTC. Ask the source."),
    gettext_noop("The item holds its text %(number)s times; the longest was taken."),
    gettext_noop("“embargoed” stands there empty; it was read as no embargo. See the notes to editors."),
    gettext_noop("The item keeps its text elsewhere (%(address)s); fetch it from there."),
    gettext_noop("A part of the item is <%(called)s> (%(kind)s), no text; it was left out."),
    gettext_noop("A part of the item is <%(called)s>, no text; it was left out."),
    gettext_noop("A part of the item is %(kind)s, which is no text, and was left out."),
    gettext_noop("it has more than %(most_parts)s ContentItems, as no article has"),
    gettext_noop("The item keeps a part of its own called “%(role)s” beside the text; it was put at the end."),
    gettext_noop("a component of other items"),
    gettext_noop(
        "The address of the article was taken from the item's identity (“uri”); open it to see that it is one."
    ),
    gettext_noop("The text came in a package (“%(title)s”)."),
    gettext_noop("it is %(kind)s (“type”), not an article."),
    gettext_noop("“uri” was expected in the item: without it, its next version will not be known for what it is."),
    gettext_noop("The item is %(media)s (“type”: “%(kind)s”) and holds no article."),
    gettext_noop("“headline” and a body (“body_html”, “bodies”) were expected, and it has neither."),
    gettext_noop("The item holds no text (“body_html”, “body_text” or “bodies”)."),
    gettext_noop(
        "“pubstatus” should be usable, withheld or canceled and is “%(stated)s”; the item is held back "
        "until somebody asks the source."
    ),
    gettext_noop(
        "The item says only when its version %(kind)s was made; that was taken for the publication. Look up"
        " when it first appeared."
    ),
    gettext_noop("The item is under an embargo whose end could not be read; it is held back until somebody asks."),
    gettext_noop("The source has canceled this item: it may not be published."),
    gettext_noop("Note of the source to editors: %(note)s"),
    gettext_noop("The item says that it is incomplete (“representationtype”); ask for the whole."),
    gettext_noop("The item takes the place of an earlier one of the source, %(earlier)s; see whether we hold it."),
    gettext_noop("%(called)s was left out: an object was expected, with “uri” and “headline”."),
    gettext_noop("“type” should be text or composite and is “%(kind)s”; the item was read as a text."),
    gettext_noop("The item's rights stand at an address of their own: %(linked)s. Read them there."),
    gettext_noop("The item's encoded rights are no policy that can be read here; a person has to read them."),
    gettext_noop("The embargo names a day without an hour; midnight UTC was taken. Ask the source."),
    gettext_noop("It names %(names)s as its source."),
    gettext_noop("The item has no byline; add the authors.%(known)s"),
    gettext_noop("The item lists %(strangers)s as author, whom the byline does not name; ask who wrote the text."),
    gettext_noop(
        "The item names %(named)s as its source and %(holder)s as the holder of the rights; make sure that "
        "the outlet may pass it on."
    ),
    gettext_noop("The disclosure was put together from the authors' sign-off; its wording is ours."),
    gettext_noop("%(name)s: title and institution were taken from the biography “%(biography)s”, which is a guess."),
    gettext_noop(
        "The item contradicts itself about %(name)s: the byline says “%(institution)s”, the biography "
        "“%(biography)s”. The byline was taken; ask the source."
    ),
    gettext_noop("%(name)s: the institution was taken from the item's biography; check it."),
    gettext_noop("A picture of the item (“%(one)s”) is %(stated)s and was left out."),
    gettext_noop("The time of release names no time zone; it was read as UTC. Ask the source."),
    gettext_noop("its text has more than 2 MB or %(most_tags)s elements, so it is not a single article."),
    gettext_noop("a headline and a text were expected in %(expected)s, and it has neither."),
    gettext_noop("The source has a second headline, “%(deck)s”, beside its summary; the summary was taken."),
    gettext_noop(
        "The status should be usable, withheld or canceled and is “%(stated)s”; the item is held back until"
        " somebody asks the source."
    ),
    gettext_noop("The item is %(kind)s and holds no article."),
    gettext_noop(
        "The dateline, “%(dateline)s”, stands beside the text and is not repeated in it; it was left out of the body."
    ),
    gettext_noop("The item has no identity: without it, its next version will not be known for what it is."),
    gettext_noop("The item has no headline."),
    gettext_noop("The item holds no text."),
    gettext_noop("One of the item's rights expressions is no policy that can be read here; read it."),
    gettext_noop("The item of line %(line)s"),
    gettext_noop("The file is not well-formed XML (%(fault)s); its faults were mended."),
    gettext_noop("it is not well-formed XML (%(fault)s); ask the source to send it again"),
    gettext_noop("it begins with <%(root)s>, where %(values)s was expected"),
    gettext_noop(
        "it begins with <%(root)s> and is “%(found)s”, where %(kind)s was expected for the format "
        "“%(expected)s” that was named"
    ),
    gettext_noop("The file was not read: %(refusal)s."),
    gettext_noop("%(called)s was left out: its end was expected before the next item begins (line %(line)s)."),
    gettext_noop("%(called)s was left out: %(why)s."),
    gettext_noop("it could not be read (%(kind)s: %(error)s)"),
    gettext_noop("%(one)s was left out: %(error)s."),
    gettext_noop("%(one)s was left out: %(why)s."),
    gettext_noop("“%(refused)s” stands in its place, and names nobody."),
    gettext_noop("The item names no author; add the byline.%(seen)s"),
    gettext_noop("The first paragraph, “%(line)s”, was read as the byline and taken out of the text."),
    gettext_noop("That “%(said)s” names %(number)s people is a guess. Check it against the original."),
    gettext_noop("elements are nested more than %(depth)s deep, as in no honest file"),
    gettext_noop("it has more elements or attributes than any honest file"),
    gettext_noop("it has more than %(items)s items"),
    gettext_noop("it declares XML entities that stand for text, which news never needs and attacks use"),
    gettext_noop("no element found"),
    gettext_noop("junk after document element"),
    gettext_noop("reference to invalid character number"),
    gettext_noop("an end tag does not match the element that is open there"),
    gettext_noop("a character stands there that XML does not allow, such as a bare “&” or “<”"),
    gettext_noop("a tag is not closed"),
    gettext_noop("the file ends before its last element is closed"),
    gettext_noop("there is more after the end of the document"),
    gettext_noop("a name between “&” and “;” stands for nothing known"),
    gettext_noop("an attribute stands twice in one tag"),
    gettext_noop("a prefix is used whose namespace is not declared"),
    gettext_noop("a number between “&#” and “;” stands for no character"),
    gettext_noop("it refers to text outside itself, which is never fetched"),
    gettext_noop("The file holds no article: its content is %(kinds)s. Ask the source for the text itself."),
    gettext_noop("changes to an earlier version"),
    gettext_noop("%(called)s was left out: it is %(kind)s."),
)
