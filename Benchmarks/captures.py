"""A long capture, imported; and how long it takes until there is an answer at all."""

import gzip

from harness import (
    Contender, add, compare, interleave, limit, mtatrace, prepare, scaled, top, work)

fixture = top / "Tests/CaptureTests/Fixtures/s4_raw_v4.pcap.gz"


def make_capture(octets):
    """A capture of the fixture's connections over and over; its path and the number of frames."""
    path = work / f"capture-{octets}.pcap"
    short = work / "fixture.pcap"
    short.write_bytes(gzip.decompress(fixture.read_bytes()))
    return path, int(prepare(work / "repeat", short, path, octets).split()[1])


def run(rows):
    if "8" in rows:
        measure_import()
    if "9" in rows:
        measure_start()


def measure_import():
    path, frames = make_capture(scaled(1 << 30, least=1 << 20))
    tenth, few = make_capture(scaled(1 << 30, least=1 << 20) // 10)
    trace = work / "imported.sqlite"
    ours = Contender([mtatrace, "import", path, "--force", "-o", trace], count=frames)
    ours_tenth = Contender([mtatrace, "import", tenth, "--force", "-o", trace], count=few)
    # The trace keeps the octets of each PDU, so the program does; once without, for comparison.
    in_c = Contender([work / "pdus", path, work / "pdus.sqlite", "octets"], count=frames)
    bare = Contender([work / "pdus", path, work / "pdus.sqlite"], count=frames)
    fields = Contender(
        ["tshark", "-r", tenth, "-T", "fields", "-e", "dcerpc.pkt_type"], count=few, runs=3)
    interleave(ours, in_c, bare, ours_tenth, fields)
    what = f"import {path.stat().st_size >> 20} MiB"
    compare("8", what, ours, "tshark, a tenth of it", fields, target=20)
    compare("8", what, ours, "C, rows with octets", in_c, target=0.8)
    compare("8", what, ours, "C, rows without octets", bare)
    growth = ours.mebibytes / ours_tenth.mebibytes
    add(
        "8", "its memory", ours.text, "a tenth of it", ours_tenth.text, f"memory {growth:.3g}",
        "flat: ≤ 1.2 × memory", growth <= 1.2, ours.memory, ours_tenth.memory)
    for file in (path, tenth, trace, work / "pdus.sqlite"):
        file.unlink()


def measure_start():
    sample = top / "traces/q181721.sqlite"
    version = Contender([mtatrace, "--version"], times=20)
    info = Contender([mtatrace, "info", sample], times=20)
    sqlite = Contender(["sqlite3", "-version"], times=20)
    gnuplot = Contender(["gnuplot", "--version"], times=20)
    interleave(version, info, sqlite, gnuplot)
    for what, ours, seconds in (("--version", version, 0.02), ("info", info, 0.03)):
        limit("9", what, ours, seconds=seconds)
        compare("9", what, ours, "sqlite3 -version", sqlite)
        compare("9", what, ours, "gnuplot --version", gnuplot)
