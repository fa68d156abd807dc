/**
 * Services as data. A {@link dev.atom.connectors.Connector} is read from a JSON file and gives the
 * service's {@link dev.atom.operation.Operation}s, which fail with a {@link
 * dev.atom.connectors.ConnectorException}; {@link dev.atom.connectors.Webhooks} tells a service's
 * own requests from forged ones.
 *
 * <p>Inside, {@code ConnectorReader} turns the file into a {@code ConnectorFile}, {@code
 * RequestWriter} makes a request of an action and its arguments, {@code ReplyJudge} makes a result
 * or an exception of the reply.
 */
package dev.atom.connectors;
