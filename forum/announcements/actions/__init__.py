"""Everything that speaks officially."""
