"""Everything that changes flags, reviews, sanctions and the site itself, one file each."""
