"""The messages of the people who hold the workshop; a participant's page is answered none of them."""

from workshop.messages.console import agenda, harvest, hold, meetings, paper, rehearsal, themes, votes, wall

ANSWERS = {
    **agenda.ANSWERS,
    **hold.ANSWERS,
    **themes.ANSWERS,
    **votes.ANSWERS,
    **harvest.ANSWERS,
    **meetings.ANSWERS,
    **rehearsal.ANSWERS,
    **paper.ANSWERS,
    **wall.ANSWERS,
}
