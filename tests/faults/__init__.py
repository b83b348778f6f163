"""What becomes of people's words when things break; ``make faults`` runs all of it."""
