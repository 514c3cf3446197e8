"""Publication without approval: emergency, live correction, review afterwards."""
