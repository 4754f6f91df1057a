"""Requests that change something must come from our own pages.

Whoever has signed in sends a token (Flask-WTF); a guest's page holds none, since it is the same
for all, so their forms are judged by where the browser says they come from.
"""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup

from forum.core.errors import ForumError
from forum.http.visitor import is_program, visitor

SAFE = ("GET", "HEAD", "OPTIONS")
_csrf = CSRFProtect()


class ForeignForm(ForumError):
    status = 400
    code = "foreign_form"


def attach(app: Flask) -> None:
    # Checked below, for those who have signed in; a sign-in lasts longer than Flask-WTF's hour.
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False
    )
    _csrf.init_app(app)
    app.before_request(check_host)
    app.before_request(check_origin)


def check_host() -> None:
    """Answer to the site's own name only, so that no link can be built from a forged one."""
    own = urlsplit(current_app.extensions["config"].site_url)
    if own.hostname in ("127.0.0.1", "localhost"):
        allowed = urlsplit(f"//{request.host}").hostname in ("127.0.0.1", "localhost", "::1")
    else:
        allowed = request.host == own.netloc
    if not allowed and request.path not in ("/healthz", "/readyz"):
        abort(400, "This is not the name of this site.")


def check_origin() -> None:
    """Raises ``ForeignForm`` for what another site's page sent."""
    if request.method in SAFE or is_program() or _is_stranger() or _is_unsubscription():
        return
    if not _from_here():
        raise ForeignForm(
            _("This form did not come from this site. Open the page again and send it from there.")
        )
    if visitor().id and current_app.config["WTF_CSRF_ENABLED"]:
        try:
            _csrf.protect()
        except CSRFError as error:
            raise ForeignForm(
                _("This page is out of date. Load it again, then send the form.")
            ) from error


def _is_stranger() -> bool:
    """A program without a token has nothing to steal; its view tells it to bring one."""
    return request.path.startswith("/api/") and not visitor().id


def _is_unsubscription() -> bool:
    """RFC 8058: sent by a mail program, without cookies. Its address is signed."""
    return request.path.startswith("/unsubscribe/")


def _from_here() -> bool:
    """Sec-Fetch-Site where the browser sends it, Origin or Referer elsewhere; none is foreign."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    with suppress(ValueError):
        return urlsplit(source).netloc == request.host
    return False


def csrf_field() -> Markup:
    """The hidden field of a form; nothing on a guest's page."""
    if not visitor().id:
        return Markup()
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
