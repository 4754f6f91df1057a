from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.core.config import BadSetting, from_environment

GOOD = {
    "DATABASE_URL": "sqlite:////tmp/forum.db",
    "SECRET_KEY": "a key of enough characters",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٣"),
        ("WORKERS", "-1"),
        ("JOB_THREADS", "0"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "postgresql://localhost/x"),
        ("DATABASE_URL", "not a url"),
        ("REDIS_URL", "http://localhost"),
        ("SMTP_URL", "localhost:25"),
        ("REPLY_TO", "in.example"),
        ("REPLY_TO", "reply+more@in.example"),
        ("REPLY_TO", "a-mailbox-with-a-very-long-name@in.example"),
        ("INBOX_URL", "pop3://user:secret@mail.example"),
        ("INBOX_URL", "imaps://mail.example"),
        ("INBOX_URL", "imaps://user:secret@mail.example:many"),
        ("INBOX_URL", "imaps://user:secret@[mail"),
        ("LIVE_URL", "https://push.example/stream"),
        ("LIVE_URL", "//push.example"),
        ("LIVE_URL", "/live/stream"),
        ("LIVE_PORT", "0"),
        ("SITE_URL", "forum.example"),
        ("SITE_URL", "https://forum.example/path"),
        ("SECRET_KEY", "short"),
        ("TRUSTED_PROXIES", "many"),
        ("WEBHOOK_ALLOW", "hooks.internal"),
        ("WEBHOOK_ALLOW", "hooks.internal:0"),
        ("WEBHOOK_ALLOW", "https://hooks.internal:443"),
        ("PUSH_ALLOW", "push.internal"),
        ("DATA_DIR", "/proc/nowhere"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(tmp_path, name, value):
    environment = {"DATA_DIR": str(tmp_path)} | GOOD | {name: value}

    with pytest.raises(BadSetting, match=name):
        from_environment(environment)


def test_where_mail_comes_in_is_set(tmp_path):
    mail = {"REPLY_TO": "reply@in.example", "INBOX_URL": "imaps://me:a%20b@mail.example/INBOX"}

    config = from_environment({"DATA_DIR": str(tmp_path)} | GOOD | mail)

    assert (config.reply_to, config.inbox_url) == (mail["REPLY_TO"], mail["INBOX_URL"])


def test_without_a_secret_key_one_is_made_and_kept(tmp_path):
    environment = {"DATA_DIR": str(tmp_path)}

    first, second = from_environment(environment), from_environment(environment)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_fresh_installation_needs_no_environment(tmp_path):
    config = from_environment({"DATA_DIR": str(tmp_path)})

    assert config.database_url == f"sqlite:///{tmp_path}/forum.db"
    assert config.site_url == "http://127.0.0.1:8000"


def test_receivers_inside_are_named_with_their_ports(tmp_path):
    environment = {"DATA_DIR": str(tmp_path), "WEBHOOK_ALLOW": "Hooks.internal:8080, [::1]:9"}

    assert from_environment(environment).webhook_allow == {("hooks.internal", 8080), ("::1", 9)}


def test_what_the_program_makes_nobody_else_can_read(tmp_path):
    folder = tmp_path / "data"

    from_environment({"DATA_DIR": str(folder)})

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_read_one_whole_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        starts = [pool.submit(from_environment, {"DATA_DIR": str(tmp_path)}) for _ in range(64)]

    keys = {start.result().secret_key for start in starts}
    assert [len(key) for key in keys] == [64]
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
