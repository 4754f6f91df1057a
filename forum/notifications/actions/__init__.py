"""Everything that writes what people are told, and how they want it."""
