"""What all pages share: sign-in, policy gate, CSRF, CSP, htmx, forms."""
