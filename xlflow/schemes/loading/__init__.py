"""A scheme file to the scheme: layers merged, sections read, references checked, what its unit still has to decide."""
