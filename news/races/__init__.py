"""Race meetings: their checks, texts to send, and the addresses below a section with races."""
