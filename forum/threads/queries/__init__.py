"""Everything that reads threads."""
