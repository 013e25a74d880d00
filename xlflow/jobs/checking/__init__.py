"""The parts of 校验."""
