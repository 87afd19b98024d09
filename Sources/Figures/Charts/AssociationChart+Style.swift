package import Analysis
import Drawing

extension AssociationTimeline.Span.State {
  /// As a table has it.
  package var name: String {
    switch self {
    case .opening: "opening"
    case .open: "open"
    case .ownTurn: "open, turn at sender"
    case .otherTurn: "open, turn at recipient"
    case .closing: "closing"
    case .lost: "lost"
    }
  }

  /// As the key has it.
  ///
  /// - Parameter hosts: The host where mail waits, and the other one.
  package func words(hosts: [String]) -> String {
    switch self {
    case .ownTurn: "turn at \(hosts.first ?? "the sender")"
    case .otherTurn: "turn at \(hosts.dropFirst().first ?? "the recipient")"
    case .opening, .open, .closing, .lost: name
    }
  }

  /// Draws the state along a bar: full where the sender has the turn, its lower half where the
  /// other side has it.
  func draw(in area: Rect, accent: Accent, on list: inout DisplayList) {
    let middle = (area.top + area.bottom) / 2
    let outline = Stroke(accent.color, width: 0.8)
    switch self {
    case .opening, .closing:
      list.append(
        .rectangle(
          area, fill: Palette.paper,
          stroke: Stroke(accent.color, width: 0.8, dash: self == .opening ? [2, 1.5] : [0.8, 1.2])))
    case .open: list.append(.rectangle(area, fill: Palette.paper, stroke: outline))
    case .ownTurn: list.append(.rectangle(area, fill: accent.color, stroke: outline))
    case .otherTurn:
      list.append(.rectangle(area, fill: Palette.paper, stroke: outline))
      list.append(
        .rectangle(
          Rect(left: area.left, top: middle, right: area.right, bottom: area.bottom),
          fill: accent.color))
    case .lost:
      list.line(
        area.left, middle, area.right, middle, stroke: Stroke(accent.color, width: 1, dash: [1, 2]))
    }
  }
}

extension AssociationTimeline.Mark {
  /// As traces spell it.
  package var name: String {
    switch self {
    case .bind: "bind"
    case .bindAck: "bind_ack"
    case .bindNak: "bind_nak"
    case .cancel: "cancel"
    }
  }

  /// Draws the mark on a bar, with a rim that keeps it apart from a full one.
  func draw(at center: Point, accent: Accent, on list: inout DisplayList) {
    let rim = Stroke(Palette.paper, width: 0.8)
    switch self {
    case .bind:
      list.line(
        center.x, center.y - 6.5, center.x, center.y - 2, stroke: Stroke(Palette.ink, width: 1))
    case .bindAck:
      list.line(
        center.x, center.y + 2, center.x, center.y + 6.5,
        stroke: Stroke(Palette.acknowledged, width: 1.2))
    case .bindNak:
      let points = [(-4.0, -3.5), (4.0, -3.5), (0.0, 3.5)].map {
        Point(x: center.x + $0.0, y: center.y + $0.1)
      }
      list.append(.polygon(points, fill: Palette.ink, stroke: rim))
    case .cancel:
      for sign in [1.0, -1.0] {
        list.line(
          center.x - 3, center.y - 3 * sign, center.x + 3, center.y + 3 * sign,
          stroke: Stroke(Palette.cancelled, width: 1.6))
      }
    }
  }
}
