"""People, roles and permissions: everything is denied until a role allows it."""
