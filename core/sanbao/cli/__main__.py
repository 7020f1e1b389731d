"""``python -m sanbao.cli``: the command where nothing was put on the search path."""

from sanbao.cli import main

main()
