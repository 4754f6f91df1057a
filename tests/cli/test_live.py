def test_a_push_process_that_no_page_would_ask_does_not_start(app):
    ended = app.test_cli_runner().invoke(args=["live", "serve"])

    assert ended.exit_code == 1
    assert "LIVE_URL is not set" in ended.output
