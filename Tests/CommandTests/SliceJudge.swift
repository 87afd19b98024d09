import Foundation
import Testing

/// A judge of slices that knows nothing of how they are made: it asks the slice and the trace that
/// it was cut out of the same questions in SQL.
enum SliceJudge {
  /// Says in lines what is not so; else `sound` and how many events, stalls, messages, binds,
  /// associations and deliveries were compared.
  static func verdict(on slice: String, of trace: String, in folder: TemporaryFolder) throws
    -> String
  {
    let run = try CommandRun.tool("python3", ["-c", script, trace, slice], in: folder)
    return run.output + run.errors
  }

  private static let script = """
    import sqlite3, sys

    whole, part = (sqlite3.connect(f"file:{name}?mode=ro", uri=True) for name in sys.argv[1:3])
    wrong, counts = [], [0] * 6

    def check(isRight, *words):
        if not isRight: wrong.append(" ".join(str(word) for word in words))

    def rows(file, sql, *values): return set(file.execute(sql, values))

    def judge(run, start, end):
        hosts = {row[0] for row in part.execute("SELECT host FROM slice_host WHERE run = ?", (run,))}
        names = {row[0] for row in part.execute(
            "SELECT name FROM host h JOIN slice_host s ON s.run = h.run AND s.host = h.position "
            "WHERE h.run = ?", (run,))}
        finish = part.execute("SELECT end_time FROM run WHERE id = ?", (run,)).fetchone()[0]

        def concerns(hosts, here, peer):
            if not hosts: return True
            if peer is None or peer == here: return here in hosts
            return here in hosts or peer in hosts if len(hosts) == 1 else {here, peer} <= hosts

        # Events are those of the whole, with their causes or the numbers of these.
        sql = "SELECT * FROM event WHERE id >> 40 = ?"
        held = {row[0]: row for row in part.execute(sql, (run,))}
        cuts = dict(part.execute("SELECT event, cause FROM cut_cause WHERE event >> 40 = ?", (run,)))
        for row in whole.execute(sql, (run,)):
            own = held.pop(row[0], None)
            if own is None:
                isPromised = start <= row[1] <= end and concerns(hosts, row[4], row[5])
                check(not isPromised, "missing event", row)
                continue
            counts[0] += 1
            cause = cuts.pop(row[0], None) if own[-1] is None else own[-1]
            check(own[:-1] + (cause,) == row, "event", own, row)
        check(not held, "invented events", len(held))
        check(not cuts, "invented causes", len(cuts))

        # What it says of stalls, messages, binds and associations is what the whole says.
        sql = "SELECT * FROM incidents WHERE run = ?"
        stalls, own = rows(whole, sql, run), rows(part, sql, run)
        check(own <= stalls, "invented stalls", own - stalls)
        for stall in stalls - own:
            overlaps = stall[3] <= end and stall[4] >= start
            check(not (overlaps and concerns(names, stall[1], stall[2])), "missing stall", stall)
        counts[1] += len(own)
        for place, (view, key, ended) in enumerate((
                ("messages", "message, from_host, to_host, enqueued_sequence", "ended_time"),
                ("binds", "sequence", "time + wait"),
                ("associations", "opening_sequence, host", "end_time"))):
            sql = f"SELECT {key}, coalesce({ended}, 9e18), * FROM {view} WHERE run = ?"
            size = key.count(",") + 1
            known = {row[:size]: row[size:] for row in whole.execute(sql, (run,))}
            for row in part.execute(sql, (run,)):
                counts[2 + place] += 1
                true = known.get(row[:size])
                # What ends behind the slice has not ended in it.
                isSo = true is not None and (true[0] > finish or row[size:] == true)
                check(isSo, view, row, true)
        for place, view in ((5, "deliveries"), (None, "backlog")):
            ends = ("from_host", "to_host")
            sql = f"SELECT from_host, to_host, * FROM {view} WHERE run = ? AND time BETWEEN ? AND ?"
            true, own = (rows(file, sql, run, start, end) for file in (whole, part))
            check(own <= true, "invented", view, own - true)
            check(not any(concerns(names, *row[:2]) for row in true - own), "missing", view)
            if place: counts[place] += len(own)

    slices = part.execute("SELECT run, start_time, end_time FROM slice").fetchall()
    for slice in slices: judge(*slice)
    check(slices, "no slice")

    # It refers to nothing that it lacks, and adds nothing.
    for sql in ("SELECT id FROM event e WHERE cause IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM event c WHERE c.id = e.id >> 40 << 40 | e.cause)",
                "SELECT id FROM event e WHERE connection IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM connection c WHERE c.run = e.id >> 40 AND c.id = e.connection)",
                "SELECT id FROM event WHERE kind = 90 AND id NOT IN (SELECT event FROM log_entry)",
                "SELECT event FROM presentation_context x WHERE NOT EXISTS "
                "(SELECT 1 FROM event e WHERE e.id = x.run << 40 | x.event)",
                "PRAGMA foreign_key_check"):
        check(not part.execute(sql).fetchall(), sql)
    for table in ("log_entry", "connection", "captured_connection", "captured_pdu", "parameter",
                  "presentation_context", "host", "address"):
        extra = rows(part, f"SELECT * FROM {table}") - rows(whole, f"SELECT * FROM {table}")
        check(not extra, "invented in", table, list(extra)[:2])

    print("\\n".join(wrong) if wrong else "sound " + " ".join(str(count) for count in counts))
    """
}
