package dev.atom.providers.gemini;

import dev.atom.providers.Profile;
import dev.atom.providers.wire.Operations;

/** What Google's Gemini has words for. */
public final class GeminiOperations {
  private GeminiOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    return Operations.NONE;
  }
}
