"""The community map as a spreadsheet: what a group has already comes in, and what it made goes out."""
