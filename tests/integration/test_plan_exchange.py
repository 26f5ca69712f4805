"""A campaign read from a plan goes to a branch with its text and its anchors."""

from pathlib import Path

import pytest

from services import campaigns, plan_campaigns
from store.queries.campaigns import campaign
from store.queries.plans import AnchorRow, anchors, plan_text
from store.queries.units import unit_tree
from store.scope import EVERYTHING, acting_in
from tests.factories.nodes import NodeApp, make_hub_and_branch, open_node

TEXT = (Path(__file__).parents[1] / "corpus/journey/plan.txt").read_text(
    encoding="utf-8"
)


@pytest.fixture
def nodes(tmp_path: Path) -> tuple[NodeApp, NodeApp]:
    make_hub_and_branch(tmp_path)
    return open_node(tmp_path / "hub"), open_node(tmp_path / "branch-a")


def _kept(node: NodeApp, campaign_id: int) -> tuple[str, list[AnchorRow]]:
    with node.app.app_context(), acting_in(EVERYTHING):
        return plan_text(campaign_id), anchors(campaign_id)


def test_anchors_of_a_plan_reach_the_branch(nodes: tuple[NodeApp, NodeApp]) -> None:
    hub, branch = nodes
    with hub.app.app_context():
        unit_id = unit_tree().by_code["HW"].id
        mapped = plan_campaigns.map_file(TEXT.encode())
        campaign_id = plan_campaigns.create_from_draft(mapped, unit_id)
        campaigns.publish(campaign_id)
    assert branch.take(hub.export("plan.lsp", "A")) == "merged"
    text, found = _kept(branch, campaign_id)
    assert text == TEXT
    assert len(found) > 10
    assert (text, found) == _kept(hub, campaign_id)
    with branch.app.app_context(), acting_in(EVERYTHING):
        arrived = campaign(campaign_id)
    assert arrived is not None
    sentences = {TEXT[one.text_start : one.text_end] for one in found}
    assert {one.raw for one in arrived.requirements} <= sentences
