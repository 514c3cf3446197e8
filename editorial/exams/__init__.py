"""Lists of exam results at the desk: brought by one person, approved by another."""
