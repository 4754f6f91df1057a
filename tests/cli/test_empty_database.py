import os
import subprocess
import sys

import pytest

from tests.databases import ROOT


@pytest.mark.parametrize("words", [["jobs", "list"], ["accounts", "end-sessions", "lin"]])
def test_where_there_is_no_forum_a_sentence_says_so(tmp_path, words):
    settings = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]

    said = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)

    assert said.returncode == 1
    assert "There is no forum in sqlite" in said.stderr and "DATABASE_URL" in said.stderr
    assert "Traceback" not in said.stderr
