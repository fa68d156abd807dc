package dev.atom.providers.anthropic;

import dev.atom.providers.Profile;
import dev.atom.providers.wire.Operations;

/** What Anthropic's messages has words for. */
public final class AnthropicOperations {
  private AnthropicOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    return Operations.NONE;
  }
}
