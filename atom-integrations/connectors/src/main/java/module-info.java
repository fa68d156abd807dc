/**
 * Services as data: a file describes what a service can do, and one engine makes operations of it.
 *
 * <p>Start reading at {@link dev.atom.connectors.Connector} and {@link dev.atom.connectors.Webhooks}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.connectors {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive dev.atom.http;

  exports dev.atom.connectors;
}
