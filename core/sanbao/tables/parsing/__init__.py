"""The part that opens strangers' files; it runs in a child process with little time and memory.

It knows nothing of sanbao but the limits, so that the child starts fast and has little to lose.
"""
