"""Permanent numbers of exchanged tables and columns: append only, never reorder.

A column's number is its place in the list, from 1. A column that is given up keeps
its place. tests/architecture/test_catalogue.py holds the list against the classes.
"""

TABLE_NUMBERS: dict[str, int] = {
    "unit": 1,
    "unit_place": 2,
    "person": 3,
    "person_tier": 4,
    "body": 5,
    "body_member": 6,
    "account": 7,
    "role_grant": 8,
    "campaign": 9,
    "campaign_phase": 10,
    "campaign_task": 11,
    "campaign_requirement": 12,
    "expected_unit": 13,
    "expected_person": 14,
    "holiday": 15,
    "study_session": 16,
    "self_study": 17,
    "study_note": 18,
    "essay": 19,
    "lecture": 20,
    "meeting": 21,
    "research_topic": 22,
    "research_report": 23,
    "opinion": 24,
    "problem": 25,
    "rectification": 26,
    "pledge": 27,
    "attendance": 28,
    "attachment": 29,
    "record_move": 30,
    "filing": 31,
    "conflict_decision": 32,
    "plan_anchor": 33,
    "zero_report": 34,
}

COLUMN_NAMES: dict[str, str] = {
    "unit": "code name kind opened_on closed_on",
    "unit_place": "unit_id tree parent_id position from_on to_on",
    "person": "code name unit_id post from_on to_on",
    "person_tier": "person_id unit_id tier from_on to_on",
    "body": "code name kind unit_id from_on to_on",
    "body_member": "body_id unit_id person_id post",
    "account": "name unit_id person_id is_active",
    "role_grant": "account_id unit_id role from_on to_on",
    "campaign": ("unit_id name template start_on end_on status plan_text created_at"),
    "campaign_phase": (
        "campaign_id unit_id parent_id position name start_on end_on raw_date"
    ),
    "campaign_task": (
        "campaign_id unit_id phase_id parent_id position name start_on "
        "due_on raw_date kinds who"
    ),
    "campaign_requirement": (
        "campaign_id unit_id phase_id task_id position metric comparison "
        "value value_to measure per tier tier_except body_kind window_start "
        "window_end weekday evidence raw note windows"
    ),
    "expected_unit": "campaign_id unit_id from_on to_on reason",
    "expected_person": "campaign_id unit_id person_id tiers from_on to_on reason",
    "holiday": "unit_id day kind name",
    "study_session": (
        "campaign_id task_id unit_id status created_by created_at form "
        "title held_on host place amount measure speeches content"
    ),
    "self_study": (
        "campaign_id task_id unit_id status created_by created_at person_id "
        "studied_on hours material books_finished gains"
    ),
    "study_note": (
        "campaign_id task_id unit_id status created_by created_at person_id "
        "title written_on words excerpt"
    ),
    "essay": (
        "campaign_id task_id unit_id status created_by created_at person_id "
        "form title written_on words contest recommended_to summary"
    ),
    "lecture": (
        "campaign_id task_id unit_id status created_by created_at form "
        "title held_on lecturer place hours audience content"
    ),
    "meeting": (
        "campaign_id task_id unit_id status created_by created_at form "
        "title held_on chair place observers observer_units minutes"
    ),
    "research_topic": (
        "campaign_id task_id unit_id status created_by created_at person_id "
        "title assigned_on visit_from visit_to report_due places questions"
    ),
    "research_report": (
        "campaign_id task_id unit_id status created_by created_at person_id "
        "title finished_on words recommended recommended_to findings advice"
    ),
    "opinion": (
        "campaign_id task_id unit_id status created_by created_at content "
        "received_on channel stratum category times reply replied_on"
    ),
    "problem": (
        "campaign_id task_id unit_id status created_by created_at title "
        "found_on owner_id source tag horizon cause"
    ),
    "rectification": (
        "campaign_id task_id unit_id status created_by created_at title "
        "opened_on horizon goal due_on measures leader_id lead_unit_id "
        "assisting progress finished_on"
    ),
    "pledge": (
        "campaign_id task_id unit_id status created_by created_at form "
        "title pledged_on person_id publicity content fulfilled"
    ),
    "attendance": "kind record_id unit_id person_id",
    "attachment": (
        "kind record_id unit_id sha256 name mime size_bytes added_by added_at"
    ),
    "record_move": (
        "kind record_id unit_id action from_status to_status actor at why "
        "note fields changes"
    ),
    "filing": (
        "kind campaign_id unit_id title figures_on version frozen "
        "sha256 made_by made_at serial number code"
    ),
    "conflict_decision": (
        "unit_id table_name row_id field chosen discarded why decided_by decided_at"
    ),
    "plan_anchor": (
        "campaign_id unit_id part part_id field text_start text_end sureness reason"
    ),
    "zero_report": "campaign_id unit_id why declared_by declared_at",
}
