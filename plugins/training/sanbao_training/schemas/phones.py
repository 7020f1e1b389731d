"""What comes in from the telephones of trainees."""

from __future__ import annotations

from sanbao.schema import CodeField, Input


class SignInCode(Input):
    """The code in the picture of a sign-in sheet."""

    code = CodeField(required=True, longest=40)


class PhoneSignIn(SignInCode):
    """Who signs in by that code: her code, her name, or the end of her identity or telephone number."""

    person = CodeField(required=True)
