"""Webhooks: they carry what happens here elsewhere, so administrators alone decide."""

from forum.policy.people import administer
from forum.policy.shapes import Person
from forum.policy.verdicts import Verdict


def create_webhook(person: Person) -> Verdict:
    return administer(person)


def change_webhook(person: Person) -> Verdict:
    return administer(person)


def rotate_secret(person: Person) -> Verdict:
    return administer(person)


def remove_webhook(person: Person) -> Verdict:
    return administer(person)


def send_again(person: Person) -> Verdict:
    return administer(person)


def send_test(person: Person) -> Verdict:
    return administer(person)
