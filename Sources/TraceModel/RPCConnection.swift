/// A transport connection, declared before the first event that names it.
package struct RPCConnection: Equatable, Sendable {
  package var id: RPCConnectionID
  package var client: HostIndex
  package var server: HostIndex
  /// The client's port, as text: SPX and VNS have sockets too.
  package var clientEndpoint: String
  /// The index of the server's address in ``Host/addresses``.
  package var serverAddress: UInt8
  package var association: MTAAssociationID?

  package init(
    id: RPCConnectionID, client: HostIndex, server: HostIndex, clientEndpoint: String,
    serverAddress: UInt8, association: MTAAssociationID?
  ) {
    self.id = id
    self.client = client
    self.server = server
    self.clientEndpoint = clientEndpoint
    self.serverAddress = serverAddress
    self.association = association
  }
}
