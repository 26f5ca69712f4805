from tests.factories.browsers import Browser, ClientAs


def test_nobody_is_sent_to_sign_in_and_back(client: Browser) -> None:
    answer = client.get("/password")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/password"


def test_signed_in_person_sees_own_name(client_as: ClientAs) -> None:
    page = client_as("clerk-a").visit("/password")
    assert "clerk-a" in page
    assert "清扫一中队" in page
