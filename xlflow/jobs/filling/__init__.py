"""The parts of 自动填充."""
