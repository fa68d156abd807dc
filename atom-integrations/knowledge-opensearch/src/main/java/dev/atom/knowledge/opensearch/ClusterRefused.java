package dev.atom.knowledge.opensearch;

/** The cluster answered with an error, such as a missing right or too many requests. */
public final class ClusterRefused extends ClusterException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ClusterRefused(int status, boolean retryable, String message) {
    super("cluster_refused", retryable, message);
    this.status = status;
  }

  /**
   * Returns what the cluster answered with.
   *
   * @return the HTTP status; 200 if only a part of the request failed
   */
  public int status() {
    return status;
  }
}
