"""Hashes of passwords that cost nothing, for tests alone."""

CHEAP = {
    "argon2__type": "ID",
    "argon2__memory_cost": 8,
    "argon2__rounds": 1,
    "argon2__parallelism": 1,
}
