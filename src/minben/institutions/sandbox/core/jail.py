"""The command that shuts a program in: no network, no files but those named, nothing of our environment.

The program runs in namespaces of its own, made by bubblewrap (https://github.com/containers/bubblewrap): it sees the
system's programs and what it was given, all read-only, and an empty ``/tmp`` that goes when it ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BUBBLEWRAP = "bubblewrap"
"""No network, no files but those given, another user."""
PROCESS = "process"
"""A process of its own under limits of time, memory and files written; the network is not closed to it."""
NOBODY = 65534
_APART = ("--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jail:
    """What a program may see.

    Attributes
    ----------
    system : mapping of str to str
        Folders of the system at the root and what they link to; blank for a folder that is one itself.
    reads : sequence of Path
        Files and folders given, read-only.
    hides : sequence of Path
        Folders that lie within those and are seen empty.
    reads_after : sequence of Path
        Files and folders given although they lie within a hidden one.
    environment : mapping
        All that the program finds in its environment.
    as_root : bool
        Whether we are root: then no user namespace is needed, and the program gives its powers up itself.
    """

    system: Mapping[str, str]
    reads: Sequence[Path]
    environment: Mapping[str, str]
    hides: Sequence[Path] = ()
    reads_after: Sequence[Path] = ()
    as_root: bool = False


def command(bwrap: str, jail: Jail, program: Sequence[str]) -> list[str]:
    """Return the words that run ``program`` in a jail.

    Examples
    --------
    >>> jail = Jail(system={"/usr": "", "/bin": "usr/bin"}, reads=[Path("/srv/m")], environment={"LANG": "C"})
    >>> words = command("bwrap", jail, ["python"])
    >>> words[-5:], "--unshare-net" in words
    (['--setenv', 'LANG', 'C', '--', 'python'], True)
    """
    words = [bwrap, *_APART, "--die-with-parent", "--new-session", "--clearenv"]
    if jail.as_root:
        # In a user namespace root could become nobody else.
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    for place, target in jail.system.items():
        words += ["--symlink", target, place] if target else ["--ro-bind", place, place]
    # Before what is given: that may lie in a folder of this name.
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp"]  # noqa: S108  # the jail's own
    there = [Path(place) for place, target in jail.system.items() if not target]
    given = outermost(jail.reads, within=there)
    words += _bound(given, there)
    for path in jail.hides:
        words += ["--tmpfs", str(path)]
    words += _bound(jail.reads_after, [*there, *given], hidden=jail.hides)
    for name, value in jail.environment.items():
        words += ["--setenv", name, value]
    return [*words, "--", *program]


def _bound(paths: Sequence[Path], there: Sequence[Path], *, hidden: Sequence[Path] = ()) -> list[str]:
    """Return the words that show paths, and make the folders above them, through which another user must come."""
    above = {parent for path in paths for parent in path.parents if len(parent.parts) > 1}
    words: list[str] = []
    for folder in sorted(above, key=lambda one: len(one.parts)):
        seen = any(folder.is_relative_to(other) for other in there)
        if not seen or any(folder.is_relative_to(other) and folder != other for other in hidden):
            words += ["--perms", "0755", "--dir", str(folder)]
    for path in paths:
        words += ["--ro-bind", str(path), str(path)]
    return words


def outermost(paths: Sequence[Path], *, within: Sequence[Path] = ()) -> list[Path]:
    """Return the paths that lie in no other of them, nor within a folder that is there anyway.

    Examples
    --------
    >>> [str(path) for path in outermost([Path("/a/b"), Path("/a"), Path("/usr/lib/x")], within=[Path("/usr")])]
    ['/a']
    """
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda one: (len(one.parts), str(one))):
        if not any(path.is_relative_to(other) for other in [*kept, *within]):
            kept.append(path)
    return kept
