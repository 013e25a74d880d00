"""自动填充 without Excel: what each cell that fills itself should say, and the changes that lead there."""
