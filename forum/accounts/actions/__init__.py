"""Everything that changes people, one file per capability."""
