"""Templates that are compiled once per language say what plain Jinja would."""

from pathlib import Path

import pytest
from flask_babel import force_locale, lazy_gettext
from jinja2 import nodes
from markupsafe import Markup

from forum.core.languages import locale_of

TEMPLATES = Path("forum/templates")
OPEN = "Somebody"
# What is the same for everybody who reads one language, which has a module of its own.
FOR_ALL = {"_", "ngettext", "icon", "svg", "asset"}


@pytest.fixture
def draw(app):
    """Draw a template's source in a language, with values."""

    def draw(source, language="en", **values):
        environment = app.jinja_env
        name = f"{language}:test.html"
        code = environment.compile(source, name)
        template = environment.template_class.from_code(environment, code, environment.globals)
        with app.test_request_context(), force_locale(locale_of(language)):
            return template.render(values)

    return draw


def test_a_text_is_said_in_the_template_s_language(draw):
    assert draw("{{ _('Somebody') }}", "zh-Hans") == "匿名用户"
    assert draw("{{ _('Somebody') }}", "en") == "Somebody"


def test_a_text_that_is_asked_for_late_is_said_too(draw):
    assert draw("{{ _(text) }}", "zh-Hans", text=OPEN) == "匿名用户"


def test_a_percent_sign_is_one(draw):
    assert draw("{{ _('100%%') }}") == "100%"


def test_what_a_person_gave_is_escaped_inside_a_text(draw):
    source = "{{ _('After %(what)s', what=what) }}"

    assert draw(source, what="<b>") == "After &lt;b&gt;"
    assert draw(source, what=Markup("<b>")) == "After <b>"
    assert draw(source, what="<b>") == "After &lt;b&gt;"


def test_numbers_are_counted_in_each_language(draw):
    source = "{{ ngettext('%(num)s reply', '%(num)s replies', n) }}"

    assert [draw(source, n=n) for n in (1, 2)] == ["1 reply", "2 replies"]
    assert draw(source, "zh-Hans", n=2) == "2 回复"


def test_a_plural_with_more_in_it_is_escaped(draw):
    source = "{{ ngettext('%(num)s of %(who)s', '%(num)s of %(who)s', 2, who=who) }}"

    assert draw(source, who="<i>") == "2 of &lt;i&gt;"


def test_a_late_text_is_not_kept_for_the_next_language(draw):
    source, late = "{{ _('%(a)s', a=a) }}", lazy_gettext("Somebody")

    assert draw(source, "zh-Hans", a=late) == "匿名用户"
    assert draw(source, "en", a=late) == "Somebody"


def test_an_icon_stands_in_the_compiled_template(app, draw):
    source = "{{ icon('check', 14) }}"

    compiled = app.jinja_env.compile(source, "en:test.html", raw=True)

    assert "#check" in compiled and "icon(" not in compiled
    assert draw(source).startswith('<svg class="icon" width="14"')


def test_an_icon_whose_name_is_not_known_yet_is_drawn_later(draw):
    assert "#lock" in draw("{{ icon(name) }}", name="lock")


def test_what_is_imported_holds_nothing_of_its_first_reader(app):
    """One module of an imported template serves all pages: its top runs once, for whoever came."""
    trees = {
        path.relative_to(TEMPLATES).as_posix(): app.jinja_env.parse(path.read_text())
        for path in TEMPLATES.rglob("*.html")
    }

    imported = {
        each.template.value
        for tree in trees.values()
        for each in tree.find_all((nodes.FromImport, nodes.Import))
    }
    looked_at = {
        (name, found.name)
        for name in imported
        for top in trees[name].body
        if not isinstance(top, nodes.Macro)
        for found in top.find_all(nodes.Name)
        if found.ctx == "load"
    }

    assert "_macros.html" in imported
    assert {one for one in looked_at if one[1] not in FOR_ALL} == set()
