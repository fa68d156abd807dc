package dev.atom.providers.openai;

import dev.atom.providers.Profile;
import dev.atom.providers.Protocol;
import dev.atom.providers.wire.Operations;

/** What OpenAI's protocols have words for. */
public final class OpenAiOperations {
  private OpenAiOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    Habits habits = new Habits(profile);
    return Operations.NONE.chat(
        profile.protocol() == Protocol.OPENAI_RESPONSES
            ? new ResponsesDialect(habits)
            : new ChatDialect(habits));
  }
}
