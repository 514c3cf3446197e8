"""What is announced to the newsroom, kept on record in the transaction of the act."""
