package dev.atom.providers.ollama;

import dev.atom.model.EmbeddingModel;
import dev.atom.providers.Profile;
import dev.atom.providers.wire.ModelList;
import dev.atom.providers.wire.Operations;

/** What Ollama's own protocol has words for. */
public final class OllamaOperations {
  private OllamaOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    return Operations.NONE
        .chat(new OllamaDialect())
        .with(EmbeddingModel.class, OllamaEmbeddings::new)
        .with(ModelList.class, OllamaModels::new);
  }
}
