package dev.atom.knowledge.opensearch;

/**
 * The cluster has an index of this name that this version does not read: with another format or
 * analysis, or made by something else. It was not changed.
 */
public final class IndexMismatch extends ClusterException {
  private static final long serialVersionUID = 1L;

  IndexMismatch(String message) {
    super("cluster_index_mismatch", false, message);
  }
}
