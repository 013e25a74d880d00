"""The parts of 方案."""
