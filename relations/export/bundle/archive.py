"""A ZIP file whose bytes follow from what is put into it, and from nothing else."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The earliest time that the format can tell.
NO_TIME = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE_BY_ALL = 3, 0o100644 << 16


class Member(NamedTuple):
    """A file in the archive: its path, its size and its SHA-256."""

    path: str
    size: int
    digest: str


class Archive:
    def __init__(self, target: BinaryIO):
        self.zip = ZipFile(target, "w")

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *failure) -> None:
        self.zip.close()

    def add(self, path: str, pieces: Iterable[bytes]) -> Member:
        """Put a file into the archive a piece at a time."""
        info = ZipInfo(path, NO_TIME)
        info.compress_type, info.create_system = ZIP_DEFLATED, UNIX
        info.external_attr = READABLE_BY_ALL
        size, digest = 0, hashlib.sha256()
        with self.zip.open(info, "w") as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        return Member(path, size, digest.hexdigest())


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """What was written into a file, from its beginning."""
    file.seek(0)
    return iter(partial(file.read, 65_536), b"")
