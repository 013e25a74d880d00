"""The layout of official documents by GB/T 9704-2012: measures, styles, and the parts that a document is put together from."""
