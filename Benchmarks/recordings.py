"""Traces of hub50: recorded, replayed, drawn, compared and weighed."""

from harness import (
    Contender, add, compare, interleave, limit, mtatrace, parts, prepare, scaled, work)

# hub50 makes about 70,000 events an hour.
whole = scaled(150 * 60, least=10)
big, small, other = work / f"hub50-{whole}.sqlite", work / "small.sqlite", work / "other.sqlite"


def record(path, part=1, settings=()):
    minutes = round(whole * part)
    return [
        mtatrace, "record", "hub50", "--build", "nt4-sp3", "--set", f"duration={minutes} min",
        *(word for setting in settings for word in ("--set", setting)), "--force", "-o", path]


def ask(path, question):
    return prepare("sqlite3", "-readonly", path, question).split()


def make_big():
    """Records the trace of 10 million events unless it is there."""
    if not big.exists():
        prepare(*record(big))
    return int(ask(big, "SELECT event_count FROM run")[0])


def run(rows):
    events = make_big()
    print(f"hub50 with {events:,} events", flush=True)
    if rows & {"1", "2", "4", "11"}:
        measure_recording()
    if rows & {"7", "11"}:
        measure_growth(rows)
    if "10" in rows:
        weigh()
    if "12" in rows:
        measure_comparison()


def measure_recording():
    recording = Contender(record(big))
    inserting = Contender([work / "insert", big, work / "insert.sqlite"], shows_memory=False)
    feeding = Contender(
        ["sh", "-c", f"rm -f fed.sqlite; exec {parts} recorder {big} fed.sqlite"],
        shows_memory=False)
    replaying = Contender([mtatrace, "replay", big])
    interleave(recording, inserting, feeding, replaying)
    recording.count = inserting.count
    compare("1", "record hub50", recording, "C, only inserting", inserting, target=1)
    compare("2", "recorder, from memory", feeding, "C, only inserting", inserting, target=1.4)
    replaying.count = recording.count
    compare("4", "replay", replaying, "record", recording, at_most=1)
    for name in ("insert.sqlite", "fed.sqlite"):
        (work / name).unlink()


def measure_growth(rows):
    """How time and memory grow from a tenth to the whole, and what the whole's report takes."""
    works = {
        "record": lambda path, part: record(path, part),
        "replay": lambda path, part: [mtatrace, "replay", path],
        "chart": lambda path, part: [mtatrace, "chart", path, "-o", f"{part}.png"],
        "report": lambda path, part: [mtatrace, "report", path, "-o", f"{part}.pdf"],
    }
    if "11" not in rows:
        works = {"report": works["report"]}
        prepare(*record(small, 0.1))
    pairs = {
        name: (Contender(command(big, 1)), Contender(command(small, 0.1)))
        for name, command in works.items()}
    interleave(*(one for pair in pairs.values() for one in reversed(pair)))
    if "7" in rows:
        limit("7", "report PDF", pairs["report"][0], seconds=3, memory=128)
    if "11" not in rows:
        return
    for name, (ten, one) in pairs.items():
        time, memory = ten.seconds / one.seconds, ten.mebibytes / one.mebibytes
        add(
            "11", f"{name}, 10 times the events", ten.text, "a tenth", one.text,
            f"{time:.3g}; memory {memory:.3g}", "≤ 12 × time, ≤ 1.2 × memory",
            time <= 12 and memory <= 1.2, ten.memory, one.memory)


def weigh():
    sizes = [
        line.split("|") for line in
        ask(big, "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")]
    events = make_big()
    octets = sum(int(size) for _, size in sizes)
    shares = ", ".join(
        f"{name} {int(size) / events:.1f}" for name, size in sizes if int(size) * 100 > octets)
    add(
        "10", "octets an event", f"{octets / events:.1f}", shares, "", "", "≤ 90",
        octets / events <= 90, "-")


def measure_comparison():
    # The runs part when nine tenths are over.
    minute = round(whole * 0.9)
    prepare(*record(other, 1, [f"faults.late=restart SPOKE40 at {minute} min for 1 min"]))
    comparing = Contender([mtatrace, "compare", big, other, "--brief"], codes=(1,))
    interleave(comparing)
    limit("12", "first different event", comparing, seconds=1)
    other.unlink()
