"""What every verb shares: children that read, progress, copies, logs."""
