"""The records: names, results, ratings and standings, in SQLite or PostgreSQL."""

from .contract import NameTaken as NameTaken
from .contract import Records as Records
from .contract import RecordsAway as RecordsAway
from .opening import open_records as open_records
