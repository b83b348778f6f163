"""What a workshop is."""
