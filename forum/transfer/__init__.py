"""Bringing communities in from elsewhere, and taking them out."""
