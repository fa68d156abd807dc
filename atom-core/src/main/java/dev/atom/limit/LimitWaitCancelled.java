package dev.atom.limit;

/** The call was cancelled or its thread interrupted while it waited for room; nothing was taken. */
public final class LimitWaitCancelled extends LimitException {
  private static final long serialVersionUID = 1L;

  LimitWaitCancelled(String message) {
    super("limit_wait_cancelled", false, message);
  }
}
