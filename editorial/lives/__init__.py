"""Live coverage at the desk: who may put entries online, the page on which they are written."""
