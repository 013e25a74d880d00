"""Word templates compiled and rendered, official layout, Chinese numerals and dates: values in, bytes out."""
