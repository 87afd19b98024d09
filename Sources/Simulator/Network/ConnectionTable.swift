import TraceModel

/// The live connections, in places that are used again; what a place holds is changed where it is.
struct ConnectionTable {
  private struct Place {
    var connection: Connection
    var state: ConnectionState
  }

  private var places: [Place] = []
  private var free: [Int] = []
  /// The place of each connection by id, which run from 1; −1 for one that is gone.
  private var placeByID: [Int32] = []

  /// The place of a connection, or `nil` if it is gone.
  func place(of id: RPCConnectionID) -> Int? {
    let number = Int(id.rawValue)
    guard number < placeByID.count, placeByID[number] >= 0 else { return nil }
    return Int(placeByID[number])
  }

  /// The connection of this id and its place, or `nil` if it is gone.
  func find(_ id: RPCConnectionID) -> (place: Int, connection: Connection)? {
    place(of: id).map { ($0, places[$0].connection) }
  }

  /// The connection of this id, or `nil` if it is gone.
  subscript(id: RPCConnectionID) -> Connection? {
    place(of: id).map { places[$0].connection }
  }

  /// How the connection at a place stands.
  subscript(place: Int) -> ConnectionState {
    _read { yield places[place].state }
    _modify { yield &places[place].state }
  }

  /// Changes how a connection stands; `nil` if it is gone.
  mutating func update<Result>(
    _ id: RPCConnectionID, _ change: (inout ConnectionState) -> Result
  ) -> Result? {
    place(of: id).map { change(&places[$0].state) }
  }

  /// Whether a connection is there and one of its ends open.
  func isOpen(_ id: RPCConnectionID, atServer: Bool) -> Bool {
    place(of: id).map { self[$0].isOpen(atServer: atServer) } ?? false
  }

  mutating func insert(_ connection: Connection, _ state: ConnectionState) {
    let new = Place(connection: connection, state: state)
    let place = free.popLast() ?? places.count
    if place == places.count { places.append(new) } else { places[place] = new }
    let number = Int(connection.id.rawValue)
    while placeByID.count <= number { placeByID.append(-1) }
    placeByID[number] = Int32(place)
  }

  mutating func remove(_ id: RPCConnectionID) {
    guard let place = place(of: id) else { return }
    placeByID[Int(id.rawValue)] = -1
    free.append(place)
  }

  /// The connections that fulfil a condition, in the order of their ids.
  func ids(where matches: (Connection, ConnectionState) -> Bool) -> [RPCConnectionID] {
    let found = places.indices.filter { place in
      let id = places[place].connection.id
      return self.place(of: id) == place && matches(places[place].connection, places[place].state)
    }
    return found.map { places[$0].connection.id }.sorted()
  }
}
