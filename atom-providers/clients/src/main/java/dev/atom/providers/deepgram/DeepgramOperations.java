package dev.atom.providers.deepgram;

import dev.atom.providers.Profile;
import dev.atom.providers.wire.Operations;

/** What Deepgram's speech in both directions has words for. */
public final class DeepgramOperations {
  private DeepgramOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    return Operations.NONE;
  }
}
