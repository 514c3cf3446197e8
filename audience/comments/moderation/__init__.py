"""How the newsroom moderates comments: the queue, the lists, the rules of sections."""
