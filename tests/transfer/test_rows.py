"""The reader of the dump's files: row by row, and no row harms another."""

import tracemalloc

import pytest

from forum.core.errors import Invalid
from forum.transfer.stackexchange import rows as reader
from forum.transfer.stackexchange.rows import Flaw, read_rows


def read(tmp_path, content):
    path = tmp_path / "Posts.xml"
    path.write_bytes(content)
    return list(read_rows(path, lambda amount: None))


def flaws(rows):
    return [(row.row, row.why.split(":")[0]) for row in rows if isinstance(row, Flaw)]


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path):
    head = b'\xef\xbb\xbf<?xml version="1.0"?>\r\n<posts>\r\n'

    rows = read(tmp_path, head + b'<row Id="1" />\r\n</posts>\r\n')

    assert rows == [{"Id": "1"}]


def test_a_line_break_inside_a_row_is_fine(tmp_path):
    rows = read(tmp_path, b'<posts><row\nId="1"\nBody="a&#xA;b"></row><row Id="2"/></posts>')

    assert rows == [{"Id": "1", "Body": "a\nb"}, {"Id": "2"}]


def test_a_row_may_be_cut_by_the_edge_of_what_is_read_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_CHUNK", 3)

    rows = read(tmp_path, b'<posts><row Id="1" Title="one"/><row Id="2"/></posts>')

    assert rows == [{"Id": "1", "Title": "one"}, {"Id": "2"}]


@pytest.mark.parametrize(
    "broken",
    [
        b'<row Id="7" Body="&#0;"/>',
        b'<row Id="7" Body="\x01"/>',
        b'<row Id="7" Body="\xff"/>',
        b'<row Id="7" Body="a < b"/>',
        b'<row Id="7" Body=unquoted/>',
        b'<row Id="7" Id="7"/>',
        b'<row Id="7" Body="&bomb;"/>',
        b'<row Id="7" Body="never ends/>',
        b'<row Id="7"><child></row>',
    ],
)
def test_a_broken_row_is_named_and_the_next_is_read(tmp_path, broken):
    rows = read(tmp_path, b"<posts>" + broken + b'<row Id="8"/></posts>')

    assert flaws(rows) == [("7", "It is no XML")]
    assert rows[1] == {"Id": "8"}


def test_a_row_without_an_id_is_named_by_its_place(tmp_path):
    rows = read(tmp_path, b'<posts><row Id="1"/><row Body="&"/></posts>')

    assert flaws(rows) == [("row 2", "It is no XML")]


def test_a_file_that_ends_early_is_named(tmp_path):
    rows = read(tmp_path, b'<posts><row Id="1"/><row Id="2" Bo')

    assert rows[0] == {"Id": "1"}
    assert flaws(rows) == [("2", "It is no XML"), ("end", "The file ends early")]


def test_a_row_that_is_too_long_is_dropped_without_being_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "LARGEST_ROW", 1_000)
    monkeypatch.setattr(reader, "_CHUNK", 500)

    rows = read(tmp_path, b'<posts><row Id="1" Body="' + b"x" * 9_000 + b'"/><row Id="2"/></posts>')

    assert flaws(rows) == [("1", "It is longer than 1,000 bytes.")]
    assert rows[1] == {"Id": "2"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Id,Title\n1,one\n",
        b'\xff\xfe<\x00r\x00o\x00w\x00',
        b'<?xml version="1.0" encoding="utf-16"?><posts></posts>',
        b'<!DOCTYPE posts [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><posts><row Id="1"/></posts>',
    ],
)
def test_what_is_no_dump_is_refused(tmp_path, content):
    with pytest.raises(Invalid):
        read(tmp_path, content)


def test_a_large_file_is_never_in_memory(tmp_path):
    path = tmp_path / "Posts.xml"
    with path.open("wb") as file:
        file.write(b"<posts>")
        for number in range(4_000):
            file.write(b'<row Id="%d" Body="%s"/>\n' % (number, b"x" * 4_000))
        file.write(b"</posts>")

    tracemalloc.start()
    count = sum(1 for _ in read_rows(path, lambda amount: None))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 4_000
    assert peak < 4_000_000 < path.stat().st_size
