"""The plugin's decisions: pure functions of plain values, no database and no clock."""
