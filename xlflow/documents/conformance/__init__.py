"""Whether a Word file, by whomever it was made, is laid out as GB/T 9704-2012 asks: what it says (S) and how it prints (R)."""
