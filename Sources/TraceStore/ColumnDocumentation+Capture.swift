extension ColumnDocumentation {
  static let pdus = View(
    name: "pdus", meaning: "One row for each PDU that a capture shows.",
    columns: [
      run,
      column("sequence", "", "the event of its sending", .sequences),
      column("frame", "", "the frame that completed it, from 1, as Wireshark counts", .positive),
      column("place", "", "its place among the PDUs that the frame completed, from 0", .natural),
      time, seconds,
      column("unix_time", "ns", "the frame's time, since 1970-01-01T00:00:00Z"),
      column("transport", "", "tcp; smb1 or smb2 for a named pipe"),
      column("source_address", "", "the address of IP that it came from"),
      column("source_port", "", "the port of TCP that it came from", .words16),
      column("destination_address", "", "the address of IP that it went to"),
      column("destination_port", "", "the port of TCP that it went to", .words16),
      column("kind", "", "bind, bind_nak, request, …"),
      column("type", "", "the PTYPE of C706, as on the wire", .octets),
      column("flags", "", "the pfc_flags, as on the wire", .octets),
      column("length", "octets", "the frag_length, as on the wire"),
      column("call_id", "", "the call, as on the wire", .words32),
      column("connection", "", "the connection's number within the run", .numbers),
      column(
        "group_id", "", "of a bind, an alter_context or an answer: the association group",
        .words32),
      column("reject_reason", "", "of a bind_nak: why the bind was refused", .words16),
      column("fault_status", "", "of a fault: the status", .words32),
      column(
        "context_id", "", "of a request, a response or a fault: the presentation context",
        .words16),
      column("opnum", "", "of a request: the operation", .words16),
      column(
        "interface", "",
        "the context's interface, a UUID; of a bind or an alter_context all that it proposes"),
      column("interface_version", "", "the major and minor version of each"),
      column("captured", "octets", "how many of its octets the file holds"),
    ])

  static let contexts = View(
    name: "contexts",
    meaning: "One row for each presentation context that a capture shows being proposed.",
    columns: [
      run,
      column("sequence", "", "the event that sent the bind or alter_context", .sequences),
      column("connection", "", "the connection's number within the run", .numbers),
      column("context_id", "", "the context's id, as on the wire", .words16),
      column("interface", "", "the interface's UUID"),
      column("version", "", "its major and minor version"),
    ])

  static let unread = View(
    name: "unread", meaning: "One row for each thing in a capture that could not be read.",
    columns: [
      run,
      column("layer", "", "where it was met: file, frame, ip, tcp, smb or rpc"),
      column("reason", "", "what it was"),
      column("count", "", "how often it was met", .natural),
      column("octets", "octets", "how many octets are concerned; 0 where none are known"),
      column("first_frame", "", "the first frame concerned, from 1", .positive),
    ])
}
