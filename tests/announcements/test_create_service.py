import pytest

from forum.accounts.queries import get_system
from forum.announcements.actions.services import create_service
from forum.core.errors import Invalid

pytestmark = pytest.mark.usefixtures("app")


def test_a_service_has_names_in_languages_that_are_spoken_here():
    names = {"en": " Withdrawals ", "zh-Hans": "", "tlh": "Nuq"}

    service = create_service("withdrawals", names, by=get_system())

    assert service.names == {"en": "Withdrawals"}


@pytest.mark.parametrize("names", [{}, {"en": " "}, {"tlh": "Nuq"}])
def test_a_service_without_a_name_is_refused(names):
    with pytest.raises(Invalid) as refusal:
        create_service("withdrawals", names, by=get_system())

    assert refusal.value.field == "name"
