"""The parts of 生成材料: what is asked, planned, numbered, made, printed and listed."""
