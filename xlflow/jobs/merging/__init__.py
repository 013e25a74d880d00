"""The parts of 汇总."""
