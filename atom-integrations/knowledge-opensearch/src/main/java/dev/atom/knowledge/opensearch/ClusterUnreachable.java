package dev.atom.knowledge.opensearch;

/** No OpenSearch answered at the address: nothing did, not in time, or something else did. */
public final class ClusterUnreachable extends ClusterException {
  private static final long serialVersionUID = 1L;

  ClusterUnreachable(String message, Throwable cause) {
    super("cluster_unreachable", true, message, cause);
  }
}
