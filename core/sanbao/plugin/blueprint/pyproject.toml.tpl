[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "sanbao-$name"
version = "0.1.0"
description = "$title: a plugin for sanbao"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["sanbao>=$core"]

[project.entry-points."sanbao.plugins"]
$name = "$package.plugin:plugin"

[tool.hatch.build.targets.wheel]
packages = ["$package"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
filterwarnings = ["error"]
