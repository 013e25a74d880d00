"""The rows below a header: which are people, which are something else, and the records they become."""
