"""Pictures: a chart of ten million changes, and a sequence diagram of 20,000 arrows."""

import array
import html
import random
import re
import sqlite3

from harness import (
    Contender, compare, here, interleave, mtatrace, prepare, python, scaled, work)
import recordings

series, drawn = work / "series.bin", work / "chart.png"


def run(rows):
    if "5" in rows:
        measure_chart_of_changes()
        measure_chart_of_hub()
    if "6" in rows:
        measure_diagram()


def chart(trace, *options):
    return [mtatrace, "chart", trace, "--width", 1600, "--height", 900, "-o", drawn, *options]


def draw_series():
    """The programs that draw nothing but the series."""
    return (
        Contender([work / "chart", series, work / "series-c.png"]),
        Contender(
            ["gnuplot", "-e", f"series = '{series}'; picture = 'series-gnuplot.png'",
             here / "Others/chart.gnuplot"]),
        Contender([python, here / "Others/chart.py", series, "series-matplotlib.png"]))


def make_changes(path, count):
    """A run in which nothing but mail happens, all of it in one direction, and its series."""
    lines = work / "changes.jsonl"
    draws = random.Random(1)
    pairs = array.array("d")
    time = sent = arrived = 0
    with open(lines, "w", buffering=1 << 20) as file:
        file.write(
            '{"type":"run","format":1,"scenario":"changes","hosts":[{"name":"A"},{"name":"B"}]}\n')
        for sequence in range(1, count + 1):
            time += int(draws.random() * 100_000_000)
            if sent == arrived or draws.random() < 0.5:
                sent += 1
                kind, host, peer, message = "message_enqueued", "A", "B", sent
            else:
                arrived += 1
                kind, host, peer, message = "message_delivered", "B", "A", arrived
            pairs.extend((time / 1e9, sent - arrived))
            file.write(
                f'{{"type":"event","sequence":{sequence},"time":{time},"kind":"{kind}",'
                f'"host":"{host}","peer":"{peer}","message":{message},"length":2048,'
                f'"queue":{sent - arrived}}}\n')
        file.write('{"type":"end"}\n')
    series.write_bytes(pairs.tobytes())
    prepare(mtatrace, "import", lines, "--force", "-o", path)
    lines.unlink()


def measure_chart_of_changes():
    trace, count = work / "changes.sqlite", scaled(10_000_000, least=10_000)
    make_changes(trace, count)
    ours = Contender(chart(trace))
    in_c, gnuplot, matplotlib = draw_series()
    interleave(ours, in_c, gnuplot, matplotlib)
    what = f"chart of {count:,} changes"
    compare("5", what, ours, "C, cairo", in_c, at_most=1, memory=64)
    compare("5", what, ours, "gnuplot", gnuplot, target=60)
    compare("5", what, ours, "matplotlib", matplotlib, target=30)
    trace.unlink()


def measure_chart_of_hub():
    """The direction of hub50 with most mail: one of a hundred that the events are about."""
    recordings.make_big()
    database = sqlite3.connect(f"file:{recordings.big}?mode=ro", uri=True)
    sender, receiver, _ = database.execute(
        "SELECT from_host, to_host, count(*) FROM backlog GROUP BY 1, 2 ORDER BY 3 DESC"
    ).fetchone()
    pairs = array.array("d")
    for pair in database.execute(
            "SELECT seconds, waiting FROM backlog WHERE from_host = ? AND to_host = ?"
            " ORDER BY sequence", (sender, receiver)):
        pairs.extend(pair)
    series.write_bytes(pairs.tobytes())
    ours = Contender(chart(recordings.big, "--link", f"{sender}:{receiver}"))
    in_c, gnuplot, matplotlib = draw_series()
    interleave(ours, in_c, gnuplot, matplotlib)
    what = f"chart of hub50, {len(pairs) // 2:,} changes"
    compare("5", what, ours, "C, cairo", in_c, memory=64)
    compare("5", what, ours, "gnuplot", gnuplot)
    compare("5", what, ours, "matplotlib", matplotlib)


def make_texts(pdf, path):
    """The lines of text of a PDF, each with its place, for the program that sets them again."""
    page = width = height = 0
    words = []
    number = r'{}="([\d.-]+)"'
    size = re.compile(f"<page {number.format('width')} {number.format('height')}")
    box = re.compile("<line " + " ".join(map(number.format, ("xMin", "yMin", "xMax", "yMax"))))
    word = re.compile("<word .*>(.*)</word>")
    with open(path, "w") as file:
        for line in prepare("pdftotext", "-bbox-layout", pdf, "-").splitlines():
            if found := size.search(line):
                page += 1
                width, height = found.groups()
            elif found := box.search(line):
                left, upper, _, lower = map(float, found.groups())
            elif found := word.search(line):
                words.append(html.unescape(found[1]))
            elif "</line>" in line:
                # What poppler calls the height of a line of Inter is 1.21 times its size.
                file.write(
                    f"{page}\t{width}\t{height}\t{left}\t{upper}\t{(lower - upper) / 1.21:.2f}\t"
                    f"{' '.join(words)}\n")
                words = []


def make_arrows(wanted):
    """A trace, the end of the stretch in which it has so many arrows, and how many it has."""
    trace = work / "arrows.sqlite"
    prepare(
        mtatrace, "record", "q181721", "--build", "nt4-sp3", "--set",
        f"duration={max(2, round(60 * wanted / 20_000))} h", "--force", "-o", trace)
    # There is an arrow for each message, and some for the associations.
    end = int(prepare(
        "sqlite3", "-readonly", trace,
        "SELECT time / 1000000000 FROM events WHERE kind = 'message_delivered' ORDER BY sequence"
        f" LIMIT 1 OFFSET {wanted - 1}"))
    between = f"0:00:00..{end // 3600}:{end // 60 % 60:02}:{end % 60:02}"
    ladder = prepare(
        mtatrace, "show", trace, "--ladder", "--ascii", "--unfold", "all", "--between", between)
    arrows = sum(
        bool(re.search("->|<-", line)) and " -> " not in line for line in ladder.splitlines())
    return trace, between, arrows


def png_width():
    """How wide the drawing is as PNG, of one file or of many."""
    path = work / "arrows.png"
    if not path.exists():
        path = work / "arrows-1.png"
    return int.from_bytes(path.read_bytes()[16:20])


def measure_diagram():
    for path in work.glob("arrows*.p*"):
        path.unlink()
    trace, between, arrows = make_arrows(scaled(20_000, least=500))
    texts = work / "texts.txt"
    drawing = [mtatrace, "diagram", trace, "--unfold", "all", "--between", between, "-o"]
    pdf, png = (Contender([*drawing, work / f"arrows.{kind}"]) for kind in ("pdf", "png"))
    prepare(*pdf.command)
    prepare(*png.command)
    make_texts(work / "arrows.pdf", texts)
    pdf_in_c = Contender([work / "arrows", texts, arrows, 0, "arrows-c.pdf"])
    scale = png_width() / float(texts.read_text().split("\t")[1])
    png_in_c = Contender([work / "arrows", texts, arrows, scale, "arrows-c"], runs=3)
    png.runs = 3
    mscgen, plantuml, size = make_sequences(arrows)
    interleave(pdf, pdf_in_c, png, png_in_c, mscgen, plantuml)
    what = f"{arrows:,} arrows,"
    compare("6", f"{what} PDF", pdf, "C, pangocairo", pdf_in_c, at_most=1.5)
    compare("6", f"{what} PNG", png, "C, pangocairo", png_in_c)
    png.count = arrows
    compare("6", f"{what} PNG", png, "mscgen, all", mscgen, target=5, memory=150)
    compare("6", f"{what} PNG", png, f"PlantUML, {size:,}", plantuml)
    for path in work.glob("arrows*.p*"):
        path.unlink()


def make_sequences(arrows):
    """The same number of arrows for mscgen, and a tenth of it for PlantUML: its time explodes."""
    hosts = ("HUB1", "RPC1", "RPC2", "SLPS100")
    size = max(200, arrows // 10)
    with open(work / "mscgen.msc", "w") as file:
        file.write("msc {\n  " + ", ".join(hosts) + ";\n")
        for i in range(arrows):
            file.write(f'  {hosts[i % 4]} => {hosts[(i + 1) % 4]} [label="request call {i}"];\n')
        file.write("}\n")
    with open(work / "plantuml.puml", "w") as file:
        file.write("@startuml\n")
        for i in range(size):
            file.write(f"{hosts[i % 4]} -> {hosts[(i + 1) % 4]} : request call {i}\n")
        file.write("@enduml\n")
    mscgen = Contender(
        ["mscgen", "-T", "png", "-i", "mscgen.msc", "-o", "mscgen.png"], count=arrows, runs=1)
    plantuml = Contender(
        ["java", "-Xmx6g", "-DPLANTUML_LIMIT_SIZE=4000000", "-Djava.awt.headless=true", "-jar",
         "/usr/share/plantuml/plantuml.jar", "plantuml.puml"], count=size, runs=1)
    return mscgen, plantuml, size
