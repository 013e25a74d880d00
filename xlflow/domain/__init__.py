"""Pure procedures of the field: identity numbers, calendar, intervals, ballots, quotas. No file, no clock, no scheme."""
