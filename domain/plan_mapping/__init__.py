"""From a plan's reading to a campaign draft, each part tied to its sentence.

`mapping.map_plan` makes the draft, `editing` changes it, `difference` compares two,
`codec` keeps one as JSON, `segments` cuts the text at the places parts stand.
"""
