from flask import Flask

from tests.factories.browsers import Browser


def test_pieces_are_shown_while_developing(app: Flask, client: Browser) -> None:
    app.config["LUOSHI_PIECES"] = True
    text = client.visit("/_pieces")
    assert "𠮷" in text
    assert "（必填）" in text
    assert "style=" not in text


def test_pieces_are_not_there_in_use(client: Browser) -> None:
    assert client.get("/_pieces").status_code == 404
