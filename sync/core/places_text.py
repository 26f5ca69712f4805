"""SQL text that learns names and keys of sites from a merged package."""

from string import Template

_LEARN = Template("""INSERT INTO main.sync_site(site, parent, name, unit, relation,
    status) SELECT site, parent, name, unit, 'other', 'active' FROM snap.place p
    WHERE p.site <> (SELECT site FROM main.sync_clock) AND $which
    ON CONFLICT(site) DO UPDATE SET name = excluded.name, unit = excluded.unit
    WHERE sync_site.relation = 'other'""")
LEARN_FROM_PARENT = _LEARN.substitute(which="true")
LEARN_FROM_BRANCH = _LEARN.substitute(
    which="""EXISTS (SELECT 1 FROM main.sync_range r WHERE r.holder = :sender
    AND p.site BETWEEN r.site_first AND r.site_last)"""
)
ENROL = """UPDATE sync_site SET name = ?, sign_key = ?, box_key = ?,
    status = 'active', secret = NULL WHERE site = ?"""
VOID = "UPDATE sync_site SET status = 'retired', secret = NULL WHERE site = ?"
ADD_SITE = """INSERT INTO sync_site(site, parent, name, unit, relation, status,
    sign_key, box_key, secret) VALUES (:site, :parent, :name, :unit, :relation,
    :status, :sign_key, :box_key, :secret)"""
ADD_RANGE = """INSERT INTO sync_range(site_first, site_last, holder, granted_by)
    VALUES (?, ?, ?, ?)"""
# What was delegated to any earlier number of the branch is its successor's.
SUCCEED = (
    """UPDATE sync_range SET holder = :site WHERE holder IN (SELECT site
        FROM sync_site WHERE relation = 'child' AND unit = :unit)""",
    "UPDATE sync_site SET incarnation_of = :former WHERE site = :site",
    # Its unsent entries lie in units that it may still hold, until it first answers.
    """INSERT INTO sync_held(peer, no, unit_id, above) SELECT :site, 0, unit_id,
        min(above) FROM sync_held WHERE peer = :former GROUP BY unit_id""",
)
