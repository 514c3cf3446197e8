"""Review steps, decisions on them, and the end of a workflow."""
