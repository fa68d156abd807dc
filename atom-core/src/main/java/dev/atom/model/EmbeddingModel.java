package dev.atom.model;

import dev.atom.CallContext;

/**
 * A model that turns texts into vectors, near each other where the meanings are.
 *
 * <p>Implementations are thread-safe, hold no key and block, as those of {@link ChatModel} do.
 */
public interface EmbeddingModel {
  /**
   * Returns which model answers.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Embeds texts. A provider that takes fewer texts at once is asked several times; if one of these
   * calls fails, so does the whole.
   *
   * @param request the texts
   * @param context for whom, and how long it may take
   * @return one vector for each text, in the same order
   * @throws ModelException if a vector is missing
   */
  Embeddings embed(EmbeddingRequest request, CallContext context);

  /**
   * Embeds one text for the default tenant without a deadline.
   *
   * @param text not blank
   * @return the vector
   * @throws ModelException if there is none
   */
  default Embedding embed(String text) {
    return embed(EmbeddingRequest.of(text), CallContext.create()).vectors().get(0);
  }
}
