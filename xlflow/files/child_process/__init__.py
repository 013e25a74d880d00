"""The process that opens users' files: started ahead, limited in memory and time, dying alone."""
