/// The body of an `alter_context` PDU: a client's proposal of more presentation contexts on a bound
/// connection.
///
/// It has the layout of a bind (C706, 12.6.4.1, `rpcconn_alter_context_hdr_t`), but its fragment
/// sizes and its association group mean nothing.
package typealias AlterContext = Bind

/// The body of an `alter_context_resp` PDU: a server's answer to an ``AlterContext``.
///
/// It has the layout of a bind_ack (C706, 12.6.4.2, `rpcconn_alter_context_response_hdr_t`), but
/// only its results mean something.
package typealias AlterContextResponse = BindAck
