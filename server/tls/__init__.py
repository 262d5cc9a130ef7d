"""HTTPS on a school network without a public name: a local authority, its certificate, and the page that tells how to trust it."""
