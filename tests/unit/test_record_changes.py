from domain.record_changes import Step, since_last_submission

SUBMIT = Step("draft", "submitted", {})
RETURN = Step("submitted", "returned", {})
AGAIN = Step("returned", "submitted", {})
ACCEPT = Step("submitted", "accepted", {})


def saved(status: str, before: object, after: object) -> Step:
    return Step(status, status, {"amount": (before, after)})


def test_first_submission_has_nothing_to_compare_with() -> None:
    steps = [saved("draft", None, 2), SUBMIT]
    assert since_last_submission(steps, {"amount": 2}) is None


def test_reviewer_compares_with_the_submission_before() -> None:
    steps = [SUBMIT, RETURN, saved("returned", 2, 3), saved("returned", 3, 4), AGAIN]
    assert since_last_submission(steps, {"amount": 4}) == {"amount": (2, 4)}


def test_change_by_the_office_during_review_is_shown_too() -> None:
    steps = [SUBMIT, RETURN, AGAIN, saved("submitted", 2, 3)]
    assert since_last_submission(steps, {"amount": 3}) == {"amount": (2, 3)}


def test_change_that_was_undone_is_no_difference() -> None:
    steps = [SUBMIT, RETURN, saved("returned", 2, 3), saved("returned", 3, 2)]
    assert since_last_submission(steps, {"amount": 2}) == {}


def test_correction_is_compared_with_what_was_accepted() -> None:
    corrected = Step("accepted", "submitted", {"amount": (2, 3)})
    steps = [SUBMIT, ACCEPT, corrected]
    assert since_last_submission(steps, {"amount": 3}) == {"amount": (2, 3)}
