"""What each button does, one module a verb: `run(desk)` computes first, writes last, and says what happened."""
