"""What all journeys of one process share: a sheet per table, the desks, and the album of drawn photos."""

from casetypes.access.models import Desk
from casetypes.audit.services import Leaf, write_in_place
from casetypes.cases.models import Case, CaseDesk, CaseEvent, OutboxEntry, PersonalAnswers
from casetypes.citizens.models import Citizen, Consent
from casetypes.evidence.models import Attachment, CustodyEntry
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.intake.simulation.bulk.memory import Memory
from casetypes.intake.simulation.bulk.sheets import Sheet
from casetypes.intake.simulation.pictures import Album
from casetypes.notifications.models import Message
from casetypes.queues.models import Assignment
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.surveys.models import Survey


class Books:
    """Filled by journeys, emptied by `write`. `memory` keeps what is worked out once and is the same for many cases."""

    def __init__(self, album: Album) -> None:
        self.album = album
        self.desks = {desk.key: desk for desk in Desk.objects.all()}
        self.citizens, self.consents = Sheet(Citizen), Sheet(Consent)
        self.cases, self.personal, self.readers = Sheet(Case), Sheet(PersonalAnswers), Sheet(CaseDesk)
        self.events, self.outbox, self.messages = Sheet(CaseEvent), Sheet(OutboxEntry), Sheet(Message)
        self.clocks, self.entries = Sheet(SlaClock), Sheet(ClockEntry)
        self.assignments, self.orders, self.checklists = (
            Sheet(Assignment),
            Sheet(WorkOrder),
            Sheet(ChecklistRecord),
        )
        self.surveys = Sheet(Survey)
        self.attachments, self.custody = Sheet(Attachment), Sheet(CustodyEntry)
        self.leaves: list[Leaf] = []
        self.memory = Memory()

    def write(self) -> int:
        """Copy everything in, in the caller's transaction; returns how many rows. Leaves come last: from then on the
        sequencer's turn is held until the transaction ends."""
        sheets = [value for value in self.__dict__.values() if isinstance(value, Sheet)]
        rows = sum(sheet.copy() for sheet in sheets)
        leaves, self.leaves = self.leaves, []
        write_in_place(leaves)
        return rows + len(leaves)
