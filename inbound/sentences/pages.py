"""What is told of web pages, republish blocks and exports of sites."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Aeon's block names no author; add the byline."),
    gettext_noop("The block holds no article. Copy the whole of Aeon's republish box."),
    gettext_noop("Aeon's counter is missing, which its terms ask for; copy the block afresh."),
    gettext_noop("The text holds %(number)s counters of Aeon; the first was kept."),
    gettext_noop("Aeon's notice is missing; take the credit line from its terms."),
    gettext_noop("The notice links to Aeon's home page only, so the address of the original is not known; look it up."),
    gettext_noop("Text follows the outlet's notice (“%(after)s”). It was kept in the body; check whose it is."),
    gettext_noop("The block holds no words; copy the whole of the outlet's republish box and paste it again."),
    gettext_noop(
        "The block has no headline; the one in the site's front matter was taken. It may be the "
        "republisher's own: compare it with the original."
    ),
    gettext_noop("The block has no headline; copy it from the original."),
    gettext_noop("The block has no notice that it is republished; the page needs one."),
    gettext_noop("The notice is worded in an unusual way; compare it with the wording in the terms."),
    gettext_noop("The block has two notices that differ; the one kept is the fuller one."),
    gettext_noop(
        "The counter counts article %(number)s, but the notice links %(others)s. The original's address was"
        " left empty: find out which is right."
    ),
    gettext_noop("The counter is The Conversation's, not that of the outlet for which the text was received."),
    gettext_noop("The block has %(number)s counters; %(counter_url)s was kept, so that no reader counts twice."),
    gettext_noop(
        "The counter in the block is a copy on the republisher's own server and counts nothing; copy the "
        "block with the true counter from the original's page."
    ),
    gettext_noop("The block has no counter; copy the block again, with the counter, from the original's page."),
    gettext_noop("The block has no credit; add the authors with their institutions from the original."),
    gettext_noop(
        "Words of the republisher may stand behind the notice: %(quoted)s%(more)s. They are still in the "
        "text; cut them if they are not the outlet's."
    ),
    gettext_noop("Codes of the site that the text stood on are left in it, such as “%(codes)s”; look at those places."),
    gettext_noop("The original's address is from the site's front matter, not from a notice; check it."),
    gettext_noop("The block does not link the original article; look its address up."),
    gettext_noop("The block has the same counter twice; it was kept once, so that no reader counts twice."),
    gettext_noop("The credit names no institution for %(name)s."),
    gettext_noop("The counter %(url)s counts another article than the original that the notice links."),
    gettext_noop("The institution of %(name)s has no link; it was read from the words in italics."),
    gettext_noop(
        "This Markdown has more than %(longest)s characters, so it is not a single article; paste the article alone."
    ),
    gettext_noop("The text says that it comes from elsewhere (“%(block)s”); make sure that the outlet may pass it on."),
    gettext_noop("The page has more elements than any page with an article, so nothing of it was read."),
    gettext_noop("The day of publication was taken from “%(written)s” on the page; check it."),
    gettext_noop("its objects are nested too deeply"),
    gettext_noop("Data in the page (JSON-LD) could not be read: %(said)s%(place)s."),
    gettext_noop("The block holds no article. Copy the whole of ProPublica's republish box."),
    gettext_noop("The block does not say where the original stands; look its address up."),
    gettext_noop("ProPublica's block names no author; add the byline."),
    gettext_noop("ProPublica's counter is missing, which its terms ask for; copy the block afresh."),
    gettext_noop("The block has its counter more than once; it was kept once, so that no reader counts twice."),
    gettext_noop("The block has no line about ProPublica; take the credit line from its terms."),
    gettext_noop("%(name)s: title and institution were read from the end of the text; check them."),
    gettext_noop("The block holds a counter but no article. Copy the whole of the outlet's republish box."),
    gettext_noop("The block gives only the day of publication; the time was set to midnight UTC."),
    gettext_noop("The block has no byline; add the authors from the original."),
    gettext_noop("The outlet's counter is a script, which is not run here; ask the outlet for its image form."),
    gettext_noop("The text holds %(number)s different counters; the one of this article was kept."),
    gettext_noop("The counter has no complete address; copy the block afresh."),
    gettext_noop("The notice links to no article, so the address of the original is not known; look it up."),
    gettext_noop("The byline “%(line)s” was split into %(number)s names, which is a guess; check them."),
    gettext_noop("The date “%(printed)s” of the block could not be read; look up when the article was published."),
    gettext_noop("The text has the outlet's counter but no notice; take credit line and link from the outlet's terms."),
    gettext_noop("The text says where it first appeared in the middle of a paragraph; look for its notice."),
    gettext_noop("The text says that it comes from elsewhere (“%(body)s”); make sure that the outlet may pass it on."),
    gettext_noop("%(name)s stands in the credit without a link to a profile; title and institution are a guess."),
    gettext_noop(
        "The text was found on the web page by guess: compare it with the page, so that nothing is missing "
        "and nothing of the site's own stands in it."
    ),
    gettext_noop("The page is of a site that republished the article; take it from the outlet, if you can."),
    gettext_noop("No article was found on the page%(title)s: paste the article's text instead."),
    gettext_noop("The page says that its text is based on %(based_on)s; take it from there."),
    gettext_noop("The page names %(page)s as the true address of its text; take it from there."),
    gettext_noop("The page does not show its text by itself; it was taken from the page's data, without its links."),
    gettext_noop(
        "A licence is linked somewhere on the page, perhaps for the site as a whole; see whether it is "
        "meant for the text."
    ),
    gettext_noop("The page points to terms for machines (RSL): %(base)s"),
    gettext_noop("The page asks for the credit “%(stated)s”."),
    gettext_noop(
        "The page says that its text is not free to read: it may be cut short, and may be no one's to pass on."
    ),
    gettext_noop("The text is very short; the page may show only the beginning of it."),
    gettext_noop("The page has no headline; copy it from the original."),
    gettext_noop("The page names no author; add the byline."),
    gettext_noop("The page does not say its own address; look it up."),
    gettext_noop("The byline was read from the line “%(found)s” of the page; check it."),
    gettext_noop("The file is no WordPress export: <wp:wxr_version> was expected near its beginning."),
    gettext_noop("in the bin"),
    gettext_noop("an empty beginning"),
    gettext_noop(
        "The post shows what a plugin makes on each visit (%(names)s); it has no text of its own and was left out."
    ),
    gettext_noop("The post says that its original stands elsewhere (%(address)s), so it is probably a text of others."),
    gettext_noop("<title> or <content:encoded> was expected to say something, and neither does."),
    gettext_noop("its text has more than 2 MB or far too many elements, so it is not a single article"),
    gettext_noop("The post was divided into pages by hand; here it is divided by its length."),
    gettext_noop("The old site ran it under another headline: “%(title)s”."),
    gettext_noop("The post holds no text."),
    gettext_noop("behind a password"),
    gettext_noop("On the old site readers did not see it: it was %(state)s."),
    gettext_noop("“%(login)s” is a name to log in with, not one for a byline; look it up."),
    gettext_noop(
        "The file ends on line %(line)s without </channel></rss>, which were expected: it was cut short, "
        "and what followed is missing. Export it again; everything that stands before was read."
    ),
    gettext_noop("%(text)s was left out: %(why)s."),
    gettext_noop("the next item begins"),
    gettext_noop("the item breaks off"),
    gettext_noop("The export is not well-formed there (%(fault)s); it was mended."),
    gettext_noop("Line %(at)s holds a control character that XML does not allow; it was left out."),
    gettext_noop("Line %(at)s holds bytes that are no character; they show as �."),
    gettext_noop("it has more than %(limit)s MB or no end, as no honest post has"),
    gettext_noop("%(text)s was left out: %(fault)s."),
    gettext_noop("</item> was expected before the next item begins"),
    gettext_noop("The file was not read: %(entities_refused)s."),
    gettext_noop("The date %(local)s is by the clock of the old site, whose zone is not known; it was read as UTC."),
)
