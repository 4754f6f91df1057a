"""Being told: who hears of what, through which channel, and how they say so."""
