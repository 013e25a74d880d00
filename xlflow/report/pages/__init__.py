"""Results as pages of one file."""
