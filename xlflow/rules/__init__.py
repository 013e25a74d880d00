"""What is true of a row, worked out once: its meeting, unit and person; evidence, points, places, chains, and what follows from them."""
