"""Everything that reads what is officially said."""
