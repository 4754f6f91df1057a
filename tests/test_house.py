"""The rules of the house that no reviewer should have to remember."""

import ast
import re
from importlib import import_module
from inspect import getmembers, getsource, isfunction, signature
from pathlib import Path

from forum import policy
from forum.core.model import Model

SOURCES = sorted(Path("forum").rglob("*.py"))
TEMPLATES = sorted(Path("forum/templates").rglob("*"))

LONGEST_FILE, LONGEST_FUNCTION = 300, 50


def files_with(pattern, sources=SOURCES):
    return {str(p) for p in sources if p.is_file() and re.search(pattern, p.read_text())}


def modules(*places):
    for path in SOURCES:
        if any(path.match(place) for place in places):
            yield import_module(".".join(path.with_suffix("").parts))


def verbs():
    """Every action that a person does, from ``actions.py`` or from a file in ``actions/``."""
    for module in modules("forum/*/actions.py", "forum/*/actions/*.py"):
        for name, verb in getmembers(module, isfunction):
            mine = verb.__module__ == module.__name__ and not name.startswith("_")
            parameter = signature(verb).parameters.get("by")
            if mine and parameter and parameter.kind is parameter.KEYWORD_ONLY:
                yield name, verb


def test_only_the_transaction_commits():
    assert files_with(r"\.commit\(\)") == {"forum/core/db.py"}


def test_only_the_visitor_knows_the_proxy():
    assert files_with(r"current_user|login_required") == {"forum/http/visitor.py"}


def test_nobody_looks_up_the_stairs():
    assert files_with(r"TYPE_CHECKING") == set()


def test_no_import_hides_inside_a_function():
    assert files_with(r"(?m)^[ ]+(from|import) forum") == set()


def test_only_the_clock_is_asked_for_the_time():
    assert files_with(r"datetime\.(utc)?now\(") == {"forum/core/clock.py"}


def test_no_file_outgrows_a_sitting():
    long = [str(p) for p in SOURCES if len(p.read_text().splitlines()) > LONGEST_FILE]

    assert long == []


def test_no_function_outgrows_a_page():
    long = [
        f"{path}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_every_verb_has_a_rule():
    """An action done by a person carries the name of the rule it obeys."""
    found = dict(verbs())

    assert "accept_answer" in found
    lawless = [
        name
        for name, verb in found.items()
        if f"policy.require(policy.{name}(" not in getsource(verb) or not hasattr(policy, name)
    ]
    assert lawless == []


def test_every_way_in_says_who_may_enter(app):
    # Flask's own door to static files is open to all.
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not hasattr(view, "entrance") and endpoint != "static"
    ]

    assert silent == []


def test_no_id_is_given_out_twice():
    numbered = [table for table in Model.metadata.sorted_tables if "id" in table.c]

    assert [t.name for t in numbered if not t.dialect_options["sqlite"]["autoincrement"]] == []


def test_every_constraint_has_a_name():
    nameless = [
        f"{table.name}: {constraint}"
        for table in Model.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []


def test_templates_hold_no_script_no_style_and_no_chinese():
    assert files_with(r"<style|<[^>{%]*\s(style|on[a-z]+)=|javascript:", TEMPLATES) == set()
    assert files_with(r">[^<{%]*[\u4e00-\u9fff]", TEMPLATES) == set()


def test_names_say_what_a_thing_is():
    vague = r"(?i)(manager|helper|util|handler|_service|_info)s?\.py$"

    assert [str(p) for p in SOURCES if re.search(vague, str(p))] == []
