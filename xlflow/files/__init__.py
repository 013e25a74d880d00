"""The edge to the disk: reads Office files of other people within limits, writes new ones, saves safely."""
