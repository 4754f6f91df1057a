import json

import pytest

from tests.transfer.sites import SMALL


@pytest.fixture
def run(app):
    return app.test_cli_runner().invoke


def test_the_import_ends_with_a_summary(run):
    told = run(args=["transfer", "import-stackexchange", str(SMALL)])

    assert told.exit_code == 0
    assert "coins.example" in told.stdout
    assert "Left: tag wikis (1)." in told.stdout
    assert "16 rows are broken and did not come in:" in told.stdout
    assert "Posts.xml 10: Its question 99 is not in the dump." in told.stdout
    assert "in /c/coins-example" in told.stdout


def test_the_report_can_be_read_by_programs(run):
    told = run(args=["transfer", "import-stackexchange", str(SMALL), "--json"])

    report = json.loads(told.stdout)
    assert report["here"]["questions"] == report["added"]["questions"] == 4
    assert report["broken"]["count"] == len(report["broken"]["named"]) == 16
    assert report["left"]["tag wikis"] == 1


def test_an_unusable_folder_is_a_sentence_and_a_status(run, tmp_path):
    told = run(args=["transfer", "import-stackexchange", str(tmp_path / "nowhere")])

    assert told.exit_code == 1
    assert "holds no dump" in told.stderr
    assert "Traceback" not in told.stderr
