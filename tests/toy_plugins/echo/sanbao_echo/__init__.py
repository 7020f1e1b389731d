"""A toy that answers every hook: it keeps what it was told, and says what a test asks it to say."""

from __future__ import annotations

from typing import Any

#: Each call: the hook's name, and what came with it.
heard: list[tuple[str, dict[str, Any]]] = []
#: Hook → what to answer; an exception is raised instead.
answers: dict[str, Any] = {}


def hear(hook: str, **arguments: Any) -> Any:
    """Keep a call, and answer it as planned."""
    heard.append((hook, arguments))
    answer = answers.get(hook)
    if isinstance(answer, BaseException):
        raise answer
    return answer(**arguments) if callable(answer) else answer


def told(hook: str) -> list[dict[str, Any]]:
    """Return what came with each call of a hook."""
    return [arguments for name, arguments in heard if name == hook]
