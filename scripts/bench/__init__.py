"""`make bench`: what a request costs, beside what bare servers on the same machine need for it."""
