"""The parts of 演示: invented people, branches and rounds."""
