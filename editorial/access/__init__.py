"""What reaches readers and colleagues only by permission: side doors, redirects, permissions."""
