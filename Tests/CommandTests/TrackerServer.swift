import Foundation
import Testing

/// A server on this computer that answers like a tracker's documentation says, or not at all.
final class TrackerServer {
  /// What it does.
  enum Behaviour {
    /// Answers requests by method and the start of their path, the first rule that fits, and keeps
    /// the requests.
    case answering([(method: String, path: String, status: Int, json: String)])
    /// Hands octets to another server, and breaks off after so many of them in a connection.
    case cutting(String, after: Int)
  }

  /// A request as it came.
  struct Request: Decodable {
    /// A part of a form.
    struct Part: Decodable {
      var name: String
      var filename: String?
      var type: String
      /// SHA-256 in hexadecimal digits.
      var digest: String
      /// The text, if it is one.
      var text: String?
    }

    var method: String
    var path: String
    var headers: [String: String]
    var text: String?
    var digest: String
    var parts: [Part]
  }

  private(set) var address = ""
  let folder = TemporaryFolder()
  private let server = Process()

  /// - Parameter certificate: Whether it speaks TLS, with a certificate that it signed itself.
  init(_ behaviour: Behaviour, certificate: Bool = false) throws {
    let port = try RequestTracker.freePort()
    address = "\(certificate ? "https" : "http")://127.0.0.1:\(port)"
    var configuration: [String: Any] = ["port": port, "log": folder.path("log").path]
    switch behaviour {
    case .answering(let rules):
      configuration["rules"] = rules.map { [$0.method, $0.path, $0.status, $0.json] as [Any] }
    case .cutting(let address, let octets):
      configuration["other"] = address.components(separatedBy: ":").last.flatMap { Int($0) }
      configuration["after"] = octets
    }
    if certificate {
      _ = try CommandRun.tool(
        "openssl",
        [
          "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
          "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        ], in: folder)
      configuration["certificate"] = folder.path("cert.pem").path
      configuration["key"] = folder.path("key.pem").path
    }
    try JSONSerialization.data(withJSONObject: configuration)
      .write(to: folder.path("configuration.json"))
    try Data(Self.program.utf8).write(to: folder.path("server.py"))
    server.executableURL = URL(filePath: "/usr/bin/env")
    server.arguments = [
      "--default-signal", "python3", folder.path("server.py").path,
      folder.path("configuration.json").path,
    ]
    server.standardInput = FileHandle.nullDevice
    try server.run()
    for _ in 0..<200 where !folder.exists("log") { Thread.sleep(forTimeInterval: 0.05) }
    try #require(folder.exists("log"), "the server does not start")
  }

  deinit {
    server.terminate()
    server.waitUntilExit()
  }

  /// The requests so far.
  var requests: [Request] {
    get throws {
      try String(decoding: folder.octets("log"), as: UTF8.self).split(separator: "\n")
        .map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
    }
  }

  private static let program = #"""
    import email.parser, email.policy, hashlib, http.server, json, socket, ssl, sys, threading

    configuration = json.load(open(sys.argv[1]))
    log = open(configuration["log"] + ".partial", "a", buffering=1)


    def part(one):
        octets = one.get_payload(decode=True)
        try:
            text = octets.decode() if len(octets) < 100000 else None
        except UnicodeDecodeError:
            text = None
        return {"name": one.get_param("name", header="content-disposition"),
                "filename": one.get_filename(), "type": one.get_content_type(),
                "digest": hashlib.sha256(octets).hexdigest(), "text": text}


    class Tracker(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            if self.headers.get_content_type() == "multipart/form-data":
                kind = self.headers["Content-Type"].encode()
                whole = b"Content-Type: " + kind + b"\r\n\r\n" + body
                message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(whole)
                parts = [part(one) for one in message.iter_parts()]
            try:
                text = body.decode()
            except UnicodeDecodeError:
                text = None
            log.write(json.dumps({
                "method": self.command, "path": self.path, "headers": dict(self.headers),
                "text": text, "digest": hashlib.sha256(body).hexdigest(), "parts": parts}) + "\n")
            for method, path, status, text in configuration["rules"]:
                if method == self.command and self.path.startswith(path):
                    break
            else:
                status, text = 404, "{}"
            octets = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *arguments):
            pass


    def carry(source, target, most):
        while most > 0:
            octets = source.recv(min(65536, most))
            if not octets:
                break
            most -= len(octets)
            target.sendall(octets)
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


    def cut(listener):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", configuration["other"]))
            for pair in ((client, server, configuration["after"]), (server, client, 1 << 60)):
                threading.Thread(target=carry, args=pair, daemon=True).start()


    if "other" in configuration:
        listener = socket.create_server(("127.0.0.1", configuration["port"]))
        run = lambda: cut(listener)
    else:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", configuration["port"]), Tracker)
        if "certificate" in configuration:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(configuration["certificate"], configuration["key"])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        run = server.serve_forever
    import os
    os.rename(configuration["log"] + ".partial", configuration["log"])
    run()
    """#
}
