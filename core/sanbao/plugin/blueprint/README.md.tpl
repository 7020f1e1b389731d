# $title

## Purpose
Say in one sentence what after-sales work this plugin is for.

## Concepts
A *$name* paper is opened with a day on which it is due, and closed with what was done.

## Operations
`$name.open`, `$name.close`; question `$name.overdue`.

## Hooks it answers
`describe_unit`: the service file of a unit shows its $name papers.

## Tables it owns
`${name}_paper`.

## How to use it
```
pip install -e .
pytest
sanbao plugin check $name
sanbao plugin enable $name
```
