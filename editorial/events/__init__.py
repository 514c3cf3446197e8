"""Records the events of which users are notified, in the transaction of the act."""
