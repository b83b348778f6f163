"""Votes in the store: dots that can't be told to be from one seat, counted once a vote is closed."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from workshop.store import schema
from workshop.store.agenda import has_ended
from workshop.store.errors import Conflict, NotFound, NotTaken
from workshop.store.records import Vote, VoteOption
from workshop.store.rows import as_record, one_row, remove_version, save_shared, there, this_one
from workshop.store.transactions import Transactions

MOST_VOTES = 50


class VoteRecords(Transactions):
    """Dot votes, and the dots of each seat."""

    def votes(self, session_id: str) -> list[tuple[Vote, list[VoteOption], int]]:
        """Return each vote of a session with its options and how many seats have voted.

        The dots of a vote that is open are counted for nobody: they are 0.
        """
        with self._reading() as connection:
            found = connection.execute(
                select(schema.votes).where(there(schema.votes, session_id)).order_by(schema.votes.c.id)
            ).all()
            return [_vote(connection, as_record(Vote, row)) for row in found]

    def open_vote(self, vote: Vote, options: Mapping[str, str]) -> Vote:
        """Open a vote between options, given as titles by id; a message that comes twice opens it once.

        Raises
        ------
        NotTaken
            When the session has ended.
        Full
            When there are as many votes as there may be.
        """
        table = schema.vote_options
        with self._changing(vote.session_id) as connection:
            _refuse_ended(connection, vote.session_id)
            row = one_row(connection, schema.votes, this_one(schema.votes, vote.session_id, vote.id))
            if row is not None and not row.gone:
                return as_record(Vote, row)
            kept = save_shared(connection, schema.votes, vote, self._revision(connection), MOST_VOTES)
            _forget_vote(connection, vote.session_id, vote.id)
            for place, (option, title) in enumerate(options.items()):
                values = {"session_id": vote.session_id, "vote": vote.id, "option": option, "place": place}
                connection.execute(insert(table).values(**values, title=title, dots=0))
            return kept

    def save_vote(self, vote: Vote) -> Vote:
        """Close a vote, and count its dots, or open it again, if nobody did since ``vote.version``.

        Raises
        ------
        Conflict
            When somebody did.
        NotFound
            When somebody removed it.
        NotTaken
            When the session has ended: its dots may be gone, and what they said is what is kept.
        """
        with self._changing(vote.session_id) as connection:
            _refuse_ended(connection, vote.session_id)
            count_dots(connection, vote.session_id)
            return save_shared(connection, schema.votes, vote, self._revision(connection), MOST_VOTES)

    def remove_vote(self, session_id: str, vote_id: str, version: int) -> None:
        """Remove a vote and every dot in it, if nobody changed it since this version.

        Raises
        ------
        Conflict
            When somebody did.
        """
        with self._changing(session_id) as connection:
            changed = self._revision(connection)
            remove_version(connection, schema.votes, Vote, (session_id, vote_id, version), changed)
            _forget_vote(connection, session_id, vote_id)

    def ballot(self, ballot: str, dots: Sequence[str]) -> tuple[int, list[str]]:
        """Return a seat's own count of changes, and the options on which its dots are, by their handles."""
        with self._reading() as connection:
            row = one_row(connection, schema.ballots, schema.ballots.c.handle == ballot)
            return (row.seq if row else 0), _placed(connection, dots)

    def save_ballot(self, vote: Vote, ballot: str, seq: int, dots: Mapping[str, str]) -> None:
        """Put a seat's dots in place of those it had.

        Parameters
        ----------
        ballot
            The handle that says that this seat has voted.
        seq
            One more than the count that the seat last saw.
        dots
            For the handle of each dot of the seat, the option it is on, or an empty text.

        Raises
        ------
        NotTaken
            When the session has ended.
        NotFound
            When the vote is not open (any more), or an option is none of its own.
        Conflict
            When another page of the same seat has changed them since.
        """
        with self._changing(vote.session_id) as connection:
            _refuse_ended(connection, vote.session_id)
            row = one_row(connection, schema.votes, this_one(schema.votes, vote.session_id, vote.id))
            if row is None or row.gone or row.state != "open" or row.dots != len(dots):
                raise NotFound("This vote is closed. The dots that were saved count.")
            options = schema.vote_options
            here = (options.c.session_id == vote.session_id) & (options.c.vote == vote.id)
            known = set(connection.scalars(select(options.c.option).where(here)))
            if not set(filter(None, dots.values())) <= known:
                raise NotFound("There is no such choice in this vote.")
            kept = one_row(connection, schema.ballots, schema.ballots.c.handle == ballot)
            if kept is not None and kept.seq >= seq:
                if kept.seq == seq and _placed(connection, dots) == sorted(filter(None, dots.values())):
                    return  # the same message again
                raise Conflict(as_record(Vote, row))
            connection.execute(delete(schema.ballots).where(schema.ballots.c.handle == ballot))
            connection.execute(delete(schema.dots).where(schema.dots.c.handle.in_(list(dots))))
            of_vote = {"session_id": vote.session_id, "vote": vote.id}
            connection.execute(insert(schema.ballots).values(handle=ballot, seq=seq, **of_vote))
            placed = [{"handle": dot, "option": option, **of_vote} for dot, option in dots.items() if option]
            if placed:
                connection.execute(insert(schema.dots), placed)


def _refuse_ended(connection: Connection, session_id: str) -> None:
    if has_ended(connection, session_id):
        raise NotTaken("ended")


def _placed(connection: Connection, dots: Iterable[str]) -> list[str]:
    """Return the options on which these dots are, by their handles; in the order of the options."""
    table = schema.dots
    found = select(table.c.option).where(table.c.handle.in_(list(dots))).order_by(table.c.option)
    return list(connection.scalars(found))


def _vote(connection: Connection, vote: Vote) -> tuple[Vote, list[VoteOption], int]:
    options, ballots = schema.vote_options, schema.ballots
    here = (options.c.session_id == vote.session_id) & (options.c.vote == vote.id)
    found = connection.execute(select(options).where(here).order_by(options.c.place)).all()
    closed = vote.state == "closed"
    of_ballots = (ballots.c.session_id == vote.session_id) & (ballots.c.vote == vote.id)
    voted = connection.scalar(select(func.count()).select_from(ballots).where(of_ballots)) or 0
    return vote, [VoteOption(row.option, row.title, row.dots if closed else 0) for row in found], voted


def count_dots(connection: Connection, session_id: str) -> None:
    """Write down how many dots each choice of a session's open votes has now; those of a closed one stand."""
    options, dots, votes = schema.vote_options, schema.dots, schema.votes
    opened = select(votes.c.id).where((votes.c.session_id == session_id) & (votes.c.state == "open"))
    here = (dots.c.session_id == options.c.session_id) & (dots.c.vote == options.c.vote)
    count = select(func.count()).where(here & (dots.c.option == options.c.option)).scalar_subquery()
    open_ones = (options.c.session_id == session_id) & options.c.vote.in_(opened)
    connection.execute(update(options).where(open_ones).values(dots=count))


def _forget_vote(connection: Connection, session_id: str, vote_id: str) -> None:
    for table in (schema.dots, schema.ballots, schema.vote_options):
        connection.execute(
            delete(table).where((table.c.session_id == session_id) & (table.c.vote == vote_id))
        )
