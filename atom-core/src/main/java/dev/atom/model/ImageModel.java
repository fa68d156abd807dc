package dev.atom.model;

import dev.atom.CallContext;

/**
 * A model that makes pictures from a description, or from pictures and a description.
 *
 * <p>Implementations are thread-safe, hold no key and block, as those of {@link ChatModel} do.
 */
public interface ImageModel {
  /**
   * Returns which model paints.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Makes pictures.
   *
   * @param request what they are to show, and how
   * @param context for whom, and how long it may take; a minute or more is usual
   * @return the pictures
   * @throws ModelException if there is none
   */
  Images create(ImageRequest request, CallContext context);
}
