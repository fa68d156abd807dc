package dev.atom.mock.simulation;

import dev.atom.AtomException;

/** A receiver did not answer: it may have received what was sent, or not. */
public final class ConnectionLost extends AtomException {
  private static final long serialVersionUID = 1L;

  ConnectionLost(String receiver) {
    super(
        "connection_lost",
        true,
        receiver + " did not answer; it may have received what was sent, or not");
  }
}
