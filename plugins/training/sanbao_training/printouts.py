"""The printed papers."""

FORMS = []
