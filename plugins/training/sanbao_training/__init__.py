"""The training plugin (培训): who was taught what, who passed, and who may therefore do what."""
