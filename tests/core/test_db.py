import pytest
from sqlalchemy import delete

from forum.categories.actions import edit_category
from forum.categories.models import Category
from forum.core.db import after_commit, transaction
from forum.core.errors import NotFound
from forum.threads.actions.posting import start_thread
from forum.threads.traces import ThreadLink
from tests.make import make_administrator, make_category, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def gone():
    """A category that another process has deleted, as this one remembers it."""
    category = make_category()
    itself = delete(Category).where(Category.id == category.id)
    with transaction() as session:
        session.execute(itself.execution_options(synchronize_session=False))
    return category


def test_what_is_gone_cannot_be_held(gone):
    with pytest.raises(NotFound, match="in the meantime"):
        edit_category(gone, hue=2, by=make_administrator())


def test_what_is_gone_cannot_be_used(gone):
    with pytest.raises(NotFound, match="in the meantime"):
        start_thread(gone, "How do I reset my code?", "Please help.", by=make_user())


def test_what_refers_to_something_gone_is_refused():
    thread = make_thread()

    with pytest.raises(NotFound, match="in the meantime"), transaction() as session:
        session.add(ThreadLink(from_id=thread.id, to_id=10**9))


def test_what_comes_after_a_commit_comes_once_and_undoes_nothing(caplog):
    done = []

    with transaction():
        with transaction():
            after_commit(lambda: 1 / 0)
            after_commit(lambda: done.append("inner"))
        assert done == []
    with transaction():
        pass

    assert done == ["inner"]
    assert "ZeroDivisionError" in caplog.text


def test_what_comes_after_a_commit_does_not_come_after_an_undoing():
    done = []

    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: done.append(1))
        raise ZeroDivisionError
    with transaction():
        pass

    assert done == []
