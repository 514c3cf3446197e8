"""Notifies users of events: by mail at once, in a digest, or through a webhook."""
