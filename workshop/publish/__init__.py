"""Publishing: what a group shows to its town, chosen from an allow-list and agreed by two people, and nothing else."""
