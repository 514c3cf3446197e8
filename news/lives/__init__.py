"""Live coverage: its entries as readers get them, and the small addresses that browsers ask."""
