"""What is told of files, feeds and JSON."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop(
        "an RSS, Atom or JSON feed, NITF, NewsML, ninjs, a WordPress export, a web page, or the republish "
        "block of The Conversation, of the Republication Tracker Tool, of ProPublica or of Aeon"
    ),
    gettext_noop(
        "The text shows no mark of a format that can be read, such as a notice with its link or a counter. "
        "It should be %(readable)s; copy the whole of the outlet's republish box."
    ),
    gettext_noop(
        "The file is JSON of a kind that cannot be read. A JSON feed has “version” and “items”, a ninjs "
        "item “uri” and “headline” or “headlines”. It should be %(readable)s."
    ),
    gettext_noop("The file is XML that begins with <%(root)s>, which cannot be read. It should be %(readable)s."),
    gettext_noop("There is no format “%(format)s”; choose one of auto, %(names)s."),
    gettext_noop("The file has more than %(most_bytes)s MB, the most that is accepted."),
    gettext_noop("The file is empty."),
    gettext_noop("The file cannot be read: it is %(what)s."),
    gettext_noop("The file is no feed."),
    gettext_noop(
        "The text has more than %(most_bytes_pasted)s MB, so it is not a single article; paste the article alone."
    ),
    gettext_noop("The file is NITF or NewsML, not the format “%(format)s” that was named; leave the format on auto."),
    gettext_noop(
        "The file is a WordPress export, not the format “%(format)s” that was named; leave the format on auto."
    ),
    gettext_noop("The file is a feed, not the format “%(format)s” that was named; leave the format on auto."),
    gettext_noop("The feed is %(kind)s and not the format “%(format)s” that was named; use “%(names)s”."),
    gettext_noop("The text is no JSON, so it does not have the form “%(format)s”; leave the format on auto."),
    gettext_noop("The JSON does not have the form “%(format)s” that was named; leave the format on auto."),
    gettext_noop("The text is far too long for a single article; paste the article alone."),
    gettext_noop("%(called)s was left out: %(error)s"),
    gettext_noop("%(called)s was left out: it could not be read. The log says where the reading failed."),
    gettext_noop("The text does not have the form “%(format)s” that was named; leave the format on auto."),
    gettext_noop("An entry has neither a headline nor a text."),
    gettext_noop("The feed gives no text for this article."),
    gettext_noop("The entry has no counter; ask the outlet for it, or copy the article's republish block."),
    gettext_noop("The entry has more than one counter; %(counter_url)s was kept, so that no reader counts twice."),
    gettext_noop("The counter counts article %(number)s, but the entry is %(source_id)s."),
    gettext_noop("The feed names no author; add the byline."),
    gettext_noop("The feed names no institution for %(name)s."),
    gettext_noop("the last change"),
    gettext_noop("the end of its use"),
    gettext_noop("The date of %(names)s cannot be (%(moment)s %(year)s) and was left out; look it up."),
    gettext_noop("Its embargo has no end that can be, so the item is held back until somebody asks the source."),
    gettext_noop("compressed (gzip); unpack it first"),
    gettext_noop("a ZIP archive or an office document; save the article as HTML first"),
    gettext_noop("a PDF document; paste the article as HTML instead"),
    gettext_noop("an office document; save the article as HTML first"),
    gettext_noop("an RTF document; save the article as HTML first"),
    gettext_noop("a picture, a sound or a film"),
    gettext_noop("compressed (bzip2); unpack it first"),
    gettext_noop("compressed (xz); unpack it first"),
    gettext_noop("a 7-Zip archive; unpack it first"),
    gettext_noop("compressed (zstd); unpack it first"),
    gettext_noop("The file is not in %(stated)s, as it says, and was read as %(fallback)s; check the accents."),
    gettext_noop("The file is not valid UTF-8 and was read as Windows-1252; check accents and quotation marks."),
    gettext_noop("The file says that it is in %(stated)s but is in UTF-8; it was read as UTF-8."),
    gettext_noop("Some characters could not be read as %(encoding)s and show as �."),
    gettext_noop("An item has neither a headline nor a text."),
    gettext_noop("The feed gives only a summary of this article, not its text."),
    gettext_noop(
        "The feed gives no full text for this article; its description was taken for the text. Make sure "
        "that it is whole."
    ),
    gettext_noop("The feed gives no complete address of this article; look it up."),
    gettext_noop(
        "An invisible picture of %(server)s was left out of the text; ask the outlet whether it is a "
        "counter that its terms require."
    ),
    gettext_noop("The feed's description is too long for a standfirst and was left out; see the text as received."),
    gettext_noop("“%(name)s” looks like several people, or a person with a title; divide it by hand if it is."),
    gettext_noop("The item states %(number)s licences (%(licences)s); the first was kept."),
    gettext_noop("The file breaks off in the middle of an item; the item was left out. Fetch the feed again."),
    gettext_noop(
        "The feed is not well-formed XML (%(fault)s) and was read as far as it goes; several authors, "
        "picture credits and licences may be missing."
    ),
    gettext_noop("The feed breaks off before its first item ends; fetch it again."),
    gettext_noop("The feed breaks off before its end; fetch it again."),
    gettext_noop("The feed is not well-formed XML (%(fault)s); its faults were mended."),
    gettext_noop("The item holds %(number)s different texts; the longest was taken."),
    gettext_noop("The feed keeps the text of this item elsewhere (%(source)s); fetch it from there."),
    gettext_noop("The feed calls HTML plain text; it was read as HTML."),
    gettext_noop("The feed gives this item as %(kind)s, which is no text; it was left out."),
    gettext_noop("%(others)s attachments and menus of the export are no articles and were left out."),
    gettext_noop("The feed links no page of this article; its identity, which is an address, stands in for it."),
    gettext_noop("The export calls this item “%(status)s”, so the outlet has not published it."),
    gettext_noop("The feed gives an e-mail address in place of the author's name; look up the author."),
    gettext_noop("The item names “%(holder)s” as the holder of its rights; make sure that it is ours to take."),
    gettext_noop("The time “%(written)s” could not be read; look it up."),
    gettext_noop("not to be shown %(where)s"),
    gettext_noop("to be shown only %(where)s"),
    gettext_noop("The source withholds this item: it may not be published until the source says so."),
    gettext_noop("The source has withdrawn this item: it may not be published."),
    gettext_noop("The item expired on %(expires)s UTC."),
    gettext_noop("The source forbids in machine-readable form: %(prohibits)s."),
    gettext_noop("The feed calls this entry a draft, so the outlet has not published it."),
    gettext_noop("The state of the item should be active, blocked or deleted and is “%(said)s”."),
    gettext_noop("The time “%(one)s” could not be read; look up how long the item may be used."),
    gettext_noop("The feed declares XML entities of its own, which feeds never need and attacks use; it was not read."),
    gettext_noop("The feed has more than %(items)s items; ask the outlet for a shorter one."),
    gettext_noop("The feed nests its elements more than %(depth)s deep, as no honest feed does; it was not read."),
    gettext_noop("The feed has more elements or attributes than any honest feed; it was not read."),
    gettext_noop("The feed is damaged beyond reading (%(fault)s); fetch it again, or ask the outlet to check it."),
    gettext_noop("The file is neither an RSS nor an Atom feed, and not even well-formed XML (%(fault)s)."),
    gettext_noop(
        "The file is XML but not a feed: it begins with <%(kind)s>, where RSS has <rss> or <rdf:RDF> and "
        "Atom has <feed>."
    ),
    gettext_noop("a web page (“%(named)s”)"),
    gettext_noop("a web page"),
    gettext_noop(
        "The file has more than %(most_bytes)s MB, the most that a feed may have; ask the outlet for a shorter one."
    ),
    gettext_noop("The file is no feed: it is %(what)s."),
    gettext_noop("The JSON feed holds no list of articles: “items” was expected beside “version” and “title”."),
    gettext_noop("The feed says that it is finished (“expired”): nothing new will come from this address."),
    gettext_noop("The feed names no version of JSON Feed; https://jsonfeed.org/version/1.1 was expected."),
    gettext_noop("The item has no “id”; its address stands in for it."),
    gettext_noop("“content_html” or “content_text” was expected in the item, and it has neither."),
    gettext_noop("The key “%(key)s” stands twice in the item; the last value was taken."),
    gettext_noop("%(called)s was left out: an object was expected, with “id” and “content_html”."),
    gettext_noop("The feed calls the item expired."),
    gettext_noop("“%(word)s” is no value of JSON and was left out."),
    gettext_noop("a list of objects with a “name”"),
    gettext_noop("true or false"),
    gettext_noop("%(name)s should be %(expected)s and %(place)s %(held)s; it was left out."),
    gettext_noop("The time “%(written)s” in %(name)s could not be read; look it up."),
    gettext_noop("a list of objects"),
    gettext_noop("%(name)s has %(number)s entries; the first %(most_listed)s were read."),
    gettext_noop("a list of texts"),
    gettext_noop(
        "The JSON has more than %(most_opened)s objects and lists, as no delivery of articles has; nothing "
        "of it was read."
    ),
    gettext_noop("%(what)s cannot be read: %(broken)s (line %(line)s, column %(column)s)."),
    gettext_noop("The JSON begins with neither { nor [, so it holds no items."),
    gettext_noop("The file has more than %(most_items)s items; ask the outlet for smaller deliveries."),
    gettext_noop("there is more behind the end of the JSON"),
    gettext_noop("a colon was expected after the name of a member"),
    gettext_noop("a value was expected"),
    gettext_noop("its objects and lists are nested too deeply"),
    gettext_noop("the file breaks off"),
    gettext_noop("a comma or the end of the list was expected"),
    gettext_noop("The list of items"),
    gettext_noop("It answers with no feed but with %(what)s. Open the address, and ask the outlet for the new one."),
    gettext_noop(
        "%(what)s takes longer than %(seconds)s seconds to read, as no honest one does; nothing of it was read."
    ),
    gettext_noop("%(what)s needs more memory than %(memory)s MB to read, so nothing of it was read."),
    gettext_noop("%(what)s made its parser fail, so nothing of it was read. Ask the outlet to check the file."),
    gettext_noop("%(what)s unfolds to more text than we accept, so nothing of it was read."),
    gettext_noop("%(what)s unfolds to more text than we accept, so nothing more of it was read."),
    gettext_noop("The parser could not be started in time, so nothing was read. Try again shortly."),
    gettext_noop(
        "This text is longer than 2 MB, so it is not a single article. Take the article alone out of it and try again."
    ),
    gettext_noop(
        "The elements of this text are nested more than %(max_depth)s deep, so it cannot be read safely. "
        "Paste the article's text without the page around it."
    ),
    gettext_noop(
        "This text has more than %(max_tags)s tags, so it is not a single article. Take the article alone "
        "out of it and try again."
    ),
    gettext_noop("The feed"),
    gettext_noop("The file"),
    gettext_noop("The page"),
    gettext_noop("The %(kind)s of line %(line)s"),
    gettext_noop("a picture"),
    gettext_noop("a film"),
    gettext_noop("a sound"),
    gettext_noop("an event"),
    gettext_noop("nothing"),
)
