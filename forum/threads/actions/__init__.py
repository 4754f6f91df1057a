"""Everything that changes a thread, one file per capability."""
