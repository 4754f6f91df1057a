"""Waymark, a support forum for people who can lose money by a wrong answer."""
