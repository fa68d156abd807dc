package dev.atom.providers.gemini;

import dev.atom.model.EmbeddingModel;
import dev.atom.model.ImageModel;
import dev.atom.model.PromptCounter;
import dev.atom.providers.Batches;
import dev.atom.providers.Profile;
import dev.atom.providers.wire.KeyProbe;
import dev.atom.providers.wire.ModelList;
import dev.atom.providers.wire.Operations;
import dev.atom.providers.wire.PathProbe;

/** What Google's Gemini has words for. */
public final class GeminiOperations {
  private GeminiOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    GeminiDialect dialect = new GeminiDialect(profile.base());
    return Operations.NONE
        .chat(dialect)
        .with(EmbeddingModel.class, GeminiEmbeddings::new)
        .with(ImageModel.class, (client, ref) -> new GeminiImages(client, ref, dialect))
        .with(Batches.class, (client, ref) -> new GeminiBatches(client, ref, dialect))
        .with(PromptCounter.class, (client, ref) -> new GeminiPromptCounter(client, ref, dialect))
        .with(ModelList.class, GeminiModels::new)
        .with(KeyProbe.class, (client, ref) -> new PathProbe(client, ref, GeminiErrors::read));
  }
}
