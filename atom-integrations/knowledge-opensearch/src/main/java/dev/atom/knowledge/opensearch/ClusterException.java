package dev.atom.knowledge.opensearch;

import dev.atom.AtomException;

/** A cluster could not do what it was asked; the leaves tell the cases. */
public abstract sealed class ClusterException extends AtomException
    permits ClusterUnreachable, ClusterRefused, IndexMismatch {
  private static final long serialVersionUID = 1L;

  ClusterException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  ClusterException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
