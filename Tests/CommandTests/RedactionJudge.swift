import Foundation
import Testing

/// A judge of redaction that knows nothing of how it is done: it takes the original names out of
/// the key and looks for them in every octet of what was made, and compares two traces in SQL.
enum RedactionJudge {
  /// Looks for every original name in files and in all files of folders, whatever their case and
  /// as UTF-8 and UTF-16: in names of files, in octets as they lie, in the chunks of PNG files and
  /// what is compressed in them (pixels apart), in PDF files without compression, their strings,
  /// and their text with and without breaks.
  ///
  /// A name of fewer than four letters counts as a word, and in a trace as that of a text; one
  /// that the key calls a word of scenarios too, where it has the name's case.
  ///
  /// - Returns: What was found, in lines; else `nothing` and how many names, files and searches.
  static func search(_ key: String, _ paths: String..., in folder: TemporaryFolder) throws -> String
  {
    let run = try CommandRun.tool("python3", ["-c", searching, key] + paths, in: folder)
    return run.output + run.errors
  }

  /// Compares all that is no name in two traces: events and all they refer to, times and sizes.
  ///
  /// - Returns: What differs, in lines; else `equal` and how many rows.
  static func compare(_ one: String, _ other: String, in folder: TemporaryFolder) throws -> String {
    let run = try CommandRun.tool("python3", ["-c", comparing, one, other], in: folder)
    return run.output + run.errors
  }

  private static let searching = #"""
    import json, os, re, sqlite3, struct, subprocess, sys, zlib

    key = json.load(open(sys.argv[1]))
    words = {found["name"] for found in key["still_found"]}
    names = [name["original"] for name in key["names"]]
    wrong, searches = [], 0

    def chunks(octets):
        place = 8
        while place < len(octets):
            length, kind = struct.unpack(">I4s", octets[place:place + 8])
            yield kind, octets[place + 8:place + 8 + length]
            place += 12 + length

    def png(octets):
        for kind, data in chunks(octets):
            if kind == b"IDAT": continue
            yield data
            if kind == b"zTXt": yield zlib.decompress(data[data.index(b"\0") + 2:])
            if kind == b"iTXt":
                keyword, rest = data.split(b"\0", 1)
                text = rest[2:].split(b"\0", 2)[2]
                yield zlib.decompress(text) if rest[0] else text

    def output(*words):
        result = subprocess.run(words, capture_output=True).stdout
        assert result, words
        return result

    def pdf(path, octets):
        yield octets
        plain = output("qpdf", "--qdf", "--object-streams=disable", path, "-")
        yield plain
        for match in re.finditer(rb"<((?:[0-9a-fA-F]{2}){2,})>", plain):
            yield bytes.fromhex(match[1].decode())
        text = output("pdftotext", path, "-")
        yield text
        yield re.sub(rb"[\s\-]+", b"", text)
        yield output("pdfinfo", path)

    def trace(path):
        file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for line in file.iterdump(): yield line.encode()

    def search(path):
        global searches
        octets = open(path, "rb").read()
        isTrace = octets.startswith(b"SQLite format 3\0")
        texts = [os.path.basename(path).encode()]
        if path.endswith(".png"): texts += png(octets)
        elif path.endswith(".pdf"): texts += pdf(path, octets)
        else: texts.append(octets)
        cells = b"\n".join(trace(path)) if isTrace else b""
        for text in texts:
            lower = text.lower()
            for name in names:
                for code in ("utf-8", "utf-16-be"):
                    searches += 1
                    if len(name) >= 4 and name not in words:
                        found = name.lower().encode(code) in lower
                    else:
                        # A word of scenarios has small letters; a name in capitals is none.
                        case = 0 if name in words else re.IGNORECASE
                        if case == 0 and name == name.lower(): continue
                        word = re.escape(name.encode(code))
                        word = rb"(?<![0-9A-Za-z])" + word + rb"(?![0-9A-Za-z])"
                        found = re.search(word, cells if isTrace else text, case)
                    if found: wrong.append(f"{name} in {path}")

    files = []
    for path in sys.argv[2:]:
        walk = [os.path.join(at, name) for at, _, names in os.walk(path) for name in names]
        files += sorted(walk) if os.path.isdir(path) else [path]
    for path in files: search(path)
    print("\n".join(wrong) or f"nothing: {len(names)} names, {len(files)} files, {searches} searches")
    """#

  private static let comparing = """
    import sqlite3, sys

    one, other = (sqlite3.connect(f"file:{name}?mode=ro", uri=True) for name in sys.argv[1:3])
    wrong, count = [], 0
    for selection in (
            "* FROM event", "* FROM series", "* FROM series_chunk", "* FROM series_bucket",
            "* FROM unread_count", "* FROM presentation_context", "* FROM cut_cause",
            "* FROM slice_host", "* FROM kind", "run, sequence FROM checkpoint",
            "event, entry_id, type FROM log_entry", "run, position, build FROM host",
            "run, host, position, protocol_sequence, length(endpoint) FROM address",
            "run, id, client, server, length(client_endpoint), server_address, association "
            "FROM connection",
            "run, connection, transport, client_port, server_port FROM captured_connection",
            "event, frame, place, time, flags, length(octets), hex(substr(octets, 1, 16)) "
            "FROM captured_pdu",
            "run, start_time, end_time, whole_events, whole_end FROM slice",
            "id, seed, engine_version, source, duration, parent_run, branch_event, status, outcome, "
            "end_time, event_count FROM run"):
        rows = [file.execute("SELECT " + selection).fetchall() for file in (one, other)]
        count += len(rows[0])
        if rows[0] != rows[1]: wrong.append(selection)
    for file in (one, other):
        if file.execute("PRAGMA integrity_check").fetchall() != [("ok",)]: wrong.append("damaged")
    print("\\n".join(wrong) or f"equal: {count} rows")
    """
}
