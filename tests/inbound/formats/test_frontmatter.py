"""Front matter is stripped, whatever wrote it, and only plain fields are read."""

import pytest

from inbound.formats import frontmatter, markdown


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: A plain one", "A plain one"),
        ('title: "With \\"quotes\\" and: a colon"', 'With "quotes" and: a colon'),
        ("title: 'It''s there'", "It's there"),
        ('title:         "¿Para qué?"', "¿Para qué?"),
        ("title: >-\n  On two\n  lines", "On two lines"),
        ("title: A # remark", "A"),
        ('Title: "Ünbroken"', "Ünbroken"),
    ],
)
def test_title_is_read_as_yaml_means_it(written, title):
    fields, rest = frontmatter.split(f"---\nlayout: post\n{written}\ntags: [a, b]\n---\n<p>Text</p>\n")
    assert fields["title"] == title
    assert rest == "<p>Text</p>\n"


def test_toml_front_matter_is_stripped_too():
    fields, rest = frontmatter.split('+++\ntitle = "A bell"\n+++\nText\n')
    assert fields["title"] == "A bell" and rest == "Text\n"


@pytest.mark.parametrize("received", ["<p>Text</p>", "---\nText between rules\n---\nmore", "--- no\n", ""])
def test_text_without_front_matter_is_left_alone(received):
    assert frontmatter.split(received) == ({}, received)


def test_markdown_is_told_from_html_by_its_links():
    assert markdown.is_markdown("A [link](https://example.org).")
    assert markdown.is_markdown('<p class="x">A</p>\n\nA [link](https://example.org) and [one](https://example.org/2).')
    assert markdown.is_markdown("A [link][1]\n\n [1]: https://example.org")
    assert not markdown.is_markdown('<p>A <a href="https://example.org">link</a> in <b>[brackets](https://x.y)</b></p>')
    assert not markdown.is_markdown("Just words.")


def test_indented_text_is_no_code_and_cut_words_grow_together():
    html = markdown.to_html("* * *\n\n    Indented [text](https://example.org).\n\n_Thi__s is_ one __bold__ word.")
    assert "<pre>" not in html and "<hr" in html
    assert "This is" in html and "<strong>bold</strong>" in html


def test_addresses_keep_their_underscores():
    assert "a__b_c" in markdown.to_html("[x](https://example.org/a__b_c)")


def test_links_below_a_tag_on_its_own_line_are_links():
    html = markdown.to_html('<img src="a.gif" width="1" />\n[A name](https://example.org/profiles/a-1), Reader\n')
    assert '<a href="https://example.org/profiles/a-1">A name</a>' in html
