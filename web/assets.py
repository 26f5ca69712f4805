"""Which style sheets and scripts every page loads, in order."""

STYLESHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/forms.css",
    "css/tables.css",
    "css/blocks/pieces.css",
)
SCRIPTS = (
    "js/errors.js",
    "js/submit.js",
    "js/pickers.js",
    "js/upload.js",
    "js/alive.js",
)
