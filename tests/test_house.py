"""The house rules that can be checked by reading: who imports whom, what is named how, how long a file is."""

from __future__ import annotations

import ast
import itertools
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import engines

from articles.comments.closing import VERBS
from articles.models.audit import DEEDS
from articles.publishing import TRANSITIONS
from outlets import clauses

ROOT = Path(settings.BASE_DIR)

# What each app may import, beside itself. `records` holds how rows are kept, whatever they are about; `work` runs what
# any of them registers with it.
GROUND = {"records", "work"}
BOTTOM = GROUND | {"outlets", "authors"}
ROADS = {"inbound", "outbound", "newsletters"}
MAY_IMPORT = {
    "records": set(),
    "work": {"records"},
    "outlets": GROUND,
    "authors": GROUND,
    "pictures": BOTTOM,
    "articles": BOTTOM | {"pictures"},
    "inbound": BOTTOM | {"pictures", "articles"},
    "outbound": BOTTOM | {"pictures", "articles"},
    "newsletters": BOTTOM | {"pictures", "articles"},
    "newsroom": BOTTOM | {"pictures", "articles"} | ROADS,
    # The demo newsroom plays every part, so it stands above all of them and nobody imports it.
    "demo": BOTTOM | {"pictures", "articles"} | ROADS | {"newsroom"},
}
PURE_LIBRARIES = {"nh3", "selectolax"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "services", "common", "core", "misc", "base_utils"}
LONGEST = 400


def python_files(*folders: str) -> list[Path]:
    """Our own modules, without what a virtual environment or a run left behind."""
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
    )


def own_files() -> Iterator[Path]:
    """Every text file of the project itself."""
    skipped = {".git", ".venv", "var", "__pycache__", "node_modules", "staticfiles", "samples"}
    skipped |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    kinds = {".py", ".html", ".css", ".js", ".mjs", ".toml", ".txt", ".in", ".md", ".yml", ".yaml", ".cfg", ".json", ""}
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in skipped]
        yield from (path for name in names if (path := Path(folder, name)).suffix in kinds)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, module: str, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports: at the top, inside functions, under TYPE_CHECKING, by name."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "import_string", "__import__", "get_model"}:
                named = str(node.args[0].value)
                yield node.lineno, named.lower() if called == "get_model" else named


def misdirected(source: str, module: str, is_package: bool = False) -> list[str]:
    """Each import of one of our apps that this module may not have."""
    app = module.partition(".")[0]
    return [
        f"{module}, line {line}: imports {name}"
        for line, name in imports_of(source, module, is_package)
        if (other := name.partition(".")[0]) in MAY_IMPORT and other != app and other not in MAY_IMPORT[app]
    ]


def impure(source: str, module: str, is_package: bool = False) -> list[str]:
    """Each import by which a module of articles/body/ would stop being pure text."""
    allowed = set(sys.stdlib_module_names) | PURE_LIBRARIES
    return [
        f"{module}, line {line}: imports {name}"
        for line, name in imports_of(source, module, is_package)
        if name.partition(".")[0] not in allowed and not f"{name}.".startswith("articles.body.")
    ]


# --- who imports whom ---


def test_imports_run_down_only():
    assert not [
        problem
        for path in python_files(*MAY_IMPORT)
        for problem in misdirected(path.read_text(), module_name(path), path.name == "__init__.py")
    ]


def test_body_is_text_in_text_out_and_knows_neither_django_nor_models():
    assert not [
        problem
        for path in python_files("articles/body")
        for problem in impure(path.read_text(), module_name(path), path.name == "__init__.py")
    ]


def test_models_point_down_only():
    wrong = []
    for app in apps.get_app_configs():
        if app.label not in MAY_IMPORT:
            continue
        for model in app.get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model:
                    other = field.related_model._meta.app_label
                    if other in MAY_IMPORT and other != app.label and other not in MAY_IMPORT[app.label]:
                        wrong.append(f"{model._meta.label}.{field.name} points to {other}")
    assert not wrong


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("outlets.models", "from articles.models import Article"),
        ("articles.rights", "def may():\n    import inbound.fetch"),
        ("inbound.accept", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from outbound.feeds import Feed"),
        ("outbound.feeds", "import newsletters"),
        ("newsroom.pagecache", "from demo import stories"),
        ("authors.models", "import_module('articles.models')"),
        ("authors.models", "apps.get_model('articles.Article')"),
        ("pictures.models", "from django.apps import apps\ndef f():\n    apps.get_model('inbound', 'Feed')"),
        ("records.versioned", "from outlets import models"),
        ("work.jobs", "from articles.models import Article"),
        ("outlets.models", "from ..authors import models"),
    ],
)
def test_an_upward_import_is_found_wherever_it_hides(module, source):
    assert misdirected(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "articles.publishing",
            "from . import rights\nfrom .models import Article\nfrom records.versioned import Stale",
        ),
        ("inbound.accept", "from articles.body import clean\nimport outlets.models"),
        ("demo.apps", "from newsroom import settings"),
    ],
)
def test_a_downward_import_is_let_through(module, source):
    assert not misdirected(source, module)


@pytest.mark.parametrize(
    "source",
    ["from django.utils.html import escape", "from articles.models import Article", "from ..models import Article"],
)
def test_an_impure_body_is_found(source):
    assert impure(source, "articles.body.pages")


def test_every_app_of_the_layout_is_there_and_none_is_unknown():
    installed = {app.name for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
    assert installed | GROUND == set(MAY_IMPORT)


# --- what is named how, and how long it is ---


def test_no_module_has_a_name_that_says_nothing():
    assert not [
        module_name(path)
        for path in python_files(*MAY_IMPORT, "tests")
        if NAMES_THAT_SAY_NOTHING & set(module_name(path).split("."))
    ]


def test_no_file_of_ours_is_longer_than_one_can_hold_in_mind():
    too_long = {}
    for path in own_files():
        inside = path.relative_to(ROOT).parts
        if path.suffix not in {".py", ".html", ".js", ".mjs"} or "migrations" in inside or inside[0] == "tests":
            continue
        if (length := len(path.read_text().splitlines())) > LONGEST:
            too_long["/".join(inside)] = length
    assert not too_long


def test_no_file_names_a_registry_of_packages_or_a_folder_of_somebodys_machine():
    # Written in pieces, so that this file does not find itself.
    pieces = [
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "npm" + r"js\.(org|com)",
        "registry" + r"\.(npm|yarn|docker)",
        "index" + r"-url[ =]+\S*(http|file)",
        "find" + r"-links[ =]+\S*[/:]",
    ]
    named = re.compile("|".join(pieces))
    found = {}
    for path in own_files():
        if hits := [hit.group() for hit in named.finditer(path.read_text(errors="replace"))]:
            found[str(path.relative_to(ROOT))] = hits
    assert not found


def test_every_package_is_pinned_to_one_version():
    for name in ("requirements.txt", "requirements-redis.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.lstrip().startswith("#")]
        assert lines
        assert not [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][0-9a-z.]*( ;.*)?", line)], name


# --- migrations and templates ---


def test_every_app_with_models_has_migrations_named_for_what_they_do():
    for app in MAY_IMPORT:
        if not apps.is_installed(app):
            continue
        names = [path.stem for path in (ROOT / app / "migrations").glob("[0-9]*.py")]
        assert names or not list(apps.get_app_config(app).get_models()), f"{app} has models and no migration"
        assert not [name for name in names if "_auto_" in name or not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name)]


def test_every_step_of_a_migration_can_be_taken_back():
    one_way = []
    for path in ROOT.glob("*/migrations/[0-9]*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"RunPython", "RunSQL"}:
                backward = [keyword for keyword in node.keywords if keyword.arg in {"reverse_code", "reverse_sql"}]
                if len(node.args) < 2 and not backward:
                    one_way.append(f"{path.relative_to(ROOT)}, line {node.lineno}")
    assert not one_way


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"manage.py makemigrations would write:\n{capsys.readouterr().out}")


def test_every_template_compiles():
    engine = engines["django"]
    for path in (ROOT / "templates").rglob("*.html"):
        engine.get_template(str(path.relative_to(ROOT / "templates")))


# --- what the log tells ---


def test_every_deed_that_is_written_to_the_log_has_words_for_the_desk():
    written = set()
    for path in python_files(*MAY_IMPORT):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="auditing"), attr="record"), args=[first, *_]):
                    if isinstance(first, ast.Constant):
                        written.add(first.value)
    assert written and not written - DEEDS.keys()
    assert not {*TRANSITIONS, *VERBS} - DEEDS.keys()


# --- who reads terms ---

# Columns whose names other things have too (a picture has a licence, a page its robots): there only terms are meant.
_OTHERS_HAVE = {"canonical", "embargo", "images", "charts", "licence_url", "onward", "paywall", "robots", "translation"}
# The gate; terms themselves, their presets and the forms that edit them.
_KNOW_TERMS = ("articles/rights/", "outlets/")


def columns_of_terms_read(source: str, where: str) -> list[str]:
    """Each place where a column of an outlet's terms is read: by name, by getattr, in a query."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=held, attr=name, ctx=ast.Load()):
                name = name.removeprefix("get_").removesuffix("_display")
                if name in clauses.NAMES and (name not in _OTHERS_HAVE or _is_terms(held)):
                    found.append(f"{where}, line {node.lineno}: {name}")
            case ast.Call(func=ast.Name(id="getattr"), args=[held, *_]) if _is_terms(held):
                found.append(f"{where}, line {node.lineno}: getattr")
            case ast.Constant(value=str(path)) if _is_path_to_a_column(path):
                found.append(f"{where}, line {node.lineno}: {path}")
            case ast.keyword(arg=str(path), value=value) if _is_path_to_a_column(path):
                found.append(f"{where}, line {value.lineno}: {path}")
    return found


def _is_terms(node: ast.expr) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")).endswith("terms")


def _is_path_to_a_column(path: str) -> bool:
    parts = path.split("__")
    return any(one == "terms" and other in clauses.NAMES for one, other in itertools.pairwise(parts))


def test_only_the_gate_reads_what_terms_say():
    assert not [
        problem
        for path in python_files(*MAY_IMPORT)
        if not (where := str(path.relative_to(ROOT))).startswith(_KNOW_TERMS) and "migrations" not in path.parts
        for problem in columns_of_terms_read(path.read_text(), where)
    ]


def test_no_page_reads_what_terms_say():
    # An outlet's own page is handed what readers are told of its terms (articles.rights.plainwords) as `terms`.
    said = re.compile(r"\.terms\.(?:get_)?(?:" + "|".join(clauses.NAMES) + r")\b")
    pages = {path: said.findall(path.read_text()) for path in (ROOT / "templates").rglob("*.html")}
    assert not {str(path.relative_to(ROOT)): hits for path, hits in pages.items() if hits}


@pytest.mark.parametrize(
    "source",
    [
        "if story.article.terms.institution_required == YesNo.YES:\n    pass",
        "wanted = feed.outlet.current_terms()\nif wanted.tracker_required:\n    pass",
        "told = article.terms.get_edits_display()",
        "open_to = terms.onward",
        "value = getattr(article.terms, column)",
        'Article.objects.filter(terms__newsletter="yes")',
        "Development.objects.filter(Q(article__terms__takedown_hours__isnull=False))",
        'rows.values("terms__robots")',
    ],
)
def test_a_column_of_terms_is_found_wherever_it_is_read(source):
    assert columns_of_terms_read(source, "somewhere")


@pytest.mark.parametrize(
    "source",
    [
        "if picture.onward == YesNo.YES:\n    pass",
        "head.robots = ()",
        "articles.filter(terms__number=2)",
        "story.licence_url",
    ],
)
def test_what_is_not_of_terms_is_let_through(source):
    assert not columns_of_terms_read(source, "somewhere")
