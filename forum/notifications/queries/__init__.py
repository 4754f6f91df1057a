"""Everything that reads what people are told, and how they want it."""
