"""Where people come in: bytes to keys, lines to bytes, nothing else."""
