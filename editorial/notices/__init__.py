"""Who is told of an event, by mail at once, in a digest, or through a webhook."""
