"""Use cases: authorise, apply a rule, write, leave an audit entry."""
