"""Generated HTML: tag soup as the world sends it, and bodies as the cleaner leaves them."""

from hypothesis import settings
from hypothesis import strategies as st

from articles.body.clean import clean

unhurried = settings(deadline=None)  # a busy machine is no failure

TAGS = (
    "p div b i em a span ul ol li dl dt dd table tr td th tbody thead caption colgroup col h1 h2 h3 pre "
    "code blockquote figure figcaption img br hr iframe script style svg math template noscript textarea "
    "title xmp plaintext select option form button object font strike section article center address sup "
    "sub q foo o:p noembed details summary ins del small mark time abbr listing body html head input nobr "
    "marquee"
).split()
ATTRIBUTES = [
    "href=x",
    "href='javascript:alert(1)'",
    "href=' jav&#x09;ascript:x'",
    "href='\x01javascript:x'",
    "href='&#1;javascript:x'",
    'href="http://["',
    "href=//host/x",
    "href='https://a b'",
    "src=a.jpg",
    "src='data:image/png;base64,xx'",
    "src=https://example.org/v",
    "src=mailto:x",
    "data-src='https://example.org'",
    "data-src='javascript:1'",
    "class='caption foo'",
    "class=embed",
    "class='align-centre zoomable'",
    "class",
    "onclick=x",
    "style='color:red'",
    "id=1",
    "width=10",
    "alt='a\"b'",
    "title='<b>'",
    "colspan=2",
    "start=-3",
    "/",
    "=",
    '"',
]
TEXTS = [
    *["x", "hello world", " ", "\n", "\t", "\r\n", "&nbsp;", "\xa0", "&amp;", "&lt;b&gt;", "&#0;", "&#1;", "&#13;"],
    *["&#x80;", "é", "\U0001f600", "\0", "\ud800", "\x0c", "<", "</", ">", "&", "&am", "p;", "<!--c-->", "<!-- "],
    *["-->", "<![CDATA[x]]>", "<?pi?>", "\ufeff", "\ufffe", '"', "'", "=", "<3", "a<b", "&notit;", "&copy", "word. "],
]


def _open(drawn: tuple[str, list[str]]) -> str:
    name, attributes = drawn
    return f"<{' '.join([name, *attributes])}>"


_start = st.tuples(st.sampled_from(TAGS), st.lists(st.sampled_from(ATTRIBUTES), max_size=2)).map(_open)
_end = st.sampled_from(TAGS).map("</{}>".format)
soup = st.lists(st.one_of(_start, _end, st.sampled_from(TEXTS)), max_size=25).map("".join)

words = st.text("abc de&<'\"é", min_size=1, max_size=12)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_run = st.one_of(
    words.map(_escaped),
    st.tuples(st.sampled_from(["em", "b", "a href='/x'", "span class=caption"]), words).map(
        lambda drawn: f"<{drawn[0]}>{_escaped(drawn[1])}</{drawn[0].split()[0]}>"
    ),
)
_line = st.lists(_run, min_size=1, max_size=5).map("".join)
_block = st.one_of(
    _line.map("<p>{}</p>".format),
    _line.map("<h2>{}</h2>".format),
    st.lists(_line.map("<li>{}</li>".format), min_size=1, max_size=3).map(lambda items: f"<ul>{''.join(items)}</ul>"),
    _line.map("<blockquote><p>{}</p></blockquote>".format),
    _line.map("<figure><img src=/a.jpg alt=x><figcaption>{}</figcaption></figure>".format),
    st.just("<div class=embed data-src=https://example.org/chart></div>"),
    st.just("<hr>"),
)
# What an article may look like after cleaning.
bodies = st.lists(_block, max_size=8).map(lambda blocks: clean("\n\n".join(blocks)))
