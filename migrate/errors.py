"""Every word said to a user in trouble: the tree of errors, each a form that knows its own words.

::

    MigrateError                 exit 2, a failure nobody planned for
    ├── UsageError               exit 2, the command line or the configuration is wrong
    │   └── ConfigError          exit 2, migrate.toml, [tool.migrate] or an environment variable
    ├── DirectoryError           exit 2, the migration directory cannot be read or written
    │   ├── FileError            exit 1, a file breaks the grammar of names, encoding or directives
    │   ├── SumMismatch          exit 1, the sum file and the files disagree
    │   └── SignatureError       exit 1, too few of those who may have signed
    ├── ScanError                exit 2, the text of a file cannot be cut into statements
    ├── HistoryError             exit 2, revisions and directory do not fit together
    │   ├── EditedError          an applied file was edited afterwards
    │   ├── MissingError         the table names a version that the directory lacks
    │   ├── OutOfOrderError      a pending file stands before an applied one
    │   ├── PartialError         a revision is half applied and must be looked at first
    │   └── NotCleanError        the database holds objects but no revisions
    ├── DatabaseError            exit 2, the database said no
    │   ├── ConnectError         no server, wrong password, no such database
    │   ├── ServerError          what the server answered, before a place is known
    │   ├── StatementFailed      a statement of a file failed, with its place
    │   ├── CheckFailed          exit 1, what a file asserts is not so
    │   ├── LockTaken            another runner holds the lock
    │   └── Interrupted          a person or the system asked us to stop, and we did
    ├── PlanError                exit 2, a plan does not do what it should
    ├── DataLoss                 exit 1, a step would destroy rows and nobody allowed it
    │   └── TooManyRows          exit 1, more rows would be kept than is allowed
    ├── Irreversible             exit 1, a reverted file says that there is no way back
    ├── Drifted                  exit 1, the database is not what its revisions say
    └── MissingExtra             exit 2, an optional package is not installed

``str(error)`` is the message alone; :mod:`migrate.report.problem` tells the whole form.  This module
imports nothing of the house.
"""

from __future__ import annotations


class MigrateError(Exception):
    """A told error: what happened, where, and the way out.

    ``where`` is a place such as ``migrations/3_add.sql:4:10``; ``hint`` an imperative sentence;
    ``excerpt`` lines to show below the place (a source line and its caret).  ``report`` is what had been
    done when it happened, where an operation had done something.
    """

    code = "error"
    exit_status = 2

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.excerpt = excerpt
        self.report: object | None = None


class UsageError(MigrateError):
    """The command line asks for something that cannot be."""

    code = "usage"


class ConfigError(UsageError):
    """The configuration file or an environment variable is wrong."""

    code = "config"


class DirectoryError(MigrateError):
    """The migration directory cannot be read or written."""

    code = "directory"


class FileError(DirectoryError):
    """A file of the directory breaks the grammar of names, encoding or directives."""

    code = "file"
    exit_status = 1


class SumMismatch(DirectoryError):
    """The sum file and the files of the directory disagree."""

    code = "sum"
    exit_status = 1


class SignatureError(DirectoryError):
    """What is to be run is not signed as it has to be."""

    code = "signature"
    exit_status = 1


class ScanError(MigrateError):
    """The text of a file cannot be cut into statements."""

    code = "scan"


class HistoryError(MigrateError):
    """The revisions table and the directory do not fit together."""

    code = "history"


class EditedError(HistoryError):
    """A file was edited after it had been applied."""

    code = "edited"


class MissingError(HistoryError):
    """The revisions table names a version that the directory lacks."""

    code = "missing"


class OutOfOrderError(HistoryError):
    """A file that is not applied stands before one that is."""

    code = "out-of-order"


class PartialError(HistoryError):
    """A revision is half applied and must be looked at first."""

    code = "partial"


class NotCleanError(HistoryError):
    """The database holds objects but no revisions."""

    code = "not-clean"


class DatabaseError(MigrateError):
    """The database said no."""

    code = "database"


class ConnectError(DatabaseError):
    """The database cannot be reached or refuses the user."""

    code = "connect"


class ServerError(DatabaseError):
    """What the server answered to a statement, in its words, before a place is known.

    ``state`` is the SQLSTATE (PostgreSQL), the error number (MySQL) or the error name (SQLite), as text;
    ``offset`` the place in the statement's text, in characters from 0, where the server gives one;
    ``step`` the index of what failed when several were sent together.
    """

    code = "server"

    def __init__(
        self, message: str, *, state: str = "", offset: int | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.state = state
        self.offset = offset
        self.step = 0


class StatementFailed(DatabaseError):
    """A statement of a file failed; ``where`` has the file, line and column."""

    code = "statement"


class CheckFailed(DatabaseError):
    """What a file asserts of the data, before it runs or when it has run, is not so."""

    code = "check"
    exit_status = 1


class LockTaken(DatabaseError):
    """Another runner holds the lock of this database."""

    code = "locked"


class Interrupted(DatabaseError):
    """Ctrl-C or SIGTERM came; what ran was cancelled and what had been done is recorded."""

    code = "interrupted"


class PlanError(MigrateError):
    """A generated plan does not do what it should."""

    code = "plan"


class DataLoss(MigrateError):
    """A step would destroy rows, and nobody allowed it."""

    code = "data-loss"
    exit_status = 1


class TooManyRows(DataLoss):
    """A file would destroy more rows than may be kept."""

    code = "too-many-rows"


class Irreversible(MigrateError):
    """A file that would be reverted says that there is no way back."""

    code = "irreversible"
    exit_status = 1


class Drifted(MigrateError):
    """The database is not what its revisions say."""

    code = "drift"
    exit_status = 1


class MissingExtra(MigrateError):
    """An optional package is not installed; the hint names the extra."""

    code = "missing-extra"
