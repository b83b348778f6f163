"""Serving Voila to a hall: two servers, one for everybody in the room and one for the facilitator."""
