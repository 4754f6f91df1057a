"""The importer of Stack Exchange's data dumps (archive.org/details/stackexchange)."""
