package dev.atom.providers.anthropic;

import dev.atom.model.PromptCounter;
import dev.atom.providers.Batches;
import dev.atom.providers.Profile;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.KeyProbe;
import dev.atom.providers.wire.ModelList;
import dev.atom.providers.wire.Operations;
import dev.atom.providers.wire.PathProbe;

/** What Anthropic's messages has words for. */
public final class AnthropicOperations {
  private static final Dialect DIALECT = new MessagesDialect();

  private AnthropicOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    return Operations.NONE
        .chat(DIALECT)
        .with(PromptCounter.class, (client, ref) -> new MessagesCounter(client, ref, DIALECT))
        .with(Batches.class, (client, ref) -> new AnthropicBatches(client, ref, DIALECT))
        .with(ModelList.class, AnthropicModels::new)
        .with(KeyProbe.class, (client, ref) -> new PathProbe(client, ref, DIALECT));
  }
}
