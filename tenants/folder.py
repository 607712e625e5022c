"""A folder of plain files whose every byte is accounted for: `SHA256SUMS` names each file with its digest, as `sha256sum -c` reads it."""

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from tenants.provision import UnreadableWorkspace

SUMS = "SHA256SUMS"


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def seal(folder: Path) -> None:
    """Write the digests of everything that the folder holds."""
    lines = [f"{digest(folder / name)}  {name}\n" for name in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def check(folder: Path) -> None:
    """Raises UnreadableWorkspace, with a sentence, where a file is missing, altered or unaccounted for, or leads out of the folder."""
    sums = folder / SUMS
    if not sums.is_file():
        raise UnreadableWorkspace(f"{folder}: there is no {SUMS}, so this is no exported workspace.")
    named = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        path = inside(folder, name)
        if not path.is_file():
            raise UnreadableWorkspace(f"{name}: this file is missing.")
        if digest(path) != wanted:
            raise UnreadableWorkspace(
                f"{name}: this file was altered: its digest is another than {SUMS} says."
            )
        named[name] = wanted
    if strangers := sorted(set(_files(folder)) - named.keys()):
        raise UnreadableWorkspace(f"{strangers[0]}: {SUMS} does not name this file.")


def inside(folder: Path, name: str) -> Path:
    """The path of the file `name` within the folder. Raises UnreadableWorkspace where the name leads anywhere else."""
    parts = PurePosixPath(name)
    path = folder / parts
    if not name or parts.is_absolute() or ".." in parts.parts or path.is_symlink():
        raise UnreadableWorkspace(f"{name!r}: this path leads out of the folder.")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableWorkspace(f"{name!r}: this path leads out of the folder.")
    return path


def _files(folder: Path) -> Iterator[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    names = (path.relative_to(folder).as_posix() for path in paths)
    return iter(sorted(name for name in names if name != SUMS))
