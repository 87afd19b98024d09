"""Runs programs beside one another, and keeps what came of it as rows of one table."""

import dataclasses
import os
import pathlib
import statistics
import subprocess
import sys

top = pathlib.Path(__file__).resolve().parent.parent
here = top / "Benchmarks"
work = top / ".build/bench"
release = top / ".build/release"
mtatrace = release / "mtatrace"
parts = release / "BenchmarkParts"

runs = int(os.environ.get("BENCH_RUNS", "5"))
scale = float(os.environ.get("BENCH_SCALE", "1"))

# Debian's, which has the packages that the Makefile installs.
python = "/usr/bin/python3"


def scaled(full, least=1):
    """A number of events, arrows or octets at this scale."""
    return max(least, round(full * scale))


@dataclasses.dataclass
class Contender:
    """A program that does some work, and how much work that is."""

    command: list
    # What it works on, in any unit; the program's own figure goes before.
    count: float = 1
    # How often it runs at most: some take minutes.
    runs: int = 1000
    # How often one measurement starts it, for those that take milliseconds.
    times: int = 1
    codes: tuple = (0,)
    # Whether the peak is the work's, and not that of the data made ready for it.
    shows_memory: bool = True
    environment: dict = dataclasses.field(default_factory=dict)
    samples: list = dataclasses.field(default_factory=list)

    def measure(self):
        """Runs it once, with everything of the run before it on the disk."""
        os.sync()
        file = work / "measure.txt"
        command = [work / "measure", file, self.times, *self.command]
        done = subprocess.run(
            [str(part) for part in command], cwd=work, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=os.environ | self.environment)
        seconds, peak, code = file.read_text().split() if done.returncode == 0 else (0, 0, -1)
        if int(code) not in self.codes:
            sys.exit(f"{' '.join(command_text(self.command))}: {code}\n{done.stderr[-2000:]}")
        # A program that times a part of itself says so; of many, it is the last word.
        said = dict(
            line.split() for line in done.stdout.splitlines()
            if line.startswith(("seconds ", "count ")))
        self.count = float(said.get("count", self.count))
        self.samples.append((float(said.get("seconds", seconds)), int(peak)))

    @property
    def seconds(self):
        return statistics.median(seconds for seconds, _ in self.samples)

    @property
    def spread(self):
        """How far the runs lie apart, as a part of the median."""
        all_seconds = [seconds for seconds, _ in self.samples]
        return (max(all_seconds) - min(all_seconds)) / self.seconds

    @property
    def mebibytes(self):
        return statistics.median(peak for _, peak in self.samples) / 1024

    @property
    def rate(self):
        return self.count / self.seconds

    @property
    def text(self):
        fewer = f" of {len(self.samples)}" if len(self.samples) < runs else ""
        return f"{span(self.seconds)} ±{self.spread / 2:.0%}{fewer}"

    @property
    def memory(self):
        return f"{self.mebibytes:.0f} MB" if self.shows_memory else "-"


def command_text(command):
    return [str(part) for part in command]


def span(seconds):
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds:.2f} s" if seconds < 100 else f"{seconds:.0f} s"


def interleave(*contenders):
    """Runs them in turns, so that whatever else the machine does strikes them alike."""
    for turn in range(runs):
        for contender in contenders:
            if turn < contender.runs:
                contender.measure()
        print(f"  run {turn + 1} of {runs}", file=sys.stderr, flush=True)


def prepare(*command):
    """Runs what makes a measurement possible, and returns what it prints."""
    done = subprocess.run(
        command_text(command), cwd=work, text=True, stdout=subprocess.PIPE, check=True)
    return done.stdout


table = []


def add(number, work, ours, beside, theirs, ratio, target, is_met, ours_memory, theirs_memory="-"):
    met = "-" if is_met is None else "yes" if is_met else "NO"
    table.append(
        [number, work, ours, beside, theirs, ratio, target, met, ours_memory, theirs_memory])


def compare(number, what, ours, beside, theirs, target=None, at_most=None, memory=None):
    """Adds a row: how many times as fast ours is.

    With `at_most` it says how many times as long ours takes; `memory` is a bound in MB for ours.
    """
    speed = ours.rate / theirs.rate
    ratio = speed if at_most is None else 1 / speed
    wanted, is_met = [], None
    if at_most is not None:
        wanted, is_met = [f"≤ {at_most:g} × time"], ratio <= at_most
    elif target is not None:
        wanted, is_met = [f"≥ {target:g} × speed"], ratio >= target
    if memory is not None:
        wanted.append(f"≤ {memory} MB")
        is_met = (is_met is None or is_met) and ours.mebibytes <= memory
    add(
        number, what, ours.text, beside, theirs.text, f"{ratio:.3g}", ", ".join(wanted), is_met,
        ours.memory, theirs.memory)


def limit(number, what, ours, seconds=None, memory=None):
    """Adds a row with bounds in seconds and MB, beside nothing."""
    wanted, is_met = [], True
    if seconds is not None:
        wanted.append(f"≤ {span(seconds)}")
        is_met = ours.seconds <= seconds
    if memory is not None:
        wanted.append(f"≤ {memory} MB")
        is_met = is_met and ours.mebibytes <= memory
    add(number, what, ours.text, "", "", "", ", ".join(wanted), is_met, ours.memory)


def print_table():
    heads = [
        "#", "work", "ours", "beside it", "theirs", "ratio", "target", "met", "memory", "theirs"]
    lines = [heads, *table]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    lines.insert(1, ["-" * width for width in widths])
    text = "".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |\n"
        for line in lines)
    (work / "table.md").write_text(text)
    print(text, end="")
