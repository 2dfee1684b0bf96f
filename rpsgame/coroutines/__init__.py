"""Every decision of the game, in coroutines that never wait: the caller waits."""
