"""Everything that reads flags, reviews, sanctions and the log."""
