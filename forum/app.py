"""The front door: build an application from its rooms."""

from apiflask import APIFlask
from flask import Flask, Response
from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from secure import ContentSecurityPolicy, ReferrerPolicy, Secure, XContentTypeOptions, XFrameOptions
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import api, cli, policy, web, wiring
from forum.core import db as database
from forum.core import push, queue
from forum.core.config import Config, from_environment
from forum.core.languages import LANGUAGES
from forum.http import (
    assets,
    bell,
    catalogues,
    encoding,
    language,
    limits,
    names,
    official,
    origin,
    parts,
    people,
    templates,
    visitor,
    waiting,
    writing,
)
from forum.http.site import site

# The largest body of 32,000 characters in four-byte UTF-8, percent-encoded, and room for a form.
LARGEST_REQUEST = 512 * 1024


def create_app(config: Config | None = None) -> Flask:
    """Raises ``core.config.BadSetting``, whose sentence names the variable."""
    config = config or from_environment()
    app = APIFlask(__name__, json_errors=False, docs_path=None, spec_path=None)
    app.extensions["config"] = config
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="waymark",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.site_url.startswith("https:"),
        # The longest that browsers keep a cookie; a sign-in ends earlier (accounts.models.IDLE).
        PERMANENT_SESSION_LIFETIME=400 * 86400,
        # Written when it changes only: a browser whose sign-in has ended is a guest, who gets none.
        SESSION_REFRESH_EACH_REQUEST=False,
        BABEL_DEFAULT_LOCALE="en",
    )
    database.attach(app)
    Migrate(app, database.db, directory="migrations", render_as_batch=True)
    app.extensions.update(
        listeners=wiring.LISTENERS,
        jobs=wiring.JOBS,
        incoming=wiring.INCOMING,
        schedule=wiring.SCHEDULE,
    )
    queue.attach(app)
    push.attach(app)
    _attach_http(app, config)
    web.attach(app)
    api.attach(app)
    cli.attach(app)
    return app


def _attach_http(app: Flask, config: Config) -> None:
    templates.attach(app, {"asset": assets.asset, "icon": parts.icon, "svg": parts.icon})
    if n := config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, n)  # type: ignore[method-assign]
    babel = Babel(app, locale_selector=language.locale)
    babel.domain_instance = catalogues.domain()
    catalogues.attach(app)
    Compress(app)
    limits.attach(app)
    visitor.attach(app)
    names.attach(app)
    encoding.attach(app)
    origin.attach(app)
    writing.attach(app)
    assets.attach(app)
    parts.attach(app)
    official.attach(app)
    app.after_request(_harden)
    app.jinja_env.globals.update(
        may=policy,
        visitor=visitor.visitor,
        site=site,
        language=language.language,
        theme=language.theme,
        languages=LANGUAGES,
        items_waiting=waiting.items_waiting,
        unread_notices=bell.unread_notices,
        live_every=config.live_every,
        live_url=config.live_url,
        csrf_field=origin.csrf_field,
        address_of=people.address_of,
        here=people.here,
        hue=people.hue,
        initial=people.initial,
        name_of=people.name_of,
    )


# No nonce: a page that is kept for many readers cannot hold one.
_POLICY = (
    ContentSecurityPolicy()
    .default_src("'self'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'")
    .object_src("'none'")
    .base_uri("'none'")
    .form_action("'self'")
    .frame_ancestors("'none'")
)
_SECURE = Secure(
    csp=_POLICY,
    xfo=XFrameOptions().deny(),
    xcto=XContentTypeOptions().nosniff(),
    referrer=ReferrerPolicy().strict_origin_when_cross_origin(),
)


def _harden(response: Response) -> Response:
    for name, value in _SECURE.headers.items():
        response.headers.setdefault(name, value)
    return response
