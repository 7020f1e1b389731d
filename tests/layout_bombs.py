"""Small pages that would take a type-setter minutes or gigabytes: each must be stopped, never awaited."""

from __future__ import annotations


def _nested(style: str, depth: int) -> str:
    return f'<div style="{style}">x' * depth + "</div>" * depth


def _svg_laughs() -> str:
    levels = ['<g id="a0"><rect width="1" height="1"/></g>']
    for level in range(1, 12):
        levels.append(f'<g id="a{level}">' + f'<use href="#a{level - 1}"/>' * 10 + "</g>")
    return f'<svg width="100" height="100"><defs>{"".join(levels)}</defs><use href="#a11"/></svg>'


def _variable_laughs() -> str:
    rules = ["--v0: x x x x x x x x x x;"]
    rules += [f"--v{n}: " + f"var(--v{n - 1}) " * 10 + ";" for n in range(1, 9)]
    return f"<style>:root{{{''.join(rules)}}} p{{font-family: var(--v8)}}</style><p>x"


BOMBS: dict[str, str] = {
    "one cell over 100 000 columns": '<table><tr><td colspan="100000">x</td></tr></table>',
    "a table of a million cells": "<table>" + ("<tr>" + "<td>1" * 1000) * 400 + "</table>",
    "tables in tables": "<table><tr><td>x" * 150 + "</table>" * 150,
    "divisions nested 20 000 deep": _nested("", 20_000),
    "flex in flex": _nested("display:flex", 40),
    "grids in grids": _nested("display:grid", 40),
    "100 000 text columns": '<div style="columns:100000;height:2cm">' + "word " * 20_000 + "</div>",
    "pages of one pixel": "<style>@page{size:4px;margin:0}</style>" + "word " * 20_000,
    "a million ideographs": "<p>" + "修" * 1_000_000,
    "drawings used in drawings": _svg_laughs(),
    "variables in variables": _variable_laughs(),
    "100 000 numbered items": "<ol>" + "<li>x" * 100_000,
    "a page break before everything": "<style>p{break-before:page}</style>" + "<p>x" * 50_000,
}
