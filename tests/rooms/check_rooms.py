#!/usr/bin/env python3
"""Fails on an include that rooms.txt does not allow, on a room without its header, and on a cycle of rooms."""
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")


def read_rooms():
    allowed = {}
    for line in (source / "rooms.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            room, includes, _ = (part.strip() for part in line.split(":"))
            allowed[room] = set(includes.split())
    return allowed


def faults(allowed):
    rooms = list(allowed)
    for i, room in enumerate(rooms):
        for other in sorted(allowed[room] - set(rooms[:i])):
            yield f"rooms.txt: {room} includes {other}, which is not above it"
    for folder in sorted((source / "src").iterdir()):
        if folder.is_dir() and folder.name not in allowed:
            yield f"src/{folder.name}: not in rooms.txt"
    for room in rooms:
        files = sorted((source / "src" / room).rglob("*.[ch]pp")) + sorted((source / "src" / room).rglob("*.h"))
        if files and room not in ("base", "cli") and not (source / "src" / room / f"{room}.h").exists():
            yield f"src/{room}: no header {room}.h"
        for file in files:
            for number, line in enumerate(file.read_text().splitlines(), 1):
                include = re.match(r'\s*#\s*include\s+"([a-z]+)/([^"]+)"', line)
                if not include or include[1] == room or include[1] not in allowed:
                    continue
                where = f"{file.relative_to(source)}:{number}"
                if include[1] not in allowed[room]:
                    yield f"{where}: {room} may not include {include[1]} (rooms.txt)"
                elif include[1] not in ("base", "record", "language") and include[2] != include[1] + ".h":
                    yield f"{where}: only {include[1]}/{include[1]}.h is for outsiders"


found = list(faults(read_rooms()))
print("\n".join(found) or "rooms: every include is allowed")
sys.exit(bool(found))
