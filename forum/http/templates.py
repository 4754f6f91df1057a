"""Templates, compiled once for each language.

What a page says does not depend on who reads it, but for the language: texts, icons and addresses
of static files become part of the compiled template, so that no page asks for them one by one
(docs/performance.md).
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import get_locale
from jinja2 import BaseLoader, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from forum.core.languages import LANGUAGES
from forum.http.catalogues import catalogue

# The same for everybody who reads one language.
Fixed = Mapping[str, Callable[..., str]]


def attach(app: Flask, fixed: Fixed) -> None:
    """Before anything asks for the environment. ``fixed`` are functions whose answer for constant
    arguments never changes while the program runs."""
    app.extensions["fixed"] = fixed
    app.jinja_environment = _Environment
    app.jinja_env.globals.update(fixed, counted=counted, filled=filled, in_plural=in_plural)


@lru_cache(10_000)
def in_plural(language: str, one: str, many: str, n: int) -> str:
    return catalogue(language).ungettext(one, many, n)


@lru_cache(10_000)
def counted(language: str, one: str, many: str, n: int) -> Markup:
    """The commonest: nothing but the number in it."""
    return Markup(in_plural(language, one, many, n)) % {"num": n}


def filled(said: Markup, /, **values: object) -> Markup:
    """What is no plain value may say something else to the next reader."""
    if all(type(value) in (str, int, Markup) for value in values.values()):
        return _filled(said, **values)
    return said % values


# Typed: the string "<b>" equals the markup "<b>", and only one of them is escaped.
@lru_cache(10_000, typed=True)
def _filled(said: Markup, /, **values: object) -> Markup:
    return said % values


class _Template(Template):
    def _get_default_module(self, ctx: Any = None) -> Any:
        """What is imported knows the environment's globals only, so one module serves all pages;
        Jinja compares all names of both at each import before it believes that."""
        return super()._get_default_module()


class _Environment(Environment):
    """Knows each template once per language, by a name like "en:base.html"."""

    template_class = _Template

    def __init__(self, app: Any, **options: Any) -> None:
        self.fixed: Fixed = app.extensions["fixed"]
        options["loader"] = _Loader(app.create_global_jinja_loader())
        super().__init__(app, **options)

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Any:
        if isinstance(name, str) and parent is None:
            name = f"{_language()}:{name}"
        return super().get_template(name, parent, globals)

    def join_path(self, template: str, parent: str) -> str:
        return f"{parent.partition(':')[0]}:{template}"

    def _generate(
        self, source: nodes.Template, name: str | None, *args: Any, **options: Any
    ) -> str:
        language, _colon, path = (name or "").partition(":")
        escapes = nodes.EvalContext(self, path).autoescape
        folded = _Fold(self.fixed, language, escapes).visit(source)
        return super()._generate(folded, name, *args, **options)


class _Loader(BaseLoader):
    def __init__(self, files: BaseLoader) -> None:
        self.files = files

    def get_source(self, environment: Any, template: str) -> Any:
        return self.files.get_source(environment, template.partition(":")[2])


def _language() -> str:
    locale = str(get_locale() or "en").replace("_", "-")
    return locale if locale in LANGUAGES else "en"


class _Fold(NodeTransformer):
    """Puts answers in the place of calls. Inner calls first: an icon's name may be one."""

    def __init__(self, fixed: Fixed, language: str, escapes: bool) -> None:
        self.fixed, self.language, self.escapes = fixed, language, escapes

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if node.dyn_args or node.dyn_kwargs:
            return node
        if name == "_" and isinstance(node.args[0], nodes.Const):
            return self._text(node)
        if name == "ngettext" and isinstance(node.args[0], nodes.Const):
            return self._plural(node)
        if name == "language":
            return _at(node, nodes.Const(self.language))
        if name in self.fixed and not node.kwargs and _are_constant(node.args):
            return _at(node, _const(self.fixed[name](*(arg.as_const() for arg in node.args))))
        return node

    def _text(self, node: nodes.Call) -> nodes.Expr:
        said = catalogue(self.language).ugettext(node.args[0].as_const())
        if not node.kwargs:
            return _at(node, _const(self._marked(said) % {}))
        if self.escapes:
            named = nodes.Name("filled", "load")
            return _at(node, nodes.Call(named, [_const(Markup(said))], node.kwargs, None, None))
        return self._filled(node, _const(said), node.kwargs)

    def _plural(self, node: nodes.Call) -> nodes.Expr:
        one, many, n = node.args
        alone = self.escapes and not node.kwargs
        named = nodes.Name("counted" if alone else "in_plural", "load")
        said = nodes.Call(named, [nodes.Const(self.language), one, many, n], [], None, None)
        if alone:
            return _at(node, said)
        marked = nodes.MarkSafe(said) if self.escapes else said
        return self._filled(node, marked, [*node.kwargs, nodes.Keyword("num", n)])

    def _filled(
        self, node: nodes.Call, said: nodes.Expr, values: list[nodes.Keyword]
    ) -> nodes.Expr:
        pairs = [nodes.Pair(nodes.Const(one.key), one.value) for one in values]
        return _at(node, nodes.Mod(said, nodes.Dict(pairs)))

    def _marked(self, said: str) -> str:
        return Markup(said) if self.escapes else said


def _const(value: str) -> nodes.Expr:
    """A constant's own class is lost in compiled code; that it needs no escaping must not be."""
    plain: nodes.Expr = nodes.Const(str(value))
    return nodes.MarkSafe(plain) if isinstance(value, Markup) else plain


def _are_constant(args: list[nodes.Expr]) -> bool:
    return all(isinstance(arg, nodes.Const) for arg in args)


def _at(old: nodes.Node, new: nodes.Expr) -> nodes.Expr:
    new.set_lineno(old.lineno)
    if old.environment:
        new.set_environment(old.environment)
    return new
