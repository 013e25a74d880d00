"""The checks: from records to findings. Pure; what differs between units comes from the scheme."""
