"""The five indexes that nbgrader's tables lack: without them a look-up reads the whole class."""

from nbgrader.api import Base
from sqlalchemy import Connection
from sqlalchemy.schema import CreateIndex, Index

# nbgrader's unique constraints start with the other column of each of these.
_INDEXES = (
    ("grade", "notebook_id"),
    ("comment", "notebook_id"),
    ("submitted_notebook", "assignment_id"),
    ("submitted_assignment", "student_id"),
    ("base_cell", "notebook_id"),
)


def make_indexes(connection: Connection) -> None:
    """Make the indexes that are not there yet; works on SQLite and Postgres."""
    for table, column in _INDEXES:
        index = Index(f"closed_loop_{table}_{column}", Base.metadata.tables[table].c[column])
        connection.execute(CreateIndex(index, if_not_exists=True))
        Base.metadata.tables[table].indexes.discard(index)  # it is ours, not a part of nbgrader's own schema
